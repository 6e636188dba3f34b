"""What the core answers without any daemon: learning, files, hosts that do not exist, text that is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Actor, Place, Request, Surface
from bot.understanding import is_command, named_host, uncoded
from commands.topics.learning import quiz


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    environ = {"DOCKER_HOST": "unix:///nonexistent.sock", "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/x.db"}
    core = Core(parse("hosts: {local: {}, prod-1: {url: 'tcp://127.0.0.1:1'}}", "dockwise.yml", environ), environ)
    yield core
    core.close()


def ask(core: Core, text: str, **more: str) -> Reply:
    return core.answer(Request(text, TERMINAL, Place(), **more))  # type: ignore[arg-type]


def test_a_quiz_waits_for_its_answer_in_the_same_conversation(core: Core) -> None:
    asked = ask(core, "quiz me", conversation="t1")
    assert asked.kind is ReplyKind.ANSWER and len(asked.next_steps) == 4
    seed = core.store.get("quiz", "t1|local")["seed"]
    right = "ABCD"[quiz(seed).answer]
    assert ask(core, right, conversation="t2").kind is not ReplyKind.ANSWER
    marked = ask(core, right.lower(), conversation="t1")
    assert marked.answer is not None and marked.answer.title.startswith("Right")
    assert ask(core, right, conversation="t1").kind is not ReplyKind.ANSWER


def test_what_to_learn_next_goes_on(core: Core) -> None:
    first = ask(core, "what should I learn next")
    second = ask(core, "what should I learn next")
    assert first.answer is not None and second.answer is not None and first.answer.text != second.answer.text
    for step in second.next_steps:
        assert ask(core, step.request).kind is ReplyKind.ANSWER


def test_a_pasted_dockerfile_and_a_compose_file(core: Core) -> None:
    read = ask(core, "```dockerfile\nFROM ubuntu\nRUN apt-get update\n```")
    assert read.kind is ReplyKind.DOCUMENT and "DL3006" in read.document.as_text()
    compose = ask(core, "services:\n  web:\n    imag: nginx\n")
    assert compose.kind is ReplyKind.DOCUMENT and not compose.ok


@pytest.mark.parametrize("text", ["docker ps", "docker images", "docker logs web", "list running containers", "docker stop web"])
def test_without_a_daemon_it_says_so_in_dockers_words(core: Core, text: str) -> None:
    reply = ask(core, text)
    assert reply.kind is ReplyKind.ERROR and not reply.ok
    assert "Cannot connect to the Docker daemon at unix:///nonexistent.sock. Is the docker daemon running?" in reply.note


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "x" * 300_000, "docker " + "y " * 100_000, "\x00", "\ud800", "list " * 5000, "`" * 99, "$(" * 3000]
)
def test_any_text_is_an_answer(core: Core, text: str) -> None:
    reply = ask(core, text)
    assert not reply.ok and (reply.note or reply.problems)
    assert not reply.note.startswith("Internal error")


def test_docker_help_is_for_everybody(core: Core) -> None:
    reply = core.answer(Request("docker run --help", Actor(user="U1"), Place(Surface.SLACK, channel="C1")))
    assert reply.ok and reply.exit_code == 0 and reply.result is not None
    assert "docker run" in reply.result.stdout and "--publish" in reply.result.stdout


def test_refusals_need_no_daemon(core: Core) -> None:
    reply = core.answer(Request("docker rm -f web", Actor(user="U1"), Place(Surface.SLACK, channel="C1")))
    assert reply.kind is ReplyKind.REFUSED and reply.decision is not None and not reply.decision.allowed
    guest = core.answer(Request("docker ps", Actor(user="U2", member=False, kind="guest"), Place(Surface.SLACK, channel="C1")))
    assert guest.kind is ReplyKind.REFUSED and "Guests" in guest.note


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("docker ps", True),
        ("sudo docker ps", True),
        ("$ docker nosuch", True),
        ("docker", True),
        ("docker-compose up", True),
        ("docker -v", True),
        ("docker, list the images", False),
        ("docker show me all containers", False),
        ("list containers", False),
        ("dockerd", False),
        ("", False),
    ],
)
def test_what_is_a_command(text: str, is_one: bool) -> None:
    assert is_command(text) is is_one


def test_hosts_in_a_text() -> None:
    hosts = ("local", "prod-1")
    assert named_host("docker ps on prod-1", hosts) == ("docker ps", "prod-1")
    assert named_host("docker ps -a @PROD-1", hosts) == ("docker ps -a", "prod-1")
    assert named_host("docker ps on all hosts", hosts) == ("docker ps", "*")
    assert named_host("docker ps on prod-2", hosts) == ("docker ps on prod-2", "")
    assert uncoded("`docker ps`") == "docker ps" and uncoded("```sh\ndocker ps\n```") == "docker ps"


def test_an_unexpected_failure_has_a_reference_and_tells_no_secret(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("password=hunter2hunter2")

    monkeypatch.setattr("bot.core.understand", broken)
    reply = ask(core, "docker run -e PASSWORD=hunter2hunter2 x")
    assert re.search(r"Internal error, reference [0-9a-f]{12}", reply.note)
    assert "hunter2" not in repr(reply)
