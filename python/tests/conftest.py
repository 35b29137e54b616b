"""A small web on loopback, and the program to test."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable

import pytest
from PIL import Image

import img2shards
from img2shards._program import find_program

# The server is on this machine, whatever proxy the others are reached by.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1"


def pytest_sessionstart() -> None:
    if find_program() is None:
        pytest.exit("build img2shards, and set IMG2SHARDS_PROGRAM to its path", returncode=2)


def size_of(number: int) -> tuple[int, int]:
    """Width and height of a picture of the web."""
    return 120 + 40 * (number % 5), 90 + 30 * (number % 7)


def drawn(number: int, kind: str) -> bytes:
    """The bytes of a picture of the web; another picture for each number."""
    colour = (number * 37 % 256, number * 91 % 256, number * 11 % 256)
    picture = Image.new("RGB", size_of(number), colour)
    picture.paste((255 - colour[0], 40, 40), (10, 10, 60, 50))
    file = io.BytesIO()
    picture.save(file, {"jpg": "JPEG"}.get(kind, kind.upper()), quality=90)
    return file.getvalue()


class Web:
    """Serves `/image/7.jpg`, `.png`, `.webp`, also below `/slow` and `/noai`, and `/text/…`; others are missing."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web.requests.append(self.path)
                path = self.path.partition("?")[0]
                folder, _, name = path.strip("/").partition("/")
                if folder == "text":
                    return self.answer(b"<html>no picture</html>", "text/html")
                if folder not in ("image", "slow", "noai"):
                    return self.send_error(404)
                if folder == "slow":
                    time.sleep(0.15)
                number, _, kind = name.partition(".")
                self.answer(drawn(int(number), kind), f"image/{kind}", robots="noai" if folder == "noai" else "")

            def answer(self, body: bytes, mime: str, robots: str = "") -> None:
                self.send_response(200)
                self.send_header("Content-Type", mime)
                self.send_header("Content-Length", str(len(body)))
                if robots:
                    self.send_header("X-Robots-Tag", robots)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            # With the default of 5, connections that begin at once are retried by the system after a second.
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/{path}"

    def images(self, count: int, folder: str = "image", kind: str = "jpg") -> list[str]:
        return [self.url(f"{folder}/{number}.{kind}") for number in range(count)]


@pytest.fixture(scope="session")
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def url_list(web: Web, tmp_path: Path) -> str:
    """20 URLs; numbers 3 and 13 are missing."""
    urls = web.images(20)
    for number in (3, 13):
        urls[number] = web.url(f"missing/{number}.jpg")
    path = tmp_path / "list.txt"
    path.write_text("\n".join(urls) + "\n")
    return str(path)


@pytest.fixture
def download() -> Callable[..., img2shards.RunResult]:
    """`download` that may fetch from this machine."""
    return partial(img2shards.download, allow_private_addresses=True, progress=False, sync="never")
