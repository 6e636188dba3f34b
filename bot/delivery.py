"""Sending to Slack so that the answer reaches the person: every refusal of Slack's has another way after it.

    delivery.send(spot, message) -> Sent       # a new message; private ones only to the person
    delivery.replace(spot, message) -> Sent    # the message whose button was pressed; a new one where it cannot be changed

Where people from other workspaces read along (Slack Connect), nothing is said to everybody: each message there is private.

Ways: `response_url` (5 uses, 30 minutes) → `chat.postMessage` or `chat.postEphemeral` → a direct message. In each,
refused blocks are sent again as text, and text that is too long is shortened, which it says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.blocks.message import File, Message, clip_bytes
from bot.blocks.parts import context
from bot.serving import metrics
from bot.slack_channels import Channels
from bot.slack_retries import retry_handlers

log = structlog.get_logger("dockwise.delivery")

BLOCKS_REFUSED = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "only_one_table_allowed",
        "invalid_arguments",
        "block_mismatch",
    }
)
TOO_LONG = frozenset({"msg_too_long", "invalid_form_data"})
RESPONSE_SECONDS = 29 * 60
REASONS = {
    "not_in_channel": "I am not in that channel; `/invite` me there",
    "channel_not_found": "I cannot see that channel; `/invite` me there",
    "is_archived": "that channel is archived",
    "restricted_action": "the workspace does not let me write there",
}


@dataclass(frozen=True)
class Spot:
    """Where an answer goes. `message` is the message whose button was pressed, `ephemeral` where only its reader sees it."""

    channel: str
    user: str
    thread: str = ""
    response_url: str = ""
    made: float = 0.0
    private: bool = False
    message: str = ""
    ephemeral: bool = False
    team: str = ""
    im: bool = False

    def url_is_fresh(self) -> bool:
        """True while the `response_url` may still work."""
        return bool(self.response_url) and (not self.made or time.time() - self.made < RESPONSE_SECONDS)


@dataclass(frozen=True)
class Sent:
    """Where it ended up: `ts` is "" where Slack does not tell (ephemeral messages, `response_url`). `whole`: with its files."""

    how: str = ""
    channel: str = ""
    ts: str = ""
    whole: bool = True

    @property
    def ok(self) -> bool:
        """True when it reached the person in some way."""
        return bool(self.how)


class Refused(Exception):
    """Slack did not take it; `code` is Slack's, or `unreachable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Way = tuple[str, Callable[[dict[str, Any]], Sent]]


