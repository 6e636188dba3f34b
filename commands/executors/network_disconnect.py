"""`docker network disconnect`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def network_disconnect(parsed: ParsedCommand, job: Job) -> Result:
    """Take a container off a network; nothing is printed. Mirrors docker/cli cli/command/network/disconnect.go."""
    network, container = parsed.args
    body = {"Container": container, "Force": FlagValues(parsed).on("force")}
    ask(job, "POST", "networks", check_name("network", network), "disconnect", body=body, wait=True)
    return Result()
