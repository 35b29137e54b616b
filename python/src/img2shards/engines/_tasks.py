"""Tasks: ranges of shards, each for one start of the program on a worker."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

#: One range of shards for one start of the program; plain values, so that every engine can send it.
Task = dict[str, Any]
#: What a worker returns for a task (`_worker.run`).
Report = dict[str, Any]

#: Tasks for each program that runs at once: enough that a slow machine is given fewer of them.
TASKS_EACH = 4
#: With more shards in one task, a lost worker would cost too much of the others' time.
MOST_SHARDS = 64

#: Exit codes of a finished task. 4: none of its rows gave an image, which is a fact about these rows.
DONE = (0, 4)
#: The command, the list or the dataset is wrong: no attempt anywhere would end otherwise.
NEVER = 2

_PATHS = ("url_list", "output_folder", "state_folder", "staging")


@dataclass(frozen=True)
class Slots:
    """How much of an engine a run may use.

    Attributes:
        programs: how many tasks run at once, on all machines.
        programs_here: how many of them run on one machine; None if the engine says how many processors a task has.
    """

    programs: int
    programs_here: Optional[int] = None


@dataclass(frozen=True)
class Call:
    """The words of a download, and those of them that are for the engine.

    Attributes:
        words: for the program.
        engine: `pyspark`, `ray` or `dask`.
        subjob_size: how many shards are given to the engine at a time; None for all.
        processes_count: as in img2dataset.
        rounds: how often failed tasks are tried again after the others.
    """

    words: tuple[str, ...]
    engine: str
    subjob_size: Optional[int]
    processes_count: Optional[int]
    rounds: int


def call_of(words: Sequence[str]) -> Call:
    """Takes the engine's words out of those of a download.

    Raises:
        ValueError: one of them is not a number above 0.
    """
    ours: dict[str, str] = {}
    others: list[str] = []
    for word in words:
        name, is_option, value = word.partition("=")
        if is_option and name in ("--distributor", "--subjob_size", "--max_shard_retry", "--processes_count"):
            ours[name[2:]] = value
        else:
            others.append(_absolute(word))
    return Call(
        words=tuple(others),
        engine=ours["distributor"],
        subjob_size=_number(ours, "subjob_size", least=1),
        processes_count=_number(ours, "processes_count", least=1),
        rounds=1 if (rounds := _number(ours, "max_shard_retry", least=0)) is None else rounds,
    )


def _number(words: dict[str, str], name: str, *, least: int) -> Optional[int]:
    text = words.get(name)
    if text is None:
        return None
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise ValueError(f"{name} cannot be {text}: it takes a whole number, {least} or more")
    return number


def _absolute(word: str) -> str:
    """A word whose path holds on every machine, wherever a process there was started."""
    name, is_option, value = word.partition("=")
    if (
        not is_option
        or name[2:] not in _PATHS
        or "://" in value
        or os.path.isabs(value)
        or value[:1] in ("[", '"', "'")
    ):
        return word
    return f"{name}={os.path.abspath(value)}"


def needs_folder(words: Iterable[str]) -> bool:
    """Whether words have meaning in the folder of the call only: the dataset's place is not said, or in it."""
    places = [word for word in words if word.startswith("--output_folder=")]
    return not places or _absolute(places[-1]) != places[-1]


def place_of(words: Iterable[str]) -> Optional[str]:
    """Where a download writes to, if that is in a store."""
    places = [word.partition("=")[2] for word in words if word.startswith("--output_folder=")]
    scheme, is_url, _ = places[-1].partition("://") if places else ("", "", "")
    return places[-1] if is_url and scheme != "file" else None


def finish_words(words: Iterable[str]) -> list[str]:
    """The command that looks at a dataset in a store, and completes it, for the words of its download."""
    names = ("--store_option", "--state_folder")
    options = [word.partition("=") for word in words if word.partition("=")[0] in names]
    return ["finish", *(f"{name.replace('_', '-')}={value}" for name, _, value in options)]


def split(shards: int, slots: Slots) -> list[str]:
    """Ranges of shards, as the program takes them: one for each task."""
    each = min(MOST_SHARDS, max(1, -(-shards // max(1, slots.programs * TASKS_EACH))))
    ranges = [(first, min(shards, first + each) - 1) for first in range(0, shards, each)]
    return [f"{first}-{last}" if last > first else str(first) for first, last in ranges]


def batches(tasks: Sequence[Task], subjob_size: Optional[int]) -> list[list[Task]]:
    """Tasks in groups of about `subjob_size` shards, of which an engine is given one after the other."""
    if subjob_size is None:
        return [list(tasks)] if tasks else []
    groups: list[list[Task]] = []
    room = 0
    for task in tasks:
        size = _size(task["shards"])
        if not groups or size > room:
            groups.append([])
            room = subjob_size
        groups[-1].append(task)
        room -= size
    return groups


def _size(shards: str) -> int:
    first, _, last = shards.partition("-")
    return int(last or first) - int(first) + 1


def is_done(report: Report) -> bool:
    """Whether a task needs no other attempt."""
    return report.get("exit_code") in DONE


def may_pass(report: Report) -> bool:
    """Whether another attempt may end otherwise than this one."""
    return report.get("exit_code") not in (*DONE, NEVER)


def lost(task: Task, why: str) -> Report:
    """The report on a task that an engine gave up: its workers died, one after the other."""
    report = {"task": task["task"], "shards": task["shards"], "exit_code": None, "error": why, "hints": []}
    return report


def worker() -> Callable[..., Report]:
    """`_worker.run` as a function that carries its own text.

    Engines pickle a nested function with its values, so that workers need not have this package.
    """
    text = Path(__file__).with_name("_worker.py").read_text(encoding="utf-8")

    def run(task: Task, attempt: int = 0, cpus: Optional[int] = None) -> Report:
        space: dict[str, Any] = {"__name__": "img2shards_worker"}
        exec(compile(text, "img2shards/engines/_worker.py", "exec"), space)
        report: Report = space["run"](task, attempt, cpus)
        return report

    return run
