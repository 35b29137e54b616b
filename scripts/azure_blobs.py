"""A stand-in for Azure's Blob service, as far as Arrow's client asks it: of an account without folders of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import threading
import uuid
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from faulty_handler import FaultyHandler

ACCOUNT = "testaccount"
ACCOUNT_KEY = base64.b64encode(b"a-secret-of-the-tests").decode()
# Of a SAS token only the signature is compared.
SIGNATURE = "a-signature-of-the-tests"


class AzureBlobs(FaultyHandler):
    """The container `lists` of one account. It checks signatures."""

    blobs: dict[str, tuple[bytes, str, str]] = {}
    blocks: dict[str, dict[str, bytes]] = {}
    lock = threading.Lock()
    versions = 0

    @classmethod
    def put(cls, key: str, content: bytes) -> str:
        with cls.lock:
            AzureBlobs.versions += 1
            etag = f'"0x{AzureBlobs.versions:X}"'
            cls.blobs[key] = (content, etag, formatdate(usegmt=True))
            cls.blocks.pop(key, None)
        return etag

    def answer(self) -> None:
        body = self.body()
        if self.is_faulty():
            return
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        parts = unquote(url.path).split("/", 3)
        if not self.is_signed(url.path, query):
            self.refuse(403, "AuthenticationFailed")
        elif len(parts) < 3 or parts[1] != ACCOUNT:
            self.refuse(400, "InvalidUri")
        elif query.get("action") == "getAccessControl":
            # The account has no folders of its own.
            self.refuse(400 if parts[2] == "lists" else 404, "ContainerNotFound" if parts[2] != "lists" else "UnsupportedOperation")
        elif parts[2] != "lists":
            self.refuse(404, "ContainerNotFound")
        elif query.get("comp") == "list":
            self.list(query)
        elif query.get("restype") == "container":
            self.reply(200, [("ETag", '"0x0"'), ("Last-Modified", formatdate(usegmt=True))])
        elif len(parts) == 4:
            self.answer_blob(parts[3], query, body)
        else:
            self.refuse(400, "InvalidUri")

    do_GET = do_HEAD = do_PUT = do_DELETE = answer

    def is_signed(self, path: str, query: dict[str, str]) -> bool:
        if "sig" in query:
            return query["sig"] == SIGNATURE
        given = self.headers.get("Authorization", "")
        if not given.startswith("SharedKey "):
            return False
        length = self.headers.get("Content-Length", "")
        lines = [self.command]
        for name in ("Content-Encoding", "Content-Language"):
            lines.append(self.headers.get(name, ""))
        lines.append("" if length == "0" else length)
        for name in (
            "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"
        ):
            lines.append(self.headers.get(name, ""))
        own = sorted((name.lower(), value.strip()) for name, value in self.headers.items() if name.lower().startswith("x-ms-"))
        lines += [f"{name}:{value}" for name, value in own]
        lines.append(f"/{ACCOUNT}{path}")
        lines += [f"{name.lower()}:{value}" for name, value in sorted(query.items())]
        digest = hmac.new(base64.b64decode(ACCOUNT_KEY), "\n".join(lines).encode(), hashlib.sha256).digest()
        return given == f"SharedKey {ACCOUNT}:{base64.b64encode(digest).decode()}"

    def refuse(self, status: int, code: str) -> None:
        body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'.encode()
        headers = [("x-ms-error-code", code), ("x-ms-request-id", "0")]
        if self.command == "HEAD":
            self.reply(status, headers, b"")
        else:
            self.reply(status, [*headers, ("Content-Type", "application/xml")], body)

    def list(self, query: dict[str, str]) -> None:
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        items, folders = [], []
        for key, (content, etag, changed) in sorted(self.blobs.items()):
            if not key.startswith(prefix):
                continue
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folder = prefix + rest[: rest.index(delimiter) + 1]
                if folder not in folders:
                    folders.append(folder)
                continue
            items.append(
                f"<Blob><Name>{escape(key)}</Name><Properties><Creation-Time>{changed}</Creation-Time>"
                f"<Last-Modified>{changed}</Last-Modified><Etag>{escape(etag)}</Etag>"
                f"<Content-Length>{len(content)}</Content-Length><Content-Type>application/octet-stream</Content-Type>"
                "<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><LeaseStatus>unlocked</LeaseStatus>"
                "<LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties></Blob>"
            )
        names = "".join(f"<BlobPrefix><Name>{escape(folder)}</Name></BlobPrefix>" for folder in folders)
        body = (
            '<?xml version="1.0" encoding="utf-8"?>'
            f'<EnumerationResults ServiceEndpoint="http://127.0.0.1/{ACCOUNT}" ContainerName="lists"><Prefix>{escape(prefix)}</Prefix>'
            f"<Delimiter>{escape(delimiter)}</Delimiter><Blobs>{''.join(items)}{names}</Blobs><NextMarker /></EnumerationResults>"
        )
        self.reply(200, [("Content-Type", "application/xml"), ("x-ms-version", "2024-08-04")], body.encode())

    def answer_blob(self, key: str, query: dict[str, str], body: bytes) -> None:
        if self.command == "PUT":
            self.write(key, query, body)
            return
        with self.lock:
            found = self.blobs.pop(key, None) if self.command == "DELETE" else self.blobs.get(key)
        if found is None:
            self.refuse(404, "BlobNotFound")
            return
        if self.command == "DELETE":
            self.reply(202)
            return
        content, etag, changed = found
        wanted = self.headers.get("If-Match")
        if wanted not in (None, "*", etag):
            self.refuse(412, "ConditionNotMet")
            return
        headers = [
            ("ETag", etag), ("Last-Modified", changed), ("x-ms-creation-time", changed), ("x-ms-blob-type", "BlockBlob"),
            ("x-ms-lease-state", "available"), ("x-ms-lease-status", "unlocked"), ("x-ms-server-encrypted", "true"),
            ("Content-Type", "application/octet-stream"), ("Accept-Ranges", "bytes"), ("x-ms-version", "2024-08-04"),
        ]
        byte_range = self.headers.get("x-ms-range") or self.headers.get("Range")
        if self.command == "HEAD" or not byte_range:
            self.reply(200, headers, content, len(content))
            return
        first, last = byte_range.removeprefix("bytes=").split("-")
        start, end = int(first), min(int(last) if last else len(content) - 1, len(content) - 1)
        if start >= len(content):
            self.refuse(416, "InvalidRange")
            return
        headers.append(("Content-Range", f"bytes {start}-{end}/{len(content)}"))
        self.reply(206, headers, content[start : end + 1])

    def lease(self, key: str) -> None:
        """Whoever asks for a lease has it: the tests have one client."""
        found = self.blobs.get(key)
        if found is None:
            self.refuse(404, "BlobNotFound")
            return
        action = self.headers.get("x-ms-lease-action", "")
        wanted = self.headers.get("x-ms-proposed-lease-id") or self.headers.get("x-ms-lease-id") or str(uuid.uuid4())
        headers = [("ETag", found[1]), ("Last-Modified", found[2]), ("x-ms-lease-id", wanted), ("x-ms-lease-time", "0")]
        self.reply({"acquire": 201, "break": 202}.get(action, 200), headers)

    def write(self, key: str, query: dict[str, str], body: bytes) -> None:
        comp = query.get("comp")
        if comp == "lease":
            self.lease(key)
            return
        headers = [("Last-Modified", formatdate(usegmt=True)), ("x-ms-request-server-encrypted", "true")]
        if comp == "block":
            with self.lock:
                self.blocks.setdefault(key, {})[query["blockid"]] = body
        elif comp == "blocklist":
            names = re.findall(r"<(?:Latest|Committed|Uncommitted)>([^<]*)<", body.decode())
            with self.lock:
                known = self.blocks.get(key, {})
            if any(name not in known for name in names):
                self.refuse(400, "InvalidBlockList")
                return
            headers.append(("ETag", self.put(key, b"".join(known[name] for name in names))))
        elif comp is None:
            if self.headers.get("If-None-Match") == "*" and key in self.blobs:
                self.refuse(409, "BlobAlreadyExists")
                return
            headers.append(("ETag", self.put(key, body)))
        self.reply(201, headers)
