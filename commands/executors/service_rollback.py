"""`docker service rollback`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.convergence import converge
from commands.executors.services.updating import Drifted, hold, previous, read, write
from commands.parsed import ParsedCommand
from commands.result import Result


def service_rollback(parsed: ParsedCommand, job: Job) -> Result:
    """Take a service back to what it was before. Mirrors docker/cli cli/command/service/rollback.go."""
    flags, name = FlagValues(parsed), parsed.args[0]
    service = read(job, name)
    try:
        hold(job, service["ID"], previous(service), name)
    except Drifted as error:
        return Result.of_lines(err=[str(error)], exit_code=1)
    warnings = write(job, service, {"rollback": "previous"})
    shown = "".join(f"{line}\n" for line in warnings)
    if flags.on("detach"):
        return Result(stdout=f"{name}\n", stderr=shown)
    return converge(job, name, f"{name}\n", shown, flags.on("quiet"))
