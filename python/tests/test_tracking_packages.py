"""Figures for the packages themselves, as they keep them on this machine: wandb without network, and trackio."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Web

import img2shards

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".deps" / "tracking-venv" / "bin" / "python"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="scripts/setup check installs wandb and trackio")

# One call, with one of the two packages hidden.
CALL = """
import sys
sys.modules[sys.argv[1]] = None
import img2shards
img2shards.download(sys.argv[2], 64, sys.argv[3], enable_wandb=True, wandb_project="mine",
                    allow_private_addresses=True, header="Authorization: Bearer SECRET")
"""

# wandb's file is LevelDB's log of protobuf messages: blocks of 32 KiB; a piece begins with checksum, length and kind.
WANDB = """
import json, pathlib, struct, sys
from wandb.proto.wandb_internal_pb2 import Record
(path,) = pathlib.Path(sys.argv[1]).rglob("*.wandb")
data, place, message, found = path.read_bytes(), 7, b"", {"history": [], "config": {}, "project": ""}
while place + 7 <= len(data):
    if 32768 - place % 32768 < 7:
        place += 32768 - place % 32768
        continue
    _, length, kind = struct.unpack("<IHB", data[place:place + 7])
    message += data[place + 7:place + 7 + length]
    place += 7 + length
    if kind in (1, 4):
        record = Record.FromString(message)
        message = b""
        found["project"] = record.run.project or found["project"]
        for item in record.run.config.update:
            found["config"][item.key or item.nested_key[0]] = json.loads(item.value_json)
        if record.history.item:
            found["history"].append({i.key or i.nested_key[0]: json.loads(i.value_json) for i in record.history.item})
print(json.dumps(found))
"""

TRACKIO = """
import json, pathlib, sqlite3, sys
(path,) = pathlib.Path(sys.argv[1]).rglob("mine.db")
with sqlite3.connect(path) as database:
    history = [json.loads(text) for (text,) in database.execute("SELECT metrics FROM metrics ORDER BY id")]
    (config,) = database.execute("SELECT config FROM configs").fetchone()
print(json.dumps({"history": history, "config": json.loads(config), "project": path.stem}))
"""


@pytest.mark.parametrize(("package", "hidden", "reader"), [("wandb", "trackio", WANDB), ("trackio", "wandb", TRACKIO)])
def test_a_run_is_kept_under_img2datasets_names(
    web: Web, url_list: str, tmp_path: Path, package: str, hidden: str, reader: str
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "python" / "src"),
        "IMG2SHARDS_PROGRAM": str(img2shards.program_path()),
        "HOME": str(kept),
        "WANDB_MODE": "offline",
        "WANDB_DIR": str(kept),
        "TRACKIO_DIR": str(kept),
    }

    def ran(*words: str) -> str:
        run = subprocess.run(
            [str(PYTHON), "-c", *words], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300
        )
        assert run.returncode == 0, run.stderr
        assert f"{package} failed" not in run.stderr
        assert "nothing is sent" not in run.stderr
        return run.stdout

    ran(CALL, hidden, url_list, str(tmp_path / "out"))
    found: dict[str, Any] = json.loads(ran(reader, str(kept)).splitlines()[-1])
    assert found["project"] == "mine"
    assert found["config"]["image_size"] == "64"
    last = next(entry for entry in reversed(found["history"]) if "total/count" in entry)
    assert last["total/count"] == 20
    assert last["total/success"] == 0.9
    assert last["total/failed_to_download"] == pytest.approx(0.1)
    assert last["total/failed_to_resize"] == 0
    assert last["total/img_per_sec"] > 0
    if package == "wandb":
        assert any("status" in entry for entry in found["history"])
    files = b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
    assert b"SECRET" not in files
