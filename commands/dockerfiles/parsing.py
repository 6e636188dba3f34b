"""The official parser, asked in child processes: one that crashes, hangs or grows is an answer; the next request gets a new one.

    parse(text, starts, seconds) -> Parsed     # never raises

A child is started at the first Dockerfile and kept for the next ones; there are two at most, and they end with this process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

AT_ONCE = 2
# The most that a child may answer: every word of a file stands in it once or twice, each character escaped at worst.
MAX_ANSWER = 4_000_000
_BLOCK = 65536
_CHILD = Path(__file__).with_name("parser_child.py")
# What a Python may need to start at all; nothing else of our environment is the child's.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
GAVE_UP = "the parser gave up on this file"
TOO_SLOW = "the parser took too long over this file"


@dataclass(frozen=True, slots=True)
class Command:
    """One instruction as the parser gives it; lines count from 1."""

    cmd: str
    sub_cmd: str
    json: bool
    start_line: int
    end_line: int
    flags: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    heredocs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The instructions, or what is wrong and in which line (0 where that is not known)."""

    commands: tuple[Command, ...] = ()
    error: str = ""
    line: int = 0


class _Gone(Exception):
    """The child has ended, or is of no more use."""


class _Child:
    """One parser process."""

    def __init__(self) -> None:
        environ = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-I", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environ, "GOMAXPROCS": "1", "GOTRACEBACK": "none"},
            cwd="/",
        )
        self._input: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._output: IO[bytes] = self._process.stdout  # type: ignore[assignment]
        os.set_blocking(self._input.fileno(), False)
        os.set_blocking(self._output.fileno(), False)
        self._first = json.dumps(sys.path).encode() + b"\n"

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> Any:
        """Its answer; _Gone where it has ended, TimeoutError where it takes too long."""
        todo, self._first = self._first + json.dumps(request).encode() + b"\n", b""
        answer, end = bytearray(), time.monotonic() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(self._input, selectors.EVENT_WRITE)
            ready.register(self._output, selectors.EVENT_READ)
            while not answer.endswith(b"\n"):
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                for key, _ in ready.select(left):
                    if key.fileobj is self._input:
                        todo = self._send(todo)
                        if not todo:
                            ready.unregister(self._input)
                    else:
                        answer += self._receive(len(answer))
        try:
            return json.loads(answer)
        except ValueError:
            raise _Gone from None

    def _send(self, todo: bytes) -> bytes:
        try:
            return todo[os.write(self._input.fileno(), todo[:_BLOCK]) :]
        except BlockingIOError:
            return todo
        except OSError:
            raise _Gone from None

    def _receive(self, so_far: int) -> bytes:
        try:
            block = os.read(self._output.fileno(), _BLOCK)
        except BlockingIOError:
            return b""
        if not block or so_far + len(block) > MAX_ANSWER:
            raise _Gone
        return block

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):
                stream.close()


@dataclass
class _Pool:
    """The children that wait for work, and how many more may work at the same time."""

    idle: list[_Child] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))

    def parse(self, text: str, starts: Sequence[int], seconds: float) -> Parsed:
        end = time.monotonic() + seconds
        if not self.room.acquire(timeout=seconds):
            return Parsed(error=TOO_SLOW)
        try:
            child = self._take()
            try:
                found = child.ask({"text": text, "starts": list(starts), "seconds": seconds}, end - time.monotonic())
            except TimeoutError:
                child.end()
                return Parsed(error=TOO_SLOW)
            except _Gone:
                child.end()
                return Parsed(error=GAVE_UP if time.monotonic() < end else TOO_SLOW)
            with self.lock:
                self.idle.append(child)
            return _parsed(found)
        except OSError as error:  # no process can be started
            return Parsed(error=f"the parser cannot be started: {error.strerror or error}")
        finally:
            self.room.release()

    def _take(self) -> _Child:
        while True:
            with self.lock:
                child = self.idle.pop() if self.idle else None
            if child is None:
                return _Child()
            if child.alive:
                return child
            child.end()

    def end(self) -> None:
        """End all that wait."""
        with self.lock:
            idle, self.idle = self.idle, []
        for child in idle:
            child.end()


def _parsed(found: Any) -> Parsed:
    if "error" in found:
        return Parsed(error=str(found["error"]), line=int(found["line"]))
    rows = []
    for cmd, sub_cmd, is_json, start, end, flags, value, heredocs in found["commands"]:
        docs = tuple((name, content) for name, content in heredocs)
        rows.append(Command(cmd, sub_cmd or "", bool(is_json), start, end, tuple(flags), tuple(value), docs))
    return Parsed(tuple(rows))


@cache
def _pool_of(process_id: int) -> _Pool:
    """The pool of this process: a forked one does not use its parent's children."""
    pool = _Pool()
    atexit.register(pool.end)
    return pool


def parse(text: str, starts: Sequence[int], seconds: float) -> Parsed:
    """Read a file that is not empty and ends with a line end. `starts` are the lines (from 0) that begin an instruction.

    `text` holds no half characters: see `commands.clean_text`.
    """
    return _pool_of(os.getpid()).parse(text, starts, seconds)
