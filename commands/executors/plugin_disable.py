"""`docker plugin disable`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def plugin_disable(parsed: ParsedCommand, job: Job) -> Result:
    """Disable a plugin; print its name. Mirrors docker/cli cli/command/plugin/disable.go."""
    name = parsed.args[0]
    query = {"force": "1"} if FlagValues(parsed).on("force") else None
    ask(job, "POST", "plugins", check_name("plugin", name), "disable", query=query, wait=True)
    return Result(stdout=f"{name}\n")
