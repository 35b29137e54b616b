"""python3 -m unittest discover -s Benchmarks/mix"""

from __future__ import annotations

import unittest
from collections import Counter
from statistics import median

import figures


class FiguresTests(unittest.TestCase):
    def test_the_drawing_follows_the_published_shares(self) -> None:
        pictures = figures.draw("web", 1000)
        counts = Counter(picture.format for picture in pictures)
        self.assertEqual(counts, {"jpg": 385, "png": 337, "webp": 143, "gif": 123, "avif": 12})
        for side, share in figures.LONGER_SIDES:
            drawn = sum(max(picture.width, picture.height) >= side for picture in pictures) / len(pictures)
            self.assertAlmostEqual(drawn, share, delta=0.003, msg=f"longer side {side}")
        for side, share in figures.SHORTER_SIDES:
            drawn = sum(min(picture.width, picture.height) >= side for picture in pictures) / len(pictures)
            self.assertAlmostEqual(drawn, share, delta=0.02, msg=f"shorter side {side}")
        square = sum(picture.width == picture.height for picture in pictures) / len(pictures)
        self.assertAlmostEqual(square, 0.332, delta=0.03)
        jpegs = [picture for picture in pictures if picture.format == "jpg"]
        self.assertAlmostEqual(sum(picture.progressive for picture in jpegs) / len(jpegs), 1 / 3, delta=0.01)
        self.assertAlmostEqual(sum(picture.subsampled for picture in jpegs) / len(jpegs), 0.4, delta=0.01)

    def test_the_lengths_follow_the_published_bits_per_pixel(self) -> None:
        pictures = figures.draw("list", 4000)
        bits = [
            8 * picture.bytes / picture.width / picture.height
            for picture in pictures
            if picture.format == "jpg" and 200_000 < picture.width * picture.height <= 300_000
        ]
        self.assertAlmostEqual(median(bits), 1.95, delta=0.3)
        self.assertGreaterEqual(min(picture.bytes for picture in pictures), figures.LEAST_BYTES)

    def test_a_percentile_is_its_own_value(self) -> None:
        points = [(0.1, 1.0), (0.5, 2.0), (0.9, 8.0)]
        for share, value in points:
            self.assertAlmostEqual(figures.quantile(points, share), value)
        self.assertLess(figures.quantile(points, 0.05), 1.0)
        self.assertGreater(figures.quantile(points, 0.95), 8.0)
        self.assertEqual(figures.quantile(points, 0.999), figures.quantile(points, figures.MOST_EXTREME))

    def test_the_same_seed_draws_the_same_pictures(self) -> None:
        self.assertEqual(figures.draw("web", 50), figures.draw("web", 50))
        self.assertNotEqual(figures.draw("web", 50), figures.draw("web", 50, seed=2))

    def test_shares_become_whole_numbers(self) -> None:
        self.assertEqual(figures.counts_of({"a": 1, "b": 1, "c": 1}, 10), {"a": 4, "b": 3, "c": 3})


if __name__ == "__main__":
    unittest.main()
