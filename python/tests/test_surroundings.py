"""What the calling process may be like: signals that are ignored, no stderr, odd programs, odd arguments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Web

import img2shards
from img2shards import RunResult

Download = Callable[..., RunResult]
SOURCE = str(Path(img2shards.__file__).resolve().parents[1])


def python(code: str, *words: str, stderr: int = subprocess.PIPE, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": SOURCE, **options},
    )


IGNORING = """
import signal, sys, threading
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
import img2shards
def say(call, *words, **options):
    try:
        result = call(*words, **options)
        print(result.ending, result.images)
    except img2shards.Img2ShardsError as error:
        print(type(error).__name__, error.exit_code)
options = {"allow_private_addresses": True, "progress": False}
say(img2shards.download, sys.argv[1], 16, sys.argv[3], **options)
say(img2shards.download, sys.argv[2], 16, sys.argv[3] + "-2", **options)
say(img2shards.download, sys.argv[1], 16, sys.argv[3] + "-3", resize_mode="odd", **options)
say(img2shards.download, "/nothing.txt", 16, sys.argv[3] + "-4", **options)
say(img2shards.count, "/nothing.txt")
print(img2shards.version())
"""


def test_a_failure_is_a_failure_where_sigchld_is_ignored(web: Web, url_list: str, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    missing.write_text(web.url("missing/1.jpg") + "\n")
    done = python(IGNORING, url_list, str(missing), str(tmp_path / "out"))
    assert done.stdout.splitlines() == [
        "finished 18",
        "NoImagesError 4",
        "UsageError 2",
        "UsageError 2",
        "RunFailedError 0",
        img2shards.version(),
    ], done.stderr


def test_a_program_that_reports_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "img2shards"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", str(program))
    calls: list[Callable[[], Any]] = [
        lambda: img2shards.download("list.txt", progress=False),
        lambda: img2shards.retry(tmp_path, progress=False),
        lambda: img2shards.count("list.txt"),
        lambda: img2shards.inspect(tmp_path),
        lambda: img2shards.verify(tmp_path),
        lambda: img2shards.search(tmp_path, row=1),
        img2shards.version,
    ]
    for call in calls:
        with pytest.raises(img2shards.RunFailedError, match="exit code 0"):
            call()


def test_a_program_that_ends_in_the_middle_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "img2shards"
    program.write_text("#!/bin/sh\necho '" + json.dumps({"event": "start", "output_folder": "out"}) + "' >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", str(program))
    with pytest.raises(img2shards.RunFailedError, match="without a result") as caught:
        img2shards.download("list.txt", progress=False)
    assert caught.value.result is not None
    assert caught.value.result.ending == "failed"


def test_nothing_to_retry_is_a_result(download: Download, web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*web.images(3), web.url("missing/1.jpg")]) + "\n")
    download(path, output_folder=tmp_path / "out", output_format="webdataset")
    result = img2shards.retry(tmp_path / "out", progress=False)
    assert (result.ending, result.rows, result.images, result.shards) == ("finished", 4, 3, 1)
    assert (result.output_folder, result.folders) == (str(tmp_path / "out"), (str(tmp_path / "out"),))
    assert "nothing to retry" in result.notices[0]
    assert len(result.dataset) == 3


STDERR = """
import io, os, sys
import img2shards
def none(): return None
def closed():
    file = open(os.devnull, "w")
    file.close()
    return file
def dead():
    inner, outer = os.pipe()
    os.close(inner)
    return os.fdopen(outer, "w")
def full(): return open("/dev/full", "w")
class Bare:
    def write(self, text): return len(text)
class Broken:
    def __getattr__(self, name): raise RuntimeError(name)
if sys.argv[4] == "without tqdm":
    sys.modules["tqdm"] = None
