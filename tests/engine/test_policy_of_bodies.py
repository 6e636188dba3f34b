"""Host access, labels and addresses as the request body has them, on a real engine through the core: attempts that got through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import pytest

from bot.config import parse
from bot.core import Core
from bot.reply import Reply
from bot.request import Actor, Place, Request, Surface
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine

CONFIG = """
hosts: {{prod: {{url: "{url}"}}}}
roles:
  web: {{users: [U0WEB]}}
  change: {{users: [U0CHANGE]}}
  root: {{users: [U0ROOT]}}
grants:
  - {{roles: [web], risk: [read, change, destroy], labels: [team=web]}}
  - {{roles: [change], risk: [read, change, destroy]}}
  - {{roles: [root], risk: [read, change, destroy], host_access: true}}
limits: {{per_person: null, per_host: null, changes_per_person: null, seconds: 20}}
registries: ["127.0.0.1:1"]
fetch: [listed.example.com]
storage: "sqlite:///{storage}"
"""
OPS = Place(Surface.SLACK, channel="C0OPS")
ANON = "a" * 64
BUILD = "docker build --label team=web -t {tag} - <<'EOF'\n{file}\nEOF"


class Listener:
    """An HTTP server on loopback of the daemon's host (the private engine has a network of its own) that notes what it is asked."""

    port = 8099

    def __init__(self, engine: PrivateEngine) -> None:
        self.engine = engine

    def start(self) -> None:
        serve = ["httpd", "-f", "-vv", "-p", f"127.0.0.1:{self.port}", "-h", "/tmp"]
        done = self.engine.docker("run", "-d", "--name", "listener", "--network", "host", self.engine.image, *serve)
        assert done.returncode == 0, done.stderr

    @property
    def seen(self) -> list[str]:
        done = self.engine.docker("logs", "listener")
        return (done.stdout + done.stderr).splitlines()


@pytest.fixture(scope="module")
def listener(engine: PrivateEngine) -> Listener:
    return Listener(engine)


@pytest.fixture(scope="module")
def core(engine: PrivateEngine, listener: Listener) -> Iterator[Core]:
    engine.tidy()
    furnish(engine, listener.port)
    listener.start()
    with tempfile.TemporaryDirectory(prefix="dockwise-bodies-") as folder:
        made = Core(parse(CONFIG.format(url=engine.host, storage=f"{folder}/state.db"), "test.yml", {}), {})
        yield made
        made.close()
    engine.tidy()
    for name in ("db/app:1", "web/app:1", "evil/base:1", "dbapp:latest", f"127.0.0.1:{listener.port}/there:1"):
        engine.docker("rmi", "-f", name)
    engine.docker("image", "prune", "-f")


def furnish(engine: PrivateEngine, port: int) -> None:
    """Objects of two teams, and ones that stand for the host."""
    folder = engine.folder / "shared-of-bodies"
    folder.mkdir(exist_ok=True)
    (folder / "hostfile").write_text("HOST-FILE-CONTENT\n")
    bound = ["-o", "type=none", "-o", "o=bind", "-o", f"device={folder}"]
    api = engine.api
    for labels, name, changes in (
        ({"team": "db"}, "db/app", ["LABEL team=db", "RUN true"]),
        ({"team": "web"}, "web/app", ["LABEL team=web"]),
        ({}, "evil/base", [f"ONBUILD ADD http://127.0.0.1:{port}/x /x"]),
    ):
        made = api.create_container(engine.image, ["true"], labels=labels)
        changes = [change for change in changes if not change.startswith("RUN")]
        api.commit(made["Id"], name, "1", changes=changes)
        api.remove_container(made["Id"])
    for words in (
        ["run", "-d", "--name", "web1", "--label", "team=web", engine.image, "sleep", "1000"],
        ["run", "-d", "--name", "db1", "--label", "team=db", engine.image, "sleep", "1000"],
        ["volume", "create", *bound, ANON],
        ["volume", "create", *bound, "rootvol"],
        ["volume", "create", "--label", "team=db", "dbvol"],
        ["network", "create", "--label", "team=db", "dbnet"],
        ["network", "create", "--label", "team=web", "webnet"],
        ["run", "-d", "--name", "deep", "--label", "team=web", "-v", f"{ANON}:/h", engine.image, "sleep", "1000"],
        [
            "run",
            "-d",
            "--name",
            "open",
            "--label",
            "team=web",
            "--security-opt",
            "systempaths=unconfined",
            engine.image,
            "sleep",
            "9",
        ],
        ["create", "--name", "sidecar", "--label", "team=web", "--network", "container:db1", engine.image, "sleep", "9"],
        ["create", "--name", "dbapp", "--label", "team=web", engine.image],
        ["volume", "create", "--label", "team=db", "dbapp"],
        ["network", "create", "--label", "team=db", "dbapp"],
        ["tag", "db/app:1", "dbapp:latest"],
        ["tag", engine.image, f"127.0.0.1:{port}/there:1"],
    ):
        done = engine.docker(*words)
        assert done.returncode == 0, (words, done.stderr)


