"""Programs that call img2dataset.download, with only their import changed.

Three arguments of our own are added: the web of these tests is on this machine (`allow_private_addresses`), the columns
are compared with img2dataset's (`extra_columns`), and syncing each small dataset to disk would take most of the time.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Optional

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from conftest import Web, drawn, size_of
from PIL import Image

import img2shards

download = partial(img2shards.download, allow_private_addresses=True, extra_columns=False, sync="never")

COUNT = 8
COLUMNS = ["url", "key", "status", "error_message", "width", "height", "original_width", "original_height", "exif"]
INPUT_FORMATS = ["txt", "txt.gz", "csv", "csv.gz", "tsv", "tsv.gz", "json", "jsonl", "parquet"]
PEER = Path(__file__).resolve().parents[2] / ".deps" / "bench-venv" / "bin" / "python"


def caption_of(number: int) -> Optional[str]:
    return None if number == 2 else f"a picture, number {number}"


def write_list(path: Path, kind: str, web: Web) -> str:
    """A list of COUNT pictures with captions, in one of img2dataset's formats."""
    rows: list[dict[str, Any]] = [
        {"url": url, "caption": caption_of(n), "score": n / 10} for n, url in enumerate(web.images(COUNT))
    ]
    table = pa.Table.from_pylist(rows)
    name, _, compression = kind.partition(".")
    target = path.with_name(path.name + "." + kind)
    if name == "parquet":
        pq.write_table(table, target)
        return str(target)
    if name == "txt":
        text = "".join(row["url"] + "\n" for row in rows)
    elif name == "json":
        text = json.dumps(rows)
    elif name == "jsonl":
        text = "".join(json.dumps(row) + "\n" for row in rows)
    else:
        sink = io.BytesIO()
        options = pyarrow.csv.WriteOptions(delimiter={"csv": ",", "tsv": "\t"}[name])
        pyarrow.csv.write_csv(table, sink, options)
        text = sink.getvalue().decode()
    content = text.encode()
    target.write_bytes(gzip.compress(content) if compression else content)
    return str(target)


def pictures(folder: Path, extension: str = "jpg") -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob(f"*/*.{extension}"))}


def members(tar: Path) -> list[str]:
    with tarfile.open(tar) as archive:
        return sorted(archive.getnames())


def wanted_size(width: int, height: int, size: int, mode: str, only_if_bigger: bool) -> tuple[int, int]:
    """What img2dataset makes of a picture."""
    side = max(width, height) if mode in ("border", "keep_ratio_largest") else min(width, height)
    if mode == "no" or (only_if_bigger and side <= size):
        return width, height
    if mode in ("border", "center_crop"):
        return size, size
    return max(1, round(width * size / side)), max(1, round(height * size / side))


@pytest.mark.parametrize("image_size", [100, 200])
@pytest.mark.parametrize("resize_mode", ["border", "keep_ratio", "keep_ratio_largest", "center_crop", "no"])
@pytest.mark.parametrize(("only_if_bigger", "skip_reencode"), [(False, False), (True, False), (True, True)])
def test_sizes(
    web: Web, tmp_path: Path, image_size: int, resize_mode: str, only_if_bigger: bool, skip_reencode: bool
) -> None:
    download(
        write_list(tmp_path / "list", "txt", web),
        image_size=image_size,
        output_folder=str(tmp_path / "images"),
        thread_count=32,
        resize_mode=resize_mode,
        resize_only_if_bigger=only_if_bigger,
        skip_reencode=skip_reencode,
    )
    found = pictures(tmp_path / "images")
    assert list(found) == [f"{number:09d}" for number in range(COUNT)]
    for number, path in enumerate(found.values()):
        original = size_of(number)
        wanted = wanted_size(*original, image_size, resize_mode, only_if_bigger)
        with Image.open(path) as picture:
            assert picture.size == wanted
        row = json.loads(path.with_suffix(".json").read_text())
        assert (row["width"], row["height"]) == wanted
        assert (row["original_width"], row["original_height"]) == original
        if skip_reencode and wanted == original:
            assert path.read_bytes() == drawn(number, "jpg")


