"""Cards that were sent, kept in the store for a day, so that filters and pages need no new run, on any replica."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace

import structlog

from bot.blocks import Shown, View
from bot.ledger import Ledger
from bot.store import StoreError

log = structlog.get_logger("dockwise.cards")
SPACE = "slack-card"
DAY = 24 * 3600.0
# What the cards of one person may take of the storage in a day; after that cards are kept short.
BYTES_A_DAY = 20_000_000
SHORT = 8_000
SPENT = "slack-card-bytes"


@dataclass(frozen=True)
class Card:
    """A card as it was last seen: what it shows, how, where, for whom."""

    key: str
    shown: Shown
    view: View = field(default_factory=View)
    channel: str = ""
    user: str = ""
    private: bool = False


class Cards:
    """The shelf of cards."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.time) -> None:
        self._ledger, self._clock = ledger, clock
        self._lock = threading.Lock()
        self._spent: OrderedDict[str, int] = OrderedDict()

    def keep(self, card: Card) -> None:
        """Keep it for a day; short, once its reader has used up the day."""
        key = f"{card.user}:{int(self._clock() // DAY)}"
        with self._lock:
            spent = self._spent.get(key, -1)
            if spent < 0:
                spent = int(self._read(key) or 0)
            size = self._write(card, short=spent >= BYTES_A_DAY)
            self._spent[key] = spent + size
            while len(self._spent) > 10_000:
                self._spent.popitem(last=False)
        self._ledger.put(SPENT, key, spent + size, DAY)

    def _read(self, key: str) -> int:
        try:
            return int(self._ledger.get(SPENT, key) or 0)
        except (StoreError, TypeError, ValueError):
            return 0

    def _write(self, card: Card, short: bool = False) -> int:
        kept = card.shown.as_json(SHORT) if short else card.shown.as_json()
        self._ledger.put(SPACE, card.key, asdict(replace(card, shown=Shown(""))) | {"shown": kept}, DAY)
        return len(json.dumps(kept))

    def find(self, key: str) -> Card | None:
        """The card of that key; None where its day is over."""
        if not key:
            return None
        try:
            data = self._ledger.get(SPACE, key)
        except StoreError as error:
            log.warning("a card could not be read", error=str(error))
            return None
        if not isinstance(data, dict):
            return None
        return Card(
            key,
            Shown.of_json(data["shown"]),
            View.of(data.get("view", {})),
            data.get("channel", ""),
            data.get("user", ""),
            bool(data.get("private")),
        )

    def seen_as(self, card: Card, view: View) -> Card:
        """The same card looked at in another way, kept."""
        changed = replace(card, view=view)
        self._write(changed)
        return changed


def new_key() -> str:
    """A key that cannot be guessed."""
    return secrets.token_hex(8)
