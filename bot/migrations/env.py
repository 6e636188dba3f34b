"""Alembic's entry: runs the steps on the connection that `bring_up_to_date` hands over."""

from __future__ import annotations

from alembic import context

from bot.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, transaction_per_migration=False)
context.run_migrations()
