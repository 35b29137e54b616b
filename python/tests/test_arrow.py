"""Rows of Arrow batches with their images."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Web, size_of
from PIL import Image

import img2shards
from img2shards import arrow

pa = pytest.importorskip("pyarrow")

HERE: dict[str, Any] = {"allow_private_addresses": True, "retries": 0, "image_size": 32}


def table(web: Web, numbers: list[int]) -> Any:
    return pa.table({"URL": [web.images(99)[number] for number in numbers], "number": numbers})


def test_every_row_comes_back_in_order_with_its_image(web: Web) -> None:
    numbers = list(range(40))
    rows = pa.Table.from_batches(arrow.fetch(table(web, numbers).to_batches(max_chunksize=7), url_col="URL", **HERE))
    assert rows["number"].to_pylist() == numbers
    assert set(rows["status"].to_pylist()) == {"success"}
    for number, image, width in zip(numbers, rows["image"].to_pylist(), rows["original_width"].to_pylist()):
        picture = Image.open(io.BytesIO(image))
        assert picture.size == (32, 32)
        assert width == size_of(number)[0]


def test_the_columns_are_known_beforehand(web: Web) -> None:
    source = table(web, [1, 2])
    columns = arrow.schema(source.schema, url_col="URL", **HERE)
    [batch] = arrow.fetch([source], url_col="URL", **HERE)
    assert batch.schema == columns
    assert columns.names[:4] == ["URL", "number", "image", "format"]
    assert str(columns.field("image").type) == "binary"
    assert "fetch_ms" not in arrow.schema(source.schema, url_col="URL", extra_columns=False).names


def test_rows_that_fail_have_no_image_and_a_reason(web: Web) -> None:
    source = pa.table({"url": [web.url("missing/1.jpg"), None, web.url("text/1"), web.images(1)[0]]})
    [batch] = arrow.fetch(source.to_batches(), **HERE)
    assert batch["status"].to_pylist() == ["failed_to_download", "failed_to_download", "failed_to_resize", "success"]
    assert [image is None for image in batch["image"].to_pylist()] == [True, True, True, False]
    assert batch["error_class"].to_pylist()[0] == "http_404"
    assert batch["http_status"].to_pylist()[0] == 404


def test_types_of_the_other_columns_are_kept(web: Web) -> None:
    urls = web.images(4)
    source = pa.table(
        {
            "url": pa.array(urls).dictionary_encode(),
            "tags": [["a"], [], None, ["b", "c"]],
            "kind": pa.array(["x", "y", "x", None]).dictionary_encode(),
            "box": [{"x": 1.5}] * 4,
        }
    )
    rows = pa.Table.from_batches(arrow.fetch(source.to_batches(max_chunksize=2), **HERE))
    assert rows.select(source.column_names).to_pylist() == source.to_pylist()
    assert rows.schema.field("kind").type == source.schema.field("kind").type
    assert set(rows["status"].to_pylist()) == {"success"}


def test_no_batch_gives_none() -> None:
    assert list(arrow.fetch([])) == []


def test_one_program_serves_many_tables(web: Web) -> None:
    fetcher = arrow.Fetcher(url_col="URL", **HERE)
    for numbers in ([1, 2, 3], [4], [], [5, 6]):
        rows = fetcher(table(web, numbers).cast(table(web, [1]).schema))
        assert rows["number"].to_pylist() == numbers
        assert rows["status"].to_pylist() == ["success"] * len(numbers)
    fetcher.close()


def test_rows_are_given_before_the_input_ends(web: Web) -> None:
    came = threading.Event()

    def batches() -> Iterator[Any]:
        yield table(web, [1, 2])
        # Ends only when rows of the first batch are there.
        assert came.wait(60)
        yield table(web, [3])

    numbers = []
    for batch in arrow.fetch(batches(), url_col="URL", **HERE):
        numbers += batch["number"].to_pylist()
        came.set()
    assert numbers == [1, 2, 3]


def test_an_exception_of_the_input_is_the_callers_own(web: Web) -> None:
    def batches() -> Iterator[Any]:
        yield table(web, [1])
        raise KeyError("my own")

    with pytest.raises(KeyError, match="my own"):
        list(arrow.fetch(batches(), url_col="URL", **HERE))


def test_batches_with_other_columns_are_an_error(web: Web) -> None:
    with pytest.raises(pa.ArrowInvalid):
        list(arrow.fetch([table(web, [1]), pa.table({"URL": ["x"]})], url_col="URL", **HERE))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url_col": "URI"}, 'Did you mean "URL"'),
        ({"image_sise": 3}, "image-size"),
        ({"encode_format": "bmp"}, "choices"),
    ],
)
def test_a_mistake_is_the_programs_own_message(web: Web, options: dict[str, Any], words: str) -> None:
    with pytest.raises(img2shards.UsageError, match=words):
        list(arrow.fetch([table(web, [1])], **{"url_col": "URL", **options}))


def test_a_program_that_is_killed_is_an_error(web: Web) -> None:
    def batches() -> Iterator[Any]:
        yield table(web, [1])
        for process in children():
            os.kill(process, 9)
        yield table(web, [2])

    with pytest.raises(img2shards.RunFailedError):
        list(arrow.fetch(batches(), url_col="URL", **HERE))


def test_the_program_ends_when_its_rows_are_left(web: Web) -> None:
    before = children()
    rows = arrow.fetch((table(web, [number]) for number in range(50)), url_col="URL", **HERE)
    next(rows)
    assert len(children()) == len(before) + 1
    rows.close()
    deadline = time.monotonic() + 30
    while children() != before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert children() == before


def children() -> list[int]:
    """Programs that this process started. Threads and programs may end while they are looked at."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found += [int(word) for word in (task / "children").read_text().split()]
    return [pid for pid in sorted(found) if b"fetch" in command_of(pid)]


def command_of(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
