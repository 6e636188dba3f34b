"""Services that are other ones when the command runs than when it was judged: nothing is done with them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from swarm_world import IMAGE, LABELLED, PLACE, QUICK, SwarmWorld, create, started_world

from bot import flow
from bot.request import Actor, Request
from commands.parser import parse_text
from commands.result import Result

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def world() -> Iterator[SwarmWorld]:
    with started_world() as made:
        yield made


@pytest.fixture(autouse=True)
def no_services(world: SwarmWorld) -> Iterator[None]:
    yield
    world.clear()


def judged(world: SwarmWorld, who: str, text: str) -> Callable[[], Result]:
    """A command that was judged and allowed, to be run later."""
    request = Request(text, Actor(f"U0{who.upper()}"), PLACE, host="prod")
    found = world.core.governor(world.core.redactor_for(request)).judge(request.actor, PLACE, "prod", parse_text(text))
    assert found.decision.allowed, found.decision
    return lambda: flow.execute(world.core, request, found, "prod", None, lambda: False)


@pytest.mark.parametrize(
    "words",
    [
        "service update -d --args 'cat /h/hostfile' s2",
        "service update -d --rollback s2",
        "service rollback -d s2",
        "service scale -d s2=3",
    ],
)
def test_a_service_that_changed_after_it_was_judged_is_left_alone(world: SwarmWorld, words: str) -> None:
    world.run("root", create("--name s2 --replicas 0", "true"))
    world.run("root", "docker service update -d --label-add a=b s2")
    run = judged(world, "change", f"docker {words}")
    for flags in ("--mount-add src=rootvol,dst=/h", "--label-add c=d"):  # twice, so that the rollback's target is another one too
        world.docker("service", "update", "-d", "--no-resolve-image", *flags.split(), "s2")
    before = world.engine.api.inspect_service("s2")
    result = run()
    assert result.exit_code == 1 and "service s2 has changed since this was allowed" in result.stderr and not result.stdout
    assert world.engine.api.inspect_service("s2")["Version"] == before["Version"]


def test_what_names_stood_for_when_a_service_was_judged_is_what_it_gets(world: SwarmWorld) -> None:
    """A secret of that name that was made anew is another one; so is one that was not there at all."""
    api = world.engine.api
    made = api.create_secret("moving", b"first", labels={"team": "web"})
    moved = judged(world, "web", create(f"{LABELLED} --secret moving", "cat", "/run/secrets/moving"))
    absent = judged(world, "change", create("--name n --secret moving --secret later", "true"))
    api.remove_secret(made["ID"])
    again = [api.create_secret(name, b"second", labels={"team": "db"})["ID"] for name in ("moving", "later")]
    for run in (moved, absent):
        result = run()
        assert result.exit_code == 1 and "has changed since this was allowed" in result.stderr
    assert api.services() == []
    for identity in again:
        api.remove_secret(identity)
    gone = judged(world, "change", create("--name n --secret moving", "true"))()
    assert (gone.exit_code, gone.stderr) == (1, "secret not found: moving\n"), "docker's own words where nothing has changed"


@pytest.mark.parametrize("drift", ["service", "secret", "config", "network", "volume", "image", "none"])
def test_an_approval_does_not_outlive_what_a_service_is_and_uses(world: SwarmWorld, drift: str) -> None:
    api = world.engine.api
    flags = "--secret asec --config acfg --network aov --mount src=avol,dst=/d"

    def objects() -> dict[str, str]:
        api.create_volume("avol", labels={"n": str(time.time())})
        return {
            "secret": api.create_secret("asec", b"x")["ID"],
            "config": api.create_config("acfg", b"x")["ID"],
            "network": api.create_network("aov", driver="overlay")["Id"],
        }

    def away(made: dict[str, str], kind: str) -> None:
        if kind == "volume":
            api.remove_volume("avol", force=True)
        else:
            getattr(api, f"remove_{kind}")(made[kind])

    made = objects()
    world.engine.make_image("aimage:1")
    world.run("root", create("--name s2 --replicas 0", "true"))
    text = f"docker service create -d {QUICK} --name n --replicas 0 {flags} aimage:1"
    waiting = world.ask("asks", text if drift != "service" else "docker service update -d --label-add a=b s2")
    assert waiting.approval is not None, waiting.note
    if drift == "service":
        world.docker("service", "update", "-d", "--no-resolve-image", "--label-add", "c=d", "s2")
    elif drift == "image":
        world.engine.make_image("aimage:1", dockerfile_tail='LABEL other=1\nCMD ["sh"]\n')
    elif drift != "none":
        away(made, drift)
        if drift == "volume":
            time.sleep(1.1)  # its time of making is kept in seconds
            api.create_volume("avol")
        else:
            create_again = {"secret": api.create_secret, "config": api.create_config}
            made[drift] = (
                create_again[drift](f"a{drift[:3]}" if drift == "secret" else "acfg", b"y")["ID"]
                if drift in create_again
                else api.create_network("aov", driver="overlay")["Id"]
            )
    pressed = world.core.approve(waiting.approval.id, Actor("U0ASKS"), PLACE)
    names = {row["Spec"]["Name"] for row in api.services()}
    assert pressed.ok is (drift == "none") and ("n" in names) is (drift == "none"), (pressed.note, names)
    world.clear()
    for kind in (*made, "volume"):
        away(made, kind)


def test_a_plan_lists_everything_that_a_service_touches_and_uses(world: SwarmWorld) -> None:
    text = create(f"{LABELLED} --secret websec --config webcfg --network webov --mount src=webvol,dst=/d", "true")
    request = Request(text, Actor("U0WEB"), PLACE, host="prod")
    found = world.core.governor(world.core.redactor_for(request)).judge(request.actor, PLACE, "prod", parse_text(text))
    assert [(target.kind, target.name, target.acts) for target in found.targets] == [
        ("service", "own", True),
        ("network", "webov", False),
        ("image", "busybox:latest", False),
        ("volume", "webvol", False),
        ("secret", "websec", False),
        ("config", "webcfg", False),
    ]
    assert all(target.id for target in found.targets)


def test_lists_of_tasks_show_what_was_looked_at_and_nothing_that_came_since(world: SwarmWorld) -> None:
    """A stack, a node and a name stand for other services a moment later."""
    world.run("web", create(f"{LABELLED} --label com.docker.stack.namespace=st", "true"))
    world.docker("node", "update", "--label-add", "team=web", world.engine.api.nodes()[0]["ID"])
    world.printed("own")  # its task is on the node then
    reads = {
        words: judged(world, "web", f"docker {words}")
        for words in ("stack ps st", "stack services st", "node ps", "service ps own")
    }
    world.docker(
        "service", "create", "-d", "--name", "secretive", "--label", "team=db", "--label", "com.docker.stack.namespace=st",
        *QUICK.split(), IMAGE, "true",
    )  # fmt: skip
    world.printed("secretive")
    for words, run in reads.items():
        result = run()
        assert result.exit_code == 0 and "own" in result.stdout and "secretive" not in result.stdout, (words, result)
    renamed = judged(world, "web", "docker service ps own")
    world.clear()
    world.docker("service", "create", "-d", "--name", "own", "--label", "team=db", *QUICK.split(), IMAGE, "true")
    result = renamed()
    assert result.exit_code == 1 and not result.stdout and "is not the one any more" in result.stderr
    world.docker("node", "update", "--label-rm", "team", world.engine.api.nodes()[0]["ID"])


def test_removing_a_stack_removes_what_was_looked_at(world: SwarmWorld) -> None:
    world.run("web", create(f"{LABELLED} --label com.docker.stack.namespace=st", "true"))
    remove = judged(world, "web", "docker stack rm st")
    world.docker(
        "service", "create", "-d", "--name", "later", "--label", "team=db", "--label", "com.docker.stack.namespace=st",
        *QUICK.split(), IMAGE, "true",
    )  # fmt: skip
    result = remove()
    assert [row["Spec"]["Name"] for row in world.engine.api.services()] == ["later"]
    assert result.exit_code == 1 and "was not looked at before" in result.stderr
