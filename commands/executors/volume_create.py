"""`docker volume create`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.cluster_volumes import cluster_volume
from commands.executors.flag_values import FlagValues, mapping
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_create(parsed: ParsedCommand, job: Job) -> Result:
    """Make a volume; print its name. Mirrors docker/cli cli/command/volume/create.go."""
    flags = FlagValues(parsed)
    name = parsed.args[0] if parsed.args else flags.text("name")
    body = {
        "Driver": flags.text("driver", "local"),
        "DriverOpts": mapping(flags.raw("opt")),
        "Labels": mapping(flags.texts("label")),
        "Name": name,
    }
    if cluster := cluster_volume(flags):
        body["ClusterVolumeSpec"] = cluster
    made = ask(job, "POST", "volumes", "create", body=body, wait=True).json()
    return Result(stdout=f"{made['Name']}\n")
