"""Services, nodes and the swarm itself on a real manager: the docker program and ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from commands.executors.base import Limits, Progress
from scripts.private_engine import EngineUnavailable, PrivateEngine
from tests.engine.changing import judged, our_result, ours, theirs
from tests.engine.conftest import unavailable

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]
QUICK = "--no-resolve-image --update-monitor 100ms --rollback-monitor 100ms --stop-grace-period 100ms"
DETACHED = [
    f"service create -d --name @s {QUICK} -e A=1 --label x=y --replicas 2 -p 80@:80 busybox sleep 1000",
    f"service create -d --name @s {QUICK} busybox",
    "service update -d --env-add B=2 --env-rm A --label-add z=1 --limit-memory 64m --constraint-add node.role==manager @s",
    "service update -d --publish-rm 80 --publish-add 81@:81 --replicas 1 @s",
    "service scale -d @s=3",
    "service scale -d @s=1 nosuch=2",
    "service scale -d @s=x",
    "service rollback -d @s",
    "service rollback -d nosuch",
    "service update -d nosuch",
    "service update -d --network-add nosuchnet @s",
    "service update -d --image busybox:latest --no-resolve-image --args 'sleep 2000' --force @s",
    "service create -d --mode global --name @g busybox sleep 1000",
    "service scale -d @g=2",
    "service create -d --mode replicated-job --name @j --no-resolve-image busybox true",
    "service create -d --secret nosuch --name @z busybox",
    "service create -d --network nosuch --name @z busybox",
    "service create -d --mode foo --name @z busybox",
    "service rm @s @g nosuch @j",
    "node update --label-add @k=v --availability active vm-node",
    "node update --label-rm nosuch vm-node",
    "node update --role worker vm-node",
    "node demote vm-node",
    "node promote vm-node",
    "node rm vm-node",
    "swarm init",
    "swarm leave",
    "swarm update --task-history-limit 3",
    "swarm join --token SWMTKN-1-x 127.0.0.1:2377",
    "secret rm nosuch",
    "config rm nosuch other",
    "stack rm nosuch",
    "network create -d overlay --attachable @over",
    "network rm @over",
    "plugin enable nosuch",
    "plugin rm nosuch",
]


@pytest.fixture(scope="module")
def manager() -> Iterator[PrivateEngine]:
    """An engine of its own, the only node of a swarm."""
    private = PrivateEngine()
    try:
        private.start()
    except EngineUnavailable as error:
        unavailable(str(error))
    try:
        printed = ours(private.host, "swarm init --advertise-addr 127.0.0.1")
        assert printed[1].startswith("Swarm initialized: current node (")
        assert re.search(r"docker swarm join --token SWMTKN-\S+ 127\.0\.0\.1:2377\n", printed[1])
        yield private
    finally:
        private.stop()


def same(text: str, side: str) -> str:
    """A side's own names and ids made the same."""
    text = re.sub(rf"\b{side}-(\w*)", r"TWIN-\1", text)
    return re.sub(r"\b[a-z0-9]{25}\b", "ID", text)


def state(engine: PrivateEngine, side: str) -> Any:
    """The specifications of a side's services."""
    rows = [row["Spec"] for row in engine.api.services() if row["Spec"]["Name"].startswith(f"{side}-")]
    return sorted(re.sub(r"'PublishedPort': \d+", "PORT", same(repr(row), side)) for row in rows)


@pytest.mark.parametrize("run", [ours, judged], ids=["as typed", "on the judged ids"])
def test_changes_are_dockers(manager: PrivateEngine, run: Any) -> None:
    node = manager.api.nodes()[0]["ID"]
    different = []
    for line in DETACHED:
        sides = []
        for side, digit in (("d", "1"), ("o", "2")):
            words = re.sub(r"@(?=[a-z])", f"{side}-", line).replace("@", digit).replace("vm-node", node)
            printed = theirs(manager, words) if side == "d" else run(manager.host, words)
            out = [same(text, side) for text in printed[1:]]
            sides.append((printed[0], out, state(manager, side)))
        if sides[0] != sides[1]:
            different.append((line, *sides))
    assert not different, "\n".join(map(repr, different))


def test_waiting_until_tasks_run(manager: PrivateEngine) -> None:
    seen: list[Progress] = []
    made = our_result(manager.host, f"service create --name wait {QUICK} busybox sleep 1000", progress=seen.append)
    service, *lines = made.stdout.splitlines()
    assert made.exit_code == 0, made.stderr
    assert lines[0] == "overall progress: 0 out of 1 tasks"
    assert "overall progress: 1 out of 1 tasks" in lines
    assert lines[-1] == f"verify: Service {service} converged"
    assert [step.text for step in seen] == lines
    scaled = ours(manager.host, "service scale wait=2")
    assert scaled[1].startswith("wait scaled to 2\noverall progress: ")
    assert scaled[1].endswith("verify: Service wait converged\n")
    assert ours(manager.host, "service update -q --label-add a=b wait") == (0, "wait\n", "")
    assert ours(manager.host, "service rm wait") == (0, "wait\n", "")


def test_waiting_ends_with_the_limit(manager: PrivateEngine) -> None:
    words = f"service create --name never {QUICK} busybox nosuchprogram"
    result = our_result(manager.host, words, limits=Limits(seconds=1.0))
    assert (result.truncated_by, result.exit_code) == ("seconds", 0)
    assert "Operation continuing in background." in result.stderr
    assert ours(manager.host, "service rm never")[0] == 0


def test_leaving_the_swarm(manager: PrivateEngine) -> None:
    assert ours(manager.host, "swarm leave --force") == (0, "Node left the swarm.\n", "")
    assert manager.api.info()["Swarm"]["LocalNodeState"] == "inactive"
