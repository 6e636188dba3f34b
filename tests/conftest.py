"""For every test: where an engine is required, a test that needs one may not be skipped."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

REQUIRED = "DOCKWISE_REQUIRE_ENGINE"
NEED_DOCKER = ("tests/engine/", "tests/differential/")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A skip becomes a failure where `DOCKWISE_REQUIRE_ENGINE` is set and the test needs Docker."""
    report = yield
    if report.skipped and os.environ.get(REQUIRED) and needs_docker(item):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{REQUIRED} is set, but this was skipped: {reason}"
    return report


def needs_docker(item: pytest.Item) -> bool:
    """True for tests of the engine and of the docker program."""
    marked = any(item.get_closest_marker(name) for name in ("engine", "docker_program"))
    return marked or item.nodeid.startswith(NEED_DOCKER)
