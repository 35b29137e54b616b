#!/usr/bin/env python3
"""Measures faiss in Python on embeddings, beside an index of img2shards.

    faiss_beside.py FOLDER INDEX     FOLDER of make_vectors.py, INDEX of img2shards index --type ivf

Builds IVF,SQ8 of as many lists and as large a sample with faiss, and searches both indices with faiss for the queries
beside the embeddings, one thread. Recall is against exact search. CPU seconds of the process, one run.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

import faiss
import numpy

QUERIES = 200


def shown(name: str, start: float, count: int = 1) -> None:
    print(f"{name}: {(time.process_time() - start) / count:.4f} CPU s", flush=True)


def main() -> None:
    folder, index_folder = map(pathlib.Path, sys.argv[1:3])
    arrays = sorted(folder.glob("img_emb/*.npy"), key=lambda path: int(path.stem.split("_")[-1]))
    parts = [numpy.load(path, mmap_mode="r") for path in arrays]
    queries = numpy.load(folder / "queries.npy")[:QUERIES]
    info = json.loads((index_folder / "info.json").read_text())["image"]
    ours = faiss.read_index(str(index_folder / "image.index"), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)

    exact = faiss.ResultHeap(len(queries), 10, keep_max=True)
    for number, part in enumerate(parts):
        flat = faiss.IndexFlatIP(part.shape[1])
        flat.add(part.astype(numpy.float32))
        distances, rows = flat.search(queries, 10)
        exact.add_result(distances, rows + sum(len(before) for before in parts[:number]))
    exact.finalize()

    def searched(name: str, index: faiss.Index) -> None:
        faiss.omp_set_num_threads(1)
        index.search(queries, 10)
        start = time.process_time()
        rows = numpy.concatenate([index.search(query[None], 10)[1] for query in queries])
        shown(f"{name}: a query", start, len(queries))
        found = sum(len(set(a) & set(b)) for a, b in zip(rows, exact.I)) / exact.I.size
        print(f"{name}: recall@10 {found:.4f}", flush=True)

    ours.nprobe = info["probes"]
    searched("img2shards' index in faiss", ours)
    built = faiss.index_factory(queries.shape[1], f"IVF{info['lists']},SQ8", faiss.METRIC_INNER_PRODUCT)
    start = time.process_time()
    built.train(parts[0][: 40 * info["lists"]].astype(numpy.float32))
    shown("faiss: train", start)
    start = time.process_time()
    for part in parts:
        for place in range(0, len(part), 100_000):
            built.add(part[place : place + 100_000].astype(numpy.float32))
    shown("faiss: add", start)
    built.nprobe = info["probes"]
    searched("faiss", built)


if __name__ == "__main__":
    main()
