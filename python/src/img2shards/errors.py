"""What can go wrong, by the program's exit codes.

    Img2ShardsError            everything below
    ├── ProgramNotFoundError   the program is not there (a FileNotFoundError)
    ├── UsageError             exit code 2: an argument or the list is wrong (a ValueError)
    ├── OutputError            exit code 3: the disk or the output failed (an OSError)
    ├── NoImagesError          exit code 4: no row gave an image
    ├── RunFailedError         exit code 1 and others: the run failed
    └── StoppedError           the program was stopped by a signal; the same call resumes

Ctrl-C raises `DownloadInterrupted`, which is a KeyboardInterrupt, so that `except Exception` does not swallow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from img2shards.results import RunResult


class Img2ShardsError(Exception):
    """The program ended without its result; `str()` of it is the program's own message.

    Attributes:
        message: what went wrong, as the program says it.
        hints: lines of advice.
        exit_code: the program's exit code; None if it could not be started; negative if a signal ended it.
        result: what the run reached; None if it did not begin.
    """

    def __init__(
        self,
        message: str,
        *,
        hints: Sequence[str] = (),
        exit_code: Optional[int] = None,
        result: Optional[RunResult] = None,
    ) -> None:
        super().__init__("\n  ".join([message, *hints]))
        self.message = message
        self.hints = tuple(hints)
        self.exit_code = exit_code
        self.result = result


class ProgramNotFoundError(Img2ShardsError, FileNotFoundError):
    """The program `img2shards` is neither in this package nor on the PATH, or cannot be started."""


class UsageError(Img2ShardsError, ValueError):
    """An argument, the list or the dataset is wrong; nothing was fetched."""


class OutputError(Img2ShardsError, OSError):
    """The disk or the output failed. The same call resumes when there is room again."""


class NoImagesError(Img2ShardsError):
    """No row gave an image: none was selected, or all failed."""


class RunFailedError(Img2ShardsError):
    """The run failed."""


class StoppedError(Img2ShardsError):
    """The program was stopped by a signal that was not Ctrl-C. The same call resumes."""


class DownloadInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped the run cleanly: what was written stays, and the same call resumes.

    Attributes:
        result: what the run reached; None if it did not begin.
    """

    def __init__(self, message: str, result: Optional[RunResult] = None) -> None:
        super().__init__(message)
        self.result = result


def error_for(
    exit_code: int, message: str, hints: Sequence[str] = (), result: Optional[RunResult] = None
) -> Img2ShardsError:
    """The error for an exit code of the program that is not 0."""
    kinds: dict[int, type[Img2ShardsError]] = {2: UsageError, 3: OutputError, 4: NoImagesError}
    kind = StoppedError if exit_code in (129, 130, 143) else kinds.get(exit_code, RunFailedError)
    return kind(message, hints=hints, exit_code=exit_code, result=result)
