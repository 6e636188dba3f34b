"""A daemon that only repeats what it was told: answers by path, for recording what docker prints of them.

An answer may hold `@-90` (90 seconds ago, Unix seconds) and `@iso-90` (the same as RFC 3339): both are filled in as
it is given, so that ages stay the same whenever it is read.
"""

from __future__ import annotations

import json
import re
import shutil
import socketserver
import tempfile
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

_VERSION = re.compile(r"^/v[\d.]+(?=/)")
_AGO = re.compile(r'"@-([\d.]+)"')
_ISO_AGO = re.compile(r"@iso-([\d.]+)")


class CannedEngine:
    """Answers on a Unix socket of its own. `answers`: path without version → JSON, or `[status, JSON]` for an error."""

    def __init__(self, answers: Mapping[str, Any], api_version: str = "1.50") -> None:
        self._folder = tempfile.mkdtemp(prefix="dockwise-canned-")
        self.host = f"unix://{self._folder}/docker.sock"
        self._server = _Server(f"{self._folder}/docker.sock", answers, api_version)

    def __enter__(self) -> CannedEngine:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        if Path(self._folder).parent == Path(tempfile.gettempdir()):
            shutil.rmtree(self._folder, ignore_errors=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: str, answers: Mapping[str, Any], api_version: str) -> None:
        self.answers = answers
        self.api_version = api_version
        super().__init__(path, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def address_string(self) -> str:
        return "here"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""

    def do_HEAD(self) -> None:
        self._answer(200, b"")

    def do_GET(self) -> None:
        path = _VERSION.sub("", urlsplit(self.path).path)
        if path == "/_ping":
            self._answer(200, b"OK")
            return
        found = self.server.answers.get(path, [404, {"message": f"nothing is known of {path}"}])
        status = 200
        if isinstance(found, list) and len(found) == 2 and isinstance(found[0], int):
            status, found = found
        self._answer(status, _filled(found).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        for name, value in (("Api-Version", self.server.api_version), ("Ostype", "linux"), ("Content-Type", "application/json")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _filled(data: Any) -> str:
    now = time.time()
    text = json.dumps(data, ensure_ascii=False)
    text = _AGO.sub(lambda match: str(int(now - float(match[1]))), text)
    return _ISO_AGO.sub(lambda match: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - float(match[1]))), text)
