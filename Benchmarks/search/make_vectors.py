#!/usr/bin/env python3
"""Makes embeddings to search: clusters of 48 true dimensions and noise, as embeddings of images have.

    make_vectors.py FOLDER --rows 1000000

Writes clip-retrieval's layout: img_emb/img_emb_N.npy (float16, length 1, at most 1,000,000 rows a file), and beside it
queries.npy (float32), drawn in the same way and not among the rows. The same options give the same files.
"""

from __future__ import annotations

import argparse
import pathlib

import numpy

BLOCK = 50_000


def drawn(
    random: numpy.random.Generator,
    rows: int,
    centres: numpy.ndarray,
    basis: numpy.ndarray,
    spread: float,
    noise: float,
) -> numpy.ndarray:
    """Vectors of length 1."""
    weights = 1 / (numpy.arange(len(centres)) + 10.0)
    cluster = random.choice(len(centres), rows, p=weights / weights.sum())
    inner = centres[cluster] + spread * random.standard_normal((rows, basis.shape[0]), dtype=numpy.float32)
    vectors = inner @ basis + noise * random.standard_normal((rows, basis.shape[1]), dtype=numpy.float32)
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--true-dimensions", type=int, default=48)
    parser.add_argument("--clusters", type=int, default=2_000)
    parser.add_argument("--spread", type=float, default=0.7, help="of a cluster; its centres have spread 1")
    parser.add_argument("--noise", type=float, default=0.05)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--rows-per-file", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random = numpy.random.default_rng(given.seed)
    centres = random.standard_normal((given.clusters, given.true_dimensions), dtype=numpy.float32)
    basis = random.standard_normal((given.true_dimensions, given.dimension), dtype=numpy.float32)
    basis /= numpy.sqrt(numpy.float32(given.true_dimensions))
    noise = given.noise * float(numpy.sqrt(given.true_dimensions))
    shape = (centres, basis, given.spread, noise)
    given.folder.mkdir(parents=True, exist_ok=True)
    numpy.save(given.folder / "queries.npy", drawn(random, given.queries, *shape))
    arrays = given.folder / "img_emb"
    arrays.mkdir(exist_ok=True)
    for number, start in enumerate(range(0, given.rows, given.rows_per_file)):
        rows = min(given.rows_per_file, given.rows - start)
        file = numpy.lib.format.open_memmap(
            arrays / f"img_emb_{number}.npy", mode="w+", dtype="<f2", shape=(rows, given.dimension)
        )
        for place in range(0, rows, BLOCK):
            many = min(BLOCK, rows - place)
            file[place : place + many] = drawn(random, many, *shape).astype(numpy.float16)
        file.flush()
        print(f"{start + rows} of {given.rows} rows", flush=True)


if __name__ == "__main__":
    main()
