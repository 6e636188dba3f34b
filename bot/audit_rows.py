"""The rows of the audit: what is known before a run, what a row holds, and how rows are chained and signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row as SqlRow

from bot.audit_key import Key
from bot.request import Actor, Place

FIRST = "0" * 64


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
    """One row of the audit. `phase` is `before`, `after` or `note`; `outcome` `started`, `done`, `failed`, `refused`, …

    `key` names the key that signed it ("" for none), `digest` is the keyed digest of the exact command, `sealed` that command
    encrypted where the row does not show all of it. `unreadable` says why a stored row cannot be read.
    """

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
    key: str = ""
    digest: str = ""
    sealed: str = ""
    unreadable: str = ""

    def as_dict(self) -> dict[str, Any]:
        """One flat object: what the export writes a line of."""
        flat = {"seq": self.seq, "at": self.at, "phase": self.phase, "outcome": self.outcome, **asdict(self.entry)}
        flat |= {"exit_code": self.exit_code, "duration": self.duration, "detail": self.detail}
        flat |= {name: value for name in ("key", "digest", "sealed", "unreadable") if (value := getattr(self, name))}
        return flat | {"previous": self.previous, "hash": self.hash}


def body_of(row: Row) -> str:
    """Everything of a row but its place in the chain, in one stable form."""
    values = row.as_dict()
    for name in ("seq", "previous", "hash"):
        values.pop(name)
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(seq: int, previous: str, body: str, key: Key | None) -> str:
    """A row's link: signed with the key, or a plain SHA-256 where there is none."""
    text = f"{seq}\n{previous}\n{body}"
    return key.sign(text) if key is not None else hashlib.sha256(text.encode()).hexdigest()


def head_text(seq: int, link: str) -> str:
    """What the signature of a head is made of."""
    return f"head\n{seq}\n{link}"


def columns_of(row: Row, body: str) -> dict[str, Any]:
    """The row as it is stored."""
    entry = row.entry
    return {
        "seq": row.seq, "at": row.at, "phase": row.phase, "reference": entry.reference[:64], "actor": entry.actor[:128],
        "surface": entry.surface, "channel": entry.channel[:64], "host": entry.host[:255], "command": entry.command,
        "outcome": row.outcome, "body": body, "previous": row.previous,
    }  # fmt: skip


# Columns that must say what the body says.
COLUMNS: Sequence[str] = ("at", "phase", "reference", "actor", "surface", "channel", "host", "command", "outcome")


def row_of(found: SqlRow[Any]) -> Row:
    """A row from its body; `unreadable` where the body is none, or a column says something else than it."""
    try:
        body = json.loads(found.body)
        fields: dict[str, Any] = {
            name: tuple(body[name]) if name == "ids" else body[name] for name in Entry.__slots__ if name in body
        }
        entry = Entry(**fields)
        row = Row(
            seq=int(found.seq), at=float(body["at"]), phase=str(body["phase"]), outcome=str(body["outcome"]), entry=entry,
            exit_code=body["exit_code"], duration=body["duration"], detail=str(body["detail"]), previous=str(found.previous),
            hash=str(found.hash), key=str(body.get("key", "")), digest=str(body.get("digest", "")),
            sealed=str(body.get("sealed", "")),
        )  # fmt: skip
        told = columns_of(row, "")
        changed = any(told[name] != getattr(found, name) for name in COLUMNS)
    except (ValueError, TypeError, KeyError, AttributeError):
        entry = Entry(str(found.actor), str(found.surface), str(found.channel), str(found.host), "", str(found.command))
        return Row(
            int(found.seq), float(found.at), str(found.phase), str(found.outcome), entry, previous=str(found.previous),
            hash=str(found.hash), unreadable="cannot be read",
        )  # fmt: skip
    from dataclasses import replace

    return replace(row, unreadable="has been changed") if changed else row
