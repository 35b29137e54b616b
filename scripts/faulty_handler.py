"""What servers of the tests share: scripted faults, and the requests that came."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote


class Faults:
    """What the next requests are answered with instead, and which requests there were."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.failures: list[int] = []
        self.requests: list[list[str]] = []

    def note(self, method: str, path: str, byte_range: str) -> int | None:
        """The status to answer with instead of the store's answer; None for that."""
        with self.lock:
            self.requests.append([method, path, byte_range])
            return self.failures.pop() if self.failures else None

    def taken_requests(self) -> list[list[str]]:
        """The requests so far, which are forgotten."""
        with self.lock:
            taken, self.requests = self.requests, []
        return taken


class FaultyHandler(BaseHTTPRequestHandler):
    """Logs nothing, keeps connections, and asks `faults` first."""

    protocol_version = "HTTP/1.1"
    faults: Faults

    def log_message(self, format: str, *args: object) -> None:
        pass

    def body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, status: int, headers: list[tuple[str, str]] | None = None, body: bytes = b"", size: int | None = None) -> None:
        self.send_response_only(status)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def is_faulty(self) -> bool:
        byte_range = self.headers.get("x-ms-range") or self.headers.get("Range") or ""
        status = self.faults.note(self.command, unquote(self.path), byte_range)
        if status is None:
            return False
        self.reply(status, [("Connection", "close")])
        self.close_connection = True
        return True
