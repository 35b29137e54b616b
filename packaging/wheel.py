"""Makes the wheel: the Python package of python/ with a bundle inside.

    python3 packaging/wheel.py BUNDLE FOLDER [LEVEL]

The wheel depends on no other package, on no version of Python 3, and on no C library: the bundle has its own. So it is
tagged for systems with glibc and for those with musl; its file goes to FOLDER. LEVEL: of the compression, 1 to 9.
"""

from __future__ import annotations

import base64
import hashlib
import platform
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "python/src/img2shards"
# RHEL 8's and Alpine 3.12's, the oldest systems that are supported.
SYSTEMS = ("manylinux_2_28", "musllinux_1_1")
SHARED = ("man/man1", "bash-completion/completions", "zsh/site-functions", "fish/vendor_completions.d")
"""Folders of the bundle's share/ that belong into the environment's own."""

COMMAND = b"#!python\nfrom img2shards._command import main\n\nmain()\n"
"""The command. The one that pip would write for an entry point takes a third longer to start."""


class Wheel:
    """A wheel that is being written; its list of files comes last."""

    def __init__(self, path: Path, info: str, level: int) -> None:
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level)
        self.level = level
        self.info = info
        self.record: list[str] = []

    def add(self, name: str, data: bytes, mode: int = 0o644) -> None:
        """Adds a file and its line in the list."""
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.record.append(f"{name},sha256={digest},{len(data)}")
        self._write(name, data, mode)

    def _write(self, name: str, data: bytes, mode: int) -> None:
        # The same bytes for the same files: no time of today.
        entry = zipfile.ZipInfo(name, time.gmtime(315532800)[:6])
        entry.external_attr = (0o100000 | mode) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.archive.writestr(entry, data, compresslevel=self.level)

    def close(self) -> None:
        """Writes the list. The wheel is complete."""
        name = f"{self.info}/RECORD"
        self._write(name, ("\n".join([*self.record, f"{name},,"]) + "\n").encode(), 0o644)
        self.archive.close()


def metadata(project: dict[str, Any], version: str) -> str:
    """METADATA as Python's packaging tools read it, out of the [project] table of pyproject.toml."""
    lines = ["Metadata-Version: 2.4", f"Name: {project['name']}", f"Version: {version}"]
    lines += [f"Summary: {project['description']}", f"Requires-Python: {project['requires-python']}"]
    lines += [f"License-Expression: {project['license']}", "License-File: LICENSE", "License-File: NOTICE"]
    lines += [f"Keywords: {','.join(project['keywords'])}"] if "keywords" in project else []
    lines += [f"Classifier: {text}" for text in project.get("classifiers", [])]
    lines += [f"Requires-Dist: {text}" for text in project.get("dependencies", [])]
    for extra, requirements in project.get("optional-dependencies", {}).items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f"Requires-Dist: {text}; extra == '{extra}'" for text in requirements]
    lines.append("Description-Content-Type: text/markdown")
    return "\n".join(lines) + "\n\n" + (ROOT / "python/README.md").read_text()


def make(bundle: Path, folder: Path, level: int) -> Path:
    """Writes the wheel of a bundle into a folder, and returns its path."""
    project = tomllib.loads((ROOT / "python/pyproject.toml").read_text())["project"]
    said = subprocess.run([bundle / "bin/img2shards", "--version"], check=True, stdout=subprocess.PIPE, text=True)
    version = said.stdout.strip()
    tags = [f"{system}_{platform.machine()}" for system in SYSTEMS]
    info = f"img2shards-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"img2shards-{version}-py3-none-{'.'.join(tags)}.whl"
    new = path.with_suffix(".new")
    wheel = Wheel(new, info, level)
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and "_bundle" not in file.parts:
            wheel.add(f"img2shards/{file.relative_to(PACKAGE)}", file.read_bytes())
    for file in sorted(bundle.rglob("*")):
        name = file.relative_to(bundle)
        if not file.is_file() or str(name) == "install.sh":
            continue
        if name.parts[0] == "share" and any(name.is_relative_to(f"share/{part}") for part in SHARED):
            wheel.add(f"img2shards-{version}.data/data/{name}", file.read_bytes())
        else:
            mode = 0o755 if name.parts[0] in ("bin", "libexec") or str(name) == "lib/loader" else 0o644
            wheel.add(f"img2shards/_bundle/{name}", file.read_bytes(), mode)
    wheel.add(f"{info}/METADATA", metadata(project, version).encode())
    wheel.add(f"{info}/licenses/LICENSE", (ROOT / "LICENSE").read_bytes())
    wheel.add(f"{info}/licenses/NOTICE", (bundle / "NOTICE").read_bytes())
    wheel.add(f"img2shards-{version}.data/scripts/img2shards", COMMAND, 0o755)
    kind = ["Wheel-Version: 1.0", "Generator: img2shards packaging/wheel.py", "Root-Is-Purelib: false"]
    wheel.add(f"{info}/WHEEL", ("\n".join(kind + [f"Tag: py3-none-{tag}" for tag in tags]) + "\n").encode())
    wheel.close()
    new.replace(path)
    return path


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 9)
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")
