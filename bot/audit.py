"""What was run, by whom, where, with what result: rows that are only ever added, each signed onto the one before.

    audit = Audit(store, redactor, keys)
    row = audit.before(Entry(…))              # AuditError: then nothing may run
    audit.after(row, outcome="done", exit_code=0, duration=0.2)
    audit.note(Entry(…), outcome="refused")   # one row for what never runs
    audit.rows(user=…, host=…, channel=…, outcome=…, since=…, until=…, words=…, limit=…) -> list[Row], newest first
    audit.export() -> iterator of JSON lines, oldest first;   audit.verify() -> Verified;   audit.full(row) -> the exact command

Texts are masked once more on their way in, so that no secret is readable whoever calls; the exact command is sealed beside
them. With a key the links are HMACs, and a signed count of the rows stands beside the chain: rows that are taken away at the
end show, and the chain cannot be written anew by somebody who has the storage only. Where the last row and the count disagree
nothing more is written (and so nothing runs) until somebody has looked and said `dockwise audit sign`.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.audit_key import Keyring
from bot.audit_rows import FIRST, Entry, Row, body_of, columns_of, hash_of, head_text, row_of
from bot.audit_verify import Verified, verify, wrong_head
from bot.redaction import PLACEHOLDER
from bot.store import Store, StoreError
from bot.tables import audit as table
from bot.tables import audit_head

__all__ = ["FIRST", "Audit", "AuditError", "Entry", "Row", "Verified"]

log = structlog.get_logger("dockwise.audit")
LONGEST_WORDS = 2_000
LONGEST_COMMAND = 4_000
LONGEST_DETAIL = 2_000
# Of a command in the row for its end, and of everything once somebody has used up the day.
SHORT = 200
BYTES_A_DAY = 10_000_000
LONGEST_SEALED_AFTER_THAT = 2_000
DAY = 86_400.0
# Outcomes of notes for commands that may still run, so that their text is sealed like that of what runs.
SEALED_NOTES = frozenset({"asked"})


class AuditError(RuntimeError):
    """The audit could not be written, so nothing may run."""


class Masks(Protocol):
    """What the audit needs of `bot.redact.Redactor`."""

    def text(self, text: str) -> str:
        """The text without secrets."""
        ...

    def command(self, text: str) -> str:
        """The command line without secrets."""
        ...


class Audit:
    """The chain in one storage. Safe from several threads and replicas: writers stand in line."""

    def __init__(self, store: Store, redactor: Masks, keys: Keyring | None = None) -> None:
        self._store, self._redactor, self.keys = store, redactor, keys or Keyring()
        self._lock = threading.Lock()
        self._told: OrderedDict[str, None] = OrderedDict()
        self._spent: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._late: deque[tuple[Entry, str, str, int | None, float | None, str]] = deque(maxlen=1_000)
        self._unrecorded: OrderedDict[str, str] = OrderedDict()

    def before(self, entry: Entry) -> Row:
        """The row that must stand before anything runs; AuditError when it cannot be written."""
        row = self._add(entry, "before", "started", sealed=True)
        self.catch_up()
        # What ran is told by its digest from here on; the exact text goes no further.
        return replace(row, entry=replace(row.entry, words=""))

    def after(self, row: Row, outcome: str, exit_code: int | None = None, duration: float | None = None, detail: str = "") -> Row:
        """The row for how it ended."""
        return self._add(row.entry, "after", outcome, exit_code, duration, detail, digest=row.digest)

    def missed(self, row: Row, outcome: str, exit_code: int | None, duration: float, detail: str, error: AuditError) -> None:
        """The row for how it ended could not be written: it is kept, and written with the next one that can be."""
        log.error("the end of a run could not be recorded", reference=row.entry.reference, row=row.seq, error=str(error))
        with self._lock:
            self._late.append((row.entry, outcome, row.digest, exit_code, duration, detail))
            self._unrecorded[row.entry.reference] = str(error)
            while len(self._unrecorded) > 1_000:
                self._unrecorded.popitem(last=False)

    def unrecorded(self, reference: str) -> str:
        """Why the end of that request's run is not in the audit; "" where it is."""
        with self._lock:
            return self._unrecorded.get(reference, "")

    def note(self, entry: Entry, outcome: str, detail: str = "") -> Row:
        """One row for something that does not run: refused, asked, denied, expired, in doubt."""
        row = self._add(entry, "note", outcome, detail=detail, sealed=outcome in SEALED_NOTES)
        self.catch_up()
        return row

    def sign(self, who: str, detail: str = "") -> Row:
        """Go on from the rows as they stand: after an upgrade, with a new key, or when somebody has looked at what is broken."""
        with self._store.read() as connection:
            last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
        told = f"signed as they stand: {int(last.seq) if last else 0} rows, head {last.hash if last else FIRST}"
        entry = Entry(who, "terminal", "", "", "", "dockwise audit sign")
        return self._add(entry, "note", "signed", detail=f"{told}. {detail}".strip(), anew=True)

    def rows(
        self, *, user: str = "", host: str = "", channel: str = "", outcome: str = "", words: str = "", reference: str = "",
        seq: int | None = None, since: float | None = None, until: float | None = None, limit: int | None = 100,
    ) -> list[Row]:  # fmt: skip
        """Rows that fit every condition given, newest first. `words` must stand in the command."""
        query = select(table).order_by(table.c.seq.desc())
        for column, wanted in ((table.c.actor, user), (table.c.host, host), (table.c.channel, channel), (table.c.outcome, outcome)):
            if wanted:
                query = query.where(column == wanted)
        if reference:
            query = query.where(table.c.reference == reference)
        if seq is not None:
            query = query.where(table.c.seq == seq)
        if words:
            query = query.where(table.c.command.contains(words, autoescape=True))
        if since is not None:
            query = query.where(table.c.at >= since)
        if until is not None:
            query = query.where(table.c.at < until)
        with self._store.read() as connection:
            return [row_of(found) for found in connection.execute(query.limit(limit))]

    def full(self, row: Row) -> str | None:
        """The exact command of a row; None where it was sealed with a key that is not at hand, or recorded without one."""
        if not row.sealed:
            return row.entry.command if _shows_all(row.entry.command) and row.phase != "after" else None
        key = self.keys.find(row.key)
        return key.open(row.sealed) if key is not None else None

    def head(self) -> tuple[int, str, bool]:
        """The number of rows, the last hash, and whether it is signed: what is noted elsewhere."""
        with self._store.read() as connection:
            kept = connection.execute(select(audit_head).where(audit_head.c.id == 1)).first()
        return (int(kept.seq), str(kept.hash), bool(kept.key)) if kept is not None else (0, FIRST, False)

    def export(self, batch: int = 1000) -> Iterator[str]:
        """Every row as a JSON line, oldest first; flat in memory however many there are."""
        for found in self._all(batch):
            yield json.dumps(row_of(found).as_dict(), ensure_ascii=False)

    def verify(self, head: str = "") -> Verified:
        """Recompute the whole chain. With `head`, a hash noted earlier must be in it (a cut-off end shows)."""
        return verify(self._store, self.keys, self._all(), head)

    def _all(self, batch: int = 1000) -> Iterator[Any]:
        last: int | None = None
        while True:
            query = select(table).order_by(table.c.seq).limit(batch)
            with self._store.read() as connection:
                found = connection.execute(query if last is None else query.where(table.c.seq > last)).all()
            if not found:
                return
            yield from found
            last = int(found[-1].seq)

    # --- writing

    def _add(
        self, entry: Entry, phase: str, outcome: str, exit_code: int | None = None, duration: float | None = None, detail: str = "",
        sealed: bool = False, digest: str = "", anew: bool = False,
    ) -> Row:  # fmt: skip
        key = self.keys.current
        try:
            clean, kept = self._clean(entry, phase, sealed)
            detail = self._redactor.text(_storable(detail))[:LONGEST_DETAIL]
            if key is not None and not digest:
                digest = key.sign(f"command\n{entry.command}")
            with self._store.write_in_line() as connection:
                seq, previous = self._end(connection, anew)
                row = Row(
                    seq + 1, round(self._store.clock(), 6), phase, outcome, clean, exit_code, duration, detail, previous,
                    key=key.id if key is not None else "", digest=digest, sealed=kept,
                )  # fmt: skip
                body = body_of(row)
                row = replace(row, hash=hash_of(row.seq, previous, body, key))
                connection.execute(insert(table).values(**columns_of(row, body), hash=row.hash))
                self._write_head(connection, row)
        except StoreError as error:
            raise AuditError(f"nothing is run, because the audit cannot be written: {error}") from None
        self._count(entry.actor, row.at, len(body))
        return row

    def _end(self, connection: Connection, anew: bool) -> tuple[int, str]:
        """The last row; AuditError where it is not the one that was written last."""
        last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
        kept = connection.execute(select(audit_head).where(audit_head.c.id == 1)).first()
        seq, link = (int(last.seq), str(last.hash)) if last is not None else (0, FIRST)
        if anew:
            return seq, link
        wrong = wrong_head(self.keys, kept, seq, link)
        if not wrong and seq and self.keys and not kept.key:  # type: ignore[union-attr]
            wrong = "its rows were written without DOCKWISE_KEY, or anew by somebody who does not have it"
        if wrong:
            raise AuditError(
                f"nothing is run, because the audit does not end as it was written: {wrong}. Look at it with "
                "dockwise audit verify; dockwise audit sign goes on from what stands there"
            )
        return seq, link

    def _write_head(self, connection: Connection, row: Row) -> None:
        key = self.keys.current
        signature = key.sign(head_text(row.seq, row.hash)) if key is not None else ""
        values = {"seq": row.seq, "hash": row.hash, "at": row.at, "key": row.key, "signature": signature}
        dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
        fresh = dialect.insert(audit_head).values(id=1, **values)
        connection.execute(fresh.on_conflict_do_update(index_elements=["id"], set_=values))

    def catch_up(self) -> None:
        """Write what could not be written when it happened."""
        while self._late:
            with self._lock:
                if not self._late:
                    return
                entry, outcome, digest, exit_code, duration, detail = self._late.popleft()
            try:
                self._add(entry, "after", outcome, exit_code, duration, f"recorded late. {detail}", digest=digest)
            except AuditError:
                with self._lock:
                    self._late.appendleft((entry, outcome, digest, exit_code, duration, detail))
                return

    def _clean(self, entry: Entry, phase: str, sealed: bool) -> tuple[Entry, str]:
        """The entry without secrets and within its room, and the exact command sealed where the entry does not show it."""
        used_up = self._used_up(entry.actor)
        room = SHORT if used_up or phase == "after" else LONGEST_COMMAND
        command = self._redactor.command(entry.command)
        shown = command[:room]
        words = "" if used_up or phase == "after" or not self._first(entry.reference) else self._redactor.command(entry.words)
        key = self.keys.current
        kept = ""
        if sealed and key is not None and not (shown == entry.command and _shows_all(shown)):
            if used_up and len(entry.command) > LONGEST_SEALED_AFTER_THAT:
                raise AuditError(
                    f"nothing is run, because today's room in the audit for {entry.actor} is used up: a command of "
                    f"{LONGEST_SEALED_AFTER_THAT:,} characters or fewer can still be recorded"
                )
            kept = key.seal(entry.command)
        fields = asdict(entry) | {"words": words[:LONGEST_WORDS], "command": shown, "ids": tuple(entry.ids)}
        return Entry(**{name: _storable(value) for name, value in fields.items()}), kept

    def _first(self, reference: str) -> bool:
        """True for the first row of a request: what the person wrote is kept once."""
        if not reference:
            return True
        with self._lock:
            first = reference not in self._told
            self._told[reference] = None
            while len(self._told) > 10_000:
                self._told.popitem(last=False)
            return first

    def _used_up(self, actor: str) -> bool:
        """True once somebody's rows of today have taken their room."""
        today = int(self._store.clock() // DAY)
        with self._lock:
            day, spent = self._spent.get(actor, (-1, 0))
        if day != today:
            query = select(func.coalesce(func.sum(func.length(table.c.body)), 0))
            with self._store.read() as connection:
                spent = int(connection.execute(query.where(table.c.actor == actor[:128], table.c.at >= today * DAY)).scalar_one())
            with self._lock:
                self._spent[actor] = (today, spent)
                while len(self._spent) > 10_000:
                    self._spent.popitem(last=False)
        return spent >= BYTES_A_DAY

    def _count(self, actor: str, at: float, size: int) -> None:
        with self._lock:
            day, spent = self._spent.get(actor, (int(at // DAY), 0))
            self._spent[actor] = (day, spent + size)


def _shows_all(shown: str) -> bool:
    """True for a command in a row that is surely the exact one: nothing hidden, nothing cut off."""
    return PLACEHOLDER not in shown and len(shown) not in (SHORT, LONGEST_COMMAND)


def _storable(value: Any) -> Any:
    """Without NUL and lone surrogates, which databases refuse."""
    return value.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
