"""Dask: a task for each range of shards; Dask starts it again on another worker if its own dies."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from typing import Any, Optional

from img2shards.engines._engine import RESTARTS, OnReport, missing
from img2shards.engines._tasks import Slots, Task, lost, worker


class DaskEngine:
    """The client that is there, or a cluster of processes on this machine."""

    def __init__(self, processes_count: Optional[int]) -> None:
        self._processes = processes_count
        self._is_ours = False
        self._client: Any = None
        self._distributed: Any = None

    def __enter__(self) -> DaskEngine:
        try:
            import distributed
        except ImportError as error:
            missing("dask", "distributed", "dask", error)
        self._distributed = distributed
        try:
            self._client = distributed.get_client()
        except ValueError:
            self._is_ours = True
            self._client = distributed.Client(
                n_workers=self._processes or 1, threads_per_worker=1, dashboard_address=None
            )
        return self

    def __exit__(self, *problem: object) -> None:
        if self._is_ours:
            self._client.close()

    @property
    def slots(self) -> Slots:
        """One program for each thread of a worker."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        here = collections.Counter[str]()
        for each in workers:
            here[each["host"]] += each["nthreads"]
        return Slots(max(1, sum(here.values())), max(here.values(), default=1))

    def run(self, tasks: Sequence[Task], on_report: OnReport) -> None:
        """Gives Dask all tasks, and reports each as it ends."""
        futures = self._client.map(worker(), list(tasks), retries=RESTARTS, pure=False)
        of_future = {future.key: task for future, task in zip(futures, tasks)}
        try:
            for future in self._distributed.as_completed(futures):
                if future.status == "finished":
                    report = future.result()
                else:
                    why = str(future.exception()).splitlines() or [str(future.status)]
                    report = lost(of_future[future.key], f"Dask gave up: {why[0][:500]}")
                on_report(report)
                # A result that is known needs no place on a worker; it would be made again if that worker died.
                future.release()
        finally:
            self._client.cancel(futures)