@pytest.mark.parametrize("output_format", ["files", "webdataset", "parquet", "tfrecord", "dummy"])
@pytest.mark.parametrize("input_format", INPUT_FORMATS)
def test_formats(web: Web, tmp_path: Path, input_format: str, output_format: str) -> None:
    folder = tmp_path / "images"
    result = download(
        write_list(tmp_path / "list", input_format, web),
        input_format=input_format,
        image_size=64,
        output_folder=str(folder),
        output_format=output_format,
        url_col="url",
        caption_col="caption",
        compute_hash="md5",
        processes_count=1,
        thread_count=16,
    )
    assert result.images == COUNT
    stats = json.loads((folder / "00000_stats.json").read_text())
    assert (stats["count"], stats["successes"], stats["status_dict"]) == (COUNT, COUNT, {"success": COUNT})
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if output_format == "dummy":
        assert names == ["00000_stats.json"]
        return
    has_captions = not input_format.startswith("txt")
    # A list of URLs alone has no captions: a note, as in img2dataset.
    assert any("caption_col" in note for note in result.notices) is not has_captions
    expected = [*COLUMNS, "md5"] + ["caption"] * has_captions + ["jpg"] * (output_format == "parquet")
    table = pq.read_table(folder / "00000.parquet")
    assert sorted(table.column_names) == sorted(expected)
    assert table.num_rows == COUNT
    if has_captions:
        assert table.column("caption").to_pylist()[:2] == [caption_of(0), caption_of(1)]
    assert table.column("md5").to_pylist() == [hashlib.md5(drawn(n, "jpg")).hexdigest() for n in range(COUNT)]
    kinds = ["jpg", "json", "txt"] if has_captions else ["jpg", "json"]
    samples = sorted(f"{number:09d}.{kind}" for number in range(COUNT) for kind in kinds)
    if output_format == "files":
        assert sorted(path.name for path in (folder / "00000").iterdir()) == samples
    elif output_format == "webdataset":
        assert members(folder / "00000.tar") == samples
    elif output_format == "tfrecord":
        assert names == ["00000.parquet", "00000.tfrecord", "00000_stats.json"]
    else:
        for content in table.column("jpg").to_pylist():
            assert Image.open(io.BytesIO(content)).size == (64, 64)


@pytest.mark.parametrize("input_format", ["txt", "csv", "tsv.gz", "json", "parquet"])
def test_a_folder_of_lists_is_a_shard_for_each(web: Web, tmp_path: Path, input_format: str) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    for name in ("a", "b"):
        write_list(lists / name, input_format, web)
    download(
        str(lists),
        input_format=input_format,
        image_size=32,
        output_folder=str(tmp_path / "images"),
        output_format="webdataset",
        caption_col="caption",
    )
    tars = sorted((tmp_path / "images").glob("*.tar"))
    assert [tar.name for tar in tars] == ["00000.tar", "00001.tar"]
    for tar in tars:
        assert len([name for name in members(tar) if name.endswith(".jpg")]) == COUNT


@pytest.mark.parametrize("output_format", ["files", "webdataset"])
@pytest.mark.parametrize("caption_col", ["caption", None])
def test_captions(web: Web, tmp_path: Path, output_format: str, caption_col: Optional[str]) -> None:
    folder = tmp_path / "images"
    download(
        write_list(tmp_path / "list", "parquet", web),
        input_format="parquet",
        image_size=32,
        output_folder=str(folder),
        output_format=output_format,
        caption_col=caption_col,
    )
    texts: dict[str, str] = {}
    if output_format == "files":
        texts = {key: path.read_text() for key, path in pictures(folder, "txt").items()}
    else:
        with tarfile.open(folder / "00000.tar") as archive:
            for member in archive:
                file = archive.extractfile(member)
                if member.name.endswith(".txt") and file is not None:
                    texts[member.name.split(".")[0]] = file.read().decode()
    assert texts == ({f"{n:09d}": caption_of(n) or "" for n in range(COUNT)} if caption_col else {})


