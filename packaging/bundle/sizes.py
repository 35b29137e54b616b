"""What each part of a bundle weighs.

python3 packaging/bundle/sizes.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PARTS = {
    "program, with Swift's runtime": ("libexec/",),
    "Arrow: tables, parquet, stores": ("lib/libarrow", "lib/libparquet"),
    "SVG: librsvg, cairo, pango, fonts": (
        "lib/librsvg",
        "lib/libcairo",
        "lib/libpango",
        "lib/libharfbuzz",
        "lib/libfreetype",
        "lib/libpixman",
        "lib/libfontconfig",
        "lib/libgdk_pixbuf",
        "lib/libgraphite2",
        "lib/libfribidi",
        "lib/libthai",
        "lib/libdatrie",
    ),
    "AVIF and HEIC": ("lib/libaom", "lib/libdav1d", "lib/libde265", "lib/libheif"),
    "JPEG XL": ("lib/libjxl", "lib/libhwy", "lib/libbrotlienc"),
    "libvips and glib": ("lib/libvips", "lib/libglib", "lib/libgio", "lib/libgobject", "lib/libgmodule", "lib/liborc"),
    "TLS and HTTP": ("lib/libcrypto", "lib/libssl", "lib/libcurl", "lib/libssh2", "lib/libnghttp2"),
    "C and C++ library": ("lib/libc.so", "lib/libm.so", "lib/libstdc++", "lib/loader", "lib/libgcc", "lib/gconv/"),
}


def packed(files: list[Path]) -> int:
    """Bytes of the files in one archive, packed as the bundle is."""
    tar = subprocess.Popen(["tar", "--create", *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    zstd = subprocess.run(["zstd", "--quiet", "-12", "--stdout"], stdin=tar.stdout, stdout=subprocess.PIPE, check=True)
    tar.wait()
    return len(zstd.stdout)


def main(folder: Path) -> None:
    """Prints a line for each part."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    rest = list(files)
    rows = []
    for part, names in PARTS.items():
        some = [file for file in rest if str(file.relative_to(folder)).startswith(names)]
        rest = [file for file in rest if file not in some]
        rows.append((part, some))
    rows.append(("all else", rest))
    print(f"{'part':<36} {'files':>5} {'MB':>7} {'MB packed':>10}")
    for part, some in rows:
        size = sum(file.stat().st_size for file in some)
        print(f"{part:<36} {len(some):>5} {size / 1e6:>7.1f} {packed(some) / 1e6:>10.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
