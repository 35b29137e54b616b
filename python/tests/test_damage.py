"""Damaged datasets, and datasets of other programs: an error with the file's name, and never fewer samples."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Web

from img2shards import Dataset, DatasetError, RunResult, Sample

Download = Callable[..., RunResult]
BLOCK = 512


def made(download: Download, web: Web, folder: Path, **options: Any) -> Path:
    path = folder / "list.txt"
    path.write_text("\n".join(web.images(9)) + "\n")
    options = {"output_format": "webdataset", "number_sample_per_shard": 3, **options}
    size = {} if "buckets" in options else {"image_size": 16}
    download(path, output_folder=folder / "out", **size, **options)
    return folder / "out"


def tar_of(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def dataset_of(folder: Path, content: bytes, successes: object = 1) -> Dataset:
    """A dataset of another program: one tar and its counts."""
    folder.mkdir()
    (folder / "00000.tar").write_bytes(content)
    (folder / "00000_stats.json").write_text(json.dumps({"successes": successes}))
    return Dataset(folder)


def header_of(path: Path, member: int) -> int:
    with tarfile.open(path) as archive:
        return archive.getmembers()[member].offset


def wreck_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[header_of(path, 4)] ^= 0x55
    path.write_bytes(content)


def cut_between_samples(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: header_of(path, 3)])


def cut_within_the_last_sample(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: header_of(path, -1)])


def end_early(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: header_of(path, 3)] + bytes(20 * BLOCK))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "damage",
    [
        wreck_header,
        cut_between_samples,
        cut_within_the_last_sample,
        end_early,
        empty,
        make_folder,
        make_pipe,
        os.unlink,
    ],
)
def test_a_damaged_tar_is_an_error_with_its_name(
    download: Download, web: Web, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = made(download, web, tmp_path)
    damage(folder / "00001.tar")
    seen: list[Sample] = []
    with pytest.raises(DatasetError, match=rf"00001\.tar: .* \(img2shards verify {folder}"):
        seen.extend(Dataset(folder))
    assert len(seen) >= 3
    assert len(list(Dataset(folder).samples(["00000", "00002"]))) == 6
    shutil.rmtree(folder / ".img2shards")
    with pytest.raises(DatasetError, match=r"00001\.tar"):
        list(Dataset(folder))


def test_samples_that_are_missing_in_the_other_formats_are_an_error(
    download: Download, web: Web, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    files = made(download, web, tmp_path / "a", output_format="files")
    (files / "00000" / "000000.json").write_text("[]")
    with pytest.raises(DatasetError, match=r"00000: 000000\.json: it has no JSON object"):
        list(Dataset(files).samples("00000"))
    shutil.rmtree(files / "00001")
    with pytest.raises(DatasetError, match="00001: it is not there"):
        list(Dataset(files).samples("00001"))
    for name in (files / "00002").glob("000020.*"):
        name.unlink()
    with pytest.raises(DatasetError, match="00002: 2 samples instead of the 3"):
        list(Dataset(files).samples("00002"))

    (tmp_path / "b").mkdir()
    tables = made(download, web, tmp_path / "b", output_format="parquet")
    (tables / "00001.parquet").unlink()
    with pytest.raises(DatasetError, match=r"00001\.parquet: it is not there"):
        list(Dataset(tables))

    (tmp_path / "c").mkdir()
    buckets = made(download, web, tmp_path / "c", buckets="64x64,96x64", bucket_folders=True)
    assert len(list(Dataset(buckets))) == 9
    next(buckets.glob("*/00001.tar")).unlink()
    with pytest.raises(DatasetError, match=r"00001.* counts"):
        list(Dataset(buckets))


def test_tables_that_are_missing_or_damaged_are_an_error(download: Download, web: Web, tmp_path: Path) -> None:
    folder = made(download, web, tmp_path)
    table = folder / "00001.parquet"
    whole = table.read_bytes()
    for content in (whole[:-20], b"", b"PAR1" + b"\xff" * 40 + b"PAR1"):
        table.write_bytes(content)
        with pytest.raises(DatasetError, match=r"00001\.parquet"):
            Dataset(folder).metadata()
    table.unlink()
    with pytest.raises(DatasetError, match=r"00001\.parquet: it is not there"):
        Dataset(folder).metadata()
    os.mkfifo(table)
    with pytest.raises(DatasetError, match=r"00001\.parquet: it is not a file"):
        Dataset(folder).failed()
    for name in ("00000", "00002"):
        (folder / f"{name}.parquet").unlink()
    table.unlink()
    with pytest.raises(DatasetError, match=r"00000\.parquet: it is not there"):
        Dataset(folder).metadata()


def test_one_column_or_shard_needs_no_list_and_an_unknown_one_is_an_error(
    download: Download, web: Web, tmp_path: Path
) -> None:
    dataset = Dataset(made(download, web, tmp_path))
    assert dataset.metadata("url").column_names == ["url"]
    assert dataset.failed("url").num_rows == 0
    with pytest.raises(DatasetError, match=r"no column 'nothing'; it has .*url"):
        dataset.metadata(["url", "nothing"])
    assert len(list(dataset.samples("00001"))) == 3
    assert len(list(dataset.samples(dataset.shards[1]))) == 3


@pytest.mark.parametrize("content", ["", "{", "[]", "5", "[" * 100_000, '{"successes": "many"}', "{}", "\udcff"])
def test_counts_that_cannot_be_read_are_an_error(download: Download, web: Web, tmp_path: Path, content: str) -> None:
    folder = made(download, web, tmp_path)
    (folder / "00001_stats.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    dataset = Dataset(folder)
    with pytest.raises(DatasetError, match=r"00001_stats\.json"):
        len(dataset)
    with pytest.raises(DatasetError, match=r"00001_stats\.json"):
        list(dataset)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfd", b'{"a":' * 100_000])
def test_metadata_in_a_tar_that_is_no_object_is_an_error(tmp_path: Path, content: bytes) -> None:
    dataset = dataset_of(tmp_path / "out", tar_of(("7.jpg", b"image"), ("7.json", content)))
    with pytest.raises(DatasetError, match=r"00000\.tar: 7\.json: "):
        list(dataset)


def test_a_member_of_any_size_is_an_error_and_no_use_of_memory(tmp_path: Path) -> None:
    for number, size in enumerate((10_000, 1 << 33, 1 << 60)):
        member = tarfile.TarInfo("7.jpg")
        member.size = size
        content = member.tobuf(tarfile.GNU_FORMAT) + bytes(BLOCK)
        with pytest.raises(DatasetError, match=r"00000\.tar: "):
            list(dataset_of(tmp_path / str(number), content))
    long = tarfile.TarInfo("long")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 1 << 50
    with pytest.raises(DatasetError, match=r"00000\.tar: "):
        list(dataset_of(tmp_path / "long", long.tobuf(tarfile.GNU_FORMAT) + bytes(BLOCK)))


def test_names_of_members_are_split_as_webdataset_does(tmp_path: Path) -> None:
    content = tar_of(
        ("./000.json", b'{"caption": 5}'),
        ("./000.mask.png", b"mask"),
        ("./000.cls", b"1"),
        ("./000.JPG", b"image"),
        (".hidden", b""),
        ("v1.2/001.txt", b"a caption"),
        ("v1.2/001.seg.webp", b"image"),
        ("v1.2/README", b""),
        ("002.npy", b"no image"),
    )
    one, two, three = dataset_of(tmp_path / "out", content, successes=3)
    assert (one.key, one.extension, one.image, one.caption) == ("000", "JPG", b"image", None)
    assert (two.key, two.extension, two.image, two.caption) == ("v1.2/001", "seg.webp", b"image", "a caption")
    assert (three.key, three.extension, three.image) == ("002", "", b"")


@pytest.mark.parametrize("name", ["../7.jpg", "a/../../7.jpg", "/etc/7.jpg"])
def test_a_member_that_leads_out_of_the_dataset_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match=r"00000\.tar: the name '.*' leads out of the dataset"):
        list(dataset_of(tmp_path / "out", tar_of((name, b"image"))))
