"""What this machine's binutils say about libraries and programs."""

from __future__ import annotations

import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Symbol:
    """A symbol that a library has for others, or wants of them."""

    name: str
    version: str
    """Empty where the library has no versions."""
    kind: str
    """FUNC, OBJECT, and a few more, as readelf writes them."""
    size: int
    is_defined: bool


def run(*words: str) -> str:
    """A tool's standard output. Raises CalledProcessError if it fails."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def dynamic_names(path: Path, tag: str) -> list[str]:
    """The names under a tag of the dynamic section: `NEEDED`, `SONAME`."""
    section = run("readelf", "--wide", "--dynamic", str(path))
    return re.findall(rf"\({tag}\).*\[(.*)\]", section)


def symbols(path: Path) -> list[Symbol]:
    """All dynamic symbols of a library or program."""
    found = []
    for line in run("readelf", "--wide", "--dyn-syms", str(path)).splitlines():
        words = line.split()
        if len(words) < 8 or not words[0].rstrip(":").isdigit():
            continue
        name, _, version = words[7].partition("@")
        size = int(words[2], 0)
        found.append(Symbol(name, version.lstrip("@"), words[3], size, words[6] != "UND"))
    return found


def libraries_of(path: Path) -> dict[str, Path]:
    """Every library that the system would load with a program or library, and where it finds each."""
    found = {}
    for line in run("ldd", str(path)).splitlines():
        match = re.match(r"\s*(\S+) => (/\S+)", line)
        if match:
            found[match[1]] = Path(match[2]).resolve()
        elif " => not found" in line:
            raise SystemExit(f"bundle: {path} needs {line.split()[0]}, which is not installed: run scripts/setup")
    return found


def interpreter_of(path: Path) -> Path:
    """The loader that a program's header names."""
    match = re.search(r"program interpreter: (/[^\]]+)\]", run("readelf", "--wide", "--program-headers", str(path)))
    if not match:
        raise SystemExit(f"bundle: {path} is not a program with shared libraries")
    return Path(match[1]).resolve()


def forget_run_path(path: Path) -> None:
    """Takes the folders where libraries are looked for first out of a 64-bit little-endian file.

    They are folders of the machine that built it.
    """
    data = bytearray(path.read_bytes())
    if data[:6] != b"\x7fELF\x02\x01":
        raise SystemExit(f"bundle: {path} is not a 64-bit little-endian ELF file")
    (headers,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    sections = [struct.unpack_from("<IIQQQQQQ", data, headers + k * size) for k in range(count)]
    loaded = [(header[3], header[2], header[5]) for header in sections if header[0] == 1]
    for header in sections:
        if header[0] != 2:  # PT_DYNAMIC
            continue
        entries = [list(struct.unpack_from("<qQ", data, header[2] + at)) for at in range(0, header[5], 16)]
        table = next(entry[1] for entry in entries if entry[0] == 5)  # DT_STRTAB
        text = next(table - start + offset for start, offset, length in loaded if start <= table < start + length)
        kept = [entry for entry in entries if entry[0] not in (15, 29)]  # DT_RPATH, DT_RUNPATH
        for entry in entries:
            if entry[0] in (15, 29):
                start = text + entry[1]
                end = data.index(0, start)
                # Blank rather than nothing: the end of this text may be another name.
                data[start:end] = bytes(byte if byte == 0 else ord("/") for byte in data[start:end])
        kept += [[0, 0]] * (len(entries) - len(kept))
        for k, entry in enumerate(kept):
            struct.pack_into("<qQ", data, header[2] + 16 * k, *entry)
    path.write_bytes(data)
