"""Makes the pictures of a mix and the list of their URLs, and prints what was made.

Called by scripts/bench (`make bench MIX=web`).
"""

from __future__ import annotations

import argparse
import collections
import csv
import functools
import hashlib
import json
import multiprocessing
import os
import pathlib
import random
import shutil
import statistics
import sys
from urllib.parse import quote

import figures
import pictures
from figures import Picture

SIDES = (256, 512, 1024)
# Drawn from by the list, so that two lists of different length share their beginning.
LIST_SEED = 2


def made_file(picture: Picture, photographs: pictures.Photographs, folder: pathlib.Path) -> tuple[str, int]:
    """Makes one file; its name and length."""
    file = pictures.make(picture, photographs)
    (folder / picture.name).write_bytes(file)
    return picture.name, len(file)


def fingerprint(options: argparse.Namespace, photographs: pictures.Photographs) -> str:
    """Of all that the files depend on."""
    digest = hashlib.sha256(f"{options.mix} {options.pictures} {pictures.PILLOW}\n".encode())
    here = pathlib.Path(__file__).parent
    for path in (here / "figures.py", here / "pictures.py", *photographs.paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def make(options: argparse.Namespace) -> None:
    """Makes the files, unless the folder has them already; `made.json` there is written last."""
    photographs = pictures.Photographs(options.photographs)
    stamp = fingerprint(options, photographs)
    made = options.folder / "made.json"
    if made.exists() and json.loads(made.read_text())["fingerprint"] == stamp:
        return
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    drawn = figures.draw(options.mix, options.pictures)
    # The largest first: no core waits for the other at the end.
    drawn.sort(key=lambda picture: -picture.width * picture.height * picture.frames)
    work = functools.partial(made_file, photographs=photographs, folder=options.folder)
    lengths = {}
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        for done, (name, length) in enumerate(pool.imap_unordered(work, drawn), 1):
            lengths[name] = length
            if done % 100 == 0:
                print(f"mix: {done:,} of {len(drawn):,} pictures made", file=sys.stderr, flush=True)
    made.write_text(json.dumps({"fingerprint": stamp, "mix": options.mix, "lengths": lengths}))


def made_pictures(folder: pathlib.Path) -> tuple[str, list[Picture], dict[str, int]]:
    """The mix of a folder, its pictures in the order of their numbers, and the lengths of their files by name."""
    made = json.loads((folder / "made.json").read_text())
    return made["mix"], figures.draw(made["mix"], len(made["lengths"])), made["lengths"]


def write_list(options: argparse.Namespace) -> None:
    """One row for each URL: every picture about as often as every other, a share of the rows over HTTPS."""
    _, drawn, lengths = made_pictures(options.folder)
    random_numbers = random.Random(LIST_SEED)
    rows = (drawn * (options.count // len(drawn) + 1))[: options.count]
    random_numbers.shuffle(rows)
    secure_rows = options.count * options.https_percent // 100
    over_https = [n < secure_rows for n in range(options.count)]
    random_numbers.shuffle(over_https)
    with open(options.list, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["url", "caption", "format"])
        for n, (picture, secure) in enumerate(zip(rows, over_https)):
            start = f"https://127.0.0.1:{options.https_port}" if secure else f"http://127.0.0.1:{options.http_port}"
            writer.writerow([f"{start}/{quote(picture.name)}?n={n}", f"picture {n} of the benchmark", picture.format])
    for name in lengths:
        (options.folder / name).read_bytes()  # fills the page cache
    print(options.count, sum(lengths[picture.name] for picture in rows) // options.count)


def line(name: str, some: list[Picture], lengths: dict[str, int], all_pictures: int) -> str:
    pixels = [picture.width * picture.height for picture in some]
    files = [lengths[picture.name] for picture in some]
    bits = [8 * length / area for length, area in zip(files, pixels)]
    return (
        f"| {name} | {100 * len(some) / all_pictures:.1f} % | {statistics.median(pixels) / 1e6:.3f} "
        f"| {statistics.mean(pixels) / 1e6:.3f} | {statistics.median(files) / 1000:.0f} "
        f"| {statistics.mean(files) / 1000:.0f} | {statistics.median(bits):.2f} |"
    )


def share(pixels: list[int], side: int) -> str:
    return f"{100 * sum(value >= side for value in pixels) / len(pixels):.1f} %"


def print_table(options: argparse.Namespace) -> None:
    """What was made, to compare with what was published."""
    mix, drawn, lengths = made_pictures(options.folder)
    by_kind: dict[str, list[Picture]] = collections.defaultdict(list)
    for picture in drawn:
        by_kind[picture.format].append(picture)
    print(f'\nThe mix "{mix}" as made, {len(drawn):,} different pictures:\n')
    print("| | share | megapixels, median | mean | KB, median | mean | bits per pixel, median |")
    print("|---|---|---|---|---|---|---|")
    for name, some in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        print(line(name, some, lengths, len(drawn)))
    print(line("all", drawn, lengths, len(drawn)))
    jpegs = by_kind["jpg"]
    print(
        f"\n{100 * sum(picture.progressive for picture in jpegs) / len(jpegs):.0f} % of the JPEGs are progressive, "
        f"{100 * sum(not picture.subsampled for picture in jpegs) / len(jpegs):.0f} % have full chroma.\n"
    )
    print("| | " + " | ".join(f">= {side}" for side in SIDES) + " |")
    print("|---" * (len(SIDES) + 1) + "|")
    longer = [max(picture.width, picture.height) for picture in drawn]
    shorter = [min(picture.width, picture.height) for picture in drawn]
    for name, pixels in (("longer side", longer), ("shorter side", shorter)):
        print(f"| {name} | " + " | ".join(share(pixels, side) for side in SIDES) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make")
    making.set_defaults(perform=make)
    making.add_argument("--mix", choices=sorted(figures.FORMATS), required=True)
    making.add_argument("--pictures", type=int, required=True)
    making.add_argument("--photographs", type=pathlib.Path, required=True)
    listing = commands.add_parser("list")
    listing.set_defaults(perform=write_list)
    listing.add_argument("--count", type=int, required=True)
    listing.add_argument("--http-port", type=int, required=True)
    listing.add_argument("--https-port", type=int, required=True)
    listing.add_argument("--https-percent", type=int, default=50)
    listing.add_argument("--list", type=pathlib.Path, required=True)
    printing = commands.add_parser("table")
    printing.set_defaults(perform=print_table)
    for command in (making, listing, printing):
        command.add_argument("--folder", type=pathlib.Path, required=True, help="of the made pictures")
    options = parser.parse_args()
    options.perform(options)


if __name__ == "__main__":
    main()
