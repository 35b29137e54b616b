# Compares our results with OpenCV's INTER_AREA: python quality.py PHOTOS OURS [SIZE] [CHECKED-QUALITY]
#
# For every photograph: PSNR (RGB) of our encoded result to OpenCV's area result before encoding, beside the PSNR of
# OpenCV's own JPEG round trip at the same quality. Needs opencv-python-headless 4.x and numpy.
import pathlib
import sys

import cv2
import numpy as np


def bordered(image, size):
    height, width = image.shape[:2]
    scale = size / max(width, height)
    if scale != 1:
        new = (max(1, round(width * scale)), max(1, round(height * scale)))
        image = cv2.resize(image, new, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4)
    height, width = image.shape[:2]
    top, left = (size - height) // 2, (size - width) // 2
    return cv2.copyMakeBorder(
        image, top, size - height - top, left, size - width - left, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def psnr(one, two):
    error = np.mean((one.astype(np.float64) - two.astype(np.float64)) ** 2)
    return 99.0 if error == 0 else 10 * np.log10(255 * 255 / error)


def main():
    photos, ours = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 256
    quality = int(sys.argv[4]) if len(sys.argv) > 4 else 95
    rows = []
    for path in sorted(photos.iterdir()):
        result = ours / (path.stem + ".jpg")
        if not result.exists():
            print("missing", path.name)
            continue
        wanted = bordered(cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION), size)
        _, coded = cv2.imencode(".jpg", wanted, [cv2.IMWRITE_JPEG_QUALITY, quality])
        own = psnr(cv2.imdecode(coded, cv2.IMREAD_COLOR), wanted)
        got = cv2.imread(str(result), cv2.IMREAD_COLOR)
        if got.shape != wanted.shape:
            print("size", path.name, got.shape, wanted.shape)
            continue
        rows.append((psnr(got, wanted) - own, psnr(got, wanted), own, result.stat().st_size, len(coded), path.name))
    rows.sort()
    table = np.array([row[:5] for row in rows])
    print("images %d: ours %.2f dB, OpenCV's round trip %.2f dB, lowest difference %.2f dB; bytes %.0f and %.0f" % (
        len(rows), table[:, 1].mean(), table[:, 2].mean(), table[:, 0].min(), table[:, 3].mean(), table[:, 4].mean()))
    for row in rows[:5]:
        print("  %+.2f dB: %.2f against %.2f  %s" % (row[0], row[1], row[2], row[5]))


main()
