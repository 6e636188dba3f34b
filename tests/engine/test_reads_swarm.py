"""Every read command of a swarm, on a manager: the docker program and ours print and end the same."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.engine.reading import Reader, agree, cases, join_swarm, started

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]
PATIENCE = 30


@pytest.fixture(scope="module")
def manager() -> Iterator[Reader]:
    """A swarm of one whose tasks have come to rest."""
    with started() as engine:
        join_swarm(engine)
        reader = Reader(engine)
        deadline = time.monotonic() + PATIENCE
        while not _at_rest(reader) and time.monotonic() < deadline:
            time.sleep(0.2)
        yield reader


def _at_rest(reader: Reader) -> bool:
    states = [line.split()[:2] for line in reader.theirs("node ps self --format '{{.Name}} {{.CurrentState}}'")[1].splitlines()]
    words = [state for _, state in states]
    # The one with a health check is starting until its first check, an hour from now.
    return sorted(words) == ["Complete", "Complete", "Failed", "Running", "Running", "Starting"]


@pytest.mark.parametrize("case", cases("reads_swarm.txt"))
def test_read_on_a_manager(manager: Reader, case: str) -> None:
    agree(manager, case)
