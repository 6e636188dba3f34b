"""A fresh storage of each kind; PostgreSQL's cluster is started once for a file of tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from postgres_server import postgres, why_not

from bot.store import Store, open_store


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty storage."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/state.db"
        return
    address = request.getfixturevalue("cluster")
    import psycopg

    with psycopg.connect(address.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    yield address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
