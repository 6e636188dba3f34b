"""A pool of threads that the end of the process does not wait for.

The threads of `concurrent.futures` are joined when Python ends: one that hangs in a socket, or sleeps because it was asked to
wait, keeps the whole process from ending. What runs here may be left behind.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")


class BackgroundPool:
    """At most so many at a time; threads are made when they are needed and end after a while without work."""

    def __init__(self, width: int, name: str = "background", idle_seconds: float = 10.0) -> None:
        self._width, self._name, self._idle_seconds = max(1, width), name, idle_seconds
        self._work: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._changed = threading.Condition()
        self._threads = self._idle = 0

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it soon."""
        future: Future[T] = Future()
        with self._changed:
            self._work.append((future, lambda: call(*args, **kwargs)))
            if self._idle < len(self._work) and self._threads < self._width:
                self._threads += 1
                threading.Thread(target=self._run, name=self._name, daemon=True).start()
            self._changed.notify()
        return future

    def map(self, call: Callable[[A], T], values: Iterable[A]) -> list[T]:
        """The results for all values, in their order."""
        return [future.result() for future in [self.submit(call, value) for value in values]]

    def forget(self) -> None:
        """Take up nothing that still waits; what runs goes on, and nobody waits for it."""
        with self._changed:
            while self._work:
                self._work.popleft()[0].cancel()

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._changed:
            self._idle += 1
            try:
                if not self._changed.wait_for(lambda: bool(self._work), self._idle_seconds):
                    self._threads -= 1
                    return None
                return self._work.popleft()
            finally:
                self._idle -= 1

    def _run(self) -> None:
        while (found := self._next()) is not None:
            future, call = found
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
                future.set_exception(error)
