"""Fixtures of the Slack tests: one served bot a module and transport."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.rig import Rig, running


@pytest.fixture(scope="module")
def _socket_rig() -> Iterator[Rig]:
    with running() as rig:
        yield rig


@pytest.fixture
def rig(_socket_rig: Rig) -> Iterator[Rig]:
    """The bot over Socket Mode. A test that ends with payloads over Slack's limits fails, unless it cleared them itself."""
    _socket_rig.fresh()
    yield _socket_rig
    assert not _socket_rig.space.problems, [str(problem) for problem in _socket_rig.space.problems]


@pytest.fixture(scope="module", params=["socket", "http"])
def _both_rigs(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with running(http=request.param == "http") as rig:
        yield rig


@pytest.fixture
def each_rig(_both_rigs: Rig) -> Iterator[Rig]:
    """The bot over Socket Mode, then over signed HTTP."""
    _both_rigs.fresh()
    yield _both_rigs
    assert not _both_rigs.space.problems, [str(problem) for problem in _both_rigs.space.problems]
