"""Where a command makes the daemon connect to, and what a Dockerfile makes it fetch."""

from __future__ import annotations

import pytest

from bot.config import parse
from bot.config_model import Settings
from bot.policy import decide, subject_of
from bot.request import Actor, Place, Surface
from commands.check import check
from commands.effects import effects_of
from commands.effects.addresses import fetched_host
from commands.effects.dockerfiles import judge, judge_triggers
from commands.risk import risk_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.com/x.tar", "example.com"),
        ("HTTPS://Example.COM/x", "example.com"),
        ("https://example.com:443/x", "example.com"),
        ("http://example.com:443/x", "example.com:443"),
        ("http://127.0.0.1:8099/x", "127.0.0.1:8099"),
        ("http://[::1]:80/x", "[::1]"),
        ("http://2130706433/x", "2130706433"),
        ("https://example.com?x", "example.com"),
        ("https://example.com#x", "example.com"),
        ("git://example.com/x.git", "example.com"),
        ("ssh://example.com:2222/x", "example.com:2222"),
        ("github.com/a/b", "github.com"),
        ("git@example.com:a/b.git", "example.com"),
        ("https://user@example.com/x", ""),
        ("https://example.com@127.0.0.1/x", ""),
        ("https://example.com:pw@127.0.0.1/x", ""),
        ("https://example.com\\@127.0.0.1/x", ""),
        ("https://example.com\n.evil/x", ""),
        ("https:///x", ""),
        ("https://$H/x", ""),
        ("https://exam%70le.com/x", ""),
        ("https://пример.рф/x", ""),
        ("file:///etc/passwd", ""),
        ("//example.com/x", ""),
        ("ext::sh -c x", ""),
    ],
)
def test_the_host_of_an_address_is_read_strictly(address: str, host: str) -> None:
    assert fetched_host(address) == host


def reached(text: str) -> list[tuple[str, str]]:
    return [(reach.kind, reach.host) for reach in effects_of(check(text).parsed[0]).reaches]


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("docker search redis", []),
        ("docker search library/redis", []),
        ("docker search docker.io/redis", []),
        ("docker search 127.0.0.1:8099/foo", [("registry", "127.0.0.1:8099")]),
        ("docker search localhost/foo", [("registry", "localhost")]),
        ("docker search Registry.example.com/foo", [("registry", "registry.example.com")]),
        ("docker search http://127.0.0.1/x", [("registry", "")]),
        ("docker pull redis", []),
        ("docker pull a/b:1", []),
        ("docker pull docker.io/a/b", []),
        ("docker pull index.docker.io/a/b", []),
        ("docker pull ghcr.io/a/b:1", [("registry", "ghcr.io")]),
        ("docker pull localhost/x", [("registry", "localhost")]),
        ("docker pull internal:5000/x", [("registry", "internal:5000")]),
        ("docker push 10.0.0.1/a/b", [("registry", "10.0.0.1")]),
        ("docker run --pull always ghcr.io/a/b", [("registry", "ghcr.io")]),
        ("docker run --pull never ghcr.io/a/b", []),
        ("docker run --mount type=image,src=ghcr.io/a/b,dst=/x busybox", [("registry", "ghcr.io")]),
        ("docker service create ghcr.io/a/b", [("registry", "ghcr.io")]),
        ("docker service update --image ghcr.io/a/b s", [("registry", "ghcr.io")]),
        ("docker import http://127.0.0.1/x.tar a/b", [("fetch", "127.0.0.1")]),
        ("docker build git://127.0.0.1/x.git", [("fetch", "127.0.0.1")]),
        ("docker build https://github.com/a/b.git#main:x", [("fetch", "github.com")]),
        ("docker tag ghcr.io/a/b c", []),
    ],
)
def test_what_a_command_reaches(text: str, reaches: list[tuple[str, str]]) -> None:
    assert reached(text) == reaches


def test_an_image_that_may_be_there_is_asked_for_only_where_it_is_not() -> None:
    (reach,) = effects_of(check("docker run ghcr.io/a/b").parsed[0]).reaches
    assert (reach.host, reach.image) == ("ghcr.io", "ghcr.io/a/b")
    (always,) = effects_of(check("docker run --platform linux/arm64 ghcr.io/a/b").parsed[0]).reaches
    assert always.image == "", "with a platform an image of another one does not count"


@pytest.mark.parametrize(
    ("file", "hosts"),
    [
        ("ADD https://example.com/x /x", ["example.com"]),
        ("add  --chown=1:1 https://example.com/x https://other.example.com/y /x/", ["example.com", "other.example.com"]),
        ('ADD ["https://example.com/x", "/x"]', ["example.com"]),
        ("ADD \\\n  https://example.com/x \\\n# a comment\n  /x", ["example.com"]),
        ("RUN a && \\\n    # a comment\n    b", []),
        ("# how to escape a = b\nRUN a", []),
        ("ONBUILD ADD https://example.com/x /x", ["example.com"]),
        ("ADD https://example.com/$V.tar /x", ["example.com"]),
        ("ADD https://example.com$V/x /x", [""]),
        ("ADD $U /x", [""]),
        ('ADD ht"tp:"//example.com/x /x', [""]),
        ("ADD h\\ttp://example.com/x /x", [""]),
        ("ADD git@example.com:a/b.git /x", ["example.com"]),
        ("ADD https://example.com/a.git#main /x", ["example.com"]),
        ("ADD Dockerfile a.txt /x/", []),
        ("COPY a b /x/", []),
        ("RUN wget http://127.0.0.1/", []),
    ],
)
def test_what_a_dockerfile_fetches(file: str, hosts: list[str]) -> None:
    found = judge(f"FROM busybox\n{file}\n", {})
    assert [reach.host for reach in found.reaches] == hosts and found.reasons == []


