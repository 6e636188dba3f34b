"""Imports point one way, and only some rooms know the SDK, Slack's framework or the bot."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Each room of `commands` and the floor it stands on; a module may import from its own floor and those below.
FLOORS: dict[str, int] = {
    "findings": 0, "result": 0, "answer": 0, "go_text": 0, "budget": 0, "clean_text": 0, "background": 0,
    "words": 1, "heredoc": 1, "word_reader": 1,
    "spec": 2, "opts": 3, "parsed": 4, "pflag": 5, "arguments": 5, "counts": 5,
    "logic": 6, "parser": 7, "canonical": 8, "risk": 8,
    "rules": 9, "explaining": 9, "explain": 9, "reference": 10, "referencing": 10,
    "check": 11, "dockerfile": 11, "dockerfiles": 11, "composefile": 11, "composing": 11, "topics": 12, "ask": 13,
    "endpoint": 14, "engine": 14, "formatter": 14, "misfits": 14, "executors": 15,
    "text_filters": 15, "filters_grep": 15, "filters_lines": 15, "filters_awk": 15,
    "effects": 16, "pipeline": 16, "reverse": 16, "reversing": 16,
}  # fmt: skip
SDK_ROOMS = {"engine", "executors"}
BOLT_ROOMS = {"app", "listeners", "server", "serving"}


def modules(package: str) -> Iterator[Path]:
    yield from sorted((ROOT / package).rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(ROOT).parts[1:]
    name = inside[0].removesuffix(".py")
    return "engine" if name.startswith("engine") else name


def imported(path: Path, everywhere: bool = True) -> Iterator[str]:
    """Full names of imported modules; with `everywhere` False only those that are imported when the module is."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = ast.walk(tree) if everywhere else iter(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in modules("commands")} - {"__init__"}
    assert rooms - set(FLOORS) == set()


@pytest.mark.parametrize("path", list(modules("commands")), ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_import_downwards_only(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for name in imported(path, everywhere=False):
        parts = name.split(".")
        if parts[0] != "commands" or len(parts) < 2:
            continue
        other = "engine" if parts[1].startswith("engine") else parts[1]
        if other in FLOORS and other != room:
            assert FLOORS[other] <= FLOORS[room], f"{room} imports {other}"


@pytest.mark.parametrize("path", list(modules("commands")), ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_know_neither_bot_nor_slack(path: Path) -> None:
    for name in imported(path):
        assert name.split(".")[0] not in {"bot", "slack_bolt", "slack_sdk"}
        if name.split(".")[0] == "docker":
            assert room_of(path) in SDK_ROOMS, f"{path.name} imports the SDK"


@pytest.mark.parametrize("path", list(modules("bot")), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_app_and_its_listeners_know_bolt(path: Path) -> None:
    for name in imported(path):
        if name.split(".")[0] == "slack_bolt":
            assert room_of(path) in BOLT_ROOMS, f"{path.name} imports slack_bolt"
        if room_of(path) in {"policy", "plan", "planning", "policy_host_access", "policy_refusals"}:
            assert name.split(".")[0] not in {"slack_sdk", "slack_bolt"}


@pytest.mark.parametrize("package", ["bot", "commands"])
def test_no_room_is_named_like_a_library(package: str) -> None:
    names = {path.stem for path in modules(package)}
    assert names.isdisjoint({"utils", "helpers", "common", "docker", "slack_sdk", "yaml", "rich", "re2"})