def ask(core: Core, user: str, text: str) -> Reply:
    return core.answer(Request(text, Actor(user), OPS, host="prod"))


def refused(reply: Reply) -> str:
    """Why it was refused; fails where it was not."""
    assert reply.decision is not None and not reply.decision.allowed and not reply.ok, (reply.kind, reply.note, reply.result)
    return reply.note


@pytest.mark.parametrize(
    "network",
    [
        '"name=host",gw-priority=0',
        '"name=host",ip=',
        'gw-priority=0,"name=host"',
        'driver-opt=a=b,"name=host"',
        "name=host\n,name=bridge",
        'ip=,"name=container:db1"',
        "HOSTID",
    ],
)
def test_a_network_is_judged_as_it_is_sent(engine: PrivateEngine, core: Core, network: str) -> None:
    """C1: CSV quoting, a second line, the id of the host's network."""
    network = network.replace("HOSTID", str(engine.api.inspect_network("host")["Id"]))
    for verb in ("run --rm", "create"):
        said = refused(ask(core, "U0CHANGE", f"docker {verb} --network '{network}' busybox:latest ip -o a"))
        assert "root on the host" in said or "more than one line" in said


@pytest.mark.parametrize("network", ['"name=dbnet",gw-priority=0', "name=dbnet,alias=x", "dbnet", "DBID", "nosuchnet"])
def test_networks_of_other_teams_are_not_joined(engine: PrivateEngine, core: Core, network: str) -> None:
    network = network.replace("DBID", str(engine.api.inspect_network("dbnet")["Id"])[:20])
    said = refused(ask(core, "U0WEB", f"docker run --rm --label team=web --network '{network}' busybox ip a"))
    assert "does not carry team=web" in said or "cannot be checked" in said
    assert ask(core, "U0WEB", "docker run --rm --label team=web --network name=webnet,alias=x busybox true").ok


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docker exec deep cat /h/hostfile", "the volume binds"),
        ("docker restart deep", "the volume binds"),
        (f"docker run --rm -v {ANON}:/h busybox cat /h/hostfile", "the volume binds"),
        ("docker run --rm --mount type=volume,src=rootvol,dst=/h busybox cat /h/hostfile", "the volume binds"),
        ("docker exec open sh -c 'echo x > /proc/sys/kernel/core_pattern'", "systempaths=unconfined"),
        ("docker start sidecar", "shares another container's network"),
        ("docker run --rm --log-driver syslog --log-opt syslog-address=tcp://127.0.0.1:PORT busybox", "the driver syslog"),
        ("docker run --rm --log-driver splunk --log-opt splunk-url=http://127.0.0.1:PORT busybox", "the driver splunk"),
        ("docker run -v C:/x:/h busybox", "mounts C:/x of the host"),
        ("docker network create -o com.docker.network.bridge.name=docker0 e", "can change interfaces of the host"),
        ("docker network create -d macvlan -o parent=eth0 e", "the driver macvlan"),
        ("docker network create --subnet 8.8.8.0/24 e", "are not private"),
        ("docker network create -d evil e", "the driver evil"),
    ],
)
def test_what_stands_for_the_host_needs_host_access(core: Core, listener: Listener, text: str, said: str) -> None:
    """M4, M6, L11, L16, L17."""
    assert said in refused(ask(core, "U0CHANGE", text.replace("PORT", str(listener.port))))


@pytest.mark.parametrize("kind", ["image", "volume", "network"])
def test_inspect_of_a_type_is_judged_by_that_type(core: Core, kind: str) -> None:
    """M5: a container of one's own with the same name does not count."""
    assert "does not carry team=web" in refused(ask(core, "U0WEB", f"docker inspect --type {kind} dbapp"))
    assert ask(core, "U0WEB", "docker inspect --type container dbapp").ok


