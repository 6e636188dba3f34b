"""One run that goes on for minutes: judged and audited like any other, with a time limit of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot import answers
from bot.allowance import kept_words
from bot.audit import AuditError, Entry
from bot.governor import ids_of, specs_of
from bot.reply import Reply, ReplyKind
from bot.request import Request
from bot.running import Tell, audited, failures, job_for, run_command, unreachable
from bot.store import StoreError
from bot.understanding import Understood
from commands.check import check
from commands.parsed import ParsedCommand
from commands.result import Result

if TYPE_CHECKING:
    from bot.core import Core


def run_live(
    core: Core, request: Request, parsed: ParsedCommand, host: str, seconds: float, progress: Tell, cancelled: Callable[[], bool]
) -> Reply:
    """Run it until it ends, is stopped, or its time is over; what is not simply allowed goes the usual way."""
    redactor = core.redactor_for(request)
    try:
        judged = core.governor(redactor).judge(request.actor, request.place, host, parsed)
    except failures() as error:
        return answers.unreachable(core, request, error, host)
    if not judged.decision.allowed or judged.decision.approval != "none":
        return core.answer(request)
    from commands.executors.base import Limits

    base = answers.base_reply(
        request, Understood(request.text, request.text, typed=True), check(request.text, "slack"), host, redactor
    )
    entry = Entry.of(
        request.actor,
        request.place,
        host,
        kept_words(core, request),
        parsed.text,
        ids=ids_of(judged),
        grant=judged.decision.rule,
        reference=request.reference,
    )

    def work() -> Result:
        try:
            job = job_for(
                core.hosts,
                host,
                redactor,
                Limits(None, (core.settings.limits.bytes or 0) * 20 or None, seconds),
                progress,
                cancelled,
                judged.pins,
            )
            job.specs = specs_of(judged)
            return run_command(parsed, job, redactor)
        except failures() as error:
            return unreachable(core.hosts, host, error)  # type: ignore[arg-type]

    try:
        result = audited(core.audit, entry, work)
    except (AuditError, StoreError) as error:
        return base.but(kind=ReplyKind.ERROR, ok=False, exit_code=1, note=str(error))
    return base.but(kind=ReplyKind.OUTPUT, ok=result.ok, exit_code=result.exit_code, result=result, decision=judged.decision.view)
