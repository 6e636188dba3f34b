"""Run one allowed command: limits, masked answers, the audit before and after."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.audit import Audit, Entry
from bot.hosts import Hosts
from bot.redact import Redactor
from bot.reply import Reply, ReplyKind
from commands.endpoint import BadEndpoint
from commands.misfits import WRONG_TYPES, misfit_heard
from commands.parsed import ParsedCommand
from commands.result import Result

if TYPE_CHECKING:
    from commands.engine_answers import BadAnswer
    from commands.engine_pins import Pins
    from commands.executors.base import Job, Limits, Progress

log = structlog.get_logger("dockwise.running")
Tell = Callable[["Progress"], None]


def _never() -> bool:
    return False


def job_for(
    hosts: Hosts,
    host: str,
    redactor: Redactor,
    limits: Limits | None = None,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] = _never,
    pins: Pins | None = None,
) -> Job:
    """A job on that host whose client masks secrets as they come in; BadEndpoint where the address cannot be used.

    With `pins` its client acts on the judged objects only. It may write no service before somebody says which
    specifications were judged (`specs`).
    """
    from bot.masked_engine import masked
    from commands.engine_pinned import pinned
    from commands.executors.base import Job, Limits

    endpoint = hosts.endpoint(host)
    client = hosts.client(host) if pins is None else pinned(hosts.client(host), pins)
    job = Job(masked(client, redactor), endpoint.url, limits or Limits(), cancelled=cancelled, pinned=pins, specs={})
    if progress is not None:
        job.progress = progress
    return job


def run_command(parsed: ParsedCommand, job: Job, redactor: Redactor) -> Result:
    """Run it; what it prints is masked once more. LookupError where the command has no executor."""
    from commands import executors

    job.dockerfile = parsed.stdin
    result = executors.run(parsed, job)
    return replace(result, stdout=redactor.text(result.stdout), stderr=redactor.text(result.stderr))


def audited(audit: Audit, entry: Entry, run: Callable[[], Result]) -> Result:
    """Write the row before, run, write the row after. AuditError before anything has run when it cannot be written."""
    row = audit.before(entry)
    row = replace(row, entry=replace(row.entry, words=""))  # the words of a request are kept once
    began = time.monotonic()
    try:
        result = run()
    except BaseException as error:
        audit.after(row, "failed", 1, time.monotonic() - began, f"internal: {type(error).__name__}")
        raise
    outcome = "done" if result.exit_code == 0 else "failed"
    audit.after(row, outcome, result.exit_code, time.monotonic() - began, result.stderr.strip()[:500])
    return result


def unreachable(hosts: Hosts, host: str, error: Exception) -> Result:
    """The result when the daemon cannot be asked at all."""
    from commands.engine import connection_error

    if isinstance(error, BadEndpoint):
        return Result(stderr=f"{error}\n", exit_code=1)
    return Result(stderr=f"{connection_error(hosts.endpoint(host), error)}\n", exit_code=1)


def failures() -> tuple[type[BaseException], ...]:
    """What asking a daemon can raise."""
    from commands.engine import FAILURES

    found: tuple[Any, ...] = FAILURES
    return (*found, BadEndpoint)


def daemon_checked(work: Callable[[], Reply]) -> Reply:
    """What it gives; where a daemon's answer has other types than docker's API, that is the answer, not an internal error."""
    try:
        return work()
    except WRONG_TYPES:
        said = misfit_heard()
        if not said:
            raise
        return Reply(ReplyKind.ERROR, ok=False, exit_code=1, note=said)


def unreadable(error: Exception) -> BadAnswer:
    """A plan is made of a daemon's answers alone: what is wrong with them, or that they are not what docker's API says."""
    from commands.engine_answers import BadAnswer

    said = misfit_heard()
    if not said:
        log.error("a daemon's answer cannot be read", exc_info=error)
    return BadAnswer(said or f"the daemon's answer is not what docker's API says ({type(error).__name__})")
