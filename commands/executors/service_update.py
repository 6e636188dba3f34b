"""`docker service update`."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.convergence import converge
from commands.executors.services.references import Unknown, registry_auth, resolved
from commands.executors.services.updating import change_service, hold, read, write
from commands.parsed import ParsedCommand
from commands.result import Result


def service_update(parsed: ParsedCommand, job: Job) -> Result:
    """Change a service; print its name, and wait for its tasks where that is wanted.

    Mirrors docker/cli cli/command/service/update.go.
    """
    flags, name = FlagValues(parsed), parsed.args[0]
    try:
        warnings = _change(job, flags, name)
    except (Unknown, ValueError) as error:
        return Result.of_lines(err=[str(error)], exit_code=1)
    except FAILURES as error:
        return Result.of_lines(err=[words_of(job, error)], exit_code=1)
    shown = "".join(f"{line}\n" for line in warnings)
    if flags.on("detach"):
        return Result(stdout=f"{name}\n", stderr=shown)
    return converge(job, name, f"{name}\n", shown, flags.on("quiet"))


def _change(job: Job, flags: FlagValues, name: str) -> list[str]:
    service = read(job, name)
    query = {"registryAuthFrom": "spec"}
    if flags.on("rollback"):
        query["rollback"] = "previous"
    hold(job, service["ID"], change_service(job, flags, service), name)
    headers, warning = {}, ""
    if flags.on("with-registry-auth"):
        headers = {"X-Registry-Auth": registry_auth(job, service["Spec"]["TaskTemplate"]["ContainerSpec"]["Image"])}
        query.pop("registryAuthFrom")
    if not flags.on("no-resolve-image") and flags.given("image"):
        warning = resolved(job, service["Spec"], headers.get("X-Registry-Auth", ""))
    return [*write(job, service, query, headers), *([warning] if warning else [])]
