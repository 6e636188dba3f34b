"""What dockwise does not run: the reason, and the command for a terminal."""

from __future__ import annotations

import pytest

from commands.executors import find
from commands.executors.unrunnable import explain, reason
from commands.parser import parse_text
from commands.spec.load import all_paths, command

EXPLAINED = {
    "docker run -it alpine sh": "a terminal (-t) and what you type (-i)",
    "docker exec -it web bash": "a terminal (-t)",
    "docker exec -i web cat": "what you type",
    "docker cp web:/x .": "copies files",
    "docker save -o a.tar nginx": "writes an archive",
    "docker load -i a.tar": "reads an archive",
    "docker export web": "your own machine",
    "docker import a.tar": "archive",
    "docker login ghcr.io": "password",
    "docker logout": "login stored",
    "docker context use prod": "changes which Docker hosts",
    "docker context ls": "lists the Docker hosts that your own docker program knows",
    "docker manifest inspect nginx": "asks a registry",
    "docker compose -p shop ps": "a program of its own",
    "docker compose up -d": "compose.yaml",
    "docker buildx build .": "BuildKit",
    "docker build .": "folder of your own machine",
    "docker attach web": "joins your terminal",
    "docker run --env-file .env nginx": "reads a file",
    "docker run --cidfile x nginx": "writes a file",
    "docker run -e HOME nginx": "environment of your own machine",
    "docker -H tcp://prod ps": "dockwise.yml",
    "docker plugin install x": "privileges",
    "docker secret create s -": "secret",
    "docker swarm join-token worker": "token",
    "docker stack deploy -c c.yml x": "compose file",
}
RUN = [
    "docker ps",
    "docker run -d nginx",
    "docker run nginx",
    "docker exec web ls",
    "docker build https://github.com/a/b.git",
    "docker pull x",
]


@pytest.mark.parametrize("text", EXPLAINED)
def test_the_reason_and_the_command(text: str) -> None:
    told = explain(parse_text(text))
    assert EXPLAINED[text] in told
    assert told.endswith(f"\n\n    {text}")


@pytest.mark.parametrize("text", RUN)
def test_what_can_be_run_has_no_reason(text: str) -> None:
    parsed = parse_text(text)
    assert reason(parsed) == ""
    assert find(parsed.key) is not None


def test_a_dockerfile_given_as_text_is_built_here() -> None:
    parsed = parse_text("docker build -t x -")
    assert reason(parsed)
    assert reason(parsed, dockerfile="FROM busybox") == ""
    assert reason(parse_text("docker buildx build -"), dockerfile="FROM busybox")


def test_only_the_command_is_to_be_typed() -> None:
    assert explain(parse_text("   docker attach web   ")).endswith("    docker attach web")


def test_every_command_is_run_or_has_a_reason() -> None:
    neither = []
    for path in all_paths():
        spec = command(path)
        if not spec.runnable or spec.has_subcommands or spec.hidden or path in ("help", "completion"):
            continue
        parsed = parse_text(f"docker {path} x y")
        if parsed.spec is not None and find(spec.key) is None and not reason(parsed):
            neither.append(path)
    assert neither == []
