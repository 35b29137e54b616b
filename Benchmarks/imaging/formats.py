"""CPU of one image in the formats and variants of the web, beside OpenCV's and the bare libraries':

    formats.py --image-bench PROGRAM --bare PROGRAM --folder FOLDER [--size N] [--rounds N] [--ways PATTERN…]

The files of make_formats.py to a padded JPEG of so many pixels, 256 by default, at quality 95, each tool on one thread, in turns; the best round
counts. OpenCV does what img2dataset does: imdecode unchanged, transparency over white, INTER_AREA, border, imencode. The
bare libraries are Benchmarks/floor/formats.c. Needs opencv-python-headless 4.x and numpy.
"""

from __future__ import annotations

import argparse
import datetime
import fnmatch
import os
import pathlib
import re
import subprocess
import sys
import time

import cv2
import numpy as np

QUALITY = 95
# Rounds of a tool that follow one another; the tools then take turns.
ROUNDS_AT_ONCE = 3


def opencv(data: bytes, side: int) -> np.ndarray | None:
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        return None
    if image.ndim == 3 and image.shape[2] == 4:
        alpha = image[:, :, 3:].astype(np.float32) / 255
        image = np.clip(alpha * image[:, :, :3] + 255 * (1 - alpha), 0, 255)
        image = np.rint(image).astype(np.uint8)
    height, width = image.shape[:2]
    scale = side / max(width, height)
    image = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    height, width = image.shape[:2]
    top, left = (side - height) // 2, (side - width) // 2
    image = cv2.copyMakeBorder(
        image, top, side - height - top, left, side - width - left, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]


def by_opencv(files: list[pathlib.Path], side: int) -> float | None:
    bodies = [path.read_bytes() for path in files]
    if opencv(bodies[0], side) is None:
        return None
    best = float("inf")
    for _ in range(ROUNDS_AT_ONCE):
        start = time.process_time()
        for body in bodies:
            opencv(body, side)
        best = min(best, (time.process_time() - start) * 1e3 / len(bodies))
    return best


def by_program(arguments: list[str], files: list[pathlib.Path], side: int) -> float | None:
    """The program's word on its best round; None for a format that it does not read."""
    environment = {**os.environ, "IMAGE_SIZE": str(side)}
    done = subprocess.run([*arguments, *map(str, files)], capture_output=True, text=True, env=environment)
    if "cannot read" in done.stdout:
        return None
    found = re.search(r"images (\d+)(?:, failed (\d+))?, best round ([0-9.]+)", done.stdout)
    if done.returncode != 0 or found is None or (found.group(2) or "0") != "0":
        sys.exit(done.stdout + done.stderr)
    return float(found.group(3))


def least(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return min(known, default=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image-bench", required=True)
    parser.add_argument("--bare", required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="*", default=["*"])
    options = parser.parse_args()
    cv2.setNumThreads(1)
    print(f"{datetime.date.today()}, OpenCV {cv2.__version__}, to {options.size} px, best of {ROUNDS_AT_ONCE * options.rounds} rounds\n")
    print("| files | KB | img2shards, ms | ms/MP | OpenCV, ms/MP | bare libraries, ms/MP | / OpenCV | / bare |")
    print("|---|---|---|---|---|---|---|---|")
    for place in sorted(options.folder.iterdir(), key=lambda path: (path.name.split("-")[-1], path.name)):
        if not any(fnmatch.fnmatch(place.name, pattern) for pattern in options.ways):
            continue
        files = sorted(place.iterdir())
        width, height = map(int, place.name.split("-")[-1].split("x"))
        megapixels = width * height / 1e6
        kilobytes = sum(path.stat().st_size for path in files) / len(files) / 1e3
        ours, theirs, bare = [], [], []
        for _ in range(options.rounds):
            # The first round of our program is not counted.
            ours.append(by_program([options.image_bench, str(ROUNDS_AT_ONCE + 1), "-"], files, options.size))
            theirs.append(by_opencv(files, options.size))
            bare.append(by_program([options.bare, str(ROUNDS_AT_ONCE)], files, options.size))
        own, others = least(ours), [least(theirs), least(bare)]
        if own is None:
            sys.exit(f"{place.name} cannot be read")
        cells = [place.name, f"{kilobytes:.0f}", f"{own:.2f}", f"{own / megapixels:.2f}"]
        cells += ["" if other is None else f"{other / megapixels:.2f}" for other in others]
        cells += ["" if other is None else f"{own / other:.2f}" for other in others]
        print("| " + " | ".join(cells) + " |", flush=True)


main()
