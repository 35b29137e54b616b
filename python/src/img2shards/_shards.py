"""One shard of a dataset, and the samples in it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from img2shards._reading import (
    DatasetError,
    content_of,
    damaged,
    json_object,
    key_and_extension,
    must_be_file,
    reading,
    tar_members,
)

STATS = "_stats.json"
_IMAGE_COLUMNS = ("image", "jpg", "png", "webp", "avif")
#: Extensions of image files, also of datasets that other programs wrote.
_IMAGES = frozenset(
    (
        "jpg",
        "jpeg",
        "jpe",
        "jfif",
        "png",
        "webp",
        "avif",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "heic",
        "heif",
        "jxl",
        "jp2",
        "svg",
    )
)


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
        """Its counts (docs/output-format.md).

        Raises:
            DatasetError: they cannot be read.
        """
        return json_object(self._path(STATS))

    @property
    def images(self) -> int:
        """How many images it has by its counts.

        Raises:
            DatasetError: the counts cannot be read.
        """
        count = self.stats.get("successes")
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise damaged(self._path(STATS), "it has no number of successes")
        return count

    @property
    def metadata_path(self) -> Optional[str]:
        """Its table; None in a dataset of the format `dummy`."""
        path = self._path(".parquet")
        return path if os.path.exists(path) else None

    def samples(self) -> Iterator[Sample]:
        """Its samples in their stored order.

        Raises:
            DatasetError: it cannot be read, or has fewer samples than its counts say.
        """
        expected = self.images
        last, found = "", 0
        for path, samples in self._parts(may_be_table=expected > 0):
            last = path
            for sample in samples:
                found += 1
                yield sample
        if found >= expected:
            return
        if last:
            raise damaged(last, f"{found:,} samples instead of the {expected:,} that {self.name}{STATS} counts")
        missing = missing_image_file(self.folder, self.name)
        if missing is not None:
            raise damaged(missing, f"it is not there, and {self.name}{STATS} counts {expected:,} samples")

    def _parts(self, *, may_be_table: bool) -> Iterator[tuple[str, Iterator[Sample]]]:
        """The file or folder with its samples; with bucket_folders there is one for each bucket."""
        tar, folder, records = self._path(".tar"), self._path(""), self._path(".tfrecord")
        if os.path.exists(tar):
            yield tar, self._from_tar(tar)
            return
        if os.path.isdir(folder):
            yield folder, self._from_files(folder)
            return
        if os.path.exists(records):
            raise DatasetError(f"{records}: read tfrecords with TensorFlow, or convert them by reshape()")
        buckets = sorted(glob.glob(os.path.join(glob.escape(self.folder), "*", self.name + ".tar")))
        for path in buckets:
            yield path, self._from_tar(path)
        table = self.metadata_path if may_be_table and not buckets else None
        if table is not None and has_images(table):
            yield table, self._from_table(table)

    def _path(self, suffix: str) -> str:
        return os.path.join(self.folder, self.name + suffix)

    def _from_tar(self, path: str) -> Iterator[Sample]:
        key: Optional[str] = None
        files: dict[str, bytes] = {}
        for name, content in tar_members(path):
            with reading(path):
                split = key_and_extension(name)
            if split is None:
                continue
            if split[0] != key and key is not None:
                yield self._sample(path, key, files)
                files = {}
            key = split[0]
            files[split[1]] = content
        if key is not None:
            yield self._sample(path, key, files)

    def _from_files(self, folder: str) -> Iterator[Sample]:
        names: dict[str, list[str]] = {}
        with reading(folder):
            for name in sorted(os.listdir(folder)):
                split = key_and_extension(name)
                if split is not None and not os.path.isdir(os.path.join(folder, name)):
                    names.setdefault(split[0], []).append(split[1])
        for key, extensions in names.items():
            paths = {extension: os.path.join(folder, f"{key}.{extension}") for extension in extensions}
            yield self._sample(folder, key, {extension: content_of(path) for extension, path in paths.items()})

    def _from_table(self, path: str) -> Iterator[Sample]:
        parquet = pyarrow_parquet()
        must_be_file(path)
        with reading(path), parquet.ParquetFile(path) as table:
            image = image_columns(table.schema_arrow)[0]
            for batch in table.iter_batches(batch_size=64):
                for row in batch.to_pylist():
                    content = row.pop(image)
                    extension = image
                    if isinstance(content, dict):
                        extension = str(content.get("path") or "jpg").rpartition(".")[2]
                        content = content.get("bytes")
                    if content is not None:
                        yield Sample(str(row.get("key")), content, extension, row.get("caption"), row, self.name)

    def _sample(self, path: str, key: str, files: Mapping[str, bytes]) -> Sample:
        # `7.jpg` is the image where `7.mask.png` is beside it.
        images = [name for name in files if name.lower().rpartition(".")[2] in _IMAGES]
        extension = min(images, key=lambda name: name.count("."), default="")
        metadata = json_object(path, files["json"], member=f"{key}.json") if "json" in files else {}
        caption = files["txt"].decode("utf-8", "replace") if "txt" in files else metadata.get("caption")
        return Sample(
            key,
            files.get(extension, b""),
            extension,
            caption if isinstance(caption, str) else None,
            metadata,
            self.name,
        )


def run_record(folder: str) -> list[dict[str, Any]]:
    """The runs that wrote a dataset (.img2shards/run.json); none if there is no record of them."""
    try:
        runs = json_object(os.path.join(folder, ".img2shards", "run.json"))["runs"]
        return [run for run in runs if isinstance(run, dict)] if isinstance(runs, list) else []
    except (DatasetError, KeyError):
        return []


def options_of(run: Mapping[str, Any]) -> dict[str, Optional[str]]:
    """The options by which a run recognises its dataset; None for those that were not given."""
    try:
        return {str(option["name"]): option.get("value") for option in run["identity"]["options"]}
    except (KeyError, TypeError, AttributeError):
        return {}


def missing_image_file(folder: str, shard: str) -> Optional[str]:
    """The file in which the images of a shard should be; None in a dataset that has no images."""
    for run in run_record(folder):
        options = options_of(run)
        form = options.get("output-format")
        if form == "dummy" or options.get("save-metadata-only") is not None:
            return None
        if form is not None:
            return os.path.join(folder, shard + {"files": "", "webdataset": ".tar"}.get(form, "." + form))
    # Without a record the other shards say how the images are stored.
    inside = glob.escape(folder)
    for pattern in ("*.tar", "*.tfrecord", os.path.join("*", "*.tar")):
        if glob.glob(os.path.join(inside, pattern)):
            return os.path.join(folder, shard + os.path.splitext(pattern)[1])
    for path in glob.glob(os.path.join(inside, "*" + STATS)):
        if os.path.isdir(path[: -len(STATS)]):
            return os.path.join(folder, shard)
    return None


def has_images(path: str) -> bool:
    """Whether a table has the images as well."""
    parquet = pyarrow_parquet()
    must_be_file(path)
    with reading(path):
        return bool(image_columns(parquet.read_schema(path)))


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
