"""Plans on a real engine: what would be touched, what goes, what collides, the way back; and what drifts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from docker import APIClient

from bot.masked_engine import MaskedWrite, masked
from bot.plan import make_plan
from bot.policy import Target
from bot.redact import Redactor
from bot.reply import Plan
from commands.endpoint import Endpoint
from commands.engine import connect
from commands.parser import parse_text
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def api(engine: PrivateEngine) -> Iterator[APIClient]:
    engine.remove_containers()
    for words in (
        "run -d --name web --label team=web -e API_TOKEN=Zx9_hunter22 -p 18080:80 -v data:/d -v /anonymous IMAGE sleep 1000",
        "create --name side --network container:web IMAGE",
        "create --name priv --privileged IMAGE",
        "run --name done IMAGE true",
        "run -d --rm --name brief IMAGE sleep 1000",
        "network create plannet",
        "volume create spare",
        "tag IMAGE planned:1",
    ):
        done = engine.docker(*words.replace("IMAGE", engine.image).split())
        assert done.returncode == 0, done.stderr
    client = connect(Endpoint.of_url(engine.host, name="x"))
    yield masked(client, Redactor("env"))
    client.close()
    engine.remove_containers()
    for words in ("network rm plannet", "volume rm spare", "rmi planned:1"):
        engine.docker(*words.split())


def plan_of(api: APIClient, text: str) -> tuple[Plan, tuple[Target, ...]]:
    return make_plan(parse_text(text), api)


def told(plan: Plan) -> str:
    return "\n".join(
        [*(f"{i.kind} {i.name}: {i.effect} {' '.join(i.notes)} [{i.undo}]" for i in plan.items), *plan.warnings, plan.summary]
    )


def full_id(engine: PrivateEngine, name: str) -> str:
    return str(engine.api.inspect_container(name)["Id"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docker stop web", ["container web: gets SIGTERM", "serves port 18080", "side uses its network", "[docker start web]"]),
        ("docker stop brief", ["is removed then (it was started with --rm)", "[]"]),
        ("docker restart web done", ["container web: is stopped and started again", "container done: is exited, and is started"]),
        ("docker rm -fv web", ["web is running: it is killed first", "(/anonymous) of web is lost"]),
        ("docker rm web", ["docker refuses to remove it"]),
        ("docker rm done nosuch", ["container done: is exited; it is removed", "there is no container nosuch"]),
        ("docker rename web done", ["is called done from then on", "the name done is taken already", "[docker rename done web]"]),
        ("docker update --restart always web", ["changes --restart", "[docker update --restart no web]"]),
        ("docker pause web", ["frozen", "[docker unpause web]"]),
        (
            "docker run -d --name web -p 18080:80 -v data:/d --network nosuch IMAGE",
            ["the name web is taken", "port 18080 of the host is taken by web", "no network nosuch"],
        ),
        (
            "docker run --name fresh --rm nosuch/image:1",
            ["nosuch/image:1 is pulled first", "is removed when it ends", "[docker rm -f fresh]"],
        ),
        ("docker rmi planned:1", ["loses this name", "IMAGE"]),
        (
            "docker volume rm data spare",
            ["volume data: docker refuses", "used by web", "volume spare: is removed with all data", "the data in spare is lost"],
        ),
        ("docker network rm plannet", ["is removed", "[docker network create --driver bridge plannet]"]),
        ("docker network connect plannet web", ["is connected to plannet", "[docker network disconnect plannet web]"]),
        ("docker network create plannet", ["the name plannet is taken"]),
        ("docker volume create spare", ["is there already"]),
        ("docker tag IMAGE planned:2", ["gets this name", "[docker rmi planned:2]"]),
        ("docker swarm leave", ["leaves its swarm"]),
        ("docker service rm nosuch", ["there is no service nosuch"]),
        ("docker ps", ["nothing of its own"]),
    ],
)
def test_a_plan_says(engine: PrivateEngine, api: APIClient, text: str, said: list[str]) -> None:
    plan, _ = plan_of(api, text.replace("IMAGE", engine.image))
    for piece in said:
        assert piece.replace("IMAGE", engine.image) in told(plan), told(plan)
    assert "hunter22" not in repr(plan)


def test_targets_have_full_ids_labels_and_privileges(engine: PrivateEngine, api: APIClient) -> None:
    _, (web, priv, gone) = plan_of(api, f"docker restart {full_id(engine, 'web')[:12]} /priv gone")
    assert (web.id, web.name, web.labels["team"], web.host_access) == (full_id(engine, "web"), "web", "web", ())
    assert "is privileged" in priv.host_access and gone.id == ""
    _, used = plan_of(api, f"docker run -v data:/x --volumes-from priv --network plannet {engine.image}")
    assert [(target.kind, target.name, target.acts) for target in used] == [
        ("container", "(docker chooses a name)", True),
        ("image", engine.image, False),
        ("volume", "data", False),
        ("network", "plannet", False),
        ("container", "priv", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "docker container prune -f",
        "docker container prune -f --filter label=team=web",
        "docker container prune -f --filter until=1h",
        "docker volume prune -f",
        "docker network prune -f",
        "docker image prune -af",
        "docker system prune -f --volumes",
        "docker system prune -af --filter label!=team=web",
    ],
)
def test_a_prune_plan_lists_exactly_what_goes(engine: PrivateEngine, text: str) -> None:
    """The plan, then the prune by the real program; what is gone is what was listed. On a host of its own each time."""
    engine.remove_containers()
    for words in (
        "run --name old --label team=web IMAGE true",
        "run --name older IMAGE true",
        "run -d --name on --network prunenet -v kept:/k IMAGE sleep 100",
        "create --name never -v /anon IMAGE",
    ):
        engine.docker("network", "create", "prunenet")
        engine.docker(*words.replace("IMAGE", engine.image).split())
    for words in ("network create idle", "volume create unused", f"tag {engine.image} prunable:1"):
        engine.docker(*words.split())
    before = everything(engine)
    plan, targets = make_plan(parse_text(text), engine.api)
    done = engine.docker(*text.split()[1:])
    assert done.returncode == 0, done.stderr
    gone = before - everything(engine)
    assert {(target.kind, target.id) for target in targets if target.kind not in ("build cache", "image name")} == {
        one for one in gone if one[0] != "tag"
    }
    assert {tag for item in plan.items if item.kind == "image" for tag in item.name.split(", ")} == {
        name for kind, name in gone if kind == "tag"
    }
    assert (plan.summary == "nothing would go") == (not gone)
    engine.remove_containers()
    engine.docker("network", "rm", "idle", "prunenet")
    engine.docker("volume", "rm", "unused", "kept")
    left = [row for row in engine.api.images() if row["RepoTags"]]
    engine.docker("tag", left[0]["Id"], engine.image)  # a prune may have taken the name


def everything(engine: PrivateEngine) -> set[tuple[str, str]]:
    api = engine.api
    found = {("container", row["Id"]) for row in api.containers(all=True)} | {("image", row["Id"]) for row in api.images()}
    found |= {("volume", row["Name"]) for row in api.volumes()["Volumes"] or ()}
    found |= {("tag", tag) for row in api.images() for tag in row["RepoTags"] or ()}
    return found | {("network", row["Id"]) for row in api.networks()}


def test_the_fingerprint_changes_with_what_matters(engine: PrivateEngine) -> None:
    engine.remove_containers()
    done = engine.docker("create", "--name", "drift", engine.image, "sleep", "100")
    assert done.returncode == 0, done.stderr
    first = plan_of(engine.api, "docker rm drift")[0].fingerprint
    assert plan_of(engine.api, "docker rm drift")[0].fingerprint == first
    restart = plan_of(engine.api, "docker restart drift")[0].fingerprint
    engine.docker("start", "drift")
    assert plan_of(engine.api, "docker rm drift")[0].fingerprint != first, "it runs now"
    assert plan_of(engine.api, "docker restart drift")[0].fingerprint == restart, "a restart does not mind"
    engine.remove_containers()
    engine.docker("create", "--name", "drift", engine.image, "sleep", "100")
    assert plan_of(engine.api, "docker restart drift")[0].fingerprint != restart, "it is another object"
    engine.remove_containers()
    assert plan_of(engine.api, "docker rm drift")[0].fingerprint != first
    missing, (target,) = plan_of(engine.api, "docker rm drift")
    assert target.id == "" and missing.items == ()


def test_nothing_masked_is_ever_written_back(engine: PrivateEngine, api: APIClient) -> None:
    assert api.unmasked is not api
    with pytest.raises(MaskedWrite):
        api.create_container(engine.image, environment={"A": "[redacted]"})
    assert api.containers(all=True) == engine.api.containers(all=True)
