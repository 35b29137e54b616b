"""Spark, Ray and Dask, each with two workers, one of which is killed in the middle."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import killing
import pytest
from conftest import Web
from killing import Run, ancestor, check_whole, parent

import img2shards
import stores
from img2shards import Dataset


def options(output: Path) -> dict[str, Any]:
    return {
        "output_folder": output,
        "image_size": 64,
        "output_format": "webdataset",
        "number_sample_per_shard": killing.ROWS_PER_SHARD,
        "allow_private_addresses": True,
        "per_host_connections": 2,
        "progress": False,
        "retries": 0,
    }


@pytest.fixture
def listed(web: Web, tmp_path: Path) -> Path:
    return killing.slow_list(web, tmp_path)


@pytest.fixture
def alone(listed: Path, tmp_path: Path) -> Path:
    """The dataset of the list, made by one process."""
    output = tmp_path / "alone"
    img2shards.download(listed, **options(output))
    return output


@pytest.fixture
def spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    pyspark = pytest.importorskip("pyspark", reason="no pyspark: scripts/setup check")
    if shutil.which("java") is None:
        pytest.skip("no Java, which Spark needs")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)
    builder = (
        pyspark.sql.SparkSession.builder.master("local-cluster[2,1,700]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", "600m")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
    )
    # Executors do not get the driver's environment. All sessions here have one Java process, with that of the first.
    for name, value in os.environ.items():
        if name.startswith("AWS_") or name == "XDG_STATE_HOME":
            builder = builder.config(f"spark.executorEnv.{name}", value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def ray() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="no ray: scripts/setup check")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    yield ray
    ray.shutdown()


@pytest.fixture
def dask() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="no dask.distributed: scripts/setup check")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def tasks(run: Run) -> list[Any]:
    """What tasks reported."""
    return [event for event in run.events if event["event"] == "task"]


def test_spark_makes_every_row_once_when_an_executor_is_killed(
    spark: Any, listed: Path, alone: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    run = Run(img2shards.download, listed, distributor="pyspark", **options(output))
    run.kill_one(output, lambda program: ancestor(program, "CoarseGrainedExecutorBackend"))
    check_whole(run.result(), output, alone)
    reports = tasks(run)
    assert sorted(report["task"] for report in reports) == list(range(len(reports)))
    # The session is the caller's.
    assert spark.range(3).count() == 3

    # Again: nothing is left to do, and no task is started.
    again = img2shards.download(listed, distributor="pyspark", **options(output))
    assert (again.rows, again.rows_this_start) == (killing.ROWS, 0)


def test_a_dataframe_is_downloaded_and_its_rows_are_fetched(spark: Any, web: Web, tmp_path: Path) -> None:
    import img2shards.spark

    urls = [*web.images(19), web.url("missing/1.jpg")]
    frame = spark.createDataFrame([(url, f"caption {number}") for number, url in enumerate(urls)], ["URL", "TEXT"])
    output = tmp_path / "out"
    call = {**options(output), "url_col": "URL", "caption_col": "TEXT", "list_folder": tmp_path / "list"}
    result = img2shards.spark.download_dataframe(frame, **call)
    assert (result.rows, result.images) == (20, 19)
    assert {sample.caption for sample in Dataset(output)} == {f"caption {number}" for number in range(19)}
    # The list is taken as it is, and all of it is there.
    assert img2shards.spark.download_dataframe(frame, **call).rows_this_start == 0

    (tmp_path / "other").mkdir()
    with pytest.raises(img2shards.UsageError, match="is no complete list"):
        img2shards.spark.download_dataframe(frame, **{**call, "list_folder": tmp_path / "other"})

    # This one needs the package on the workers.
    source = Path(img2shards.__file__).resolve().parents[1]
    spark.sparkContext.addPyFile(shutil.make_archive(str(tmp_path / "package"), "zip", source))
    rows = img2shards.spark.fetch(
        frame, url_col="URL", image_size=32, allow_private_addresses=True, retries=0
    ).collect()
    assert sorted(row["URL"] for row in rows) == sorted(urls)
    assert [row["URL"] for row in rows if row["status"] != "success"] == [urls[-1]]
    assert all(row["image"].startswith(b"\xff\xd8") for row in rows if row["status"] == "success")


def test_ray_makes_every_row_once_when_a_worker_is_killed(ray: Any, listed: Path, alone: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run = Run(img2shards.download, listed, distributor="ray", processes_count=1, **options(output))
    run.kill_one(output, parent)
    check_whole(run.result(), output, alone)
    reports = tasks(run)
    assert sorted(report["task"] for report in reports) == list(range(len(reports)))
    assert ray.is_initialized()


def test_dask_makes_every_row_once_when_a_worker_is_killed(
    dask: Any, listed: Path, alone: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    run = Run(img2shards.download, listed, distributor="dask", **options(output))
    run.kill_one(output, parent)
    check_whole(run.result(), output, alone)
    reports = tasks(run)
    assert sorted(report["task"] for report in reports) == list(range(len(reports)))
    assert dask.status == "running"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[stores.Store]:
    """A store that speaks S3; what is started from here on finds it."""
    if not stores.PYTHON.exists():
        pytest.skip("no moto: scripts/setup check")
    with stores.Store(tmp_path) as store:
        for name, value in store.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        yield store


@pytest.mark.parametrize("engine", ["dask", "ray", "spark"])
def test_a_dataset_in_a_store_is_that_of_one_process(
    engine: str, store: stores.Store, listed: Path, alone: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(engine)
    place = "s3://out/data"
    call = {**options(tmp_path), "output_folder": place}
    distributor = {"spark": "pyspark"}.get(engine, engine)
    run = Run(img2shards.download, listed, distributor=distributor, **call)
    result = run.result()
    store.copy("data", tmp_path / "copy")
    check_whole(result, tmp_path / "copy", alone)
    assert result.dataset_complete
    assert len(tasks(run)) > 1
    # Again: the store has all, and no task is started.
    again = img2shards.download(listed, distributor=distributor, **call)
    assert (again.rows, again.rows_this_start) == (killing.ROWS, 0)


def test_a_dataset_in_a_store_is_whole_when_a_worker_is_killed(
    store: stores.Store, dask: Any, listed: Path, alone: Path, tmp_path: Path
) -> None:
    call = {**options(tmp_path), "output_folder": "s3://out/data", "lease": 6}
    run = Run(img2shards.download, listed, distributor="dask", **call)
    run.kill_one("s3://out/data", parent, lambda: any(key.endswith("_stats.json") for key in store.keys("out")))
    result = run.result()
    store.copy("data", tmp_path / "copy")
    check_whole(result, tmp_path / "copy", alone)


@pytest.mark.parametrize("place", ["hf://datasets/me/data", "gs://bucket/data", "az://container/data"])
def test_a_store_that_cannot_exclude_two_workers_is_refused(place: str, listed: Path, tmp_path: Path) -> None:
    with pytest.raises(img2shards.UsageError, match="cannot say which was first") as caught:
        img2shards.download(listed, distributor="dask", **{**options(tmp_path), "output_folder": place})
    assert any("--part 1/8" in hint for hint in caught.value.hints)


def test_a_program_that_is_not_on_the_workers_is_an_error_that_says_so(dask: Any, listed: Path, tmp_path: Path) -> None:
    def hide() -> None:
        os.environ["IMG2SHARDS_PROGRAM"] = "/nothing/here/img2shards"

    dask.run(hide)
    with pytest.raises(img2shards.UsageError, match="/nothing/here/img2shards cannot be started"):
        img2shards.download(listed, distributor="dask", **options(tmp_path / "out"))
