"""What happens when somebody presses Run, Approve or Deny."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from bot import answers, flow
from bot.approvals import Approval
from bot.reply import Reply, ReplyKind
from bot.request import Actor, Place, Request
from bot.running import Tell
from bot.store import StoreError

if TYPE_CHECKING:
    from bot.core import Core

log = structlog.get_logger("dockwise.approving")


def approve(
    core: Core, approval_id: str, actor: Actor, place: Place, progress: Tell | None, cancelled: Callable[[], bool]
) -> Reply:
    """Everything is looked at again; then it runs, once, and the approval is finished with its outcome."""
    redactor = core.redactor_for(None)
    press, judged = core.governor(redactor).press(core.approvals, approval_id, actor, place, core.current)
    approval = press.approval
    if not press.go or approval is None or judged is None:
        return not_run(core, approval, press.note)
    request = _request_of(approval)
    approver = actor.user or ("local" if actor.local else "")
    began = time.monotonic()
    try:
        with core.approvals.running(approval):
            result = flow.execute(core, request, judged, approval.host, progress, cancelled, approver, approval.id)
    except BaseException as error:
        core.approvals.finish(approval, False, f"{type(error).__name__} after {time.monotonic() - began:.1f} s")
        raise
    try:
        core.approvals.finish(approval, result.exit_code == 0, result.stderr.strip() or f"exit status {result.exit_code}")
    except StoreError as error:  # it has run: whoever pressed gets the result all the same
        log.error("the end of an approval could not be kept", approval=approval.id, error=str(error))
    return answers.output(_base(core, approval), result, judged.decision.view, judged, core, request)


def deny(core: Core, approval_id: str, actor: Actor, place: Place) -> Reply:
    """Nothing runs; the audit keeps who said no."""
    governor = core.governor(core.redactor_for(None))
    press = core.approvals.deny(
        approval_id, actor, place, lambda approval, someone: governor.may_deny(approval, core.current(someone))
    )
    if press.approval is not None and press.approval.state == "denied":
        core.audit.note(answers.entry_of(press.approval), "denied", press.note)
    return not_run(core, press.approval, press.note)


def not_run(core: Core, approval: Approval | None, note: str) -> Reply:
    """Why a press ran nothing."""
    if approval is None:
        return Reply(ReplyKind.REFUSED, ok=False, exit_code=1, note=note)
    return _base(core, approval).but(
        kind=ReplyKind.REFUSED,
        ok=False,
        exit_code=1,
        note=note,
        plan=approval.plan,
        approval=approval.view,
        extra={"state": approval.state},
    )


def _request_of(approval: Approval) -> Request:
    stored = approval.request
    return Request(
        str(stored.get("text", "")),
        approval.asker,
        approval.place,
        approval.host,
        conversation=str(stored.get("conversation", "")),
        reference=str(stored.get("reference", approval.id[:12])),
    )


def _base(core: Core, approval: Approval) -> Reply:
    return answers.of_command(approval.shown, approval.host, str(approval.request.get("text", "")))
