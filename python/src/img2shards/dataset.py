"""Reading finished datasets: metadata, failed rows, samples."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from img2shards._shards import STATS, DatasetError, Sample, Shard, image_columns, pyarrow_parquet

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
        self.folder = os.fspath(folder)
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
        """Images of all shards."""
        return sum(int(shard.stats.get("successes", 0)) for shard in self.shards)

    def samples(self, shards: Optional[Iterable[Union[str, Shard]]] = None) -> Iterator[Sample]:
        """The samples of all shards, or of some, one after the other.

        Args:
            shards: shards or their names, for one of several workers: `dataset.shards[rank::world_size]`.

        Raises:
            DatasetError: a shard cannot be read, or does not exist.
        """
        known = {shard.name: shard for shard in self.shards}
        for shard in self.shards if shards is None else shards:
            name = shard if isinstance(shard, str) else shard.name
            if name not in known:
                raise DatasetError(f"{self.folder} has no finished shard {name}")
            yield from known[name].samples()
            # With bucket_folders the images are in a folder for each bucket.
            for path in sorted(glob.glob(os.path.join(glob.escape(self.folder), "*", name + ".tar"))):
                yield from Shard(os.path.dirname(path), name).samples()

    def metadata(self, columns: Optional[Sequence[str]] = None) -> pa.Table:
        """The rows of all shards, failed ones included, as a table of pyarrow; images are not in it.

        A row that was tried again is there once, with its newest outcome. `metadata().to_pandas()` gives a frame.

        Args:
            columns: only these.

        Raises:
            ImportError: pyarrow is not installed.
            DatasetError: the dataset has no tables.
        """
        return self._table(columns, only_failed=False)

    def failed(self, columns: Optional[Sequence[str]] = None) -> pa.Table:
        """The rows without image, with `status`, `error_message` and `error_class`.

        Args:
            columns: only these.

        Raises:
            ImportError: pyarrow is not installed.
            DatasetError: the dataset has no tables.
        """
        return self._table(columns, only_failed=True)

    def _table(self, columns: Optional[Sequence[str]], *, only_failed: bool) -> pa.Table:
        parquet = pyarrow_parquet()
        import pyarrow as arrow
        import pyarrow.compute as compute

        first_retry, identity = self._retries()
        needed = None if columns is None else list(dict.fromkeys([*columns, "status", identity]))
        tables: list[Any] = []
        newer: Optional[Any] = None
        for shard in reversed(self.shards):
            path = shard.metadata_path
            if path is None:
                continue
            schema = parquet.read_schema(path)
            images = image_columns(schema)
            names = [name for name in schema.names if name not in images and (needed is None or name in needed)]
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
        if not tables:
            raise DatasetError(f"{self.folder} has no tables (output_format='dummy' writes none)")
        whole = arrow.concat_tables(reversed(tables), promote_options="default")
        return whole if columns is None else whole.select(list(columns))

    def _retries(self) -> tuple[Optional[int], str]:
        """The first shard that a retry wrote, and the column by which its rows are those of earlier shards."""
        try:
            with open(os.path.join(self.folder, ".img2shards", "run.json"), encoding="utf-8") as file:
                runs = json.load(file)["runs"]
            retries = [run["firstShard"]["number"] for run in runs if run.get("retry")]
            styles = {
                option.get("value")
                for run in runs
                for option in run["identity"]["options"]
                if option["name"] in ("key-style", "key-col")
            }
        except (OSError, ValueError, KeyError, TypeError):
            return None, "key"
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