@pytest.mark.parametrize(
    ("file", "bases"),
    [
        ("FROM a\n", ["a"]),
        ("FROM a AS one\nFROM One\nFROM b\n", ["a", "b"]),
        ("FROM one\nFROM x AS one\n", ["one", "x"]),
        ("ARG B=a\nFROM $B\nFROM ${B}:1\nFROM ${C:-c}\n", ["a", "a:1", "c"]),
        ("FROM scratch\nFROM SCRATCH\n", []),
        ("FROM --platform=linux/arm64 a\n", ["a"]),
    ],
)
def test_images_a_build_starts_from(file: str, bases: list[str]) -> None:
    found = judge(file, {})
    assert found.bases == bases and found.reasons == []


def test_a_build_argument_names_another_image() -> None:
    found = judge("ARG B=busybox\nFROM $B\n", {"B": "127.0.0.1:1/x"})
    assert found.bases == ["127.0.0.1:1/x"] and [reach.host for reach in found.reaches] == ["127.0.0.1:1"]
    assert judge("ARG A=busybox\nARG B=$A\nFROM $B\n", {}).reasons, "a value made of another one is not known here"


@pytest.mark.parametrize(
    "file",
    [
        "FROM $UNKNOWN\n",
        "FROM a\nRUN <<CMD\nADD http://127.0.0.1/x /x\nCMD\n",
        "FROM a\nCOPY <<EOF /x\na\nEOF\n",
        "FROM a\nRUN --mount=type=bind,from=b,target=/x ls\n",
        "FROM a\nRUN --network=host ls\n",
        "FROM a\nRUN --security=insecure ls\n",
        "FROM a\nONBUILD RUN --network=host ls\n",
        "FROM a\nADD --later=x a /b\n",
        "# escape=`\nFROM a\nADD `\n http://127.0.0.1/x /x\n",
        "FROM a\nADD Dockerfile \\\n  # http://127.0.0.1/x \\\n  /x\n",
        "FROM a\nONBUILD ADD Dockerfile \\\n  # http://127.0.0.1/x \\\n  /x\n",
        "FROM a\nSTRANGE x\n",
        "FROM a\n\0ADD http://127.0.0.1/x /x\n",
        "FROM a\nCOPY --from=$X /a /b\n",
        'FROM a"b"\n',
    ],
)
def test_what_cannot_be_judged_has_a_reason(file: str) -> None:
    assert judge(file, {}).reasons


def test_triggers_of_an_image_are_judged_as_instructions() -> None:
    found = judge_triggers(["ADD http://127.0.0.1/x /x", "COPY --from=ghcr.io/a/b /a /b", "RUN make"])
    assert [reach.host for reach in found.reaches] == ["127.0.0.1", "ghcr.io"] and found.copied == ["ghcr.io/a/b"]
    assert judge_triggers(["RUN a\nADD http://127.0.0.1/x /x"]).reasons, "one trigger is one instruction"


def settings(**keys: list[str]) -> Settings:
    lines = "".join(f"{key}: {hosts}\n" for key, hosts in keys.items())
    return parse(f"{lines}roles: {{a: {{users: [U0A]}}}}\ngrants:\n  - {{roles: [a], risk: [read, change]}}\n", "test.yml", {})


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("docker search ghcr.io/x", {"registries": ["GHCR.io"]}),
        ("docker pull 127.0.0.1:5000/x", {"registries": ["127.0.0.1:5000"]}),
        ("docker build https://github.com/a/b.git", {"fetch": ["github.com"]}),
        ("docker build - <<EOF\nFROM scratch\nADD https://example.com/x /x\nEOF", {"fetch": ["example.com"]}),
    ],
)
def test_what_the_configuration_lists_is_reached_without_host_access(text: str, keys: dict[str, list[str]]) -> None:
    parsed = check(text).parsed[0]
    subject = subject_of(parsed, risk_of(parsed))
    place = Place(Surface.SLACK, channel="C0OPS")
    assert decide(settings(**keys), Actor("U0A"), place, "local", [subject]).allowed
    refused = decide(settings(), Actor("U0A"), place, "local", [subject])
    assert not refused.allowed and f"`{next(iter(keys))}:`" in refused.explanation and "host_access: true" in refused.needed
    other = {"registries" if "fetch" in keys else "fetch": next(iter(keys.values()))}
    assert not decide(settings(**other), Actor("U0A"), place, "local", [subject]).allowed
