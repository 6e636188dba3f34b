"""Everything that is pressed in a message: decided again at the press, for whoever presses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.blocks import View, draw, whole_file
from bot.blocks.containers import COMMANDS
from bot.blocks.message import clip_units
from bot.blocks.scene import Scene
from bot.blocks.words import code
from bot.cards import Card
from bot.delivery import Sent, Spot
from bot.desk import Desk, say
from bot.listeners.spots import key_of, of_action
from bot.sight import asking, at_once
from bot.understanding import ALL_HOSTS

log = structlog.get_logger("dockwise.presses")
GONE = "What this button belongs to is no longer at hand (a day has passed). Please ask again."
NOT_YOURS = "⛔ No grant lets you see what {command} printed, here and now. Who may is told by asking for it yourself."
SHARED = (
    "This channel is shared with another workspace: what is shown here is seen by people from outside. Ask again, and the answer "
    "is yours alone."
)
NOT_SHARED = "I share nothing here: this channel is shared with another workspace, or Slack does not tell me whether it is."
Work = Callable[[Desk, Spot, dict[str, Any]], None]


def fields_of(action: dict[str, Any]) -> dict[str, Any]:
    """What a button or menu carries; {} where it is not ours."""
    raw = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    try:
        found = json.loads(raw)
    except ValueError:
        return {"v": raw}
    return found if isinstance(found, dict) else {"v": raw}


def card_of(desk: Desk, spot: Spot, fields: dict[str, Any]) -> Card | None:
    """The card that is meant; the person is told where there is none. A private card is its reader's alone."""
    card = desk.cards.find(str(fields.get("s") or ""))
    if card is None or (card.private and card.user != spot.user):
        desk.delivery.whisper(spot, say(GONE))
        return None
    return card


def with_card(desk: Desk, spot: Spot, fields: dict[str, Any], then: Callable[[Card], object]) -> None:
    """Go on with the card that is meant, where the policy lets this person see what it holds, here and now."""
    card = card_of(desk, spot, fields)
    if card is None:
        return
    if not card.private and not spot.ephemeral and desk.people.shared(spot.channel):
        desk.delivery.whisper(spot, say(SHARED))
        return
    actor, place = desk.actor(spot), desk.place(spot)

    def go(allowed: bool) -> None:
        if allowed:
            then(card)
        else:
            log.info("a press was refused", user=spot.user, channel=spot.channel, host=card.shown.host)
            desk.delivery.whisper(spot, say(NOT_YOURS.format(command=code(clip_units(card.shown.command, 300)))))

    allowed = at_once(desk.core, actor, place, card.shown)
    if allowed is None:
        lane = card.shown.host if card.shown.host in desk.core.settings.hosts else ALL_HOSTS
        desk.hand_over(lane, spot, lambda: go(asking(desk.core, actor, place, card.shown)))
    else:
        go(allowed)


def answer_spot(desk: Desk, spot: Spot) -> Spot:
    """Where the answer to a press goes: beside the message, in its thread where everybody sees it and all are of this workspace."""
    if spot.channel and not spot.ephemeral and desk.people.shared(spot.channel):
        return replace(spot, private=True, message="", thread=spot.thread)
    if spot.ephemeral or not spot.channel:
        return replace(spot, private=True, message="")
    thread = spot.thread or ("" if spot.im else spot.message)
    return replace(spot, private=False, thread=thread, message="", response_url="")


