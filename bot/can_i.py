"""`can-i docker restart web`: whether somebody may, by which grant, or which would be needed. Nothing runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import base_reply, rejected
from bot.phrases import phrase
from bot.reply import Reply, ReplyKind
from bot.request import Request
from bot.understanding import is_command, understand
from commands.check import check

if TYPE_CHECKING:
    from bot.core import Core


def can_i(core: Core, request: Request) -> Reply:
    """Whether somebody may, and by which grant; nothing runs. The command may be given in words, or without the word docker."""
    settings = core.settings
    redactor = core.redactor_for(request)
    text = request.text.strip()
    if not is_command(text) and is_command(f"docker {text}"):
        text = f"docker {text}"
    understood = understand(replace(request, text=text), tuple(settings.hosts), None)
    if not understood.command:
        return Reply(ReplyKind.UNKNOWN, redactor.command(request.text), ok=False, exit_code=1, note=phrase("unknown"))
    host = understood.host or request.host or settings.channel_host(request.place.channel) or settings.default_host
    checked = check(understood.command)
    base = base_reply(request, understood, checked, host, redactor)
    if not checked.ok or checked.main is None:
        return rejected(base, checked, redactor)
    judged = core.governor(redactor).judge(request.actor, request.place, host, checked.main)
    decision = judged.decision
    note = "" if decision.allowed else decision.explanation
    return base.but(
        kind=ReplyKind.CHECKED if decision.allowed else ReplyKind.REFUSED,
        ok=decision.allowed,
        exit_code=0 if decision.allowed else 1,
        decision=decision.view,
        note=redactor.text(note),
        plan=judged.plan if decision.allowed and judged.plan.items else None,
    )
