"""Wall-clock deadlines for requests: a connection whose time is up is shut down, whatever it is waiting for.

A socket's time-out holds for one `recv`, so that a daemon that sends a byte a second is never late: neither its headers nor
its body. One thread for all clients looks after the requests that are under way.

    guard_adapter(adapter)                 # once a transport: its connections become known to the guard of the thread
    with Guard(seconds) as guard:          # one request; guard.fired says that it was ended here
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from types import TracebackType
from typing import Any

_AGAIN = 0.05
_MARK = "_deadline_known"
_HERE = threading.local()
_NUMBERS = itertools.count()


class Guard:
    """One request under way in this thread. Without `seconds` it never ends."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._lock = threading.Lock()
        self._done = False
        self.connection: Any = None
        self._socket: Any = None
        self.fired = False

    def __enter__(self) -> Guard:
        _HERE.guard = self
        if self._end is not None:
            _WATCHMAN.add(self._end, self)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        _HERE.guard = None
        with self._lock:  # afterwards the connection may be somebody else's
            self._done = True
            self.connection = self._socket = None

    def reading(self, response: Any) -> None:
        """The head of an answer has come; a body without a length has the socket for itself and ends with it."""
        with self._lock:
            file = getattr(getattr(response.raw, "_fp", None), "fp", None)
            self._socket = getattr(getattr(file, "raw", None), "_sock", None)

    @property
    def late(self) -> bool:
        """True when the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    def expire(self) -> bool:
        """End the connection; True where it has to be looked at again: it may still be made."""
        with self._lock:
            if self._done:
                return False
            self.fired = True
            sock = getattr(self.connection, "sock", None) or self._socket
            if sock is not None:
                with contextlib.suppress(OSError):
                    # Not the method of a TLS socket, which would take its state away from the thread that reads.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)
            return True


class _Watchman:
    """The thread that ends what is late; started with the first request that has a deadline."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Guard]] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, when: float, guard: Guard) -> None:
        with self._changed:
            heapq.heappush(self._due, (when, next(_NUMBERS), guard))
            if self._thread is None or not self._thread.is_alive():  # also in a forked process, which has no thread of ours
                self._thread = threading.Thread(target=self._run, name="engine-deadlines", daemon=True)
                self._thread.start()
            elif self._due[0][2] is guard:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._due or self._due[0][0] > time.monotonic():
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                _, _, guard = heapq.heappop(self._due)
            if guard.expire():
                self.add(time.monotonic() + _AGAIN, guard)


_WATCHMAN = _Watchman()


def guard_adapter(adapter: Any) -> None:
    """Let every connection that a transport hands out be known to the guard of the thread that gets it."""
    inner = adapter.get_connection_with_tls_context

    def get_pool(*args: Any, **kwargs: Any) -> Any:
        pool = inner(*args, **kwargs)
        if not hasattr(pool, _MARK):
            _guard_pool(pool)
        return pool

    adapter.get_connection_with_tls_context = get_pool


def _guard_pool(pool: Any) -> None:
    inner = pool._get_conn

    def get_connection(timeout: float | None = None) -> Any:
        connection = inner(timeout)
        guard = getattr(_HERE, "guard", None)
        if guard is not None:
            guard.connection = connection
        return connection

    pool._get_conn = get_connection
    setattr(pool, _MARK, True)
