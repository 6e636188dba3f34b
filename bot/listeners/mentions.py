"""`@dockwise …` in channels and threads: answered in the thread."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.desk import Desk
from bot.listeners.files import texts_of_files
from bot.listeners.spots import key_of, of_event
from bot.slack_text import changed, plain_text


def mentioned(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
    """Take up one mention."""
    desk: Desk = context["desk"]
    spot = of_event(event, body)
    if not spot.user:
        return

    def work() -> None:
        raw = str(event.get("text") or "")
        text = plain_text(raw, bot_user=desk.bot_user)
        heard = text if changed(raw, text) and "\n" not in text else ""
        for file_text in texts_of_files(desk, event, spot):
            desk.ask(file_text, spot, surface="file")
        if text or not event.get("files"):
            desk.ask(text or "help", spot, heard, surface="mention")

    desk.take(key_of(body), spot, work)


def register(app: App) -> None:
    """Listen."""
    app.event("app_mention")(mentioned)
