"""What people without host access, or with a grant for some labels, can make services do on a real manager of a swarm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from swarm_world import CONFIG, FILE, IMAGE, LABELLED, LIKE_ID, QUICK, SECRET, SwarmWorld, create, started_world

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def world() -> Iterator[SwarmWorld]:
    with started_world() as made:
        yield made


@pytest.fixture(autouse=True)
def no_services(world: SwarmWorld) -> Iterator[None]:
    yield
    world.clear()


# What a service needs host access for: the flags of `create`, and a piece of the reason.
REACHES_THE_HOST = [
    ("--mount type=volume,src=rootvol,dst=/h", "rootvol: the volume binds"),
    ("--mount src=rootvol,dst=/h", "rootvol: the volume binds"),
    (f"--mount src={LIKE_ID},dst=/h", f"{LIKE_ID}: the volume binds"),
    ("--mount type=volume,src=C:/x,dst=/h", "mounts C:/x of the host"),
    ("--mount type=bind,src=/etc,dst=/h", "mounts /etc of the host"),
    ("""--mount '"type=bind",src=/etc,dst=/h'""", "mounts /etc of the host"),
    ("--mount type=volume,src=/etc,dst=/h", "mounts /etc of the host"),
    ("--mount type=volume,src=new,dst=/h,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc", "binds /etc"),
    ("--mount type=volume,src=new,dst=/h,volume-driver=evil", "has a volume of the plugin evil"),
    ("--mount type=npipe,src=x,dst=/h", "of the type npipe"),
    ("--mount type=cluster,src=x,dst=/h", "of the type cluster"),
    ("--mount type=future,src=x,dst=/h", "of the type future"),
    ("""--mount '"type=volume","src={{print ""root"" ""vol""}}",dst=/h'""", "holds a template"),
    ("--mount 'type=volume,src=root{{.Service.Name}},dst=/h' --name vol", "holds a template"),
    (
        """--mount '"type=volume",src=n,dst=/h,"volume-opt=type={{print ""none""}}","volume-opt=o={{print ""bind""}}"'""",
        "holds a template",
    ),
    ("--network host", "is the host's own network"),
    ("""--network '"name=host",alias=q'""", "is the host's own network"),
    ("--network name=host,alias=q", "is the host's own network"),
    ("--cap-add SYS_ADMIN", "has the capability CAP_SYS_ADMIN"),
    ("--sysctl net.ipv4.ip_forward=1", "sets kernel parameters"),
    ("--group 0", "has groups of its hosts"),
    ("--generic-resource gpu=1", "asks for devices"),
    ("--log-driver syslog --log-opt syslog-address=tcp://127.0.0.1:99", "sends its log to the driver syslog"),
    ("--log-driver splunk --log-opt splunk-url=http://127.0.0.1:99", "sends its log to the driver splunk"),
    ("--credential-spec registry://x", "reads credentials of its hosts"),
]


@pytest.mark.parametrize(("flags", "said"), REACHES_THE_HOST)
def test_a_new_service_that_reaches_the_host_needs_host_access(world: SwarmWorld, flags: str, said: str) -> None:
    note = world.refused("change", create(f"{flags} " + ("" if "--name" in flags else "--name n"), "cat", "/h/hostfile"))
    assert "as much as root on the host" in note and said in note
    assert world.engine.api.services() == []


@pytest.mark.parametrize(
    "flags",
    [
        "",
        "--mount type=volume,src=new,dst=/d",
        "--mount type=tmpfs,dst=/d",
        "--mount type=volume,dst=/d",
        "--mount type=volume,src=memory,dst=/d,volume-opt=type=tmpfs,volume-opt=o=size=1m,volume-opt=device=tmpfs",
        "--network webov",
        "--network bridge",
        "--network name=bridge,alias=q",
        "--secret dbsec --config dbcfg",
        "--log-driver json-file --log-opt max-size=1m",
        "--init --read-only --ulimit nofile=10 --cap-drop ALL --user 1000 --hostname {{.Node.Hostname}} -e A={{.Task.Slot}}",
        "--health-cmd true --dns 10.1.1.1 --host a:10.1.1.1 --publish 8088:80 --constraint node.role==manager --limit-pids 9",
        "--mode global",
    ],
)
def test_an_ordinary_service_needs_none(world: SwarmWorld, flags: str) -> None:
    assert len(world.run("change", create(flags, "true")).strip()) == 25


def test_the_host_stays_out_of_reach_of_a_service_that_is_changed(world: SwarmWorld) -> None:
    world.run("change", create("--name s2", "true"))
    for flags in (
        "--mount-add type=volume,src=rootvol,dst=/h",
        "--mount-add type=bind,src=/,dst=/h",
        "--network-add host",
        "--cap-add ALL",
        "--group-add 0",
        "--sysctl-add net.ipv4.ip_forward=1",
        "--generic-resource-add gpu=1",
        "--log-driver syslog --log-opt syslog-address=udp://127.0.0.1:99",
        "--credential-spec config://dbcfg",
    ):
        note = world.refused("change", f"docker service update -d {flags} --args 'cat /h/hostfile' s2")
        assert "as much as root on the host" in note, (flags, note)
    assert FILE not in world.printed("s2")
    assert world.run("change", "docker service update -d --label-add a=b s2") == "s2\n"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("--network host", "the network host is the host's own network"),
        ("--mount type=volume,src=rootvol,dst=/h", "rootvol: the volume binds"),
        ("--mount type=bind,src=FOLDER,dst=/h", "of the host"),
        ("--cap-add NET_ADMIN", "has the capability CAP_NET_ADMIN"),
    ],
)
def test_a_service_that_has_the_host_needs_host_access_whatever_is_done_to_it(world: SwarmWorld, flags: str, said: str) -> None:
    flags = flags.replace("FOLDER", world.folder)
    world.run("root", create(f"--name s2 {flags} --replicas 0", "true"))
    for words in (
        "service update -d --args 'cat /h/hostfile' s2",
        "service update -d --label-add a=b s2",
        "service update -d --force s2",
        "service scale -d s2=1",
        "service rollback -d s2",
        "service update -d --rollback s2",
    ):
        assert said in world.refused("change", f"docker {words}"), words
    assert world.engine.api.tasks(filters={"service": "s2"}) == []


def test_a_rollback_is_judged_by_what_it_goes_back_to(world: SwarmWorld) -> None:
    """The service is harmless now; what it was before is not."""
    world.run("root", create("--name s2 --mount type=volume,src=rootvol,dst=/h --replicas 0", "cat", "/h/hostfile"))
    world.run("root", "docker service update -d --mount-rm /h --replicas 1 --args true s2")
    for words in ("service rollback -d s2", "service update -d --rollback s2"):
        assert "rootvol: the volume binds" in world.refused("change", f"docker {words}")
    assert FILE not in world.printed("s2")
    world.run("root", "docker service rollback -d s2")
    assert world.engine.api.inspect_service("s2")["Spec"]["TaskTemplate"]["ContainerSpec"]["Mounts"][0]["Source"] == "rootvol"


def test_privileges_that_other_programs_wrote_are_seen(world: SwarmWorld) -> None:
    """There are no flags for them."""
    spec = {
        "Name": "s2",
        "TaskTemplate": {
            "ContainerSpec": {"Image": IMAGE, "Privileges": {"SELinuxContext": {"Disable": True}}},
        },
        "Mode": {"Replicated": {"Replicas": 0}},
    }
    api = world.engine.api
    api._raise_for_status(api._post_json(api._url("/services/create"), data=spec))
    assert "SELinux" in world.refused("change", "docker service scale -d s2=1")


OF_ANOTHER_TEAM = [
    ("--secret dbsec", "secret dbsec does not carry team=web"),
    ("--secret source=dbsec,target=x", "secret dbsec does not carry"),
    ("--config dbcfg", "config dbcfg does not carry"),
    ("--config source=dbcfg,target=/x", "config dbcfg does not carry"),
    ("--network dbov", "network dbov does not carry"),
    ("""--network '"name=dbov",alias=q'""", "network dbov does not carry"),
    ("--mount type=volume,src=dbvol,dst=/d", "volume dbvol does not carry"),
    ("--mount type=volume,src=unlabelled,dst=/d", "volume unlabelled does not carry"),
    ("--mount type=volume,src=dbvol,dst=/d,volume-label=team=web", "volume dbvol does not carry"),
    ("--secret nosuch", "There is no 'nosuch' on this host"),
    ("--config nosuch", "There is no 'nosuch' on this host"),
    ("--network nosuch", "There is no 'nosuch' on this host"),
    ("--credential-spec config://dbcfg", "config dbcfg does not carry"),
]


@pytest.mark.parametrize(("flags", "said"), OF_ANOTHER_TEAM)
def test_a_grant_for_labels_reaches_no_object_without_them(world: SwarmWorld, flags: str, said: str) -> None:
    assert said in world.refused("web", create(f"{LABELLED} {flags}", "cat", "/run/secrets/dbsec"))
    world.run("web", create(f"{LABELLED}", "true"))
    changed = flags
    for name in ("secret", "config", "network", "mount"):
        changed = changed.replace(f"--{name} ", f"--{name}-add ")
    assert said in world.refused("web", f"docker service update -d {changed} own")
    task = world.engine.api.inspect_service("own")["Spec"]["TaskTemplate"]
    assert not any(key in task["ContainerSpec"] for key in ("Secrets", "Configs", "Mounts")) and "Networks" not in task


def test_another_teams_image_is_neither_run_nor_put_into_a_service(world: SwarmWorld) -> None:
    identity = world.engine.api.inspect_image("dbapp:1")["Id"]
    for image in ("dbapp:1", "docker.io/library/dbapp:1", identity):
        assert "does not carry team=web" in world.refused("web", f"docker service create -d {QUICK} {LABELLED} {image}"), image
    world.run("web", create(LABELLED, "true"))
    assert "does not carry team=web" in world.refused("web", "docker service update -d --no-resolve-image --image dbapp:1 own")
    world.run("root", "docker service update -d --no-resolve-image --image dbapp:1 own")
    for words in ("service scale -d own=2", "service update -d --args 'cat /secret' own"):
        assert "does not carry team=web" in world.refused("web", f"docker {words}")


def test_a_registry_that_is_not_configured_is_reached_by_no_service(world: SwarmWorld) -> None:
    """The daemon asks it for the image's digest, and each node for the image: from the network of the host."""
    world.run("change", create("--name s2", "true"))
    for words in (
        f"service create -d {QUICK} --name n 127.0.0.1:8099/foo/bar",
        "service create -d --name n 169.254.169.254/latest/meta-data",
        "service update -d --image 127.0.0.1:8099/foo/bar s2",
    ):
        assert "`registries:` of the configuration does not list" in world.refused("change", f"docker {words}"), words


