"""A stand-in for a daemon: it records every request and gives fixed answers.

What docker asks of a daemon is compared with what we ask, request by request, without an engine and so for
every API version, swarm and plugin included.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ID = "c0ffee" + "0" * 58
Answer = tuple[int, Any]


@dataclass(frozen=True)
class Seen:
    """One request: method, path without its version, query in order of names, body (JSON where it is), login header."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    auth: str = ""
    version: str = field(default="", compare=False)


@dataclass
class StandIn:
    """The server. `answers` are (method, pattern of the path) → status and JSON (or a callable of the `Seen`); first match wins."""

    version: str = "1.50"
    os_type: str = "linux"
    answers: list[tuple[str, str, Any]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    port: int = 0
    connections: set[socket.socket] = field(default_factory=set)

    def __enter__(self) -> StandIn:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # one packet an answer

            def do(self) -> None:
                outer.handle(self)

            do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = do

            def log_message(self, *_: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
        for connection in self.connections:  # kept alive by clients
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def host(self) -> str:
        """Its address, as DOCKER_HOST takes it."""
        return f"tcp://127.0.0.1:{self.server.server_address[1]}"

    def requests(self) -> list[Seen]:
        """What was asked, pings left out."""
        return [one for one in self.seen if one.path != "/_ping"]

    def handle(self, request: Any) -> None:
        """Record one request and answer it."""
        self.connections.add(request.connection)
        length = request.headers.get("Content-Length")
        raw = request.rfile.read(int(length)) if length else _chunks(request) if request.headers.get("Transfer-Encoding") else b""
        parts = urlsplit(request.path)
        version, path = re.match(r"(?:/v([\d.]+))?(/.*)", parts.path).groups()  # type: ignore[union-attr]
        query = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
        one = Seen(request.command, unquote(path), query, _body(raw), request.headers.get("X-Registry-Auth", ""), version or "")
        self.seen.append(one)
        status, answer = self._answer(one)
        data = b"" if answer is None else answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        request.send_response(status)
        for name, value in (("Api-Version", self.version), ("OSType", self.os_type), ("Content-Type", "application/json")):
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(data)

    def _answer(self, one: Seen) -> Answer:
        if one.path == "/_ping":
            return 200, b"OK"
        for method, pattern, answer in [*self.answers, *DEFAULTS]:
            if method == one.method and re.fullmatch(pattern, one.path):
                return answer(one) if callable(answer) else answer
        return 404, {"message": f"nothing at {one.path}"}


DEFAULTS: list[tuple[str, str, Any]] = [
    ("POST", "/containers/create", (201, {"Id": ID, "Warnings": []})),
    ("POST", "/containers/[^/]+/(start|stop|restart|kill|pause|unpause|rename)", (204, None)),
    ("POST", "/containers/[^/]+/update", (200, {"Warnings": []})),
    ("DELETE", "/containers/[^/]+", (204, None)),
    ("DELETE", "/(volumes|networks|services|nodes|secrets|configs|plugins)/[^/]+", (204, None)),
    ("POST", "/networks/create", (201, {"Id": ID, "Warning": ""})),
    ("POST", "/networks/[^/]+/(connect|disconnect)", (200, None)),
    ("POST", "/volumes/create", (201, lambda one: {"Name": "v"})),
    ("POST", "/commit", (201, {"Id": "sha256:" + ID})),
]


def _body(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return f"{len(raw)} bytes"


def _chunks(request: Any) -> bytes:
    out = b""
    while size := int(request.rfile.readline().split(b";")[0], 16):
        out += request.rfile.read(size)
        request.rfile.readline()
    request.rfile.readline()
    return out


_EXPLICIT = {"Init", "StopTimeout", "OomKillDisable", "PidsLimit", "MemorySwappiness", "Replicas", "Force"}


# Lists that come out of Go's maps, in any order.
_UNORDERED = {"Binds", "Env", "Config", "Configs", "Secrets"}


def _says(name: str, value: Any) -> bool:
    return value is not None if name in _EXPLICIT else value not in (None, "", 0, False, [], {})


def plain(value: Any, key: str = "") -> Any:
    """JSON without what stands for nothing (null, empty, zero, false), lists of binds in order: as the daemon understands it."""
    if isinstance(value, dict):
        kept = {name: plain(inner, name) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if _says(name, inner)}
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if key in _UNORDERED else items
    return value
