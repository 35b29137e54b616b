"""What the driver needs of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, NoReturn, Optional, Protocol

from img2shards.engines._tasks import Report, Slots, Task
from img2shards.errors import Img2ShardsError

#: Called on the driver with each report as it arrives.
OnReport = Callable[[Report], None]

#: How often an engine starts a task again whose worker died.
RESTARTS = 3


class EngineMissingError(Img2ShardsError, ImportError):
    """The engine's Python package is not installed."""


class Engine(Protocol):
    """Runs tasks on workers. Made for one call; used as a context."""

    def __enter__(self) -> Engine:
        """Connects to the cluster that is there, or starts one on this machine."""

    def __exit__(self, *problem: object) -> None:
        """Cancels what still runs, and ends a cluster that was started here."""

    @property
    def slots(self) -> Slots:
        """How many programs run at once."""

    def run(self, tasks: Sequence[Task], on_report: OnReport) -> None:
        """Runs tasks, each until a worker has returned its report; those that lost every worker get one as well."""


def missing(engine: str, package: str, extra: str, error: ImportError) -> NoReturn:
    """Raises that a package is not there, with the command that installs it."""
    raise EngineMissingError(
        f'distributor="{engine}" needs the Python package {package}: {error}',
        hints=[f"pip install {package}", f"or, with the wheel: pip install 'img2shards-….whl[{extra}]'"],
    ) from error


def made(name: str, processes_count: Optional[int]) -> Engine:
    """The engine of a name."""
    if name == "pyspark":
        from img2shards.engines._spark import SparkEngine

        return SparkEngine(processes_count)
    if name == "ray":
        from img2shards.engines._ray import RayEngine

        return RayEngine(processes_count)
    from img2shards.engines._dask import DaskEngine

    return DaskEngine(processes_count)