class Delivery:
    """Sends messages. `client` is the bot's Web API client."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self.channels = Channels(client)
        # For what is of no use later than in three seconds: this one waits for nobody, whatever Slack asks for.
        self.hasty = WebClient(client.token, base_url=client.base_url, timeout=3, retry_handlers=[], logger=client._logger)
        self._handlers = retry_handlers()

    # --- what the bot says

    def confined(self, spot: Spot) -> Spot:
        """The spot, private where people from outside could read what is said there."""
        if spot.private or spot.im or not self.channels.shared(spot.channel):
            return spot
        return replace(spot, private=True)

    def send(self, spot: Spot, message: Message) -> Sent:
        """Say it, privately where the spot is private; files go to the thread, or to the person's direct messages."""
        spot = self.confined(spot)
        ways: list[Way] = []
        if spot.private:
            ways += [("response_url", self._by_url(spot, "ephemeral"))] if spot.url_is_fresh() else []
            ways.append(("chat.postEphemeral", self._ephemeral(spot)))
        else:
            ways.append(("chat.postMessage", self._post(spot)))
            ways += [("response_url", self._by_url(spot, "in_channel"))] if spot.url_is_fresh() else []
        sent = self._try(spot, ways, message)
        return replace(sent, whole=self.send_files(spot, sent, message.files))

    def replace(self, spot: Spot, message: Message) -> Sent:
        """Rewrite the message whose button was pressed."""
        if not spot.ephemeral and self.channels.shared(spot.channel):
            return self.send(replace(spot, private=True, message=""), message)
        ways: list[Way] = []
        if spot.message and not spot.ephemeral:
            ways.append(("chat.update", self._update(spot)))
        if spot.url_is_fresh():
            ways.append(("response_url", self._by_url(spot, "ephemeral" if spot.ephemeral else "in_channel", original=True)))
        ways.append(
            ("chat.postEphemeral", self._ephemeral(spot))
            if spot.private or spot.ephemeral
            else ("chat.postMessage", self._post(spot))
        )
        sent = self._try(spot, ways, message)
        return replace(sent, whole=self.send_files(spot, sent, message.files))

    def rewrite(self, spot: Spot, message: Message) -> bool:
        """Change the message itself, and nothing else; False where it cannot be changed."""
        if self.channels.shared(spot.channel):
            return False
        try:
            return self._fitted("chat.update", self._update(spot), message).ok
        except Refused as error:
            log.warning("a message could not be changed", error=error.code, channel=spot.channel)
            return False

    def whisper(self, spot: Spot, message: Message) -> Sent:
        """Say it to the one person only, as a new message."""
        return self.send(replace(spot, private=True), message)

    def send_files(self, spot: Spot, sent: Sent, files: tuple[File, ...]) -> bool:
        """The files of a message: in its thread, or in the person's direct messages where it was private. True when all came."""
        spot, whole = self.confined(spot) if files else spot, True
        for file in files:
            try:
                self._upload(spot, sent, file)
            except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
                code = error.code if isinstance(error, Refused) else _code(error)
                log.warning("a file could not be sent", file=file.name, error=code)
                whole = False
                metrics.FALLBACKS.labels("file").inc()
                self._try(replace(spot, private=True), [("chat.postEphemeral", self._ephemeral(spot))], _no_file(file, code))
        return whole

    def direct(self, user: str, message: Message) -> Sent:
        """A direct message."""
        return self._try(Spot("", user, private=True), [], message)

    # --- ways

    def _by_url(self, spot: Spot, kind: str, original: bool = False) -> Callable[[dict[str, Any]], Sent]:
        def go(payload: dict[str, Any]) -> Sent:
            body = payload | {"response_type": kind, "replace_original": original}
            if spot.thread and not original:
                body["thread_ts"] = spot.thread
            webhook = WebhookClient(
                spot.response_url, timeout=15, retry_handlers=self._handlers, proxy=self.client.proxy, logger=self.client._logger
            )
            answer = _reached(lambda: webhook.send_dict(body))
            if answer.status_code != 200:
                raise Refused(_webhook_code(answer.body, answer.status_code))
            return Sent("response_url", spot.channel, spot.message if original else "")

        return go

    def _post(self, spot: Spot) -> Callable[[dict[str, Any]], Sent]:
        def go(payload: dict[str, Any]) -> Sent:
            body = payload | ({"thread_ts": spot.thread} if spot.thread else {})
            answer = self._api(
                lambda: self.client.chat_postMessage(channel=spot.channel, unfurl_links=False, unfurl_media=False, **body)
            )
            return Sent("chat.postMessage", str(answer.get("channel") or spot.channel), str(answer.get("ts") or ""))

        return go

    def _ephemeral(self, spot: Spot) -> Callable[[dict[str, Any]], Sent]:
        def go(payload: dict[str, Any]) -> Sent:
            if not spot.channel or spot.im:
                raise Refused("channel_not_found" if not spot.channel else "in_direct_messages")
            body = payload | ({"thread_ts": spot.thread} if spot.thread else {})
            self._api(lambda: self.client.chat_postEphemeral(channel=spot.channel, user=spot.user, **body))
            return Sent("chat.postEphemeral", spot.channel)

        return go

    def _update(self, spot: Spot) -> Callable[[dict[str, Any]], Sent]:
        def go(payload: dict[str, Any]) -> Sent:
            self._api(lambda: self.client.chat_update(channel=spot.channel, ts=spot.message, **payload))
            return Sent("chat.update", spot.channel, spot.message)

        return go

    def _direct(self, spot: Spot) -> Callable[[dict[str, Any]], Sent]:
        def go(payload: dict[str, Any]) -> Sent:
            channel = self.im_channel(spot.user)
            answer = self._api(
                lambda: self.client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **payload)
            )
            return Sent("direct message", channel, str(answer.get("ts") or ""))

        return go

    def im_channel(self, user: str) -> str:
        """The channel of the direct messages with somebody."""
        answer = self._api(lambda: self.client.conversations_open(users=user))
        return str((answer.get("channel") or {}).get("id") or user)

    # --- trying them

    def _try(self, spot: Spot, ways: list[Way], message: Message) -> Sent:
        """One way after the other; the last is a direct message that says why it comes there."""
        refused = ""
        for name, go in ways:
            try:
                return self._fitted(name, go, message)
            except Refused as error:
                refused = error.code
                if error.code != "in_direct_messages":
                    log.warning("another way is tried", way=name, error=error.code, channel=spot.channel)
                    metrics.FALLBACKS.labels(error.code).inc()
        try:
            sent = self._fitted("direct message", self._direct(spot), _redirected(spot, message, refused))
        except Refused as error:
            log.error("an answer could not be delivered", channel=spot.channel, user=spot.user, error=error.code, first=refused)
            metrics.UNDELIVERED.inc()
            return Sent()
        return sent

    def _fitted(self, name: str, go: Callable[[dict[str, Any]], Sent], message: Message) -> Sent:
        """One way: as blocks, then as text, then as a short text."""
        payload: dict[str, Any] = {"text": message.text, "blocks": message.blocks} if message.blocks else {"text": message.text}
        try:
            return go(payload)
        except Refused as error:
            if error.code not in BLOCKS_REFUSED | TOO_LONG:
                raise
            log.error("a message was refused", way=name, error=error.code)
            metrics.FALLBACKS.labels(error.code).inc()
        try:
            return go({"text": message.text, "blocks": []} if name == "chat.update" else {"text": message.text})
        except Refused as error:
            if error.code not in BLOCKS_REFUSED | TOO_LONG:
                raise
        return go({"text": clip_bytes(message.text, 800, " … (cut: Slack refused the whole)")})

    def _api(self, call: Callable[[], Any]) -> Any:
        return _reached(call)

    def _upload(self, spot: Spot, sent: Sent, file: File) -> None:
        content = file.content.encode("utf-8", "replace") or b"\n"
        private = (
            spot.private
            or spot.ephemeral
            or not sent.channel
            or (sent.how in ("response_url", "chat.postEphemeral") and spot.private)
        )
        if private:
            channel, thread = self.im_channel(spot.user), ""
        else:
            channel, thread = sent.channel, spot.thread or spot.message or sent.ts
        self._api(
            lambda: self.client.files_upload_v2(
                channel=channel, thread_ts=thread or None, content=content, filename=file.name, title=file.title or file.name
            )
        )


