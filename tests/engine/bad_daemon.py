"""A daemon that means harm: what it answers is raw bytes, as slow, as long and as wrong as a test wants."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

# What a request gets: the pieces of a whole HTTP answer, each sent as it comes.
Pieces = Callable[[str], Iterator[bytes]]


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer with a length."""
    lines = [f"HTTP/1.1 {status}", "Api-Version: 1.41", "OSType: linux", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def well(body: bytes) -> Pieces:
    """One body, at once."""
    return lambda path: iter([answer(body)])


def byte_by_byte(pause: float = 0.2) -> Pieces:
    """Headers at once, then a blank now and then."""

    def pieces(path: str) -> Iterator[bytes]:
        yield answer(b"", length=1_000_000)
        while True:
            time.sleep(pause)
            yield b" "

    return pieces


def slow_headers(pause: float = 0.2) -> Pieces:
    """Never an end to the headers."""

    def pieces(path: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX: "
        while True:
            time.sleep(pause)
            yield b"x"

    return pieces


def endless(block: bytes) -> Pieces:
    """Chunks without an end."""

    def pieces(path: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = f"{len(block):x}\r\n".encode() + block + b"\r\n"
        while True:
            yield chunk

    return pieces


def until_closed() -> Pieces:
    """A body without a length, which ends with the connection: a blank now and then."""

    def pieces(_: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
        while True:
            time.sleep(0.2)
            yield b" "

    return pieces


class BadDaemon:
    """The server. `says` may be changed at any time; pings are always answered well unless `pings` is off."""

    def __init__(self, says: Pieces, pings: bool = True) -> None:
        self.says, self.pings = says, pings
        self.asked: list[str] = []
        self._open: set[socket.socket] = set()

    def __enter__(self) -> BadDaemon:
        self._server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        for one in (self._server, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    @property
    def host(self) -> str:
        """Its address."""
        return f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                self._open.add(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as requests:
            while line := requests.readline():
                length = 0
                while (header := requests.readline()).strip():
                    name, _, value = header.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                requests.read(length)
                self._reply(connection, line.decode())

    def _reply(self, connection: Any, line: str) -> None:
        path = line.split()[1]
        if "_ping" in path and self.pings:
            whole = answer(b"OK")
            connection.sendall(whole.removesuffix(b"OK") if line.startswith("HEAD") else whole)
            return
        self.asked.append(path)
        for piece in self.says(path):
            connection.sendall(piece)
