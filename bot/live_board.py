"""Which messages update just now, for all replicas to see: a press on Stop may reach another one than that which runs it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import structlog

from bot.store import Store, StoreError

log = structlog.get_logger("dockwise.live")
SPACE, STOPS = "slack-live", "slack-live-stop"


@dataclass(frozen=True)
class Entry:
    """One message that updates, wherever it runs."""

    key: str
    channel: str
    user: str
    host: str
    command: str


class Board:
    """Entries in the store; they go by themselves when a process dies. A store that is away means: this process only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enter(self, entry: Entry, seconds: float) -> None:
        """Show it for at most so long."""
        try:
            self._store.put(SPACE, entry.key, asdict(entry), seconds)
        except StoreError as error:
            log.warning("other replicas cannot see a live message", error=str(error))

    def leave(self, key: str) -> None:
        """It has ended."""
        try:
            self._store.drop(SPACE, key)
            self._store.drop(STOPS, key)
        except StoreError as error:
            log.warning("a live message stays on the board until its time is over", error=str(error))

    def find(self, key: str) -> Entry | None:
        """The entry, None where it has ended."""
        return next((entry for entry in self.entries() if entry.key == key), None)

    def entries(self, channel: str = "") -> list[Entry]:
        """Everything that updates, of one channel or of all."""
        try:
            rows = [row for _, row in self._store.items(SPACE)]
        except StoreError:
            return []
        return [Entry(**row) for row in rows if not channel or row.get("channel") == channel]

    def ask_to_stop(self, key: str, user: str) -> None:
        """Leave word for the replica that runs it."""
        self._store.put(STOPS, key, user, 3_600.0)

    def asked_to_stop(self, key: str) -> str:
        """Who wants it to stop; "" for nobody."""
        try:
            return str(self._store.get(STOPS, key) or "")
        except StoreError:
            return ""
