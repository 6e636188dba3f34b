"""Changing nodes of a swarm: read the specification, change it, write it back. Mirrors docker/cli cli/command/node/update.go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.engine import FAILURES, check_name
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result


def change_node(job: Job, name: str, change: Callable[[str, dict[str, Any]], bool]) -> None:
    """Read a node, let `change` (its id, its specification) alter it, write it back where that says so."""
    found = ask(job, "GET", "nodes", check_name("node", name)).json()
    spec = found["Spec"]
    if change(found["ID"], spec):
        ask(job, "POST", "nodes", found["ID"], "update", query={"version": str(found["Version"]["Index"])}, body=spec, wait=True)


def change_role(parsed: ParsedCommand, job: Job, role: str, done: str) -> Result:
    """`promote` and `demote`: one role for every node named."""
    out: list[str] = []
    for name in parsed.args:
        lines: list[str] = []

        def change(node: str, spec: dict[str, Any], lines: list[str] = lines, name: str = name) -> bool:
            if spec.get("Role") == role:
                lines.append(f"Node {node} is already a {role}.")
                return False
            spec["Role"] = role
            lines.append(done.format(name))
            return True

        try:
            change_node(job, name, change)
        except FAILURES as error:
            return Result.of_lines(out, [words_of(job, error)], 1)
        out += lines
    return Result.of_lines(out)
