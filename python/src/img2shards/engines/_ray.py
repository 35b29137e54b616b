"""Ray: a remote task for each range of shards; Ray starts it again on another worker if its own dies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from img2shards.engines._engine import RESTARTS, OnReport, missing
from img2shards.engines._tasks import Slots, Task, lost, worker


class RayEngine:
    """The cluster that is connected, that RAY_ADDRESS names or that runs on this machine; or one that is started."""

    #: Tasks that wait at Ray for a processor, for each that runs.
    waiting = 2

    def __init__(self, processes_count: Optional[int]) -> None:
        self._processes = processes_count
        self._is_ours = False
        self._ray: Any = None

    def __enter__(self) -> RayEngine:
        try:
            import ray
        except ImportError as error:
            missing("ray", "ray", "ray", error)
        self._ray = ray
        if not ray.is_initialized():
            self._is_ours = True
            ray.init(include_dashboard=False, log_to_driver=False, configure_logging=False)
        return self

    def __exit__(self, *problem: object) -> None:
        if self._is_ours:
            self._ray.shutdown()

    @property
    def _machines(self) -> list[int]:
        """Processors of each machine."""
        nodes = [node for node in self._ray.nodes() if node["Alive"]]
        return [int(cpus) for node in nodes if (cpus := node["Resources"].get("CPU", 0)) >= 1]

    @property
    def _each(self) -> int:
        """Processors of a task: a whole machine's, unless the call says otherwise."""
        smallest = min(self._machines, default=1)
        return min(self._processes or smallest, smallest)

    @property
    def slots(self) -> Slots:
        """One program on each machine, or as many as `processes_count` fits into its processors."""
        return Slots(max(1, sum(cpus // self._each for cpus in self._machines)))

    def run(self, tasks: Sequence[Task], on_report: OnReport) -> None:
        """Gives Ray a few tasks more than it runs at once, and reports each as it ends."""
        ray, each = self._ray, self._each
        most = self.slots.programs * (1 + self.waiting)
        start = ray.remote(num_cpus=each, max_retries=RESTARTS)(worker())
        left = list(reversed(tasks))
        running: dict[Any, Task] = {}
        try:
            while left or running:
                while left and len(running) < most:
                    task = left.pop()
                    running[start.remote(task, 0, each)] = task
                ready, _ = ray.wait(list(running), num_returns=1)
                for reference in ready:
                    task = running.pop(reference)
                    try:
                        report = ray.get(reference)
                    except ray.exceptions.RayError as error:
                        report = lost(task, f"Ray gave up: {str(error).splitlines()[0][:500]}")
                    on_report(report)
        finally:
            for reference in running:
                ray.cancel(reference)