def run(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """A command (or words) on a button: asked as if the person had written it."""
    text = str(fields.get("t") or "")
    if text:
        desk.ask(text, answer_spot(desk, spot), host=str(fields.get("h") or ""), surface="button")


def again(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """A new run whose answer takes the place of the message; somebody else's press gets an answer of its own."""
    text = str(fields.get("t") or "")
    card = desk.cards.find(str(fields.get("s") or ""))
    if card is None or card.user != spot.user or (not spot.ephemeral and desk.people.shared(spot.channel)):
        return run(desk, spot, fields)
    request = desk.request(text, spot, str(fields.get("h") or ""))
    return desk.dispatch(request, spot, on_message=True)


def menu(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """A container's menu: `verb|name|host`."""
    verb, _, rest = str(fields.get("v") or "").partition("|")
    name, _, host = rest.partition("|")
    if verb in COMMANDS and name:
        desk.ask(COMMANDS[verb].format(name=name), answer_spot(desk, spot), host=host, surface="menu")


def viewed(change: Callable[[View, dict[str, Any]], View]) -> Work:
    """A press that changes how a card is looked at."""

    def work(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
        with_card(desk, spot, fields, lambda card: desk.redraw(card, change(card.view, fields), spot))

    return work


def explain(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """Every word of the command and what it does, or not any more. What is shown has no secrets in it, so neither has this."""

    def then(card: Card) -> None:
        if not card.shown.parts and card.shown.command:
            from commands.check import check

            card = replace(card, shown=replace(card.shown, parts=tuple(check(card.shown.command, "slack").parts)))
        desk.redraw(card, replace(card.view, explain=not card.view.explain), spot)

    with_card(desk, spot, fields, then)


def share(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """A private answer for everybody in the channel, named with who shared it; never where people from outside could read it."""
    if desk.people.shared(spot.channel):
        desk.delivery.whisper(spot, say(NOT_SHARED))
        return
    open_spot = replace(spot, private=False, ephemeral=False, message="", thread=spot.thread)

    def then(card: Card) -> None:
        scene = desk.scene(spot, card.shown.host, "", first=True)
        message = draw(card.shown, Scene(may=scene.may), card.view)
        who = f"shared by <@{spot.user}>"
        blocks = [*message.blocks[:49], {"type": "context", "elements": [{"type": "mrkdwn", "text": who, "verbatim": True}]}]
        sent: Sent = desk.delivery.send(open_spot, replace(message, blocks=blocks))
        if not sent.ok or sent.how == "direct message":
            desk.delivery.whisper(spot, say("I could not share it here."))

    with_card(desk, spot, fields, then)


def as_file(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """All that is at hand of the output, as a file in the thread, or in the person's direct messages."""
    with_card(desk, spot, fields, lambda card: _send_file(desk, spot, card))


def _send_file(desk: Desk, spot: Spot, card: Card) -> None:
    file = whole_file(card.shown)
    if file is None:
        desk.delivery.whisper(spot, say("There is no output to send."))
        return
    private = card.private or spot.ephemeral
    where = replace(spot, private=private, thread=spot.thread or spot.message)
    desk.delivery.send_files(where, Sent("file", spot.channel, spot.message), (file,))
    if private:
        note = " It holds a part of the output only: the whole was too long to be kept." if not card.shown.kept_whole else ""
        desk.delivery.whisper(spot, say(f"The file is in our direct messages.{note}"))


def keep(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """Keep a command as a favourite, for the home tab."""
    text = str(fields.get("t") or "")
    if text:
        desk.core.store.add_favourite(spot.user, text)
        desk.delivery.whisper(spot, say(f"☆ Kept: {code(text)} is in my Home tab now."))


def stop(desk: Desk, spot: Spot, fields: dict[str, Any]) -> None:
    """End a message that updates."""
    key = str(fields.get("v") or "")
    entry = desk.live.find(key)
    if entry is None:
        desk.delivery.whisper(spot, say("That has ended already."))
    elif spot.user != entry.user and not desk.core.may(desk.actor(spot), desk.place(spot), entry.host, entry.command):
        desk.delivery.whisper(spot, say("Only who started it, or somebody who may run it too, can stop it."))
    else:
        desk.live.stop(key, spot.user)


def _level(view: View, fields: dict[str, Any]) -> View:
    return replace(view, level=str(fields.get("v") or ""), page=0)


def _since(view: View, fields: dict[str, Any]) -> View:
    return replace(view, since=str(fields.get("v") or ""), page=0)


def _page(view: View, fields: dict[str, Any]) -> View:
    page = fields.get("p", 0)
    return replace(view, page=page if isinstance(page, int) and 0 <= page < 10_000_000 else 0)


def _clear(view: View, _fields: dict[str, Any]) -> View:
    return View(explain=view.explain, raw=view.raw)


PRESSES: dict[str, Work] = {
    "dw_run": run,
    "dw_again": again,
    "dw_follow": run,
    "dw_menu": menu,
    "dw_explain": explain,
    "dw_raw": viewed(lambda view, _: replace(view, raw=not view.raw, page=0)),
    "dw_level": viewed(_level),
    "dw_since": viewed(_since),
    "dw_page": viewed(_page),
    "dw_clear": viewed(_clear),
    "dw_share": share,
    "dw_file": as_file,
    "dw_keep": keep,
    "dw_stop": stop,
}


def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Take up one press."""
    ack()
    desk: Desk = context["desk"]
    work = PRESSES[str(action["action_id"]).split(":")[0]]
    spot = of_action(body)
    fields = fields_of(action)
    desk.take(key_of(body), spot, lambda: work(desk, spot, fields))


def register(app: App) -> None:
    """Listen to every press of ours."""
    for name in PRESSES:
        app.action(re.compile(rf"^{name}(?::.*)?$"))(pressed)
