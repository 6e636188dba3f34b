"""Four times the text takes about four times the time: check, ask, run, Dockerfiles and compose files, up to what is read.

Processor time, the best of several goes, between a size and four times that size: what is quadratic takes sixteen times as long.
A figure that looks bad is measured once more, because a busy machine looks like that now and then.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.request import MOST_TEXT, TERMINAL, Actor, Place, Request, Surface, too_long
from bot.routing import is_document, route_of
from commands.ask import ask
from commands.ask.asking import LONGEST
from commands.check import check
from commands.composefile import explain_compose
from commands.dockerfile import explain_dockerfile
from commands.words import MAX_TEXT

MOST_RATIO = 9.0
# Seconds below which a ratio says nothing.
NOISE = 0.15
GOES = 3

Family = Callable[[int], str]


def repeated(unit: str, before: str = "", after: str = "") -> Family:
    return lambda size: before + unit * (size // len(unit)) + after


COMMANDS: dict[str, Family] = {
    "blanks": repeated(" ", "docker ps", "x"),
    "line ends": repeated("\n", "docker ps", "x"),
    "words": repeated("a ", "docker run "),
    "flags": repeated("-e A=b ", "docker run ", "x"),
    "misspelt": repeated("--memry ", "docker run ", "x"),
    "quotes": repeated("'a' ", "docker run "),
    "inside": repeated("$(docker ps) ", "docker rm "),
    "deep": repeated("$(", "docker rm "),
    "several": repeated("docker ps;"),
    "pipes": repeated("|grep a", "docker ps"),
    "continued": repeated("\\\n", "docker run ", "x"),
    "colons": repeated(":", "docker run -v ", " x"),
    "digits": repeated("1", "docker run --stop-signal ", " x"),
    "braces": repeated("{", "docker run ", " x"),
    "commas": repeated("a=b,", "docker run --mount ", " x"),
    "heredocs": repeated("docker build - <<E\n"),
    "builds": repeated("docker build ", "", "<< x"),
    "template": repeated("{{.ID}}", "docker ps --format '", "'"),
}
SENTENCES: dict[str, Family] = {
    "talk": repeated("please list the containers and "),
    "Chinese": repeated("列出所有容器和"),
    "one word": repeated("a"),
    "fences": repeated("```"),
    "blanks": repeated(" ", "list the containers", "now"),
    "line ends": repeated("\n", "services:\n", "x"),
    "colons": repeated("a: "),
}
DOCKERFILES: dict[str, Family] = {
    "a broken end": repeated("RUN a\n", "FROM a\n", "ENV A\n"),
    "stages": repeated("FROM a\n"),
    "copies": repeated("COPY --from=x a b\n", "FROM a AS x\n"),
    "unknown": repeated("RUM a\n", "FROM a\n"),
    "arguments": lambda size: "".join(f"ARG a{n}\n" for n in range(size // 18)) + "FROM a\n" + "RUN $a\n" * (size // 18),
    "apt": repeated("apt-get ", "FROM a\nRUN ", "\n"),
    "apk": repeated("apk add ", "FROM a\nRUN ", "\n"),
    "brackets": repeated(" ", "FROM a\nCMD [", "\n"),
    "directive": repeated(" ", "# syntax=a", "b\nFROM a\n"),
    "pairs": repeated("a=b ", "FROM a\nENV ", "\n"),
    "heredocs": repeated("RUN <<E\nx\n", "FROM a\n"),
    "continued": repeated("b \\\n", "FROM a\nRUN a \\\n", "c\n"),
    "defaults": repeated("CMD a b\n", "FROM a\nENTRYPOINT b\n"),
}
COMPOSE_FILES: dict[str, Family] = {
    "services": lambda size: "services:\n" + "".join(f"  s{n}:\n    image: a\n    links: [s{n - 1}]\n" for n in range(size // 45)),
    "references": repeated("b, ", "services:\n  a:\n    image: a\n    depends_on: [", "b]\n"),
    "ports": repeated("'80:80', ", "services:\n  a:\n    image: a\n    ports: [", "'1']\n"),
    "keys": lambda size: "services:\n  a:\n    image: a\n" + "".join(f"    kk{n}: a\n" for n in range(size // 14)),
    "aliases": repeated("*a, ", "x: &a [1]\nservices:\n  a:\n    image: a\n    ports: [", "*a]\n"),
    "merges": lambda size: "services:\n  a: &a\n    image: a\n" + "".join(f"  b{n}:\n    <<: *a\n" for n in range(size // 18)),
    "deep": repeated("{a: ", "services:\n  a: "),
    "sixties": repeated("1:", "services:\n  a:\n    image: ", "1\n"),
    "line ends": repeated("\n", "services:\n", "  a:\n    image: a\n"),
}
ALL_SIZES = (10_000, 20_000, 40_000, 50_000, 100_000, 200_000)


def cpu_seconds(work: Callable[[str], object], text: str) -> float:
    """The processor time of this process, the best of several goes; without the garbage collector, whose share grows by itself."""
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(GOES):
            begin = time.process_time()
            work(text)
            best = min(best, time.process_time() - begin)
            if best > 1:
                break
    finally:
        gc.enable()
    return best


def growth(work: Callable[[str], object], family: Family, largest: int) -> str:
    """ "" where the time grows as the text does; otherwise the figures."""
    work(family(1_000))
    for _ in range(2):
        small, large = (cpu_seconds(work, family(size)) for size in (largest // 4, largest))
        if large < NOISE or large < small * MOST_RATIO:
            return ""
    return f"{largest // 4:,} took {small:.3f} s, {largest:,} took {large:.3f} s"


@pytest.mark.parametrize("name", COMMANDS)
def test_check(name: str) -> None:
    assert not growth(lambda text: check(text).as_dict(), COMMANDS[name], MAX_TEXT - 500)


@pytest.mark.parametrize("name", [*SENTENCES, *COMMANDS])
def test_ask(name: str) -> None:
    assert not growth(ask, (SENTENCES | COMMANDS)[name], MOST_TEXT - 500)


UNITS = (" ", "\n", "\t", "\u3000", "a ", "a. ", ", ", "(", "- ", "of the ", "的", '"', "1 ", "x=", "docker ")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("before", ["list x", "# a", "怎么 x", ""])
def test_ask_of_what_is_read_whole(unit: str, before: str) -> None:
    """Sentences are read up to a length of their own; below it nothing grows faster than the square of it."""
    text = (before + unit * LONGEST)[: LONGEST - 10] + "y"
    assert cpu_seconds(ask, text) < 6


@pytest.mark.parametrize("name", [*SENTENCES, *COMMANDS])
def test_run(name: str, core: Core) -> None:
    def answer(text: str) -> object:
        return core.answer(Request(text, TERMINAL, Place()))

    assert not growth(answer, (SENTENCES | COMMANDS)[name], MOST_TEXT - 500)


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfile(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.dockerfile.lint", lambda file: ())  # another program, with a deadline of its own
    assert not growth(lambda text: explain_dockerfile(text).as_dict(), DOCKERFILES[name], 46_000)


@pytest.mark.parametrize("name", COMPOSE_FILES)
def test_compose(name: str) -> None:
    assert not growth(lambda text: explain_compose(text).as_dict(), COMPOSE_FILES[name], 46_000)


@pytest.mark.parametrize("name", [*SENTENCES, *COMMANDS, *DOCKERFILES, *COMPOSE_FILES])
def test_the_way_to_a_lane(name: str, core: Core) -> None:
    """What happens before a request has a lane of its own is done for everybody in the same few threads."""
    family = (SENTENCES | COMMANDS | DOCKERFILES | COMPOSE_FILES)[name]
    person = Actor("U0ALICE")

    def route(text: str) -> object:
        return route_of(core, Request(text, person, Place(Surface.SLACK, "C0A")))

    assert not growth(route, family, MOST_TEXT - 500)
    assert not growth(is_document, family, 50_000)


@pytest.mark.parametrize("size", ALL_SIZES)
def test_beyond_what_is_read_the_answer_is_at_once(size: int, core: Core) -> None:
    for family in (*SENTENCES.values(), *COMMANDS.values()):
        text = family(size)
        begin = time.process_time()
        if too_long(text):
            assert not core.answer(Request(text, TERMINAL, Place())).ok
            assert time.process_time() - begin < 0.5


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    environ = {"DOCKER_HOST": "unix:///nonexistent.sock", "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/x.db"}
    core = Core(parse("hosts: {local: {}}", "dockwise.yml", environ), environ)
    yield core
    core.close()
