"""Makes the files of a mix from photographs, so that each has the drawn size and about the drawn length."""

from __future__ import annotations

import functools
import io
import math
import pathlib
import random
import struct
from typing import Callable

from PIL import Image, ImageChops, ImageCms, __version__

from figures import Picture

# A photograph is enlarged at most so far; a larger picture is a mosaic of photographs.
MOST_ENLARGED = 1.5
LOWEST_QUALITY, HIGHEST_QUALITY = 20, 97
QUALITY_STEPS = 5
# A length is met if it is off by less than this part.
CLOSE = 0.05
# All frames of an animation together.
MOST_FRAME_PIXELS = 16_000_000
MOST_COLOURS = 256
# Another version of Pillow makes other files.
PILLOW = __version__
BACKGROUND = (255, 255, 255)

Encode = Callable[[int], bytes]


class Photographs:
    """The photographs that all pictures are made from."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
        if not self.paths:
            raise SystemExit(f"mix: no .jpg or .jpeg in {folder}")

    def part(self, width: int, height: int, random_numbers: random.Random) -> Image.Image:
        """One photograph, cut and scaled to a size."""
        with Image.open(random_numbers.choice(self.paths)) as opened:
            photograph = opened.convert("RGB")
        scale = min(photograph.width / width, photograph.height / height)
        cut_width, cut_height = max(1, int(width * scale)), max(1, int(height * scale))
        left = random_numbers.randint(0, photograph.width - cut_width)
        top = random_numbers.randint(0, photograph.height - cut_height)
        cut = photograph.crop((left, top, left + cut_width, top + cut_height))
        scaled: Image.Image = cut.resize((width, height), Image.Resampling.LANCZOS)
        return scaled

    def canvas(self, width: int, height: int, random_numbers: random.Random) -> Image.Image:
        """A picture of this size: one photograph, or a mosaic if it is larger than photographs are."""
        with Image.open(self.paths[0]) as first:
            tile = max(first.size) * MOST_ENLARGED
        columns, rows = math.ceil(width / tile), math.ceil(height / tile)
        if columns * rows == 1:
            return self.part(width, height, random_numbers)
        canvas = Image.new("RGB", (width, height))
        for row in range(rows):
            for column in range(columns):
                left, top = width * column // columns, height * row // rows
                right, bottom = width * (column + 1) // columns, height * (row + 1) // rows
                canvas.paste(self.part(right - left, bottom - top, random_numbers), (left, top))
        return canvas


def nearest(encode: Encode, length: int, low: int, high: int) -> bytes:
    """Of the files of the settings from `low` to `high`, which make them longer, one of about this length."""
    best = b""
    for _ in range(QUALITY_STEPS):
        setting = (low + high) // 2
        file = encode(setting)
        if not best or abs(math.log(len(file) / length)) < abs(math.log(len(best) / length)):
            best = file
        if abs(len(best) / length - 1) < CLOSE or low >= high:
            break
        low, high = (setting + 1, high) if len(file) < length else (low, setting - 1)
    return best


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


@functools.lru_cache(maxsize=None)
def srgb() -> bytes:
    """A profile of sRGB, dated 2000-01-01: the time of its making would make every file different."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + made[36:]


def profile_of(picture: Picture) -> dict[str, object]:
    return {"icc_profile": srgb()} if picture.has_profile else {}


def with_photoshop_blocks(jpeg: bytes, length: int) -> bytes:
    """Fills a JPEG up to a length with blocks like those that Photoshop writes for previews and settings."""
    end_of_jfif = 4 + int.from_bytes(jpeg[4:6], "big")
    blocks = b""
    while length - len(jpeg) - len(blocks) > 32:
        content = min(length - len(jpeg) - len(blocks), 65_535) - 4
        blocks += b"\xff\xed" + (content + 2).to_bytes(2, "big") + b"Photoshop 3.0\0".ljust(content, b"\0")
    return jpeg[:end_of_jfif] + blocks + jpeg[end_of_jfif:]


def jpeg(picture: Picture, canvas: Image.Image) -> bytes:
    image = canvas.convert("L") if picture.grey else canvas
    more: dict[str, object] = {} if picture.grey else {"subsampling": "4:2:0" if picture.subsampled else "4:4:4"}

    def encode(quality: int) -> bytes:
        return saved(
            image,
            "JPEG",
            quality=quality,
            progressive=picture.progressive,
            optimize=picture.own_tables,
            **more,
            **profile_of(picture),
        )

    file = nearest(encode, picture.bytes, LOWEST_QUALITY, HIGHEST_QUALITY)
    return with_photoshop_blocks(file, picture.bytes) if len(file) < picture.bytes * (1 - CLOSE) else file


