"""Ctrl-C, the end of the calling process, and crashes."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Web

import img2shards
from img2shards import RunResult

Download = Callable[..., RunResult]
SOURCE = str(Path(img2shards.__file__).resolve().parents[1])

SLOW = """
import sys
import img2shards

def show(event):
    if event["event"] == "progress" and event["rows"] >= 3:
        print("going", flush=True)

try:
    result = img2shards.download(
        sys.argv[1], 32, sys.argv[2], output_format="webdataset", allow_private_addresses=True, progress=True,
        per_host_connections=1, on_event=show,
    )
except KeyboardInterrupt as stopped:
    print(type(stopped).__name__, stopped.result.ending, stopped.result.rows, stopped, sep="|")
    sys.exit(7)
print("finished", result.images, result.rows_this_start, sep="|")
"""


def slow_download(web: Web, folder: Path) -> subprocess.Popen[str]:
    path = folder / "list.txt"
    path.write_text("\n".join(web.images(60, "slow")) + "\n")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(path), str(folder / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "going\n"
    return process


def test_ctrl_c_stops_cleanly_and_the_same_call_resumes(web: Web, tmp_path: Path, download: Download) -> None:
    process = slow_download(web, tmp_path)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=60)
    kind, ending, rows, text = printed.splitlines()[-1].split("|")
    assert (process.returncode, kind, ending) == (7, "DownloadInterrupted", "stopped")
    assert 3 <= int(rows) < 60
    assert f"{rows} of 60 rows are finished" in text
    assert "again with the same arguments" in text
    result = download(tmp_path / "list.txt", 32, tmp_path / "out", output_format="webdataset")
    assert result.images == 60
    assert result.rows_this_start == 60 - int(rows)


def test_the_program_ends_with_the_process_that_called_it(web: Web, tmp_path: Path, download: Download) -> None:
    process = slow_download(web, tmp_path)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.communicate()
    assert children
    deadline = time.monotonic() + 30
    while any(is_running(child) for child in children):
        assert time.monotonic() < deadline, "the program runs on without its parent"
        time.sleep(0.05)
    result = download(tmp_path / "list.txt", 32, tmp_path / "out", output_format="webdataset")
    assert result.images == 60
    assert result.rows_this_start < 60


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_program_that_crashes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "img2shards"
    start = json.dumps({"event": "start", "output_folder": "out"})
    program.write_text(f"#!/bin/sh\necho '{start}' >&2\necho 'last words' >&2\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", str(program))
    with pytest.raises(img2shards.RunFailedError, match="ended by signal 9\n  last words") as caught:
        img2shards.download("list.txt", progress=False)
    assert caught.value.exit_code == -9


def test_an_error_of_the_callers_own_stops_the_program(download: Download, web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(2000, "slow")) + "\n")

    def fail(event: Mapping[str, Any]) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        download(path, output_folder=tmp_path / "out", on_event=fail, max_in_flight=2)


def test_ctrl_c_in_a_terminal_is_one_request_though_both_processes_get_it(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(200, "slow")) + "\n")
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, img2shards\n"
        "img2shards.download(sys.argv[1], 32, sys.argv[2], output_format='webdataset', per_host_connections=1,\n"
        "                    allow_private_addresses=True)\n"
    )
    words = [sys.executable, str(program), str(path), str(tmp_path / "out")]
    child, terminal = pty.fork()
    if child == 0:
        os.environ["PYTHONPATH"] = SOURCE
        os.execv(words[0], words)
    shown = b""
    was_pressed = False
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            break
        if not chunk:
            break
        shown += chunk
        if not was_pressed and b"images/s" in shown:
            was_pressed = True
            os.write(terminal, b"\x03")
    os.close(terminal)
    os.waitpid(child, 0)
    assert b"DownloadInterrupted: Stopped." in shown
    assert b"rows are finished in" in shown
