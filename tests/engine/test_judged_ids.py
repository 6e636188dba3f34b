"""A command runs on the objects that were judged, whatever their names stand for by then; what it prints is what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docker.errors import APIError

from bot.core import Core
from bot.reply import ReplyKind
from bot.request import Actor
from commands.engine import Endpoint, connect
from commands.engine_pinned import pinned
from commands.engine_pins import NotJudged, Pins
from commands.executors import run
from commands.executors.base import Job
from commands.parser import parse_text
from scripts.private_engine import PrivateEngine
from tests.engine.judged_world import OPS, PEOPLE, ask, between, core_for, make, printed, state_of, swap
from tests.engine.recording_proxy import RecordingProxy

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def core(engine: PrivateEngine) -> Iterator[Core]:
    with core_for(engine) as made:
        yield made


@pytest.fixture
def world(clean: PrivateEngine) -> Iterator[PrivateEngine]:
    yield clean
    clean.remove_containers()
    for tag in ("app:1", "app:2", "other:1", "theirs:1"):
        clean.docker("rmi", "-f", tag)
    clean.docker("image", "prune", "-f")


VERBS = [
    ("docker kill NAME", "NAME\n"),
    ("docker stop -t 0 NAME", "NAME\n"),
    ("docker restart -t 0 NAME", "NAME\n"),
    ("docker pause NAME", "NAME\n"),
    ("docker update --cpu-shares 77 NAME", "NAME\n"),
    ("docker rm -f NAME", "NAME\n"),
    ("docker exec NAME hostname", None),
    ("docker exec -d NAME touch /x", ""),
    ("docker rename NAME renamed", ""),
    ("docker commit NAME", None),
    ("docker network connect joined NAME", ""),
    ("docker network disconnect bridge NAME", ""),
    ("docker logs NAME", ""),
    ("docker top NAME", None),
    ("docker diff NAME", None),
    ("docker inspect -f {{.Id}} NAME", None),
    ("docker stats --no-stream --format {{.ID}} NAME", None),
]


@pytest.mark.parametrize("word", ["ours", "PREFIX"])
def test_names_that_change_after_the_decision_lead_nowhere_else(world: PrivateEngine, core: Core, word: str) -> None:
    """Two containers change names, or another one is named like the beginning of the judged one's id."""
    api = world.api
    theirs = make(world, "theirs", "db")
    world.docker("network", "create", "--label", "team=web", "joined")
    before = state_of(world, theirs)
    for text, out in VERBS:
        ours = make(world, "ours", "web")
        typed = ours[:12] if word == "PREFIX" else word

        def change(ours: str = ours) -> None:
            if word == "PREFIX":
                api.rename(theirs, ours[:12])
            else:
                swap(world, ours, theirs)

        who = "changes" if "bridge" in text else "web"
        with between(change) as done:
            code, stdout, stderr = printed(ask(core, who, text.replace("NAME", typed)))
        assert (code, stderr, len(done)) == (0, "", 1), text
        assert state_of(world, theirs) == before, text
        assert out is None or stdout == out.replace("NAME", typed), text
        if "inspect" in text or "hostname" in text or "stats" in text:
            assert ours.startswith(stdout.strip()[:12]) and len(stdout.strip()) >= 12
        assert theirs not in stdout
        world.docker("rm", "-f", ours)
        api.rename(theirs, "theirs")


def test_a_name_that_nothing_had_stands_for_nothing_at_the_run(world: PrivateEngine, core: Core) -> None:
    theirs = make(world, "theirs", "db")
    before = state_of(world, theirs)
    with between(lambda: world.api.rename(theirs, "gone")) as done:
        code, out, err = printed(ask(core, "changes", "docker kill gone"))
    assert done and (code, out) == (1, "")
    assert err.lower() == "error response from daemon: cannot kill container: gone: no such container: gone\n"
    assert state_of(world, theirs) == before


def test_what_the_daemon_prints_of_its_own_ids_stays(world: PrivateEngine, core: Core) -> None:
    ours = make(world, "ours", "web", run=False)
    code, out, err = printed(ask(core, "web", "docker kill ours"))
    assert (code, out) == (1, "")
    assert err.lower() == f"error response from daemon: cannot kill container: ours: container {ours} is not running\n"