def webp(picture: Picture, canvas: Image.Image) -> bytes:
    file = nearest(
        lambda quality: saved(canvas, "WEBP", quality=quality, method=4, **profile_of(picture)),
        picture.bytes,
        LOWEST_QUALITY // 4,
        HIGHEST_QUALITY,
    )
    if len(file) < picture.bytes / 1.5:
        return saved(canvas, "WEBP", lossless=True, quality=25, method=1, **profile_of(picture))
    return file


def avif(picture: Picture, canvas: Image.Image) -> bytes:
    return nearest(
        lambda quality: saved(canvas, "AVIF", quality=quality, speed=8, max_threads=1, **profile_of(picture)),
        picture.bytes,
        LOWEST_QUALITY,
        HIGHEST_QUALITY,
    )


def middle(canvas: Image.Image, share: float) -> Image.Image:
    """The middle of a picture, this share of its area."""
    side = math.sqrt(min(1.0, share))
    width, height = max(1, round(canvas.width * side)), max(1, round(canvas.height * side))
    left, top = (canvas.width - width) // 2, (canvas.height - height) // 2
    return canvas.crop((left, top, left + width, top + height))


def on_background(canvas: Image.Image, share: float, mode: str) -> Image.Image:
    """A picture whose middle is the photograph and the rest is white, or transparent with the mode RGBA."""
    part = middle(canvas, share)
    image = Image.new(mode, canvas.size, (*BACKGROUND, 0) if mode == "RGBA" else BACKGROUND)
    image.paste(part, ((canvas.width - part.width) // 2, (canvas.height - part.height) // 2))
    return image


def filled(canvas: Image.Image, length: int, mode: str, encode: Callable[[Image.Image], bytes]) -> bytes:
    """A lossless file of about this length: the photograph gets as much of the area as that needs."""
    file, share = encode(on_background(canvas, 1, mode)), 1.0
    for _ in range(2):
        if abs(len(file) / length - 1) < CLOSE or (share == 1 and len(file) < length):
            break
        share = min(1.0, share * length / len(file))
        file = encode(on_background(canvas, share, mode))
    return file


def png(picture: Picture, canvas: Image.Image) -> bytes:
    """By its length one with a palette, or with all colours, and then every second one with transparency."""
    more = profile_of(picture)
    if 8 * picture.bytes / (picture.width * picture.height) < 4:
        palette = canvas.quantize(MOST_COLOURS, Image.Quantize.FASTOCTREE)
        return filled(
            canvas,
            picture.bytes,
            "RGB",
            lambda image: saved(image.quantize(palette=palette), "PNG", **more),
        )
    mode = "RGBA" if picture.number % 2 else "RGB"
    return filled(canvas, picture.bytes, mode, lambda image: saved(image, "PNG", **more))


def gif(picture: Picture, canvas: Image.Image) -> bytes:
    palette = canvas.quantize(MOST_COLOURS, Image.Quantize.FASTOCTREE)
    frames = max(1, min(picture.frames, MOST_FRAME_PIXELS // (picture.width * picture.height)))

    def encode(image: Image.Image) -> bytes:
        if frames == 1:
            return saved(image.quantize(palette=palette), "GIF")
        step = max(1, image.width // 40)
        moved = [ImageChops.offset(image, step * n, 0).quantize(palette=palette) for n in range(frames)]
        return saved(moved[0], "GIF", save_all=True, append_images=moved[1:], duration=80, loop=0)

    return filled(canvas, picture.bytes, "RGB", encode)


ENCODERS: dict[str, Callable[[Picture, Image.Image], bytes]] = {
    "jpg": jpeg,
    "png": png,
    "gif": gif,
    "webp": webp,
    "avif": avif,
}


def make(picture: Picture, photographs: Photographs) -> bytes:
    """The file of a picture: the same for the same photographs and the same version of Pillow."""
    random_numbers = random.Random(picture.number)
    return ENCODERS[picture.format](picture, photographs.canvas(picture.width, picture.height, random_numbers))
