"""Bring a storage's tables up to date with alembic; the steps are in `versions/`.

The step a storage stands at is read first with one plain query, so that a storage that is up to date costs no
import of alembic. Several processes may start at once: the first one migrates, the others wait.
"""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

# The newest step; a test holds it against the files in `versions/`.
HEAD = "0002"
MIGRATION_LOCK = 0x646F6368


def bring_up_to_date(engine: Engine) -> str | None:
    """Run what is missing; the step that the storage stood at before, None where it was new or up to date."""
    before = standing(engine)
    if before == HEAD:
        return None
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK})
        if _standing(connection) != HEAD:
            from alembic import command

            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        connection.commit()
    return before


def standing(engine: Engine) -> str | None:
    """The step the storage stands at, None for an empty one."""
    with engine.connect() as connection:
        return _standing(connection)


def _standing(connection: Connection) -> str | None:
    if connection.dialect.name == "sqlite":
        there = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).first()
    else:
        there = connection.execute(text("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL")).first()
    if not there:
        return None
    with contextlib.suppress(DatabaseError):
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return str(row[0]) if row else None
    return None


def configuration() -> Any:
    """Alembic's configuration, without a file: the steps lie in this package."""
    from importlib import resources

    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("bot.migrations")))
    config.set_main_option("path_separator", "os")
    return config
