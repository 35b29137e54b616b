"""Runs one task on a worker: the program, with a range of shards.

This file is sent to the workers as text (`_tasks.worker`): they need Python and the program, but not this package. So
it imports nothing but Python's own library.
"""

from __future__ import annotations

import collections
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import time
from typing import Any, Optional

#: The program ends when the process of this number is gone.
PARENT_VARIABLE = "IMG2SHARDS_PARENT"
PROGRAM_VARIABLE = "IMG2SHARDS_PROGRAM"

#: Longest line that is read at once, and what is kept of those that are no events.
LONGEST_LINE = 1 << 20
MOST_LINES = 20
MOST_CHARACTERS = 1000

#: What a report has of the program's summary.
FIGURES = ("ending", "rows_this_start", "images_this_start", "bytes_in_this_start", "failures")

#: The exit code of a wrong command: no other attempt would end otherwise.
NEVER = 2


def run(task: dict[str, Any], attempt: int = 0, cpus: Optional[int] = None) -> dict[str, Any]:
    """Runs the program for a task, to its end.

    Args:
        task: as `_tasks.split` makes it.
        attempt: how often the engine started this task before.
        cpus: processors that the engine gives to the task; None if it does not say.

    Returns:
        A report for the driver. An exception is raised only if this process is stopped.
    """
    began = time.monotonic()
    report: dict[str, Any] = {
        "task": task["task"],
        "shards": task["shards"],
        "host": socket.gethostname(),
        "attempt": attempt,
    }
    program = find_program(task.get("program"))
    if program is None:
        return {
            **report,
            "exit_code": NEVER,
            "error": "the program img2shards is not on this machine",
            "hints": MISSING,
        }
    folder = task.get("folder")
    if folder is not None and not os.path.isdir(folder):
        text = f"the folder {folder}, where the call was made, is not on this machine"
        return {**report, "exit_code": NEVER, "error": text, "hints": ["give absolute paths in a shared place"]}
    words = [program, *task["words"], f"--shards={task['shards']}", "--log-format=json", "--log-interval=60"]
    if task.get("sets_workers"):
        words.append(f"--image-workers={threads(cpus, task.get('programs_here'))}")
    environment = {**os.environ, PARENT_VARIABLE: str(os.getpid())}
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
        )
    except OSError as error:
        return {**report, "exit_code": NEVER, "error": f"{program} cannot be started: {error.strerror}", "hints": []}
    try:
        said = read(process.stderr)
        code = process.wait()
    finally:
        # Left by an exception: the engine cancels this task.
        if process.poll() is None:
            process.terminate()
            process.wait()
    return {**report, **said, "exit_code": code, "seconds": round(time.monotonic() - began, 3)}


def find_program(of_the_driver: Optional[str]) -> Optional[str]:
    """The program on this machine.

    The one that a variable names, the installed package's own, one on the PATH, or the driver's if it is here, too.
    """
    named = os.environ.get(PROGRAM_VARIABLE)
    if named:
        # The program starts in another folder.
        return os.path.abspath(named)
    package = importlib.util.find_spec("img2shards")
    for place in (package.submodule_search_locations or ()) if package is not None else ():
        bundled = os.path.join(place, "_bundle", "bin", "img2shards")
        if os.access(bundled, os.X_OK):
            return bundled
    found = shutil.which("img2shards")
    # The command that this package installs needs the package, and starts what was looked for above.
    if found is not None and not is_script(found):
        return os.path.abspath(found)
    if of_the_driver is not None and os.access(of_the_driver, os.X_OK):
        return of_the_driver
    return None


def is_script(path: str) -> bool:
    """Whether a file is a command of Python."""
    try:
        with open(path, "rb") as file:
            head = file.read(256)
    except OSError:
        return False
    return head.startswith(b"#!") and b"python" in head


def threads(cpus: Optional[int], programs_here: Optional[int]) -> int:
    """How many threads the program may decode with: what the engine gives to the task, or its part of the machine."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(here, cpus) if cpus else here // max(1, programs_here or 1))


def read(stream: Any) -> dict[str, Any]:
    """Reads what the program says until its end; its figures, and why it failed."""
    summary: dict[str, Any] = {}
    error: Optional[dict[str, Any]] = None
    others: collections.deque[str] = collections.deque(maxlen=MOST_LINES)
    while True:
        line = stream.readline(LONGEST_LINE)
        if not line:
            break
        text = line.decode("utf-8", "replace").strip()
        event = parsed(text)
        name = event.get("event")
        if name == "summary":
            summary = event
        elif name == "error":
            error = event
        elif not event and text:
            others.append(text[:MOST_CHARACTERS])
    stream.close()
    said: dict[str, Any] = {key: summary[key] for key in FIGURES if summary.get(key) is not None}
    why = error.get("text") if error else summary.get("error")
    said["error"] = why if why else None
    said["hints"] = list((error or summary).get("hints") or [])
    # A crash has no summary; its last words are the best there is.
    if not summary and not error:
        said["hints"] = list(others)
    return said


def parsed(text: str) -> dict[str, Any]:
    """An event in a line; empty if it is another line."""
    if not text.startswith("{"):
        return {}
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


MISSING = [
    "install the wheel on every worker, or name the program there in IMG2SHARDS_PROGRAM",
    "ways for each engine: docs/cluster.md",
]
