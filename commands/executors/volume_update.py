"""`docker volume update`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_update(parsed: ParsedCommand, job: Job) -> Result:
    """Change whether a swarm's volume may be used; nothing is printed. Mirrors docker/cli cli/command/volume/update.go."""
    flags = FlagValues(parsed)
    found = ask(job, "GET", "volumes", check_name("volume", parsed.args[0])).json().get("ClusterVolume")
    if not found:
        return Result.of_lines(err=["Can only update cluster volumes"], exit_code=1)
    spec = found.get("Spec") or {}
    if flags.given("availability"):
        spec["Availability"] = flags.text("availability")
    ask(job, "PUT", "volumes", found["ID"], query={"version": str(found["Version"]["Index"])}, body={"Spec": spec}, wait=True)
    return Result()
