"""The first tables: approvals, audit, seen events, small values, recent requests, favourites.

The audit gets triggers that refuse to change or remove a row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

SQLITE_TRIGGERS = """
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
""".strip().splitlines()
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION dockwise_audit_fixed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$""",
    """CREATE TRIGGER audit_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION dockwise_audit_fixed()""",
)


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("asked", sa.Float, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("ids", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(128), nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("approver", sa.String(64)),
        sa.Column("decided", sa.Float),
        sa.Column("runner", sa.String(255)),
        sa.Column("lease", sa.Float),
        sa.Column("finished", sa.Float),
        sa.Column("outcome", sa.Text),
    )
    op.create_index("approvals_state", "approvals", ["state", "expires"])
    op.create_table(
        "audit",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(128), nullable=False),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_index("audit_actor", "audit", ["actor", "seq"])
    op.create_index("audit_reference", "audit", ["reference"])
    op.create_table(
        "seen_events",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("expires", sa.Float, nullable=False),
    )
    op.create_index("seen_expires", "seen_events", ["expires"])
    op.create_table(
        "kv",
        sa.Column("space", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("expires", sa.Float),
    )
    op.create_index("kv_expires", "kv", ["expires"])
    op.create_table(
        "recent_requests",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("recent_user", "recent_requests", ["user", "id"])
    op.create_table(
        "favourites",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.UniqueConstraint("user", "text"),
    )
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for statement in triggers:
        op.execute(statement)


def downgrade() -> None:
    for table in ("favourites", "recent_requests", "kv", "seen_events", "audit", "approvals"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION dockwise_audit_fixed()")
