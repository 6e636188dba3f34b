"""`docker service create`."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.convergence import converge
from commands.executors.services.references import Unknown, registry_auth, resolved
from commands.executors.services.specification import specification
from commands.executors.services.updating import NEW, hold
from commands.parsed import ParsedCommand
from commands.result import Result


def service_create(parsed: ParsedCommand, job: Job) -> Result:
    """Make a service; print its id, and wait for its tasks where that is wanted.

    Mirrors docker/cli cli/command/service/create.go.
    """
    flags = FlagValues(parsed)
    try:
        spec = specification(job, flags, parsed.args)
        hold(job, NEW, spec)
        auth = registry_auth(job, parsed.args[0]) if flags.on("with-registry-auth") else ""
        warning = "" if flags.on("no-resolve-image") else resolved(job, spec, auth)
        headers = {"X-Registry-Auth": auth} if auth else {}
        made = ask(job, "POST", "services", "create", body=spec, headers=headers, wait=True).json()
    except (Unknown, ValueError) as error:
        return Result.of_lines(err=[str(error)], exit_code=1)
    except FAILURES as error:
        return Result.of_lines(err=[words_of(job, error)], exit_code=1)
    warnings = "".join(f"{line}\n" for line in [*(made.get("Warnings") or []), *([warning] if warning else [])])
    if flags.on("detach"):
        return Result(stdout=f"{made['ID']}\n", stderr=warnings)
    return converge(job, made["ID"], f"{made['ID']}\n", warnings, flags.on("quiet"))
