"""Runs img2dataset, img2shards and the floor on one URL list, in turns, and prints what each took.

Called by scripts/bench, which serves the images. Every run is measured as a tree of processes:
wall time from start to exit (imports included), user + system CPU of all descendants, and the
peak of their summed resident memory, sampled 20 times a second. The web server is no descendant:
its CPU is not counted, but it shares the machine's cores.
"""

import argparse
import ctypes
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time

import outcomes

PR_SET_CHILD_SUBREAPER = 36
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
SAMPLES_PER_SECOND = 20
# Helpers of a tool that outlive its main process get this long to end by themselves.
GRACE_SECONDS = 10


class ProcessTree:
    """The living descendants of this process, found by their parents."""

    def __init__(self):
        self.own = {os.getpid()}
        self.others = set()

    def members(self):
        """Process ids of all descendants. Only processes not seen before are looked into."""
        present = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self.own &= present
        self.others &= present
        # Ascending: a parent nearly always has the lower id. One missed is found next time.
        for pid in sorted(present - self.own - self.others):
            try:
                with open(f"/proc/{pid}/stat", "rb") as file:
                    parent = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                continue
            (self.own if parent in self.own else self.others).add(pid)
        return self.own - {os.getpid()}

    def resident_bytes(self):
        total = 0
        for pid in self.members():
            try:
                with open(f"/proc/{pid}/statm", "rb") as file:
                    total += int(file.read().split()[1]) * PAGE_BYTES
            except (OSError, IndexError):
                pass
        return total

    def kill(self):
        for _ in range(5):
            for pid in self.members():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            reap()
            if not self.members():
                return
            time.sleep(0.1)


def reap():
    """Waits for descendants that lost their parents, so that their CPU is counted."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


def children_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(command, environment, log_path, timeout_seconds):
    """Runs a command to its end and returns what its whole process tree took."""
    tree = ProcessTree()
    tree.members()
    peak_bytes, timed_out, exit_code = 0, False, None
    cpu_before = children_cpu_seconds()
    with open(log_path, "wb") as log:
        start = time.monotonic()
        main = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True)
        try:
            while exit_code is None:
                peak_bytes = max(peak_bytes, tree.resident_bytes())
                try:
                    exit_code = main.wait(1 / SAMPLES_PER_SECOND)
                except subprocess.TimeoutExpired:
                    if time.monotonic() - start > timeout_seconds:
                        timed_out = True
                        main.send_signal(signal.SIGKILL)
            wall_seconds = time.monotonic() - start
            end = time.monotonic() + (0 if timed_out else GRACE_SECONDS)
            while tree.members() and time.monotonic() < end:
                reap()
                time.sleep(0.05)
            left_over = len(tree.members())
        finally:
            # Also on Ctrl-C: nothing of ours is left running.
            tree.kill()
            main.wait()
    return {
        "command": command,
        "exit_code": exit_code,
        "timed_out": timed_out,
        "left_over_processes": left_over,
        "wall_seconds": wall_seconds,
        "cpu_seconds": children_cpu_seconds() - cpu_before,
        "peak_rss_bytes": peak_bytes,
    }


def tool_commands(options, output):
    per_shard = str(options.rows_per_shard)
    return {
        "img2dataset": [
            os.path.join(options.bench_venv, "bin", "img2dataset"),
            f"--url_list={options.list}", "--input_format=csv", "--url_col=url", "--caption_col=caption",
            f"--output_folder={output}", "--output_format=webdataset",
            "--resize_mode=border", "--image_size=256", "--encode_quality=95",
            f"--number_sample_per_shard={per_shard}",
            f"--processes_count={options.processes}", f"--thread_count={options.threads}",
        ],
        "img2shards": [
            options.img2shards, "download",
            "--url-list", options.list, "--input-format", "csv", "--url-col", "url", "--caption-col", "caption",
            "--output-folder", output, "--output-format", "webdataset",
            "--resize-mode", "border", "--image-size", "256", "--encode-quality", "95",
            "--number-sample-per-shard", per_shard,
            "--allow-private-addresses", *(["--ca-file", options.ca_file] if options.ca_file else []),
            *options.img2shards_flags.split(),
        ],
        "floor": [options.floor, str(len(os.sched_getaffinity(0))), options.list],
    }


def first_line_of(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        return (done.stdout.splitlines() or ["?"])[0]
    except (OSError, subprocess.TimeoutExpired):
        return "?"


def machine(options):
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory_gb = os.sysconf("SC_PHYS_PAGES") * PAGE_BYTES / 1e9
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory_gb, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "web_server": options.server_version,
        "img2shards": first_line_of("git", "describe", "--always", "--dirty"),
        "swift": first_line_of("swift", "--version"),
    }


def median(runs, value):
    return statistics.median(value(run) for run in runs)


def print_table(results, rows):
    """One row per tool with medians, one with img2shards' ratio to each other; as Markdown, to be kept."""
    figures = {}
    print("| | images/s (lowest-highest) | CPU ms per image | peak RSS | images downloaded |")
    print("|---|---|---|---|---|")
    for tool, runs in results.items():
        if any(run["images"] == 0 for run in runs):
            print(f"| {tool} | no images: see its log | | | |")
            continue
        rates = [run["images"] / run["wall_seconds"] for run in runs]
        figures[tool] = {
            "rate": statistics.median(rates),
            "cpu": median(runs, lambda run: 1000 * run["cpu_seconds"] / run["images"]),
            "rss": median(runs, lambda run: run["peak_rss_bytes"]),
        }
        mine = figures[tool]
        had = " ".join(sorted({f"{run['images']:,}" for run in runs}))
        print(
            f"| {tool} | {mine['rate']:,.0f} ({min(rates):,.0f}-{max(rates):,.0f}) | {mine['cpu']:.2f} "
            f"| {mine['rss'] / 1e6:,.0f} MB | {had} of {rows:,} |")
    ours = figures.pop("img2shards", None)
    for tool, theirs in figures.items() if ours else ():
        print(
            f"| img2shards / {tool} | {ours['rate'] / theirs['rate']:.2f} x | {ours['cpu'] / theirs['cpu']:.2f} x "
            f"| {ours['rss'] / theirs['rss']:.2f} x | |")


