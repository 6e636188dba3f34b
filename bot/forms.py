"""What a modal needs to know when it is sent: kept by us under a key, because what travels through a view is not ours.

The view carries the key alone. Who sends it is what Slack says (`body.user`), and a form is its opener's only.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from bot.delivery import Spot
from bot.ledger import Ledger

SPACE = "slack-form"
SECONDS = 3_600.0


class Forms:
    """Open modals, on any replica."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, spot: Spot, **more: str) -> dict[str, str]:
        """Keep where it was opened and what it is about; what the view carries."""
        key = secrets.token_urlsafe(12)
        kept = {name: value for name, value in asdict(spot).items() if value}
        self._ledger.put(SPACE, key, {"spot": kept, "more": more}, SECONDS)
        return {"form": key}

    def find(self, carried: Any, user: str) -> tuple[Spot, dict[str, str]] | None:
        """What was kept for the form that this person opened; None for any other."""
        key = carried.get("form") if isinstance(carried, dict) else None
        data = self._ledger.get(SPACE, key) if isinstance(key, str) and key else None
        if not isinstance(data, dict):
            return None
        spot = Spot(**{"channel": "", "user": "", **data["spot"]})
        return (spot, data["more"]) if user and spot.user == user else None
