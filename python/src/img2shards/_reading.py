"""Files of a dataset that may be damaged: whatever is wrong with one is a `DatasetError` with its name."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from typing import Any, Optional

_BLOCK = 512


class DatasetError(ValueError):
    """A folder is no dataset, or a shard of it cannot be read."""


def damaged(path: str, why: object) -> DatasetError:
    """The error for a file that is not as it was written."""
    folder = os.path.dirname(path) or os.curdir
    return DatasetError(f"{path}: {why} (img2shards verify {folder} says what is damaged)")


@contextlib.contextmanager
def reading(path: str) -> Iterator[None]:
    """Names the file in whatever goes wrong in the block."""
    try:
        yield
    except DatasetError:
        raise
    except MemoryError as error:
        raise damaged(path, "a size in it is more than the memory") from error
    except RecursionError as error:
        raise damaged(path, "it is nested too deeply") from error
    except OSError as error:
        raise damaged(path, error.strerror or error) from error
    # OverflowError is one of the arithmetic ones; KeyError of pyarrow, for a column.
    except (ValueError, LookupError, ArithmeticError, TypeError, EOFError, NotImplementedError) as error:
        raise damaged(path, error) from error
    except tarfile.TarError as error:
        raise damaged(path, error) from error


def must_be_file(path: str) -> int:
    """Refuses a folder, and a pipe, which would wait for a writer; the size in bytes.

    Raises:
        DatasetError: it is not a file.
    """
    with reading(path):
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            raise damaged(path, "it is not a file")
        return state.st_size


def content_of(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        DatasetError: it cannot be read.
    """
    must_be_file(path)
    with reading(path), open(path, "rb") as file:
        return file.read()


def json_object(path: str, content: Optional[bytes] = None, *, member: str = "") -> dict[str, Any]:
    """The JSON object in a file.

    Args:
        path: of the file.
        content: if it was read already.
        member: its name in the file, if the file is a tar.

    Raises:
        DatasetError: it cannot be read, or has no object.
    """
    if content is None:
        content = content_of(path)
    name = f"{path}: {member}" if member else path
    with reading(name):
        value = json.loads(content)
        if not isinstance(value, dict):
            raise ValueError("it has no JSON object")
        return value


def tar_members(path: str) -> Iterator[tuple[str, bytes]]:
    """The files in a tar, up to its end mark; links and folders are skipped.

    Raises:
        DatasetError: it is damaged or cut, also where Python's tarfile would take the place for the end.
    """
    size = must_be_file(path)
    with reading(path), tarfile.open(path, "r:") as archive:
        while True:
            member = archive.next()
            if member is None:
                break
            # tarfile would keep every header of the archive.
            archive.members = []  # type: ignore[attr-defined]
            if not member.isfile():
                continue
            if member.size < 0 or member.offset_data + member.size > size:
                raise damaged(path, f"{member.name} is cut off")
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, file.read()
        with open(path, "rb") as raw:
            raw.seek(archive.offset)
            if raw.read(_BLOCK) != bytes(_BLOCK):
                raise damaged(path, f"it is cut off or damaged at byte {archive.offset}")


def key_and_extension(name: str) -> Optional[tuple[str, str]]:
    """Key and extension of a member's name, as webdataset splits it: `a.b/7.seg.png` is `a.b/7` and `seg.png`.

    None for a name without one of them.

    Raises:
        ValueError: the name leads out of the folder that the tar would be unpacked to.
    """
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        raise ValueError(f"the name {name!r} leads out of the dataset")
    parts = [part for part in parts if part not in ("", ".")]
    if not parts:
        return None
    base, _, extension = parts[-1].partition(".")
    return ("/".join([*parts[:-1], base]), extension) if base and extension else None
