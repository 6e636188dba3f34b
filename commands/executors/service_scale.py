"""`docker service scale`."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.changes import scale
from commands.executors.services.convergence import converge
from commands.executors.services.updating import read, write
from commands.opts.gonum import parse_uint
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
    if scaled and not flags.on("detach"):
        for name in scaled:
            result = converge(job, name, result.stdout, result.stderr, False)
            if not result.ok:
                failed.append(f"{name}: {result.stderr}")
    if not failed:
        return result
    return Result(result.stdout, result.stderr + "".join(f"{line}\n" for line in failed), 1, result.truncated, result.truncated_by)


def _scale(job: Job, name: str, number: str) -> list[str]:
    try:
        replicas = parse_uint(number, 10)
    except ValueError as error:
        raise ValueError(f"invalid replicas value {number}: {error}") from None
    service = read(job, name)
    scale(service["Spec"], replicas, "scale")
    return write(job, service)