def stop(number, _):
    """Ends this program by way of its `finally`s, which a second signal must not cut short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", required=True, help="csv with the columns url and caption")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--mean-image-bytes", type=int, required=True)
    parser.add_argument("--server-version", required=True)
    parser.add_argument("--bench-venv", required=True)
    parser.add_argument("--img2shards", required=True, help="the executable")
    parser.add_argument("--floor", required=True, help="the executable of Benchmarks/floor")
    parser.add_argument("--img2shards-flags", default="", help="more options for img2shards")
    parser.add_argument("--tools", default="img2dataset floor img2shards")
    parser.add_argument("--ca-file", help="the certificates that both tools trust, for a list with https")
    parser.add_argument("--tally", action="store_true", help="count the results by the list's column `format`")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows-per-shard", type=int, required=True)
    parser.add_argument("--processes", type=int, required=True, help="img2dataset's processes_count")
    parser.add_argument("--threads", type=int, required=True, help="img2dataset's thread_count")
    parser.add_argument("--timeout", type=int, default=900, help="seconds for one run")
    parser.add_argument("--results", required=True, help="folder for logs and results.json")
    options = parser.parse_args()

    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("prctl failed: orphans of a tool could not be counted")
    # Both end the running tool. Started in the background by a shell, SIGINT would be ignored otherwise.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    # albumentations otherwise asks the internet for a newer version in every process.
    environment = dict(os.environ, NO_ALBUMENTATIONS_UPDATE="1", WANDB_MODE="disabled")
    if options.ca_file:
        environment["SSL_CERT_FILE"] = options.ca_file  # Python's
    tools = options.tools.split()
    results = {tool: [] for tool in tools}
    for round_number in range(1, options.rounds + 1):
        # Every other round in reverse order, so that a machine that slows down favours neither.
        for tool in tools if round_number % 2 else reversed(tools):
            output = os.path.join(options.results, "shards")
            shutil.rmtree(output, ignore_errors=True)
            os.sync()
            command = tool_commands(options, output)[tool]
            log_path = os.path.join(options.results, f"{tool}-{round_number}.log")
            run = measure(command, environment, log_path, options.timeout)
            run["images"] = outcomes.count_images(tool, output, log_path) if run["exit_code"] == 0 else 0
            if options.tally:
                run["tally"] = outcomes.tally(options.list, output)
            results[tool].append(run)
            rate = run["images"] / run["wall_seconds"]
            trouble = f", exit code {run['exit_code']}: see {log_path}" if run["exit_code"] != 0 else ""
            print(
                f"round {round_number} {tool}: {run['wall_seconds']:.1f} s, {rate:,.0f} images/s, "
                f"CPU {run['cpu_seconds']:.1f} s, {run['peak_rss_bytes'] / 1e6:,.0f} MB{trouble}",
                file=sys.stderr, flush=True)
            shutil.rmtree(output, ignore_errors=True)

    where = machine(options)
    with open(os.path.join(options.results, "results.json"), "w") as file:
        json.dump({"machine": where, "options": vars(options), "runs": results}, file, indent=2)
    print(
        f"\n{where['cpu']}, {where['cores']} cores, {where['memory_gb']} GB, Linux {where['kernel']}; "
        f"Python {where['python']}; {where['web_server']} on the same cores, not counted; "
        f"img2shards {where['img2shards']}, {where['swift']}")
    print(
        f"{options.rows:,} rows, {options.mean_image_bytes / 1000:.0f} KB an image on average, border 256 px, jpg q95, "
        f"webdataset, {options.rows_per_shard:,} rows per shard; img2dataset with processes_count "
        f"{options.processes}, thread_count {options.threads}; medians of {options.rounds} rounds\n")
    print_table(results, options.rows)
    if options.tally:
        outcomes.print_tally({tool: [run["tally"] for run in runs] for tool, runs in results.items()})
    if any(run["exit_code"] != 0 for runs in results.values() for run in runs):
        sys.exit(1)


if __name__ == "__main__":
    main()
