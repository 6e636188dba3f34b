"""`docker node update`."""

from __future__ import annotations

from typing import Any

from commands.executors.base import Job
from commands.executors.flag_values import FlagValues, mapping
from commands.executors.node_changes import change_node
from commands.parsed import ParsedCommand
from commands.result import Result


def node_update(parsed: ParsedCommand, job: Job) -> Result:
    """Change labels, role or availability of a node; print its name. Mirrors docker/cli cli/command/node/update.go."""
    flags, name = FlagValues(parsed), parsed.args[0]
    missing: list[str] = []

    def change(_: str, spec: dict[str, Any]) -> bool:
        if flags.given("role"):
            spec["Role"] = flags.text("role")
        if flags.given("availability"):
            spec["Availability"] = flags.text("availability")
        labels = dict(spec.get("Labels") or {})
        labels.update(mapping(flags.texts("label-add")))
        for key in flags.raw("label-rm"):
            if key not in labels:
                missing.append(f"key {key} doesn't exist in node's labels")
                return False
            del labels[key]
        spec["Labels"] = labels
        return True

    change_node(job, name, change)
    if missing:
        return Result.of_lines(err=missing, exit_code=1)
    return Result(stdout=f"{name}\n")
