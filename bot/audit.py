"""What was run, by whom, where, with what result: rows that are only ever added, each with the hash of the one before.

    audit = Audit(store, redactor)
    row = audit.before(Entry(…))              # AuditError: then nothing may run
    audit.after(row, outcome="done", exit_code=0, duration=0.2)
    audit.note(Entry(…), outcome="refused")   # one row for what never runs
    audit.rows(user=…, host=…, channel=…, outcome=…, since=…, until=…, words=…, limit=…) -> list[Row], newest first
    audit.export() -> iterator of JSON lines, oldest first;   audit.verify() -> Verified

Texts are masked once more on their way in, so that no secret is kept whoever calls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from sqlalchemy import Row as SqlRow
from sqlalchemy import insert, select

from bot.request import Actor, Place
from bot.store import Store, StoreError
from bot.tables import audit as table

FIRST = "0" * 64
LONGEST_TEXT = 20_000


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


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known before a run. `words` is what the person wrote, `command` the exact docker command.

    `ids` are the full ids of what is touched; `grant` the rule that allowed it; `approval` its mode and `approver`
    who pressed; `reference` ties the rows of one request together; `link` leads to the message.
    """

    actor: str
    surface: str
    channel: str
    host: str
    words: str
    command: str
    ids: tuple[str, ...] = ()
    grant: str = ""
    approval: str = "none"
    approver: str = ""
    approval_id: str = ""
    reference: str = ""
    link: str = ""
    thread: str = ""

    @classmethod
    def of(cls, actor: Actor, place: Place, host: str, words: str, command: str, **more: Any) -> Entry:
        """An entry from the shapes of a request."""
        who = actor.user or ("local" if actor.local else "nobody")
        return cls(who, str(place.surface), place.channel, host, words, command, thread=place.thread, link=place.link, **more)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the audit. `phase` is `before`, `after` or `note`; `outcome` `started`, `done`, `failed`, `refused`, …"""

    seq: int
    at: float
    phase: str
    outcome: str
    entry: Entry
    exit_code: int | None = None
    duration: float | None = None
    detail: str = ""
    previous: str = ""
    hash: str = ""

    def as_dict(self) -> dict[str, Any]:
        """One flat object: what the export writes a line of."""
        flat = {"seq": self.seq, "at": self.at, "phase": self.phase, "outcome": self.outcome, **asdict(self.entry)}
        flat |= {"exit_code": self.exit_code, "duration": self.duration, "detail": self.detail}
        return flat | {"previous": self.previous, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the chain holds: `rows` were looked at, `head` is the last hash, `broken` says where it does not hold."""

    ok: bool
    rows: int
    head: str
    broken: tuple[str, ...] = field(default=())