sys.stderr = {"none": none, "closed": closed, "dead": dead, "full": full, "bare": Bare, "broken": Broken}[sys.argv[3]]()
for number, progress in enumerate((None, True, False)):
    result = img2shards.download(
        sys.argv[1], 16, f"{sys.argv[2]}-{number}", progress=progress, allow_private_addresses=True, enable_wandb=True
    )
    print(result.images, flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("bar", ["tqdm", "without tqdm"])
@pytest.mark.parametrize("stderr", ["none", "closed", "dead", "full", "bare", "broken"])
def test_no_stderr_is_no_reason_to_end_a_download(url_list: str, tmp_path: Path, stderr: str, bar: str) -> None:
    done = python(STDERR, url_list, str(tmp_path / "out"), stderr, bar)
    assert done.stdout.split() == ["18", "18", "18"], done.stderr


def test_a_second_ctrl_c_ends_a_callback_that_waits(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(60, "slow")) + "\n")
    code = (
        "import img2shards, sys, time\n"
        "def wait(event):\n"
        "    if event['event'] == 'progress':\n"
        "        print('waiting', flush=True)\n"
        "        time.sleep(50)\n"
        "try:\n"
        "    img2shards.download(sys.argv[1], 16, sys.argv[2], on_event=wait, allow_private_addresses=True,\n"
        "                        progress=True, per_host_connections=1)\n"
        "except KeyboardInterrupt as stopped:\n"
        "    print(type(stopped).__name__, stopped.result.output_folder)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=40)
    assert printed.splitlines()[-1] == f"DownloadInterrupted {tmp_path / 'out'}"
    assert time.monotonic() - begin < 30


@pytest.mark.parametrize("script", ["#!{python}\n", "#!/bin/sh\n'''exec' {python} \"$0\" \"$@\"\n' '''\n"])
def test_a_variable_that_names_the_packages_own_command_is_an_error(tmp_path: Path, script: str) -> None:
    command = tmp_path / "img2shards"
    command.write_text(script.format(python=sys.executable) + "from img2shards._command import main\nmain()\n")
    command.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": SOURCE, "IMG2SHARDS_PROGRAM": str(command)}
    done = subprocess.run(
        [str(command), "--version"], check=False, capture_output=True, text=True, timeout=30, env=environment
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: IMG2SHARDS_PROGRAM names {command}, which is a command of Python")
    code = "import img2shards\ntry: img2shards.version()\nexcept FileNotFoundError as error: print(error)"
    assert "it would start itself" in python(code, IMG2SHARDS_PROGRAM=str(command)).stdout


def test_a_program_that_is_there_but_cannot_be_started_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "img2shards"
    program.write_bytes(b"\x7fELF nothing")
    for path, why in ((program, "not executable"), (tmp_path, "it is a folder"), (tmp_path / "x", "No such file")):
        monkeypatch.setenv("IMG2SHARDS_PROGRAM", str(path))
        with pytest.raises(img2shards.ProgramNotFoundError, match=why):
            img2shards.version()
    program.chmod(0o755)
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", str(program))
    with pytest.raises(img2shards.ProgramNotFoundError, match="Exec format error"):
        img2shards.version()


def test_arguments_that_the_system_does_not_take_are_usage_errors(tmp_path: Path) -> None:
    names = [f"/somewhere/part-{number:06d}.parquet" for number in range(100_000)]
    with pytest.raises(img2shards.UsageError, match="give a folder, a pattern or one list file"):
        img2shards.download(names, output_folder=tmp_path / "out", progress=False)
    for text in ("a\0b", "a\ud800b"):
        with pytest.raises(img2shards.UsageError, match="cannot be given"):
            img2shards.download(text, output_folder=tmp_path / "out", progress=False)


def test_paths_of_every_kind_are_paths(download: Download, url_list: str, tmp_path: Path) -> None:
    for number, path in enumerate((os.fsencode(url_list), Path(url_list), [os.fsencode(url_list)], {url_list})):
        folder: Any = os.fsencode(tmp_path / f"out-{number}")
        assert download(path, 16, folder).images == 18
        assert img2shards.inspect(folder).images == 18
        assert len(img2shards.Dataset(os.fsdecode(folder))) == 18
    names: Any = np.array([url_list])
    assert img2shards.count(names).rows == 20


def test_a_tilde_is_the_home_folder_as_in_img2dataset(
    download: Download, url_list: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "list.txt").write_text(Path(url_list).read_text())
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    result = download("~/list.txt", 16, Path("~/out"))
    assert result.output_folder == str(home / "out")
    assert not (tmp_path / "~").exists()
    assert len(img2shards.Dataset("~/out")) == 18
    assert img2shards.verify("~/out")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "url_list is None: give the path"),
        ([None], "url_list: a path cannot be None"),
        (["a.txt", 5], "url_list: a path cannot be 5"),
        ((name for name in ["a.txt"]), "a generator is neither .*: make a list of it"),
        ({"a.txt": 1}, "a dict is neither"),
    ],
)
def test_a_list_that_is_no_path_is_a_type_error(value: Any, text: str, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=text):
        img2shards.download(value, output_folder=tmp_path / "out")


def test_a_generator_of_columns_is_a_type_error(url_list: str, tmp_path: Path) -> None:
    columns: Any = iter(["a"])
    with pytest.raises(TypeError, match="save_additional_columns: a list_iterator is neither"):
        img2shards.download(url_list, output_folder=tmp_path / "out", save_additional_columns=columns)
