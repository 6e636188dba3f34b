"""Shortcuts: "Explain this Docker command" on any message, and a form that builds a command, from anywhere."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.blocks.modals import build_modal
from bot.desk import Desk, say
from bot.lanes import FORMS
from bot.listeners.spots import key_of, of_shortcut
from bot.listeners.views import open_view
from bot.routing import is_document
from bot.slack_text import commands_in, plain_text

MOST = 3  # a response_url has five uses
NOTHING = "I found no docker command in that message. Commands in code marks, in a code block, or on a line of their own are found."


def explain_command(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
    """Explain every docker command of a message; run none."""
    ack()
    desk: Desk = context["desk"]
    spot = of_shortcut(body)
    text = str((body.get("message") or {}).get("text") or "")

    def work() -> None:
        plain = plain_text(text)
        if is_document(plain):
            desk.ask(plain, spot, surface="shortcut", explain_only=True)
            return
        found = commands_in(text)
        if not found:
            desk.delivery.send(spot, say(NOTHING))
            return
        for command in found[:MOST]:
            desk.ask(command, spot, surface="shortcut", explain_only=True)
        if len(found) > MOST:
            desk.delivery.send(spot, say(f"… and {len(found) - MOST} more commands: send them to me one by one."))

    desk.take(key_of(body), spot, work)


def build_command(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
    """Open the form that builds a command."""
    ack()
    desk: Desk = context["desk"]
    spot = of_shortcut(body)
    desk.take(key_of(body), spot, lambda: open_view(desk, str(body.get("trigger_id") or ""), build_modal(), spot), FORMS)


def register(app: App) -> None:
    """Listen."""
    app.message_shortcut("explain_docker_command")(explain_command)
    app.global_shortcut("build_docker_command")(build_command)
