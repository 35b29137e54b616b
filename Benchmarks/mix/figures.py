"""The mix of pictures as published statistics describe it, and a drawing of single pictures that follows them.

Needs nothing but Python itself. docs/benchmarks.md ("Like the web") names the source of every figure.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from statistics import NormalDist

# Shares of the formats, in percent, by the name of the mix.
FORMATS: dict[str, dict[str, float]] = {
    # HTTP Archive's Web Almanac 2024, without SVG, ICO, unknown formats, and the single pixels among the GIFs (6.4 %).
    "web": {"jpg": 32.4, "png": 28.4, "gif": 16.8 - 6.4, "webp": 12.0, "avif": 1.0},
    # The endings of the URLs in img2dataset's own list of 10,000 rows of 2021.
    "list": {"jpg": 85.66, "png": 6.48, "gif": 0.05, "webp": 0.03},
}

# LAION-400M: the shares of the pictures whose longer side has at least so many pixels. The first point is assumed, and
# the slope between the last two is continued up to LONGEST_SIDE.
LONGER_SIDES: list[tuple[int, float]] = [(96, 1.0), (256, 268 / 413), (512, 112 / 413), (1024, 26 / 413)]
LONGEST_SIDE = 4096
# LAION-400M: the same of the shorter side. `_shape` is fitted to them.
SHORTER_SIDES: list[tuple[int, float]] = [(256, 211 / 413), (512, 67 / 413), (1024, 9.6 / 413)]
# LAION dropped what has fewer bytes.
LEAST_BYTES = 5_000

# Web Almanac 2024: 14 % of all pictures are upright, 53 % wide.
UPRIGHT = 14 / (14 + 53)
# Web Almanac 2024.
ANIMATED_GIFS = 0.32
FRAMES: list[tuple[float, float]] = [(0.1, 4), (0.25, 8), (0.5, 12), (0.75, 24), (0.9, 60)]
# Web Almanac 2024: pictures with an ICC profile. Web Almanac 2022: grey pictures.
PROFILES = 0.123
GREY = 0.0116
# Akamai, 2015: JPEGs whose chroma is not subsampled; the others are 4:2:0.
FULL_CHROMA = 0.60
# Assumed: there is no recent count (2013: 7 %).
PROGRESSIVE = 1 / 3
# Assumed: half of the other JPEGs have Huffman tables of their own instead of the standard's.
OWN_TABLES = 1 / 2

# Bits per pixel as (share of the pictures below, bits), by format and up to how many megapixels.
# JPEG, WebP, AVIF: HTTP Archive 2024 by size (webmproject/codec-compare); the last row is continued.
Bits = list[tuple[float, float]]
BITS: dict[str, list[tuple[float, Bits]]] = {
    "jpg": [
        (0.1, [(0.1, 1.03), (0.5, 3.07), (0.9, 11.54)]),
        (0.2, [(0.1, 0.68), (0.5, 2.07), (0.9, 6.60)]),
        (0.3, [(0.1, 0.60), (0.5, 1.95), (0.9, 6.25)]),
        (0.4, [(0.1, 0.58), (0.5, 1.84), (0.9, 5.88)]),
        (0.5, [(0.1, 0.57), (0.5, 1.80), (0.9, 5.75)]),
        (0.6, [(0.1, 0.54), (0.5, 1.71), (0.9, 5.53)]),
        (0.7, [(0.1, 0.44), (0.5, 1.52), (0.9, 5.06)]),
        (math.inf, [(0.1, 0.49), (0.5, 1.56), (0.9, 4.97)]),
    ],
    "webp": [
        (0.1, [(0.1, 0.49), (0.5, 1.69), (0.9, 6.75)]),
        (0.2, [(0.1, 0.28), (0.5, 1.04), (0.9, 2.99)]),
        (0.3, [(0.1, 0.24), (0.5, 0.85), (0.9, 2.74)]),
        (0.4, [(0.1, 0.25), (0.5, 0.85), (0.9, 2.58)]),
        (0.5, [(0.1, 0.25), (0.5, 0.84), (0.9, 2.54)]),
        (0.6, [(0.1, 0.23), (0.5, 0.79), (0.9, 2.56)]),
        (0.7, [(0.1, 0.21), (0.5, 0.69), (0.9, 2.11)]),
        (math.inf, [(0.1, 0.23), (0.5, 0.77), (0.9, 2.40)]),
    ],
    "avif": [
        (0.1, [(0.1, 0.58), (0.5, 1.63), (0.9, 4.36)]),
        (0.2, [(0.1, 0.24), (0.5, 0.78), (0.9, 1.98)]),
        (0.3, [(0.1, 0.20), (0.5, 0.65), (0.9, 1.64)]),
        (0.4, [(0.1, 0.14), (0.5, 0.53), (0.9, 1.53)]),
        (0.5, [(0.1, 0.14), (0.5, 0.53), (0.9, 1.38)]),
        (0.6, [(0.1, 0.12), (0.5, 0.50), (0.9, 1.36)]),
        (0.7, [(0.1, 0.13), (0.5, 0.56), (0.9, 1.47)]),
        (math.inf, [(0.1, 0.10), (0.5, 0.46), (0.9, 1.40)]),
    ],
    # The median of the Web Almanac 2024; the spread is that of the GIFs without animation: assumed.
    "png": [(math.inf, [(0.1, 0.98), (0.25, 1.95), (0.5, 3.8), (0.75, 6.2), (0.9, 10.1)])],
    # Web Almanac 2024.
    "gif": [(math.inf, [(0.1, 0.9), (0.25, 1.8), (0.5, 3.5), (0.75, 5.7), (0.9, 9.3)])],
    "animated gif": [(math.inf, [(0.1, 4.5), (0.25, 12.1), (0.5, 32.6), (0.75, 60.6), (0.9, 82.6)])],
}
# Above this share the percentiles are not continued.
MOST_EXTREME = 0.97


@dataclass(frozen=True)
class Picture:
    """One picture to be made."""

    number: int
    # A key of FORMATS, also the ending of the file's name.
    format: str
    width: int
    height: int
    # The length of the file.
    bytes: int
    progressive: bool = False
    own_tables: bool = False
    # Of a JPEG: whether the chroma is subsampled to 4:2:0.
    subsampled: bool = False
    grey: bool = False
    has_profile: bool = False
    # Of a GIF.
    frames: int = 1

    @property
    def name(self) -> str:
        return f"{self.number:05d}.{self.format}"


def counts_of(shares: dict[str, float], count: int) -> dict[str, int]:
    """`count` things divided by shares of any sum, as exactly as whole numbers can be."""
    total = sum(shares.values())
    exact = {name: count * share / total for name, share in shares.items()}
    counts = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_rest[: count - sum(counts.values())]:
        counts[name] += 1
    return counts


def longer_side(share: float) -> int:
    """The side that `share` of all longer sides are below."""
    above = 1 - share
    for (low, above_low), (high, above_high) in zip(LONGER_SIDES, LONGER_SIDES[1:]):
        part = math.log(above_low / above) / math.log(above_low / above_high)
        if part <= 1 or high == LONGER_SIDES[-1][0]:
            return min(LONGEST_SIDE, round(low * math.pow(high / low, part)))
    raise AssertionError("LONGER_SIDES has no two points")


def quantile(points: list[tuple[float, float]], share: float) -> float:
    """The value that `share` of all are below: between the points straight in its logarithm over a normal scale."""
    normal = NormalDist()
    share = min(MOST_EXTREME, max(1 - MOST_EXTREME, share))
    at = normal.inv_cdf(share)
    known = [(normal.inv_cdf(part), math.log(value)) for part, value in points]
    after = next((n for n, (place, _) in enumerate(known) if at <= place), len(known) - 1)
    (low, low_value), (high, high_value) = known[max(0, after - 1)], known[max(1, after)]
    return math.exp(low_value + (high_value - low_value) * (at - low) / (high - low))


def bits_per_pixel(kind: str, pixels: int, share: float) -> float:
    """Of a kind of BITS: the bits that `share` of all such pictures of about this size are below."""
    points = next(points for megapixels, points in BITS[kind] if pixels <= megapixels * 1e6)
    return quantile(points, share)


class _Spread:
    """Shares between 0 and 1 in a random order, as evenly as `count` values can be."""

    def __init__(self, count: int, random_numbers: random.Random) -> None:
        self.values = [(n + 0.5) / count for n in range(count)]
        random_numbers.shuffle(self.values)

    def next(self) -> float:
        return self.values.pop()


def _shape(longer: int, random_numbers: random.Random) -> tuple[int, int]:
    """Width and height. Fitted to LAION's shorter sides and to the third of all pictures that is square."""
    square, least, most = (0.40, 1.05, 2.0) if longer < 512 else (0.25, 1.2, 1.75) if longer < 1024 else (0, 1.3, 2.1)
    if random_numbers.random() < square:
        return longer, longer
    aspect = math.exp(random_numbers.uniform(math.log(least), math.log(most)))
    shorter = max(1, round(longer / aspect))
    return (shorter, longer) if random_numbers.random() < UPRIGHT else (longer, shorter)