def test_inner_commands_and_xargs_are_judged_and_bound_like_typed_words(world: PrivateEngine, core: Core) -> None:
    ours, theirs = make(world, "ours", "web"), make(world, "theirs", "db")
    before = state_of(world, theirs)
    renamed: list[str] = []

    def change() -> None:
        if not renamed:  # after the inner command was judged: its ids are names of another one by the time of the outer one
            renamed.append(ours[:12])
            world.api.rename(theirs, ours[:12])

    with between(change):
        reply = ask(core, "web", "docker kill $(docker ps -q --filter label=team=web)")
    assert renamed and not reply.ok
    assert "team=web" in printed(reply)[2], "it is judged as what it stands for now"
    world.api.rename(theirs, "theirs")
    with between(lambda: swap(world, ours, theirs)):
        code, out, err = printed(ask(core, "web", "docker ps --filter label=team=web --format {{.Names}} | xargs docker kill"))
    assert state_of(world, theirs) == before
    assert (code, err) == (0, "") and out in ("ours\n", "theirs\n"), "the name that it had when it was judged"
    assert not world.api.inspect_container(ours)["State"]["Running"]


def test_a_word_that_fits_two_is_asked_about_and_not_run(world: PrivateEngine, core: Core) -> None:
    ours, other = make(world, "ours", "web"), make(world, "other", "web")
    world.api.rename(other, ours[:12])
    with between(lambda: None) as done:
        reply = ask(core, "web", f"docker restart {ours[:12]}")
    assert not done and reply.kind is ReplyKind.REFUSED and reply.decision and not reply.decision.allowed
    assert ours in reply.note and other in reply.note and "Which is meant?" in reply.note
    assert ask(core, "web", f"docker restart -t 0 {ours}").ok
    assert world.api.inspect_container(other)["RestartCount"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "docker rename ours 0123456789ab",
        "docker rename ours PREFIX",
        "docker rename ours SHORT",
        "docker run -d --name 0123456789abcdef0123 --label team=web IMAGE true",
        f"docker create --name {'ab' * 32} --label team=web IMAGE true",
        "docker volume create --label team=web 0123456789ab",
        "docker network create --label team=web 0123456789ab",
        "docker tag IMAGE 0123456789ab",
        "docker commit ours 0123456789ab:latest",
    ],
)
def test_names_that_look_like_ids_are_refused(world: PrivateEngine, core: Core, text: str) -> None:
    ours = make(world, "ours", "web")
    words = text.replace("PREFIX", ours[:12]).replace("SHORT", ours[:5]).replace("IMAGE", world.image)
    with between(lambda: None) as done:
        reply = ask(core, "root", words)
    assert not done and reply.kind is ReplyKind.REFUSED
    assert "choose another name" in reply.note
    assert ask(core, "root", "docker rename ours deadly").ok, "other names are no ids"


def test_what_runs_after_a_press_is_what_was_looked_at_for_it(world: PrivateEngine, core: Core) -> None:
    ours, theirs = make(world, "ours", "web"), make(world, "theirs", "db")
    before = state_of(world, theirs)
    asked = ask(core, "asks", "docker kill ours")
    assert asked.approval is not None
    with between(lambda: swap(world, ours, theirs)) as done:
        code, out, err = printed(core.approve(asked.approval.id, Actor(PEOPLE["asks"]), OPS))
    assert done and (code, out, err) == (0, "ours\n", "")
    assert state_of(world, theirs) == before
    asked = ask(core, "asks", "docker start theirs")  # `ours` is called so now
    assert asked.approval is not None
    swap(world, ours, theirs)
    with between(lambda: None) as done:
        assert not core.approve(asked.approval.id, Actor(PEOPLE["asks"]), OPS).ok
    assert not done


# -- images ---------------------------------------------------------------------------------------------------------


def label_image(engine: PrivateEngine, tag: str, team: str) -> str:
    engine.make_image(tag, dockerfile_tail=f"LABEL team={team}\n")
    return str(engine.api.inspect_image(tag)["Id"])


@pytest.mark.parametrize("force", ["", "-f "])
def test_a_name_that_moved_to_another_image_is_not_taken_off_it(world: PrivateEngine, core: Core, force: str) -> None:
    label_image(world, "app:1", "web")
    theirs = label_image(world, "theirs:1", "db")
    with between(lambda: world.docker("tag", "theirs:1", "app:1")) as done:
        code, out, err = printed(ask(core, "web", f"docker rmi {force}app:1"))
    assert done and (code, out) == (1, "") and "is not the one any more that was looked at" in err
    assert sorted(world.api.inspect_image(theirs)["RepoTags"]) == ["app:1", "theirs:1"]


