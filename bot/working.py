"""While an answer takes long: a message that says so, the progress every few seconds, and an end to the waiting.

The clock starts when the request is taken up, not when its lane gets to it: people behind a host that hangs are told, too.
"""

from __future__ import annotations

import heapq
import itertools
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

import structlog

from bot.blocks.message import Message, clip_units
from bot.blocks.parts import actions, button, context
from bot.blocks.words import escaped, one_line
from bot.delivery import Delivery, Spot
from bot.underway import current
from commands.background import BackgroundPool

if TYPE_CHECKING:
    from commands.executors.base import Progress

log = structlog.get_logger("dockwise.working")
EVERY = 3.0
MOST_ITEMS = 6
FAILED = "💥 This ended with an internal error; the person who asked has its reference."


class Alarms:
    """Calls things after a while: one thread that waits, a few that call."""

    def __init__(self, callers: int = 4) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._pool = BackgroundPool(callers, "alarm")
        self._thread: threading.Thread | None = None

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call it in so many seconds. What it finds to do by then is its own business."""
        with self._changed:
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._numbers), call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._heap or self._heap[0][0] > time.monotonic():
                    self._changed.wait(self._heap[0][0] - time.monotonic() if self._heap else None)
                call = heapq.heappop(self._heap)[2]
            self._pool.submit(self._safely, call)

    @staticmethod
    def _safely(call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            log.exception("an alarm failed")


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


# Everything under way in this process, for the Stop button; what is over is forgotten by itself.
AT_WORK: WeakValueDictionary[str, Working] = WeakValueDictionary()


class Working:
    """One request from its taking up to its answer. `finish` says whether the answer is still wanted."""

    def __init__(self, delivery: Delivery, spot: Spot, alarms: Alarms, settle: float, update: bool = False) -> None:
        self._delivery, self._spot, self._alarms = delivery, spot, alarms
        self._update = update
        self.said = update
        self._items: dict[str, str] = {}
        self._last = time.monotonic()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._expired = threading.Event()
        self._stopped = threading.Event()
        self._underway = current()
        self.id = secrets.token_urlsafe(8)
        self.user = spot.user
        AT_WORK[self.id] = self
        if settle > 0 and not update:
            alarms.after(settle, self._tell)

    def expires(self, seconds: float, tell: Callable[[Spot, bool], None]) -> None:
        """After so long nobody waits any more: `tell(spot, on_message)` gives the answer in its place."""

        def end() -> None:
            with self._lock:
                if self._over.is_set():
                    return
                self._over.set()
                self._expired.set()
            tell(self._spot, self.said)

        self._alarms.after(seconds, end)

    def cancelled(self) -> bool:
        """True once nobody waits for the answer any more, or somebody pressed Stop."""
        return self._expired.is_set() or self._stopped.is_set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Over, however it ended: nobody is told later that it is worked on, and a message that says so says it no longer."""
        if self.finish() and kind is not None and self.said and not self._update:
            self._delivery.rewrite(self._spot, Message([context(FAILED)], FAILED))

    def stop(self) -> bool:
        """Stop was pressed; False where the answer is there already."""
        self._stopped.set()
        return not self._over.is_set()

    def finish(self) -> bool:
        """The answer is there; False where it comes too late, and something else has been said."""
        with self._lock:
            self._over.set()
            return not self._expired.is_set()

    def spot(self) -> Spot:
        """Where the answer goes: onto the message that says it is worked on, where there is one."""
        return self._spot

    def progress(self, step: Progress) -> None:
        """A step of the run."""
        text = one_line(step.text)
        if not text:
            return
        if step.total:
            text += f" {_megabytes(step.current)} of {_megabytes(step.total)}"
        self._items[step.item] = text
        if time.monotonic() - self._last >= EVERY and not self._spot.private:
            self._tell()

    def _tell(self) -> None:
        """Send or update the message. Private ones are sent once: a `response_url` has five uses."""
        with self._lock:
            if self._over.is_set() or (self.said and (self._spot.private or self._update)):
                return
            self._last = time.monotonic()
            latest = list(self._items.items())[-MOST_ITEMS:]
            lines = [f"{name}: {text}" if name else text for name, text in latest]
            words = "⏳ working on it…" + "".join(f"\n{escaped(clip_units(line, 150))}" for line in lines)
            message = Message([context(words), *actions([button("Stop", "dw_stop_work", self.id)])], words)
            if self.said:
                self._delivery.rewrite(self._spot, message)
                return
            sent = self._delivery.send(self._spot, message)
            # An ephemeral message cannot be changed later: the answer then stands beside it.
            if sent.how in ("chat.postMessage", "direct message") and sent.ts:
                self.said = True
                if self._underway is not None:
                    self._underway.says_so(sent.channel, sent.ts)
                direct = sent.how == "direct message"
                self._spot = replace(
                    self._spot, message=sent.ts, channel=sent.channel, private=False, response_url="", im=direct or self._spot.im
                )
