"""Which words are a command without `docker`, and which lane a request goes to."""

from __future__ import annotations

import pytest

from bot.config import parse
from bot.core import Core
from bot.request import Actor, Place, Request, Surface
from bot.routing import DOCUMENTS, docker_words, route_of
from bot.store import open_store


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ps -a", "docker ps -a"),
        ("images", "docker images"),
        ("logs web", "docker logs web"),
        ("run -d nginx", "docker run -d nginx"),
        ("container ls", "docker container ls"),
        ("run nginx in the background", "run nginx in the background"),
        ("stop all containers", "stop all containers"),
        ("docker ps", "docker ps"),
        ("sudo docker ps", "sudo docker ps"),
        ("list exited containers", "list exited containers"),
        ("what does --cap-add do", "what does --cap-add do"),
        ("--help", "docker --help"),
        ("help run", "docker run --help"),
        ("df", "docker system df"),
        ("", ""),
        ("version", "docker version"),
        ("FROM alpine\nRUN x", "FROM alpine\nRUN x"),
    ],
)
def test_words_without_docker(text: str, read: str) -> None:
    assert docker_words(text) == read


@pytest.fixture(scope="module")
def core() -> Core:
    """A core with three hosts; nobody is asked."""
    hosts = "hosts: {a: {url: 'tcp://127.0.0.1:1'}, b: {url: 'tcp://127.0.0.1:1'}}\ndefault_host: a\nchannels: {C0B: {host: b}}\n"
    settings = parse(hosts + "grants: [{roles: [everyone], risk: [read], hosts: ['*']}]\n", environ={})
    return Core(settings, {"HOME": "/nonexistent"}, open_store("sqlite://"))


@pytest.mark.parametrize(
    ("text", "channel", "lane", "reads"),
    [
        ("docker ps", "C0A", "a", True),
        ("docker ps", "C0B", "b", True),
        ("docker ps on b", "C0A", "b", True),
        ("list running containers on b", "C0A", "b", True),
        ("docker ps on all hosts", "C0A", "*", False),
        ("docker run -d nginx", "C0A", "", False),
        ("docker ps --nosuch", "C0A", "", False),
        ("docker exec -it web sh", "C0A", "", False),
        ("what does --cap-add do", "C0A", "", False),
        ("push image", "C0A", "", False),
        ("FROM alpine\nRUN apk add curl\n", "C0A", DOCUMENTS, False),
    ],
)
def test_lanes_of_requests(core: Core, text: str, channel: str, lane: str, reads: bool) -> None:
    request = Request(text, Actor("U0A"), Place(Surface.SLACK, channel))
    route = route_of(core, request)
    if reads:
        assert (route.lane, route.reads) == (lane, True)
    else:
        assert route.lane == lane


def test_guests_never_reach_a_hosts_lane(core: Core) -> None:
    assert route_of(core, Request("docker ps", Actor("U0G", member=False, kind="guest"), Place(Surface.SLACK, "C0A"))).lane == ""