def test_rmi_prints_what_docker_prints(world: PrivateEngine, core: Core, program: PrivateEngine) -> None:
    sides = []
    for remove in (lambda words: world.docker(*words.split()), lambda words: ask(core, "root", f"docker {words}")):
        label_image(world, "app:1", "web")
        world.docker("tag", "app:1", "app:2")
        make(world, "user", "web", run=False)
        world.docker("create", "--name", "holds", "app:2")
        seen = []
        for words in ("rmi app:1", "rmi app:2", "rmi -f app:2", "rmi nosuch", "rmi -f nosuch", "rm holds user"):
            done = remove(words)
            found = (done.returncode, done.stdout, done.stderr) if hasattr(done, "returncode") else printed(done)
            seen.append((words, *[re.sub(r"[0-9a-f]{12,64}", "ID", str(part)) for part in found]))
        world.remove_containers()
        sides.append(seen)
    assert sides[0] == sides[1]


def test_a_short_id_of_an_image_is_not_taken_for_a_name_that_came_up(world: PrivateEngine, core: Core) -> None:
    ours = label_image(world, "app:1", "web")
    theirs = label_image(world, "theirs:1", "db")
    short = ours.removeprefix("sha256:")[:12]
    with between(lambda: world.docker("tag", "theirs:1", short)) as done:
        code, out, _ = printed(ask(core, "web", f"docker rmi {short}"))
    assert done and code == 0 and f"Deleted: {ours}" in out
    assert world.api.inspect_image(theirs)["RepoTags"]
    world.docker("rmi", f"{short}:latest")


def test_a_tag_is_given_to_the_judged_image(world: PrivateEngine, core: Core) -> None:
    ours, theirs = label_image(world, "app:1", "web"), label_image(world, "theirs:1", "db")
    with between(lambda: world.docker("tag", "theirs:1", "app:1")):
        assert ask(core, "web", "docker tag app:1 app:2").ok
    assert world.api.inspect_image("app:2")["Id"] == ours != theirs
    with between(lambda: world.docker("tag", "theirs:1", "other:1")):
        assert "is not the one any more" in printed(ask(core, "web", "docker tag app:2 other:1"))[2]
    assert world.api.inspect_image("other:1")["Id"] == theirs


def test_a_pull_does_not_move_a_name_that_became_somebody_elses(world: PrivateEngine, core: Core) -> None:
    registry = world.registry()
    label_image(world, "app:1", "web")
    theirs = label_image(world, "theirs:1", "db")
    name = f"{registry}/app:1"
    world.docker("tag", "app:1", name)
    world.docker("push", "-q", name, check=True)
    with between(lambda: world.docker("tag", "theirs:1", name)) as done:
        code, _, err = printed(ask(core, "root", f"docker pull {name}"))
    assert done and code == 1 and "is not the one any more that was looked at" in err
    assert world.api.inspect_image(name)["Id"] == theirs
    world.docker("rmi", name)


# -- what run and create use ---------------------------------------------------------------------------------------------


def remade_volume(engine: PrivateEngine, *more: str) -> Callable[[], None]:
    def act() -> None:
        engine.docker("volume", "rm", "data")
        done = engine.docker("volume", "create", *more, "data")
        assert done.returncode == 0, done.stderr

    return act


@pytest.mark.parametrize("verb", ["run -d", "create", "run --rm"])
def test_a_container_of_an_image_that_moved_is_removed_before_it_starts(world: PrivateEngine, core: Core, verb: str) -> None:
    label_image(world, "app:1", "web"), label_image(world, "theirs:1", "db")
    with between(lambda: world.docker("tag", "theirs:1", "app:1")) as done:
        code, out, err = printed(ask(core, "web", f"docker {verb} --label team=web --name fresh app:1 touch /started"))
    assert done and code and out == ""
    assert "The container that was made is not what was judged, so it was removed: the name app:1 stands for another image" in err
    assert world.docker("ps", "-aq").stdout == ""


def test_a_volume_that_was_made_anew_with_a_folder_of_the_host_is_not_used(world: PrivateEngine, core: Core) -> None:
    world.docker("volume", "create", "data")
    folder = world.new_folder()
    bound = remade_volume(world, "-o", "type=none", "-o", "o=bind", "-o", f"device={folder}")
    with between(bound) as done:
        code, out, err = printed(ask(core, "changes", "docker run --rm -v data:/d IMAGE touch /d/x".replace("IMAGE", world.image)))
    assert done and code and out == "" and "was made anew" in err
    assert not list(Path(folder).iterdir())
    assert world.docker("ps", "-aq").stdout == ""


