"""Stand-ins for libraries that the bundle leaves out.

Debian builds libvips, libcurl and others with many libraries that img2shards never calls: some are large, some are
GPL. A library names what it needs in its header, so the loader wants each of them. A stand-in has the library's name
and the functions that the bundle's other parts name; each of them does nothing but return the value for a failure.
Where a library that a stranger's file can reach learns of failures in another way, stand-ins/ has those functions.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from elf import symbols

OWN = Path(__file__).resolve().parent / "stand-ins"


def write_stand_in(name: str, real: Path, users: list[Path], failure: int, to: Path) -> None:
    """Makes the stand-in `to/name`, with what `users` need of the library `real`.

    `failure`: what its functions return, as the library's interface has it: 0 or a null pointer for most.
    """
    wanted = {(symbol.name, symbol.version) for user in users for symbol in symbols(user) if not symbol.is_defined}
    names = {symbol for symbol, _ in wanted}
    own = OWN / f"{name}.c"
    written = own.read_text() if own.exists() else ""
    code = [written]
    versions: dict[str, list[str]] = {}
    for symbol in symbols(real):
        if not symbol.is_defined or symbol.name not in names:
            continue
        if not re.fullmatch(r"\w+", symbol.name):
            raise SystemExit(f"bundle: the stand-in of {name} cannot have the symbol {symbol.name}")
        if re.search(rf"\b{symbol.name}\(", written):
            pass
        elif symbol.kind in ("FUNC", "IFUNC"):
            code.append(f"long {symbol.name}(void) {{ return {failure}; }}")
        else:
            code.append(f"char {symbol.name}[{max(symbol.size, 1)}] __attribute__((aligned(16)));")
        versions.setdefault(symbol.version, []).append(symbol.name)
    options = ["-w", "-fno-builtin", "-O1", "-shared", "-nostdlib", "-s", f"-Wl,-soname,{name}"]
    named = {version: some for version, some in versions.items() if version}
    if named:
        script = "".join(f"{version} {{ global: {'; '.join(some)}; }};\n" for version, some in sorted(named.items()))
        (to / "versions.map").write_text(script)
        options.append(f"-Wl,--version-script={to / 'versions.map'}")
    subprocess.run(
        ["gcc", *options, "-x", "c", "-", "-o", str(to / name)], input="\n".join(code), text=True, check=True
    )
    (to / "versions.map").unlink(missing_ok=True)
