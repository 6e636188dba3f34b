"""State that must outlive the process: one SQLAlchemy engine, its tables, and small services on it.

    store = open_store(settings.storage)       # runs the migrations; StoreError says what is wrong
    with store.write() as connection: …        # one transaction that no other writer can interleave with
    with store.read() as connection: …

    store.first_time("event:Ev123", ttl=3600) -> bool     # False for a duplicate, on any replica
    store.put(space, key, value, ttl=None); store.get(space, key); store.take(space, key); store.drop(space, key)
    store.add_recent(user, text); store.recent(user); store.add_favourite(user, text); store.favourites(user)

SQLite (WAL, full synchronisation) by default, PostgreSQL by URL. Times are Unix seconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, Engine, and_, create_engine, delete, event, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.tables import favourites, kv, recent, seen

log = structlog.get_logger("dockwise.store")
BUSY_MILLISECONDS = 15_000
KEPT_RECENT = 50
# One number for the advisory lock that orders all writers of the audit on PostgreSQL.
AUDIT_LOCK = 0x646F636B


class StoreError(RuntimeError):
    """The storage cannot be used. The text is fit for anybody; `detail`, without passwords, for who runs the bot."""

    def __init__(self, text_: str, detail: str = "") -> None:
        super().__init__(text_)
        self.detail = detail or text_


def storable(value: Any) -> Any:
    """Text without NUL and lone surrogates, which PostgreSQL refuses; anything else as it is."""
    return value.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


class Store:
    """An open storage. Safe to use from several threads, and from several replicas at once."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time, upgraded: bool = False) -> None:
        self.engine = engine
        # True where this very process has brought an older storage up to date.
        self.upgraded = upgraded
        self._file = _file_of(engine)
        self.clock = clock
        self._sqlite = engine.dialect.name == "sqlite"
        self._swept = 0.0
        # Writers of one process wait in line: SQLite itself has them sleep longer and longer, and lets the late ones pass.
        self._turn = threading.RLock() if self._sqlite else contextlib.nullcontext()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading."""
        with _said(self), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction for writing: on SQLite it holds the write lock from its start."""
        self.still_there()
        with _said(self), self._turn, self.engine.connect() as connection:
            if self._sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            with _ending(connection):
                yield connection

    @contextmanager
    def write_in_line(self) -> Iterator[Connection]:
        """Like `write`, and on PostgreSQL one at a time over all replicas: for the audit's chain."""
        with self.write() as connection:
            if not self._sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": AUDIT_LOCK})
            yield connection

    def still_there(self) -> None:
        """StoreError where the file of a SQLite storage is not the one that was opened: what is written there would be lost."""
        if self._file is None:
            return
        path, identity = self._file
        if _identity(path) != identity:
            url = self.engine.url.render_as_string(hide_password=True)
            raise StoreError(
                f"the file of the storage {url} was removed or replaced while it was open; put it back, or start dockwise anew"
            )

    def check(self) -> str:
        """One line about the storage, for `doctor`; StoreError when it cannot be written."""
        self.put("doctor", "check", self.clock(), ttl=60)
        return f"{self.engine.dialect.name} at {self.engine.url.render_as_string(hide_password=True)}"

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def first_time(self, key: str, ttl: float = 3600.0) -> bool:
        """True for the first caller with this key within `ttl` seconds, over all replicas; False for everyone after."""
        now, key = self.clock(), storable(key)
        with self.write() as connection:
            self._sweep(connection, now)
            connection.execute(delete(seen).where(seen.c.key == key, seen.c.expires <= now))
            row = self._insert(seen).values(key=key, expires=now + ttl).on_conflict_do_nothing().returning(seen.c.key)
            return connection.execute(row).first() is not None

    def put(self, space: str, key: str, value: Any, ttl: float | None = None) -> None:
        """Keep a JSON value under a key of a space, for `ttl` seconds or for good."""
        now = self.clock()
        expires = now + ttl if ttl is not None else None
        row = {"space": space, "key": storable(key), "value": json.dumps(value), "expires": expires, "at": now}
        with self.write() as connection:
            self._sweep(connection, now)
            fresh = self._insert(kv).values(**row)
            kept = {name: fresh.excluded[name] for name in ("value", "expires", "at")}
            connection.execute(fresh.on_conflict_do_update(index_elements=["space", "key"], set_=kept))

    def get(self, space: str, key: str) -> Any:
        """The value, None where there is none or its time is over."""
        with self.read() as connection:
            row = connection.execute(select(kv.c.value, kv.c.expires).where(_in(space, key))).first()
        if row is None or (row.expires is not None and row.expires <= self.clock()):
            return None
        return json.loads(row.value)

    def take(self, space: str, key: str) -> Any:
        """The value, taken away: of several callers only one gets it."""
        with self.write() as connection:
            row = connection.execute(delete(kv).where(_in(space, key)).returning(kv.c.value, kv.c.expires)).first()
            if row is None or (row.expires is not None and row.expires <= self.clock()):
                return None
            return json.loads(row.value)

    def items(self, space: str) -> list[tuple[str, Any]]:
        """All living (key, value) pairs of a space, oldest first."""
        with self.read() as connection:
            rows = connection.execute(select(kv).where(kv.c.space == space).order_by(kv.c.at, kv.c.key)).all()
        now = self.clock()
        return [(row.key, json.loads(row.value)) for row in rows if row.expires is None or row.expires > now]

    def drop(self, space: str, key: str) -> None:
        """Forget a key."""
        with self.write() as connection:
            connection.execute(delete(kv).where(_in(space, key)))

    def add_recent(self, user: str, text_: str) -> None:
        """Remember what somebody asked for; the newest 50 a person are kept. `text_` must be free of secrets."""
        text_ = storable(text_)
        with self.write() as connection:
            connection.execute(delete(recent).where(recent.c.user == user, recent.c.text == text_))
            connection.execute(insert(recent).values(user=user, text=text_, at=self.clock()))
            kept = select(recent.c.id).where(recent.c.user == user).order_by(recent.c.id.desc()).limit(KEPT_RECENT)
            connection.execute(delete(recent).where(recent.c.user == user, recent.c.id.not_in(kept.scalar_subquery())))

    def recent(self, user: str, count: int = 10) -> list[str]:
        """What somebody asked for, newest first."""
        with self.read() as connection:
            found = connection.execute(select(recent.c.text).where(recent.c.user == user).order_by(recent.c.id.desc()).limit(count))
            return [row.text for row in found]

    def add_favourite(self, user: str, text_: str) -> None:
        """Keep a command as a favourite. `text_` must be free of secrets."""
        with self.write() as connection:
            row = self._insert(favourites).values(user=user, text=storable(text_), at=self.clock())
            connection.execute(row.on_conflict_do_nothing())

    def drop_favourite(self, user: str, text_: str) -> None:
        """Forget a favourite."""
        with self.write() as connection:
            connection.execute(delete(favourites).where(favourites.c.user == user, favourites.c.text == storable(text_)))

    def favourites(self, user: str) -> list[str]:
        """Somebody's favourites, oldest first."""
        with self.read() as connection:
            rows = connection.execute(select(favourites.c.text).where(favourites.c.user == user).order_by(favourites.c.at))
            return [row.text for row in rows]

    def _insert(self, table: Any) -> Any:
        """An INSERT that knows ON CONFLICT, in the dialect in use."""
        return sqlite.insert(table) if self._sqlite else postgresql.insert(table)

    def _sweep(self, connection: Connection, now: float) -> None:
        """Once a minute, take away what is over."""
        if now - self._swept < 60:
            return
        self._swept = now
        connection.execute(delete(seen).where(seen.c.expires <= now))
        connection.execute(delete(kv).where(kv.c.expires.is_not(None), kv.c.expires <= now))


