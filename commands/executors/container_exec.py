"""`docker exec` without a terminal, in the background or printing what the program prints."""

from __future__ import annotations

from typing import Any

from commands.engine import check_name
from commands.engine_client import version_key
from commands.executors.acting import ask
from commands.executors.attached import UPGRADE, end_input
from commands.executors.base import Job
from commands.executors.creating.requests import exec_body
from commands.executors.flag_values import FlagValues
from commands.executors.streams import Captured, Watch, copy_out, frames, upgraded
from commands.parsed import ParsedCommand
from commands.result import Result


def container_exec(parsed: ParsedCommand, job: Job) -> Result:
    """Run a program in a container; print both its streams, end with its status.

    Mirrors docker/cli cli/command/container/exec.go.
    """
    flags = FlagValues(parsed)
    container = check_name("container", parsed.args[0])
    terminal = _terminal(flags, job.api.api_version)
    ask(job, "GET", "containers", container, "json")
    made = ask(job, "POST", "containers", container, "exec", body={**exec_body(flags, parsed.args[1:]), **terminal}).json()["Id"]
    if flags.on("detach"):
        ask(job, "POST", "exec", made, "start", body={"Detach": True, **terminal}, wait=True)
        return Result()
    body = {"Detach": False, **terminal}
    response = ask(job, "POST", "exec", made, "start", body=body, headers=UPGRADE, stream=True)
    end_input(response)
    captured = Captured(job.limits)
    with Watch(job, response) as watch:
        copy_out(job, frames(upgraded(response), flags.on("tty")), captured)
    response.close()
    if watch.ended_by or captured.full:
        return captured.result(0, by=watch.ended_by)
    status = ask(job, "GET", "exec", made, "json").json().get("ExitCode") or 0
    return captured.result(int(status))


def _terminal(flags: FlagValues, version: str) -> dict[str, Any]:
    """A terminal without a size: nobody looks at it."""
    size = {"ConsoleSize": [0, 0]} if flags.on("tty") and version_key(version) >= (1, 42) else {}
    return {"Tty": flags.on("tty"), **size}
