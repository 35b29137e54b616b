"""A store that speaks S3, on loopback: scripts/store-server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".deps" / "stores-venv" / "bin" / "python"


class Store:
    """Knows the buckets `lists` and `out`, and forgets all at its end."""

    def __init__(self, folder: Path) -> None:
        self._pipe = folder / "store-commands"

    def __enter__(self) -> Store:
        os.mkfifo(self._pipe)
        self._server = subprocess.Popen(
            [PYTHON, ROOT / "scripts" / "store-server", self._pipe], stdout=subprocess.PIPE, text=True
        )
        assert self._server.stdout is not None
        self._answers = self._server.stdout
        self.port = int(self._answers.readline())
        self._commands = open(self._pipe, "w")
        return self

    def __exit__(self, *problem: object) -> None:
        self._commands.close()
        self._server.terminate()
        self._server.wait()
        self._answers.close()

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program needs to find it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "AKIATESTS",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": "us-east-1",
        }

    def keys(self, bucket: str) -> list[str]:
        return [key for key, _ in self._say("keys", bucket)]

    def copy(self, prefix: str, folder: Path) -> None:
        """Copies what lies below a prefix in `out` to a folder."""
        for key in self.keys("out"):
            if key.startswith(prefix + "/") and not key.endswith("/"):
                target = folder / key[len(prefix) + 1 :]
                target.parent.mkdir(parents=True, exist_ok=True)
                self._say("get", "out", key, str(target))

    def _say(self, *words: str) -> Any:
        self._commands.write("\t".join(words) + "\n")
        self._commands.flush()
        return json.loads(self._answers.readline())