def _in(space: str, key: str) -> ColumnElement[bool]:
    """The row of that key in that space."""
    return and_(kv.c.space == space, kv.c.key == storable(key))


@contextmanager
def _ending(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def _said(store: Store) -> Iterator[None]:
    """The database's errors as ours, without statement and values (they may hold what people wrote).

    Where the storage is, and what it said, is in the log and nowhere else: these errors are shown to people.
    """
    try:
        yield
    except SQLAlchemyError as error:
        detail = _short(store.engine.url.render_as_string(hide_password=True), error)
        log.error("the storage cannot be used", detail=detail)
        raise StoreError("the storage cannot be used just now; the log of the bot says why", detail) from None


def _short(url: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).split("\n", 1)[0]
    return f"the storage {url} cannot be used: {cause[:300]}"


def open_store(url: str, clock: Callable[[], float] = time.time) -> Store:
    """Open the storage and bring its tables up to date; StoreError when that does not work."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("the storage's address is no SQLAlchemy URL, such as sqlite:///dockwise.db") from None
    shown = address.render_as_string(hide_password=True)
    if address.get_backend_name() == "postgresql" and address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        if address.get_backend_name() == "sqlite":
            _make_room(address.database)
            engine = _sqlite_engine(address)
        else:
            engine = create_engine(address, pool_pre_ping=True, pool_size=10, max_overflow=20)
        from bot.migrations import bring_up_to_date

        upgraded = bring_up_to_date(engine) is not None
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(_short(shown, error)) from None
    except ImportError as error:
        raise StoreError(f"the storage {shown} needs a driver that is not installed: {error.name}") from None
    return Store(engine, clock, upgraded)


def _identity(path: str) -> tuple[int, int] | None:
    """Which file that is, whatever its name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _file_of(engine: Engine) -> tuple[str, tuple[int, int] | None] | None:
    """The path of a SQLite storage, and which file it is now; None for others."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database.startswith((":memory:", "file:")):
        return None
    path = os.path.abspath(database)
    return (path, _identity(path))


def _make_room(database: str | None) -> None:
    """The folder of a SQLite file, and the file itself readable by nobody else."""
    if not database or database.startswith((":memory:", "file:")):
        return
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite_engine(address: Any) -> Engine:
    """SQLite with a write-ahead log, every commit on the disk, and patience with other writers."""
    memory = not address.database or address.database == ":memory:"
    if memory:
        from sqlalchemy.pool import StaticPool

        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(address, connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, with BEGIN IMMEDIATE
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        if not memory:
            _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch the file to a write-ahead log. SQLite does not wait for others at this one step, so we do, as long as elsewhere."""
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)
