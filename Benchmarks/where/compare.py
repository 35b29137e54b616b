#!/usr/bin/env python3
"""Counts the rows of a made list with LAION-400M's columns: img2shards beside pyarrow and DuckDB, one core each.

    compare.py --img2shards PROGRAM --folder FOLDER [--rows 5000000] [--rounds 3] [--json]

The list is made in FOLDER and kept there. Every condition must come to the same count with each tool; the table says
the best time of the rounds. DuckDB is left out where it is not installed. Exit code 1 when counts differ.
"""
import argparse
import json
import os
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

try:
    import duckdb
except ImportError:
    duckdb = None

ROWS_AT_A_TIME = 100_000

WIDTH, HEIGHT = pc.field("WIDTH"), pc.field("HEIGHT")
SIMILARITY, NSFW, LICENSE, TEXT = (pc.field(name) for name in ("similarity", "NSFW", "LICENSE", "TEXT"))
# A name, img2shards' own words, the columns, pyarrow's expression, SQL.
CONDITIONS = [
    (
        "both sides >= 512, similarity > 0.3",
        "WIDTH >= 512 and HEIGHT >= 512 and similarity > 0.3",
        ["WIDTH", "HEIGHT", "similarity"],
        (WIDTH >= 512) & (HEIGHT >= 512) & (SIMILARITY > 0.3),
        "WIDTH >= 512 and HEIGHT >= 512 and similarity > 0.3",
    ),
    (
        "and tagged UNLIKELY, with a licence",
        'WIDTH >= 512 and HEIGHT >= 512 and similarity > 0.3 and NSFW == "UNLIKELY" and LICENSE is not null',
        ["WIDTH", "HEIGHT", "similarity", "NSFW", "LICENSE"],
        (WIDTH >= 512) & (HEIGHT >= 512) & (SIMILARITY > 0.3) & (NSFW == "UNLIKELY") & LICENSE.is_valid(),
        "WIDTH >= 512 and HEIGHT >= 512 and similarity > 0.3 and NSFW = 'UNLIKELY' and LICENSE is not null",
    ),
    (
        "aspect from 0.5 to 2",
        "aspect >= 0.5 and aspect <= 2",
        ["WIDTH", "HEIGHT"],
        (pc.divide(WIDTH.cast("double"), HEIGHT.cast("double")) >= 0.5)
        & (pc.divide(WIDTH.cast("double"), HEIGHT.cast("double")) <= 2),
        "WIDTH::double / HEIGHT >= 0.5 and WIDTH::double / HEIGHT <= 2",
    ),
    (
        "captions of 20 characters that contain 7",
        'length(TEXT) >= 20 and TEXT contains "7"',
        ["TEXT"],
        (pc.utf8_length(TEXT) >= 20) & pc.match_substring(TEXT, "7"),
        "length(TEXT) >= 20 and contains(TEXT, '7')",
    ),
    (
        "not tagged NSFW or UNSURE, or wide",
        "NSFW not in ('NSFW', 'UNSURE') or not WIDTH < 2000",
        ["NSFW", "WIDTH"],
        # `isin` takes null for a value that is not among them; a null is not known to be.
        (NSFW.is_valid() & ~NSFW.isin(["NSFW", "UNSURE"])) | (WIDTH.is_valid() & ~(WIDTH < 2000)),
        "NSFW not in ('NSFW', 'UNSURE') or not WIDTH < 2000",
    ),
]


def with_nulls(values, share, seed):
    """The values, with a share of them missing."""
    is_missing = pc.less(pc.random(len(values), initializer=seed), share)
    return pc.if_else(is_missing, pa.scalar(None, values.type), values)


