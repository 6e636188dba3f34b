"""Where the card of an approval stands when it cannot stand where it was asked for, and who is shown it.

In a channel that people from other workspaces read (Slack Connect) nobody but the asker sees the plan there: the card for a second
person goes to the channel `approvals_channel` of the configuration, or to the direct messages of those who could approve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.blocks import Message, Shown, draw
from bot.blocks.parts import context, section
from bot.blocks.scene import Scene
from bot.blocks.words import code, escaped
from bot.config_model import EVERYONE, LOCAL
from bot.delivery import Sent, Spot
from bot.reply import Reply
from bot.request import Place

if TYPE_CHECKING:
    from bot.approvals import Approval
    from bot.desk import Desk

log = structlog.get_logger("dockwise.approvals")
MOST_PEOPLE = 8
NOBODY = (
    "Nobody could be asked to approve this: no other person whose grant covers it could be reached in private. Name a channel that "
    "only your own workspace reads as `approvals_channel` in the configuration."
)
CUT = "The whole command could not be attached to the card, so nobody can approve it. Nothing was run; ask again."


@dataclass(frozen=True)
class Home:
    """One card of an approval."""

    channel: str
    ts: str


def asked_elsewhere(desk: Desk, spot: Spot) -> bool:
    """True where a second person would not see the card, or people from outside would."""
    if spot.im:
        return bool(desk.core.settings.approvals_channel)
    return desk.delivery.channels.shared(spot.channel)


def ask_elsewhere(desk: Desk, reply: Reply, data: Shown, spot: Spot) -> Sent:
    """Show the card to those who could approve; the asker is told in private where it went."""
    assert reply.approval is not None
    approval = desk.core.approvals.get(reply.approval.id)
    message = draw(data, Scene())
    sent = tuple(_cards(desk, approval, spot, message)) if approval is not None else ()
    if not sent:
        if approval is not None:
            desk.core.withdraw(approval, "nobody could be asked")
        return desk.delivery.whisper(replace(spot, message=""), _words(f"⛔ {escaped(NOBODY)}"))
    desk.remember_approval(reply.approval.id, spot, sent, elsewhere=True)
    if not all(one.whole for one in sent):
        withdraw(desk, reply, spot)
        return sent[0]
    direct = sent[0].channel.startswith("D")
    where = f"{len(sent)} people who could approve it, in direct messages" if direct else f"<#{sent[0].channel}>"
    asked = f"⏳ {code(data.command[:1_500])}\nwaits for somebody else's approval. I asked {where}; nothing runs before that."
    desk.delivery.whisper(replace(spot, message=""), _words(asked))
    return sent[0]


def _cards(desk: Desk, approval: Approval | None, spot: Spot, message: Message) -> Iterator[Sent]:
    assert approval is not None
    channel = desk.core.settings.approvals_channel
    if channel and not desk.delivery.channels.shared(channel):
        sent = desk.delivery.send(Spot(channel, spot.user), message)
        if sent.ok and sent.channel == channel and sent.ts:
            yield sent
            return
        log.warning("approvals_channel cannot be written to", channel=channel)
    for user in possible_approvers(desk, approval):
        sent = desk.delivery.send(Spot(desk.delivery.im_channel(user), user, im=True), message)
        if sent.ok and sent.ts:
            yield sent


def possible_approvers(desk: Desk, approval: Approval) -> list[str]:
    """Members whom a role of the configuration names, in person or by user group, and whose grant covers the command."""
    settings = desk.core.settings
    named: dict[str, None] = {}
    for grant in settings.all_grants:
        for name in grant.roles:
            role = settings.roles.get(name)
            if role is not None and name not in (EVERYONE, LOCAL):
                groups = (user for group in sorted(role.usergroups) for user in sorted(desk.people.members(group)))
                named |= dict.fromkeys([*sorted(role.users), *groups])
    found: list[str] = []
    for user in named:
        if len(found) == MOST_PEOPLE:
            break
        actor = desk.people.actor(user)
        if user != approval.asker.user and actor.member and desk.core.may(actor, approval.place, approval.host, approval.shown):
            found.append(user)
    return found


def homes(desk: Desk, approval_id: str) -> tuple[Home, ...]:
    """The cards of an approval that stand elsewhere than where it was asked for."""
    where = desk.ledger.get("slack-approval", approval_id)
    cards = where.get("cards") if isinstance(where, dict) else None
    return tuple(Home(str(channel), str(ts)) for channel, ts in cards or ())


def place_of_press(desk: Desk, spot: Spot, approval: Approval | None) -> Place:
    """Where a press counts as made: on a card that we put elsewhere, where the approval was asked for."""
    place = desk.place(spot)
    if approval is None:
        return place
    if spot.channel != approval.place.channel and spot.channel in {home.channel for home in homes(desk, approval.id)}:
        return replace(place, channel=approval.place.channel, thread=approval.place.thread)
    return replace(place, thread=approval.place.thread)


def result_spot(desk: Desk, spot: Spot, approval: Approval | None) -> Spot | None:
    """Where the result goes when the card stands elsewhere: to whoever asked, in private. None where it goes the usual way."""
    if approval is None or not homes(desk, approval.id):
        return None
    asked = approval.place
    im = asked.channel.startswith("D")
    return Spot(asked.channel, approval.asker.user, thread=asked.thread, private=not im, im=im, team=spot.team)


def rewrite_cards(desk: Desk, approval_id: str, spot: Spot, message: Message) -> None:
    """The decided card in place of each that is shown."""
    elsewhere = homes(desk, approval_id)
    if not elsewhere:
        desk.delivery.replace(spot, message)
    for home in elsewhere:
        desk.delivery.rewrite(Spot(home.channel, spot.user, message=home.ts, im=home.channel.startswith("D")), message)


def withdraw(desk: Desk, reply: Reply, spot: Spot) -> None:
    """The card is not whole: it is over, and says so."""
    assert reply.approval is not None
    approval = desk.core.approvals.get(reply.approval.id)
    if approval is None or not desk.core.withdraw(approval, "the whole command could not be shown"):
        return
    words = f"⛔ {escaped(CUT)}"
    rewrite_cards(desk, approval.id, spot, Message([section(code(approval.shown[:1_500])), context(words)], words))
    desk.delivery.whisper(replace(spot, message=""), _words(words))


def _words(text: str) -> Message:
    return Message([section(text)], text[:2_900])


def spots_of(where: dict[str, Any]) -> list[Spot]:
    """The cards that were remembered, as places to write to."""
    cards = where.get("cards") or [[where.get("channel"), where.get("ts")]]
    found = []
    for channel, ts in cards:
        name = str(channel or "")
        found.append(
            Spot(
                name,
                str(where.get("user") or ""),
                str(where.get("thread") or ""),
                str(where.get("response_url") or ""),
                float(where.get("made") or 0.0),
                private=bool(where.get("private")) and not where.get("cards"),
                message=str(ts or ""),
                ephemeral=not ts,
                im=name.startswith("D"),
            )
        )
    return found
