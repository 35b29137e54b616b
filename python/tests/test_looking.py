"""Looking at a dataset: `report`, `status`, `inspect`."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import img2shards
from img2shards import RunResult

Download = Callable[..., RunResult]


def test_a_report_is_a_page_and_says_what_is_on_it(download: Download, url_list: str, tmp_path: Path) -> None:
    download(url_list, 64, tmp_path / "out", output_format="webdataset")
    page = tmp_path / "page.html"
    written = img2shards.report(tmp_path / "out", output=page, samples=5, seed=3)
    assert written["output"] == str(page)
    assert (written["rows"], written["images"], written["bytes"]) == (20, 18, page.stat().st_size)
    assert written["pictures"] >= 5
    assert page.read_text().startswith("<!doctype html>")
    compared = img2shards.report([tmp_path / "out", tmp_path / "out"], output=page, samples=0)
    assert (compared["rows"], compared["pictures"]) == (40, 0)
    with pytest.raises(img2shards.UsageError):
        img2shards.report(tmp_path / "nothing", output=page)
    with pytest.raises(img2shards.OutputError, match="there is no folder"):
        img2shards.report(tmp_path / "out", output=tmp_path / "missing" / "page.html")


def test_a_link_to_a_page_stays_a_link(download: Download, url_list: str, tmp_path: Path) -> None:
    download(url_list, 64, tmp_path / "out")
    (tmp_path / "real.html").write_text("before")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    img2shards.report(tmp_path / "out", output=tmp_path / "link.html", samples=0)
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() != "before"
    with pytest.raises(img2shards.OutputError, match="something else than a file"):
        img2shards.report(tmp_path / "out", output="/dev/full")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_the_status_of_a_run_stays_when_it_has_ended(download: Download, url_list: str, tmp_path: Path) -> None:
    download(url_list, 64, tmp_path / "out")
    (run,) = img2shards.status(tmp_path / "out")
    assert (run["life"], run["state"], run["rows"]) == ("ended", "finished", 20)
    with pytest.raises(img2shards.UsageError):
        img2shards.status(tmp_path)
