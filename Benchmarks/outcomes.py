"""What a tool wrote: the images in its shards, and the result of each URL, read from the metadata."""

from __future__ import annotations

import collections
import csv
import glob
import os
import tarfile
from typing import Any

SUCCESS = "success"
# A row that the metadata of no shard has.
MISSING = "no row"
LONGEST_MESSAGE = 60


def count_images(tool: str, folder: str, log_path: str) -> int:
    """Images in the shards themselves, whatever any report says; the floor writes none and says how many it made."""
    if tool == "floor":
        with open(log_path) as log:
            return int(log.read().split()[1])
    images = 0
    for path in glob.glob(os.path.join(folder, "*.tar")):
        with tarfile.open(path) as archive:
            images += sum(name.endswith(".jpg") for name in archive.getnames())
    return images


def outcomes(folder: str) -> dict[str, dict[str, Any]]:
    """Status, message and milliseconds by URL."""
    import pyarrow.parquet

    found = {}
    for path in glob.glob(os.path.join(folder, "*.parquet")):
        table = pyarrow.parquet.read_table(path)
        columns = [name for name in ("url", "status", "error_message", "fetch_ms") if name in table.column_names]
        for row in table.select(columns).to_pylist():
            found[row["url"]] = row
    return found


def tally(list_path: str, folder: str) -> dict[str, dict[str, int]]:
    """How often each result occurred, by the list's column `format`."""
    found = outcomes(folder)
    counts: dict[str, dict[str, int]] = collections.defaultdict(collections.Counter)
    with open(list_path, newline="") as file:
        for row in csv.DictReader(file):
            result = found.get(row["url"])
            if result is None:
                message = MISSING
            elif result["status"] == SUCCESS:
                message = SUCCESS
            else:
                message = " ".join((result["error_message"] or result["status"]).split())[:LONGEST_MESSAGE]
            counts[row["format"]][message] += 1
    return counts


def print_tally(tallies: dict[str, list[dict[str, dict[str, int]]]]) -> None:
    """For each tool and its runs: the rows by format, and why rows failed. As Markdown."""
    formats = sorted({name for runs in tallies.values() for run in runs for name in run})
    print("\n| rows that succeeded, of all | " + " | ".join(formats) + " | other results |")
    print("|---" * (len(formats) + 2) + "|")
    for tool, runs in tallies.items():
        cells = []
        for name in formats:
            counts = [run.get(name, {}) for run in runs]
            succeeded = sorted({count.get(SUCCESS, 0) for count in counts})
            cells.append(f"{' '.join(f'{number:,}' for number in succeeded)} of {sum(counts[0].values()):,}")
        others: dict[str, int] = collections.Counter()
        for name, count in runs[-1].items():
            for message, number in count.items():
                if message != SUCCESS:
                    others[f"{name}: {message}"] += number
        cells.append("; ".join(f"{number:,} {message}" for message, number in sorted(others.items())) or "none")
        print(f"| {tool} | " + " | ".join(cells) + " |")
