"""Spark: a task is a partition; Spark starts it again on another executor if its own dies."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Optional

from img2shards.engines._engine import RESTARTS, OnReport, missing
from img2shards.engines._tasks import Report, Slots, Task, lost, worker


class SparkEngine:
    """The session that is active, or one on this machine: `local[processes_count]`, as in img2dataset."""

    #: Seconds between two looks at what arrived.
    interval = 0.5

    def __init__(self, processes_count: Optional[int]) -> None:
        self._processes = processes_count
        self._is_ours = False
        self._session: Any = None

    def __enter__(self) -> SparkEngine:
        try:
            from pyspark import SparkContext
            from pyspark.sql import SparkSession
        except ImportError as error:
            missing("pyspark", "pyspark", "spark", error)
        # The active session is one of a thread; the context is one for the process.
        self._is_ours = SparkContext._active_spark_context is None
        builder = SparkSession.builder.appName("img2shards")
        if self._is_ours:
            # Spark tries a local task once, if the master's name does not say otherwise.
            builder = builder.master(f"local[{self._processes or 1},{1 + RESTARTS}]")
        active = SparkSession.getActiveSession() or builder.getOrCreate()
        self._session = active
        self._context = active.sparkContext
        return self

    def __exit__(self, *problem: object) -> None:
        if self._is_ours:
            self._session.stop()

    @property
    def slots(self) -> Slots:
        """Spark knows its processors; on one machine in one process they are shared by the programs."""
        each = int(self._context.getConf().get("spark.task.cpus", "1"))
        programs = max(1, int(self._context.defaultParallelism) // each)
        is_local = str(self._context.master).startswith("local") and "local-cluster" not in str(self._context.master)
        return Slots(programs, programs if is_local else None)

    def run(self, tasks: Sequence[Task], on_report: OnReport) -> None:
        """Runs one job, with a partition for each task."""
        arrived: list[Report] = []
        failed: list[BaseException] = []
        finished = self._context.accumulator([], _appending())
        group = f"img2shards-{uuid.uuid4().hex}"
        is_local = self.slots.programs_here is not None
        rdd = self._context.parallelize(list(tasks), len(tasks)).mapPartitions(_of_partition(finished, is_local))

        def collect() -> None:
            try:
                self._context.setJobGroup(group, f"img2shards: {len(tasks)} ranges of shards", interruptOnCancel=True)
                arrived.extend(rdd.collect())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=collect, name="img2shards-spark", daemon=True)
        told: set[int] = set()
        thread.start()
        try:
            while thread.is_alive():
                thread.join(self.interval)
                _tell(list(finished.value), told, on_report)
        except BaseException:
            self._context.cancelJobGroup(group)
            thread.join(30)
            raise
        # A job fails as a whole: what was finished by then is known from the accumulator.
        _tell([*finished.value, *arrived], told, on_report)
        why = _first_line(failed[0]) if failed else "Spark gave no result for it"
        for task in tasks:
            if task["task"] not in told:
                on_report(lost(task, f"Spark gave up: {why}"))


def _tell(reports: Sequence[Report], told: set[int], on_report: OnReport) -> None:
    # Spark may run a task twice, and adds to an accumulator each time.
    for report in reports:
        if report["task"] not in told:
            told.add(report["task"])
            on_report(report)


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if "Most recent failure" in line or "ExecutorLostFailure" in line]
    return (causes or lines or [type(error).__name__])[0][:500]


def _appending() -> Any:
    """Lists that are joined. Made in a function, so that it is pickled with its code."""
    from pyspark.accumulators import AccumulatorParam

    class Appending(AccumulatorParam):  # type: ignore[misc]
        def zero(self, value: list[Report]) -> list[Report]:
            return []

        def addInPlace(self, one: list[Report], other: list[Report]) -> list[Report]:
            one += other
            return one

    return Appending()


def _of_partition(finished: Any, is_local: bool) -> Any:
    """The function that a worker of Spark's runs."""
    run = worker()

    def of_partition(tasks: Iterator[Task]) -> Iterator[Report]:
        from pyspark import TaskContext

        context = TaskContext.get()
        attempt = context.attemptNumber() if context is not None else 0
        cpus = context.cpus() if context is not None and hasattr(context, "cpus") else 1
        for task in tasks:
            report = run(task, attempt, None if is_local else cpus)
            finished.add([report])
            yield report

    return of_partition
