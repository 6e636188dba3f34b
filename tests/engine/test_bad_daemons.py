"""A daemon that is slow, endless, huge, compressed or wrong costs the time and memory that it may, and says why it failed."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.lanes import Lanes
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Place, Request
from commands.executors.base import Limits
from scripts.private_engine import PrivateEngine
from tests.engine.bad_daemon import BadDaemon, Pieces, answer, byte_by_byte, endless, slow_headers, until_closed, well
from tests.engine.changing import ours, theirs

SECONDS = 1.0
CONTAINER = json.dumps({"Id": "a" * 64, "Names": ["/x"], "Labels": {"a": "b"}, "Ports": []})
HUGE = {
    "blanks": answer(b" " * (1 << 20), length=1_500_000_000),
    "zip": answer(gzip.compress(b" " * (1 << 20)), "Content-Encoding: gzip"),
}


@pytest.fixture
def bad() -> Iterator[BadDaemon]:
    with BadDaemon(well(b"[]")) as daemon:
        yield daemon


def core_for(daemon: BadDaemon, folder: Path, seconds: float = SECONDS) -> Core:
    environ = {"DOCKER_HOST": daemon.host, "HOME": str(folder), "DOCKWISE_STORAGE": f"sqlite:///{folder}/x.db"}
    settings = f"limits:\n  seconds: {seconds}\nhosts:\n  local: {{}}\n"
    return Core(parse(settings, "dockwise.yml", environ), environ)


def timed(core: Core, text: str) -> tuple[Reply, float]:
    begin = time.monotonic()
    return core.answer(Request(text, TERMINAL, Place())), time.monotonic() - begin


SLOW = [byte_by_byte(), slow_headers(), endless(b" " * 100), until_closed()]


@pytest.mark.parametrize("says", SLOW, ids=["bytes", "headers", "blanks", "no length"])
@pytest.mark.parametrize("text", ["docker ps", "docker inspect x", "docker rm x", "docker container prune -f", "docker images"])
def test_the_limit_of_seconds_holds_for_every_request(bad: BadDaemon, tmp_path: Path, says: Pieces, text: str) -> None:
    core = core_for(bad, tmp_path)
    bad.says = says
    reply, took = timed(core, text)
    assert not reply.ok and reply.kind in (ReplyKind.ERROR, ReplyKind.OUTPUT) and "nternal" not in reply.note
    assert took < SECONDS + 2
    bad.says = well(b"[]")
    well_again, took = timed(core, "docker ps")
    assert well_again.ok and took < 1
    core.close()


def test_negotiating_is_bounded_too(bad: BadDaemon, tmp_path: Path) -> None:
    core = core_for(bad, tmp_path)
    bad.pings, bad.says = False, slow_headers()
    reply, took = timed(core, "docker ps")
    assert not reply.ok and took < SECONDS + 2
    core.close()


def test_the_lane_of_a_host_lives_again_right_after(bad: BadDaemon, tmp_path: Path) -> None:
    core, lanes, answered = core_for(bad, tmp_path), Lanes(width=4), threading.Semaphore(0)

    def ask() -> None:
        timed(core, "docker ps")
        answered.release()

    bad.says = byte_by_byte()
    for _ in range(6):
        lanes.submit("local", ask)
    for _ in range(6):
        assert answered.acquire(timeout=2 * SECONDS + 3)
    bad.says = well(b"[]")
    begin = time.monotonic()
    lanes.submit("local", ask)
    assert answered.acquire(timeout=2) and time.monotonic() - begin < 1
    core.close()


def test_home_and_doctor_wait_no_longer(bad: BadDaemon, tmp_path: Path) -> None:
    core = core_for(bad, tmp_path)
    for says in (byte_by_byte(), slow_headers(), well(b"[1]"), well(b'{"Containers": "x"}'), well(b"[" * 100_000), well(b"")):
        bad.says = says
        begin = time.monotonic()
        (state,) = core.hosts_now()
        assert not state.ok and state.error and time.monotonic() - begin < SECONDS + 2
    core.close()


MEMORY = """
import json, resource, sys
from commands.engine import Endpoint, connect
from commands.executors import run
from commands.executors.base import Job, Limits
from commands.parser import parse_text
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
result = run(parse_text(sys.argv[2]), Job(connect(Endpoint(url=sys.argv[1])), limits=Limits(1000, 1_000_000, 10)))
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle
print(json.dumps([result.exit_code, result.stderr[:300], grown * 1024]))
"""


def test_memory_is_bounded_before_it_is_taken(bad: BadDaemon) -> None:
    many = b"[" + b",".join([CONTAINER.encode()] * 1_000_000) + b"]"
    hostile: dict[str, Pieces] = {
        "blanks": endless(b" " * 65536),
        "json": endless(b'{"a":1},' * 8192),
        "lists": endless(b"[],[],[],[]," * 4096),
        "a million": lambda path: iter([answer(many)]),
        "an error": lambda path: iter([answer(b"x" * 30_000_000, status="500 Oops")]),
        "one line": lambda path: iter([answer(b'[{"Id": "' + b"x" * 30_000_000 + b'"}]')]),
    }
    for name, says in hostile.items():
        bad.says = says
        begin = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, bad.host, "docker ps"], capture_output=True, text=True, check=True, timeout=60
        )
        status, error, grown = json.loads(done.stdout)
        assert status == 1 and error, name
        assert grown < 300_000_000, (name, grown)
        assert time.monotonic() - begin < 12, name


@pytest.mark.parametrize("name", HUGE)
def test_compressed_and_huge_bodies_are_refused(bad: BadDaemon, name: str) -> None:
    bad.says = lambda path: iter([HUGE[name]])
    status, out, error = ours(bad.host, "ps", limits=Limits(None, None, 2))
    assert status == 1 and not out
    assert re.search("compressed|in time|within|EOF", error), error


def test_a_redirection_leads_nowhere(bad: BadDaemon) -> None:
    bad.says = lambda path: iter([answer(b"", f"Location: {bad.host.replace('tcp', 'http')}/elsewhere", status="302 Found")])
    ours(bad.host, "ps")
    assert len(bad.asked) == 1 and "elsewhere" not in bad.asked[0]


WRONG = [
    ("ps", '{"a": 1}'), ("ps", "[5]"), ("ps", '[{"Names": 5}]'), ("ps", '[{"Labels": [1]}]'), ("ps", '[{"Created": "x"}]'),
    ("ps", '[{"Ports": [{"PrivatePort": "x"}]}]'), ("ps", '[{"NetworkSettings": {"Networks": {"a": 5}}}]'), ("ps", "[[1]]"),
    ("ps", "hello"), ("ps", '[{"Id"'), ("ps", '{"a": tru'), ("ps", "{a"), ("images", '[{"RepoTags": 5}]'), ("images", "5"),
    ("volume ls", '{"Volumes": 5}'), ("volume ls", "5"), ("network ls", '[{"Name": 5}]'), ("network ls", '[{"IPAM": 5}]'),
    ("history x", "5"), ("history x", '[{"Created": "x"}]'), ("top x", '{"Titles": 5}'), ("service ls", "[5]"),
    ("inspect x", '{"State": 5}'), ("container inspect x", "[1"), ("container ls", ""),
]  # fmt: skip


@pytest.mark.docker_program
@pytest.mark.parametrize(("words", "body"), WRONG)
def test_wrong_types_are_told_as_docker_tells_them(program: PrivateEngine, bad: BadDaemon, words: str, body: str) -> None:
    bad.says = well(body.encode())
    status, _, error = ours(bad.host, words)
    assert (status, error) in (theirs(program, words, host=bad.host)[::2], (0, "")), "a value that nobody reads may be anything"


def test_wrong_types_while_planning_are_no_internal_error(bad: BadDaemon, tmp_path: Path) -> None:
    core = core_for(bad, tmp_path, 5)
    wrong = (b"[1]", b'{"Id": 5, "Name": 7}', b'{"Labels": 3}', b"7", b'"x"', b"\xff\xfe", b"[" * 200_000, b'{"HostConfig": 7}')
    for body in wrong:
        bad.says = well(body)
        texts = ["docker rm x", "docker exec x ls"]
        if b"Host" not in body:
            texts += ["docker volume rm x", "docker ps", "docker info", "docker network rm x"]
        for text in texts:
            reply, _ = timed(core, text)
            assert "nternal error" not in reply.note, (body, text, reply.note)
    core.close()


def test_streams_without_an_end_to_a_message(bad: BadDaemon) -> None:
    bad.says = endless(b'{"status": "' + b"x" * 4000)
    for words in ("pull x", "events --since 1 --until 2"):
        begin = time.monotonic()
        status, _, error = ours(bad.host, words, limits=Limits(10, 100_000, 3))
        assert time.monotonic() - begin < 6
        assert words == "pull x" or (status == 1 and "more than 1,000,000" in error), error


def test_no_thread_and_no_descriptor_is_left_behind(bad: BadDaemon, tmp_path: Path) -> None:
    core = core_for(bad, tmp_path, 0.3)
    bad.says = byte_by_byte(0.05)
    timed(core, "docker ps")
    before = threading.active_count(), len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    for _ in range(10):
        timed(core, "docker ps")
    after = threading.active_count(), len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    # The daemon is in this process as well: a thread and a socket of its own for each connection, until it writes again.
    assert after[0] - before[0] <= 12 and after[1] - before[1] <= 24
    core.close()


NOTHING = ["null", "[null]", "{}", "[]", "[{}]", '{"Names": null}']


READS = ["ps", "logs x", "top x", "stats --no-stream x", "port x", "diff x", "info", "version", "images", "history x"]


@pytest.mark.parametrize("text", READS)
@pytest.mark.parametrize("body", NOTHING)
def test_answers_that_lack_what_is_needed_are_answers(bad: BadDaemon, tmp_path: Path, text: str, body: str) -> None:
    core = core_for(bad, tmp_path, seconds=5)
    bad.says = well(body.encode())
    reply, took = timed(core, f"docker {text}")
    assert "nternal" not in reply.note and took < 6
    core.close()
