"""`docker network connect`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.creating.requests import connect_body
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def network_connect(parsed: ParsedCommand, job: Job) -> Result:
    """Attach a container to a network; nothing is printed. Mirrors docker/cli cli/command/network/connect.go."""
    network, container = parsed.args
    body = connect_body(FlagValues(parsed), container)
    ask(job, "POST", "networks", check_name("network", network), "connect", body=body, wait=True)
    return Result()
