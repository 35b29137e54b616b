# Compares our blurred boxes with img2dataset's blurrer: python blur.py IMG2SHARDS PHOTOS
#
# Every photograph gets zero to five generated boxes. Ours are compared with img2dataset's own blurring of our unblurred
# pixels, so that only the blurring differs. Needs img2dataset, opencv-python-headless 4.x, numpy and pyarrow (the
# environment of scripts/setup bench); serves PHOTOS on a loopback port while it runs.
import functools
import http.server
import pathlib
import random
import subprocess
import sys
import tarfile
import tempfile
import threading

import cv2
import numpy as np
import pyarrow
import pyarrow.parquet
from img2dataset.blurrer import BoundingBoxBlurrer


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def made_boxes(chance):
    boxes = []
    for _ in range(chance.choice([0, 1, 1, 2, 5])):
        x, y, width, height = chance.uniform(0, 0.9), chance.uniform(0, 0.9), chance.uniform(0.02, 0.6), chance.uniform(0.02, 0.6)
        boxes.append([x, y, min(1, x + width), min(1, y + height)])
    return boxes


def pixels(folder):
    images = {}
    with tarfile.open(folder / "00000.tar") as tar:
        for member in tar:
            if member.name.endswith(".png"):
                data = np.frombuffer(tar.extractfile(member).read(), np.uint8)
                images[int(member.name[5:9])] = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    return images


def main():
    program, photos = sys.argv[1], pathlib.Path(sys.argv[2])
    names = sorted(p.name for p in photos.iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
    chance = random.Random(3)
    boxes = [made_boxes(chance) for _ in names]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(photos)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        urls = [f"http://127.0.0.1:{server.server_port}/{name}" for name in names]
        pyarrow.parquet.write_table(pyarrow.table({"url": urls, "boxes": boxes}), scratch / "list.parquet")
        for folder, options in (("plain", []), ("blurred", ["--bbox-col", "boxes"])):
            subprocess.run(
                [program, "download", "--url-list", scratch / "list.parquet", "--output-folder", scratch / folder,
                 "--resize-mode", "keep_ratio", "--encode-format", "png", "--allow-private-addresses", *options],
                check=True, stderr=subprocess.DEVNULL)
        plain, blurred = pixels(scratch / "plain"), pixels(scratch / "blurred")
    blurrer = BoundingBoxBlurrer()
    ratios, largest = [], 0
    for index, image in plain.items():
        wanted = blurrer(image, boxes[index]) if boxes[index] else image
        difference = np.abs(wanted.astype(int) - blurred[index].astype(int))
        if boxes[index]:
            error = np.mean(difference.astype(float) ** 2)
            ratios.append(99.0 if error == 0 else 10 * np.log10(255 * 255 / error))
        largest = max(largest, int(difference.max()))
    ratios.sort()
    print(f"{len(plain)} images, {len(ratios)} with boxes: lowest PSNR {ratios[0]:.1f} dB, "
          f"{sum(r == 99 for r in ratios)} equal, largest difference {largest} of 255")


main()
