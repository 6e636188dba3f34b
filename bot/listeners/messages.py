"""Direct messages: no mention is needed. What stands in a thread there is the assistant's pane."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.desk import Desk
from bot.listeners.assistant import said_in_pane
from bot.listeners.files import texts_of_files
from bot.listeners.spots import key_of, of_event
from bot.slack_text import changed, plain_text

# A person's own words; edits, deletions, joins and the like are none.
WORDS = (None, "", "file_share", "thread_broadcast")


def said(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
    """Take up one message to the bot."""
    desk: Desk = context["desk"]
    im = event.get("channel_type") == "im" or ("channel_type" not in event and str(event.get("channel")).startswith("D"))
    if not im or event.get("subtype") not in WORDS or not event.get("user"):
        return
    spot = of_event(event, body)

    def work() -> None:
        raw = str(event.get("text") or "")
        text = plain_text(raw, bot_user=desk.bot_user)
        heard = text if changed(raw, text) and "\n" not in text else ""
        for file_text in texts_of_files(desk, event, spot):
            desk.ask(file_text, spot, surface="file")
        if not text and event.get("files"):
            return
        if spot.thread:
            said_in_pane(desk, text, spot, heard)
        else:
            desk.ask(text or "help", spot, heard, surface="message")

    desk.take(key_of(body), spot, work)


def register(app: App) -> None:
    """Listen."""
    app.event("message")(said)
