"""What `docker logs` shows: both streams in the order of the log, the newest lines where there are too many, redirections done."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import parse
from bot.core import Core
from bot.reply import Reply
from bot.request import TERMINAL, Place, Request
from bot.terminal import show
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine

MIXED = "for i in $(seq 1 6); do echo out $i; usleep 30000; echo err $i >&2; usleep 30000; done"
CONFIG = """
limits: {lines: 1000}
grants: [{roles: [local], risk: [read, change], hosts: ["*"], host_access: true}]
redact: none
"""


@pytest.fixture(scope="module")
def logged(engine: PrivateEngine) -> Iterator[PrivateEngine]:
    engine.remove_containers()
    engine.docker("run", "--name", "mixed", engine.image, "sh", "-c", MIXED)
    engine.docker("run", "--name", "long", engine.image, "seq", "1", "3000")
    yield engine
    engine.remove_containers()


@pytest.fixture
def core(logged: PrivateEngine, tmp_path: Path) -> Iterator[Core]:
    environ = {"DOCKER_HOST": logged.host, "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/x.db"}
    core = Core(parse(CONFIG, "dockwise.yml", environ), environ)
    yield core
    core.close()


def run(core: Core, text: str) -> Reply:
    reply = core.answer(Request(text, TERMINAL, Place()))
    assert reply.result is not None, reply.note
    return reply


def in_one(engine: PrivateEngine, *args: str) -> str:
    """What docker prints on a terminal that shows both streams."""
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
    done = subprocess.run([engine.program, *args], **both, env=engine.environ(), check=False)  # type: ignore[call-overload]
    return done.stdout.decode()


@pytest.mark.parametrize("flags", ["", "-t ", "--tail 5 "])
def test_both_streams_come_in_the_order_of_the_log(core: Core, logged: PrivateEngine, flags: str) -> None:
    result = run(core, f"docker logs {flags}mixed").result
    assert result is not None
    assert result.together == in_one(logged, "logs", *flags.split(), "mixed")
    assert "out" in result.stdout and "err" not in result.stdout and "err" in result.stderr


def test_the_terminal_shows_them_in_that_order(core: Core) -> None:
    page = io.StringIO()
    show(Console(file=page, width=100), run(core, "docker logs mixed"))
    shown = page.getvalue()
    places = [shown.index(f"{stream} {number}") for number in range(1, 7) for stream in ("out", "err")]
    assert places == sorted(places)


@pytest.mark.parametrize("text", ["docker logs long", "docker logs --tail 2500 long", "docker logs --until 1h long 2>&1"])
def test_the_newest_lines_are_kept_and_that_is_said(core: Core, text: str) -> None:
    if "until" in text:
        text = text.replace("1h", "2999-01-01")
    reply = run(core, text)
    assert reply.result is not None
    assert reply.result.stdout == "".join(f"{number}\n" for number in range(2001, 3001))
    assert "newest" in reply.truncated


def test_a_log_as_long_as_the_limit_is_whole(core: Core, logged: PrivateEngine) -> None:
    reply = run(core, "docker logs --tail 1000 long")
    assert reply.result is not None and not reply.truncated
    assert reply.result.stdout == logged.docker("logs", "--tail", "1000", "long").stdout


SHELL = [
    "docker logs mixed 2>&1 | grep err",
    "docker logs mixed |& grep -c .",
    "docker logs mixed 2>/dev/null | wc -l",
    "docker logs mixed 2>&1 >/dev/null | wc -l",
    "docker logs mixed > /dev/null 2>&1",
    "docker logs mixed &> /dev/null",
    "docker logs mixed 1>&2",
    "docker logs mixed 2>&1 | head -3 2>/dev/null",
    "docker inspect $(docker ps -aq --filter name=nosuch)",
    "docker stop $(docker ps -q --filter name=nosuch)",
    "docker ps -q --filter name=nosuch | xargs docker stop",
    "docker stop $(docker ps -q --filter bogus=1)",
]


@pytest.mark.parametrize("text", SHELL)
def test_redirections_and_empty_substitutions_do_what_a_shell_does(core: Core, logged: PrivateEngine, text: str) -> None:
    environ = {**logged.environ(), "PATH": os.environ["PATH"]}
    real = subprocess.run(["bash", "-c", f"set -o pipefail; {text}"], capture_output=True, env=environ, check=False)
    result = run(core, text).result
    assert result is not None
    assert (result.stdout, result.stderr, result.exit_code) == (real.stdout.decode(), real.stderr.decode(), real.returncode)
