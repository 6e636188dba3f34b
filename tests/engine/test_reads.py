"""Every read command, with the docker program and with ours, on one engine: what they print and how they end is the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.private_engine import EngineUnavailable, PrivateEngine
from tests.engine.conftest import unavailable
from tests.engine.reading import Reader, build, join_swarm

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[str]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def agree(reader: Reader, case: str) -> None:
    problem = reader.same(case)
    if problem:
        pytest.fail(f"{case}\n{problem}", pytrace=False)


@pytest.fixture(scope="module")
def world() -> Iterator[PrivateEngine]:
    """An engine of its own, so that nothing else changes what is read."""
    engine = PrivateEngine()
    try:
        engine.start()
    except EngineUnavailable as error:
        unavailable(str(error))
    try:
        if "28." not in engine.docker("--version").stdout:
            unavailable("the docker program at hand is not the version that is mirrored")
        build(engine)
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def reader(world: PrivateEngine) -> Reader:
    return Reader(world)


@pytest.mark.parametrize("case", cases("reads.txt"))
def test_read(reader: Reader, case: str) -> None:
    agree(reader, case)


@pytest.mark.parametrize("case", cases("reads_inspect.txt"))
def test_inspect_template(reader: Reader, case: str) -> None:
    agree(reader, case)


@pytest.fixture(scope="module")
def swarm(world: PrivateEngine) -> Reader:
    join_swarm(world)
    found = Reader(world)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        states = found.theirs("node ps self --format '{{.Name}} {{.CurrentState}}'")[1]
        if states.count("Running") >= 3 and "Failed" in states + " Rejected" and states.count("Complete") >= 2:
            break
        time.sleep(0.3)
    return found


@pytest.mark.parametrize("case", cases("reads_swarm.txt"))
def test_read_on_a_manager(swarm: Reader, case: str) -> None:
    agree(swarm, case)