@pytest.mark.parametrize(
    "text",
    [
        "docker commit web1 db/app:1",
        "docker tag web/app:1 db/app:1",
        "docker tag busybox:latest docker.io/db/app:1",
        BUILD.format(tag="db/app:1", file="FROM busybox:latest"),
        BUILD.format(tag="docker.io/db/app:1", file="FROM busybox:latest"),
        "docker rmi db/app:1",
        "docker run --rm --label team=web db/app:1 true",
        "docker run --rm --label team=web --mount type=image,src=db/app:1,dst=/i busybox true",
        "docker create --label team=web IMAGEID",
        "docker tag db/app:1 web/mine:1",
        BUILD.format(tag="web/x:1", file="FROM db/app:1"),
        BUILD.format(tag="web/x:1", file="FROM busybox:latest\nCOPY --from=db/app:1 /bin /b"),
        BUILD.format(tag="web/x:1", file="ARG B=db/app:1\nFROM $B"),
        "docker pull db/app:1",
        "docker pull -a db/app",
        "docker push -a web/app",
        "docker run --rm --pull always --label team=web db/app:1 true",
        "docker build --label team=web -t web/x:1 https://listed.example.com/a.git",
        "docker commit --change 'LABEL team=db' web1 web/y:1",
    ],
)
def test_images_of_other_teams_are_neither_named_anew_nor_read(engine: PrivateEngine, core: Core, text: str) -> None:
    """H4: the image behind a new name is touched, the image of a run is used."""
    before = engine.api.inspect_image("db/app:1")["Id"]
    said = refused(ask(core, "U0WEB", text.replace("IMAGEID", before[7:30])))
    assert "does not carry team=web" in said or "cannot be checked" in said
    assert engine.api.inspect_image("db/app:1")["Id"] == before


def test_shared_images_and_own_names_are_free(engine: PrivateEngine, core: Core) -> None:
    """An image without the key of the label is everybody's; a name that nothing stands for may be given."""
    for text in (
        "docker run --rm --label team=web busybox:latest true",
        "docker commit web1 web/new:1",
        "docker tag web/app:1 web/new:2",
        BUILD.format(tag="web/new:3", file="FROM busybox:latest\nRUN true"),
        BUILD.format(tag="web/new:1", file="FROM web/app:1"),
        "docker rmi web/new:1",
        "docker rmi web/new:2 web/new:3",
    ):
        reply = ask(core, "U0WEB", text)
        assert reply.ok, (text, reply.note, reply.result)
    assert "does not carry team=web" in refused(ask(core, "U0WEB", "docker tag busybox:latest web/new:4"))


@pytest.mark.parametrize(
    "text",
    [
        "docker search 127.0.0.1:PORT/foo",
        "docker pull 127.0.0.1:PORT/foo/bar",
        "docker run --rm 127.0.0.1:PORT/foo/bar",
        "docker run --rm --pull always 127.0.0.1:PORT/there:1 true",
        "docker run --rm --platform linux/arm64 127.0.0.1:PORT/there:1 true",
        "docker push 127.0.0.1:PORT/there:1",
        "docker build http://127.0.0.1:PORT/x.git",
        "docker build https://listed.example.com@127.0.0.1:PORT/x.git",
        BUILD.format(tag="x:1", file="FROM busybox:latest\nADD http://127.0.0.1:PORT/latest/meta-data /x\nRUN cat /x"),
        BUILD.format(tag="x:1", file='FROM busybox:latest\nADD ["http://127.0.0.1:PORT/x", "/x"]'),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nADD --chown=1:1 http://127.0.0.1:PORT/x /x"),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nENV U=http://127.0.0.1:PORT/x\nADD $U /x"),
        BUILD.format(tag="x:1", file='FROM busybox:latest\nADD ht"tp:"//127.0.0.1:PORT/x /x'),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nADD \\\n  http://127.0.0.1:PORT/x \\\n  /x"),
        BUILD.format(tag="x:1", file="# escape=`\nFROM busybox:latest\nADD `\n http://127.0.0.1:PORT/x /x"),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nRUN <<CMD\nADD http://127.0.0.1:PORT/x /x\nCMD"),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nADD https://listed.example.com@127.0.0.1:PORT/x /x"),
        BUILD.format(tag="x:1", file="FROM evil/base:1"),
        BUILD.format(tag="x:1", file="FROM 127.0.0.1:PORT/foo/bar"),
        BUILD.format(tag="x:1", file="ARG B=127.0.0.1:PORT/foo/bar\nFROM ${B}"),
        BUILD.format(tag="x:1", file="FROM busybox:latest\nCOPY --from=127.0.0.1:PORT/foo/bar / /x"),
        BUILD.format(tag="x:1", file="FROM not/pulled/yet:1"),
    ],
)
def test_the_daemon_is_not_made_to_connect(core: Core, listener: Listener, text: str) -> None:
    """H9: nobody without host access makes the daemon ask an address that the configuration does not list."""
    before = len(listener.seen)
    said = refused(ask(core, "U0CHANGE", text.replace("PORT", str(listener.port))))
    assert "connect to" in said or "root on the host" in said
    assert len(listener.seen) == before


