"""Reading datasets back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Web

import img2shards
from img2shards import Dataset, DatasetError, RunResult

Download = Callable[..., RunResult]


@pytest.fixture
def captions(web: Web, tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    urls = [*web.images(12), web.url("missing/1.jpg"), web.url("text/1.jpg")]
    path.write_text("url,caption\n" + "".join(f"{url},caption {n}\n" for n, url in enumerate(urls)))
    return path


def made(download: Download, captions: Path, folder: Path, **options: object) -> Dataset:
    options = {"output_format": "webdataset", "number_sample_per_shard": 5, **options}
    size = {} if "buckets" in options else {"image_size": 40}
    return download(captions, output_folder=folder, caption_col="caption", **size, **options).dataset


@pytest.mark.parametrize("output_format", ["webdataset", "files", "parquet"])
def test_samples_of_every_format(download: Download, captions: Path, tmp_path: Path, output_format: str) -> None:
    dataset = made(download, captions, tmp_path / "out", output_format=output_format)
    samples = sorted(dataset, key=lambda sample: sample.key)
    assert len(samples) == len(dataset) == 12
    assert [shard.name for shard in dataset.shards] == ["00000", "00001", "00002"]
    for number, sample in enumerate(samples):
        assert sample.caption == f"caption {number}"
        assert sample.extension == "jpg"
        assert sample.open().size == (40, 40)
        assert sample.metadata["url"].endswith(f"/image/{number}.jpg")
        assert sample.metadata["key"] == sample.key
        assert sample.shard == f"{number // 5:05d}"
    one = list(dataset.samples(dataset.shards[1:2]))
    assert sorted(sample.key for sample in one) == [sample.key for sample in samples[5:10]]
    assert len(list(dataset.samples(["00001"]))) == 5
    with pytest.raises(DatasetError, match="no finished shard 7"):
        next(dataset.samples(["7"]))


@pytest.mark.parametrize("options", [{}, {"output_format": "parquet"}, {"output_format": "parquet", "hf_image": True}])
def test_metadata_and_failed_rows(
    download: Download, captions: Path, tmp_path: Path, options: dict[str, object]
) -> None:
    dataset = made(download, captions, tmp_path / "out", **options)
    table = dataset.metadata()
    assert table.num_rows == 14
    assert "jpg" not in table.column_names
    assert "image" not in table.column_names
    assert table.column("caption").to_pylist() == [f"caption {n}" for n in range(14)]
    assert dataset.metadata(["url", "width"]).column_names == ["url", "width"]
    failed = dataset.failed(["error_class"]).to_pydict()
    assert failed == {"error_class": ["http_404", "not_an_image"]}
    assert len(list(dataset)) == 12


def test_images_of_hugging_face_parquet_have_their_extension(
    download: Download, captions: Path, tmp_path: Path
) -> None:
    dataset = made(download, captions, tmp_path / "out", output_format="parquet", hf_image=True)
    assert {sample.extension for sample in dataset} == {"jpg"}


def test_a_row_that_was_tried_again_is_there_once(download: Download, web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*web.images(3), web.url("missing/1.jpg")]) + "\n")
    for style in ("numbered", "row"):
        folder = tmp_path / style
        download(path, output_folder=folder, output_format="webdataset", key_style=style)
        for _ in range(2):
            with pytest.raises(img2shards.NoImagesError):
                img2shards.retry(folder, classes="http_404", allow_private_addresses=True, progress=False)
        dataset = Dataset(folder)
        assert len(dataset.shards) == 3
        assert dataset.metadata(["url"]).num_rows == 4
        assert dataset.failed().num_rows == 1
        assert dataset.failed().column_names == dataset.metadata().column_names


def test_buckets_and_originals_and_datasets_without_images(
    download: Download, captions: Path, web: Web, tmp_path: Path
) -> None:
    buckets = made(download, captions, tmp_path / "a", buckets="64x64,96x64", bucket_folders=True)
    assert len(list(buckets)) == 12
    mixed = tmp_path / "mixed.txt"
    mixed.write_text("\n".join([web.url("image/1.png"), web.url("image/2.webp"), web.url("image/3.jpg")]) + "\n")
    originals = download(
        mixed, output_folder=tmp_path / "b", output_format="webdataset", encode_format="original", resize_mode="no"
    ).dataset
    assert sorted(sample.extension for sample in originals) == ["jpg", "png", "webp"]
    assert all(sample.caption is None for sample in originals)
    plain = made(download, captions, tmp_path / "c", save_metadata_only=True)
    assert list(plain) == []
    assert plain.metadata().num_rows == 14
    dummy = made(download, captions, tmp_path / "d", output_format="dummy")
    assert list(dummy) == []
    with pytest.raises(DatasetError, match="no tables"):
        dummy.metadata()
    records = made(download, captions, tmp_path / "e", output_format="tfrecord")
    assert records.failed().num_rows == 2
    with pytest.raises(DatasetError, match="TensorFlow"):
        next(iter(records))


def test_what_is_no_dataset_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no folder"):
        Dataset(tmp_path / "nothing")
    with pytest.raises(DatasetError, match="no finished shard"):
        Dataset(tmp_path)
    assert issubclass(DatasetError, ValueError)


def test_a_truncated_tar_is_an_error(download: Download, captions: Path, tmp_path: Path) -> None:
    dataset = made(download, captions, tmp_path / "out")
    tar = tmp_path / "out" / "00000.tar"
    tar.write_bytes(tar.read_bytes()[:3000])
    with pytest.raises(DatasetError, match=r"00000\.tar"):
        list(dataset)


def test_samples_need_no_pyarrow_and_tables_say_so(
    download: Download, captions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = made(download, captions, tmp_path / "out")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert len(list(dataset)) == 12
    with pytest.raises(ImportError, match="pip install pyarrow"):
        dataset.metadata()


def test_stats_are_those_of_the_file(download: Download, captions: Path, tmp_path: Path) -> None:
    dataset = made(download, captions, tmp_path / "out")
    shard = dataset.shards[0]
    assert shard.stats == json.loads((tmp_path / "out" / "00000_stats.json").read_text())
    assert (shard.number, shard.metadata_path) == (0, str(tmp_path / "out" / "00000.parquet"))
