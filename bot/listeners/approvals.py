"""Approve and Deny: decided anew at the press; the card then says what became of it, the result stands in its thread."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot import slack_approvals
from bot.blocks import Message
from bot.blocks.approvals import add_decided, add_plan
from bot.blocks.message import Builder, clip_units
from bot.blocks.parts import context, section
from bot.blocks.render import fallback
from bot.blocks.shown import shown
from bot.blocks.verdict import command_block
from bot.blocks.words import clean, escaped
from bot.delivery import Spot
from bot.desk import Desk, say
from bot.listeners.spots import key_of, of_action
from bot.reply import Reply, ReplyKind
from bot.working import Working

# How a press that ran nothing leaves a card decided. What has run is told by whoever ran it: a late press changes nothing there.
OVER = ("denied", "expired", "stale", "doubt")


def decided_card(reply: Reply, words: str) -> Message:
    """The card without its buttons: the command, the plan, and what became of it (`words` are escaped)."""
    card = shown(reply)
    builder = Builder()
    for block in command_block(card):
        builder.add(block)
    add_plan(builder, {**card.plan, "warnings": ()})
    add_decided(builder, words)
    return Message(builder.blocks() or [context(words)], clip_units(f"{fallback(card)[:1_500]}\n{words}", 2_700))


def spot_of_card(spot: Spot) -> Spot:
    """Where the result of an approval goes: the card's thread; in its place where only one person sees it."""
    if spot.ephemeral or spot.im:
        return replace(spot, message="")
    return replace(spot, thread=spot.thread or spot.message, message="", response_url="", private=False)


def approve(desk: Desk, spot: Spot, approval_id: str) -> None:
    """Run or Approve was pressed."""
    found = desk.core.approvals.get(approval_id)
    lane = found.host if found else ""
    desk.hand_over(lane, spot, lambda: _approve(desk, spot, approval_id))


def _approve(desk: Desk, spot: Spot, approval_id: str) -> None:
    before = desk.core.approvals.get(approval_id)
    place = slack_approvals.place_of_press(desk, spot, before)
    elsewhere = slack_approvals.result_spot(desk, spot, before)
    result_spot = elsewhere or spot_of_card(spot)
    with Working(desk.delivery, result_spot, desk.alarms, desk.settle_seconds) as working:
        reply = desk.core.approve(approval_id, desk.actor(spot), place, progress=working.progress, cancelled=working.cancelled)
    after = desk.core.approvals.get(approval_id)
    if not _ran(reply) or after is None:
        _not_run(desk, spot, reply, approval_id, after.state if after else "")
        return
    by = f"<@{spot.user}>"
    mark = "✅" if reply.ok else "❌"
    verb = "confirmed" if after.mode == "confirm" else "approved"
    plan_reply = reply.but(plan=after.plan, kind=ReplyKind.REFUSED, note="")
    where = "the result went to whoever asked" if elsewhere else "the result is below"
    words = f"{mark} {verb} by {by}: {'done' if reply.ok else 'it failed'}, {where}"
    slack_approvals.rewrite_cards(desk, approval_id, spot, decided_card(plan_reply, words))
    desk.show(reply, working.spot(), on_message=working.said)


def _ran(reply: Reply) -> bool:
    return reply.result is not None or reply.kind == ReplyKind.OUTPUT


def _not_run(desk: Desk, spot: Spot, reply: Reply, approval_id: str, state: str) -> None:
    """A press that ran nothing: told to who pressed; the card changes only where it is decided for good."""
    words = escaped(clip_units(clean(reply.note) or "Nothing was run.", 1_500))
    if state in OVER:
        slack_approvals.rewrite_cards(desk, approval_id, spot, decided_card(reply, _over_words(state, spot, words)))
        if state == "denied":
            return
    desk.delivery.whisper(replace(spot, message=""), say(words))


def _over_words(state: str, spot: Spot, words: str) -> str:
    if state == "denied":
        return f"🚫 denied by <@{spot.user}>: nothing was run"
    return {"expired": "⌛ ", "stale": "♻️ ", "doubt": "❔ "}.get(state, "") + words


def deny(desk: Desk, spot: Spot, approval_id: str) -> None:
    """Deny was pressed."""
    place = slack_approvals.place_of_press(desk, spot, desk.core.approvals.get(approval_id))
    reply = desk.core.deny(approval_id, desk.actor(spot), place)
    after = desk.core.approvals.get(approval_id)
    _not_run(desk, spot, reply, approval_id, after.state if after else "")


def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Take up one press."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)
    work = approve if str(action["action_id"]).startswith("dw_approve") else deny
    desk.take(key_of(body), spot, lambda: work(desk, spot, str(action.get("value") or "")))


def tell_ended(desk: Desk) -> int:
    """Change the cards of approvals that expired, or whose process was gone; how many those were."""
    ended = desk.core.recover()
    for approval in ended:
        where = desk.ledger.get("slack-approval", approval.id)
        if not isinstance(where, dict):
            continue
        words = {
            "expired": "⌛ expired: nobody decided in time, nothing was run. Ask again if it is still needed.",
            "doubt": "❔ The bot stopped while this ran: it may or may not have happened. Look, and ask again if it is needed.",
        }.get(approval.state, escaped(approval.state))
        card = Reply(ReplyKind.REFUSED, command=approval.shown, host=approval.host, plan=approval.plan)
        for spot in slack_approvals.spots_of(where):
            if spot.message:
                desk.delivery.replace(spot, decided_card(card, words))
            else:
                builder = Message([*command_block(shown(card)), section(words)], f"{fallback(shown(card))}\n{words}")
                desk.delivery.send(spot, builder)
    return len(ended)


def register(app: App) -> None:
    """Listen."""
    for name in ("dw_approve", "dw_deny"):
        app.action(re.compile(rf"^{name}(?::.*)?$"))(pressed)