def test_with_host_access_it_does_connect(core: Core, listener: Listener) -> None:
    """The listener works: the same attempts of somebody who may are seen there."""
    before = len(listener.seen)
    ask(core, "U0ROOT", f"docker pull 127.0.0.1:{listener.port}/foo/bar")
    ask(core, "U0ROOT", f"docker search 127.0.0.1:{listener.port}/foo")
    assert len(listener.seen) > before


def test_an_image_that_is_there_is_run_and_not_fetched_after_it_went(
    engine: PrivateEngine, core: Core, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"127.0.0.1:{listener.port}/there:1"
    assert ask(core, "U0CHANGE", f"docker run --rm {name} true").ok
    before = len(listener.seen)
    real = Core.governor

    def judged_then_gone(self: Core, redactor: object) -> object:
        governor = real(self, redactor)  # type: ignore[arg-type]
        judge = governor.judge

        def judge_and_remove(*args: object, **more: object) -> object:
            found = judge(*args, **more)  # type: ignore[arg-type]
            engine.docker("rmi", name)
            return found

        monkeypatch.setattr(governor, "judge", judge_and_remove)
        return governor

    monkeypatch.setattr(Core, "governor", judged_then_gone)
    reply = ask(core, "U0CHANGE", f"docker run --rm {name} true")
    assert reply.result is not None and "is not among `registries:`" in reply.result.stderr
    assert len(listener.seen) == before


@pytest.mark.parametrize(
    "file",
    [
        "FROM busybox:latest\nRUN echo a\n",
        "from busybox:latest as first\nRUN echo b\nFROM first\nRUN echo c\nFROM web/app:1\nCOPY --from=first /bin/sh /sh2\n",
        "ARG B=busybox\nFROM ${B}:latest AS x\nLABEL a=b\n",
        "FROM --platform=linux/amd64 busybox:latest\nENV A=b\n",
        "\ufeff# a comment\r\nFROM   busybox:latest\r\nRUN echo 'FROM busybox:latest'\r\n",
    ],
)
def test_a_build_on_the_judged_ids_prints_what_docker_prints(engine: PrivateEngine, core: Core, file: str) -> None:
    ours = ask(core, "U0CHANGE", f"docker build -t web/printed:1 - <<'EOF'\n{file}EOF").result
    theirs = engine.docker("build", "-t", "web/printed:1", "-", input=file.removeprefix("\ufeff"))
    assert ours is not None and ours.exit_code == theirs.returncode == 0, (ours, theirs)
    assert "sha256:" not in ours.stdout and "---> Using cache" in theirs.stdout
    told = [line for line in theirs.stdout.splitlines() if line.startswith(("Step", "Successfully")) or "--->" in line]
    kept = [line for line in ours.stdout.splitlines() if line.startswith(("Step", "Successfully")) or " ---> " in line]
    assert [line for line in kept if "Running in" not in line] == [line for line in told if "Using cache" not in line]
    engine.docker("rmi", "web/printed:1")


def test_a_tag_that_moves_before_the_build_changes_nothing(
    engine: PrivateEngine, core: Core, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image whose own instructions fetch something takes the judged one's name between the decision and the build."""
    engine.docker("tag", engine.image, "web/moving:1")
    before, real = len(listener.seen), Core.governor

    def judged_then_moved(self: Core, redactor: object) -> object:
        governor = real(self, redactor)  # type: ignore[arg-type]
        judge = governor.judge

        def judge_and_move(*args: object, **more: object) -> object:
            found = judge(*args, **more)  # type: ignore[arg-type]
            engine.docker("tag", "evil/base:1", "web/moving:1")
            return found

        monkeypatch.setattr(governor, "judge", judge_and_move)
        return governor

    monkeypatch.setattr(Core, "governor", judged_then_moved)
    reply = ask(core, "U0CHANGE", BUILD.format(tag="web/moved:1", file="FROM web/moving:1\nRUN true"))
    assert (
        reply.ok
        and reply.result is not None
        and "Step 1/" in reply.result.stdout
        and ": FROM web/moving:1\n" in reply.result.stdout
    )
    assert len(listener.seen) == before
    engine.docker("rmi", "web/moved:1", "web/moving:1")


def test_a_decision_that_needs_no_object_asks_the_engine_nothing(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.plan import make_plan
    from commands.parser import parse_text

    class Silent:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the Engine was asked: {name}")

    _, targets = make_plan(parse_text("docker run -d busybox sleep 1"), Silent(), deep=False, labelled=False)
    assert [target.kind for target in targets] == ["container"]