def test_relative_paths(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_list(Path("list"), "txt", web)
    # All by their place, as in the signature.
    download("list.txt", 32, "images", 1, "border", False, "lanczos", "area", 9, "png", False, "webdataset", "txt")
    assert len(members(Path("images/00000.tar"))) == 2 * COUNT
    assert members(Path("images/00000.tar"))[0] == "000000000.json"
    assert members(Path("images/00000.tar"))[1] == "000000000.png"


def test_the_default_folder_is_images(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    download(write_list(Path("list"), "txt", web))
    with Image.open("images/00000/000000000.jpg") as picture:
        assert picture.size == (256, 256)


def test_shards_names_and_further_columns(web: Web, tmp_path: Path) -> None:
    download(
        write_list(tmp_path / "list", "parquet", web),
        input_format="parquet",
        image_size=32,
        output_folder=str(tmp_path / "images"),
        output_format="webdataset",
        number_sample_per_shard=3,
        oom_shard_count=2,
        save_additional_columns=["score"],
        extract_exif=False,
        compute_hash=None,
    )
    names = sorted(path.name for path in (tmp_path / "images").glob("*.tar"))
    assert names == ["00.tar", "01.tar", "02.tar"]
    table = pq.read_table(tmp_path / "images" / "01.parquet")
    assert table.column("key").to_pylist() == ["010", "011", "012"]
    assert table.column("score").to_pylist() == [0.3, 0.4, 0.5]
    assert "exif" not in table.column_names
    assert "sha256" not in table.column_names


@pytest.mark.parametrize(
    ("arguments", "message", "fails"),
    [
        ({"min_image_size": 150}, "image too small", lambda width, height: min(width, height) < 150),
        ({"max_image_area": 30000}, "image area too large", lambda width, height: width * height > 30000),
        ({"max_aspect_ratio": 1.5}, "aspect ratio too large", lambda w, h: max(w, h) / min(w, h) > 1.5),
    ],
)
def test_filters(
    web: Web, tmp_path: Path, arguments: dict[str, Any], message: str, fails: Callable[[int, int], bool]
) -> None:
    result = download(write_list(tmp_path / "list", "txt", web), output_folder=str(tmp_path / "images"), **arguments)
    rejected = [n for n in range(COUNT) if fails(*size_of(n))]
    assert 0 < len(rejected) < COUNT
    assert result.images == COUNT - len(rejected)
    table = pq.read_table(tmp_path / "images" / "00000.parquet")
    assert [n for n, text in enumerate(table.column("error_message").to_pylist()) if text == message] == rejected


def test_opt_outs(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(3, "noai") + web.images(2)) + "\n")
    result = download(str(path), output_folder=str(tmp_path / "a"))
    assert (result.images, result.failures) == (2, {"disallowed": 3})
    table = pq.read_table(tmp_path / "a" / "00000.parquet")
    assert table.column("error_message")[0].as_py() == "Use of image disallowed by X-Robots-Tag directive"
    assert download(str(path), output_folder=str(tmp_path / "b"), disallowed_header_directives=[]).images == 5


def test_verified_hashes(web: Web, tmp_path: Path) -> None:
    digests = [hashlib.sha256(drawn(n, "jpg")).hexdigest() for n in range(COUNT)]
    digests[4] = "0" * 64
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"url": web.images(COUNT), "hash": digests}), path)
    result = download(
        str(path),
        input_format="parquet",
        output_folder=str(tmp_path / "images"),
        compute_hash="sha256",
        verify_hash=["hash", "sha256"],
    )
    assert result.images == COUNT - 1
    table = pq.read_table(tmp_path / "images" / "00000.parquet")
    assert table.column("error_message")[4].as_py() == "hash mismatch"


def test_stored_as_they_are(web: Web, tmp_path: Path) -> None:
    download(
        write_list(tmp_path / "list", "txt", web),
        output_folder=str(tmp_path / "images"),
        disable_all_reencoding=True,
    )
    for number, path in enumerate(pictures(tmp_path / "images").values()):
        assert path.read_bytes() == drawn(number, "jpg")


