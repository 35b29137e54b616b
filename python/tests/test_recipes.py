"""The recipes of cluster/: checked by their own schemas, and run where the scheduler is played."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

import pytest
from conftest import Web

import img2shards
from img2shards import program_path

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "cluster"
SCRIPTS = sorted(RECIPES.glob("*.sh"))

#: Exit codes after which a worker is to be started again, and the one after which that would not help.
AGAIN = [75, 129, 130, 143]
NEVER = 2


def shellcheck() -> Optional[str]:
    beside = Path(sys.executable).with_name("shellcheck")
    return str(beside) if beside.exists() else shutil.which("shellcheck")


def test_scripts_pass_shellcheck() -> None:
    checker = shellcheck()
    if checker is None:
        pytest.skip("no shellcheck: scripts/setup check")
    run = subprocess.run([checker, *SCRIPTS], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_every_recipe_says_what_to_change_and_is_listed() -> None:
    listed = (RECIPES / "README.md").read_text()
    for recipe in [*SCRIPTS, *RECIPES.glob("*.yaml")]:
        text = recipe.read_text()
        assert text.index("# --- change ---") < text.index("# --- end ---"), recipe
        assert f"`{recipe.name}`" in listed


def kubernetes_job() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="no pyyaml: scripts/setup check")
    return dict(yaml.safe_load((RECIPES / "kubernetes-job.yaml").read_text()))


def test_the_kubernetes_job_is_one_by_its_schema() -> None:
    job = kubernetes_job()
    validator = pytest.importorskip("kubernetes_validate", reason="no kubernetes-validate: scripts/setup check")
    for version in ("1.31", "1.34"):
        validator.validate(job, version, strict=True)


def test_the_kubernetes_job_knows_the_exit_codes_and_has_one_number_of_workers() -> None:
    spec = kubernetes_job()["spec"]
    rules = {
        code: rule["action"]
        for rule in spec["podFailurePolicy"]["rules"]
        for code in rule.get("onExitCodes", {}).get("values", [])
    }
    assert rules == {NEVER: "FailJob", 4: "FailIndex", **dict.fromkeys(AGAIN, "Ignore")}
    pod = spec["template"]["spec"]
    # Kubernetes refuses a policy with another one.
    assert pod["restartPolicy"] == "Never"
    [container] = pod["containers"]
    number = option(container["args"], "--world-size")
    assert str(spec["completions"]) == str(spec["parallelism"]) == number
    assert float(option(container["args"], "--grace")) < pod["terminationGracePeriodSeconds"]


def test_the_pods_of_the_kubernetes_job_make_the_dataset_together(web: Web, tmp_path: Path) -> None:
    spec = kubernetes_job()["spec"]
    listed = parquet(web, tmp_path, rows=40)
    [container] = spec["template"]["spec"]["containers"]
    words = [word.replace("/shared/laion-256", str(tmp_path / "out")) for word in container["args"]]
    words = [word.replace("/shared/laion.parquet", str(listed)) for word in words]
    for index in range(spec["completions"]):
        environment = {**os.environ, "JOB_COMPLETION_INDEX": str(index)}
        run = subprocess.run([program_path(), *words, *LOCAL], check=False, env=environment, stderr=subprocess.PIPE)
        assert run.returncode == 0, run.stderr
    check(tmp_path / "out", rows=40)


def option(words: list[str], name: str) -> str:
    [value] = [word.partition("=")[2] for word in words if word.startswith(name + "=")]
    return value


def test_the_ray_cluster_is_one_by_rays_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="no jsonschema: scripts/setup check")
    ray = pytest.importorskip("ray", reason="no ray: scripts/setup check")
    yaml = pytest.importorskip("yaml", reason="no pyyaml: scripts/setup check")
    schema = json.loads(Path(ray.__file__).with_name("autoscaler").joinpath("ray-schema.json").read_text())
    cluster = yaml.safe_load((RECIPES / "ray-cluster.yaml").read_text())
    jsonschema.validate(cluster, schema)
    assert cluster["head_node_type"] in cluster["available_node_types"]
    assert cluster["max_workers"] == cluster["available_node_types"]["worker"]["max_workers"]


LOCAL = ["--allow-private-addresses", "--retries", "0", "--number-sample-per-shard", "5", "--sync", "never"]


def parquet(web: Web, folder: Path, *, rows: int, kind: str = "image") -> Path:
    pa = pytest.importorskip("pyarrow", reason="no pyarrow: scripts/setup check")
    import pyarrow.parquet

    urls = web.images(rows, kind)
    path = folder / "laion.parquet"
    pyarrow.parquet.write_table(pa.table({"URL": urls, "TEXT": [f"text {n}" for n in range(rows)]}), path)
    return path


def check(dataset: Path, *, rows: int) -> None:
    table = img2shards.Dataset(dataset).metadata(["key", "status"]).to_pylist()
    assert len({row["key"] for row in table}) == len(table) == rows
    assert {row["status"] for row in table} == {"success"}
    assert img2shards.verify(dataset).is_sound
    assert img2shards.inspect(dataset).is_complete


class Slurm:
    """A folder with commands of Slurm's names, and a recipe made for this machine."""

    def __init__(self, folder: Path, recipe: str, listed: Path) -> None:
        self.folder = folder
        self.output = folder / "out"
        self.calls = folder / "calls"
        self.calls.touch()
        commands = folder / "bin"
        commands.mkdir()
        self._command(commands / "scontrol", f'echo "scontrol $*" >> {self.calls}')
        # Starts a process for each task, as srun does, and has the highest of their exit codes.
        self._command(
            commands / "srun",
            "while [[ $1 == --* ]]; do shift; done\n"
            'for ((n = 0; n < SLURM_NTASKS; n++)); do SLURM_PROCID=$n "$@" & processes[n]=$!; done\n'
            "trap 'kill -TERM ${processes[*]}' TERM\n"
            "code=0; for one in ${processes[*]}; do\n"
            '    while true; do wait "$one"; its=$?; kill -0 "$one" 2>/dev/null || break; done\n'
            "    ((its > code)) && code=$its\ndone; exit $code",
        )
        text = (RECIPES / recipe).read_text()
        for name, value in {"list": listed, "dataset": self.output}.items():
            text, count = re.subn(rf"(?m)^{name}=.*$", f"{name}={value}", text)
            assert count == 1
        text = text.replace("--image-size 256)", f"--image-size 32 {' '.join(LOCAL)} --per-host-connections 4)")
        self.script = folder / recipe
        self.script.write_text(text)
        self.path = f"{commands}:{os.environ['PATH']}"

    def _command(self, path: Path, text: str) -> None:
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def start(self, variables: Mapping[str, object]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PATH": self.path, "IMG2SHARDS": program_path()}
        environment.update({name: str(value) for name, value in variables.items()})
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen(["bash", self.script], env=environment, stdout=log, stderr=log)

    def log(self) -> str:
        return (self.folder / "log").read_text()


def array_task(number: int, count: int) -> dict[str, object]:
    return {
        "SLURM_ARRAY_JOB_ID": 17,
        "SLURM_ARRAY_TASK_ID": number,
        "SLURM_ARRAY_TASK_COUNT": count,
        "SLURM_ARRAY_TASK_MIN": 0,
        "SLURM_ARRAY_TASK_STEP": 1,
        "SLURM_JOB_ID": 18 + number,
        "SLURM_PROCID": 0,
        "SLURM_NTASKS": 1,
    }


@pytest.mark.parametrize("recipe", ["slurm-array.sh", "slurm-step.sh"])
def test_sbatch_reads_all_of_its_options(recipe: str) -> None:
    """It stops at the first line that is neither empty nor a comment (sbatch(1))."""
    lines = (RECIPES / recipe).read_text().splitlines()
    first = next(place for place, line in enumerate(lines) if line and not line.startswith("#"))
    options = [place for place, line in enumerate(lines) if line.startswith("#SBATCH")]
    assert len(options) >= 8
    assert max(options) < first


def test_the_tasks_of_the_slurm_array_make_the_dataset_together(web: Web, tmp_path: Path) -> None:
    slurm = Slurm(tmp_path, "slurm-array.sh", parquet(web, tmp_path, rows=40))
    tasks = [slurm.start(array_task(number, 3)) for number in range(3)]
    assert [task.wait(120) for task in tasks] == [0, 0, 0], slurm.log()
    check(slurm.output, rows=40)
    assert slurm.calls.read_text() == ""


def test_a_task_of_the_slurm_array_that_is_stopped_is_put_back_and_resumes(web: Web, tmp_path: Path) -> None:
    slurm = Slurm(tmp_path, "slurm-array.sh", parquet(web, tmp_path, rows=60, kind="slow"))
    task = slurm.start(array_task(0, 1))
    deadline = time.monotonic() + 60
    while not list(slurm.output.glob("*_stats.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    task.send_signal(signal.SIGTERM)
    assert task.wait(90) in AGAIN, slurm.log()
    assert slurm.calls.read_text() == "scontrol requeue 17_0\n"
    assert len(list(slurm.output.glob("*_stats.json"))) < 12
    assert slurm.start(array_task(0, 1)).wait(120) == 0, slurm.log()
    check(slurm.output, rows=60)


def test_a_task_of_the_slurm_array_that_cannot_succeed_is_not_put_back(tmp_path: Path) -> None:
    slurm = Slurm(tmp_path, "slurm-array.sh", tmp_path / "missing.parquet")
    assert slurm.start(array_task(0, 3)).wait(60) == NEVER, slurm.log()
    assert slurm.calls.read_text() == ""


def test_the_steps_of_the_slurm_job_make_the_dataset_together(web: Web, tmp_path: Path) -> None:
    slurm = Slurm(tmp_path, "slurm-step.sh", parquet(web, tmp_path, rows=40))
    job = slurm.start({"SLURM_JOB_ID": 17, "SLURM_NTASKS": 3, "SLURM_NNODES": 3})
    assert job.wait(120) == 0, slurm.log()
    check(slurm.output, rows=40)
    assert slurm.calls.read_text() == ""


@pytest.mark.parametrize(
    ("recipe", "arguments", "variables"),
    [
        ("emr-bootstrap.sh", ["s3://bucket/img2shards-0.1.0-py3-none-any.whl"], {}),
        ("dataproc-init.sh", [], {"METADATA_COMMAND": "metadata", "PYSPARK_PYTHON": "python3"}),
    ],
)
def test_a_start_action_installs_the_wheel_and_tries_it(
    recipe: str, arguments: list[str], variables: Mapping[str, str], tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    stores = {
        "aws": 'cp /dev/null "${@: -1}"',
        "gsutil": 'cp /dev/null "${@: -1}"',
        "metadata": "echo gs://bucket/img2shards-0.1.0-py3-none-any.whl",
        "sudo": '"$@"',
        "python3": "exit ${FAILS:-0}",
    }
    for name, text in stores.items():
        (tmp_path / name).write_text(f'#!/bin/bash\necho "{name} $*" >> {calls}\n{text}\n')
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", **variables}

    def run(**more: str) -> int:
        words = ["bash", str(RECIPES / recipe), *arguments]
        return subprocess.run(words, check=False, env={**environment, **more}, stdout=subprocess.DEVNULL).returncode

    assert run() == 0
    said = calls.read_text()
    wheel = "img2shards-0.1.0-py3-none-any.whl"
    assert re.search(rf"(aws s3 cp|gsutil -q cp).* (s3|gs)://bucket/{wheel} /.*/{wheel}\n", said)
    assert re.search(rf"python3 -m pip install --quiet --no-index /.*/{wheel}\n", said)
    assert "python3 -c import img2shards" in said
    # A machine on which the wheel does not work is not taken.
    assert run(FAILS="1") != 0
