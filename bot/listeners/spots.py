"""Where an answer goes, read from each kind of delivery."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from bot.delivery import Spot


def of_command(body: dict[str, Any]) -> Spot:
    """A slash command: only the person sees the answer."""
    channel = str(body.get("channel_id") or "")
    return Spot(
        channel,
        str(body.get("user_id") or ""),
        response_url=str(body.get("response_url") or ""),
        made=time.time(),
        private=True,
        team=str(body.get("team_id") or ""),
    )


def of_event(event: dict[str, Any], body: dict[str, Any]) -> Spot:
    """A mention or a message: the answer goes to its thread; privately where people from outside could read it."""
    channel = str(event.get("channel") or "")
    im = event.get("channel_type") == "im" or channel.startswith("D")
    thread = str(event.get("thread_ts") or ("" if im else event.get("ts")) or "")
    return Spot(
        channel,
        str(event.get("user") or ""),
        thread=thread,
        made=time.time(),
        private=bool(body.get("is_ext_shared_channel")) and not im,
        team=str(event.get("user_team") or event.get("source_team") or event.get("team") or ""),
        im=im,
    )


def of_action(body: dict[str, Any]) -> Spot:
    """A press: on a message, or in a view (then there is nowhere but the person's direct messages)."""
    container = body.get("container") or {}
    user = body.get("user") or {}
    message = body.get("message") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    return Spot(
        channel,
        str(user.get("id") or ""),
        thread=str(container.get("thread_ts") or message.get("thread_ts") or ""),
        response_url=str(body.get("response_url") or ""),
        made=time.time(),
        private=ephemeral or not channel,
        message=str(container.get("message_ts") or message.get("ts") or ""),
        ephemeral=ephemeral,
        team=str(user.get("team_id") or (body.get("team") or {}).get("id") or ""),
        im=channel.startswith("D"),
    )


def of_shortcut(body: dict[str, Any]) -> Spot:
    """A shortcut on a message: only the person sees the answer."""
    user = body.get("user") or {}
    message = body.get("message") or {}
    channel = str((body.get("channel") or {}).get("id") or "")
    return Spot(
        channel,
        str(user.get("id") or ""),
        thread=str(message.get("thread_ts") or ""),
        response_url=str(body.get("response_url") or ""),
        made=time.time(),
        private=True,
        team=str(user.get("team_id") or (body.get("team") or {}).get("id") or ""),
    )


def of_form(body: dict[str, Any]) -> Spot:
    """A form that was sent: it has no place of its own but the person's direct messages."""
    user = body.get("user") or {}
    return Spot("", str(user.get("id") or ""), private=True, team=str(user.get("team_id") or ""), im=True)


def key_of(body: dict[str, Any]) -> str:
    """What makes a delivery the same delivery: the event's id; for commands, presses and forms all that was delivered."""
    if body.get("event_id"):
        return f"event:{body['event_id']}"
    whole = json.dumps(body, sort_keys=True, default=str)
    return f"delivery:{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"
