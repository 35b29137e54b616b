"""Runs one tool through the open web and reports for every URL of the list whether its image was downloaded.

Called by scripts/bench-web, which runs the servers: `run` measures one run as compare.py does (the whole tree of
processes) and adds a line to runs.jsonl; `table` prints all of them, a table for each scenario.
"""

import argparse
import collections
import csv
import ctypes
import json
import os
import re
import shutil
import signal
import statistics
import sys

import compare
from outcomes import count_images, outcomes

SETTLED = 0.95
FETCHABLE = {"image", "throttled-image", "flaky-image", "polite-image"}
# As Python's urllib and img2shards write failures of names.
LOOK_UP = re.compile(r"name resolution|Name or service|No address associated|look-?up|resolv|DNS", re.IGNORECASE)
TITLES = {
    "open": "Open web: unknown names, dead, hanging and dripping addresses, refusals, flaky and polite hosts",
    "latency": "Pure latency: median 120 ms, a fifth throttled to 50-300 KB/s",
    "tail": "The long tail: 1 % of the URLs refused twice, 1 % hang, 2 % on hosts that never accept a connection",
    "lost-dns": "Pure latency with a fifth of the DNS answers lost",
    "dead-dns": "Pure latency with the first of two DNS servers dead",
    "tls": "A fresh connection for every URL, each of a host of its own, over HTTP and HTTPS",
    "in-flight": "Answers after 6 to 8 s, --max-in-flight 10000",
}


def command(options, output):
    if options.tool == "img2dataset":
        # Its own resolv.conf, in a mount namespace that ends with it.
        return [
            "unshare", "-m", "sh", "-c",
            'mount --bind "$0" "$(realpath /etc/resolv.conf)" && exec "$@"', options.resolv_conf,
            os.path.join(options.bench_venv, "bin", "img2dataset"),
            f"--url_list={options.list}", "--input_format=csv", "--url_col=url", "--caption_col=caption",
            f"--output_folder={output}", "--output_format=webdataset",
            "--resize_mode=border", "--image_size=256", "--encode_quality=95",
            f"--number_sample_per_shard={-(-options.rows // options.processes)}",
            f"--processes_count={options.processes}", f"--thread_count={options.threads}",
            "--timeout=10", f"--retries={options.retries}",
        ]
    more = ["--ca-file", options.ca_file] if options.tool == "img2shards-https" else []
    return [
        options.img2shards, "download",
        "--url-list", options.list, "--caption-col", "caption", "--output-folder", output,
        "--output-format", "webdataset",
        "--allow-private-addresses", "--dns-servers", options.name_servers,
        "--log-format", "json", "--log-interval", "0.5", *more, *options.img2shards_flags.split(),
    ]


def seconds_until_settled(log_path, rows):
    """When so many rows were settled, between two progress lines as a straight line; None without such a log."""
    before = (0.0, 0)
    wanted = SETTLED * rows
    with open(log_path, errors="replace") as log:
        for line in log:
            try:
                event = json.loads(line)
                now = (float(event["elapsed_seconds"]), int(event["rows"]))
            except (ValueError, KeyError, TypeError):
                continue
            if now[1] >= wanted:
                gained = now[1] - before[1]
                return before[0] + (now[0] - before[0]) * ((wanted - before[1]) / gained if gained else 0)
            before = now
    return None


def judge(expected, found):
    """Counts of downloaded and missed images, by the expected result."""
    had, total = collections.Counter(), collections.Counter()
    missed = collections.defaultdict(collections.Counter)
    lost_look_ups = 0
    for url, kind in expected.items():
        total[kind] += 1
        row = found.get(url, {"status": "no row", "error_message": None})
        if row["status"] == "success":
            had[kind] += 1
        elif kind in FETCHABLE:
            message = row["error_message"] or row["status"]
            missed[kind][message] += 1
            lost_look_ups += bool(LOOK_UP.search(message))
    waits = [row["fetch_ms"] for row in found.values() if row.get("fetch_ms") is not None]
    return {
        "fetchable": sum(count for kind, count in total.items() if kind in FETCHABLE),
        "had": sum(had.values()), "had_by_kind": had, "rows_by_kind": total, "missed": missed,
        "lost_look_ups": lost_look_ups, "longest_fetch_ms": max(waits, default=None),
    }


