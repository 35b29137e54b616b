#!/usr/bin/env python3
"""Joins made scores with a made dataset and finds the highest 30 %: img2shards beside DuckDB, one thread each.

    .deps/bench-venv/bin/python Benchmarks/scores/compare.py FOLDER --rows 4000000

The dataset has tables, stats and empty tars; no row meets the last condition, so no image is read. Prints CPU seconds and
the peak of memory of each.
"""
from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys

ROWS_PER_SHARD = 10_000
QUERY = """
with joined as (
    select scores.similarity as value
    from read_parquet('{folder}/dataset/*.parquet') as rows
    join read_parquet('{folder}/scores/metadata/*.parquet') as scores
    on rows.key = scores.image_path and rows.url = scores.url where rows.status = 'success'),
ranked as (select value, row_number() over (order by value desc) as place from joined)
select count(*), min(value) from ranked where place <= (select count(*) * 3 // 10 from joined)
"""


def make(folder: pathlib.Path, rows: int) -> None:
    import duckdb

    dataset, metadata = folder / "dataset", folder / "scores" / "metadata"
    dataset.mkdir(parents=True)
    metadata.mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute("select setseed(0.14)")
    for shard in range(rows // ROWS_PER_SHARD):
        connection.execute(
            f"""
            create or replace table part as select
                'A caption of picture ' || i as caption,
                'https://images-' || i % 997 || '.example.com/{shard}/' || i || '-large.jpg' as url,
                lpad(cast({shard * ROWS_PER_SHARD} + i as text), 9, '0') as key,
                case when random() < 0.2 then 'failed_to_download' else 'success' end as status, random() as similarity
            from range({ROWS_PER_SHARD}) as numbers(i)""")
        table = dataset / f"{shard:05d}.parquet"
        connection.execute(f"copy (select * exclude similarity from part order by key) to '{table}' (format parquet)")
        connection.execute(
            f"""copy (select key as image_path, caption, url, similarity from part where status = 'success'
            order by hash(key)) to '{metadata}/metadata_{shard:05d}.parquet' (format parquet)""")
        found = connection.execute("select count(*) from part where status = 'success'").fetchone()
        assert found is not None
        failed = ROWS_PER_SHARD - found[0]
        stats = {
            "count": ROWS_PER_SHARD, "successes": found[0], "failed_to_download": failed, "failed_to_resize": 0,
            "duration": 1.0, "start_time": 1.0, "end_time": 2.0, "status_dict": {"success": found[0], "other": failed}}
        (dataset / f"{shard:05d}_stats.json").write_text(json.dumps(stats))
        (dataset / f"{shard:05d}.tar").write_bytes(bytes(10_240))


def measured(name: str, command: list[str]) -> None:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    usage: resource.struct_rusage = os.wait4(process.pid, 0)[2]
    found = [line for line in said.splitlines() if "highest of" in line or line.startswith("[(")]
    print(f"{name}: {usage.ru_utime + usage.ru_stime:.1f} CPU s, {usage.ru_maxrss / 1024:.0f} MB; {' '.join(found)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--img2shards", default=".build/release/img2shards")
    given = parser.parse_args()
    folder = given.folder / str(given.rows)
    if not folder.exists():
        make(folder, given.rows)
    query = f"import duckdb; c = duckdb.connect(); c.execute('set threads=1'); print(c.execute({QUERY.format(folder=folder)!r}).fetchall())"
    measured("DuckDB", [sys.executable, "-c", query])
    subprocess.run(["rm", "-rf", str(folder / "new")], check=True)
    measured("img2shards", [
        given.img2shards, "reshape", str(folder / "dataset"), "--scores", str(folder / "scores"), "--top",
        "similarity:30%", "--where", "similarity > 2", "--output-folder", str(folder / "new"),
        "--disable-all-reencoding"])


if __name__ == "__main__":
    main()
