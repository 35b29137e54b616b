"""Figures for Weights & Biases and Trackio, by packages that only write down what they are given."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from img2shards import RunResult, _tracking

Download = Callable[..., RunResult]

PACKAGE = """
import json, pathlib
LOG = pathlib.Path({log!r})
def _add(*entry): LOG.write_text((LOG.read_text() if LOG.exists() else "") + json.dumps(entry) + "\\n")
def init(**values): _add("init", values)
def log(values):
    {fault}
    _add("log", {{name: value if isinstance(value, (int, float)) else value.data for name, value in values.items()}})
def finish(): _add("finish")
class Table:
    def __init__(self, columns, data): self.data = [columns, *data]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Installs a package that writes down its calls; the file with them."""
    names: list[str] = []

    def installed(name: str, fault: str = "pass") -> Path:
        folder = tmp_path / "packages"
        folder.mkdir(exist_ok=True)
        log = tmp_path / f"{name}.log"
        (folder / f"{name}.py").write_text(PACKAGE.format(log=str(log), fault=fault))
        monkeypatch.syspath_prepend(str(folder))
        names.append(name)
        return log

    yield installed
    for name in names:
        sys.modules.pop(name, None)


def entries(log: Path) -> list[Any]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_a_download_is_logged_under_img2datasets_names(
    download: Download, url_list: str, tmp_path: Path, install: Callable[..., Path]
) -> None:
    log = install("wandb")
    result = download(
        url_list, 64, tmp_path / "out", output_format="webdataset", enable_wandb=True, wandb_project="mine",
        header="Authorization: Bearer SECRET",
    )  # fmt: skip
    begin, *logged, end = entries(log)
    assert begin[0] == "init"
    assert begin[1]["project"] == "mine"
    assert begin[1]["config"]["image_size"] == "64"
    assert end == ["finish"]
    last = logged[-2][1]
    assert last["total/count"] == 20
    assert last["total/success"] == 0.9
    assert last["total/failed_to_download"] == pytest.approx(0.1)
    assert last["total/failed_to_resize"] == 0
    assert last["total/img_per_sec"] > 0
    assert logged[-1][1]["status"][1] == ["HTTP Error 404: Not Found", 0.1, 2]
    assert "SECRET" not in log.read_text()
    assert not any("nothing is sent" in text for text in result.notices)


def test_trackio_is_used_where_it_is_the_only_one(
    download: Download, url_list: str, tmp_path: Path, install: Callable[..., Path]
) -> None:
    log = install("trackio")
    download(url_list, 64, tmp_path / "out", enable_wandb=True)
    assert [entry[0] for entry in entries(log)][-1] == "finish"
    assert entries(log)[0][1]["project"] == "img2dataset"


def test_a_service_that_fails_ends_no_download(
    download: Download, url_list: str, tmp_path: Path, install: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    install("wandb", fault='raise RuntimeError("no network")')
    assert download(url_list, 64, tmp_path / "out", enable_wandb=True).images == 18
    assert "wandb failed, and gets nothing more: no network" in caplog.text


def test_without_the_option_nothing_is_logged(
    download: Download, url_list: str, tmp_path: Path, install: Callable[..., Path]
) -> None:
    log = install("wandb")
    download(url_list, 64, tmp_path / "out")
    download(url_list, 64, tmp_path / "out", enable_wandb=False)
    assert not log.exists()


def test_figures_of_an_event_without_rows() -> None:
    assert _tracking.figures({"event": "progress"})["total/success"] == 0
