"""What calls return and raise."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Web

import img2shards
from img2shards import Dataset, RunResult, _progress

Download = Callable[..., RunResult]
SOURCE = str(Path(img2shards.__file__).resolve().parents[1])


def test_a_result_has_counts_failures_and_the_folder(download: Download, url_list: str, tmp_path: Path) -> None:
    result = download(url_list, 64, tmp_path / "out", output_format="webdataset", enable_wandb=True)
    assert (result.ending, result.exit_code) == ("finished", 0)
    assert (result.rows, result.total_rows, result.images) == (20, 20, 18)
    assert result.failures == {"http_404": 2}
    assert result.success_rate == 0.9
    assert result.output_folder == str(tmp_path / "out")
    assert result.folders == (result.output_folder,)
    assert result.shards == 1
    assert result.bytes_written > 0
    assert result.summary["event"] == "summary"
    assert "nothing is sent" in result.notices[0]
    assert str(result).startswith("finished: 18 images of 20 rows in ")
    assert len(result.dataset) == 18


def test_the_same_call_finds_everything_finished(download: Download, web: Web, url_list: str, tmp_path: Path) -> None:
    download(url_list, output_folder=tmp_path / "out")
    asked = len(web.requests)
    result = download(url_list, output_folder=tmp_path / "out")
    assert (result.images, result.images_this_start) == (18, 0)
    assert len(web.requests) == asked


def test_the_result_of_a_worker_says_whether_the_dataset_is_complete(
    download: Download, web: Web, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(url + "\n" for url in web.images(30)))
    options: dict[str, Any] = {"number_sample_per_shard": 10, "output_folder": tmp_path / "out"}
    first = download(path, part="1/2", **options)
    assert (first.dataset_complete, first.missing_shards, first.shards) == (False, "1", 2)
    assert "not complete: shards 1 are missing" in str(first)
    second = download(path, part="2/2", **options)
    assert (second.dataset_complete, second.missing_shards, second.shards) == (True, None, 1)
    assert "not complete" not in str(second)
    assert download(path, number_sample_per_shard=10, output_folder=tmp_path / "one").dataset_complete


def test_several_sizes_are_several_datasets(download: Download, url_list: str, tmp_path: Path) -> None:
    result = download(url_list, [32, 64], tmp_path / "out")
    assert sorted(os.path.basename(folder) for folder in result.folders) == ["32", "64"]
    assert {sample.open().size for sample in Dataset(tmp_path / "out" / "32")} == {(32, 32)}
    with pytest.raises(ValueError, match="one for each size"):
        _ = result.dataset
    with pytest.raises(ValueError, match="a dataset for each size"):
        Dataset(tmp_path / "out")


def test_arguments_of_our_own_are_passed_on(download: Download, web: Web, tmp_path: Path) -> None:
    lists = []
    for part in (0, 1):
        path = tmp_path / f"part-{part}.csv"
        rows = [f'{web.url(f"image/{n}.jpg")},"text, with ""quotes"" {n}",{n}' for n in range(part * 5, part * 5 + 5)]
        path.write_text("\n".join(["link,what,number", *rows]) + "\n")
        lists.append(path)
    result = download(
        lists,
        output_folder=tmp_path / "out",
        output_format="parquet",
        url_col="link",
        caption_col="what",
        where='number >= 3 and what contains "quotes"',
        save_additional_columns=["number"],
        shards_span_files=True,
        order="input",
        extra_columns=False,
        header=["X-One: 1", "X-Two: 2"],
    )
    assert result.images == 7
    table = result.dataset.metadata(["number", "caption"])
    assert table.to_pydict()["number"] == list(range(3, 10))
    assert table.to_pydict()["caption"][0] == 'text, with "quotes" 3'
    assert "error_class" not in result.dataset.metadata().column_names


def test_a_config_holds_for_what_is_not_given(download: Download, url_list: str, tmp_path: Path) -> None:
    config = tmp_path / "my.yaml"
    config.write_text("image-size: 48\noutput-format: webdataset\n")
    result = download(url_list, output_folder=tmp_path / "one", config=config)
    assert next(iter(result.dataset)).open().size == (48, 48)
    result = download(url_list, 256, tmp_path / "two", config=config)
    assert next(iter(result.dataset)).open().size == (256, 256)


def test_a_wrong_argument_is_the_programs_own_message(download: Download, url_list: str, tmp_path: Path) -> None:
    with pytest.raises(img2shards.UsageError) as caught:
        download(url_list, resize_mode="odd", output_folder=tmp_path / "out")
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.exit_code == 2
    assert error.message == '--resize-mode cannot be "odd".'
    assert "keep_ratio" in error.hints[0]
    assert error.hints[0] in str(error)
    assert error.result is None
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        {"encode_format": "bmp"},
        {"output_format": "zip"},
        {"compute_hash": "crc"},
        {"upscale_interpolation": "best"},
        {"incremental_mode": "again"},
        {"distributor": "slurm"},
        {"verify_hash": ["md5", "md5"], "compute_hash": "sha256"},
        {"encode_quality": "high"},
        {"timeout": -1},
        {"image_size": 0},
    ],
)
def test_what_img2dataset_refuses_with_a_value_error_is_one_here(
    download: Download, url_list: str, tmp_path: Path, arguments: Mapping[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        download(url_list, output_folder=tmp_path / "out", **arguments)


def test_a_missing_list_is_an_error(download: Download, tmp_path: Path) -> None:
    with pytest.raises(img2shards.UsageError, match=r"nothing-here\.txt"):
        download(tmp_path / "nothing-here.txt", output_folder=tmp_path / "out")


def test_rows_that_all_fail_are_an_error_with_a_result(download: Download, web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(web.url("missing/1.jpg") + "\n")
    with pytest.raises(img2shards.NoImagesError) as caught:
        download(path, output_folder=tmp_path / "out")
    assert caught.value.exit_code == 4
    assert caught.value.result is not None
    assert caught.value.result.failures == {"http_404": 1}


def test_an_output_that_cannot_be_written_is_an_os_error(download: Download, url_list: str) -> None:
    with pytest.raises(img2shards.OutputError) as caught:
        download(url_list, output_folder="/proc/img2shards")
    assert isinstance(caught.value, OSError)
    assert caught.value.exit_code == 3
    assert "/proc/img2shards" in str(caught.value)


def test_events_are_those_of_the_program(download: Download, url_list: str, tmp_path: Path) -> None:
    seen: list[Mapping[str, Any]] = []
    download(url_list, output_folder=tmp_path / "out", on_event=seen.append)
    assert seen[0]["event"] == "start"
    assert seen[-1]["event"] == "summary"


def test_a_download_works_outside_of_the_main_thread(download: Download, url_list: str, tmp_path: Path) -> None:
    results: list[RunResult] = []
    worker = threading.Thread(target=lambda: results.append(download(url_list, output_folder=tmp_path / "out")))
    worker.start()
    worker.join()
    assert results[0].images == 18


def test_progress_goes_to_stderr_and_nothing_to_stdout(
    url_list: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    img2shards.download(url_list, output_folder=str(tmp_path / "out"), allow_private_addresses=True)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "20 of 20 rows" in captured.err
    assert "90.0 % ok" in captured.err


def test_a_bar_is_shown_if_it_is_wanted(
    url_list: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_progress, "_tqdm", lambda: None)
    img2shards.download(url_list, output_folder=tmp_path / "a", allow_private_addresses=True, progress=True)
    assert "[####################] 20 of 20 rows" in capfd.readouterr().err
    monkeypatch.undo()
    img2shards.download(url_list, output_folder=tmp_path / "b", allow_private_addresses=True, progress=True)
    assert "20/20" in capfd.readouterr().err


def test_retry_and_reshape_return_results(download: Download, web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*web.images(3), web.url("missing/1.jpg")]) + "\n")
    download(path, output_folder=tmp_path / "out", output_format="webdataset")
    nothing = img2shards.retry(tmp_path / "out", progress=False)
    assert (nothing.ending, nothing.rows_this_start) == ("finished", 0)
    assert "nothing to retry" in nothing.notices[0]
    with pytest.raises(img2shards.NoImagesError):
        img2shards.retry(tmp_path / "out", classes=["http_404"], allow_private_addresses=True, progress=False)
    made = img2shards.reshape(tmp_path / "out", image_size=16, output_folder=tmp_path / "small", progress=False)
    assert made.images == 3
    assert {sample.open().size for sample in made.dataset} == {(16, 16)}


def test_count_inspect_and_verify_return_numbers(download: Download, url_list: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    download(url_list, output_folder=folder, output_format="webdataset")
    counted = img2shards.count(url_list, limit=5)
    assert counted.kept == 5
    content = img2shards.inspect(folder)
    assert (content.shards, content.rows, content.images, content.is_complete) == (1, 20, 18, True)
    assert content.failures == {"http_404": 2}
    sound = img2shards.verify(folder, deep=True)
    assert sound
    assert (sound.shards, sound.rows, sound.images) == (1, 20, 18)
    tar = folder / "00000.tar"
    content_of_tar = bytearray(tar.read_bytes())
    content_of_tar[700] ^= 1
    tar.write_bytes(content_of_tar)
    damaged = img2shards.verify(folder)
    assert not damaged
    assert damaged.broken_shards
    assert damaged.faults
    with pytest.raises(img2shards.UsageError, match="has no shard"):
        img2shards.inspect(tmp_path)
