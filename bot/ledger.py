"""Small notes of the Slack side, written many at a time: what was seen, what a card shows, what somebody asked lately.

A commit waits for the disk. One writer takes everything that waits and commits it once, so that fifty requests a second
cost a few commits and not hundreds. `first_time` answers only when its key is on the disk; the other notes are read back from
memory until they are.
"""

from __future__ import annotations

import json
import threading
import uuid
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import KEPT_RECENT, Store, StoreError, storable
from bot.tables import kv, recent, seen

log = structlog.get_logger("dockwise.ledger")
PATIENCE = 20.0


_Values = dict[tuple[str, str], tuple[Any, float] | None]  # (space, key) → (value, seconds); None: it is dropped
Note = tuple[str, str, Any, float]  # space, key, value, seconds


@dataclass
class _Key:
    """A key that may be new; `note` is written with it where it is."""

    key: str
    ttl: float
    note: Note | None = None
    answer: Future[bool] = field(default_factory=Future)


@dataclass
class _Batch:
    """What waits to be written."""

    keys: list[_Key] = field(default_factory=list)
    values: _Values = field(default_factory=dict)
    asked: dict[tuple[str, str], None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.keys or self.values or self.asked)


class Ledger:
    """One writer for one process; safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting, self._writing = _Batch(), _Batch()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def first_time(self, key: str, ttl: float) -> bool:
        """True for the first caller with this key within `ttl` seconds, over all replicas. StoreError where nobody can say."""
        return self.accept(key, ttl, None, PATIENCE)

    def accept(self, key: str, ttl: float, note: Note | None, patience: float) -> bool:
        """The same, with a note that is written in the same transaction where the key is new."""
        asked = _Key(storable(key), ttl, note)
        with self._changed:
            self._waiting.keys.append(asked)
            self._wake()
        try:
            return asked.answer.result(patience)
        except TimeoutError:
            raise StoreError("the storage did not answer in time") from None

    def try_out(self) -> None:
        """StoreError for a storage that does not tell what is new: with it, every delivery would be dropped as a duplicate."""
        key = f"try-out:{uuid.uuid4().hex}"
        if [self.first_time(key, 60.0), self.first_time(key, 60.0)] != [True, False]:
            raise StoreError("the storage takes what is new for a duplicate, or a duplicate for new: nobody would be answered")

    def put(self, space: str, key: str, value: Any, ttl: float) -> None:
        """Keep a JSON value; written soon."""
        with self._changed:
            self._waiting.values[space, storable(key)] = (value, ttl)
            self._wake()

    def drop(self, space: str, key: str) -> None:
        """Forget a key; written soon."""
        with self._changed:
            self._waiting.values[space, storable(key)] = None
            self._wake()

    def get(self, space: str, key: str) -> Any:
        """The value, also while it waits to be written."""
        key = storable(key)
        with self._changed:
            for batch in (self._waiting, self._writing):
                if (space, key) in batch.values:
                    kept = batch.values[space, key]
                    return None if kept is None else json.loads(json.dumps(kept[0]))
        return self._store.get(space, key)

    def add_recent(self, user: str, text: str) -> None:
        """Remember what somebody asked for; written soon."""
        text = storable(text)
        with self._changed:
            self._waiting.asked.pop((user, text), None)
            self._waiting.asked[user, text] = None
            self._wake()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until all of it is written."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._writing, seconds)

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                self._writing, self._waiting = self._waiting, _Batch()
            try:
                self._write_or_again(self._writing)
            except Exception as error:  # noqa: BLE001 - whoever waits is told
                log.error("notes could not be written", error=str(error)[:300])
                for one in self._writing.keys:
                    if not one.answer.done():
                        one.answer.set_exception(error if isinstance(error, StoreError) else StoreError(str(error)))
            finally:
                with self._changed:
                    self._writing = _Batch()
                    self._changed.notify_all()

    def _write_or_again(self, batch: _Batch) -> None:
        """A second try where the first was the victim of a deadlock or of a connection that was lost: nothing of it was kept."""
        try:
            self._write(batch)
        except StoreError as error:
            log.warning("notes are written again", error=error.detail[:300])
            self._write(batch, again=True)

    def _write(self, batch: _Batch, again: bool = False) -> None:
        """One transaction for everything; the callers get their answers after its commit."""
        now = self._store.clock()
        said: list[tuple[Future[bool], bool]] = []
        values = dict(batch.values)
        with self._store.write() as connection:
            # Always in the same order, so that two replicas with the same keys wait for each other and never across.
            for one in sorted(batch.keys, key=lambda one: one.key):
                connection.execute(delete(seen).where(seen.c.key == one.key, seen.c.expires <= now))
                row = self._insert(connection, seen).values(key=one.key, expires=now + one.ttl).on_conflict_do_nothing()
                # A count of rows is not what both drivers give for an INSERT; a row that comes back is.
                new = connection.execute(row.returning(seen.c.key)).first() is not None
                if again and not new and one.note:
                    # The first try may have been kept although its commit was not heard of: then its note stands there.
                    space, key, *_ = one.note
                    new = connection.execute(select(kv.c.key).where(kv.c.space == space, kv.c.key == key)).first() is not None
                said.append((one.answer, new))
                if new and one.note:
                    space, key, value, ttl = one.note
                    values[space, key] = (value, ttl)
            self._write_values(connection, values, now)
            self._write_asked(connection, batch, now)
        for answer, first in said:
            answer.set_result(first)

    def _write_values(self, connection: Connection, values: _Values, now: float) -> None:
        for (space, key), kept in sorted(values.items(), key=lambda one: one[0]):
            if kept is None:
                connection.execute(delete(kv).where(kv.c.space == space, kv.c.key == key))
            else:
                value, ttl = kept
                row = {"space": space, "key": key, "value": json.dumps(value), "expires": now + ttl, "at": now}
                fresh = self._insert(connection, kv).values(**row)
                changed = {name: fresh.excluded[name] for name in ("value", "expires", "at")}
                connection.execute(fresh.on_conflict_do_update(index_elements=["space", "key"], set_=changed))

    def _write_asked(self, connection: Connection, batch: _Batch, now: float) -> None:
        for user, text in sorted(batch.asked, key=lambda one: one[0]):
            connection.execute(delete(recent).where(recent.c.user == user, recent.c.text == text))
            connection.execute(insert(recent).values(user=user, text=text, at=now))
        for user in sorted({user for user, _ in batch.asked}):
            kept = select(recent.c.id).where(recent.c.user == user).order_by(recent.c.id.desc()).limit(KEPT_RECENT)
            connection.execute(delete(recent).where(recent.c.user == user, recent.c.id.not_in(kept.scalar_subquery())))

    @staticmethod
    def _insert(connection: Connection, table: Any) -> Any:
        """An INSERT that knows ON CONFLICT, in the dialect in use."""
        return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
