"""One read command on every host at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import TimeoutError as Late
from contextvars import copy_context
from typing import TYPE_CHECKING

from bot import answers
from bot.flow import command, surface_of
from bot.phrases import phrase
from bot.policy import hosts_of
from bot.reply import DecisionView, Reply, ReplyKind
from bot.request import Request
from bot.running import Tell, failures
from bot.understanding import Understood
from commands.background import BackgroundPool
from commands.budget import spending
from commands.check import check

if TYPE_CHECKING:
    from bot.core import Core

FANOUT_AT_ONCE = 8


def on_all_hosts(
    core: Core, request: Request, understood: Understood, progress: Tell | None, cancelled: Callable[[], bool]
) -> Reply:
    """One read command on every host at the same time; a dead host is one line and delays no other."""
    checked = check(understood.command, surface_of(request))
    redactor = core.redactor_for(request)
    base = answers.base_reply(request, understood, checked, "*", redactor)
    if not checked.ok:
        return answers.rejected(base, checked, redactor)
    if checked.risk != "read":
        return answers.refused(
            base, DecisionView(False, "only read commands on all hosts"), phrase("fanout_read_only", base.lang), checked
        )
    names = hosts_of(core.settings, request.actor) or (core.settings.default_host,)
    pool = BackgroundPool(min(FANOUT_AT_ONCE, len(names)), "fanout")

    def on(name: str) -> Reply:
        try:
            with spending():  # the deadline is that of the text; what each host says is counted by itself
                return command(core, request, understood, name, progress, cancelled)
        except failures() as error:
            return answers.unreachable(core, request, error, name)  # type: ignore[arg-type]

    futures = {name: pool.submit(copy_context().run, on, name) for name in names}
    replies = []
    for name, future in futures.items():
        try:
            replies.append(future.result(timeout=(core.settings.limits.seconds or 60) + 5))
        except Late:
            replies.append(base.but(kind=ReplyKind.ERROR, host=name, ok=False, exit_code=1, note=f"{name} did not answer in time."))
    pool.forget()
    ok = all(reply.ok for reply in replies)
    return base.but(kind=ReplyKind.FANOUT, replies=tuple(replies), ok=ok, exit_code=0 if ok else 1)
