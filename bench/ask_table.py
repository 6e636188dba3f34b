"""When two commands ask for the same: the comparison behind the figures of `ask`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from commands.ask.standins import canonical
from commands.canonical import canonical_text

PLACEHOLDERS = tuple(
    sorted(
        [
            "MANIFEST_LIST",
            "TARGET_IMAGE",
            "REPOSITORY",
            "CHECKPOINT",
            "CONTAINER",
            "NEW_NAME",
            "REPLICAS",
            "MANIFEST",
            "SERVICE",
            "COMMAND",
            "NETWORK",
            "BUILDER",
            "CONTEXT",
            "VOLUME",
            "SERVER",
            "SECRET",
            "PLUGIN",
            "CONFIG",
            "IMAGE",
            "VALUE",
            "STACK",
            "NODE",
            "NAME",
            "PATH",
            "FILE",
            "TERM",
            "PORT",
            "ROLE",
            "TAG",
            "URL",
            "HOST",
        ]
    )
)
STATE = "--filter status="


def same(command: str | None, gold: str, wild: Iterable[str]) -> bool:
    """True when the command asks for the same as a gold; its wild words stand for anything."""
    if command is None:
        return False
    mine, theirs = form(command), form(gold)
    if mine == theirs:
        return True
    words = sorted(set(wild), key=len, reverse=True)
    if not words:
        return False
    pattern = re.escape(theirs)
    for word in words:
        pattern = re.sub(rf"(?<![\w-]){re.escape(re.escape(word))}(?![\w-])", r"\\S+", pattern)
    return re.fullmatch(pattern, mine) is not None


def form(command: str) -> str:
    """The canonical form; of `container ls` what changes nothing is left out: `--all` beside a status, `status=running` alone."""
    words = [word for word in PLACEHOLDERS if re.search(rf"(?<![\w-]){word}(?![\w-])", command)]
    text = canonical_text(command) or (canonical(command, words) if words else None) or command
    if not text.startswith("docker container ls") or "$(" in text or "&&" in text:
        return text
    filters = sorted(re.findall(r"--filter (?:'[^']*'|\S+)", text))
    rest = re.sub(r" --filter (?:'[^']*'|\S+)", "", text)
    states = [one for one in filters if one.startswith(STATE)]
    if states:
        rest = rest.replace(" --all", "")
    if states == [f"{STATE}running"]:
        filters.remove(states[0])
    head, tail = rest[: len("docker container ls")], rest[len("docker container ls") :]
    return " ".join([head, *filters]) + tail
