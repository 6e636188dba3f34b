"""Prunes remove exactly what was judged, whatever its number; for the same state they do and print what docker does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.core import Core
from bot.plan import planned
from bot.reply import ReplyKind
from commands.engine_client import version_key
from commands.parser import parse_text
from scripts.private_engine import PrivateEngine
from tests.engine.changing import judged as ours_judged
from tests.engine.changing import our_result, theirs
from tests.engine.judged_world import ask, between, core_for, make, printed

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]
MANY = 510


@pytest.fixture(scope="module")
def core(engine: PrivateEngine) -> Iterator[Core]:
    with core_for(engine) as made:
        yield made


def made(engine: PrivateEngine, name: str, image: str = "", **more: Any) -> str:
    """A container that is not started."""
    return str(engine.api.create_container(image or engine.image, ["true"], name=name, **more)["Id"])


def names(engine: PrivateEngine) -> list[str]:
    return sorted(row["Names"][0].lstrip("/") for row in engine.api.containers(all=True))


def test_every_object_is_judged_whatever_their_number(clean: PrivateEngine, core: Core) -> None:
    """The one that carries another label is the oldest, so that it came last in every list."""
    other = made(clean, "theirs", labels={"team": "db"})
    with ThreadPoolExecutor(8) as pool:
        mine = set(pool.map(lambda number: made(clean, f"mine{number}", labels={"team": "web"}), range(MANY)))
    refused = ask(core, "web", "docker container prune -f")
    assert refused.kind is ReplyKind.REFUSED and "It would also take containers that do not carry team=web" in refused.note
    assert len(clean.api.containers(all=True)) == MANY + 1
    found = planned(parse_text("docker container prune -f"), clean.api)
    assert found.pins.ids("container") == mine | {other} and len(found.targets) == MANY + 1
    assert len(found.plan.items) == 500 and found.plan.summary.startswith(f"{MANY + 1} objects go")
    assert f"and {MANY + 1 - 500} more, which are not drawn here" in found.plan.warnings
    with between(lambda: made(clean, "later", labels={"team": "db"})):
        code, out, err = printed(ask(core, "web", "docker container prune -f --filter label=team=web"))
    lines = out.splitlines()
    assert (code, err, lines[0], lines[-1]) == (0, "", "Deleted Containers:", "Total reclaimed space: 0B")
    assert set(lines[1:-2]) == mine
    assert names(clean) == ["later", "theirs"]


def test_what_changed_meanwhile_is_left_alone(clean: PrivateEngine, core: Core) -> None:
    made(clean, "old"), made(clean, "restarted")
    for words in ("network create idle", "network create taken", "volume create data", "volume create held"):
        clean.docker(*words.split())
    dangling = _dangling(clean)

    def change() -> None:
        clean.docker("start", "restarted")
        clean.docker("run", "-d", "--network", "taken", "-v", "held:/h", "--name", "user", clean.image, "sleep", "100")
        clean.docker("create", "--name", "new", clean.image)
        clean.docker("volume", "create", "fresh")
        clean.docker("tag", dangling[0], "kept:1")

    clean.docker("rm", "restarted")
    clean.docker("create", "--name", "restarted", clean.image, "sleep", "100")
    with between(change) as ran:
        code, out, err = printed(ask(core, "root", "docker system prune -f --volumes"))
    assert ran and (code, err) == (0, "")
    assert names(clean) == ["new", "restarted", "user"]
    assert {row["Name"] for row in clean.api.networks()} >= {"taken"} and "idle" not in out.replace("Deleted Networks:\nidle\n", "")
    named = [] if version_key(clean.api.version()["ApiVersion"]) < (1, 42) else ["data"]  # newer daemons leave them to --all
    assert sorted(row["Name"] for row in clean.api.volumes()["Volumes"]) == [*named, "fresh", "held"]
    assert clean.api.inspect_image("kept:1")["Id"] == dangling[0] and f"deleted: {dangling[0]}" not in out
    assert f"deleted: {dangling[1]}" in out
    clean.docker("rmi", "kept:1")


def _dangling(engine: PrivateEngine) -> list[str]:
    """Two images without a name, and no others."""
    engine.docker("image", "prune", "-f")
    for text in ("a", "b", "c"):
        build(engine, "-t moving:1", f"FROM {engine.image}\nLABEL text={text}\n")
    found = [str(row["Id"]) for row in engine.api.images(filters={"dangling": True})]
    assert len(found) == 2
    return found


def test_volumes_made_anew_and_images_with_another_name_are_left_alone(clean: PrivateEngine, core: Core) -> None:
    clean.docker("volume", "create", "data")
    clean.make_image("spare:1", dockerfile_tail="LABEL spare=1\n")

    def change() -> None:
        clean.docker("tag", "spare:1", "spare:2")

    with between(change):
        assert printed(ask(core, "root", "docker image prune -af --filter label=spare"))[:2] == (0, "Total reclaimed space: 0B\n")
    assert sorted(clean.api.inspect_image("spare:1")["RepoTags"]) == ["spare:1", "spare:2"]
    code, out, _ = printed(ask(core, "root", "docker image prune -af --filter label=spare"))
    assert code == 0 and out.startswith("Deleted Images:\nuntagged: spare:1\nuntagged: spare:2\ndeleted: sha256:")


# -- the same state twice: the docker program, and ours -------------------------------------------------------------------

LAYERS = """FROM {image}
ENV A=1
RUN head -c 12345 /dev/zero > /one
WORKDIR /new/folder
RUN true
LABEL a=1 b=2
RUN head -c 54321 /dev/zero > /two; mkdir /three
CMD ["true"]
"""


SMALL = "FROM {image}\nLABEL a=1\nRUN head -c 777 /dev/zero > /x\n"


def done(engine: PrivateEngine, *lines: str) -> None:
    """These commands by the docker program; each must work."""
    for words in lines:
        code, _, err = theirs(engine, words)
        assert code == 0, (words, err)


def build(engine: PrivateEngine, words: str, text: str) -> None:
    result = our_result(engine.host, f"build {words} -", dockerfile=text.format(image=engine.image))
    assert result.exit_code == 0, result.stderr


def furnish_containers(engine: PrivateEngine) -> None:
    done(
        engine,
        "run --name wrote --label a=1 --label b=2 busybox sh -c 'head -c 5000 /dev/zero > /f'",
        "run --name ended --label a=1 busybox sh -c 'echo x > /f'",
        "create --name never --label b=2 -v /anonymous busybox",
        "create --name plain busybox",
        "run -d --name frozen busybox sleep 1000",
        "pause frozen",
    )


def furnish_images(engine: PrivateEngine) -> None:
    for number in (1, 2):  # the first one loses its name
        build(engine, "-t layers:1", LAYERS + f"LABEL number={number}\n")
    build(engine, "-t small:1 -t small:2", SMALL)
    build(engine, "-t used:1 -t used:2", SMALL + "RUN echo x > /y\n")
    done(engine, "run -d --name of-used used:1 sleep 1000", "run -d --name running busybox sleep 1000")


def furnish_volumes(engine: PrivateEngine) -> None:
    done(
        engine,
        "volume create --label a=1 --label b=2 vboth",
        "volume create --label a=1 vone",
        "volume create -o type=tmpfs -o device=tmpfs vopt",
        "run --name wrote -v vended:/v busybox sh -c 'head -c 9000 /dev/zero > /v/f'",
        "run --rm -v vone:/v -v vplain:/w busybox sh -c 'head -c 4096 /dev/zero > /v/f; echo x > /w/x'",
        "create --name never -v /anonymous busybox",
    )


def furnish_networks(engine: PrivateEngine) -> None:
    done(
        engine,
        "network create --label a=1 --label b=2 both",
        "network create --label a=1 one",
        "network create busy",
        "network create named-by-ended",
        "run -d --name running --network busy busybox sleep 1000",
        "create --name holds --network named-by-ended busybox",
    )


def furnish_all(engine: PrivateEngine) -> None:
    for furnish in (furnish_containers, furnish_volumes, furnish_networks, furnish_images):
        engine.docker("rm", "-f", "wrote", "never", "running")
        furnish(engine)


def left(engine: PrivateEngine) -> Any:
    """What there is now."""
    api = engine.api
    images = sorted((row.get("RepoTags") or [], len(row.get("RepoDigests") or []), row["Size"]) for row in api.images(all=True))
    networks = sorted(row["Name"] for row in api.networks())
    volumes = sorted(row["Name"] for row in api.volumes()["Volumes"] or [] if len(row["Name"]) != 64)
    return names(engine), networks, volumes, len(api.volumes()["Volumes"] or []), images


def empty(engine: PrivateEngine) -> None:
    """Away with everything but the first image."""
    engine.docker("unpause", "frozen")
    engine.tidy()
    engine.docker("volume", "prune", "-f")
    for row in engine.api.images():
        tags = row.get("RepoTags") or []
        if engine.image not in tags:
            engine.docker("rmi", "-f", row["Id"])
        for other in set(tags) - {engine.image}:  # left by other tests; of several names a prune keeps any one
            engine.docker("rmi", other)
    engine.docker("image", "prune", "-f")


def same(text: str) -> list[str]:
    """Lines without ids; the daemon goes through images and volumes in no order."""
    return sorted(re.sub(r"\b[0-9a-f]{64}\b", "ID", text).splitlines())


CONTAINERS = [
    "container prune -f --filter nosuch=x",
    "container prune -f --filter until=1s --filter until=2s",
    "container prune -f --filter until=nonsense",
    "container prune -f --filter until=1h",
    "container prune -f --filter label=a --filter label!=b",
    "container prune -f --filter label!=a=1 --filter label!=b=2",
    "container prune -f --filter until=0s",
]
IMAGES = [
    "image prune -f --filter dangling=perhaps",
    "image prune -f --filter reference=x",
    "image prune -af --filter label=number=1",
    "image prune -f",
    "image prune -af --filter label=a=1 --filter label!=b",
    "image prune -f --filter dangling=false",
]
VOLUMES = [
    "volume prune -f --filter until=1h",
    "volume prune -f --filter label=a=1 --filter label=b",
    "volume prune -f --filter label!=a=1 --filter label!=b=2",
    "volume prune -af",
]
NETWORKS = [
    "network prune -f --filter until=1h",
    "network prune -f --filter label=a --filter label!=b",
    "network prune -f",
]
EVERYTHING = ["system prune -f --filter nosuch=x", "builder prune -af", "system prune -af --volumes"]


@pytest.mark.parametrize(
    ("furnish", "lines"),
    [
        (furnish_containers, CONTAINERS), (furnish_images, IMAGES), (furnish_volumes, VOLUMES), (furnish_networks, NETWORKS),
        (furnish_all, EVERYTHING),
    ],
    ids=["containers", "images", "volumes", "networks", "everything"],
)  # fmt: skip
def test_a_prune_of_judged_objects_is_dockers_prune(
    clean: PrivateEngine, program: PrivateEngine, furnish: Callable[[PrivateEngine], None], lines: list[str]
) -> None:
    sides = []
    for prune in (lambda line: theirs(clean, line), lambda line: ours_judged(clean.host, line)):
        empty(clean)
        furnish(clean)
        seen = []
        for line in lines:
            code, out, err = prune(line)
            seen.append((line, code, same(out), same(err), left(clean)))
        sides.append(seen)
    empty(clean)
    assert sides[0] == sides[1]
    assert left(clean)[0] == []


def times() -> Iterator[tuple[str, timedelta]]:
    """Ways to write a moment."""
    yield "%Y-%m-%dT%H:%M:%S", timedelta()
    yield "%Y-%m-%dT%H:%M:%SZ", timedelta()
    yield "%Y-%m-%dT%H:%M:%S+02:00", timedelta(hours=2)
    yield "%Y-%m-%dT%H:%M:%S-05:30", timedelta(hours=-5, minutes=-30)
    yield "%s", timedelta()


@pytest.mark.parametrize("kind", ["container", "network", "image"])
def test_until_means_the_same_moment_for_plan_and_daemon(clean: PrivateEngine, program: PrivateEngine, kind: str) -> None:
    """Two objects with the moment between them, written in every way that docker reads."""

    def one(name: str) -> None:
        if kind == "container":
            made(clean, name)
        elif kind == "network":
            clean.docker("network", "create", name)
        else:
            build(clean, f"-t {name}:1", f"FROM {clean.image}\nLABEL name={name}\n")

    empty(clean)
    one("before")
    time.sleep(1.1)
    moment = datetime.now(UTC).replace(microsecond=0)
    time.sleep(1.1)
    one("after")
    hold = make(clean, "running", "web")
    for form, offset in times():
        local = moment.astimezone(timezone(offset)) if offset else moment
        text = str(int(moment.timestamp())) if form == "%s" else local.strftime(form)
        words = f"{kind} prune -{'a' if kind == 'image' else ''}f --filter until={text}"
        found = planned(parse_text(f"docker {words}"), clean.api)
        assert [target.name.partition(":")[0] for target in found.targets] == ["before"], text
    assert theirs(clean, words)[0] == 0
    assert not planned(parse_text(f"docker {words}"), clean.api).targets
    clean.docker("rm", "-f", hold)
    clean.docker("rmi", "before:1", "after:1")