class Audit:
    """The chain in one storage. Safe from several threads and replicas: writers stand in line."""

    def __init__(self, store: Store, redactor: Masks) -> None:
        self._store, self._redactor = store, redactor

    def before(self, entry: Entry) -> Row:
        """The row that must stand before anything runs; AuditError when it cannot be written."""
        return self._add(entry, "before", "started")

    def after(self, row: Row, outcome: str, exit_code: int | None = None, duration: float | None = None, detail: str = "") -> Row:
        """The row for how it ended."""
        return self._add(row.entry, "after", outcome, exit_code, duration, detail)

    def note(self, entry: Entry, outcome: str, detail: str = "") -> Row:
        """One row for something that does not run: refused, asked, denied, expired, in doubt."""
        return self._add(entry, "note", outcome, detail=detail)

    def rows(
        self, *, user: str = "", host: str = "", channel: str = "", outcome: str = "", words: str = "", reference: str = "",
        since: float | None = None, until: float | None = None, limit: int | None = 100,
    ) -> list[Row]:  # fmt: skip
        """Rows that fit every condition given, newest first. `words` must stand in the command."""
        query = select(table).order_by(table.c.seq.desc())
        for column, wanted in ((table.c.actor, user), (table.c.host, host), (table.c.channel, channel), (table.c.outcome, outcome)):
            if wanted:
                query = query.where(column == wanted)
        if reference:
            query = query.where(table.c.reference == reference)
        if words:
            query = query.where(table.c.command.contains(words, autoescape=True))
        if since is not None:
            query = query.where(table.c.at >= since)
        if until is not None:
            query = query.where(table.c.at < until)
        with self._store.read() as connection:
            return [_row(found) for found in connection.execute(query.limit(limit))]

    def export(self, batch: int = 1000) -> Iterator[str]:
        """Every row as a JSON line, oldest first; flat in memory however many there are."""
        for row in self._all(batch):
            yield json.dumps(row.as_dict(), ensure_ascii=False)

    def verify(self, head: str = "") -> Verified:
        """Recompute the whole chain. With `head`, a hash noted earlier must be in it (a cut-off end shows)."""
        broken: list[str] = []
        previous, count, met = FIRST, 0, not head
        for row in self._all():
            count += 1
            if row.seq != count and not broken:
                broken.append(f"row {row.seq} stands where row {count} belongs: rows are missing")
            if row.previous != previous:
                broken.append(f"row {row.seq} does not follow the row before it")
            elif _hash(row) != row.hash:
                broken.append(f"row {row.seq} has been changed")
            previous = row.hash
            met = met or row.hash == head
            if len(broken) >= 20:
                break
        if not met:
            broken.append("the hash noted earlier is not in the chain: its end was cut off or written anew")
        return Verified(not broken, count, previous if count else FIRST, tuple(broken))

    def _all(self, batch: int = 1000) -> Iterator[Row]:
        last = 0
        while True:
            with self._store.read() as connection:
                found = connection.execute(select(table).where(table.c.seq > last).order_by(table.c.seq).limit(batch)).all()
            if not found:
                return
            for row in found:
                yield _row(row)
            last = int(found[-1].seq)

    def _add(
        self, entry: Entry, phase: str, outcome: str, exit_code: int | None = None, duration: float | None = None, detail: str = ""
    ) -> Row:  # fmt: skip
        clean = self._clean(entry)
        detail = self._redactor.text(detail)[:LONGEST_TEXT]
        try:
            with self._store.write_in_line() as connection:
                last = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
                seq, previous = (int(last.seq) + 1, str(last.hash)) if last else (1, FIRST)
                row = Row(seq, round(self._store.clock(), 6), phase, outcome, clean, exit_code, duration, detail, previous)
                hashed = _hash(row)
                connection.execute(insert(table).values(**_columns(row), hash=hashed))
        except StoreError as error:
            raise AuditError(f"nothing is run, because the audit cannot be written: {error}") from None
        return Row(seq, row.at, phase, outcome, clean, exit_code, duration, detail, previous, hashed)

    def _clean(self, entry: Entry) -> Entry:
        fields = asdict(entry) | {
            "words": self._redactor.command(entry.words)[:LONGEST_TEXT],
            "command": self._redactor.command(entry.command)[:LONGEST_TEXT],
            "ids": tuple(entry.ids),
        }
        return Entry(**{name: _storable(value) for name, value in fields.items()})


def _storable(value: Any) -> Any:
    """Without NUL and lone surrogates, which databases refuse."""
    return value.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _body(row: Row) -> str:
    """Everything of a row but its place in the chain, in one stable form."""
    values = row.as_dict()
    for name in ("seq", "previous", "hash"):
        values.pop(name)
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _hash(row: Row) -> str:
    return hashlib.sha256(f"{row.seq}\n{row.previous}\n{_body(row)}".encode()).hexdigest()


def _columns(row: Row) -> dict[str, Any]:
    entry = row.entry
    return {
        "seq": row.seq, "at": row.at, "phase": row.phase, "reference": entry.reference[:64], "actor": entry.actor[:128],
        "surface": entry.surface, "channel": entry.channel[:64], "host": entry.host[:255], "command": entry.command,
        "outcome": row.outcome, "body": _body(row), "previous": row.previous,
    }  # fmt: skip


COLUMNS: Sequence[str] = ("at", "phase", "actor", "surface", "channel", "host", "command", "outcome")


def _row(found: SqlRow[Any]) -> Row:
    """A row from its body; a column that says something else than the body breaks the chain."""
    body = json.loads(found.body)
    fields: dict[str, Any] = {name: tuple(body[name]) if name == "ids" else body[name] for name in Entry.__slots__ if name in body}
    entry = Entry(**fields)
    told = _columns(Row(0, float(body["at"]), body["phase"], body["outcome"], entry))
    changed = any(told[name] != getattr(found, name) for name in COLUMNS)
    return Row(
        seq=int(found.seq), at=float(body["at"]), phase=body["phase"], outcome=body["outcome"], entry=entry,
        exit_code=body["exit_code"], duration=body["duration"], detail=body["detail"], previous=str(found.previous),
        hash="columns changed" if changed else str(found.hash),
    )  # fmt: skip
