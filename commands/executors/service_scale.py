"""`docker service scale`."""

from __future__ import annotations

from dataclasses import replace

from commands.engine import FAILURES
from commands.engine_client import version_key
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.convergence import converge
from commands.executors.services.updating import hold, read, replicas_of, scale_service, write
from commands.parsed import ParsedCommand
from commands.result import Result


def service_scale(parsed: ParsedCommand, job: Job) -> Result:
    """Set the number of tasks of each service, then wait for all of them. Mirrors docker/cli cli/command/service/scale.go."""
    flags = FlagValues(parsed)
    out: list[str] = []
    warned: list[str] = []
    failed: list[str] = []
    scaled: list[str] = []
    for text in parsed.args:
        name, _, number = text.partition("=")
        try:
            warned += _scale(job, name, number)
            out.append(f"{name} scaled to {number}")
            scaled.append(name)
        except ValueError as error:
            failed.append(f"{name}: {error}")
        except FAILURES as error:
            failed.append(f"{name}: {words_of(job, error)}")
    result = Result.of_lines(out, warned)
    if not flags.on("detach") and version_key(job.api.api_version) >= (1, 29):
        for name in scaled:
            watched = converge(job, name, "", "", False)
            result = replace(watched, stdout=result.stdout + watched.stdout, stderr=result.stderr)
            if watched.ok:
                result = replace(result, stderr=result.stderr + watched.stderr)
            else:
                failed.append(f"{name}: {watched.stderr.rstrip()}")
    lines = "".join(f"{line}\n" for line in failed)
    return replace(result, stderr=result.stderr + lines, exit_code=1 if failed else 0)


def _scale(job: Job, name: str, number: str) -> list[str]:
    replicas_of(number)
    service = read(job, name)
    hold(job, service["ID"], scale_service(service, number), name)
    return write(job, service)
