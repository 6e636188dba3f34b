"""`/docker …`: acknowledge first; the lane of the host answers, to the one person."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.listeners.spots import key_of, of_command
from bot.slack_text import changed, plain_text

HELP = "help"


def docker_command(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
    """Take up one `/docker …`."""
    ack()
    desk: Desk = context["desk"]
    spot = of_command(body)
    raw = str(body.get("text") or "")
    text = plain_text(raw, bot_user=desk.bot_user)
    heard = text if changed(raw, text) else ""
    desk.take(key_of(body), spot, lambda: desk.ask(text or HELP, spot, heard, surface="command"))


def register(app: App) -> None:
    """Listen."""
    app.command("/docker")(docker_command)
