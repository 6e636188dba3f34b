"""Images and what is unused, on a real engine with registries: the docker program and ours, step by step."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest

from commands.executors.base import Limits, Progress
from scripts.private_engine import PrivateEngine
from tests.engine.changing import cases, judged, our_result, ours, theirs, without_ids

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]


def same(text: str, side: str) -> str:
    """A side's own names, ids, digests and amounts made the same; layers may go up and down in any order."""
    text = re.sub(rf"\b{side}-(\w*)", r"TWIN-\1", text)
    text = re.sub(r"(Pushed|Pushing|Layer already exists|Mounted from \S+|Waiting)$", "THERE", text, flags=re.MULTILINE)
    text = re.sub(r"on \d+\.\d+\.\d+\.\d+:\d+", "on RESOLVER", text)
    return re.sub(r"sha256:[0-9a-f]+", "sha256:DIGEST", without_ids(text))


@pytest.fixture(scope="module")
def registries(engine: PrivateEngine, program: PrivateEngine) -> dict[str, str]:
    """REG, PRIV with a login in the engine's home, OTHER without one."""
    found = {"REG": engine.registry(), "PRIV": engine.registry("bob", "hunter2"), "OTHER": engine.registry("eve", "secret")}
    done = engine.docker("login", "-u", "bob", "--password-stdin", found["PRIV"], input="hunter2")
    assert done.returncode == 0, done.stderr
    return found


BOTH = pytest.mark.parametrize("run", [ours, judged], ids=["as typed", "on the judged ids"])


def step(engine: PrivateEngine, line: str, side: str, registries: dict[str, str], run: Any) -> Any:
    """One line on one side."""
    words = re.sub(r"@(\w+)", rf"{side}-\1", line)
    for name, address in registries.items():
        words = words.replace(f"{name}/", f"{address}/")
    config = f"{engine.folder}/home/.docker"
    printed = theirs(engine, words) if side == "d" else run(engine.host, words, config_dir=config)
    return printed[0], same(printed[1], side), same(printed[2], side)


@BOTH
def test_pulls_and_pushes_are_dockers(clean: PrivateEngine, registries: dict[str, str], run: Any) -> None:
    different = []
    for line in cases("images.txt"):
        sides = [step(clean, line, side, registries, run) for side in ("d", "o")]
        if sides[0] != sides[1]:
            different.append((line, *sides))
    assert not different, "\n".join(map(repr, different))


PRUNES = [
    "container prune -f",
    "container prune -f --filter label=keep",
    "container prune -f --filter until=1h",
    "image prune -f",
    "network prune -f",
    "volume prune -f",
    "system prune -f",
    "system prune -f --volumes",
    "container prune -f --filter nosuch=x",
    "volume prune -f --filter label!=keep",
    "builder prune -f",
]


def furnish(engine: PrivateEngine) -> None:
    """Something of every kind that nobody uses."""
    made = ("create --name gone busybox", "create --name labelled -l keep busybox", "network create lonely", "volume create left")
    for words in made:
        assert ours(engine.host, words)[0] == 0
    assert ours(engine.host, "commit gone")[0] == 0


def left(engine: PrivateEngine) -> Any:
    """What there is now."""
    api = engine.api
    return (
        sorted(row["Names"][0] for row in api.containers(all=True)),
        sorted(row["Name"] for row in api.networks()),
        sorted(row["Name"] for row in api.volumes()["Volumes"] or []),
        len(api.images(all=True)),
    )


@BOTH
@pytest.mark.parametrize("line", PRUNES)
def test_prunes_remove_and_print_what_docker_does(clean: PrivateEngine, program: PrivateEngine, line: str, run: Any) -> None:
    sides = []
    for prune in (theirs, run):
        furnish(clean)
        printed = prune(clean, line) if prune is theirs else prune(clean.host, line)
        sides.append(([printed[0], same(printed[1], "x"), same(printed[2], "x")], left(clean)))
        assert ours(clean.host, "system prune -f --volumes")[0] == 0
        clean.remove_containers()
    assert sides[0] == sides[1]


def test_a_dockerfile_given_as_text_is_built(clean: PrivateEngine) -> None:
    text = 'FROM busybox\nARG WHO=nobody\nRUN echo "hello $WHO" > /greeting\nLABEL made=here\nCMD ["cat", "/greeting"]\n'
    steps: list[Progress] = []
    words = "build -t built:1 --build-arg WHO=you --label also=this -"
    result = our_result(clean.host, words, dockerfile=text, progress=steps.append)
    assert result.exit_code == 0, result.stderr
    assert "Step 1/6 : FROM busybox\n" in result.stdout
    assert result.stdout.endswith("Successfully tagged built:1\n")
    assert any(step.text.startswith("Step 3/6") for step in steps)
    assert ours(clean.host, "run --rm built:1")[1] == "hello you\n"
    labels = clean.api.inspect_image("built:1")["Config"]["Labels"]
    assert labels == {"made": "here", "also": "this"}
    quiet = our_result(clean.host, "build -q -t built:1 -", dockerfile="FROM busybox\n")
    assert quiet.stdout == clean.api.inspect_image("built:1")["Id"] + "\n"
    broken = our_result(clean.host, "build -", dockerfile="FROM busybox\nRUN exit 3\n")
    assert broken.exit_code == 3
    assert "returned a non-zero code: 3" in broken.stderr
    clean.api.remove_image("built:1", force=True)


def test_the_build_prints_what_docker_prints(clean: PrivateEngine, program: PrivateEngine) -> None:
    text = "FROM busybox\nENV A=1\nCMD echo $A\n"
    command = [clean.program, "build", "--no-cache", "-"]
    where = {"env": clean.environ(), "cwd": clean.folder / "work"}
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, **where)  # type: ignore[call-overload]
    mine = our_result(clean.host, "build --no-cache -", dockerfile=text)
    assert same(mine.stdout, "x") == same(done.stdout.decode(), "x")
    assert mine.stderr == done.stderr.decode()


def test_attached_output_is_held_inside_the_limits(clean: PrivateEngine) -> None:
    lines = our_result(clean.host, "run --rm busybox seq 1 100000", limits=Limits(lines=10))
    assert lines.stdout == "".join(f"{number}\n" for number in range(1, 11))
    assert (lines.truncated, lines.truncated_by) == (True, "lines")
    amount = our_result(clean.host, "run --rm busybox seq 1 100000", limits=Limits(bytes=100))
    assert len(amount.stdout) == 100
    assert amount.truncated_by == "bytes"
    endless = our_result(clean.host, "run --rm --name endless busybox sh -c 'echo up; sleep 100'", limits=Limits(seconds=4.0))
    assert (endless.stdout, endless.truncated_by) == ("up\n", "seconds")


def test_a_run_can_be_cancelled(clean: PrivateEngine) -> None:
    seen: list[Progress] = []
    words = "run --name long busybox sh -c 'echo started; sleep 100'"
    result = our_result(clean.host, words, progress=seen.append, cancelled=lambda: bool(seen))
    assert result.stdout == "started\n"
    assert result.truncated_by == "cancelled"
    assert clean.api.inspect_container("long")["State"]["Running"]


def test_the_output_of_a_build_is_held_inside_the_limits(clean: PrivateEngine) -> None:
    text = "FROM busybox\nRUN seq 1 5000\n"
    result = our_result(clean.host, "build -", dockerfile=text, limits=Limits(lines=20))
    assert (result.exit_code, result.truncated, result.truncated_by) == (0, True, "lines")
    assert result.stdout.count("\n") == 20
