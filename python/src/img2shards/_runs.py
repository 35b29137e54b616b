"""Commands of the program from their words to their results."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

from img2shards._child import Child
from img2shards._progress import Display, display_for
from img2shards._tracking import tracked
from img2shards.errors import DownloadInterrupted, Img2ShardsError, error_for
from img2shards.results import CountResult, InspectResult, RunResult, VerifyResult

#: Takes what the program reports during a run: the events of docs/logs.md.
OnEvent = Callable[[Mapping[str, Any]], None]


def run(
    words: Sequence[str], paths: Sequence[str], *, progress: Optional[bool], on_event: Optional[OnEvent]
) -> RunResult:
    """Runs a command that writes a dataset and reports events.

    Args:
        words: the command and its options.
        paths: words behind the options.
        progress: as `display_for` takes it.
        on_event: called with each event.

    Raises:
        Img2ShardsError: the run ended without its result.
        DownloadInterrupted: Ctrl-C.
    """
    display = display_for(progress)
    events = _Events(display)
    words, tracker = tracked(words)
    child = Child([*words, "--log-format=json", f"--log-interval={display.interval:g}", *paths])
    try:
        with child:
            for is_event, line in child.lines():
                event = events.take(line, is_event=is_event)
                if event is not None and tracker is not None:
                    tracker.take(event)
                if event is not None and on_event is not None:
                    child.is_calling_back = True
                    on_event(event)
                    child.is_calling_back = False
    except KeyboardInterrupt:
        # Of a second Ctrl-C in on_event, after the program was asked to stop.
        if not child.was_interrupted:
            raise
    finally:
        display.close()
        if tracker is not None:
            tracker.close()
    exit_code = events.exit_code(child.exit_code)
    result = events.result(exit_code)
    if child.was_interrupted:
        raise DownloadInterrupted(_how_to_resume(words[0], result), result)
    if exit_code == 0 and result is not None and events.is_complete:
        return result
    if exit_code == 0 and words[0] == "retry" and events.has_nothing_to_retry:
        return _untouched(paths[-1], events)
    raise error_for(exit_code, *events.why(exit_code), result=result)


def download(words: Sequence[str], *, progress: Optional[bool], on_event: Optional[OnEvent]) -> RunResult:
    """`download` to its result: by the program here, or by an engine on other machines."""
    named = [word.partition("=")[2] for word in words if word.startswith("--distributor=")]
    # Names of engines._engine, which is not imported for the others.
    if named and named[-1] in ("pyspark", "ray", "dask"):
        from img2shards.engines import _driver

        return _driver.download(words, progress=progress, on_event=on_event)
    return run(words, [], progress=progress, on_event=on_event)


def report(words: Sequence[str], paths: Sequence[str] = (), *, sound: Sequence[int] = (0,)) -> list[Any]:
    """Runs a command that prints JSON; the values that it printed.

    Args:
        words: the command and its options.
        paths: words behind the options.
        sound: exit codes with which it has a result.

    Raises:
        Img2ShardsError: it ended without a result.
        DownloadInterrupted: Ctrl-C.
    """
    display = display_for(None)
    said: list[str] = []
    with Child([*words, "--json", *paths]) as child:
        for _, line in child.lines():
            # The last lines are the error, if there is one.
            if said or line.startswith("error: "):
                said.append(line)
            else:
                display.say(line)
    if child.was_interrupted:
        raise DownloadInterrupted("Stopped. The same call begins again or resumes.")
    values = [value for line in child.output.splitlines() if (value := _parsed(line)) is not None]
    # An exit code may be lost (Child.exit_code), but not the message.
    if child.exit_code in sound and values and not said:
        return values
    message = said[0][len("error: ") :] if said else _ended(child.exit_code)
    raise error_for(child.exit_code, message, [line.strip() for line in said[1:]])


def _untouched(folder: str, events: _Events) -> RunResult:
    """The result of a retry that found nothing to do: the dataset as it is."""
    try:
        known: Optional[InspectResult] = inspect(["inspect"], ["--", folder])
    except Img2ShardsError:
        known = None
    return RunResult(
        ending="finished",
        exit_code=0,
        output_folder=folder,
        rows=known.rows if known else 0,
        images=known.images if known else 0,
        shards=known.shards if known else 0,
        dataset_complete=bool(known and known.is_complete),
        folders=(folder,),
        warnings=events.texts("warning"),
        notices=events.texts("notice"),
    )


def merged(values: Sequence[Any]) -> dict[str, Any]:
    """The last object of a report."""
    return dict(values[-1])


def listed(values: Sequence[Any]) -> list[dict[str, Any]]:
    """All objects of a report, whether one to a line or in an array."""
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def count(words: Sequence[str]) -> CountResult:
    """`count` to its result."""
    values: Mapping[str, Any] = report(words)[-1]
    return CountResult(values["rows"], values["kept"], tuple(values.get("notes") or ()), values)


def inspect(words: Sequence[str], paths: Sequence[str]) -> InspectResult:
    """`inspect` to its result."""
    values: Mapping[str, Any] = report(words, paths)[-1]
    return InspectResult(
        shards=values["shards"],
        unfinished=values.get("unfinished") or 0,
        rows=values["rows"],
        images=values["images"],
        failures=values.get("failures") or {},
        formats=values.get("formats") or {},
        is_complete=values.get("is_complete"),
        report=values,
    )


def verify(words: Sequence[str], paths: Sequence[str]) -> VerifyResult:
    """`verify` to its result; damage is a result, no error."""
    values: Mapping[str, Any] = report(words, paths, sound=(0, 1))[-1]
    broken, faults = tuple(values.get("broken_shards") or ()), tuple(values.get("faults") or ())
    return VerifyResult(
        is_sound=not broken and not faults,
        shards=values["shards"],
        rows=values["rows"],
        images=values["images"],
        broken_shards=broken,
        faults=faults,
        report=values,
    )


class _Events:
    """What the program said during a run."""

    #: Messages that are kept of each kind.
    MOST = 1000

    def __init__(self, display: Display) -> None:
        self._display = display
        self._start: Mapping[str, Any] = {}
        self._last: Mapping[str, Any] = {}
        self._summary: Optional[Mapping[str, Any]] = None
        self._error: Optional[Mapping[str, Any]] = None
        self._texts: dict[str, list[str]] = {"warning": [], "notice": [], "other": []}

    def take(self, line: str, *, is_event: bool) -> Optional[Mapping[str, Any]]:
        """Takes a line; the event in it."""
        event = _parsed(line) if is_event else None
        if not isinstance(event, dict):
            # Not an event: a library's message, or a crash.
            self._keep("other", line)
            self._display.say(line)
            return None
        name = event.get("event")
        if name == "start":
            self._start = event
        elif name == "progress":
            self._last = event
            self._display.update(event)
        elif name in ("warning", "notice"):
            text = str(event.get("text"))
            self._keep(name, text)
            self._display.say(text, is_warning=name == "warning")
        elif name == "summary":
            self._summary = event
            self._display.update(self._at_end(event))
        elif name == "error":
            self._error = event
        return event

    @property
    def is_complete(self) -> bool:
        """Whether the program reported its end."""
        return self._summary is not None

    @property
    def has_nothing_to_retry(self) -> bool:
        """Whether a retry said so, instead of a start."""
        return not self._start and any(text.startswith("nothing to retry") for text in self._texts["notice"])

    def exit_code(self, code: int) -> int:
        """The exit code as the program reported it, where the system's is lost (`Child.exit_code`)."""
        reported = (self._summary or self._error or {}).get("exit_code")
        return reported if code == 0 and isinstance(reported, int) else code

    def texts(self, kind: str) -> tuple[str, ...]:
        """The messages of a kind: `warning`, `notice` or `other`."""
        return tuple(self._texts[kind])

    def _at_end(self, summary: Mapping[str, Any]) -> Mapping[str, Any]:
        rows, total = summary.get("rows"), summary.get("total_rows")
        share = rows / total if rows and total else None
        return {**summary, "done": share}

    def _keep(self, kind: str, text: str) -> None:
        texts = self._texts[kind]
        if len(texts) < self.MOST:
            texts.append(text)

    def result(self, exit_code: int) -> Optional[RunResult]:
        """What was reached; None if the run did not begin."""
        summary = self._summary
        if summary is None and not self._start:
            return None
        known: Mapping[str, Any] = summary if summary is not None else self._last
        folder = str(self._start.get("output_folder") or "")
        sizes = known.get("sizes") or []
        return RunResult(
            ending=str(known.get("ending") or "failed"),
            exit_code=exit_code,
            output_folder=folder,
            rows=known.get("rows") or 0,
            total_rows=known.get("total_rows"),
            images=known.get("images") or 0,
            failures=dict(known.get("failures") or {}),
            temporary_failures=known.get("failures_that_may_pass") or 0,
            bytes_written=known.get("bytes_out") or 0,
            shards=known.get("shards") or 0,
            dataset_complete=known.get("dataset_complete") is True,
            missing_shards=known.get("missing_shards"),
            rows_this_start=known.get("rows_this_start") or 0,
            images_this_start=known.get("images_this_start") or 0,
            bytes_fetched=known.get("bytes_in_this_start") or 0,
            seconds=known.get("elapsed_seconds") or 0.0,
            images_per_second=known.get("images_per_second") or 0.0,
            folders=tuple(size["folder"] for size in sizes) or ((folder,) if folder else ()),
            retry_commands=tuple(known.get("retry_commands") or ()),
            warnings=self.texts("warning"),
            notices=self.texts("notice"),
            summary=known,
        )

    def why(self, exit_code: int) -> tuple[str, list[str]]:
        """The program's own message for an end without result, and its hints."""
        found = self._summary or {} if self._error is None else self._error
        text = found.get("error") if self._error is None else found.get("text")
        if text or self._error is not None:
            return _without_own_options(str(text)), [_without_own_options(hint) for hint in found.get("hints") or []]
        # A crash has no summary; its last words are the best there is.
        return _ended(exit_code), self._texts["other"][-5:]


def _without_own_options(text: str) -> str:
    """A message whose commands lack the options that this package adds."""
    return re.sub(r" --log-(format[= ]json|interval[= ][0-9.e+-]+)", "", text)


def _how_to_resume(command: str, result: Optional[RunResult]) -> str:
    resume = f"call {command}(…) again with the same arguments to resume (without incremental_mode='overwrite')"
    if result is None:
        return f"Stopped before anything was fetched: {resume}."
    total = f" of {result.total_rows:,}" if result.total_rows else ""
    folder = f" in {result.output_folder}" if result.output_folder else ""
    return f"Stopped. {result.rows:,}{total} rows are finished{folder}: {resume}."


def _ended(exit_code: int) -> str:
    if exit_code < 0:
        return f"img2shards was ended by signal {-exit_code}"
    if exit_code in (129, 130, 143):
        return f"img2shards was stopped by signal {exit_code - 128}: the same call resumes"
    if exit_code == 0:
        return "img2shards ended without a result, and with exit code 0"
    return f"img2shards ended with exit code {exit_code}"


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
