"""Rows of Arrow batches with their images: `img2shards fetch --arrow` as a function.

    import pyarrow as pa
    from img2shards.arrow import fetch

    for batch in fetch(table.to_batches(), url_col="URL", image_size=256):
        batch["image"], batch["status"], batch["width"]

Every row comes back, in the same order, with the columns of `schema`. Nothing is written to a disk, and nothing is kept
for another start: for a dataset, use `img2shards.download`.
"""

from __future__ import annotations

import collections
import contextlib
import itertools
import os
import queue
import subprocess
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import Any, Optional

from img2shards._child import PARENT_VARIABLE
from img2shards._program import program_path, why_not_started
from img2shards._words import words_of
from img2shards.errors import Img2ShardsError, ProgramNotFoundError, error_for

#: Lines of the program that an error shows.
MOST_LINES = 20
LONGEST_LINE = 4000


def fetch(batches: Iterable[Any], *, url_col: str = "url", **options: Any) -> Generator[Any, None, None]:
    """Fetches the images of rows.

    Args:
        batches: pyarrow.RecordBatch or pyarrow.Table, all with the same columns. They are taken by a thread of its own,
            a few ahead of the rows that come back.
        url_col: the column with the URLs.
        options: those of `img2shards fetch` by their names with underscores, such as `image_size=256`,
            `encode_format="original"`, `retries=0`.

    Returns:
        pyarrow.RecordBatch with the same rows in the same order, cut in other places.

    Raises:
        Img2ShardsError: with the program's own message.
    """
    source = _batches_of(batches)
    first = next(source, None)
    if first is None:
        return
    with _Process(_words(url_col, options)) as process:
        feeder = threading.Thread(target=process.feed, args=(first, source), name="img2shards-fetch", daemon=True)
        feeder.start()
        for batch in process.batches():
            if batch.num_rows:
                yield batch


def schema(of: Any, *, url_col: str = "url", **options: Any) -> Any:
    """The columns that rows of a pyarrow.Schema come back with.

    Raises:
        Img2ShardsError: the program refuses these columns or options.
    """
    with _Process(_words(url_col, options)) as process:
        process.feed(of.empty_table(), iter(()))
        # The program begins with a batch of no rows.
        columns = [batch.schema for batch in process.batches()]
    return columns[0]


class Fetcher:
    """One program for many tables: for engines that call a function with each batch.

        dataset.map_batches(Fetcher, batch_format="pyarrow", fn_constructor_kwargs={"url_col": "URL"}, concurrency=4)

    All tables must have the same columns.
    """

    def __init__(self, *, url_col: str = "url", **options: Any) -> None:
        self._waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._options = {"url_col": url_col, **options}
        self._rows = fetch(iter(self._waiting.get, None), **self._options)

    def __call__(self, table: Any) -> Any:
        """The rows of a pyarrow.Table or RecordBatch, with their images."""
        import pyarrow as pa

        if table.num_rows == 0:
            return schema(table.schema, **self._options).empty_table()
        self._waiting.put(table)
        found: list[Any] = []
        left = table.num_rows
        while left > 0:
            found.append(next(self._rows))
            left -= found[-1].num_rows
        return pa.Table.from_batches(found)

    def close(self) -> None:
        """Ends the program."""
        self._waiting.put(None)
        for _ in self._rows:
            pass


def _words(url_col: str, options: dict[str, Any]) -> list[str]:
    arguments = {"url_col": url_col, **options}
    return [*words_of("fetch", arguments, repeated=("header", "config")), "--arrow"]


def _batches_of(batches: Iterable[Any]) -> Iterator[Any]:
    for part in batches:
        yield from part.to_batches() if hasattr(part, "to_batches") else [part]


class _Process:
    """One run of the program between two streams."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._lines: collections.deque[str] = collections.deque(maxlen=MOST_LINES)
        self._failure: Optional[BaseException] = None

    def __enter__(self) -> _Process:
        program = program_path()
        try:
            self._process = subprocess.Popen(
                [program, *self._words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, PARENT_VARIABLE: str(os.getpid())},
            )
        except OSError as error:
            raise ProgramNotFoundError(why_not_started(program, error)) from error
        self._reader = threading.Thread(target=self._read_messages, name="img2shards-messages", daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *problem: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def feed(self, first: Any, others: Iterator[Any]) -> None:
        """Writes batches to the program, to the last."""
        import pyarrow as pa

        stream = self._process.stdin
        assert stream is not None
        try:
            with contextlib.suppress(BrokenPipeError), pa.ipc.new_stream(stream, first.schema) as writer:
                for batch in itertools.chain([first], others):
                    writer.write(batch)
                    # The next batch may be asked for when the rows of this one are there.
                    stream.flush()
        except BaseException as error:
            # The caller's own iterator, or a batch with other columns.
            self._failure = error
            self._process.kill()
        finally:
            # The program may have ended, and what was not written cannot be flushed.
            with contextlib.suppress(OSError):
                stream.close()

    def batches(self) -> Iterator[Any]:
        """What the program writes, to its end.

        Raises:
            Img2ShardsError: it failed.
            Exception: of the caller's iterator.
        """
        import pyarrow as pa

        problem: Optional[Exception] = None
        try:
            with pa.ipc.open_stream(self._process.stdout) as reader:
                yield from reader
        except (pa.ArrowInvalid, OSError) as error:
            # Most likely the program has ended, and says why.
            problem = error
        code = self._process.wait()
        self._reader.join()
        if self._failure is not None:
            raise self._failure
        if code != 0:
            raise self._error(code)
        if problem is not None:
            raise problem

    def _error(self, code: int) -> Img2ShardsError:
        lines = list(self._lines)
        starts = [place for place, line in enumerate(lines) if line.startswith("error: ")]
        said = lines[starts[-1] :] if starts else lines
        message = said[0].removeprefix("error: ") if said else f"img2shards fetch ended with exit code {code}"
        return error_for(code, message, [line.strip() for line in said[1:]])

    def _read_messages(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
            text = line.decode("utf-8", "replace").rstrip()
            if text:
                self._lines.append(text)
