"""Makes the files of formats.py from photographs: make_formats.py --photographs FOLDER --folder FOLDER [--ways PATTERN…]

Each way of storing a picture gets a subfolder such as jpeg-422-1000x750. Files that are there are kept, so another choice
of photographs needs another folder. A picture is one photograph, or a mosaic if it is larger than photographs are.
"""

from __future__ import annotations

import argparse
import fnmatch
import pathlib
import random
import sys
from collections.abc import Callable

from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "mix"))

from pictures import Photographs, saved  # noqa: E402

# Sizes, and how many files each way gets.
SIZES = [(1000, 750, 6), (2400, 1800, 3)]
COLOURS = 256
# Restart markers behind so many MCUs.
RESTART_MCUS = 4

Encode = Callable[[Image.Image], bytes]


def jpeg(sampling: str, quality: int = 85, **more: object) -> Encode:
    return lambda image: saved(image, "JPEG", quality=quality, subsampling=sampling, **more)


def with_opacity(image: Image.Image) -> Image.Image:
    """Opaque at the bottom, transparent at the top."""
    opaque = image.convert("RGBA")
    opaque.putalpha(Image.linear_gradient("L").resize(image.size))
    return opaque


def with_palette(image: Image.Image) -> Image.Image:
    return image.quantize(COLOURS, Image.Quantize.FASTOCTREE)


# Made of one photograph that is enlarged, as many large pictures of the web are: few bits for each pixel.
ENLARGED = {
    "jpeg-420-enlarged": ("jpg", jpeg("4:2:0", quality=88)),
    "jpeg-420-enlarged-progressive": ("jpg", jpeg("4:2:0", quality=88, progressive=True)),
}
WAYS: dict[str, tuple[str, Encode]] = {
    "jpeg-420": ("jpg", jpeg("4:2:0")),
    "jpeg-422": ("jpg", jpeg("4:2:2")),
    "jpeg-444": ("jpg", jpeg("4:4:4")),
    "jpeg-420-q95": ("jpg", jpeg("4:2:0", quality=95)),
    "jpeg-444-q95": ("jpg", jpeg("4:4:4", quality=95)),
    "jpeg-420-restart": ("jpg", jpeg("4:2:0", restart_marker_blocks=RESTART_MCUS)),
    "jpeg-420-progressive": ("jpg", jpeg("4:2:0", progressive=True)),
    "jpeg-444-progressive": ("jpg", jpeg("4:4:4", progressive=True)),
    "jpeg-grey": ("jpg", lambda image: saved(image.convert("L"), "JPEG", quality=85)),
    "jpeg-cmyk": ("jpg", lambda image: saved(image.convert("CMYK"), "JPEG", quality=85)),
    "webp-lossy": ("webp", lambda image: saved(image, "WEBP", quality=80, method=4)),
    "webp-lossy-opacity": ("webp", lambda image: saved(with_opacity(image), "WEBP", quality=80, method=4)),
    "webp-lossless": ("webp", lambda image: saved(image, "WEBP", lossless=True, quality=50, method=2)),
    "png-rgb": ("png", lambda image: saved(image, "PNG")),
    "png-rgb-opacity": ("png", lambda image: saved(with_opacity(image), "PNG")),
    "png-palette": ("png", lambda image: saved(with_palette(image), "PNG")),
    "png-grey": ("png", lambda image: saved(image.convert("L"), "PNG")),
    "gif": ("gif", lambda image: saved(with_palette(image), "GIF")),
    "avif-420": ("avif", lambda image: saved(image, "AVIF", quality=70, speed=8, subsampling="4:2:0")),
    "avif-444": ("avif", lambda image: saved(image, "AVIF", quality=70, speed=8, subsampling="4:4:4")),
    "tiff": ("tif", lambda image: saved(image, "TIFF", compression="tiff_adobe_deflate")),
    **ENLARGED,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--ways", nargs="*", default=["*"])
    options = parser.parse_args()
    photographs = Photographs(options.photographs)
    for width, height, count in SIZES:
        for number in range(count):
            canvas = enlarged = None
            for way, (suffix, encode) in WAYS.items():
                folder = options.folder / f"{way}-{width}x{height}"
                path = folder / f"{number}.{suffix}"
                if path.exists() or not any(fnmatch.fnmatch(folder.name, pattern) for pattern in options.ways):
                    continue
                if way in ENLARGED:
                    enlarged = enlarged or photographs.part(width, height, random.Random(number))
                    picture = enlarged
                else:
                    canvas = canvas or photographs.canvas(width, height, random.Random(number))
                    picture = canvas
                folder.mkdir(parents=True, exist_ok=True)
                part = path.with_suffix(".part")
                part.write_bytes(encode(picture))
                part.rename(path)


main()