def run(options):
    if ctypes.CDLL(None).prctl(compare.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("prctl failed: orphans of a tool could not be counted")
    signal.signal(signal.SIGTERM, compare.stop)
    signal.signal(signal.SIGINT, compare.stop)
    with open(options.list, newline="") as file:
        expected = {row["url"]: row["expected"] for row in csv.DictReader(file)}
    options.rows = len(expected)
    output = os.path.join(options.results, "shards")
    log_path = os.path.join(options.results, f"{options.scenario}-{options.tool}-{options.round}.log")
    environment = dict(os.environ, NO_ALBUMENTATIONS_UPDATE="1", WANDB_MODE="disabled")
    load = os.getloadavg()[0]
    os.sync()
    try:
        done = compare.measure(command(options, output), environment, log_path, options.timeout)
        done.update(judge(expected, outcomes(output)))
        done["images_in_tars"] = count_images(options.tool, output, log_path)
    finally:
        shutil.rmtree(output, ignore_errors=True)
    done.update(
        scenario=options.scenario, tool=options.tool, round=options.round, rows=options.rows, load_before=load,
        seconds_until_settled=None if options.tool == "img2dataset" else seconds_until_settled(log_path, options.rows),
        settings={"processes": options.processes, "threads": options.threads, "retries": options.retries})
    with open(os.path.join(options.results, "runs.jsonl"), "a") as file:
        file.write(json.dumps(done) + "\n")
    print(
        f"{options.scenario} {options.tool} round {options.round}: {done['wall_seconds']:.1f} s, "
        f"downloaded {done['had']:,} of {done['fetchable']:,}", file=sys.stderr, flush=True)
    if done["images_in_tars"] != done["had"]:
        print(f"  {done['images_in_tars']:,} images are in the tars: look into {log_path}", file=sys.stderr)
    if done["exit_code"] != 0:
        sys.exit(f"  exit code {done['exit_code']}{', stopped' if done['timed_out'] else ''}: see {log_path}")


def print_scenario(scenario, runs):
    rows = runs[0]["rows"]
    print(f"\n{TITLES[scenario]}; {rows:,} URLs\n")
    print("| | wall time | images downloaded of the maximum | rows/s until 95 % finished | rows/s in total "
          "| CPU ms per image | peak RSS | lost look-ups |")
    print("|---|---|---|---|---|---|---|---|")
    tools = collections.defaultdict(list)
    for done in runs:
        tools[done["tool"]].append(done)
    cpu = {}
    for tool, all_done in tools.items():
        good = [done for done in all_done if done["exit_code"] == 0]
        if not good:
            print(f"| {tool} | failed: see its log | | | | | | |")
            continue
        middle = lambda value: statistics.median(value(done) for done in good)  # noqa: E731
        until = [done["rows"] * SETTLED / done["seconds_until_settled"] for done in good
                 if done["seconds_until_settled"]]
        had = " ".join(sorted({f"{done['had']:,}" for done in good}))
        cpu[tool] = middle(lambda done: 1000 * done["cpu_seconds"] / max(1, done["had"]))
        print(
            f"| {tool} | {middle(lambda done: done['wall_seconds']):.1f} s | {had} of {good[0]['fetchable']:,} "
            f"| {format(statistics.median(until), ',.0f') if until else ''} "
            f"| {middle(lambda done: done['rows'] / done['wall_seconds']):,.0f} | {cpu[tool]:.2f} "
            f"| {middle(lambda done: done['peak_rss_bytes']) / 1e6:,.0f} MB "
            f"| {max(done['lost_look_ups'] for done in good):,} |")
    print()
    if "img2shards-http" in cpu and "img2shards-https" in cpu:
        print(f"CPU over HTTPS / HTTP: {cpu['img2shards-https'] / cpu['img2shards-http']:.2f} x")
    for done in runs:
        if done["longest_fetch_ms"] is not None and scenario == "in-flight":
            print(f"{done['tool']}: longest fetch {done['longest_fetch_ms'] / 1000:.1f} s")
        for kind, messages in done["missed"].items():
            reasons = ", ".join(f"{message} {count:,}" for message, count in
                                sorted(messages.items(), key=lambda item: -item[1])[:4])
            print(f"{done['tool']} missed {sum(messages.values()):,} of {done['rows_by_kind'][kind]:,} {kind}: {reasons}")


def print_servers(results, scenario, runs):
    """What the servers saw."""
    for done in runs:
        path = os.path.join(results, f"{scenario}-{done['tool']}-{done['round']}.servers")
        try:
            with open(path) as file:
                lines = [line.strip() for line in file if line.startswith("{") or " queries" in line]
        except OSError:
            continue
        if lines:
            print(f"{done['tool']}, the servers' count: {' '.join(lines)}")


def table(options):
    with open(os.path.join(options.results, "runs.jsonl")) as file:
        runs = [json.loads(line) for line in file]
    options.server_version = "sample-web"
    where = compare.machine(options)
    settings = runs[0]["settings"]
    loads = [done["load_before"] for done in runs]
    print(
        f"{where['cpu']}, {where['cores']} cores, {where['memory_gb']} GB, Linux {where['kernel']}; the web and its "
        f"names on the same cores, not counted; img2shards {where['img2shards']}, {where['swift']}; load before the "
        f"runs {min(loads):.1f} to {max(loads):.1f}. img2dataset with processes_count {settings['processes']}, "
        f"thread_count {settings['threads']}, timeout 10, retries {settings['retries']}")
    by_scenario = collections.defaultdict(list)
    for done in runs:
        by_scenario[done["scenario"]].append(done)
    for scenario, some in by_scenario.items():
        print_scenario(scenario, some)
        print_servers(options.results, scenario, some)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("run")
    one.set_defaults(perform=run)
    for name in ("scenario", "tool", "list", "results", "bench-venv", "img2shards", "name-servers", "resolv-conf",
                 "ca-file"):
        one.add_argument("--" + name, required=True)
    one.add_argument("--img2shards-flags", default="")
    for name in ("round", "processes", "threads", "retries", "timeout"):
        one.add_argument("--" + name, type=int, required=True)
    all_of_them = commands.add_parser("table")
    all_of_them.set_defaults(perform=table)
    all_of_them.add_argument("--results", required=True)
    options = parser.parse_args()
    options.perform(options)


if __name__ == "__main__":
    main()
