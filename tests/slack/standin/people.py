"""What people do in Slack: commands, mentions, messages, presses, forms; over Socket Mode or signed HTTP."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_ID, BOT_USER, SIGNING_SECRET, TEAM, Message, Workspace


@dataclass
class Delivery:
    """One thing handed to the bot, and how it was acknowledged."""

    id: str
    acked: bool = False
    ack_ms: float = 0.0
    status: int = 0
    body: Any = None
    attempts: int = 0
    user: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def escape(text: str) -> str:
    """What Slack does to `& < >` before an app sees them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class People:
    """Everybody in the workspace. `http_url` is the bot's request URL in HTTP mode, "" for Socket Mode."""

    def __init__(self, standin: Standin, http_url: str = "") -> None:
        self.standin = standin
        self.http_url = http_url
        self.ack_seconds = 3.0

    @property
    def space(self) -> Workspace:
        """The workspace."""
        return self.standin.workspace

    # --- transports

    def deliver(self, kind: str, payload: dict[str, Any], retry: int = 0, reason: str = "", envelope: str = "") -> Delivery:
        """Hand it over once and wait for the acknowledgement."""
        delivery = Delivery(envelope or self.space.next_id("E"))
        started = time.perf_counter()
        if self.http_url:
            self._post(kind, payload, delivery, retry, reason)
        else:
            self._envelope(kind, payload, delivery, retry, reason)
        delivery.ack_ms = (time.perf_counter() - started) * 1000
        delivery.attempts += 1
        return delivery

    def _envelope(self, kind: str, payload: dict[str, Any], delivery: Delivery, retry: int, reason: str) -> None:
        envelope: dict[str, Any] = {
            "type": kind,
            "envelope_id": delivery.id,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            delivery.body = self.standin.send_envelope(envelope).result(self.ack_seconds)
            delivery.acked, delivery.status = True, 200
        except TimeoutError:
            delivery.acked = False

    def _post(self, kind: str, payload: dict[str, Any], delivery: Delivery, retry: int, reason: str) -> None:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "slash_commands":
            body, content = urlencode(payload), "application/x-www-form-urlencoded"
        else:
            body, content = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        headers = signed(body) | {"Content-Type": content}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        delivery.status, text = self.post_raw(body, headers)
        delivery.acked = delivery.status == 200
        delivery.body = json.loads(text) if text.startswith("{") else text

    def post_raw(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """One HTTP request to the bot, as it is."""
        address = urlsplit(self.http_url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=self.ack_seconds)
        try:
            connection.request("POST", address.path, body.encode(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except TimeoutError:
            return 0, ""
        finally:
            connection.close()

    # --- what people do

    def slash(self, text: str, user: str = "U0ALICE", channel: str = "C0OPS", command: str = "/docker", **extra: Any) -> Delivery:
        """`/docker …`."""
        with self.space.lock:
            answerable = self.space.answerable(channel, user)
            trigger = self.space.trigger()
        payload = {
            "command": command,
            "text": escape(text),
            "user_id": user,
            "user_name": user.lower(),
            "team_id": TEAM,
            "team_domain": "standin",
            "channel_id": channel,
            "channel_name": self.space.channels[channel].name if channel in self.space.channels else "elsewhere",
            "api_app_id": APP_ID,
            "response_url": f"{self.standin.base}/response/{answerable.id}",
            "trigger_id": trigger,
            "is_enterprise_install": "false",
        } | extra
        delivery = self.deliver("slash_commands", payload)
        delivery.extra = {"answerable": answerable, "payload": payload}
        return delivery

    def event(self, event: dict[str, Any], event_id: str = "", retries: int = 0, **outer: Any) -> Delivery:
        """An event; with `retries`, delivered again that many times whatever the bot said."""
        payload = {
            "token": "x",
            "team_id": TEAM,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or self.space.next_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
        } | outer
        delivery = self.deliver("events_api", payload)
        for number in range(1, retries + 1):
            delivery = self.deliver("events_api", payload, number, "http_timeout")
        delivery.extra = {"payload": payload}
        return delivery

    def mention(
        self, text: str, user: str = "U0ALICE", channel: str = "C0OPS", thread: str = "", raw: bool = False, **extra: Any
    ) -> str:
        """`@dockwise …` in a channel or thread; gives the timestamp of the message."""
        ts = self.space.next_ts()
        words = text if raw else escape(text)
        event = {
            "type": "app_mention",
            "user": user,
            "text": f"<@{BOT_USER}> {words}",
            "ts": ts,
            "channel": channel,
            "event_ts": ts,
            "team": TEAM,
        }
        if thread:
            event["thread_ts"] = thread
        self.event(
            event | {key: value for key, value in extra.items() if key not in ("event_id", "retries")},
            extra.get("event_id", ""),
            extra.get("retries", 0),
        )
        return ts

    def dm(self, text: str, user: str = "U0ALICE", thread: str = "", raw: bool = False, **extra: Any) -> str:
        """A direct message to the bot."""
        ts = self.space.next_ts()
        with self.space.lock:
            channel = self.space.im(user)
        event = {
            "type": "message",
            "user": user,
            "text": text if raw else escape(text),
            "ts": ts,
            "channel": channel,
            "channel_type": "im",
            "event_ts": ts,
            "team": TEAM,
        } | extra
        if thread:
            event["thread_ts"] = thread
        self.event(event)
        return ts

    def press(
        self, message: Message, action: str | Callable[[dict[str, Any]], bool], user: str = "U0ALICE", **chosen: Any
    ) -> Delivery:
        """Press a button, or choose from a menu (`value=` of the option), in a message."""
        wanted = (
            action if callable(action) else (lambda item: item["action_id"] == action or item["action_id"].startswith(action + ":"))
        )
        found = next((item for item in message.elements() if wanted(item)), None)
        if found is None:
            raise AssertionError(f"nothing to press for {action}: {message.action_ids}")
        pressed = {key: found[key] for key in ("type", "action_id", "block_id")} | {"action_ts": self.space.next_ts()}
        if found["type"] == "button":
            pressed["value"] = found.get("value", "")
        elif found["type"] in ("overflow", "static_select"):
            options = found["options"]
            wanted_text = chosen.get("label")
            option = next(
                o for o in options if wanted_text in (None, o["text"]["text"]) and chosen.get("value") in (None, o["value"])
            )
            pressed["selected_option"] = option
        else:
            values = chosen.get("values", [])
            pressed["selected_options"] = [option for option in found["options"] if option["value"] in values]
        return self._block_action(pressed, user, message)

    def press_home(self, user: str, action: str) -> Delivery:
        """Press a button in the person's home tab."""
        home = self.space.homes[user]
        shown = Message("", "", blocks=home["blocks"])
        found = next(item for item in shown.elements() if item["action_id"].startswith(action))
        pressed = {key: found[key] for key in ("type", "action_id", "block_id")} | {
            "value": found.get("value", ""),
            "action_ts": "1.1",
        }
        payload = self._interaction("block_actions", user) | {"actions": [pressed], "view": home, "container": {"type": "view"}}
        return self.deliver("interactive", payload)

    def _block_action(self, pressed: dict[str, Any], user: str, message: Message) -> Delivery:
        with self.space.lock:
            answerable = self.space.answerable(message.channel, user, message)
        ephemeral = bool(message.only_for)
        payload = self._interaction("block_actions", user) | {
            "channel": {"id": message.channel, "name": "here"},
            "actions": [pressed],
            "response_url": f"{self.standin.base}/response/{answerable.id}",
            "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": ephemeral},
        }
        if message.thread:
            payload["container"]["thread_ts"] = message.thread
        if not ephemeral:
            payload["message"] = {"ts": message.ts, "text": message.text, "user": message.user, "blocks": message.blocks}
            if message.thread:
                payload["message"]["thread_ts"] = message.thread
        delivery = self.deliver("interactive", payload)
        delivery.extra = {"answerable": answerable, "payload": payload}
        return delivery

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        with self.space.lock:
            trigger = self.space.trigger()
        return {
            "type": kind,
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
            "api_app_id": APP_ID,
            "token": "x",
            "team": {"id": TEAM, "domain": "standin"},
            "trigger_id": trigger,
            "is_enterprise_install": False,
        }

    def message_shortcut(
        self, callback: str, text: str, user: str = "U0ALICE", channel: str = "C0OPS", author: str = "U0BOB"
    ) -> Delivery:
        """A shortcut on somebody's message."""
        with self.space.lock:
            answerable = self.space.answerable(channel, user)
        payload = self._interaction("message_action", user) | {
            "callback_id": callback,
            "channel": {"id": channel, "name": "here"},
            "message": {"type": "message", "user": author, "text": text, "ts": self.space.next_ts()},
            "message_ts": "1.2",
            "response_url": f"{self.standin.base}/response/{answerable.id}",
        }
        return self.deliver("interactive", payload)

    def global_shortcut(self, callback: str, user: str = "U0ALICE", wait_before: Callable[[], None] | None = None) -> Delivery:
        """A shortcut from the lightning menu."""
        payload = self._interaction("shortcut", user) | {"callback_id": callback, "action_ts": "1.1"}
        if wait_before:
            wait_before()
        return self.deliver("interactive", payload)

    def submit(self, view: dict[str, Any], values: dict[str, dict[str, Any]], user: str = "U0ALICE") -> Delivery:
        """Send a modal; `values` as Slack gives them: block id → action id → state."""
        payload = self._interaction("view_submission", user) | {"view": view | {"state": {"values": values}}, "response_urls": []}
        return self.deliver("interactive", payload)

    def press_view(
        self, view: dict[str, Any], action: str, values: dict[str, Any], user: str = "U0ALICE", **pressed: Any
    ) -> Delivery:
        """Choose something in a modal."""
        shown = Message("", "", blocks=view["blocks"])
        found = next((item for item in _view_elements(view) if item["action_id"] == action), None) or next(
            item for item in shown.elements() if item["action_id"] == action
        )
        body = {"type": found["type"], "action_id": action, "block_id": found.get("block_id", "b"), "action_ts": "1.1"} | pressed
        payload = self._interaction("block_actions", user) | {
            "actions": [body],
            "view": view | {"state": {"values": values}},
            "container": {"type": "view", "view_id": view["id"]},
        }
        return self.deliver("interactive", payload)

    def open_home(self, user: str = "U0ALICE") -> Delivery:
        """Open the app's home tab."""
        return self.event({"type": "app_home_opened", "user": user, "channel": "D" + user[1:], "tab": "home", "event_ts": "1.1"})

    def open_assistant(self, user: str = "U0ALICE") -> str:
        """Open the assistant pane; gives the timestamp of the new thread."""
        ts = self.space.next_ts()
        with self.space.lock:
            channel = self.space.im(user)
        thread = {"user_id": user, "channel_id": channel, "thread_ts": ts, "context": {"channel_id": "C0OPS", "team_id": TEAM}}
        self.event({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": ts})
        return ts

    def all_at_once(self, acts: list[Callable[[], Any]]) -> list[Any]:
        """Do these at the same time; their results in order."""
        results: list[Any] = [None] * len(acts)

        def do(index: int) -> None:
            results[index] = acts[index]()

        threads = [threading.Thread(target=do, args=(index,)) for index in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results


def _view_elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        block["element"] | {"block_id": block.get("block_id", "b")}
        for block in view["blocks"]
        if block["type"] == "input" and "element" in block
    ]


def signed(body: str, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """Slack's signature headers for a body."""
    stamp = str(int(at if at is not None else time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + digest}
