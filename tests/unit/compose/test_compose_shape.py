"""A compose file is checked for shape and explained, and nothing it holds can make that slow."""

from __future__ import annotations

import time

import pytest

from commands.composefile import compose_to_run, explain_compose, looks_like_compose
from commands.findings import Severity

GOOD = """\
services:
  web:
    image: nginx:1.27
    ports: ["127.0.0.1:8080:80", "443"]
    environment: [A=1, B=2]
    depends_on: [db]
    restart: unless-stopped
    networks: [front]
  db:
    image: postgres:16
    volumes: ["data:/var/lib/postgresql/data", "./init:/init:ro"]
    healthcheck: {test: ["CMD-SHELL", "pg_isready"]}
    user: "999"
networks:
  front:
volumes:
  data:
"""


def test_each_service_is_explained() -> None:
    report = explain_compose(GOOD)
    assert report.ok and not report.findings
    text = report.as_text()
    for said in (
        "A compose file with 2 services: `web`, `db`.",
        "Runs the image `nginx:1.27`.",
        "Publishes port 80 at 127.0.0.1:8080; port 443 on a free port of the host.",
        "Sets the variables `A`, `B`.",
        "Starts after `db` has been started (not: is ready).",
        "Keeps `/var/lib/postgresql/data` in the volume `data`; sees `./init` of the host as `/init`.",
        "Its health is checked with `pg_isready`.",
    ):
        assert said in text
    assert "运行镜像 `postgres:16`。" in report.as_text("zh")
    assert report.as_dict()["services"][0]["name"] == "web"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("services:\n  a:\n    imgae: x\n", "CF002", 3, "did you mean `image`?"),
        ("services:\n  a:\n    image: x:1\nvolume:\n  d:\n", "CF002", 4, "did you mean `volumes`?"),
        ("services:\n  a:\n    image: x:1\n    ports: 80\n", "CF003", 4, "must be a list"),
        ("services:\n  a: nginx\n", "CF003", 2, "must be a mapping"),
        ("services:\n", "CF004", 1, "no services"),
        ("services:\n  a:\n    ports: ['80']\n", "CF005", 2, "neither `image` nor `build`"),
        ("services:\n  a:\n    image: x:1\n    volumes: ['dd:/d']\n", "CF006", 4, "`dd`, which is not defined"),
        ("services:\n  a:\n    image: x:1\n    networks: [n]\n", "CF006", 4, "`n`, which is not defined"),
        ("services:\n  a:\n    image: x:1\n    depends_on: [b]\n", "CF006", 4, "`b`, which is no service"),
        ("services:\n  a:\n    image: x:1\n    secrets: [s]\n", "CF006", 4, "`s`, which is not defined"),
        ("services:\n  a:\n    image: x:1\n    ports: ['a:b']\n", "CF007", 4, "is no port"),
        ("services:\n  a:\n    image: x:1\n    networks: [n]\n    network_mode: host\nnetworks:\n  n:\n", "CF008", 5, "both"),
        ("services:\n  a:\n    image: x:1\n    image: y:1\n", "CF001", 4, "twice"),
        (
            "services:\n  a:\n    image: x:1\n    ports: ['80:80']\n  b:\n    image: y:1\n    ports: ['80:81']\n",
            "CF011",
            7,
            "already",
        ),
        (
            "services:\n  a:\n    image: x:1\n    depends_on: [b]\n  b:\n    image: y:1\n    depends_on: [a]\n",
            "CF015",
            4,
            "a → b → a",
        ),
        ("services:\n  a:\n    image: x:1\n    restart: sometimes\n", "CF016", 4, "on-failure"),
        ("services:\n  a:\n    image: x:1\n    restart: no\n", "CF016", 4, "on-failure"),
        ("services:\n  a:\n\timage: x\n", "CF001", 3, "tab"),
        ("services:\n  a: [\n", "CF001", 2, "expected"),
        ("- a\n- b\n", "CF003", 1, "mapping"),
    ],
)
def test_a_bad_file_says_where(text: str, code: str, line: int, words: str) -> None:
    report = explain_compose(text)
    assert not report.ok
    found = [one for one in report.findings if one.code == code]
    assert found and found[0].severity is Severity.ERROR
    assert words in found[0].message
    assert report.line_of(found[0]) == line
    with pytest.raises(ValueError, match="line "):
        compose_to_run(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("services:\n  a:\n    image: x:1\n    ports:\n      - 22:22\n", "CF017"),
        ("version: '3'\nservices:\n  a:\n    image: x:1\n", "CF010"),
        ("services:\n  a:\n    image: x\n", "CF012"),
        ("services:\n  a:\n    image: x:1\n    privileged: true\n", "CF013"),
        ("services:\n  a:\n    image: x:1\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']\n", "CF013"),
        ("services:\n  a:\n    image: x:1\n    environment: {DB_PASSWORD: abc}\n", "CF014"),
        ("services:\n  a:\n    image: x:1\n    container_name: a\n    deploy: {replicas: 2}\n", "CF018"),
        ("services:\n  a:\n    image: x:1\n    links: [b]\n  b:\n    image: y:1\n", "CF019"),
    ],
)
def test_advice_does_not_stop_the_file(text: str, code: str) -> None:
    report = explain_compose(text)
    assert report.ok
    assert code in {one.code for one in report.findings}


