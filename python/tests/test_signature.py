"""The parameters are img2dataset's, and the generated functions are those of the program."""

from __future__ import annotations

import inspect
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

import img2shards
from img2shards import _calls
from img2shards._program import program_path

ROOT = Path(__file__).resolve().parents[2]

# Of version 1.47.0; its main branch adds ignore_ssl_certificate=False.
IMG2DATASET = {
    "url_list": inspect.Parameter.empty,
    "image_size": 256,
    "output_folder": "images",
    "processes_count": 1,
    "resize_mode": "border",
    "resize_only_if_bigger": False,
    "upscale_interpolation": "lanczos",
    "downscale_interpolation": "area",
    "encode_quality": 95,
    "encode_format": "jpg",
    "skip_reencode": False,
    "output_format": "files",
    "input_format": "txt",
    "url_col": "url",
    "caption_col": None,
    "bbox_col": None,
    "thread_count": 256,
    "number_sample_per_shard": 10000,
    "extract_exif": True,
    "save_additional_columns": None,
    "timeout": 10,
    "enable_wandb": False,
    "wandb_project": "img2dataset",
    "oom_shard_count": 5,
    "compute_hash": "sha256",
    "verify_hash": None,
    "distributor": "multiprocessing",
    "subjob_size": 1000,
    "retries": 0,
    "disable_all_reencoding": False,
    "min_image_size": 0,
    "max_image_area": math.inf,
    "max_aspect_ratio": math.inf,
    "incremental_mode": "incremental",
    "max_shard_retry": 1,
    "user_agent_token": None,
    "disallowed_header_directives": None,
}


def test_download_has_img2datasets_parameters_in_their_order_and_with_their_defaults() -> None:
    parameters = inspect.signature(img2shards.download).parameters
    ours = {name: p.default for name, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD}
    theirs = {**IMG2DATASET, "ignore_ssl_certificate": False}
    assert list(ours) == list(theirs)
    assert ours == theirs


def test_that_table_is_img2datasets() -> None:
    python = ROOT / ".deps" / "bench-venv" / "bin" / "python"
    if not python.exists():
        pytest.skip("img2dataset is not installed: scripts/setup bench")
    program = (
        "import inspect, img2dataset\n"
        "for p in inspect.signature(img2dataset.download).parameters.values():\n"
        "    print(p.name, repr(p.default) if p.default is not p.empty else '-')\n"
    )
    environment = dict(os.environ, NO_ALBUMENTATIONS_UPDATE="1")
    environment.pop("PYTHONPATH", None)
    printed = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True, env=environment)
    ours = [f"{name} {'-' if value is inspect.Parameter.empty else repr(value)}" for name, value in IMG2DATASET.items()]
    assert printed.stdout.splitlines() == ours


def test_the_functions_are_those_of_the_program() -> None:
    script = ROOT / "scripts" / "make-python-calls"
    check = subprocess.run([sys.executable, script, program_path(), "--check"], check=False)
    assert check.returncode == 0


def test_every_function_has_a_docstring_and_types() -> None:
    for name in ["count", "download", "embed", "extract", "index", "inspect", "reshape", "retry", "search", "verify"]:
        function = getattr(_calls, name)
        text = inspect.getdoc(function) or ""
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in signature.parameters.values():
            assert f"    {parameter.name}: " in text
            assert parameter.annotation is not inspect.Parameter.empty


def test_a_mistyped_argument_is_pythons_error() -> None:
    with pytest.raises(TypeError, match="image_sizes"):
        img2shards.download("list.txt", image_sizes=3)  # type: ignore[call-arg]
