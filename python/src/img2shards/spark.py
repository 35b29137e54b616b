"""DataFrames of URLs: a dataset of their images, or their rows with the images.

import img2shards.spark

img2shards.spark.download_dataframe(
    df, "/shared/out", list_folder="/shared/list", url_col="URL", output_format="webdataset")
with_images = img2shards.spark.fetch(df, url_col="URL", image_size=256)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Callable

from img2shards.errors import UsageError
from img2shards.results import RunResult


def download_dataframe(df: Any, output_folder: Any, *, list_folder: Any, **options: Any) -> RunResult:
    """Downloads the images of a DataFrame's rows into a dataset.

    The rows are written to `list_folder` once, as parquet: that is the dataset's list, which a call after a stop needs.
    If it is there already and complete, it is taken as it is, and the call resumes. Take out of the DataFrame what is
    not needed, for example by `df.select("URL", "TEXT")`.

    Args:
        df: a DataFrame with a column of URLs.
        output_folder: the dataset, in a place that the driver and all workers share.
        list_folder: a folder for the list in such a place: a path, or a store that both Spark and img2shards read
            (s3://, s3a://).
        options: those of `img2shards.download`; `distributor` is `"pyspark"`.

    Returns:
        As of `download`.

    Raises:
        Img2ShardsError: as of `download`; `list_folder` is there and is no complete list.
    """
    from img2shards import download

    place = os.fspath(list_folder)
    _write(df, place if "://" in place else "file://" + os.path.abspath(place))
    # Hadoop's name of the scheme.
    listed = "s3://" + place[len("s3a://") :] if place.startswith("s3a://") else place
    options.setdefault("input_format", "parquet")
    options["distributor"] = "pyspark"
    return download(listed, output_folder=output_folder, **options)


def fetch(df: Any, *, url_col: str = "url", **options: Any) -> Any:
    """The rows of a DataFrame with their images, as another DataFrame; nothing is fetched before it is used.

    Spark fetches a row again whenever it needs its partition again: write the result, or use `download_dataframe`.
    Workers need this package with the program, and pyarrow.

    Args:
        df: a DataFrame with a column of URLs.
        url_col: that column.
        options: those of `img2shards.arrow.fetch`.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    from img2shards import arrow

    columns = from_arrow_schema(arrow.schema(to_arrow_schema(df.schema), url_col=url_col, **options))
    return df.mapInArrow(_mapping({"url_col": url_col, **options}), columns)


def _mapping(options: dict[str, Any]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def rows(batches: Iterator[Any]) -> Iterator[Any]:
        from img2shards.arrow import fetch

        return fetch(batches, **options)

    return rows


def _write(df: Any, uri: str) -> None:
    """Writes a list, unless it is there and complete."""
    session = df.sparkSession
    path = session._jvm.org.apache.hadoop.fs.Path(uri)
    system = path.getFileSystem(session._jsc.hadoopConfiguration())
    # Spark writes this file last.
    if system.exists(session._jvm.org.apache.hadoop.fs.Path(uri + "/_SUCCESS")):
        return
    if system.exists(path):
        raise UsageError(
            f"list_folder {uri} is there, and is no complete list",
            hints=["remove it, if an earlier call was stopped while it wrote there, or give another folder"],
            exit_code=2,
        )
    # gzip is the one that needs no library beside Java's own.
    df.write.mode("errorifexists").parquet(uri, compression="gzip")
