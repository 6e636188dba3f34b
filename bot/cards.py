"""Cards that were sent, kept in the store for a day, so that filters and pages need no new run, on any replica."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, replace

import structlog

from bot.blocks import Shown, View
from bot.ledger import Ledger
from bot.store import StoreError

log = structlog.get_logger("dockwise.cards")
SPACE = "slack-card"
DAY = 24 * 3600.0


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

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, card: Card) -> None:
        """Keep it for a day."""
        self._ledger.put(SPACE, card.key, asdict(card) | {"shown": card.shown.as_json()}, DAY)

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
        self.keep(changed)
        return changed


def new_key() -> str:
    """A key that cannot be guessed."""
    return secrets.token_hex(8)
