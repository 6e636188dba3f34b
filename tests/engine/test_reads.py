"""Every read command, with the docker program and with ours, on one engine: what they print and how they end is the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.reading import Reader, agree, build, cases, started

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]


@pytest.fixture(scope="module")
def world() -> Iterator[PrivateEngine]:
    """An engine of its own, so that nothing else changes what is read."""
    with started() as engine:
        build(engine)
        yield engine


@pytest.fixture(scope="module")
def reader(world: PrivateEngine) -> Reader:
    return Reader(world)


@pytest.mark.parametrize("case", cases("reads.txt"))
def test_read(reader: Reader, case: str) -> None:
    agree(reader, case)


@pytest.mark.parametrize("case", cases("reads_inspect.txt"))
def test_inspect_template(reader: Reader, case: str) -> None:
    agree(reader, case)


def names_something(case: str) -> bool:
    """Whether a case reads objects by their names."""
    words = case.lstrip("~% ").split()
    return words[0] in {"inspect", "history", "logs", "top", "port", "diff", "wait", "stats"} or words[1:2] == ["inspect"]


@pytest.mark.parametrize("case", [case for case in cases("reads.txt") if names_something(case)])
def test_read_bound_to_what_was_looked_at(world: PrivateEngine, case: str) -> None:
    agree(Reader(world, bound=True), case)


@pytest.mark.parametrize("case", cases("reads_down.txt"))
def test_read_with_no_daemon_there(world: PrivateEngine, case: str) -> None:
    agree(Reader(world, "unix:///nowhere/docker.sock"), case)


@pytest.mark.parametrize("case", cases("reads_differ.txt"))
def test_what_is_listed_as_different_still_is(reader: Reader, case: str) -> None:
    assert reader.same(case) != ""
    assert reader.theirs(case)[0] == reader.ours(case)[0] != 0
