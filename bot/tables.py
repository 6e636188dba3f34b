"""The tables of the storage, as SQLAlchemy sees them; `bot/migrations` makes them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()
# SQLite counts up only in an INTEGER PRIMARY KEY.
Number = BigInteger().with_variant(Integer, "sqlite")

# One row an approval that was ever asked for. `sealed` holds the exact text (encrypted where it has secrets) until it is decided.
approvals = Table(
    "approvals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("asked", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("host", String(255), nullable=False),
    Column("shown", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("ids", Text, nullable=False),
    Column("fingerprint", String(128), nullable=False),
    Column("asker", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("sealed", Text),
    Column("approver", String(64)),
    Column("decided", Float),
    Column("runner", String(255)),
    Column("lease", Float),
    Column("finished", Float),
    Column("outcome", Text),
    Index("approvals_state", "state", "expires"),
)

# The audit: rows are only ever added; each holds the hash of the one before.
audit = Table(
    "audit",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("reference", String(64), nullable=False),
    Column("actor", String(128), nullable=False),
    Column("surface", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("host", String(255), nullable=False),
    Column("command", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("audit_at", "at"),
    Index("audit_actor", "actor", "seq"),
    Index("audit_reference", "reference"),
)

# The audit's head: one row (id 1) with the number and hash of the last row, signed with the audit's key where there is one.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("seq", Number, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("key", String(16), nullable=False),
    Column("signature", String(64), nullable=False),
)

# Events, envelopes and presses that were taken up, so that a second delivery is known.
seen = Table(
    "seen_events",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("expires", Float, nullable=False),
    Index("seen_expires", "expires"),
)

# Small values with a time to live: conversations, the state of messages, and the like.
kv = Table(
    "kv",
    metadata,
    Column("space", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("expires", Float),
    Index("kv_expires", "expires"),
)

recent = Table(
    "recent_requests",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("user", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("recent_user", "user", "id"),
)

favourites = Table(
    "favourites",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("user", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
    UniqueConstraint("user", "text"),
)
