"""`docker plugin enable`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def plugin_enable(parsed: ParsedCommand, job: Job) -> Result:
    """Enable a plugin; print its name. Mirrors docker/cli cli/command/plugin/enable.go."""
    name = parsed.args[0]
    query = {"timeout": str(FlagValues(parsed).number("timeout", 30))}
    ask(job, "POST", "plugins", check_name("plugin", name), "enable", query=query, wait=True)
    return Result(stdout=f"{name}\n")
