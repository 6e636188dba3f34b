"""Answers that come bit by bit: bounded, stoppable, and split into the two streams.

Mirrors moby pkg/stdcopy for the framing and moby pkg/jsonmessage for progress without a terminal.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from requests import Response

from commands.engine_answers import BadAnswer
from commands.executors.base import Job, Limits, Progress
from commands.result import Result

_POLL = 0.1
_BLOCK = 65536
MOST_OF_A_MESSAGE = 1_000_000
_STREAMS = {1: "stdout", 2: "stderr"}


class Watch:
    """While it lasts, a cancelled job, or one whose time is up, ends the connection that is being read.

    `ended_by` is "" or `cancelled` or `seconds` afterwards.
    """

    def __init__(self, job: Job, response: Response) -> None:
        self._job, self._socket = job, socket_of(response)
        self._done = threading.Event()
        self.ended_by = ""

    def __enter__(self) -> Watch:
        with contextlib.suppress(OSError, AttributeError):
            self._socket.settimeout(None)
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def _run(self) -> None:
        while not self._done.wait(_POLL):
            if self._job.cancelled():
                self.ended_by = "cancelled"
            elif self._job.seconds_left() == 0:
                self.ended_by = "seconds"
            if self.ended_by:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
                return

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._done.set()

    def broke(self, broken: list[str], enough: bool = False) -> str:
        """What docker says where the daemon broke off, "" where we ended it ourselves, or had enough."""
        return "" if self.ended_by or enough or not broken else broken[0]


def socket_of(response: Response) -> Any:
    """The socket under an answer that is still being read."""
    raw: Any = response.raw
    inner = raw._fp.fp
    return getattr(inner.raw, "_sock", None) or raw._connection.sock


def body_of(response: Response, broken: list[str] | None = None) -> Iterator[bytes]:
    """The blocks of an answer as they arrive; one that breaks off just ends, and `broken` gets what docker says of that."""
    try:
        yield from response.raw.stream(_BLOCK, decode_content=False)
    except Exception:  # noqa: BLE001 - a connection that was ended on purpose, or by a daemon that died
        if broken is not None:
            broken.append("unexpected EOF\n")


def upgraded(response: Response) -> Iterator[bytes]:
    """The blocks of a connection that was taken over (attach, exec); what came along with the headers first."""
    reader: Any = response.raw
    reader = reader._fp.fp
    with contextlib.suppress(OSError, ValueError):  # ended on purpose, or by the daemon
        while block := reader.read1(_BLOCK):
            yield block


def frames(blocks: Iterator[bytes], tty: bool) -> Iterator[tuple[str, bytes]]:
    """Blocks as (stream, bytes): framed by stream, or all standard output with a terminal. Frames are not held whole."""
    if tty:
        yield from (("stdout", block) for block in blocks)
        return
    head, left, stream = b"", 0, "stdout"
    for block in blocks:
        while block:
            if left:
                part, block = block[:left], block[left:]
                left -= len(part)
                yield stream, part
                continue
            take = 8 - len(head)
            head, block = head + block[:take], block[take:]
            if len(head) == 8:
                kind, left = struct.unpack(">BxxxL", head)
                stream, head = _STREAMS.get(kind, "stdout"), b""


class Captured:
    """Both streams of what a container prints, as text, inside the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._text: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self._decoders = {name: codecs.getincrementaldecoder("utf-8")("replace") for name in self._text}
        self._bytes = self._lines = 0
        self.full = self.latest = ""

    def add(self, stream: str, data: bytes) -> bool:
        """Take some bytes; False when no more are wanted."""
        limit = self._limits
        if limit.bytes is not None and self._bytes + len(data) > limit.bytes:
            data, self.full = data[: max(0, limit.bytes - self._bytes)], "bytes"
        if limit.lines is not None and (found := data.count(b"\n")) and self._lines + found > limit.lines:
            data, self.full = _first_lines(data, limit.lines - self._lines), "lines"
        self._bytes += len(data)
        self._lines += data.count(b"\n")
        self.latest = self._decoders[stream].decode(data)
        self._text[stream].append(self.latest)
        return not self.full

    def text(self, stream: str) -> str:
        """All of a stream so far."""
        return "".join(self._text[stream])

    def result(self, exit_code: int, out: str = "", err: str = "", by: str = "") -> Result:
        """What was printed, after `out` and `err`."""
        by = self.full or by
        return Result(out + self.text("stdout"), err + self.text("stderr"), exit_code, truncated=bool(by), truncated_by=by)


