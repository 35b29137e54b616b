"""One shard of a dataset, and the samples in it."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

STATS = "_stats.json"
_IMAGE_COLUMNS = ("image", "jpg", "png", "webp", "avif")
_NOT_IMAGES = ("json", "txt")


class DatasetError(ValueError):
    """A folder is no dataset, or a shard of it cannot be read."""


@dataclass(frozen=True)
class Sample:
    """One image with what belongs to it.

    Attributes:
        key: names the sample in its dataset.
        image: the bytes of the image file; empty if the dataset has no images.
        extension: of the image file: `jpg`.
        caption: None without captions.
        metadata: the sample's columns.
        shard: the name of its shard.
    """

    key: str
    image: bytes = field(repr=False)
    extension: str
    caption: Optional[str]
    metadata: Mapping[str, Any] = field(repr=False)
    shard: str

    def open(self) -> Any:
        """The image as Pillow opens it.

        Raises:
            ImportError: Pillow is not installed.
        """
        import io

        from PIL import Image

        return Image.open(io.BytesIO(self.image))


@dataclass(frozen=True)
class Shard:
    """One finished shard: `00012`.

    Attributes:
        folder: the dataset's folder.
        name: what its files begin with.
    """

    folder: str
    name: str

    @property
    def number(self) -> int:
        """Its number; -1 if its name has none."""
        digits = self.name.split("_")[0]
        return int(digits) if digits.isdigit() else -1

    @property
    def stats(self) -> dict[str, Any]:
        """Its counts (docs/output-format.md)."""
        with open(self._path(STATS), encoding="utf-8") as file:
            counts = json.load(file)
        if not isinstance(counts, dict):
            raise DatasetError(f"{self._path(STATS)} has no counts")
        return counts

    @property
    def metadata_path(self) -> Optional[str]:
        """Its table; None in a dataset of the format `dummy`."""
        path = self._path(".parquet")
        return path if os.path.exists(path) else None

    def samples(self) -> Iterator[Sample]:
        """Its samples in their stored order.

        Raises:
            DatasetError: it cannot be read.
        """
        if os.path.exists(self._path(".tar")):
            yield from self._from_tar(self._path(".tar"))
        elif os.path.isdir(self._path("")):
            yield from self._from_files(self._path(""))
        elif os.path.exists(self._path(".tfrecord")):
            raise DatasetError(
                f"{self._path('.tfrecord')}: read tfrecords with TensorFlow, or convert them by reshape()"
            )
        elif self.metadata_path is not None:
            yield from self._from_table(self.metadata_path)

    def _path(self, suffix: str) -> str:
        return os.path.join(self.folder, self.name + suffix)

    def _from_tar(self, path: str) -> Iterator[Sample]:
        key: Optional[str] = None
        files: dict[str, bytes] = {}
        try:
            with tarfile.open(path, "r:") as archive:
                for member in archive:
                    content = archive.extractfile(member) if member.isfile() else None
                    if content is None:
                        continue
                    name, _, extension = member.name.partition(".")
                    if name != key and key is not None:
                        yield self._sample(key, files)
                        files = {}
                    key = name
                    files[extension] = content.read()
                    # tarfile would keep every header of the archive.
                    archive.members = []  # type: ignore[attr-defined]
        except (tarfile.TarError, EOFError) as error:
            raise DatasetError(f"{path}: {error}") from error
        if key is not None:
            yield self._sample(key, files)

    def _from_files(self, folder: str) -> Iterator[Sample]:
        names: dict[str, list[str]] = {}
        for name in sorted(os.listdir(folder)):
            key, _, extension = name.partition(".")
            names.setdefault(key, []).append(extension)
        for key, extensions in names.items():
            files = {}
            for extension in extensions:
                with open(os.path.join(folder, f"{key}.{extension}"), "rb") as file:
                    files[extension] = file.read()
            yield self._sample(key, files)

    def _from_table(self, path: str) -> Iterator[Sample]:
        parquet = pyarrow_parquet()
        with parquet.ParquetFile(path) as table:
            images = image_columns(table.schema_arrow)
            if not images:
                return
            for batch in table.iter_batches(batch_size=64):
                for row in batch.to_pylist():
                    content = row.pop(images[0])
                    extension = images[0]
                    if isinstance(content, dict):
                        extension = str(content.get("path") or "jpg").rpartition(".")[2]
                        content = content.get("bytes")
                    if content is not None:
                        yield Sample(str(row.get("key")), content, extension, row.get("caption"), row, self.name)

    def _sample(self, key: str, files: Mapping[str, bytes]) -> Sample:
        extension = next((name for name in files if name not in _NOT_IMAGES), "")
        metadata = json.loads(files["json"]) if "json" in files else {}
        caption = files["txt"].decode("utf-8", "replace") if "txt" in files else metadata.get("caption")
        return Sample(key, files.get(extension, b""), extension, caption, metadata, self.name)


def pyarrow_parquet() -> Any:
    """pyarrow's module of parquet files.

    Raises:
        ImportError: with what to do.
    """
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise ImportError("tables need pyarrow: pip install pyarrow") from error
    return parquet


def image_columns(schema: Any) -> list[str]:
    """The column with the images in a table of the format `parquet`; no column in other tables."""
    import pyarrow.types as types

    def has_bytes(kind: Any) -> bool:
        return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_struct(kind))

    # The image is the last column; one of the list may have such a name as well.
    return [name for name in schema.names[-1:] if name in _IMAGE_COLUMNS and has_bytes(schema.field(name).type)]
