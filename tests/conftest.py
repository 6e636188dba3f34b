"""For every test: a storage of each kind; and where an engine is required, a test that needs a server may not be skipped."""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres_server

REQUIRED = "DOCKWISE_REQUIRE_ENGINE"
NEED_DOCKER = ("tests/engine/", "tests/differential/")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A skip becomes a failure where `DOCKWISE_REQUIRE_ENGINE` is set and the test needs Docker or PostgreSQL."""
    report = yield
    if report.skipped and os.environ.get(REQUIRED) and needs_a_server(item):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{REQUIRED} is set, but this was skipped: {reason}"
    return report


def needs_a_server(item: pytest.Item) -> bool:
    """True for tests of the engine, of the docker program and of PostgreSQL."""
    marked = any(item.get_closest_marker(name) for name in ("engine", "docker_program", "postgres"))
    return marked or item.nodeid.startswith(NEED_DOCKER)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """A private PostgreSQL for the whole run, started when it is first needed."""
    reason = postgres_server.why_not()
    if reason:
        pytest.skip(reason)
    with postgres_server.postgres() as url:
        yield url


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_numbers = itertools.count(1)


@pytest.fixture(params=KINDS)
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty storage: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/state.db"
        return
    with postgres_server.database(request.getfixturevalue("postgres_cluster"), f"dockwise{next(_numbers)}") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_cluster: str) -> Iterator[str]:
    """The address of an empty database of PostgreSQL. Mark the test with `postgres`."""
    with postgres_server.database(postgres_cluster, f"dockwise{next(_numbers)}") as url:
        yield url