def test_a_network_is_judged_by_its_id_and_not_by_a_name_that_is_like_one(world: SwarmWorld) -> None:
    victim = str(world.engine.api.inspect_network("dbov")["Id"])
    assert "network dbov does not carry" in world.refused("web", create(f"{LABELLED} --network {victim[:12]}", "true"))
    assert "network dbov does not carry" in world.refused("web", create(f"{LABELLED} --network {victim}", "true"))


def test_a_grant_for_labels_lets_a_team_use_its_own(world: SwarmWorld) -> None:
    flags = (
        "--secret websec --config webcfg --network webov --mount src=webvol,dst=/d --mount src=fresh,dst=/f,volume-label=team=web"
    )
    world.run("web", create(f"{LABELLED} {flags}", "cat", "/run/secrets/websec"))
    assert SECRET in world.printed("own")
    for words in (
        "service update -d --secret-rm websec --force own",
        "service rollback -d own",
        "service scale -d own=1",
        "service inspect own",
        "service ps own",
        "service logs own",
        "service rm own",
    ):
        world.run("web", f"docker {words}")
    assert "does not carry" in world.refused("web", create("--name other --label team=db", "true"))
    assert "does not carry" in world.refused("web", create("--name other --container-label team=web", "true"))


def test_a_service_is_not_given_away_to_another_team(world: SwarmWorld) -> None:
    world.run("web", create(LABELLED, "true"))
    for flags in ("--label-add team=db", "--label-rm team", "--label-rm team --label-add team=db"):
        assert "service own does not carry team=web" in world.refused("web", f"docker service update -d {flags} own")
    world.run("change", "docker service update -d --label-add team=db own")
    assert "does not carry" in world.refused("web", "docker service rollback -d own"), "it is another team's now"
    world.run("change", "docker service update -d --label-add team=web own")
    assert "service own does not carry team=web" in world.refused("web", "docker service rollback -d own"), "it would be given back"


