"""Every flag of `create`: what we send and what comes of it are what the docker program sends and what comes of it."""

from __future__ import annotations

import copy
import json
import shlex
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from commands.spec.load import command
from scripts.private_engine import PrivateEngine
from tests.engine.changing import both, cases, ours, requests, theirs, twins, without_ids
from tests.engine.stand_in import StandIn

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]
ALL = cases("create.txt")
MOUNTING = {"-v", "--mount"}
# The caller's own machine is needed for these, so the bot never runs them.
LOCAL = {"cidfile", "env-file", "label-file", "use-api-socket", "help"}


@pytest.fixture(scope="module", params=["1.50", "1.41"])
def stand(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    """A stand-in for a new daemon, and for the one of Debian."""
    with StandIn(version=request.param) as server:
        yield server


def test_every_flag_is_among_the_cases() -> None:
    flags = {flag.alias_of or flag.long for flag in command("container create").flags} - LOCAL
    used = {word.partition("=")[0] for line in ALL for word in shlex.split(line)}
    by_short = {f"-{flag.short}": flag.long for flag in command("container create").flags if flag.short}
    named = {word.removeprefix("--") for word in used} | {by_short[word] for word in used if word in by_short}
    named |= {"interactive", "tty"}  # as `-it`
    assert flags <= named, sorted(flags - named)


def test_the_requests_of_create_are_dockers(stand: StandIn, program: PrivateEngine) -> None:
    different = []
    for line in ALL:
        stand.seen.clear()
        their_side = (theirs(program, line, host=stand.host), requests(stand))
        stand.seen.clear()
        our_side = (ours(stand.host, line), requests(stand))
        if their_side != our_side:
            different.append((line, their_side, our_side))
    assert not different, different[:3]


def state(engine: PrivateEngine, name: str) -> Any:
    """What a container became, without what two containers never share."""
    found = copy.deepcopy(engine.api.inspect_container(name))
    for key in ("Id", "Created", "Name", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "GraphDriver"):
        found.pop(key, None)
    if found["Config"]["Hostname"][:12].isalnum() and len(found["Config"]["Hostname"]) == 12:
        found["Config"]["Hostname"] = "ITS-ID"
    for mount in found["Mounts"]:
        mount.pop("Source", None)
    for key in ("Env",):
        found["Config"][key] = sorted(found["Config"][key] or [])
    (found["HostConfig"]["Binds"] or []).sort()  # docker goes through them in the order of a Go map, which is none
    found["Mounts"].sort(key=lambda mount: str(mount["Destination"]))
    return json.loads(without_ids(json.dumps(found), name))


def made(engine: PrivateEngine, line: str, name: str, by_docker: bool) -> tuple[Any, Any]:
    """What one side prints, and the container that it makes; that is removed again."""
    words = line if "--name" in line else line.replace("create ", f"create --name {name} ", 1)
    words = words.replace("--name web", f"--name {name}").replace("--name x --name y", f"--name x --name {name}")
    printed = theirs(engine, words) if by_docker else ours(engine.host, words)
    container = printed[1].strip()
    found = state(engine, container) if printed[0] == 0 else None
    if container:
        engine.api.remove_container(container, v=True)
    return twins(printed, name), found


def test_the_containers_that_create_makes_are_dockers(clean: PrivateEngine, judged: PrivateEngine) -> None:
    different = []
    for name in ("n1", "n2"):
        judged.api.create_network(name, check_duplicate=True)
    for number, line in enumerate(ALL):
        theirs_made = partial(made, judged, line, f"d{number}", True)
        ours_made = partial(made, judged, line, f"o{number}", False)
        # Both sides of a line that mounts share the volume or the directory: one after the other.
        one, other = (theirs_made(), ours_made()) if MOUNTING & set(line.split()) else both(theirs_made, ours_made)
        if one != other:
            different.append((line, one, other))
    for name in ("n1", "n2"):
        judged.api.remove_network(name)
    assert not different, different[:2]
