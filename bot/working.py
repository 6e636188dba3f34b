"""While an answer takes long: a message that says so, then the progress every few seconds, then the answer in its place."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from bot.blocks.message import Message, clip_units
from bot.blocks.parts import context
from bot.blocks.words import escaped, one_line
from bot.delivery import Delivery, Spot

if TYPE_CHECKING:
    from commands.executors.base import Progress

EVERY = 3.0
MOST_ITEMS = 6


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


class Working:
    """A context for one run. `said` is True once a message stands there that the answer should take the place of."""

    def __init__(self, delivery: Delivery, spot: Spot, settle: float, update: bool = False) -> None:
        self._delivery, self._spot, self._settle = delivery, spot, settle
        self.said = update
        self._already = update
        self._items: dict[str, str] = {}
        self._last = 0.0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Working:
        self._last = time.monotonic() + self._settle - EVERY
        if not self._already and self._settle > 0:
            self._timer = threading.Timer(self._settle, self._tell)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._timer:
            self._timer.cancel()
        with self._lock:
            return

    def spot(self) -> Spot:
        """Where the answer goes: onto the message that says it is worked on, where there is one."""
        return self._spot

    def cancelled(self) -> bool:
        """Nobody stops an ordinary run."""
        return False

    def progress(self, step: Progress) -> None:
        """A step of the run."""
        text = one_line(step.text)
        if not text:
            return
        if step.total:
            text += f" {_megabytes(step.current)} of {_megabytes(step.total)}"
        self._items[step.item] = text
        if time.monotonic() - self._last >= EVERY and not self._spot.private and not self._over.is_set():
            self._tell()

    def _tell(self) -> None:
        """Send or update the message. Private ones are sent once: a `response_url` has five uses."""
        with self._lock:
            if self._over.is_set() or (self.said and (self._spot.private or self._already)):
                return
            self._last = time.monotonic()
            latest = list(self._items.items())[-MOST_ITEMS:]
            lines = [f"{name}: {text}" if name else text for name, text in latest]
            words = "⏳ working on it…" + "".join(f"\n{escaped(clip_units(line, 150))}" for line in lines)
            message = Message([context(words)], words)
            if self.said:
                self._delivery.replace(self._spot, message)
                return
            sent = self._delivery.send(self._spot, message)
            # An ephemeral message cannot be changed later without its own `response_url`: the answer then stands beside it.
            if sent.how in ("chat.postMessage", "direct message") and sent.ts:
                self.said = True
                direct = sent.how == "direct message"
                self._spot = replace(
                    self._spot, message=sent.ts, channel=sent.channel, private=False, response_url="", im=direct or self._spot.im
                )
