"""Uses the package without any other: for each version of Python that is installed (scripts/python-check)."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
import typing

import img2shards


def main() -> None:
    assert img2shards.__version__ == img2shards.version()
    for name in img2shards.__all__:
        value = getattr(img2shards, name)
        if inspect.isfunction(value):
            typing.get_type_hints(value)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "list.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("http://127.0.0.1:9/a.jpg\n")
        assert img2shards.count(path).rows == 1
        try:
            img2shards.download(path, output_folder=os.path.join(folder, "out"), progress=True, retries=0)
        except img2shards.NoImagesError as error:
            assert "private addresses" in str(error)  # noqa: PT017
        else:
            raise AssertionError("a refused address gave an image")
        try:
            img2shards.Dataset(folder)
        except img2shards.DatasetError:
            pass
    print(f"Python {sys.version.split()[0]}: the package works")


if __name__ == "__main__":
    main()
