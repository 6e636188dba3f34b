"""Stop under a message that says that something is worked on: a pull, a build, a long wait."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk, say
from bot.listeners.spots import key_of, of_action
from bot.working import AT_WORK


def stop_work(desk: Desk, user: str, work_id: str) -> str:
    """Stop what somebody started; what is to be said where it cannot be, "" where it can."""
    working = AT_WORK.get(work_id)
    if working is None:
        return "This is over already, or it runs in another process of the bot: there it ends by its own limits."
    if user != working.user:
        return "Only the person who started this can stop it."
    return "" if working.stop() else "This is over already."


def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Take up one press."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)

    def work() -> None:
        words = stop_work(desk, spot.user, str(action.get("value") or ""))
        desk.delivery.whisper(spot, say(words or "Stopping; what was done up to now is told in the answer."))

    desk.take(key_of(body), spot, work)


def register(app: App) -> None:
    """Listen."""
    app.action(re.compile(r"^dw_stop_work(?::.*)?$"))(pressed)
