"""What several sizes from one fetch cost beside one size: CPU of the whole run, user and system, per image.

Serves the photographs of a folder from an nginx on this machine, and runs img2shards over one list with each size alone
and with all at once. Called by scripts/bench-sizes.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

NGINX = """
{user}
worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    default_type image/jpeg;
    open_file_cache max=2000;
    client_body_temp_path {work}/nginx-body;
    proxy_temp_path {work}/nginx-proxy;
    fastcgi_temp_path {work}/nginx-fastcgi;
    uwsgi_temp_path {work}/nginx-uwsgi;
    scgi_temp_path {work}/nginx-scgi;
    server {{ listen 127.0.0.1:{port} backlog=4096; root "{images}"; }}
}}
"""


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--img2shards", required=True)
    parser.add_argument("--images", required=True, help="folder of photographs")
    parser.add_argument("--sizes", default="256,512,1024")
    parser.add_argument("--count", type=int, default=2000, help="rows of the list")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--flags", default="", help="more options for img2shards")
    return parser.parse_args()


def serve(images, work):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A master run by root would drop to a user that may not read the images.
    user = "user root;" if os.getuid() == 0 else ""
    (work / "nginx.conf").write_text(NGINX.format(user=user, work=work, port=port, images=images))
    server = subprocess.Popen(["nginx", "-p", work, "-e", work / "nginx-error.log", "-c", work / "nginx.conf"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server, port
        except OSError:
            time.sleep(0.05)
    server.terminate()
    sys.exit((work / "nginx-error.log").read_text())


def write_list(images, count, port, path):
    names = sorted(n for n in os.listdir(images) if n.lower().endswith((".jpg", ".jpeg")))
    if not names:
        sys.exit(f"bench-sizes: no .jpg or .jpeg in {images}")
    order = random.Random(1).choices(names, k=count)
    with open(path, "w") as file:
        file.write("url,caption\n")
        for row, name in enumerate(order):
            file.write(f"http://127.0.0.1:{port}/{urllib.parse.quote(name)}?n={row},photograph {row}\n")


def run(options, work, sizes):
    """One run; CPU seconds, instructions (None where they cannot be counted), and seconds of the clock."""
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    counts = work / "counts"
    command = [
        options.img2shards, "download", "--url-list", work / "list.csv", "--caption-col", "caption",
        "--output-folder", out, "--output-format", "webdataset", "--image-size", sizes,
        "--allow-private-addresses", *options.flags.split(),
    ]
    if PERF:
        command = ["perf", "stat", "-x", ";", "-e", "instructions:u", "-o", counts, *command]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    start = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - start
    if process.returncode != 0 or f"{options.count:,} images" not in errors:
        sys.exit(f"bench-sizes: --image-size {sizes} ended with {process.returncode}\n{errors}")
    instructions = None
    if PERF:
        words = [line.split(";")[0] for line in counts.read_text().splitlines() if "instructions" in line]
        instructions = int(words[0]) if words and words[0].isdigit() else None
    shutil.rmtree(out)
    return usage.ru_utime + usage.ru_stime, instructions, seconds


def counts_instructions():
    if not shutil.which("perf"):
        return False
    done = subprocess.run(
        ["perf", "stat", "-x", ";", "-e", "instructions:u", "true"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and "not supported" not in done.stderr and "not counted" not in done.stderr


def main():
    options = arguments()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    together = ",".join(map(str, sizes))
    cases = [str(size) for size in sizes] + [together]
    images = pathlib.Path(options.images).resolve()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        server, port = serve(images, work)
        try:
            write_list(images, options.count, port, work / "list.csv")
            results = {case: [] for case in cases}
            for _ in range(options.rounds):
                # In turn, so that what the machine does beside meets all alike.
                for case in cases:
                    results[case].append(run(options, work, case))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    cpu = {case: statistics.median(r[0] for r in results[case]) * 1000 / options.count for case in cases}
    counted = {case: [r[1] for r in results[case] if r[1] is not None] for case in cases}
    print(f"{options.count:,} rows, {options.rounds} rounds, medians; {images.name}")
    print()
    print("| --image-size | CPU ms/image | instructions/image | rows/s |")
    print("|---|---|---|---|")
    for case in cases:
        instructions = f"{statistics.median(counted[case]) / options.count / 1e6:.2f} M" if counted[case] else "-"
        speed = statistics.median(options.count / r[2] for r in results[case])
        print(f"| {case} | {cpu[case]:.2f} | {instructions} | {speed:,.0f} |")
    print()
    for name, case in (("the largest", cases[-2]), ("the smallest", cases[0])):
        line = f"{len(sizes)} sizes cost {cpu[together] / cpu[case]:.2f} times {name} alone"
        if counted[case] and counted[together]:
            ratio = statistics.median(counted[together]) / statistics.median(counted[case])
            line += f" (by instructions {ratio:.2f})"
        print(line)
    apart = sum(cpu[case] for case in cases[:-1])
    print(f"and {cpu[together] / apart:.2f} times {len(sizes)} runs with one size each")


PERF = counts_instructions()

if __name__ == "__main__":
    main()
