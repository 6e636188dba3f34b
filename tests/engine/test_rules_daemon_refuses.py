"""Where a rule says that the daemon refuses something, a real daemon does refuse it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest

from commands.rules import all_rules
from commands.rules.base import examples
from scripts.private_engine import PrivateEngine

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]

# Rules whose bad examples fail when the container is made or started, or the command is run.
REFUSED = {
    *("retries-without-on-failure", "unknown-restart-policy", "unknown-signal", "unknown-capability", "unknown-log-option"),
    *("swap-without-memory", "swap-below-memory", "too-little-memory", "reservation-above-limit"),
    *("two-kinds-of-cpu-limit", "bad-name", "unknown-filter", "unknown-filter-value", "publish-without-network", "host-port-twice"),
    *("fixed-address-on-default-network", "bad-volume-name", "relative-target", "mount-over-root", "target-twice"),
    *("unknown-mount-option", "unknown-mount-type", "windows-only"),
}
CASES = [(rule.name, text) for rule in all_rules()[0] if rule.name in REFUSED for text in examples(type(rule), "bad:")]


@pytest.fixture(scope="module")
def running(engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """The engine with a container called web; other tests find it as they left it."""
    volumes = set(engine.docker("volume", "ls", "--quiet").stdout.split())
    engine.docker("run", "--detach", "--name", "web", engine.image, "sleep", "600", check=True)
    yield engine
    engine.docker("rm", "--force", "web")
    added = set(engine.docker("volume", "ls", "--quiet").stdout.split()) - volumes
    if added:
        engine.docker("volume", "rm", *added)


def run_it(engine: PrivateEngine, text: str) -> int:
    """The first status that is not 0: of the command, or of starting what it made. Nothing is left behind."""
    words = shlex.split(text)[1:]
    words = [engine.image if word.startswith(("nginx:", "alpine:", "postgres:")) else word for word in words]
    if words[0] != "run":
        return engine.docker(*words).returncode
    made = engine.docker("create", *(word for word in words[1:] if word not in {"-d", "--rm"}))
    if made.returncode:
        return made.returncode
    try:
        return engine.docker("start", made.stdout.strip()).returncode
    finally:
        engine.docker("rm", "--force", "--volumes", made.stdout.strip())


@pytest.mark.parametrize(("rule", "text"), CASES, ids=[f"{rule} {text[:50]}" for rule, text in CASES])
def test_daemon_refuses(running: PrivateEngine, rule: str, text: str) -> None:
    assert run_it(running, text) != 0


def test_names_are_of_rules() -> None:
    assert {name for name, _ in CASES} == REFUSED


def test_tail_that_is_no_number_shows_all(running: PrivateEngine) -> None:
    made = running.docker("run", running.image, "sh", "-c", "seq 30")
    name = running.docker("ps", "--latest", "--quiet").stdout.strip()
    try:
        assert running.docker("logs", "--tail", "ten", name).stdout == made.stdout
    finally:
        running.docker("rm", "--force", name)


def test_ports_are_thrown_away_on_the_network_of_the_host(running: PrivateEngine) -> None:
    made = running.docker("create", "--network", "host", "-p", "8080:80", running.image)
    try:
        assert made.returncode == 0
        assert "discarded" in made.stderr
    finally:
        running.docker("rm", "--force", made.stdout.strip())
