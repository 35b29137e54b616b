"""What arrives from workers: for the display, the caller's function, and the result."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Optional

from img2shards._progress import Display
from img2shards._runs import OnEvent
from img2shards.engines._tasks import Report, is_done


class Tally:
    """Sums of reports.

    Attributes:
        tasks: how many there are.
        failed: the last report of each task that is to be tried again, by its number.
        rows: rows that workers finished.
        images: images that they wrote.
        bytes: what they fetched.
        warnings: what the user was warned of.
    """

    #: Longest line that is shown of a task.
    longest = 2000

    def __init__(self, plan: Mapping[str, Any], display: Display, on_event: Optional[OnEvent]) -> None:
        self._plan = plan
        self._display = display
        self._on_event = on_event
        self._began = time.monotonic()
        self._ended = 0
        self.tasks = 0
        self.failed: dict[int, Report] = {}
        self.rows = self.images = self.bytes = 0
        self.warnings: list[str] = []

    def begin(self, tasks: int, programs: int, engine: str) -> None:
        """Says what begins."""
        self.tasks = tasks
        shards, done = self._plan["shards"], self._plan["shards_done"]
        kept = f", {done:,} of them finished before" if done else ""
        self.say(f"{engine}: {shards:,} shards{kept}, in {tasks:,} tasks, at most {programs:,} at once")

    def take(self, report: Report) -> None:
        """Takes a report."""
        if is_done(report):
            self._ended += 1
            self.failed.pop(report["task"], None)
        else:
            self.failed[report["task"]] = report
        self.rows += report.get("rows_this_start") or 0
        self.images += report.get("images_this_start") or 0
        self.bytes += report.get("bytes_in_this_start") or 0
        event = {"event": "task", "tasks": self.tasks, "tasks_done": self._ended, **report}
        # One line for each task, where lines are shown.
        self._display.say(json.dumps(event, ensure_ascii=False)[: self.longest])
        self._display.update(self._progress())
        if self._on_event is not None:
            self._on_event(event)

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Shows a message; a warning is also in the result."""
        if is_warning:
            self.warnings.append(text)
        self._display.say(text, is_warning=is_warning)

    def close(self) -> None:
        """Ends the display."""
        self._display.close()

    def _progress(self) -> Mapping[str, Any]:
        seconds = max(time.monotonic() - self._began, 1e-3)
        done = self._ended / self.tasks if self.tasks else None
        return {
            "event": "progress",
            "rows": (self._plan.get("rows_done") or 0) + self.rows,
            "total_rows": self._plan.get("rows_kept") or self._plan.get("total_rows"),
            "images": self.images,
            "ok": self.images / self.rows if self.rows else None,
            "images_per_second": self.images / seconds,
            "eta_seconds": seconds * (self.tasks - self._ended) / self._ended if self._ended else None,
            "done": done,
        }
