"""The commands around a download: what they print with --json is what calls return."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import img2shards


def test_an_index_is_built_and_searched(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    (tmp_path / "emb" / "img_emb").mkdir(parents=True)
    np.save(tmp_path / "emb" / "img_emb" / "img_emb_0.npy", vectors.astype(np.float16))
    built = img2shards.index(tmp_path / "emb", output_folder=tmp_path / "index")
    assert len(built) == 1
    assert (tmp_path / "index" / "image.index").exists()
    found = img2shards.search(tmp_path / "index", row=[7, 9], count=3)
    assert [hits["results"][0]["row"] for hits in found] == [7, 9]
    with pytest.raises(img2shards.UsageError, match="row"):
        img2shards.search(tmp_path / "index", row=500)


def test_pairs_are_extracted_from_a_crawl(tmp_path: Path) -> None:
    links = [{"path": "IMG@/src", "url": "/a/cat.jpg", "alt": "a cat on a wall"}]
    envelope = {
        "WARC-Header-Metadata": {"WARC-Type": "response", "WARC-Target-URI": "http://example.org/page.html"},
        "Payload-Metadata": {"HTTP-Response-Metadata": {"HTML-Metadata": {"Links": links}}},
    }
    body = json.dumps({"Envelope": envelope}).encode()
    head = f"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    (tmp_path / "one.warc.wat.gz").write_bytes(gzip.compress(head + body + b"\r\n\r\n"))
    report = img2shards.extract([tmp_path / "one.warc.wat.gz"], output_folder=tmp_path / "pairs")
    assert report
    (table,) = (tmp_path / "pairs").glob("*.parquet")
    row = pq.read_table(table).to_pylist()[0]
    assert (row["url"], row["alt"]) == ("http://example.org/a/cat.jpg", "a cat on a wall")
    with pytest.raises(img2shards.UsageError):
        img2shards.extract(tmp_path / "nothing.wat.gz", output_folder=tmp_path / "other")


def test_embeddings_need_a_dataset_and_a_model(tmp_path: Path) -> None:
    with pytest.raises(img2shards.UsageError):
        img2shards.embed(tmp_path, output_folder=tmp_path / "out")
