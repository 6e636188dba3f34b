"""One private engine for each test worker; where none can run, engine tests are skipped with the reason.

With `DOCKWISE_REQUIRE_ENGINE` set, a missing engine fails the tests instead: for machines that should have one.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from scripts.private_engine import EngineUnavailable, PrivateEngine

JUDGE_MAJOR = 28
_RUNNING: list[PrivateEngine] = []


def unavailable(reason: str) -> None:
    """Skip, or fail where an engine is required."""
    if os.environ.get("DOCKWISE_REQUIRE_ENGINE"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def engine() -> Iterator[PrivateEngine]:
    """A running private engine with the image `busybox:latest`."""
    private = PrivateEngine()
    try:
        private.start()
    except EngineUnavailable as error:
        unavailable(str(error))
    _RUNNING.append(private)
    try:
        yield private
    finally:
        _RUNNING.remove(private)
        private.stop()


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> PrivateEngine:
    """The docker program of the version that is mirrored, in an empty home, without an engine: for stand-ins."""
    alone = PrivateEngine()
    alone.folder = tmp_path_factory.mktemp("program")
    for name in ("home", "work"):
        (alone.folder / name).mkdir()
    _check_version(alone)
    return alone


def _check_version(engine: PrivateEngine) -> None:
    try:
        said = subprocess.run([engine.program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    except OSError:
        said = ""
    words = said.replace(",", "").split()
    if len(words) < 3 or words[2].split(".")[0] != str(JUDGE_MAJOR):
        unavailable(f"the docker program at hand is not version {JUDGE_MAJOR}: {said.strip() or 'none'}")


@pytest.fixture(scope="session")
def judged(engine: PrivateEngine) -> PrivateEngine:
    """The engine, with a docker program of the version that is mirrored at hand to compare with."""
    _check_version(engine)
    return engine


@pytest.fixture
def clean(engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """The engine without containers, volumes and networks of its own, before and after."""
    engine.tidy()
    yield engine
    engine.tidy()


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """What a module leaves on the engine is no other module's."""
    yield
    for engine in _RUNNING:
        engine.tidy()
