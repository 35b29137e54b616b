"""A download by an engine, from its call to its result."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from img2shards import _runs
from img2shards._child import Child
from img2shards._program import program_path
from img2shards._progress import display_for
from img2shards._runs import OnEvent
from img2shards.engines._engine import Engine, made
from img2shards.engines._tally import Tally
from img2shards.engines._tasks import (
    Call,
    Report,
    Slots,
    Task,
    batches,
    call_of,
    finish_words,
    may_pass,
    needs_folder,
    place_of,
    split,
)
from img2shards.errors import Img2ShardsError, OutputError, RunFailedError, UsageError, error_for
from img2shards.results import RunResult

#: Of a start on this machine alone, whatever rank a scheduler's variables give to the driver.
ALONE = "--world-size=1"

#: Modes that change a dataset as a whole, which no worker may do while others write into it.
_WHOLE = {"overwrite": "remove the folder", "extend": "extend it on one machine, without distributor"}


def download(words: Sequence[str], *, progress: Optional[bool], on_event: Optional[OnEvent]) -> RunResult:
    """Runs the words of a download by the engine that its `--distributor` names.

    Raises:
        Img2ShardsError: the list or an option is wrong, the engine is missing, or tasks failed.
        DownloadInterrupted: Ctrl-C in the last step, when the dataset is finished.
    """
    try:
        call = call_of(words)
    except ValueError as error:
        raise UsageError(str(error)) from error
    for word in call.words:
        name, _, mode = word.partition("=")
        if name == "--incremental_mode" and mode in _WHOLE:
            text = f"incremental_mode={mode!r} cannot be used with distributor={call.engine!r}"
            raise UsageError(text, hints=[f"{_WHOLE[mode]}, then call again without incremental_mode"], exit_code=2)
    place = place_of(call.words)
    if place is not None and not place.startswith("s3://"):
        # An engine starts tasks again whose worker it has lost, which may still run.
        raise UsageError(
            f"output_folder={place!r} cannot be used with distributor={call.engine!r}: "
            "of two programs with the same shards this store cannot say which was first",
            hints=[
                "write to a folder that all workers share, or to a store that speaks S3 (s3://bucket/folder)",
                "or start a worker on each machine yourself: img2shards download --part 1/8 … (docs/workers.md)",
            ],
            exit_code=2,
        )
    # Before an engine is started: this also finds what is wrong with list and options.
    plan = plan_of(call.words)
    began = time.monotonic()
    tally = Tally(plan, display_for(progress), on_event)
    if plan["shards_done"] < plan["shards"]:
        try:
            with made(call.engine, call.processes_count) as engine:
                _run(engine, call, plan["shards"], tally)
        finally:
            tally.close()
        done = _done(call, plan["shards"], place)
        if done < plan["shards"]:
            raise RunFailedError(
                f"the workers finished all {plan['shards']:,} shards, but here only {done:,} are seen",
                hints=["output_folder must be one place that this machine and all workers share"],
            )
    # All is there: this only reads what was reached, and completes what is made once for a dataset.
    result = _runs.run(_alone(call.words), [], progress=False, on_event=on_event)
    seconds = time.monotonic() - began
    return dataclasses.replace(
        result,
        rows_this_start=tally.rows + result.rows_this_start,
        images_this_start=tally.images + result.images_this_start,
        bytes_fetched=tally.bytes + result.bytes_fetched,
        seconds=seconds,
        images_per_second=tally.images / seconds if seconds > 0 else 0.0,
        warnings=(*tally.warnings, *result.warnings),
    )


def _done(call: Call, shards: int, place: Optional[str]) -> int:
    """How many shards are where this machine looks for the dataset.

    Raises:
        Img2ShardsError: it cannot look.
    """
    if place is None:
        return int(plan_of(call.words)["shards_done"])
    # This machine's state knows nothing of what others have sent.
    found = _runs.report(finish_words(call.words), ["--", place], sound=(0, 1))
    return shards - sum(int(dataset.get("missing") or 0) for dataset in found)


def _alone(words: Sequence[str]) -> list[str]:
    """The words of a start on this machine alone, which has no leases."""
    return [*(word for word in words if not word.startswith("--lease=")), ALONE]


def plan_of(words: Sequence[str]) -> Mapping[str, Any]:
    """How many shards a download has, and how many of them are done.

    Raises:
        Img2ShardsError: the list or an option is wrong.
    """
    said: list[Mapping[str, Any]] = []
    with Child([*_alone(words), "--dry-run", "--log-format=json"]) as child:
        for is_event, line in child.lines():
            said += [json.loads(line)] if is_event else [{"event": "error", "text": line}]
    plans = [json.loads(line) for line in child.output.splitlines() if line.startswith("{")]
    if child.exit_code == 0 and plans and plans[-1].get("shards") is not None:
        return dict(plans[-1])
    errors = [event for event in said if event.get("event") == "error"]
    why: Mapping[str, Any] = errors[-1] if errors else {"text": "img2shards --dry-run printed no number of shards"}
    raise error_for(child.exit_code, str(why.get("text")), list(why.get("hints") or []))


def _run(engine: Engine, call: Call, shards: int, tally: Tally) -> None:
    """Gives an engine its tasks, and those that failed again.

    Raises:
        Img2ShardsError: some failed for good.
    """
    slots = engine.slots
    left = tasks_of(call, shards, slots)
    tally.begin(len(left), slots.programs, call.engine)
    for number in range(1 + call.rounds):
        tally.failed.clear()
        for batch in batches(left, call.subjob_size):
            engine.run(batch, tally.take)
            never = [report for report in tally.failed.values() if not may_pass(report)]
            if never:
                raise _error("the program refused a task", never[0])
        left = [task for task in left if task["task"] in tally.failed]
        if not left:
            return
        if number < call.rounds:
            tally.say(f"{len(left):,} of {tally.tasks:,} tasks failed and are tried again", is_warning=True)
    raise _error(f"{len(left):,} of {tally.tasks:,} tasks failed", tally.failed[left[0]["task"]])


def tasks_of(call: Call, shards: int, slots: Slots) -> list[Task]:
    """The tasks of a call."""
    common = {
        # Hosts see all programs: their limits are divided among them.
        "words": [*call.words, f"--world-size={slots.programs}"],
        "program": program_path(),
        "folder": os.getcwd() if needs_folder(call.words) else None,
        "sets_workers": not any(word.startswith("--image_workers=") for word in call.words),
        "programs_here": slots.programs_here,
    }
    return [{"task": number, "shards": text, **common} for number, text in enumerate(split(shards, slots))]


def _error(text: str, report: Report) -> Img2ShardsError:
    """An error for tasks that failed, with what one of them said."""
    code = report.get("exit_code")
    text += f"; shards {report['shards']}"
    text += f" on {report['host']}" if report.get("host") else ""
    text += f", exit code {code}" if code is not None else ""
    text += f": {report['error']}" if report.get("error") else ""
    hints = [*list(report.get("hints") or [])[:10], "the same call resumes: shards that are finished stay"]
    kind = UsageError if not may_pass(report) else OutputError if code == 3 else RunFailedError
    return kind(text, hints=hints, exit_code=code)