def test_a_volume_that_came_up_with_a_folder_of_the_host_is_not_used(world: PrivateEngine, core: Core) -> None:
    folder = world.new_folder()
    options = ("-o", "type=none", "-o", "o=bind", "-o", f"device={folder}")
    with between(lambda: world.docker("volume", "create", *options, "data")) as done:
        code, _, err = printed(ask(core, "changes", "docker run --rm -v data:/d IMAGE touch /d/x".replace("IMAGE", world.image)))
    assert done and code and "so it was removed" in err
    assert world.docker("ps", "-aq").stdout == ""


def test_a_network_that_was_made_anew_is_not_used(world: PrivateEngine, core: Core) -> None:
    world.docker("network", "create", "--label", "team=web", "net1")

    def act() -> None:
        world.docker("network", "rm", "net1")
        world.docker("network", "create", "--label", "team=db", "net1")

    with between(act) as done:
        text = f"docker run -d --network net1 --label team=web {world.image} sleep 100"
        code, _, err = printed(ask(core, "web", text))
    assert done and code and "stands for another network now" in err
    assert world.docker("ps", "-aq").stdout == ""


def test_what_was_judged_is_made_and_runs(world: PrivateEngine, core: Core) -> None:
    world.docker("volume", "create", "data")
    world.docker("network", "create", "net1")
    for who in ("changes", "root"):
        text = f"docker run --rm --network net1 -v data:/d -v fresh:/f {world.image} sh -c 'touch /f/x && echo ok'"
        assert printed(ask(core, who, text)) == (0, "ok\n", "")


def test_a_volume_that_was_made_anew_is_not_removed(world: PrivateEngine, core: Core) -> None:
    world.docker("volume", "create", "--label", "team=web", "data")
    with between(remade_volume(world, "--label", "team=db")) as done:
        code, out, err = printed(ask(core, "web", "docker volume rm data"))
    assert done and (code, out) == (1, "") and "was made anew since it was looked at" in err
    assert world.api.inspect_volume("data")["Labels"] == {"team": "db"}
    with between(remade_volume(world, "--label", "team=web", "--label", "x=y")):
        assert not ask(core, "web", "docker volume inspect data").ok


# -- nothing is sent for what nobody looked at ----------------------------------------------------------------------------


def test_an_executor_cannot_name_what_was_not_looked_at(world: PrivateEngine) -> None:
    make(world, "theirs", "db", run=False)
    world.docker("volume", "create", "data")
    with RecordingProxy(world.host) as proxy:
        pins = Pins()
        api = pinned(connect(Endpoint(url=proxy.host)), pins)
        api._url("/info")  # the version is agreed on
        proxy.take()
        for words in (
            "start theirs", "rm -f theirs", "exec theirs true", "rename theirs other", "commit theirs", "volume rm data",
            "network connect bridge theirs", "network rm bridge", "rmi busybox", "tag busybox other:1", "push busybox",
            "logs theirs", "inspect theirs", "service rm x", "node update --role worker x", "secret rm x", "config rm x",
            "plugin disable x", "container prune -f", "image prune -af", "system prune -af --volumes",
        ):  # fmt: skip
            result = run(parse_text(f"docker {words}"), Job(api, proxy.host, pinned=pins))
            sent = [one for one in proxy.take() if not one.startswith("GET") or "theirs" in one]
            assert not sent, (words, sent)
            assert "prune" in words or (result.exit_code and "not looked at" in result.stderr), (words, result)
        for path in ("/containers/prune", "/images/prune", "/volumes/prune", "/networks/prune", "/build/prune"):
            with pytest.raises(NotJudged):
                api._post(api._url(path))
        assert proxy.take() == []


def test_an_exec_of_another_run_cannot_be_started(world: PrivateEngine) -> None:
    ours = make(world, "ours", "web")
    made = world.api.exec_create(ours, ["touch", "/x"])["Id"]
    api = pinned(connect(Endpoint(url=world.host)), Pins(judged=frozenset({("container", ours)})))
    with pytest.raises(NotJudged):
        api.exec_start(made, detach=True)
    with pytest.raises(APIError):
        world.api.get_archive(ours, "/x")
