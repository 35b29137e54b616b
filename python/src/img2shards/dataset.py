"""Reading finished datasets: metadata, failed rows, samples."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from img2shards._reading import DatasetError, damaged, must_be_file, reading
from img2shards._shards import STATS, Sample, Shard, image_columns, options_of, pyarrow_parquet, run_record

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Dataset", "DatasetError", "Sample", "Shard"]


class Dataset:
    """A finished or unfinished dataset in a folder; what is not finished is not seen.

    Iterating gives its samples. Nothing is kept in memory but the names of shards.

        for sample in Dataset("laion-256"):
            print(sample.key, sample.caption, sample.open().size)
    """

    def __init__(self, folder: Union[str, os.PathLike[str]]) -> None:
        """Looks for finished shards.

        Args:
            folder: the `output_folder` of a download.

        Raises:
            DatasetError: there is none.
        """
        self.folder = os.path.expanduser(os.fsdecode(folder))
        paths = glob.glob(os.path.join(glob.escape(self.folder), "*" + STATS))
        names = [os.path.basename(path)[: -len(STATS)] for path in paths]
        shards = [Shard(self.folder, name) for name in names]
        #: Its finished shards by number; those of retries come last.
        self.shards: Sequence[Shard] = sorted(shards, key=lambda shard: (shard.number, shard.name))
        if not self.shards:
            raise DatasetError(self._why_empty())

    def __repr__(self) -> str:
        return f"Dataset({self.folder!r}, {len(self.shards)} shards)"

    def __len__(self) -> int:
        return self.images

    def __iter__(self) -> Iterator[Sample]:
        return self.samples()

    @property
    def images(self) -> int:
        """Images of all shards.

        Raises:
            DatasetError: the counts of a shard cannot be read.
        """
        return sum(shard.images for shard in self.shards)

    def samples(self, shards: Union[str, Shard, Iterable[Union[str, Shard]], None] = None) -> Iterator[Sample]:
        """The samples of all shards, or of some, one after the other.

        Args:
            shards: shards or their names, for one of several workers: `dataset.shards[rank::world_size]`.

        Raises:
            DatasetError: a shard cannot be read, has fewer samples than its counts say, or does not exist.
        """
        known = {shard.name: shard for shard in self.shards}
        if isinstance(shards, (str, Shard)):
            shards = [shards]
        for shard in self.shards if shards is None else shards:
            name = shard if isinstance(shard, str) else shard.name
            if name not in known:
                raise DatasetError(f"{self.folder} has no finished shard {name}")
            yield from known[name].samples()

    def metadata(self, columns: Union[str, Sequence[str], None] = None) -> pa.Table:
        """The rows of all shards, failed ones included, as a table of pyarrow; images are not in it.

        A row that was tried again is there once, with its newest outcome. `metadata().to_pandas()` gives a frame.

        Args:
            columns: only these, or this one.

        Raises:
            ImportError: pyarrow is not installed.
            DatasetError: the dataset has no tables or no such column, or a table cannot be read.
        """
        return self._table(columns, only_failed=False)

    def failed(self, columns: Union[str, Sequence[str], None] = None) -> pa.Table:
        """The rows without image, with `status`, `error_message` and `error_class`.

        Args:
            columns: only these, or this one.

        Raises:
            ImportError: pyarrow is not installed.
            DatasetError: the dataset has no tables or no such column, or a table cannot be read.
        """
        return self._table(columns, only_failed=True)

    def _table(self, columns: Union[str, Sequence[str], None], *, only_failed: bool) -> pa.Table:
        parquet = pyarrow_parquet()
        import pyarrow as arrow
        import pyarrow.compute as compute

        wanted = None if columns is None else [columns] if isinstance(columns, str) else list(columns)
        first_retry, identity = self._retries()
        needed = None if wanted is None else list(dict.fromkeys([*wanted, "status", identity]))
        tables: list[Any] = []
        present: dict[str, None] = {}
        newer: Optional[Any] = None
        for path, shard in reversed(self._table_paths()):
            must_be_file(path)
            with reading(path):
                schema = parquet.read_schema(path)
                images = image_columns(schema)
                names = [name for name in schema.names if name not in images]
                present.update(dict.fromkeys(names))
                names = [name for name in names if needed is None or name in needed]
                table = parquet.read_table(path, columns=names, partitioning=None)
                own: Any = table.column(identity).combine_chunks() if first_retry is not None else None
                if newer is not None and len(newer):
                    table = table.filter(compute.invert(compute.is_in(own, value_set=newer)))
                if first_retry is not None and shard.number >= first_retry:
                    rows = own.drop_null()
                    newer = rows if newer is None else compute.unique(arrow.concat_arrays([newer, rows]))
                if only_failed:
                    table = table.filter(compute.not_equal(table.column("status"), "success"))
                tables.append(table)
        unknown = [name for name in wanted or () if name not in present]
        if unknown:
            raise DatasetError(f"{self.folder} has no column {unknown[0]!r}; it has {', '.join(present)}")
        with reading(self.folder):
            whole = arrow.concat_tables(reversed(tables), promote_options="default")
        return whole if wanted is None else whole.select(wanted)

    def _table_paths(self) -> list[tuple[str, Shard]]:
        """The tables of all shards.

        Raises:
            DatasetError: one is missing, or the dataset has none.
        """
        found = [(path, shard) for shard in self.shards if (path := shard.metadata_path) is not None]
        forms = {options_of(run).get("output-format") for run in run_record(self.folder)}
        if not found and (not forms or "dummy" in forms):
            raise DatasetError(f"{self.folder} has no tables (output_format='dummy' writes none)")
        if len(found) < len(self.shards):
            shard = next(shard for shard in self.shards if shard.metadata_path is None)
            path = os.path.join(self.folder, shard.name + ".parquet")
            raise damaged(path, f"it is not there, but {shard.name}{STATS} is")
        return found

    def _retries(self) -> tuple[Optional[int], str]:
        """The first shard that a retry wrote, and the column by which its rows are those of earlier shards."""
        runs = run_record(self.folder)
        try:
            retries = [int(run["firstShard"]["number"]) for run in runs if run.get("retry")]
        except (ValueError, KeyError, TypeError):
            return None, "key"
        styles = {options_of(run).get(name) for run in runs for name in ("key-style", "key-col")}
        # Row numbers and keys of a column may be there twice.
        return (min(retries) if retries else None), ("url" if styles - {None} else "key")

    def _why_empty(self) -> str:
        if not os.path.isdir(self.folder):
            return f"there is no folder {self.folder}"
        inner = sorted(
            {os.path.dirname(path) for path in glob.glob(os.path.join(glob.escape(self.folder), "*", "*" + STATS))}
        )
        if inner:
            return f"{self.folder} has a dataset for each size: {', '.join(inner)}"
        return f"{self.folder} has no finished shard (*{STATS})"
