"""What changing commands ask of a daemon, and print of its answers, is what the docker program asks and prints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import cases, ours, requests, theirs
from tests.engine.stand_in import StandIn

pytestmark = pytest.mark.docker_program
_STEPS: list[dict[str, Any]] = [
    {"status": "Pulling from library/x", "id": "latest"},
    {"status": "Pulling fs layer", "progressDetail": {}, "id": "abc"},
    {"status": "Downloading", "progressDetail": {"current": 5, "total": 10}, "progress": "[==>]", "id": "abc"},
    {"status": "Pull complete", "progressDetail": {}, "id": "abc"},
    {"status": "Digest: sha256:11"},
    {"progressDetail": {}, "aux": {"Tag": "1", "Digest": "sha256:22", "Size": 5}},
]
_FAILED = [*_STEPS[:2], {"errorDetail": {"message": "no such thing"}, "error": "no such thing"}]


def stream(steps: list[dict[str, Any]]) -> bytes:
    """Messages as a daemon sends them while it works."""
    return "\r\n".join(json.dumps(step) for step in steps).encode()


ANSWERS: list[tuple[str, str, Any]] = [
    ("POST", "/images/create", (200, stream(_STEPS))),
    ("POST", "/images/.*/push", (200, stream(_STEPS))),
    ("DELETE", "/images/.*", (200, [{"Untagged": "a:latest"}, {"Deleted": "sha256:11"}])),
    ("POST", "/images/.*/tag", (201, None)),
    ("POST", "/containers/.*/exec", (201, {"Id": "e1"})),
    ("POST", "/exec/e1/start", (200, None)),
    ("GET", "/containers/.*/json", (200, {"Id": "c1", "Config": {"Tty": False}, "State": {"Running": True}})),
    ("POST", "/volumes/create", (201, {"Name": "v"})),
    ("POST", "/containers/prune", (200, {"ContainersDeleted": ["a", "b"], "SpaceReclaimed": 1500})),
    ("POST", "/images/prune", (200, {"ImagesDeleted": [{"Untagged": "x:1"}, {"Deleted": "sha256:2"}], "SpaceReclaimed": 123456})),
    ("POST", "/networks/prune", (200, {"NetworksDeleted": ["n"]})),
    ("POST", "/volumes/prune", (200, {"VolumesDeleted": ["v"], "SpaceReclaimed": 77})),
    ("POST", "/build/prune", (200, {"CachesDeleted": ["z"], "SpaceReclaimed": 123456789})),
]
NOTHING: list[tuple[str, str, Any]] = [
    ("POST", "/images/create", (200, stream(_FAILED))),
    ("POST", "/images/.*/push", (200, stream(_FAILED))),
    ("POST", "/images/prune", (500, {"message": "boom"})),
    ("POST", "/[a-z]+/prune", (200, {})),
    ("DELETE", ".*", (404, {"message": "no such thing"})),
    ("POST", "/containers/[^/]+/(stop|kill|pause|rename|update)", (409, {"message": "not now\n"})),
    ("POST", "/containers/[^/]+/(start|restart|unpause)", (500, None)),
    ("POST", "/(commit|volumes/create|networks/create)", (400, {"message": "bad parameter"})),
    ("POST", ".*", (404, {"message": "no such thing"})),
]


def differences(program: PrivateEngine, lines: list[str], version: str, answers: list[tuple[str, str, Any]]) -> list[Any]:
    """The lines that docker and we treat differently."""
    found = []
    with StandIn(version=version, answers=answers) as stand:
        for line in lines:
            sides = []
            for run in (lambda words: theirs(program, words, host=stand.host), lambda words: ours(stand.host, words)):
                stand.seen.clear()
                printed = run(line)
                sides.append((printed, sorted(requests(stand), key=lambda one: (one[1], str(one)))))
            if sides[0] != sides[1]:
                found.append((line, *sides))
    return found


@pytest.mark.parametrize("version", ["1.50", "1.41"])
def test_requests_and_output_are_dockers(program: PrivateEngine, version: str) -> None:
    found = differences(program, cases("changes.txt"), version, ANSWERS)
    assert not found, (len(found), found[:2])


def test_refusals_are_told_as_docker_tells_them(program: PrivateEngine) -> None:
    found = differences(program, cases("changes.txt"), "1.50", NOTHING)
    assert not found, (len(found), found[:2])
