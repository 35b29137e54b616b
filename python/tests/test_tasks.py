"""How a download is cut into tasks, and what needs no engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Web

import img2shards
from img2shards.engines._tasks import Slots, batches, call_of, is_done, may_pass, needs_folder, split, worker
from img2shards.engines._worker import threads


@pytest.mark.parametrize(("shards", "programs"), [(1, 1), (12, 2), (10, 3), (1000, 10), (100_000, 7), (5, 100)])
def test_ranges_cover_every_shard_once(shards: int, programs: int) -> None:
    numbers: list[int] = []
    for text in split(shards, Slots(programs)):
        first, _, last = text.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    assert numbers == list(range(shards))


def test_ranges_are_short_enough_for_a_slow_machine_to_get_fewer() -> None:
    assert split(12, Slots(2)) == ["0-1", "2-3", "4-5", "6-7", "8-9", "10-11"]
    assert split(3, Slots(100)) == ["0", "1", "2"]
    assert len(split(1_000_000, Slots(10))) == 1_000_000 // 64


def test_no_shard_is_no_task() -> None:
    assert split(0, Slots(2)) == []
    assert batches([], None) == []


def test_subjob_size_is_the_shards_of_a_batch() -> None:
    tasks: list[dict[str, Any]] = [{"task": n, "shards": text} for n, text in enumerate(split(40, Slots(2)))]
    assert [task["shards"] for task in tasks] == [f"{n}-{n + 4}" for n in range(0, 40, 5)]
    groups = batches(tasks, 12)
    assert [len(group) for group in groups] == [2, 2, 2, 2]
    assert [task for group in groups for task in group] == tasks
    # A task is never divided.
    assert [len(group) for group in batches(tasks, 1)] == [1] * 8
    assert batches(tasks, None) == [tasks]


def test_the_engines_words_are_taken_out() -> None:
    words = [
        "download",
        "--url_list=a.txt",
        "--distributor=ray",
        "--subjob_size=7",
        "--max_shard_retry=0",
        "--retries=1",
    ]
    call = call_of([*words, "--processes_count=3"])
    assert call.words == ("download", f"--url_list={os.path.abspath('a.txt')}", "--retries=1")
    assert (call.engine, call.subjob_size, call.processes_count, call.rounds) == ("ray", 7, 3, 0)
    assert call_of(["download", "--distributor=ray"]).rounds == 1


@pytest.mark.parametrize(
    "word", ["--subjob_size=0", "--subjob_size=many", "--max_shard_retry=-1", "--processes_count=0"]
)
def test_a_number_that_cannot_be_is_refused(word: str, url_list: str) -> None:
    name, _, value = word[2:].partition("=")
    with pytest.raises(ValueError, match=name):
        call_of(["download", "--distributor=ray", word])
    with pytest.raises(img2shards.UsageError, match=f"{name} cannot be {value}"):
        img2shards.download(url_list, distributor="ray", **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "absolute"),
    [
        ("--output_folder=out", f"--output_folder={os.path.abspath('out')}"),
        ("--output_folder=/shared/out", "--output_folder=/shared/out"),
        ("--url_list=s3://bucket/list", "--url_list=s3://bucket/list"),
        ('--url_list=["a", "b"]', '--url_list=["a", "b"]'),
        ("--where=a", "--where=a"),
    ],
)
def test_places_hold_wherever_a_worker_was_started(word: str, absolute: str) -> None:
    assert call_of(["download", "--distributor=ray", word]).words == ("download", absolute)


def test_a_dataset_without_a_place_of_its_own_needs_the_folder_of_the_call() -> None:
    assert needs_folder(["download"])
    assert needs_folder(["download", "--output_folder=out"])
    assert not needs_folder(["download", "--output_folder=/shared/out"])
    assert not needs_folder(["download", "--output_folder=s3://bucket/out"])


@pytest.mark.parametrize(
    ("code", "done", "passes"),
    [(0, True, False), (4, True, False), (2, False, False), (1, False, True), (3, False, True), (75, False, True),
     (143, False, True), (-9, False, True), (None, False, True)],
)  # fmt: skip
def test_what_is_tried_again(code: int | None, done: bool, passes: bool) -> None:
    assert is_done({"exit_code": code}) == done
    assert may_pass({"exit_code": code}) == passes


def test_threads_are_those_of_the_task_or_a_part_of_the_machine() -> None:
    here = len(os.sched_getaffinity(0))
    assert threads(None, None) == here
    assert threads(None, here) == 1
    assert threads(None, 10 * here) == 1
    assert threads(1, None) == 1
    assert threads(10 * here, None) == here


def test_modes_that_change_a_whole_dataset_are_refused(url_list: str, tmp_path: Path) -> None:
    for mode in ("overwrite", "extend"):
        with pytest.raises(img2shards.UsageError, match=mode):
            img2shards.download(url_list, output_folder=tmp_path, distributor="pyspark", incremental_mode=mode)


def test_a_mistake_is_found_before_an_engine_is_started(tmp_path: Path) -> None:
    with pytest.raises(img2shards.UsageError, match=r"nothing\.txt") as caught:
        img2shards.download(tmp_path / "nothing.txt", output_folder=tmp_path / "out", distributor="ray")
    assert not str(caught.value).startswith("{")


@pytest.mark.parametrize(("engine", "package"), [("pyspark", "pyspark"), ("ray", "ray"), ("dask", "distributed")])
def test_an_engine_that_is_missing_is_an_error_with_its_pip_command(
    engine: str, package: str, url_list: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith(package + ".")]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError) as caught:
        img2shards.download(url_list, output_folder=tmp_path / "out", distributor=engine)
    assert isinstance(caught.value, img2shards.Img2ShardsError)
    assert f"pip install {package}" in str(caught.value)


def test_no_engine_is_imported_unless_asked() -> None:
    text = (
        "import sys, img2shards.engines._driver, img2shards.spark, img2shards.arrow; img2shards.download\n"
        "print(sorted({'pyspark', 'ray', 'distributed', 'dask', 'pyarrow'} & set(sys.modules)))"
    )
    source = str(Path(img2shards.__file__).resolve().parents[1])
    run = subprocess.run(
        [sys.executable, "-c", text],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert run.stdout.strip() == "[]"


def test_a_worker_needs_nothing_of_this_package(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(25)) + "\n")
    words = ["download", f"--url_list={path}", f"--output_folder={tmp_path / 'out'}", "--allow_private_addresses"]
    words += ["--number_sample_per_shard=10", "--world-size=1"]
    run = worker()
    report = run({"task": 3, "shards": "1-2", "words": words}, 5)
    assert (report["task"], report["shards"], report["attempt"], report["exit_code"]) == (3, "1-2", 5, 0)
    assert (report["rows_this_start"], report["images_this_start"]) == (15, 15)
    assert report["error"] is None
    assert sorted(file.name for file in (tmp_path / "out").glob("*_stats.json")) == [
        "00001_stats.json",
        "00002_stats.json",
    ]

    refused = run({"task": 0, "shards": "0", "words": [*words, "--image_size=0"]})
    assert refused["exit_code"] == 2
    assert "--image" in refused["error"]
    elsewhere = run({"task": 0, "shards": "0", "words": words, "folder": str(tmp_path / "missing")})
    assert elsewhere["exit_code"] == 2
    assert "missing" in elsewhere["error"]
