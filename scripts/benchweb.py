"""Photographs on an nginx of this machine, and runs that are measured: for the scripts that compare runs with each other."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = Path(sys.argv[0]).name


def binaries() -> Path:
    """The folder with img2shards and sample-web: BINARIES, or built now."""
    if given := os.environ.get("BINARIES"):
        return Path(given).resolve()
    subprocess.run(["swift", "build", "-c", "release"], cwd=ROOT, check=True)
    shown = subprocess.run(
        ["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return Path(shown.stdout.strip())


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{NAME}: nothing listens on port {port}")


def nginx(work: Path, photographs: Path, port: int) -> subprocess.Popen[bytes]:
    user = "user root root;" if os.getuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"""{user} worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/nginx-error.log;
        events {{ worker_connections 8192; }}
        http {{ access_log off; sendfile on; tcp_nopush on; default_type image/jpeg; open_file_cache max=2000;
            client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
            uwsgi_temp_path {work}/u; scgi_temp_path {work}/s; root "{photographs}";
            server {{ listen 127.0.0.1:{port} backlog=4096; keepalive_requests 1000000; }} }}"""
    )
    path = os.environ["PATH"] + ":/usr/sbin"
    program = shutil.which("nginx", path=path) or sys.exit(f"{NAME}: nginx is missing (apt-get install nginx-light)")
    return subprocess.Popen([program, "-p", str(work), "-e", f"{work}/nginx-error.log", "-c", f"{work}/nginx.conf"])


@contextlib.contextmanager
def served(built: Path, count: int) -> Iterator[Path]:
    """A temporary folder with list.csv: `count` rows with captions, of 200 drawn photographs that nginx serves."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        photographs = work / "photographs"
        subprocess.run(
            [built / "sample-web", "photos", "--count", "200", "--folder", photographs], check=True, stdout=subprocess.DEVNULL
        )
        port = free_port()
        names = sorted(os.listdir(photographs))
        chance = random.Random(1)
        rows = [f"http://127.0.0.1:{port}/{chance.choice(names)}?n={n},photograph {n}\n" for n in range(count)]
        (work / "list.csv").write_text("url,caption\n" + "".join(rows))
        server = nginx(work, photographs, port)
        started(port)
        try:
            yield work
        finally:
            server.terminate()
            server.wait()
