"""Turns lists of image URLs into image datasets for training.

    from img2shards import download

    result = download("list.parquet", url_col="URL", caption_col="TEXT", output_format="webdataset")
    print(result.images, result.failures)

The work is done by the program `img2shards`; images never pass through Python. `download` takes what img2dataset's
function of this name takes.
"""

# Names are loaded when they are first used, and typing (2 ms) only by type checkers, which take a name TYPE_CHECKING
# for true: `img2shards --version` by the wheel's command must start at once.

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from img2shards._calls import (
        count,
        download,
        embed,
        extract,
        index,
        inspect,
        report,
        reshape,
        retry,
        search,
        status,
        verify,
    )
    from img2shards._program import program_path, version
    from img2shards.dataset import Dataset, DatasetError, Sample, Shard
    from img2shards.errors import (
        DownloadInterrupted,
        Img2ShardsError,
        NoImagesError,
        OutputError,
        ProgramNotFoundError,
        RunFailedError,
        StoppedError,
        UsageError,
    )
    from img2shards.results import CountResult, InspectResult, RunResult, VerifyResult

    __version__: str

_HOMES = {
    "_calls": "count download embed extract index inspect report reshape retry search status verify",
    "_program": "program_path version",
    "dataset": "Dataset DatasetError Sample Shard",
    "errors": "DownloadInterrupted Img2ShardsError NoImagesError OutputError ProgramNotFoundError RunFailedError "
    "StoppedError UsageError",
    "results": "CountResult InspectResult RunResult VerifyResult",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "CountResult",
    "Dataset",
    "DatasetError",
    "DownloadInterrupted",
    "Img2ShardsError",
    "InspectResult",
    "NoImagesError",
    "OutputError",
    "ProgramNotFoundError",
    "RunFailedError",
    "RunResult",
    "Sample",
    "Shard",
    "StoppedError",
    "UsageError",
    "VerifyResult",
    "count",
    "download",
    "embed",
    "extract",
    "index",
    "inspect",
    "program_path",
    "report",
    "reshape",
    "retry",
    "search",
    "status",
    "verify",
    "version",
]


# Type checkers know the names, and must complain of others.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name == "__version__":
            value = __import__("img2shards._program", fromlist=["version"]).version()
        elif name in _HOME_OF:
            value = getattr(__import__("img2shards." + _HOME_OF[name], fromlist=[name]), name)
        else:
            raise AttributeError(f"module 'img2shards' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "__version__"])