def test_a_port_in_base_60_is_read_as_written() -> None:
    assert compose_to_run("services:\n  a:\n    image: x:1\n    ports:\n      - 22:22\n") == [
        "docker run --detach --publish 22:22 x:1"
    ]


def test_anchors_and_merge_keys_work() -> None:
    text = "x-base: &base\n  restart: always\n  image: x:1\nservices:\n  a:\n    <<: *base\n    image: y:2\n"
    assert compose_to_run(text) == ["docker run --detach --restart always y:2"]


def test_bombs_are_refused_quickly() -> None:
    levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"] + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    cases = [
        "\n".join(levels) + "\nservices: *a11\n",
        "services: &s\n  a: *s\n",
        "a: " + "[" * 500 + "]" * 500 + "\n",
        "a: b\n" * 100_000,
        "\x00",
    ]
    for text in cases:
        began = time.perf_counter()
        report = explain_compose(text)
        assert not report.ok
        assert time.perf_counter() - began < 2.0


@pytest.mark.parametrize(
    "broken",
    [
        "    volumes: true",
        "    logging: x",
        "    healthcheck: {test: {a: b}}",
        "    ulimits: {nofile: {soft: 1}}",
        "    ports: [[1]]",
        "    deploy: {resources: {limits: [1]}}",
        "    blkio_config: {weight_device: [1]}",
        "    networks: {n: 5}",
        "    environment: [{a: b}]",
        "    build: [a]",
        "    depends_on: 5",
        "    stop_grace_period: soon",
        "    command: {a: b}",
        "networks: x",
        "volumes: [a]",
        "name: [a]",
    ],
)
def test_a_value_of_the_wrong_shape_is_said_and_harmless(broken: str) -> None:
    report = explain_compose(f"services:\n  a:\n    image: x:1\n{broken}\n")
    assert "CF003" in {one.code for one in report.findings}
    assert report.as_text() and report.as_dict() and not report.commands


def test_no_object_is_built_from_a_tag() -> None:
    report = explain_compose("services:\n  a:\n    image: !!python/object/apply:os.getcwd []\n")
    assert isinstance(report.as_text(), str)
    assert "python" not in "".join(report.commands)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        (GOOD, True),
        ("```yaml\nservices:\n  a:\n    image: x\n```", True),
        ("version: '3'\nservices:\n  a:\n    imgae: x\n", True),
        ("services:\n\n  # the web\n  web:\n    build: .\n", True),
        ("docker compose up -d", False),
        ("services: what are they?\nplease tell me", False),
        ("apiVersion: v1\nkind: Service\n", False),
        ("FROM alpine\nRUN x\n", False),
        ("", False),
    ],
)
def test_what_looks_like_compose(text: str, yes: bool) -> None:
    assert looks_like_compose(text) is yes


@pytest.mark.parametrize("tag", ["int", "float", "bool", "null", "timestamp", "binary", "python/object/apply:os.system"])
@pytest.mark.parametrize("value", ["''", "_", "-", "0x", "[]"])
def test_tagged_values_that_are_none_are_answers(tag: str, value: str) -> None:
    from commands.composing.reader import read

    assert read(f"services:\n  a:\n    image: !!{tag} {value}\n") is not None
