# CPU per image of every format, compared with OpenCV: python formats.py IMAGE-BENCH [FOLDER] [COUNT] [ROUNDS]
#
# The same generated files (500x375 and 1600x1067) to a padded JPEG of 256 px at quality 95, each tool on one thread. OpenCV
# does what img2dataset does: imdecode unchanged, transparency over white, INTER_AREA, border, imencode. Best round of
# each. Needs opencv-python-headless 4.x and numpy.
import pathlib
import re
import subprocess
import sys
import time

import cv2
import numpy as np

SIZE, QUALITY = 256, 95


def opencv(data):
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        return None
    if image.ndim == 3 and image.shape[2] == 4:
        alpha = image[:, :, 3:].astype(np.float32) / 255
        image = np.clip(alpha * image[:, :, :3] + 255 * (1 - alpha), 0, 255)
        image = np.rint(image).astype(np.uint8)
    height, width = image.shape[:2]
    scale = SIZE / max(width, height)
    image = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    height, width = image.shape[:2]
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    image = cv2.copyMakeBorder(
        image, top, SIZE - height - top, left, SIZE - width - left, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]


def opencv_milliseconds(files, rounds):
    bodies = [path.read_bytes() for path in files]
    if opencv(bodies[0]) is None:
        return None
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for body in bodies:
            opencv(body)
        best = min(best, (time.process_time() - start) * 1e3 / len(bodies))
    return best


def our_milliseconds(tool, files, rounds):
    answer = subprocess.run(
        [tool, str(rounds + 1), "-", *map(str, files)], check=True, capture_output=True, text=True).stdout
    found = re.search(r"failed (\d+), best round ([0-9.]+)", answer)
    if found is None or found.group(1) != "0":
        sys.exit(answer)
    return float(found.group(2))


def rewrite_avif(folder):
    """AVIF by OpenCV's own encoder: it refuses those of libheif 1.15."""
    for place in folder.glob("avif-*"):
        for path in place.iterdir():
            source = folder / place.name.replace("avif", "png") / (path.stem + ".png")
            cv2.imwrite(str(path), cv2.imread(str(source)), [cv2.IMWRITE_AVIF_QUALITY, 85, cv2.IMWRITE_AVIF_SPEED, 9])


def main():
    tool = sys.argv[1]
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "bench-output/formats")
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    cv2.setNumThreads(1)
    subprocess.run([tool, "make", str(folder), str(count)], check=True)
    rewrite_avif(folder)
    print("OpenCV %s, %d files each, best of %d rounds, CPU ms per image\n" % (cv2.__version__, count, rounds))
    print("| files | KB | img2shards | OpenCV | ratio |")
    print("|---|---|---|---|---|")
    for place in sorted(folder.iterdir(), key=lambda path: (path.name.split("-")[-1], path.name)):
        files = sorted(place.iterdir())
        size = sum(path.stat().st_size for path in files) / len(files) / 1000
        ours, theirs = our_milliseconds(tool, files, rounds), opencv_milliseconds(files, rounds)
        print("| %s | %.0f | %.2f | %s | %s |" % (
            place.name, size, ours, "cannot" if theirs is None else "%.2f" % theirs,
            "" if theirs is None else "%.2f" % (ours / theirs)), flush=True)


main()
