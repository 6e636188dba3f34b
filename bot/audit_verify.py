"""Whether the audit is whole: every row signed or hashed onto the one before, the signed count, the triggers, the file itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from bot.audit_key import Key, Keyring
from bot.audit_rows import FIRST, hash_of, head_text, row_of
from bot.store import Store, StoreError
from bot.tables import audit_head

MOST_TOLD = 20
NOT_SIGNED = (
    "the audit is not signed: somebody who can write to the storage could write it anew. Set DOCKWISE_KEY, then run "
    "dockwise audit sign once"
)
UNSIGNED_CHAIN = (
    "no row is signed: they were written before DOCKWISE_KEY was set, or all of them anew by somebody without it. Compare the head "
    "with the one in the log; dockwise audit sign signs what stands there now"
)
_ON_POSTGRESQL = (
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = 'audit'::regclass "
    "AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
)
TRIGGERS = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'",
        {
            name: f"create trigger {name} before {verb} on audit begin select raise(abort, 'the audit is only ever added to'); end"
            for name, verb in (("audit_no_update", "update"), ("audit_no_delete", "delete"))
        },
    ),
    "postgresql": (_ON_POSTGRESQL, {"audit_fixed": "begin raise exception 'the audit is only ever added to'; end"}),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the chain holds: `rows` were looked at, `head` is the last hash, `broken` says where it does not hold.

    `signed` is how many rows are signed with a key; `notes` are worth knowing, and break nothing.
    """

    ok: bool
    rows: int
    head: str
    broken: tuple[str, ...] = field(default=())
    signed: int = 0
    notes: tuple[str, ...] = field(default=())


@dataclass(slots=True)
class Chain:
    """Rows, taken one after the other."""

    keys: Keyring
    rows: int = 0
    signed: int = 0
    head: str = FIRST
    last: int = 0
    age: int = 0
    broken: list[str] = field(default_factory=list)

    def take(self, found: Any) -> None:
        """The next row as it is stored."""
        self.rows += 1
        seq = int(found.seq)
        if seq != self.last + 1:
            self.broken.append(f"row {seq} stands where row {self.last + 1} belongs: rows are missing")
        wrong = self._wrong(found, seq)
        if wrong:
            self.broken.append(wrong)
        self.last, self.head = seq, str(found.hash)

    def _wrong(self, found: Any, seq: int) -> str:
        row = row_of(found)
        if found.previous != self.head:
            return f"row {seq} does not follow the row before it"
        if row.unreadable:
            return f"row {seq} {row.unreadable}"
        if not row.key:
            if self.signed:
                return f"row {seq} is not signed, though rows before it are"
            return "" if hash_of(seq, self.head, found.body, None) == found.hash else f"row {seq} has been changed"
        self.signed += 1
        key = self.keys.find(row.key)
        if key is None:
            return f"row {seq} is signed with the key {row.key}, which is not at hand (DOCKWISE_KEY, DOCKWISE_OLD_KEYS)"
        age, self.age = self.age, max(self.age, self.keys.age(row.key))
        if self.keys.age(row.key) < age:
            return f"row {seq} is signed with a former key, though rows before it are signed with a newer one"
        right = hash_of(seq, self.head, found.body, key) == found.hash
        return "" if right else f"row {seq} has been changed, or signed by somebody else"


def verify(store: Store, keys: Keyring, rows: Iterable[Any], head: str = "") -> Verified:
    """Recompute the whole chain. With `head`, a hash noted earlier must be in it (a cut-off end shows)."""
    chain, met = Chain(keys), not head
    for found in rows:
        chain.take(found)
        met = met or chain.head == head
        if len(chain.broken) >= MOST_TOLD:
            break
    whole = len(chain.broken) < MOST_TOLD
    broken = chain.broken
    if whole and not met:
        broken.append("the hash noted earlier is not in the chain: its end was cut off or written anew")
    if whole and keys and chain.rows and not chain.signed:
        broken.append(UNSIGNED_CHAIN)
    with store.read() as connection:
        kept = connection.execute(select(audit_head).where(audit_head.c.id == 1)).first()
        wrong = wrong_head(keys, kept, chain.last, chain.head if chain.rows else FIRST) if whole else ""
        broken += [wrong] if wrong else []
        broken += missing_triggers(connection)
    try:
        store.still_there()
    except StoreError as error:
        broken.append(str(error))
    notes = () if keys else (NOT_SIGNED,)
    return Verified(not broken, chain.rows, chain.head, tuple(broken), chain.signed, notes)


def wrong_head(keys: Keyring, kept: Any, last: int, link: str) -> str:
    """What the count that is kept beside the chain says against its last row; "" when they agree."""
    if kept is None:
        return "the count of rows is missing beside the chain: somebody took it away" if last else ""
    if kept.key:
        key: Key | None = keys.find(kept.key)
        if key is None:
            return f"the count of rows is signed with the key {kept.key}, which is not at hand (DOCKWISE_KEY, DOCKWISE_OLD_KEYS)"
        if not key.signed(head_text(int(kept.seq), str(kept.hash)), str(kept.signature)):
            return "the count of rows was not signed by this bot"
    if int(kept.seq) > last:
        return f"the last rows are missing: {int(kept.seq)} were written, the last that is there is row {last}"
    if (int(kept.seq), str(kept.hash)) != (last, link):
        return f"the chain ends with row {last}, but the count says row {int(kept.seq)} with another hash"
    return ""


def missing_triggers(connection: Connection) -> list[str]:
    """The triggers that refuse changes of rows, where they are gone or do something else."""
    query, wanted = TRIGGERS[connection.dialect.name]
    there = {str(name): " ".join(str(source).lower().split()) for name, source in connection.execute(text(query))}
    return [
        f"the trigger {name}, which refuses changes of rows, is missing or was changed"
        for name, source in wanted.items()
        if there.get(name) != source
    ]
