"""Where the program is found, and how the wheel's command starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import img2shards
from img2shards import _program

SOURCE = str(Path(img2shards.__file__).resolve().parents[1])


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE, **environment},
    )


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_variable_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = executable(tmp_path / "img2shards", "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", "/somewhere")
    assert _program.find_program() == "/somewhere"
    monkeypatch.delenv("IMG2SHARDS_PROGRAM")
    assert _program.find_program() == str(own)


def test_the_packages_own_program_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "img2shards"
    bundled = executable(package / "_bundle" / "bin" / "img2shards", "#!/bin/sh\n")
    executable(tmp_path / "bin" / "img2shards", "#!/bin/sh\n")
    monkeypatch.delenv("IMG2SHARDS_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(_program, "__file__", str(package / "_program.py"))
    assert _program.find_program() == str(bundled)


def test_a_command_of_python_on_the_path_is_not_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(tmp_path / "a" / "img2shards", "#!/usr/bin/python3\nimport img2shards\n")
    executable(tmp_path / "b" / "img2shards", "#!/bin/sh\n'''exec' /long/python3 \"$0\"\n'''\n")
    real = executable(tmp_path / "c" / "img2shards", "#!/bin/sh\n")
    monkeypatch.delenv("IMG2SHARDS_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / name) for name in "abc"))
    assert _program.find_program() == str(real)


def test_without_a_program_the_error_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMG2SHARDS_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(_program, "__file__", "/nowhere/_program.py")
    with pytest.raises(img2shards.ProgramNotFoundError, match="pip install") as caught:
        img2shards.download("list.txt")
    assert isinstance(caught.value, FileNotFoundError)


def test_a_program_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMG2SHARDS_PROGRAM", "/nowhere/img2shards")
    with pytest.raises(img2shards.ProgramNotFoundError, match="/nowhere/img2shards cannot be started"):
        img2shards.version()


def test_the_command_becomes_the_program() -> None:
    done = run("import sys; sys.argv[1:] = ['--version']; from img2shards._command import main; main()")
    assert done.stdout.strip() == img2shards.version() == img2shards.__version__
    done = run("import runpy, sys; sys.argv[1:] = ['nonsense']; runpy.run_module('img2shards')")
    assert done.returncode == 2
    assert "nonsense" in done.stderr


def test_the_command_says_that_there_is_no_program() -> None:
    done = run("from img2shards._command import main; main()", IMG2SHARDS_PROGRAM="/nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("error: /nowhere cannot be started")


def test_the_command_loads_nothing_that_it_does_not_need() -> None:
    heavy = "typing subprocess json re threading logging dataclasses tarfile pyarrow tqdm"
    loading = "before = set(sys.modules); from img2shards._command import main; loaded = set(sys.modules) - before"
    code = f"import sys; {loading}; print(loaded & set({heavy!r}.split()))"
    assert run(code).stdout.strip() == "set()"


def test_all_names_can_be_loaded_and_others_cannot() -> None:
    for name in img2shards.__all__:
        assert getattr(img2shards, name) is not None
        assert name in dir(img2shards)
    with pytest.raises(AttributeError, match="nonsense"):
        img2shards.nonsense  # type: ignore[attr-defined]  # noqa: B018