def test_what_a_service_uses_already_counts_when_it_is_changed(world: SwarmWorld) -> None:
    """An administrator gave it another team's secret; a command of one's own would read it."""
    world.docker(
        "service", "create", "-d", "--name", "own", "--label", "team=web", "--secret", "dbsec", *QUICK.split(), IMAGE, "true"
    )
    for words in ("service update -d --args 'cat /run/secrets/dbsec' own", "service scale -d own=2", "service rollback -d own"):
        assert "secret dbsec does not carry team=web" in world.refused("web", f"docker {words}")
    assert SECRET not in world.printed("own")


def test_other_teams_services_and_their_tasks_cannot_be_read_or_changed(world: SwarmWorld) -> None:
    world.docker(
        "service", "create", "-d", "--name", "dbs", "--label", "team=db", "--label", "com.docker.stack.namespace=st",
        *QUICK.split(), IMAGE, "echo", "printed-by-db",
    )  # fmt: skip
    assert "printed-by-db" in world.printed("dbs")
    identity = world.engine.api.inspect_service("dbs")["ID"]
    task = world.engine.api.tasks(filters={"service": "dbs"})[0]["ID"]
    node = world.engine.api.nodes()[0]["ID"]
    for words in (
        "service logs dbs",
        f"service logs {identity[:8]}",
        f"service logs {task}",
        f"service logs {task[:9]}",
        f"inspect {task}",
        f"inspect --type task {task}",
        "inspect dbs",
        "inspect --type service dbs",
        f"inspect {node}",
        f"inspect --type node {node}",
        "inspect dbsec",
        "inspect --type secret dbsec",
        "config inspect dbcfg",
        "inspect --type config dbcfg",
        "secret inspect dbsec",
        "secret rm dbsec",
        "config rm dbcfg",
        "service inspect dbs",
        "service ps dbs",
        "service rm dbs",
        "service scale dbs=0",
        "service update --label-add team=web dbs",
        "stack ps st",
        "stack services st",
        "stack rm st",
        "node ps",
        "node ps self",
        "node inspect self",
        f"node ps {node}",
    ):
        assert "team=web" in world.refused("web", f"docker {words}"), words
    assert "printed-by-db" in world.run("change", f"docker service logs --raw {task}")
    assert task in world.run("change", f"docker inspect --type task {task}")