@pytest.mark.parametrize(("encode_format", "kind"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_encodings(web: Web, tmp_path: Path, encode_format: str, kind: str) -> None:
    quality: dict[str, Any] = {"encode_quality": 9} if encode_format == "png" else {}
    path = tmp_path / "list.txt"
    path.write_text("\n".join(web.images(2, kind="png") + web.images(2, kind="webp")) + "\n")
    download(str(path), 32, str(tmp_path / "images"), encode_format=encode_format, **quality)
    found = pictures(tmp_path / "images", encode_format)
    assert len(found) == 4
    for file in found.values():
        with Image.open(file) as picture:
            assert (picture.format, picture.size) == (kind, (32, 32))


def test_incremental_modes(web: Web, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list", "txt", web)
    again = partial(download, path, 32, str(tmp_path / "images"), output_format="webdataset", number_sample_per_shard=4)
    again()
    first = (tmp_path / "images" / "00001.tar").stat().st_mtime_ns
    (tmp_path / "images" / "00000_stats.json").unlink()
    again(incremental_mode="incremental")
    assert (tmp_path / "images" / "00001.tar").stat().st_mtime_ns == first
    assert (tmp_path / "images" / "00000_stats.json").exists()
    assert again(incremental_mode="overwrite").rows == COUNT
    assert (tmp_path / "images" / "00001.tar").stat().st_mtime_ns != first
    again(incremental_mode="extend")
    assert [p.name for p in sorted((tmp_path / "images").glob("*.tar"))] == [f"0000{n}.tar" for n in range(4)]


def test_what_has_no_effect_is_accepted(web: Web, tmp_path: Path) -> None:
    result = download(
        write_list(tmp_path / "list", "txt", web),
        output_folder=str(tmp_path / "images"),
        enable_wandb=True,
        wandb_project="mine",
        subjob_size=10,
        max_shard_retry=3,
        distributor="multiprocessing",
        user_agent_token="mine",
        ignore_ssl_certificate=True,
        timeout=5,
        retries=1,
    )
    assert result.images == COUNT


PEERS_PROGRAM = """
import json, sys
from img2dataset import download

if __name__ == "__main__":
    download(**json.loads(sys.argv[1]))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        {"output_format": "webdataset", "caption_col": "caption", "resize_mode": "keep_ratio"},
        {"output_format": "parquet", "save_additional_columns": ["score"], "compute_hash": "md5"},
        {"output_format": "files", "resize_mode": "center_crop", "min_image_size": 150, "number_sample_per_shard": 5},
    ],
)
def test_the_same_call_of_img2dataset_writes_the_same(web: Web, tmp_path: Path, arguments: dict[str, Any]) -> None:
    if not PEER.exists():
        pytest.skip("img2dataset is not installed: scripts/setup bench")
    call: dict[str, Any] = {"url_list": write_list(tmp_path / "list", "parquet", web), "input_format": "parquet"}
    call = {**call, **arguments, "image_size": 100, "processes_count": 1, "thread_count": 8}
    program = tmp_path / "peer.py"
    program.write_text(PEERS_PROGRAM)
    environment = dict(os.environ, NO_ALBUMENTATIONS_UPDATE="1", WANDB_MODE="disabled")
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    words = [str(PEER), str(program), json.dumps({**call, "output_folder": str(theirs)})]
    subprocess.run(words, check=True, env=environment, cwd=tmp_path, capture_output=True, timeout=300)
    download(**call, output_folder=str(ours))
    names = [
        sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "/." not in str(path))
        for folder in (theirs, ours)
    ]
    assert names[0] == names[1]
    for name in names[0]:
        if name.endswith(".tar"):
            assert members(theirs / name) == members(ours / name)
        elif name.endswith("_stats.json"):
            one, other = (json.loads((folder / name).read_text()) for folder in (theirs, ours))
            assert {key: one[key] for key in ("count", "successes", "status_dict")} == {
                key: other[key] for key in ("count", "successes", "status_dict")
            }
        elif name.endswith(".parquet"):
            tables = [pq.read_table(folder / name).drop_columns(["exif"]) for folder in (theirs, ours)]
            assert tables[0].schema.names == tables[1].schema.names
            rows = [sorted(table.to_pylist(), key=lambda row: str(row["key"])) for table in tables]
            for one, other in zip(*rows):
                same_picture(one.pop("jpg", None), other.pop("jpg", None))
                assert one == other
        elif name.endswith(".jpg"):
            same_picture((theirs / name).read_bytes(), (ours / name).read_bytes())


def same_picture(one: Optional[bytes], other: Optional[bytes]) -> None:
    """The same size, and nearly the same colours."""
    if one is None or other is None:
        assert one is other
        return
    pair = [Image.open(io.BytesIO(content)).convert("RGB") for content in (one, other)]
    assert pair[0].size == pair[1].size
    bands = [picture.resize((4, 4)).tobytes() for picture in pair]
    assert max(abs(a - b) for a, b in zip(*bands)) <= 12
