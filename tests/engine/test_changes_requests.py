"""What changing commands ask of a daemon, and print of its answers, is what the docker program asks and prints."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import NOTHING, STEPS, cases, differences, stream

pytestmark = pytest.mark.docker_program
ANSWERS: list[tuple[str, str, Any]] = [
    ("POST", "/images/create", (200, stream(STEPS))),
    ("POST", "/images/.*/push", (200, stream(STEPS))),
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
@pytest.mark.parametrize("version", ["1.50", "1.41"])
def test_requests_and_output_are_dockers(program: PrivateEngine, version: str) -> None:
    lines = cases("changes.txt") if version == "1.50" else cases("changes.txt")[::2]
    found = differences(program, lines, version, ANSWERS)
    assert not found, (len(found), found[:2])


def test_refusals_are_told_as_docker_tells_them(program: PrivateEngine) -> None:
    found = differences(program, cases("changes.txt")[1::2], "1.50", NOTHING)
    assert not found, (len(found), found[:2])