def draw(mix: str, count: int, seed: int = 1) -> list[Picture]:
    """The pictures of a mix: the same for the same arguments, on every machine."""
    random_numbers = random.Random(seed)
    formats = [name for name, number in counts_of(FORMATS[mix], count).items() for _ in range(number)]
    random_numbers.shuffle(formats)
    sides = _Spread(count, random_numbers)
    number_of = {name: formats.count(name) for name in FORMATS[mix]}

    def spreads() -> dict[str, _Spread]:
        return {name: _Spread(number, random_numbers) for name, number in number_of.items()}

    weights, progressive, tables, chroma, greys, profiles, animated = (spreads() for _ in range(7))
    pictures = []
    for number, name in enumerate(formats):
        width, height = _shape(longer_side(sides.next()), random_numbers)
        kind, frames = name, 1
        if name == "gif" and animated[name].next() < ANIMATED_GIFS:
            kind = "animated gif"
            frames = max(2, round(quantile(FRAMES, random_numbers.random())))
        bits = bits_per_pixel(kind, width * height, weights[name].next())
        is_jpeg = name == "jpg"
        is_progressive = is_jpeg and progressive[name].next() < PROGRESSIVE
        pictures.append(
            Picture(
                number=number,
                format=name,
                width=width,
                height=height,
                bytes=max(LEAST_BYTES, round(width * height * bits / 8)),
                progressive=is_progressive,
                own_tables=is_jpeg and not is_progressive and tables[name].next() < OWN_TABLES,
                subsampled=is_jpeg and chroma[name].next() >= FULL_CHROMA,
                grey=is_jpeg and greys[name].next() < GREY,
                has_profile=name != "gif" and profiles[name].next() < PROFILES,
                frames=frames,
            )
        )
    return pictures
