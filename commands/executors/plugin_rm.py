"""`docker plugin rm`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def plugin_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each plugin; print the names that worked. Mirrors docker/cli cli/command/plugin/remove.go."""
    query = {"force": "1"} if FlagValues(parsed).on("force") else None

    def act(name: str) -> str:
        ask(job, "DELETE", "plugins", check_name("plugin", name), query=query, wait=True)
        return name

    return each(job, parsed.args, act)
