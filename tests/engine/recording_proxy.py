"""A door before a daemon's socket that notes every request which goes through."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType

_REQUEST = re.compile(rb"^(HEAD|GET|POST|PUT|DELETE) (\S+) HTTP/1\.1\r$", re.M)
_BLOCK = 65536


class RecordingProxy:
    """Listens on a socket of its own and passes everything on; `seen` are the requests as `GET /v1.41/info`."""

    def __init__(self, target: str) -> None:
        self._target = target.removeprefix("unix://")
        self._folder = tempfile.mkdtemp(prefix="dockwise-proxy-")
        self.host = f"unix://{self._folder}/docker.sock"
        self.seen: list[str] = []
        self._server = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> RecordingProxy:
        self._server.bind(self.host.removeprefix("unix://"))
        self._server.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()
        if Path(self._folder).parent == Path(tempfile.gettempdir()):
            shutil.rmtree(self._folder, ignore_errors=True)

    def take(self) -> list[str]:
        """The requests since the last call."""
        found, self.seen = self.seen, []
        return found

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                client, _ = self._server.accept()
                daemon = socket.socket(socket.AF_UNIX)
                daemon.connect(self._target)
                threading.Thread(target=self._copy, args=(client, daemon, True), daemon=True).start()
                threading.Thread(target=self._copy, args=(daemon, client, False), daemon=True).start()

    def _copy(self, source: socket.socket, target: socket.socket, note: bool) -> None:
        with contextlib.suppress(OSError):  # either side may go at any time
            while block := source.recv(_BLOCK):
                if note:
                    self.seen += [f"{method.decode()} {path.decode()}" for method, path in _REQUEST.findall(block)]
                target.sendall(block)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
