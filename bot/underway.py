"""What is taken up and not answered yet, kept in the storage: when a process is gone, another tells the people who wait.

underway.entry(spot) -> Entry            # written together with the delivery's key, before it is acknowledged
entry.holding(call) -> call              # work on it, in any thread; when nobody holds it any more it is over
underway.lost() -> list[Left]            # what processes left behind that are gone; each is given once, over all replicas
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any

import structlog

from bot.approval_runner import alive, this_process
from bot.delivery import Spot
from bot.ledger import Ledger, Note
from bot.store import Store, StoreError

log = structlog.get_logger("dockwise.underway")
SPACE, PROCESSES = "slack-underway", "slack-process"
KEPT_SECONDS = 2 * 3600.0
LEASE_SECONDS = 60.0

_current: ContextVar[Entry | None] = ContextVar("underway", default=None)


def current() -> Entry | None:
    """What this thread works on."""
    return _current.get()


@dataclass(frozen=True)
class Left:
    """Something that a process left behind: where the person waits, and the messages that still say it goes on."""

    spot: Spot
    messages: tuple[tuple[str, str], ...] = ()  # channel, timestamp
    live: tuple[str, ...] = ()  # keys of live messages


class Entry:
    """One delivery from its taking up to its answer."""

    def __init__(self, ledger: Ledger, spot: Spot | None, runner: str) -> None:
        self.key = secrets.token_hex(8)
        self._ledger = ledger
        self._lock = threading.Lock()
        self._holders = 0
        self._over = False
        self._waits = spot is not None
        kept = {name: value for name, value in asdict(spot).items() if value} if spot else {}
        self._data: dict[str, Any] = {"runner": runner, "spot": kept, "messages": [], "live": []}

    @property
    def note(self) -> Note | None:
        """What is written: space, key, value, seconds; None where nobody waits."""
        with self._lock:
            return (SPACE, self.key, dict(self._data), KEPT_SECONDS) if self._waits else None

    def says_so(self, channel: str, ts: str, live: str = "") -> None:
        """There is a message now that says that it goes on."""
        with self._lock:
            if self._over or not self._waits:
                return
            self._data["messages"] = [*self._data["messages"], [channel, ts]]
            if live:
                self._data["live"] = [*self._data["live"], live]
            self._ledger.put(SPACE, self.key, dict(self._data), KEPT_SECONDS)

    def holding(self, call: Callable[[], object]) -> Callable[[], None]:
        """The same call for another thread: until it has ended, the delivery is not over."""
        with self._lock:
            self._holders += 1

        def held() -> None:
            before = _current.set(self)
            try:
                call()
            finally:
                _current.reset(before)
                self.let_go()

        return held

    def let_go(self) -> None:
        """One that held it has ended; with the last of them it is over."""
        with self._lock:
            self._holders -= 1
            last = self._holders <= 0
        if last:
            self.end()

    def end(self) -> None:
        """It is answered, or the person was told that it is not."""
        with self._lock:
            if self._over:
                return
            self._over = True
            if self._waits:
                self._ledger.drop(SPACE, self.key)


def held(call: Callable[[], object]) -> Callable[[], object]:
    """For a thread of its own: goes on with what this thread works on."""
    entry = current()
    return entry.holding(call) if entry is not None else call


class Underway:
    """All of one process, and what other processes left behind."""

    def __init__(self, ledger: Ledger, store: Store, runner: str = "") -> None:
        self._ledger, self._store = ledger, store
        self._runner = runner or this_process()

    def entry(self, spot: Spot | None) -> Entry:
        """A new one; its `note` is to be written with the delivery's key. Without a spot, nobody waits for it."""
        return Entry(self._ledger, spot, self._runner)

    def beat(self) -> None:
        """This process lives: said every so often, for replicas on other machines."""
        self._store.put(PROCESSES, self._runner, True, LEASE_SECONDS)

    def lost(self) -> list[Left]:
        """What was left behind; the first to ask gets it."""
        found = []
        for key, data in self._store.items(SPACE):
            if self._lives(str(data.get("runner") or "")):
                continue
            taken = self._store.take(SPACE, key)
            if taken is not None:
                log.warning("a request was left behind by a process that is gone", runner=str(taken.get("runner")))
                found.append(_left(taken))
        return found

    def _lives(self, runner: str) -> bool:
        """True for this process, for one of this machine that runs, and for one elsewhere that has said so lately."""
        if runner == self._runner:
            return True
        if not alive(runner, self._runner):
            return False
        try:
            return self._store.get(PROCESSES, runner) is not None
        except StoreError:
            return True


def _left(data: dict[str, Any]) -> Left:
    spot = Spot(**{"channel": "", "user": "", **data.get("spot", {})})
    messages = tuple((str(channel), str(ts)) for channel, ts in data.get("messages", ()))
    return Left(spot, messages, tuple(str(key) for key in data.get("live", ())))
