"""The head of the audit: one row with the number of rows and the last hash, signed where there is a key.

Rows that are there already stay as they are and go on being verified as they were; the head begins with the last of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
    )
    op.execute(
        "INSERT INTO audit_head (id, seq, hash, at, key, signature) "
        "SELECT 1, seq, hash, at, '', '' FROM audit ORDER BY seq DESC LIMIT 1"
    )


def downgrade() -> None:
    op.drop_table("audit_head")