def _first_lines(data: bytes, count: int) -> bytes:
    """So many lines, ended by line feeds alone: a carriage return (a progress bar) is part of its line."""
    end = 0
    for _ in range(count):
        end = data.index(b"\n", end) + 1
    return data[:end]


def copy_out(job: Job, parts: Iterator[tuple[str, bytes]], captured: Captured) -> None:
    """Take what arrives until it ends or is more than is wanted; tell of it on the way."""
    for stream, data in parts:
        wanted = captured.add(stream, data)
        job.progress(Progress(text="", item=stream, partial=captured.latest))
        if not wanted:
            return


class Printed(list[str]):
    """What docker prints of a pull, push or build, inside the limits: what comes after them is dropped."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits, self._lines, self._bytes, self.full = limits, 0, 0, ""

    def append(self, text: str) -> None:
        """Take a piece, or as much of it as there is room for."""
        if self.full:
            return
        room = None if self._limits.lines is None else self._limits.lines - self._lines
        if room is not None and text.count("\n") > room:
            text, self.full = "".join(text.splitlines(keepends=True)[:room]), "lines"
        left = None if self._limits.bytes is None else self._limits.bytes - self._bytes
        if left is not None and len(text.encode()) > left:
            text, self.full = text.encode()[:left].decode("utf-8", "ignore"), "bytes"
        self._lines += text.count("\n")
        self._bytes += len(text.encode())
        super().append(text)

    def result(self, err: str = "", exit_code: int = 0, last: str = "", by: str = "") -> Result:
        """All of it, then `last`, on standard output."""
        by = self.full or by
        return Result("".join(self) + last, err, exit_code, truncated=bool(by), truncated_by=by)


def messages(blocks: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """JSON objects one after the other, as the daemon sends them while it works."""
    decoder, text = json.JSONDecoder(), ""
    reader = codecs.getincrementaldecoder("utf-8")("replace")
    for block in blocks:
        text = (text + reader.decode(block)).lstrip()
        while text:
            try:
                found, end = decoder.raw_decode(text)
            except (ValueError, RecursionError):
                if len(text) > MOST_OF_A_MESSAGE:
                    raise BadAnswer(f"the daemon sent a message of more than {MOST_OF_A_MESSAGE:,} characters") from None
                break
            if not isinstance(found, dict):
                raise BadAnswer("the daemon sent a message that is no JSON object")
            yield found
            text = text[end:].lstrip()


class StreamError(Exception):
    """An error inside a stream that began with status 200."""


Message = dict[str, Any]


def _as_it_is(message: Message) -> Message:
    return message


def display(
    job: Job, blocks: Iterator[bytes], lines: list[str] | None = None, shown: Callable[[Message], Message] = _as_it_is
) -> Iterator[Message]:
    """Read the progress of a pull, push or build: what docker prints goes to `lines`, `aux` objects are given back.

    `shown` gives each message as it is to be printed.
    Raises `StreamError` where the daemon reports one. Mirrors moby pkg/jsonmessage (Display, without a terminal).
    """
    for message in map(shown, messages(blocks)):
        detail = message.get("errorDetail") or {}
        if message.get("error") or detail:
            code = detail.get("code")
            raise StreamError("authentication is required" if code == 401 else detail.get("message") or message.get("error") or "")
        if "aux" in message:
            yield message["aux"]
            continue
        text, progress = _printed(message)
        job.progress(progress)
        if lines is not None and text is not None:
            lines.append(text)
        if job.cancelled():
            raise StreamError("context canceled")


def _printed(message: dict[str, Any]) -> tuple[str | None, Progress]:
    """What docker prints for one message, None for a bar in motion; and the step for people."""
    detail = message.get("progressDetail") or {}
    current, total = int(detail.get("current") or 0), int(detail.get("total") or 0)
    item, status, stream = str(message.get("id") or ""), str(message.get("status") or ""), str(message.get("stream") or "")
    step = Progress(text=(stream or status).rstrip("\n"), item=item, current=current, total=total, partial=stream)
    if current > 0 or total > 0:
        return None, step
    lead = (f"{item}: " if item else "") + (f"(from {message['from']}) " if message.get("from") else "")
    return lead + (stream if stream else f"{status}\n"), step