def rows(first, count):
    """Rows as LAION-400M has them: sizes from some 80 to 5000 pixels, small ones more often."""

    def uniform(salt):
        return pc.random(count, initializer=first * 31 + salt)

    def pixels(salt):
        return pc.floor(pc.multiply(pc.power(2.0, pc.multiply(uniform(salt), 6.0)), 80.0)).cast("int64")

    ids = pa.array(range(first, first + count), pa.int64())
    digits = ids.cast("string")
    tags = pa.array(["UNLIKELY", "UNSURE", "NSFW"])
    tag = pc.if_else(pc.less(uniform(1), 0.93), 0, pc.if_else(pc.less(uniform(2), 0.7), 1, 2)).cast("int64")
    licence = pc.if_else(pc.less(uniform(3), 0.97), pa.scalar("?"), pa.scalar("cc-by-nc 2.0"))
    words = pc.binary_join_element_wise("a picture of", digits, pc.utf8_reverse(digits), "with éclairs", " ")
    return pa.table(
        {
            "SAMPLE_ID": ids,
            "URL": pc.binary_join_element_wise("https://images.example.com/", digits, "/photo-", digits, ".jpg", ""),
            "TEXT": with_nulls(pc.if_else(pc.less(uniform(4), 0.1), digits, words), 0.01, first + 5),
            "HEIGHT": with_nulls(pixels(6), 0.01, first + 7),
            "WIDTH": with_nulls(pixels(8), 0.01, first + 9),
            "LICENSE": with_nulls(licence, 0.3, first + 10),
            "NSFW": with_nulls(tags.take(tag), 0.02, first + 11),
            "similarity": with_nulls(pc.add(pc.multiply(uniform(12), 0.2), 0.2), 0.01, first + 13),
        }
    )


def make_list(path, count):
    part = path + ".part"
    writer = None
    for first in range(0, count, ROWS_AT_A_TIME):
        table = rows(first, min(ROWS_AT_A_TIME, count - first))
        writer = writer or pq.ParquetWriter(part, table.schema, compression="snappy")
        writer.write_table(table, row_group_size=ROWS_AT_A_TIME)
    writer.close()
    os.rename(part, path)


def by_img2shards(program, path, condition):
    command = [program, "count", "--json", "--url-list", path, "--url-col", "URL", "--where", condition]
    # One core, as the others have one thread.
    start = time.perf_counter()
    said = subprocess.run(["taskset", "-c", "0"] + command, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - start
    if said.returncode != 0:
        sys.exit(said.stderr)
    return json.loads(said.stdout)["kept"], elapsed


def by_pyarrow(path, columns, expression):
    start = time.perf_counter()
    kept = 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=131_072, columns=columns, use_threads=False):
        kept += pa.Table.from_batches([batch]).filter(expression).num_rows
    return kept, time.perf_counter() - start


def by_duckdb(path, condition):
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    start = time.perf_counter()
    kept = connection.execute(f"select count(*) from read_parquet('{path}') where {condition}").fetchone()[0]
    return kept, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--img2shards", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    pa.set_cpu_count(1)
    os.makedirs(asked.folder, exist_ok=True)
    path = os.path.join(asked.folder, f"laion-{asked.rows}.parquet")
    if not os.path.exists(path):
        make_list(path, asked.rows)

    results = []
    for name, condition, columns, expression, sql in CONDITIONS:
        tools = {
            "img2shards": lambda: by_img2shards(asked.img2shards, path, condition),
            "pyarrow": lambda: by_pyarrow(path, columns, expression),
        }
        if duckdb:
            tools["DuckDB"] = lambda: by_duckdb(path, sql)
        rounds = {tool: [count() for _ in range(asked.rounds)] for tool, count in tools.items()}
        results.append(
            {
                "condition": name,
                "counts": {tool: runs[0][0] for tool, runs in rounds.items()},
                "seconds": {tool: round(min(run[1] for run in runs), 4) for tool, runs in rounds.items()},
            }
        )
    agree = all(len(set(result["counts"].values())) == 1 for result in results)
    if asked.json:
        print(json.dumps({"rows": asked.rows, "agree": agree, "results": results}))
    else:
        print(f"{asked.rows:,} rows, {os.path.getsize(path) / 1e6:,.0f} MB; one core each; best of {asked.rounds}")
        for result in results:
            print(result["condition"])
            for tool, seconds in result["seconds"].items():
                rate = asked.rows / seconds / 1e6
                print(f"  {tool:<12}{result['counts'][tool]:>12,} rows{seconds:>9.3f} s{rate:>9.1f} million rows/s")
        print("all counts agree" if agree else "COUNTS DIFFER")
    sys.exit(0 if agree else 1)


main()
