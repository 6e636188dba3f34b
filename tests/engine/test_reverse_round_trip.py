"""`reverse`: the line it gives makes the same container again, on a real engine."""

from __future__ import annotations

import copy
import json
import shlex
from typing import Any

import pytest
from docker.errors import APIError

from commands.reverse import reverse, run_words
from scripts.private_engine import PrivateEngine
from tests.engine.changing import cases, our_result, ours, without_ids

pytestmark = pytest.mark.engine
RUN = [
    'run -d --name web --restart unless-stopped -p 8080:80 -e "GREETING=hello there" -v data:/data busybox sleep 1000',
    "run -d --name two --network net1 --network-alias db --ip 10.215.0.20 busybox sleep 1000",
    "run -d --name three -m 64m --cpus 0.25 --pids-limit 50 --read-only --tmpfs /run busybox sleep 1000",
    "run -d --name four --health-cmd 'test -e /tmp' --health-interval 5s --label 'a=b c' --init busybox sleep 1000",
    "run -d --name five --entrypoint /bin/sleep -u nobody -w /tmp --hostname h5 busybox 1000",
    "run -d --name six --mount type=volume,src=v6,dst=/x,volume-label=a=b --cap-add NET_ADMIN --cap-drop ALL busybox sleep 1000",
    "run -d --name seven --log-opt max-size=1m --stop-signal INT --stop-timeout 3 --ulimit nofile=100:200 busybox sleep 1000",
    "run -d --name eight -t -i --pid host --ipc shareable --sysctl net.ipv4.ip_forward=1 busybox sleep 1000",
]


def given_aliases(endpoint: dict[str, Any], container: str) -> list[str]:
    """Aliases, without the short id that the daemon adds."""
    return sorted(set(endpoint["Aliases"] or []) - {container[:12]})


def state(engine: PrivateEngine, name: str) -> Any:
    """What matters of a container: what somebody could have asked for."""
    found = copy.deepcopy(engine.api.inspect_container(name))
    networks = found["NetworkSettings"]["Networks"]
    kept = {
        "Config": found["Config"],
        "HostConfig": found["HostConfig"],
        "Path": found["Path"],
        "Args": found["Args"],
        "Image": found["Image"],
        "Networks": {key: (value["IPAMConfig"], given_aliases(value, found["Id"])) for key, value in networks.items()},
        "Mounts": sorted((mount["Destination"], mount["Type"], mount["RW"]) for mount in found["Mounts"]),
    }
    if kept["Config"]["Hostname"] == found["Id"][:12]:
        kept["Config"]["Hostname"] = "ITS-ID"
    for mount in kept["HostConfig"].get("Mounts") or []:
        if not mount.get("BindOptions"):  # options that this daemon does not know leave an empty object
            mount.pop("BindOptions", None)
    kept["Config"]["Env"] = sorted(kept["Config"]["Env"] or [])
    return json.loads(without_ids(json.dumps(kept, sort_keys=True)))


def again(engine: PrivateEngine, name: str, verb: str) -> tuple[str, Any]:
    """The line for a container, and what it makes under another name."""
    container = engine.api.inspect_container(name)
    image = engine.api.inspect_image(container["Image"])
    words = run_words(container, image, engine.api.info())
    line = reverse(container, image, engine.api.info())
    assert shlex.split(line) == words
    words[1] = verb
    words[words.index("--name") + 1] = "again"
    printed = our_result(engine.host, shlex.join(words[1:]))
    assert printed.exit_code == 0, (line, printed.stderr)
    made = state(engine, "again")
    engine.api.remove_container("again", force=True, v=True)
    return line, made


def test_the_line_makes_the_same_container_again(clean: PrivateEngine) -> None:
    for name in ("n1", "n2"):
        clean.api.create_network(name)
    different, tried = [], 0
    for line in cases("create.txt")[::2]:
        if ours(clean.host, line if "--name" in line else line.replace("create ", "create --name once ", 1))[0] != 0:
            continue
        name = clean.api.containers(all=True, limit=1)[0]["Names"][0].lstrip("/")
        before = state(clean, name)
        tried += 1
        written, made = again(clean, name, "create")
        if made != before:
            different.append((line, written, before, made))
        clean.api.remove_container(name, force=True, v=True)
    for name in ("n1", "n2"):
        clean.api.remove_network(name)
    assert tried >= 50
    assert not different, (len(different), tried, different[:2])


def test_running_containers_too(clean: PrivateEngine) -> None:
    assert ours(clean.host, "network create --subnet 10.215.0.0/24 net1")[0] == 0
    different = []
    for line in RUN:
        printed = ours(clean.host, line)
        assert printed[0] == 0, printed
        name = printed[1].strip()
        before = state(clean, name)
        written = reverse(clean.api.inspect_container(name), clean.api.inspect_image("busybox"), clean.api.info())
        clean.api.remove_container(name, force=True)
        made = ours(clean.host, written.removeprefix("docker "))
        assert made[0] == 0, (written, made)
        if (after := state(clean, made[1].strip())) != before:
            different.append((line, written, before, after))
        clean.api.remove_container(made[1].strip(), force=True)
    clean.api.remove_network("net1")
    for volume in ("data", "v6"):
        try:
            clean.api.remove_volume(volume)
        except APIError as error:
            assert error.status_code == 404
    assert not different, different[:2]
