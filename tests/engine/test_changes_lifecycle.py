"""Changing commands on a real engine: the docker program on one object, ours on its twin, step by step."""

from __future__ import annotations

import copy
import json
import re
import time
from functools import partial
from typing import Any

import pytest
from docker.errors import APIError

from scripts.private_engine import PrivateEngine
from tests.engine.changing import both, cases, judged, ours, theirs, without_ids

NAME = re.compile(r"@(\w+)")
_MOVING = (
    "Id", "Created", "Name", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "GraphDriver", "ExecIDs", "RestartCount",
)  # fmt: skip
pytestmark = [pytest.mark.engine, pytest.mark.docker_program]


def container(engine: PrivateEngine, name: str, side: str) -> Any:
    """What a container is now, without what two never share; None where there is none."""
    try:
        found = copy.deepcopy(engine.api.inspect_container(name))
    except APIError:
        return None
    for key in _MOVING:
        found.pop(key, None)
    for key in ("Pid", "StartedAt", "FinishedAt"):
        found["State"].pop(key, None)
    found["Config"].pop("Hostname", None)
    found["Mounts"] = [(mount.get("Name", "")[:2], mount["Destination"]) for mount in found["Mounts"]]
    settings = found.pop("NetworkSettings")
    found["Networks"] = {key: (value["IPAMConfig"], sorted(value["Aliases"] or [])) for key, value in settings["Networks"].items()}
    return json.loads(same(json.dumps(found), side))


def same(text: str, side: str) -> str:
    """A side's own names made the same."""
    text = re.sub(rf"\b{side}-(\w*)", r"TWIN-\1", text).replace("10.214.", "10.213.")
    text = re.sub(r"(?<=gateway )10\.\S+|172\.\d+\.\d+\.\d+", "ADDRESS", text)
    return re.sub(r"\b[a-z0-9]{25}\b", "SWARM-ID", without_ids(text))


def step(engine: PrivateEngine, line: str, side: str, run: Any = ours) -> Any:
    """One line on one side: what it printed, and what became of the containers it names."""
    words = NAME.sub(rf"{side}-\1", line).replace("10.213.", "10.213." if side == "d" else "10.214.")
    printed = theirs(engine, words) if side == "d" else run(engine.host, words)
    after = {name: container(engine, f"{side}-{name}", side) for name in NAME.findall(line)}
    return printed[0], same(printed[1], side), same(printed[2], side), after, side


def later(engine: PrivateEngine, seen: Any) -> Any:
    """The same once more, after what still goes on at the daemon (an end, a removal) has had its time."""
    time.sleep(1)
    *printed, after, side = seen
    return (*printed, {name: container(engine, f"{side}-{name}", side) for name in after}, side)


@pytest.mark.parametrize("run", [ours, judged], ids=["as typed", "on the judged ids"])
def test_changing_commands_do_and_print_what_docker_does(clean: PrivateEngine, program: PrivateEngine, run: Any) -> None:
    lines = cases("lifecycle.txt")
    different = []
    for line in lines:
        docker, dockwise = both(partial(step, clean, line, "d"), partial(step, clean, line, "o", run))
        if docker[:3] == dockwise[:3] and docker[3] != dockwise[3]:
            docker, dockwise = later(clean, docker), later(clean, dockwise)
        if docker[:4] != dockwise[:4]:
            different.append((line, docker, dockwise))
    assert not different, (len(different), len(lines), different[:2])
