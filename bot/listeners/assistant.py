"""The assistant pane: suggested prompts, a status while it works, answers streamed where the workspace has that."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import App, BoltContext
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks import draw, shown
from bot.delivery import Spot
from bot.desk import Desk
from bot.listeners.spots import key_of
from bot.reply import Reply, ReplyKind
from bot.routing import docker_words

log = structlog.get_logger("dockwise.assistant")
PROMPTS = (
    ("What runs?", "list running containers"),
    ("What is not well?", "show unhealthy containers"),
    ("Explain a command", "docker run --rm -it -v data:/data -p 8080:80 nginx"),
    ("CMD or ENTRYPOINT?", "What is the difference between CMD and ENTRYPOINT?"),
)


def opened(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
    """Somebody opened the pane: suggest what to ask."""
    desk: Desk = context["desk"]
    thread = event.get("assistant_thread") or {}
    channel, ts = str(thread.get("channel_id") or ""), str(thread.get("thread_ts") or "")

    def work() -> None:
        prompts = [{"title": title, "message": message} for title, message in PROMPTS]
        try:
            desk.delivery.client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=ts, prompts=prompts)
        except (SlackClientError, OSError) as error:
            log.warning("no prompts could be suggested", error=str(error)[:200])

    if channel and ts:
        desk.take(key_of(body), None, work)


def context_changed() -> None:
    """The pane follows the person to another channel; nothing of ours depends on that."""


def said_in_pane(desk: Desk, text: str, spot: Spot, heard: str) -> None:
    """A message in a thread of the direct messages: status first, then the answer, streamed where it is words."""
    status(desk, spot, "is looking it up…")
    request = desk.request(docker_words(text or "help"), spot)
    if desk.live.taken(desk, request, spot):
        return

    def shown_here(reply: Reply, where: Spot) -> bool:
        """Words are streamed, where that works; the status is taken away in any case."""
        done = reply.kind in (ReplyKind.ANSWER, ReplyKind.UNKNOWN) and not where.message and streamed(desk, reply, where, heard)
        if not done:
            desk.show(reply, where, heard, on_message=bool(where.message))
        status(desk, spot, "")
        return True

    desk.dispatch(request, spot, heard, then=shown_here)


def status(desk: Desk, spot: Spot, words: str) -> None:
    """Say in the pane what the bot does just now; where the workspace has no pane, nothing is lost."""
    try:
        desk.delivery.client.assistant_threads_setStatus(channel_id=spot.channel, thread_ts=spot.thread, status=words)
    except (SlackClientError, OSError) as error:
        log.info("no status could be set", error=str(error)[:200])


def streamed(desk: Desk, reply: Reply, spot: Spot, heard: str) -> bool:
    """Stream an answer's words, then end it with its blocks' buttons; False where the workspace cannot, and nothing was said."""
    card = shown(reply, heard, spot.user)
    answer = card.answer
    words = f"**{answer.get('title', '')}**\n\n{answer.get('text', '')}" if answer else card.note
    # Streamed text is Markdown that Slack may read mentions from.
    words = words.replace("<!", "‹!").replace("<@", "‹@").replace("<#", "‹#")
    if not words.strip() or len(words) > 11_000:
        return False
    message = draw(card, desk.scene(spot, reply.host, ""))
    buttons = [block for block in message.blocks if block["type"] == "actions"]
    client = desk.delivery.client
    stream = client.chat_stream(
        channel=spot.channel,
        thread_ts=spot.thread,
        recipient_team_id=desk.team or None,
        recipient_user_id=spot.user,
        buffer_size=600,
    )
    try:
        for start in range(0, len(words), 300):
            stream.append(markdown_text=words[start : start + 300])
        stream.stop(blocks=buttons or None)
    except (SlackApiError, SlackClientError, OSError) as error:
        log.warning("an answer could not be streamed", error=str(error)[:200])
        if not stream.ts:
            return False
        desk.delivery.replace(Spot(spot.channel, spot.user, spot.thread, message=str(stream.ts), im=True), message)
    return True


def register(app: App) -> None:
    """Listen."""
    app.event("assistant_thread_started")(opened)
    app.event("assistant_thread_context_changed")(context_changed)
