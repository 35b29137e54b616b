"""Figures of a run for Weights & Biases or Trackio, under the names that img2dataset logs."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Optional

logger = logging.getLogger("img2shards")

#: Packages that can be logged to, the first that is installed. Trackio has the same functions, and keeps figures here.
_PACKAGES = ("wandb", "trackio")
#: Options that describe the run there. No others: a header, a proxy or a URL may hold a secret.
_SHOWN = (
    "image_size",
    "resize_mode",
    "encode_format",
    "encode_quality",
    "output_format",
    "number_sample_per_shard",
    "retries",
    "timeout",
    "min_image_size",
    "max_aspect_ratio",
    "compute_hash",
    "max_in_flight",
    "image_workers",
    "dedup",
    "seed",
    "limit",
)
#: Figures of an event that are logged as they are, under `run/`.
_MORE = ("images_per_second", "bytes_in_per_second", "bytes_out_per_second", "in_flight", "cpu", "memory_bytes")
#: Failures in the table `status`, as img2dataset has them.
_MOST_MESSAGES = 100


class Tracker:
    """Logs the events of a run. A service that fails is no reason to end a download: it gets nothing more."""

    def __init__(self, package: Any, project: str, words: Sequence[str]) -> None:
        """Begins a run of the project.

        Args:
            package: wandb or trackio.
            project: its name there.
            words: the command; what is harmless of it is the run's configuration.
        """
        self._package = package
        self._is_open = True
        self._start: Mapping[str, Any] = {}
        self._guarded(lambda: package.init(project=project, config=_configuration(words)))

    def take(self, event: Mapping[str, Any]) -> None:
        """Logs an event `progress` or `summary`."""
        if event.get("event") not in ("progress", "summary"):
            return
        self._guarded(lambda: self._package.log(figures(event)))
        if event.get("event") == "summary":
            self._guarded(lambda: self._log_messages(event))

    def close(self) -> None:
        """Ends the run there."""
        self._guarded(self._package.finish)
        self._is_open = False

    def _log_messages(self, summary: Mapping[str, Any]) -> None:
        table = getattr(self._package, "Table", None)
        messages = (summary.get("messages") or [])[:_MOST_MESSAGES]
        if table is None or self._package.__name__ != "wandb" or not messages:
            return
        rows = summary.get("rows_this_start") or 1
        data = [[m["message"], m["count"] / rows, m["count"]] for m in messages]
        self._package.log({"status": table(columns=["status", "frequency", "count"], data=data)})

    def _guarded(self, body: Any) -> None:
        if not self._is_open:
            return
        try:
            body()
        except Exception as error:
            self._is_open = False
            logger.warning("%s failed, and gets nothing more: %s", self._package.__name__, error)


def _configuration(words: Sequence[str]) -> dict[str, str]:
    pairs = (word.removeprefix("--").partition("=") for word in words if word.startswith("--"))
    return {name: value for name, _, value in pairs if name in _SHOWN}


def figures(event: Mapping[str, Any]) -> dict[str, float]:
    """What is logged of an event: img2dataset's figures, and more under `run/`."""
    rows = event.get("rows_this_start") or 0
    seconds = event.get("elapsed_seconds") or 0
    values: dict[str, float] = {
        "total/count": rows,
        "total/img_per_sec": rows / seconds if seconds else 0.0,
    }
    for name, count in (
        ("success", event.get("images_this_start") or event.get("images") or 0),
        ("failed_to_download", event.get("failed_to_download") or 0),
        ("failed_to_resize", event.get("failed_to_resize") or 0),
    ):
        values[f"total/{name}"] = count / rows if rows else 0.0
    for name in _MORE:
        value = event.get(name)
        if isinstance(value, (int, float)):
            values[f"run/{name}"] = value
    return values


def tracked(words: Sequence[str]) -> tuple[list[str], Optional[Tracker]]:
    """The words of a command without img2dataset's options for Weights & Biases, and what logs in their place.

    Where neither package is installed the words stay: the program says then what can be done.
    """
    project = "img2dataset"
    kept: list[str] = []
    is_wanted = False
    for word in words:
        name, _, value = word.partition("=")
        name = name.replace("-", "_")
        if name == "__enable_wandb":
            is_wanted = value.lower() not in ("false", "0")
        elif name == "__wandb_project":
            project = value or project
        else:
            kept.append(word)
    package = next((name for name in _PACKAGES if importlib.util.find_spec(name) is not None), None)
    if not is_wanted or package is None:
        return list(words), None
    try:
        return kept, Tracker(importlib.import_module(package), project, kept)
    except Exception as error:
        logger.warning("%s cannot be used: %s", package, error)
        return kept, None
