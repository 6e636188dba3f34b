"""What docker's client refuses by itself: its words, its status, and the place we show."""

from __future__ import annotations

import pytest

from commands.logic import _FAMILIES, _function
from commands.parser import parse_text
from commands.spec.load import command

RUN_HINT = "\n\nRun 'docker run --help' for more information"

REFUSED = [
    (
        "docker run --rm --restart always x",
        "docker: conflicting options: cannot specify both --restart and --rm",
        125,
        "--restart always",
    ),
    ("docker run -d -a stdout x", "conflicting options: cannot specify both --attach and --detach", 1, "-a stdout"),
    ("docker run --pid private x", "docker: --pid: invalid PID mode", 125, "--pid private"),
    ("docker run -p 127.0.0.1:80 x", "docker: invalid hostPort: 127.0.0.1", 125, "-p 127.0.0.1:80"),
    ("docker run -p 1 -p x:80 -p 3 y", "docker: invalid hostPort: x", 125, "-p x:80"),
    ("docker run -v /a -v :/b -v /c y", "docker: invalid spec: :/b: empty section between colons", 125, "-v :/b"),
    ("docker run --expose 80:80 x", "docker: invalid port format for --expose: 80:80", 125, "--expose 80:80"),
    (
        "docker run --network-alias a x",
        "docker: network-scoped aliases are only supported for user-defined networks",
        125,
        "--network-alias a",
    ),
    ("docker run --network a --network a x", 'docker: network "a" is specified multiple times', 125, "--network a"),
    (
        "docker run --memory-swappiness 101 x",
        "docker: invalid value: 101. Valid memory swappiness range is 0-100",
        125,
        "--memory-swappiness 101",
    ),
    (
        "docker run --no-healthcheck --health-cmd x y",
        "docker: --no-healthcheck conflicts with --health-* options",
        125,
        "--no-healthcheck",
    ),
    ("docker run Nginx", "docker: invalid reference format: repository name (library/Nginx) must be lowercase", 125, "Nginx"),
    ("docker create Nginx", "invalid reference format: repository name (library/Nginx) must be lowercase", 1, "Nginx"),
    ("docker cp a:/x b:/y", "copying between containers is not supported", 1, "b:/y"),
    ("docker cp a b", "must specify at least one container source", 1, "a"),
    ("docker start -a one two", "you cannot start and attach multiple containers at once", 1, "two"),
    ("docker stop -t 1 --time 2 x", "conflicting options: cannot specify both --timeout and --time", 1, "--time 2"),
    ("docker update web", "you must provide one or more flags when using this command", 1, "docker update web"),
    ("docker pull -a x:1", "tag can't be used with --all-tags/-a", 1, "x:1"),
    ("docker tag x y@sha256:" + "a" * 64, "refusing to create a tag with a digest reference", 1, "y@sha256:" + "a" * 64),
    ("docker images --tree -q", "--quiet is not yet supported with --tree", 1, "-q"),
    (
        "docker -H udp://x ps",
        "Failed to initialize: unable to resolve docker endpoint: invalid bind address format: udp://x",
        1,
        "-H udp://x",
    ),
    ("docker -H a -H b ps", "Failed to initialize: unable to resolve docker endpoint: Specify only one -H", 1, "-H b"),
    ("docker -H udp://x context ls", "invalid bind address format: udp://x", 1, "-H udp://x"),
    ("docker -c x -H b ps --bad", "conflicting options: cannot specify both --host and --context", 1, "-c x"),
    ("docker load", "requested load from stdin, but stdin is empty", 1, "docker load"),
    ("docker inspect --type foo x", 'unknown type: "foo"', 1, "--type foo"),
    ("docker inspect -f '{{' x", "template parsing error: template: :1: unclosed action", 64, "-f '{{'"),
    ("docker service inspect -f '{{' x", "template parsing error: template: :1: unclosed action", 1, "-f '{{'"),
    ("docker ps --format '{{.Nope}}'", "failed to execute template: template: :1:2", 1, "--format '{{.Nope}}'"),
    ("docker events --since foo", 'failed to parse value as time or duration: "foo"', 1, "--since foo"),
    (
        "docker network create --gateway 1.2.3.4 n",
        "every ip-range or gateway must have a corresponding subnet",
        1,
        "--gateway 1.2.3.4",
    ),
    ("docker volume create a --name b", "conflicting options: cannot specify a volume-name through both", 1, "--name b"),
    (
        "docker system prune --volumes --filter until=1h",
        'ERROR: The "until" filter is not supported with "--volumes"',
        1,
        "--volumes",
    ),
    (
        "docker service create --mode global --replicas 3 x",
        "replicas can only be used with replicated or replicated-job mode",
        1,
        "--replicas 3",
    ),
    ("docker service scale web", "invalid scale specifier 'web'.", 1, "web"),
    (
        "docker swarm init --availability foo",
        'invalid availability "foo", only active, pause and drain are supported',
        1,
        "--availability foo",
    ),
    ("docker swarm join-token foo", "unknown role foo", 1, "foo"),
    ("docker stack deploy x", "Specify a Compose file (with --compose-file)", 1, "docker stack deploy x"),
    ("docker secret create x", "secret file is required", 1, "x"),
    ("docker plugin enable --timeout -1 p", "negative timeout -1 is invalid", 1, "--timeout -1"),
    ("docker manifest annotate Foo b", "annotate: error parsing name for manifest list Foo: invalid reference format", 1, "Foo"),
    ("docker trust sign a", "no tag specified for a", 1, "a"),
    ("docker context create x", 'context name "x" is invalid', 1, "x"),
    ("docker login --password-stdin", "the --password-stdin option requires --username to be set", 1, "--password-stdin"),
    ("docker rm ''", "container name cannot be empty", 1, "''"),
    ("docker -l foo ps", "Unable to parse logging level: foo", 1, "-l foo"),
]

