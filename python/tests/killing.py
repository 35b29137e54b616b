"""A call on a cluster of this machine, one of whose workers is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable, Optional, Union

from conftest import Web

import img2shards

ROWS_PER_SHARD = 10
ROWS = 120


def slow_list(web: Web, folder: Path) -> Path:
    """A list that takes some seconds; a tenth of its URLs is missing."""
    urls = web.images(ROWS, "slow")
    for number in range(4, ROWS, 10):
        urls[number] = web.url(f"missing/{number}.jpg")
    path = folder / "list.txt"
    path.write_text("\n".join(urls) + "\n")
    return path


def programs(output: Union[Path, str]) -> list[int]:
    """Processes of the program that make shards of a dataset."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            words = _read(f"/proc/{entry}/cmdline").split("\0")
            if f"--output_folder={output}" in words and any(word.startswith("--shards=") for word in words):
                found.append(int(entry))
    return found


def parent(process: int) -> int:
    for line in _read(f"/proc/{process}/status").splitlines():
        if line.startswith("PPid:"):
            return int(line.split()[1])
    return 0


def ancestor(process: int, word: str) -> int:
    """The nearest process above that has a word in its command; 0 if there is none."""
    above = parent(process)
    while above > 1 and word not in _read(f"/proc/{above}/cmdline"):
        above = parent(above)
    return above if above > 1 else 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


class Run:
    """A call in a thread of its own, and what it reported."""

    def __init__(self, call: Callable[..., img2shards.RunResult], *arguments: Any, **options: Any) -> None:
        self.events: list[Mapping[str, Any]] = []
        self._result: list[img2shards.RunResult] = []
        self._error: list[BaseException] = []

        def run() -> None:
            try:
                self._result.append(call(*arguments, on_event=self.events.append, **options))
            except BaseException as error:
                self._error.append(error)

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def kill_one(
        self,
        output: Union[Path, str],
        victim: Callable[[int], int],
        is_under_way: Optional[Callable[[], bool]] = None,
    ) -> int:
        """Kills the worker of a program when a shard is finished; waits until that program has ended."""
        if is_under_way is None:
            folder = Path(output)
            is_under_way = lambda: any(folder.glob("*_stats.json"))  # noqa: E731
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self._thread.is_alive():
            running = programs(output)
            worker = victim(running[0]) if running else 0
            if worker and is_under_way():
                os.kill(worker, signal.SIGKILL)
                while running[0] in programs(output) and time.monotonic() < deadline:
                    time.sleep(0.05)
                assert running[0] not in programs(output), "the program outlived its worker"
                return worker
            time.sleep(0.02)
        self.result()
        raise AssertionError("no worker was found while the call ran")

    def result(self) -> img2shards.RunResult:
        self._thread.join(240)
        assert not self._thread.is_alive(), "the call does not end"
        if self._error:
            raise self._error[0]
        return self._result[0]


def rows(folder: Path) -> dict[str, tuple[str, str]]:
    """Each key of a dataset with its URL and status; a key that is there twice fails."""
    table = img2shards.Dataset(folder).metadata(["key", "url", "status"]).to_pylist()
    found = {row["key"]: (row["url"], row["status"]) for row in table}
    assert len(found) == len(table)
    return found


def check_whole(result: img2shards.RunResult, output: Path, alone: Path) -> None:
    """Every row once, with the keys of a run by one process, and all of it sound."""
    assert result.ending == "finished"
    assert result.rows == ROWS
    assert result.images == ROWS - ROWS // 10
    assert result.failures == {"http_404": ROWS // 10}
    assert rows(output) == rows(alone)
    assert img2shards.verify(output).is_sound
    assert img2shards.inspect(output).is_complete
    keys = [sample.key for sample in img2shards.Dataset(output)]
    assert len(keys) == len(set(keys)) == result.images