def _reached(call: Callable[[], Any]) -> Any:
    """The call's answer; `Refused` for Slack's errors and for a network that is not there."""
    try:
        return call()
    except SlackApiError as error:
        raise Refused(_code(error)) from error
    except (SlackClientError, OSError) as error:
        raise Refused("unreachable") from error


def _code(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        response = error.response
        found = response.get("error") if hasattr(response, "get") else None
        return str(found or "unknown_error")
    return type(error).__name__


def _webhook_code(body: str, status: int) -> str:
    """The error in a `response_url`'s answer, which may be JSON or bare words."""
    for code in (*BLOCKS_REFUSED, *TOO_LONG, "expired_url", "used_url", "no_text"):
        if code in body:
            return code
    return f"http_{status}"


def _redirected(spot: Spot, message: Message, refused: str) -> Message:
    """The same message, saying why it comes as a direct message."""
    if not refused or refused == "in_direct_messages" or not spot.channel or spot.channel.startswith("D"):
        return message
    reason = REASONS.get(refused, "I could not answer there")
    words = f"Your question in <#{spot.channel}> is answered here: {reason}."
    return Message([context(words), *message.blocks[:49]] if message.blocks else [], f"{words}\n{message.text}")


def _no_file(file: File, code: str) -> Message:
    hint = " The app needs the scope `files:write`." if code == "missing_scope" else ""
    tail = clip_bytes(file.content[-1_500:].replace("```", "ʼʼʼ"), 1_600)
    escaped = tail.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Message([], f"The whole answer could not be sent as a file ({code}).{hint} Its end:\n```{clip_bytes(escaped, 2_400)}```")
