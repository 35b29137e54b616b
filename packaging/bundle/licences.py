"""The licences of everything in the bundle."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from rules import Rule

ROOT = Path(__file__).resolve().parents[2]
# The launcher is linked with it: the C library's own file in the system stands for its package.
LIBC = Path("/usr/include/stdlib.h")

HEAD = """\
img2shards comes with the programs and libraries below, each under its own licence. licences/ has their texts.

Files of Debian packages are built from the source package of the same name and version, which Debian publishes
(https://snapshot.debian.org). Libraries under the LGPL are separate files in lib/: you may replace each with your own
build of it. A text that names /usr/share/common-licenses/NAME means licences/common-NAME.txt.

"""


def write_notice(
    folder: Path, origins: dict[Path, Path], rules: dict[str, Rule], stand_ins: list[str], packages_of_swift: Path
) -> None:
    """Writes FOLDER/NOTICE and FOLDER/licences/ for the files of the bundle.

    `packages_of_swift`: the folder with the sources of the packages that the program is built with.
    """
    texts = folder / "licences"
    texts.mkdir()
    shutil.copyfile(ROOT / "LICENSE", texts / "img2shards.txt")
    packages = debian_packages(set(origins.values()))
    rows, gconv = [], ""
    for file, source in sorted(origins.items()):
        name = str(file.relative_to(folder))
        package = packages.get(source, "")
        rule = rules.get(file.name)
        if name.startswith("lib/gconv/"):
            gconv = package
            continue
        if name == "libexec/img2shards":
            rows.append((name, "img2shards", "", ""))
            continue
        licence = rule.licence if rule else by_place(name)
        rows.append((name, origin(source, package, texts), version(package), licence))
    rows.append(("lib/gconv/", origin(Path("gconv"), gconv, texts), version(gconv), "LGPL-2.1+"))
    rows += swift_parts(texts, packages_of_swift)
    rows.append(("bin/img2shards", origin(Path("libc.a"), debian_packages({LIBC})[LIBC], texts), "", "LGPL-2.1+"))
    rows += [
        (f"lib/{name}", f"img2shards: a stand-in for {rules[name].purpose}", "", "Apache-2.0") for name in stand_ins
    ]
    width = max(len(row[0]) for row in rows)
    lines = [f"{row[0]:<{width}}  {' '.join(filter(None, row[1:3]))}: {row[3]}".rstrip(": ") for row in rows]
    (folder / "NOTICE").write_text(HEAD + "\n".join(lines) + "\n")


def by_place(name: str) -> str:
    """The licences of files that are not libraries of the table."""
    if name == "lib/loader":
        return "LGPL-2.1+"
    if name == "share/ca-certificates.crt":
        return "MPL-2.0"
    if "vips-modules" in name:
        return "LGPL-2.1+"
    raise SystemExit(f"bundle: no licence is known for {name}")


def debian_packages(files: set[Path]) -> dict[Path, str]:
    """The package of each file that a package brought."""
    found = {}
    # Debian still lists some files under /lib, which is a link to /usr/lib.
    names = {str(path): path for path in files} | {str(path).replace("/usr/lib", "/lib", 1): path for path in files}
    said = subprocess.run(["dpkg", "-S", *names], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in said.stdout.splitlines():
        package, _, name = line.partition(": ")
        if name in names and not package.startswith("diversion"):
            found[names[name]] = package.split(",")[0].split(":")[0]
    return found


def version(package: str) -> str:
    """A package's version; empty for no package."""
    if not package:
        return ""
    words = ["dpkg-query", "--show", "--showformat=${Version} of ${source:Package}\\n", package]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]


def origin(source: Path, package: str, texts: Path) -> str:
    """What a file belongs to; its licence's text is copied."""
    if package:
        text = Path("/usr/share/doc", package, "copyright")
        shutil.copyfile(text, texts / f"{package}.txt")
        copy_common(text.read_text(errors="replace"), texts)
        return f"Debian's {package}"
    for above in source.parents:
        if (above / "LICENSE.txt").exists() and (above / "VERSION").exists():
            for name in ("LICENSE", "NOTICE"):
                shutil.copyfile(above / f"{name}.txt", texts / f"{above.name}-{name.lower()}.txt")
            return f"Apache Arrow {(above / 'VERSION').read_text().strip()}"
    if source.name == AUTHORITIES_NAME:
        shutil.copyfile("/usr/share/doc/ca-certificates/copyright", texts / "ca-certificates.txt")
        return "Mozilla's authorities, as in Debian's ca-certificates"
    if "/swift/" in str(source):
        return "Swift's runtime"
    raise SystemExit(f"bundle: {source} belongs to no package, so its licence is not known")


def copy_common(text: str, texts: Path) -> None:
    """Copies the licences that a package names by their path in Debian: `/usr/share/common-licenses/LGPL-2.1`."""
    for name in set(re.findall(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])", text)):
        source = Path("/usr/share/common-licenses", name)
        if source.is_file():
            shutil.copyfile(source, texts / f"common-{name}.txt")


AUTHORITIES_NAME = "ca-certificates.crt"


def swift_parts(texts: Path, packages: Path) -> list[tuple[str, str, str, str]]:
    """What is compiled into the program: Swift's runtime and the packages of Package.swift."""
    rows = []
    said = subprocess.run(["swiftc", "-print-target-info"], check=True, stdout=subprocess.PIPE, text=True).stdout
    runtime = Path(json.loads(said)["paths"]["runtimeResourcePath"])
    for above in runtime.parents:
        licence = above / "share/swift/LICENSE.txt"
        if licence.exists():
            shutil.copyfile(licence, texts / "swift.txt")
            rows.append(("libexec/img2shards", "with Swift's runtime", "", "Apache-2.0 with runtime library exception"))
            break
    else:
        raise SystemExit(f"bundle: no licence of Swift above {runtime}")
    # Foundation has ICU inside and brings no licence of it; ICU's own is in Debian's package.
    shutil.copyfile("/usr/share/doc/libicu72/copyright", texts / "icu.txt")
    rows.append(("libexec/img2shards", "with ICU, in Swift's Foundation", "", "ICU"))
    for checkout in sorted(packages.iterdir()):
        found = sorted(checkout.glob("LICENSE*"))
        if not found:
            raise SystemExit(f"bundle: no licence in {checkout}")
        shutil.copyfile(found[0], texts / f"{checkout.name}.txt")
        terms = "MIT" if "Permission is hereby granted" in found[0].read_text() else "Apache-2.0"
        rows.append(("libexec/img2shards", f"with {checkout.name}", "", terms))
    return rows
