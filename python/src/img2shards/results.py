"""What calls return."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from img2shards._words import call_of

if TYPE_CHECKING:
    from img2shards.dataset import Dataset


@dataclass(frozen=True)
class RunResult:
    """What `download`, `retry` or `reshape` reached. Sizes are in bytes, times in seconds.

    Attributes:
        ending: `finished`, `no_images`, `stopped_early`, `stopped`, `failed` or `output_failed`.
        exit_code: of the program.
        output_folder: where the dataset is, as it was given.
        rows: finished rows of the dataset, failures included, of all starts.
        total_rows: rows of the list; None if unknown.
        images: images of the dataset.
        failures: failed rows by class: `{"http_404": 604, "dns": 12}` (docs/output-format.md lists the words).
        temporary_failures: those that `retry` fetches again.
        bytes_written: of all images.
        shards: finished shards; of one of several workers, its own.
        dataset_complete: whether all shards of the dataset are finished, those of other workers included.
        missing_shards: those that other workers have not finished, as the option `shards` takes them; None if unknown.
        rows_this_start: rows that this call finished.
        images_this_start: images that this call wrote.
        bytes_fetched: by this call.
        seconds: how long this call took.
        images_per_second: of this call.
        folders: the datasets that were written: the output folder, or one for each size.
        retry_commands: commands that fetch temporary failures again.
        warnings: what the program warned of.
        notices: other messages of the program.
        summary: everything that the program reported at the end (docs/logs.md).
    """

    ending: str
    exit_code: int
    output_folder: str
    rows: int = 0
    total_rows: Optional[int] = None
    images: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    temporary_failures: int = 0
    bytes_written: int = 0
    shards: int = 0
    dataset_complete: bool = False
    missing_shards: Optional[str] = None
    rows_this_start: int = 0
    images_this_start: int = 0
    bytes_fetched: int = 0
    seconds: float = 0.0
    images_per_second: float = 0.0
    folders: Sequence[str] = ()
    retry_commands: Sequence[str] = ()
    warnings: Sequence[str] = ()
    notices: Sequence[str] = ()
    summary: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def success_rate(self) -> Optional[float]:
        """Images divided by rows, 0 to 1; None without rows."""
        return self.images / self.rows if self.rows else None

    @property
    def dataset(self) -> Dataset:
        """The dataset that was written.

        Raises:
            ValueError: several sizes were written; see `folders`.
        """
        from img2shards.dataset import Dataset

        if len(self.folders) > 1:
            raise ValueError(
                f"there are {len(self.folders)} datasets, one for each size: use Dataset(result.folders[0])"
            )
        return Dataset(self.folders[0] if self.folders else self.output_folder)

    def __str__(self) -> str:
        lines = [f"{self.ending}: {self.images:,} images of {self.rows:,} rows in {os.fspath(self.output_folder)}"]
        lines += [f"  {count:,} {name}" for name, count in sorted(self.failures.items(), key=lambda entry: -entry[1])]
        if self.missing_shards is not None:
            lines.append(f"  not complete: shards {self.missing_shards} are missing, which other workers make")
        if self.retry_commands:
            calls = "; ".join(call_of(command) for command in self.retry_commands)
            lines.append(f"  retry {self.temporary_failures:,} temporary failures by: {calls}")
        return "\n".join(lines)


@dataclass(frozen=True)
class CountResult:
    """How many rows of a list are selected.

    Attributes:
        rows: rows of the list.
        kept: rows that are selected.
        notes: remarks of the program.
        report: everything that `img2shards count --json` says.
    """

    rows: int
    kept: int
    notes: Sequence[str] = ()
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class InspectResult:
    """What is in a dataset.

    Attributes:
        shards: finished shards.
        unfinished: shards that a start left open.
        rows: rows, failures included.
        images: images.
        failures: failed rows by class: `{"http_404": 604}`.
        formats: images by file extension, of the shards that were opened.
        is_complete: whether every shard of the list is finished; None if unknown.
        report: everything that `img2shards inspect --json` says.
    """

    shards: int
    unfinished: int
    rows: int
    images: int
    failures: Mapping[str, int]
    formats: Mapping[str, int]
    is_complete: Optional[bool]
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class VerifyResult:
    """Whether a dataset is sound.

    Attributes:
        is_sound: whether no shard is damaged.
        shards: shards that were checked.
        rows: rows that were checked.
        images: images that were checked.
        broken_shards: names of damaged shards.
        faults: what is wrong, one entry each.
        report: everything that `img2shards verify --json` says.
    """

    is_sound: bool
    shards: int
    rows: int
    images: int
    broken_shards: Sequence[Any] = ()
    faults: Sequence[Any] = ()
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return self.is_sound