def test_nodes_are_listed_by_their_own_labels_and_not_by_those_of_their_engines(world: SwarmWorld) -> None:
    assert "--filter node.label=team=web" in world.refused("web", "docker node ls --filter label=team=web")
    assert len(world.run("web", "docker node ls --filter node.label=team=web").splitlines()) == 1


def test_lists_narrowed_to_a_label_cannot_be_widened_by_another_value_of_it(world: SwarmWorld) -> None:
    """The swarm keeps one value a key of several filters: which one is chance."""
    for team in ("db", "web"):
        world.docker("service", "create", "-d", "--name", f"of-{team}", "--label", f"team={team}", *QUICK.split(), IMAGE, "true")
    for kind in ("service", "secret", "config"):
        assert "db" not in world.run("web", f"docker {kind} ls --filter label=team=web")
        assert "db" not in world.run("web", f"docker {kind} ls --filter label=team=web --filter label=team=web")
        for other in ("team=db", "team", "team="):
            for first, second in (("team=web", other), (other, "team=web")):
                world.refused("web", f"docker {kind} ls --filter label={first} --filter label={second}")


def test_headless_runs_are_judged_the_same(world: SwarmWorld, tmp_path: Path) -> None:
    """`dockwise run --jsonl`, one line each, as the person of the team and as the one without host access."""
    file = tmp_path / "dockwise.yml"
    file.write_text(CONFIG.format(url=world.engine.host, storage=tmp_path / "state.db"), encoding="utf-8")
    lines = [
        ("U0WEB", create(f"{LABELLED} --secret websec", "cat", "/run/secrets/websec"), True),
        ("U0WEB", create("--name theirs --label team=web --secret dbsec", "cat", "/run/secrets/dbsec"), False),
        ("U0WEB", "docker service update -d --secret-add dbsec own", False),
        ("U0WEB", "docker service update -d --network-add dbov own", False),
        ("U0WEB", "docker service update -d --label-add a=b own", True),
        ("U0WEB", "docker service ls --filter label=team=web -q", True),
        ("U0WEB", "docker service ls -q", False),
        ("U0WEB", "docker secret inspect dbsec", False),
        ("U0WEB", "docker secret inspect websec", True),
        ("U0CHANGE", "docker service update -d --mount-add src=rootvol,dst=/h own", False),
        ("U0CHANGE", create("--name h --network host", "ip", "a"), False),
        ("U0CHANGE", "docker swarm update --cert-expiry 1h", False),
        ("U0CHANGE", "docker swarm leave --force", False),
        ("U0CHANGE", "docker node update --availability drain self", False),
        ("U0CHANGE", "docker plugin disable authz", False),
        ("U0CHANGE", "docker service scale -d own=0", True),
        ("U0WEB", "docker service rm own", True),
    ]
    asked = "".join(json.dumps({"text": text, "user": user, "channel": "C0OPS"}) + "\n" for user, text, _ in lines)
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run", "--config", str(file), "--jsonl"], input=asked, capture_output=True, text=True,
        timeout=120, check=False, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines), done.stderr
    for (_, text, may), answer in zip(lines, answers, strict=True):
        assert (answer["decision"]["allowed"], answer["ok"]) == (may, may), (text, answer)
        assert may or "host_access: true" in answer["error"] or "team=web" in answer["error"], (text, answer)
    assert world.engine.api.info()["Swarm"]["LocalNodeState"] == "active"


@pytest.mark.parametrize("name", ["ingress", "docker_gwbridge"])
def test_the_swarms_own_networks_are_not_taken_away(world: SwarmWorld, name: str) -> None:
    refused = world.ask("change", f"docker network rm {name}")
    assert not refused.ok and "every published port of the swarm's services goes over it" in refused.note
    assert name in world.engine.docker("network", "ls", "--format", "{{.Name}}").stdout.split()
