"""Flags mixed at random (always the same way): what we send is what the docker program sends."""

from __future__ import annotations

import random
import shlex

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import cases, differences
from tests.engine.test_changes_swarm import FULL, manager

pytestmark = pytest.mark.docker_program
SEED = 28_2_2


def groups(file: str, head: list[str], before: str) -> list[list[str]]:
    """The flags of every line of a case file that begins so, up to the first operand."""
    found = []
    for line in cases(file):
        words = shlex.split(line)
        if words[: len(head)] == head and before in words and "nosuch" not in line:
            found.append(words[len(head) : words.index(before)])
    return [flags for flags in found if flags]


def mixed(pool: list[list[str]], head: list[str], tail: list[str], count: int) -> list[str]:
    """Command lines of two to five groups of flags each."""
    dice = random.Random(SEED)
    lines = []
    for _ in range(count):
        chosen = dice.sample(pool, dice.randint(2, 5))
        lines.append(shlex.join([*head, *(word for group in chosen for word in group), *tail]))
    return lines


def test_flags_of_create_mixed(program: PrivateEngine) -> None:
    lines = mixed(groups("create.txt", ["create"], "busybox"), ["create"], ["busybox", "sh", "-c", "a b"], 80)
    found = differences(program, lines, "1.50", [])
    assert not found, (len(found), found[:2])


def test_flags_of_service_update_mixed(program: PrivateEngine) -> None:
    head = ["service", "update", "-d"]
    pool = groups("services.txt", head, "s") + groups("services-rm.txt", head, "s")
    found = differences(program, mixed(pool, head, ["s"], 40), "1.50", manager(FULL))
    assert not found, (len(found), found[:2])
