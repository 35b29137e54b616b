"""The little of ICU's data that the program needs.

Swift's Foundation carries ICU with the words, calendars and sorting orders of all languages: 34 MB. The program writes
English and sorts nothing by language. An object file with fewer items goes to the linker, which takes it in the place
of Foundation's own (`--wrap` and the symbol's name, which this prints).

The format is ICU's `CmnD` (common/ucmndata.h): a header with its size, a count, for each item the offsets of its name
and its data, sorted by name.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ALIGNMENT = 16
LOCALES = {"root", "en", "en_001", "en_US", "en_US_POSIX", "pool", "res_index"}
FOLDERS_KEPT = {"", "coll", "brkitr", "curr", "lang", "region", "unit", "zone"}


def is_needed(name: str) -> bool:
    """Whether an item, such as `zone/de.res`, stays."""
    folder, _, file = name.rpartition("/")
    stem, _, ending = file.rpartition(".")
    if folder not in FOLDERS_KEPT:
        return False
    if ending == "res":
        # Data about all languages has long names: supplementalData, timezoneTypes.
        return stem in LOCALES or (folder == "" and re.fullmatch(r"[A-Za-z0-9]{4,}", stem) is not None)
    if ending == "brk":
        return stem in ("char", "word", "sent", "line", "title")
    return ending in ("nrm", "icu") and stem != "unames" and not stem.startswith("ucadata-unihan")


def chosen(data: bytes) -> bytes:
    """The same package with the needed items only."""
    (header,) = struct.unpack_from("<H", data, 0)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        raise SystemExit("icu_data: this is not a package of ICU's data")
    (count,) = struct.unpack_from("<I", data, header)
    entries = [struct.unpack_from("<II", data, header + 4 + 8 * k) for k in range(count)]
    ends = [start for _, start in entries[1:]] + [len(data) - header]
    items = []
    for (name_at, start), end in zip(entries, ends, strict=True):
        name = data[header + name_at : data.index(0, header + name_at)]
        if is_needed(name.decode().partition("/")[2]):
            items.append((name, data[header + start : header + end]))
    names_at = 4 + 8 * len(items)
    table, names, bodies = bytearray(struct.pack("<I", len(items))), bytearray(), bytearray()
    total_names = sum(len(name) + 1 for name, _ in items)
    bodies_at = -(-(header + names_at + total_names) // ALIGNMENT) * ALIGNMENT - header
    for name, body in items:
        table += struct.pack("<II", names_at + len(names), bodies_at + len(bodies))
        names += name + b"\0"
        bodies += body + bytes(-len(body) % ALIGNMENT)
    text = data[:header] + table + names
    return bytes(text + bytes(header + bodies_at - len(text)) + bodies)


def main(archive: str, output: str) -> None:
    """Reads Foundation's ICU out of a static library, writes the object file."""
    with tempfile.TemporaryDirectory() as folder:
        member, raw, small = "icu_packaged_data.cpp.o", Path(folder, "all"), Path(folder, "small")
        subprocess.run(["ar", "x", "--output", folder, archive, member], check=True)
        taken = str(Path(folder, member))
        listed = subprocess.run(["nm", taken], check=True, stdout=subprocess.PIPE, text=True).stdout
        symbols = re.findall(r"\b(icudt\d+_dat)\b", listed)
        if len(listed.splitlines()) != 1 or len(symbols) != 1:
            raise SystemExit("icu_data: Foundation's ICU data is not what is known: the bundle needs another way")
        subprocess.run(["objcopy", "-O", "binary", "--only-section=.rodata", taken, str(raw)], check=True)
        small.write_bytes(chosen(raw.read_bytes()))
        name = f"__wrap_{symbols[0]}"
        assembly = (
            f'.section .rodata\n.global {name}\n.balign {ALIGNMENT}\n{name}:\n.incbin "{small}"\n'
            f'.size {name}, .-{name}\n.section .note.GNU-stack,"",@progbits\n'
        )
        subprocess.run(["gcc", "-c", "-x", "assembler", "-", "-o", output], input=assembly, text=True, check=True)
        print(symbols[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