ACCEPTED = [
    "docker run --restart foo x",
    "docker run -p :80 x",
    "docker run --mount type=foo,target=/x y",
    "docker run --gpus -1 x",
    "docker run --cap-add foo x",
    "docker run --rm --restart no x",
    "docker run --link db --network host x",
    "docker run -v a:/b:zz x",
    "docker run --ip abc x",
    "docker run --name 'a b' x",
    "docker logs --tail abc x",
    "docker rmi A",
    "docker ps --filter foo=bar",
    "docker network create --subnet foo n",
    "docker service update --image Foo x",
    "docker pull --platform foo x",
    "docker stop '' web",
    "docker info --format '{{'",
    "docker images --format '{{.Nope}}'",
    "docker stats",
    "docker -H udp://x ps --help",
    "docker -H udp://x context use default",
    "docker -H udp://x container prune",
    "docker -c '' -H 127.0.0.1 ps",
]


@pytest.mark.parametrize(("text", "line", "status", "place"), REFUSED, ids=[row[0][:40] for row in REFUSED])
def test_what_docker_refuses_and_where(text: str, line: str, status: int, place: str) -> None:
    error = parse_text(text).usage_error
    assert error is not None
    assert error.headline.startswith(line)
    assert error.exit_code == status
    assert text[slice(*error.span)] == place
    assert error.code not in {"", "refused"}


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_only_the_daemon_judges(text: str) -> None:
    assert parse_text(text).usage_error is None


@pytest.mark.parametrize("text", ["docker save x | docker load", "docker load < x.tar", "docker load -i x.tar"])
def test_an_image_may_come_from_a_pipe_or_a_file(text: str) -> None:
    from commands.check import check

    assert check(text).ok


def test_run_says_which_help_to_read() -> None:
    error = parse_text("docker run --uts foo x").usage_error
    assert error is not None
    assert error.message == "docker: --uts: invalid UTS mode" + RUN_HINT


def test_every_family_names_commands_that_exist() -> None:
    for paths in _FAMILIES.values():
        for path in paths:
            assert command(path).path == path
            assert callable(_function(path))
