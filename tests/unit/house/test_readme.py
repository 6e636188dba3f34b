"""The README tells the truth: its commands can be read, its links lead somewhere, every setting is in it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.cli import parser
from bot.config import ENVIRONMENT
from bot.config_model import Grant, Host, LimitSettings, Role, Settings, Tls
from commands.ask import ask
from commands.canonical import canonical_text
from commands.check import check

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = [
    line[2:]
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
ROWS = re.findall(r"^\| (.+?) \| `(docker .+?)` \|$", README, re.MULTILINE)


def test_there_are_commands_to_test() -> None:
    assert len(CONSOLE) > 15 and len(ROWS) >= 5


@pytest.mark.parametrize("line", CONSOLE)
def test_a_console_line_can_be_run(line: str) -> None:
    last = line.split(" | ")[-1] if line.startswith("printf") else line
    words = shlex.split(last)
    if words[0] == "make":
        assert next(word for word in words[1:] if not word.startswith("-")) in TARGETS
        return
    assert words[0] == "dockwise"
    options = parser().parse_args(words[1:])
    text = getattr(options, "text", None)
    text = " ".join(text) if isinstance(text, list) else text
    if text and text.startswith("docker ") and "--memry" not in text:
        assert check(text).ok, text


@pytest.mark.parametrize(("words", "command"), ROWS)
def test_the_table_of_examples_is_what_happens(words: str, command: str) -> None:
    assert ask(words).canonical == canonical_text(command)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_every_setting_is_documented() -> None:
    for model in (Settings, Grant, Host, Tls, Role, LimitSettings):
        for name in model.model_fields:
            if name not in {"source", "state_directory"}:
                assert f"`{name}`" in README, name
    for name in ENVIRONMENT:
        assert f"`{name}`" in README, name
    example = (ROOT / ".env.example").read_text("utf-8")
    for name in ENVIRONMENT:
        assert name in example, name
