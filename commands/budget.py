"""What one request may spend, counted before it is spent: bytes of text, memory, wall time.

    with spending(seconds=30, size=20_000_000):    # for everything below, whichever module it is in
        current().text(len(a) * count)             # Exceeded before a text of that size is made
        current().spend(len(result))               # intermediate values of one template, added up
        current().memory(64 * items)               # lists, whose items take more than their letters
        current().tick()                           # between steps: Exceeded where the time is up

A budget inside another one never ends later. Without any, `current()` gives one of the usual size without a deadline.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SIZE = 20_000_000
# How much more than one text all intermediate values of a template, or the lists made of a text, may take.
SPENT, HELD = 3, 4
# What one item of a list takes beside its letters.
ITEM = 60
_BETWEEN_LOOKS = 500
_HEARD = 50


class Exceeded(Exception):
    """More than was to be spent; `by` is `bytes` or `seconds`. Nothing has been made of what was asked for."""

    def __init__(self, message: str, by: str) -> None:
        super().__init__(message)
        self.by = by


class Budget:
    """The room one request has. Used by one thread at a time; what several share is only the deadline."""

    def __init__(self, seconds: float | None = None, size: int = SIZE, deadline: float | None = None) -> None:
        own = None if seconds is None else time.monotonic() + seconds
        ends = [one for one in (own, deadline) if one is not None]
        self.deadline = min(ends) if ends else None
        self.seconds = seconds
        self.size = size
        self._spent = self._read = self._values = 0
        self._ticks = 0
        # What daemons said last: (path, JSON). When something in it is not what it should be, this tells what.
        self.heard: deque[tuple[str, Any]] = deque(maxlen=_HEARD)

    def seconds_left(self) -> float | None:
        """Seconds until the deadline, None where there is none; never negative."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def text(self, amount: int) -> None:
        """A text of so many bytes (or letters) is about to be made."""
        if amount > self.size:
            raise Exceeded(f"the text would grow to more than {self.size:,} bytes", "bytes")

    def memory(self, amount: int) -> None:
        """So many bytes of objects are about to be made of a text."""
        if amount > self.size * HELD:
            raise Exceeded(f"the text would take more than {self.size * HELD:,} bytes of memory", "bytes")

    def spend(self, amount: int) -> None:
        """So many more bytes of intermediate values; all of them are added up."""
        self._spent += amount
        if self._spent > self.size * SPENT:
            raise Exceeded(f"all values together would take more than {self.size * SPENT:,} bytes", "bytes")

    def read(self, amount: int, values: int) -> None:
        """So many more bytes of JSON came in, with so many values; all that one command asks for is added up."""
        self._read += amount
        self._values += values
        self.text(self._read)
        self.memory(self._read + ITEM * self._values)

    def tick(self, steps: int = 1) -> None:
        """Some steps were taken: a look at the clock now and then."""
        self._ticks += steps
        if self._ticks >= _BETWEEN_LOOKS:
            self._ticks = 0
            self.in_time()

    def in_time(self) -> None:
        """Exceeded where the time is up."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            said = "the time that this may take is up" if self.seconds is None else f"not done within {round(self.seconds, 1):g} s"
            raise Exceeded(said, "seconds")


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


def current() -> Budget:
    """The budget of what runs now; a new one, without a deadline, where nobody has set any."""
    return _CURRENT.get() or Budget()


@contextmanager
def spending(seconds: float | None = None, size: int | None = None) -> Iterator[Budget]:
    """A budget for everything inside; it ends no later than the one around it."""
    around = _CURRENT.get()
    if size is None:
        size = around.size if around else SIZE
    budget = Budget(seconds, size, around.deadline if around else None)
    token = _CURRENT.set(budget)
    try:
        yield budget
    finally:
        _CURRENT.reset(token)
