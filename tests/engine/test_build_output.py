"""Builds from a Dockerfile given as text, and from an address: output, errors and status beside the docker program's."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.request import TERMINAL, Place, Request
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine
CONFIG = """
grants: [{roles: [local], risk: [read, change], hosts: ["*"], host_access: true}]
redact: none
"""
DOCKERFILES = {
    "works": "FROM busybox:latest\nRUN echo hi\n",
    "ends with 127": "FROM busybox:latest\nRUN nosuchprogram\n",
    "ends with 3": "FROM busybox:latest\nRUN exit 3\n",
    "copies what is not there": "FROM busybox:latest\nCOPY a b\n",
    "is broken": "FROM busybox:latest as\n",
    "is long": "FROM busybox:latest\n" + "# a comment that fills a line of the file\n" * 900 + "LABEL a=b\n",
}


@pytest.fixture
def core(engine: PrivateEngine, tmp_path: Path) -> Iterator[Core]:
    environ = {"DOCKER_HOST": engine.host, "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/x.db"}
    core = Core(parse(CONFIG, "dockwise.yml", environ), environ)
    yield core
    core.close()


def _same(text: str) -> str:
    text = text.replace("\x1b[0m\x1b[91m", "")  # where a program's writes are cut is chance
    return re.sub(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b", "ID", text)


@pytest.mark.parametrize("quiet", [False, True], ids=["", "quiet"])
@pytest.mark.parametrize("name", DOCKERFILES)
def test_a_dockerfile_given_as_text(core: Core, engine: PrivateEngine, name: str, quiet: bool) -> None:
    flags = ["-q"] if quiet else []
    real = engine.docker("build", "--no-cache", *flags, "-", input=DOCKERFILES[name])
    text = f"docker build --no-cache {' '.join(flags)} - <<'EOF'\n{DOCKERFILES[name]}EOF"
    result = core.answer(Request(text, TERMINAL, Place())).result
    assert result is not None
    ours = (_same(result.stdout), _same(result.stderr), result.exit_code)
    assert ours == (_same(real.stdout), _same(real.stderr), real.returncode)


@contextlib.contextmanager
def web_server(engine: PrivateEngine, folder: Path) -> Iterator[str]:
    """A web server on the loopback of the engine's own network namespace."""
    assert engine._daemon is not None
    command = ["nsenter", "-t", str(engine._daemon.pid), "-n", sys.executable, "-m", "http.server", "8731", "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield "http://127.0.0.1:8731"
    finally:
        server.terminate()
        server.wait(10)


def test_an_archive_on_the_web_is_fetched_by_the_daemon(core: Core, engine: PrivateEngine, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox:latest\nCOPY hello /hello\nCMD [\"cat\", \"/hello\"]\n", "utf-8")
    (tmp_path / "hello").write_text("from the web\n", "utf-8")
    subprocess.run(["tar", "-cf", "context.tar", "Dockerfile", "hello"], cwd=tmp_path, check=True)
    with web_server(engine, tmp_path) as address:
        built = core.answer(Request(f"docker build -t web:1 {address}/context.tar", TERMINAL, Place()))
        away = core.answer(Request(f"docker build -t web:2 {address}/nosuch.tar", TERMINAL, Place()))
    assert built.exit_code == 0, built.result
    assert engine.docker("run", "--rm", "web:1").stdout == "from the web\n"
    assert away.exit_code == 1 and away.result is not None and "404" in away.result.stderr
