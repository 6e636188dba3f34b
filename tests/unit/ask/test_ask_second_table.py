"""A table by another hand than the rules': ordinary words as names, canonical forms with placeholders, wondering is no order."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commands.ask import ask
from commands.check import check

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

from ask_table import PLACEHOLDERS, same  # noqa: E402

NAMES = ("data", "bridge", "staging", "job", "web", "cache", "test", "app", "api", "backup", "prod")
WONDERING = (
    "Can I delete the volume {}?",
    "Could the image {} be removed?",
    "Should I restart {}?",
    "Before I remove {}, show me its mounts",
    "I'm curious which containers mount the volume {}.",
    "Do not remove the volume {}",
    "Why did {} get killed?",
    "Who stopped {}?",
    "{} 被停止了吗？",
    "{} 为什么重启？",
    "不要删除 {}",
    "谁删除了 {}？",
)
NAMED = (
    ("Create a volume named {}", "docker volume create {}"),
    ("Remove the volume {}", "docker volume rm {}"),
    ("Switch to the context {}", "docker context use {}"),
    ("Stop the container {}", "docker stop {}"),
    ("Show the last 20 log lines of the service {}", "docker service logs --tail 20 {}"),
    ("Run nginx on the network {}", "docker run --network {} nginx"),
    ("Attach the network {} to the container {}", "docker network connect {} {}"),
    ("删除数据卷 {}", "docker volume rm {}"),
    ("停止容器 {}", "docker stop {}"),
)


def rows() -> list[tuple[str, list[str]]]:
    lines = (ROOT / "tests" / "cases" / "ask_second.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(text, gold.split(" || ")) for text, gold in pairs]


@pytest.mark.parametrize(("text", "golds"), rows(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_request_becomes_its_command(text: str, golds: list[str]) -> None:
    asked = ask(text)
    if golds == ["-"]:
        assert asked.kind == "unknown"
        return
    assert asked.kind in ("command", "incomplete"), asked
    assert any(same(asked.command, gold, [word for word in PLACEHOLDERS if word in gold]) for gold in golds), asked


def test_the_table_is_large() -> None:
    assert len(rows()) >= 150


def test_a_placeholder_stands_in_the_canonical_form_as_well() -> None:
    for text, _ in rows():
        asked = ask(text)
        if asked.kind != "incomplete":
            continue
        assert asked.canonical, asked
        for word in PLACEHOLDERS:
            assert (f" {word}" in f" {asked.command}") <= (word in asked.canonical), asked


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", WONDERING)
def test_wondering_about_a_change_makes_none(form: str, name: str) -> None:
    asked = ask(form.format(name))
    if asked.kind in ("command", "incomplete"):
        assert asked.command is not None
        assert check(asked.canonical or asked.command).risk not in ("change", "destroy"), asked


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("form", "gold"), NAMED)
def test_an_ordinary_word_is_a_name_where_one_stands(form: str, gold: str, name: str) -> None:
    text, wanted = form.format(name, "worker"), gold.format(name, "worker")
    assert same(ask(text).command, wanted, []), ask(text)
