"""No command and no flag is left without a sentence, and the sentences are sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commands.explaining.flags import from_facts, note
from commands.explaining.values import sentence
from commands.referencing.entries import COMMON
from commands.spec import notes
from commands.spec.load import all_paths, command, global_flags, raw

NOTES = Path(notes.__file__).parent
GROUPS = {"docker": "", "compose": "compose ", "buildx": "buildx "}
# The forty commands that people type most.
FORTY = (
    *COMMON,
    *(f"container {verb}" for verb in ["attach", "commit", "create", "diff", "port", "prune", "rename", "top", "wait"]),
    *(f"image {verb}" for verb in ("prune", "tag", "history", "inspect")),
    *(
        "network ls",
        "network rm",
        "network connect",
        "volume ls",
        "volume rm",
        "volume prune",
        "system df",
        "system info",
        "version",
        "search",
    ),
)


def test_every_command_has_a_written_summary() -> None:
    lines = {path: notes.summary(path) for path in ("", "compose", "buildx", *all_paths())}
    assert not [path for path, line in lines.items() if not line]
    for path, line in lines.items():
        assert line[0].isupper() and line.endswith("."), path
        assert len(line) <= 170, (path, len(line))
    assert len(lines) > 230


def test_every_flag_has_a_written_note() -> None:
    missing = [
        (path, flag.long)
        for path in ("compose", "buildx", *all_paths())
        for flag in command(path).flags
        if not notes.is_written(path, flag.long, flag.component)
        and not (flag.alias_of and notes.is_written(path, flag.alias_of, flag.component))
    ]
    assert not missing
    assert not [long for long in global_flags() if not notes.is_written("", long)]


@pytest.mark.parametrize("path", sorted(set(FORTY)))
def test_notes_of_common_commands_are_sentences_of_their_own(path: str) -> None:
    for flag in command(path).flags:
        text = note(path, flag)
        assert text != from_facts(flag), flag.long
        assert text[0].isupper() and text.rstrip(")").rstrip(".") != text, (flag.long, text)
        assert 15 <= len(text) <= 200, (flag.long, text)
        assert "{" not in text.replace("${TAG}", ""), (flag.long, text)


@pytest.mark.parametrize("program", sorted(GROUPS))
def test_notes_speak_only_of_what_exists(program: str) -> None:
    flags = json.loads((NOTES / f"{program}-flags.json").read_text("utf-8"))
    commands = json.loads((NOTES / f"{program}-commands.json").read_text("utf-8"))
    known = {GROUPS[program] + path: row for path, row in raw(program)["commands"].items()}
    assert set(commands) - {"", program} <= set(known)
    everywhere = {flag["long"] for row in known.values() for flag in row["flags"]} | {
        flag["long"] for flag in raw(program)["globals"]
    }
    assert set(flags["*"]) <= everywhere
    for path, table in flags.items():
        if path not in {"", "*"}:
            assert set(table) <= set(command(path).by_long), path


def test_templates_hold_only_known_marks() -> None:
    for file in NOTES.glob("*-flags.json"):
        for path, table in json.loads(file.read_text("utf-8")).items():
            for long, found in table.items():
                template = found[1] if isinstance(found, list) else ""
                marks = set(re.findall(r"(?<!\$)\{(\w*)\}", template))
                assert marks <= {"value", "size", "time"}, (path, long)
                assert not template or template.endswith((".", ")")), (path, long)


def test_every_flag_that_takes_a_value_gets_a_sentence_about_it() -> None:
    for path in all_paths():
        for flag in command(path).flags:
            if not flag.is_bool:
                text = sentence(path, flag.alias_of or flag.long, flag.type, flag.component, "5")
                assert text and "{value}" not in text and "{size}" not in text and "{time}" not in text, (path, flag.long)


def test_a_flag_of_a_later_docker_gets_a_sentence_from_its_facts() -> None:
    from dataclasses import replace

    flag = replace(command("run").by_long["restart"], long="brand-new", facts={"values": {"set": ["a", "b"]}})
    assert note("container run", flag) == "Sets brand new: a value, one of a, b."
    assert note("container run", replace(command("run").by_long["rm"], long="shiny-thing")) == "Switches on: shiny thing."
