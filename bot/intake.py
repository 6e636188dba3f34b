"""Taking up deliveries: each once, over all replicas and restarts, and none lost with the process that took it.

entry = intake.accept(key, spot)     # None for a duplicate; afterwards the delivery stands in the storage
tell_left_behind(desk)               # every so often: people whose process is gone are told
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.blocks import Message
from bot.blocks.parts import section
from bot.delivery import Spot
from bot.duplicates import DuplicateAlarm
from bot.ledger import Ledger
from bot.store import Store, StoreError
from bot.underway import Entry, Left, Underway

if TYPE_CHECKING:
    from bot.desk import Desk

log = structlog.get_logger("dockwise.desk")
SEEN_SECONDS = 24 * 3600.0
PRESSED_SECONDS = 600.0
ACCEPT_SECONDS = 1.5  # how long an acknowledgement waits for the storage: Slack gives three
UNFINISHED = (
    "I had to stop before {what} was finished: I was restarted. Reads can be asked for again; of changes, look first what was done."
)


class _Seen:
    """Keys that this process has taken up, for when the store cannot be asked."""

    def __init__(self, most: int = 20_000) -> None:
        self._kept: OrderedDict[str, float] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def first_time(self, key: str, seconds: float) -> bool:
        now = time.monotonic()
        with self._lock:
            if self._kept.get(key, 0.0) > now:
                return False
            self._kept[key] = now + seconds
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return True


class Intake:
    """What this process takes up."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self._ledger = ledger
        self._seen = _Seen()
        self.duplicates = DuplicateAlarm()
        self.underway = Underway(ledger, store)

    def accept(self, key: str, spot: Spot | None) -> Entry | None:
        """The entry of a delivery that is new; None for one that has been taken up before."""
        entry = self.underway.entry(spot)
        if not key:
            return entry
        # Events come again for minutes, and after an outage for hours; commands and presses only at once.
        seconds = SEEN_SECONDS if key.startswith("event:") else PRESSED_SECONDS
        if not self._seen.first_time(key, seconds):
            return None
        try:
            new = self._ledger.accept(f"slack:{key}"[:250], seconds, entry.note, ACCEPT_SECONDS)
        except StoreError as error:
            log.error("the store cannot say whether this was seen", error=str(error))
            return entry
        self.duplicates.noted(new)
        return entry if new else None


def tell_left_behind(desk: Desk) -> int:
    """Tell people whose requests were under way in a process that is gone; how many those were."""
    desk.intake.underway.beat()
    left = desk.intake.underway.lost()
    for one in left:
        _tell(desk, one)
    return len(left)


def _tell(desk: Desk, left: Left) -> None:
    """Messages that say that it goes on say no longer so; where there is none, the person gets a message."""
    words = UNFINISHED.format(what="this")
    message = Message([section(words)], words)
    for key in left.live:
        desk.live.forget(key)
    told = [
        desk.delivery.rewrite(replace(left.spot, channel=channel, message=ts, response_url=""), message)
        for channel, ts in left.messages
    ]
    if not any(told):
        desk.delivery.send(replace(left.spot, message=""), message)
