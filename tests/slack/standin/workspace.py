"""The workspace behind the stand-in: people, channels, messages, views, files, and what may still be answered."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.slack.limits import Problem

TEAM = "T0HOME"
OTHER_TEAM = "T0AWAY"
BOT_USER = "U0DOCKWISE"
BOT_ID = "B0DOCKWISE"
APP_ID = "A0DOCKWISE"
BOT_TOKEN = "xoxb-1-2-standin"
APP_TOKEN = "xapp-1-A0DOCKWISE-standin"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60
TRIGGER_SECONDS = 3


class SlackError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


@dataclass
class Channel:
    """A conversation. `members` holds user ids; the bot has to be one of them to write there. `shared`: by Slack Connect."""

    id: str
    name: str
    members: set[str]
    archived: bool = False
    im_of: str = ""
    shared: bool = False  # with another workspace


@dataclass
class Message:
    """One message as people see it now; `versions` counts how often it was written."""

    channel: str
    ts: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str = ""
    only_for: str = ""
    via: str = ""
    files: list[str] = field(default_factory=list)
    versions: int = 1
    deleted: bool = False
    user: str = BOT_USER
    streaming: bool = False
    at: float = field(default_factory=time.monotonic)

    @property
    def action_ids(self) -> list[str]:
        """Every `action_id` in it."""
        return [item["action_id"] for item in self.elements()]

    def elements(self) -> list[dict[str, Any]]:
        """Everything in it that can be pressed, with the `block_id` it stands in."""
        found = []
        for number, block in enumerate(self.blocks):
            for item in [block.get("accessory"), *(block.get("elements") or [] if block["type"] == "actions" else [])]:
                if isinstance(item, dict) and "action_id" in item:
                    found.append({**item, "block_id": block.get("block_id", f"b{number}")})
        return found

    @property
    def seen(self) -> str:
        """All the words in it, as one text."""
        from tests.slack.limits import texts

        return "\n".join(texts(self.blocks)) if self.blocks else self.text


@dataclass
class Upload:
    """One file: announced, then sent, then shared."""

    id: str
    name: str
    length: int
    content: bytes = b""
    shared_in: str = ""
    thread: str = ""
    title: str = ""
    comment: str = ""


@dataclass
class Answerable:
    """A `response_url`: five uses in half an hour."""

    id: str
    channel: str
    user: str
    made: float
    message: Message | None = None
    uses: int = 0
    posts: list[tuple[float, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """One request of the bot's: method, arguments, and the error it got, if any."""

    method: str
    args: dict[str, Any]
    error: str = ""
    at: float = 0.0


@dataclass
class Fault:
    """What goes wrong with the next calls of a method."""

    error: str
    times: int
    extra: dict[str, Any] = field(default_factory=dict)
    retry_after: int = 0
    when: Callable[[dict[str, Any]], bool] | None = None


class Workspace:
    """All state, under one lock. `clock` can be moved to let things expire."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.clock: Callable[[], float] = time.time
        self.ids = itertools.count(1)
        self.streaming = True
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, list[str]] = {"S0ONCALL": ["U0ALICE"]}
        for user in ("U0ALICE", "U0BOB", "U0CAROL", "U0ADMIN"):
            self.add_user(user)
        self.add_user("U0GUEST", is_restricted=True)
        self.add_user("U0ONECHAN", is_restricted=True, is_ultra_restricted=True)
        self.add_user("U0STRANGER", team_id=OTHER_TEAM, is_stranger=True)
        self.add_user(BOT_USER, is_bot=True)
        self.add_user("U0ROBOT", is_bot=True)
        everybody = set(self.users)
        self.channels["C0OPS"] = Channel("C0OPS", "ops", set(everybody))
        self.channels["C0DEV"] = Channel("C0DEV", "dev", set(everybody))
        self.channels["C0OUT"] = Channel("C0OUT", "without-the-bot", everybody - {BOT_USER})
        self.channels["C0EXT"] = Channel("C0EXT", "with-partners", set(everybody), shared=True)
        self.channels["C0SHUT"] = Channel("C0SHUT", "archived", set(everybody), archived=True)
        self.channels["C0BOTH"] = Channel("C0BOTH", "with-a-customer", set(everybody), shared=True)
        self.forget()

    def forget(self) -> None:
        """Start afresh: no messages, calls, views or faults; people and channels stay."""
        with self.lock:
            self.messages: list[Message] = []
            self.calls: list[Call] = []
            self.problems: list[Problem] = []
            self.faults: dict[str, list[Fault]] = {}
            self.views: dict[str, dict[str, Any]] = {}
            self.homes: dict[str, dict[str, Any]] = {}
            self.uploads: dict[str, Upload] = {}
            self.shared_files: dict[str, bytes] = {}
            self.triggers: dict[str, tuple[float, bool]] = {}
            self.answerables: dict[str, Answerable] = {}
            self.prompts: list[dict[str, Any]] = []
            self.statuses: list[str] = []
            self.payloads = 0
            self.clock = time.time

    def add_user(self, user: str, **flags: Any) -> None:
        """A person; members of the home team unless said otherwise."""
        self.users[user] = {"id": user, "team_id": TEAM, "name": user.lower(), "deleted": False, "is_bot": False} | flags

    def next_id(self, prefix: str) -> str:
        """A fresh id."""
        return f"{prefix}{next(self.ids):08d}"

    def next_ts(self) -> str:
        """A fresh message timestamp."""
        return f"{1_700_000_000 + next(self.ids)}.{next(self.ids):06d}"

    def im(self, user: str) -> str:
        """The direct-message channel with that person."""
        if user not in self.users:
            raise SlackError("user_not_found")
        for channel in self.channels.values():
            if channel.im_of == user:
                return channel.id
        name = "D" + user[1:]
        self.channels[name] = Channel(name, "", {user, BOT_USER}, im_of=user)
        return name

    def writable(self, channel: str) -> Channel:
        """The channel, where the bot may write there."""
        if channel.startswith(("U", "W")):
            channel = self.im(channel)
        found = self.channels.get(channel)
        if found is None:
            raise SlackError("channel_not_found")
        if BOT_USER not in found.members:
            raise SlackError("not_in_channel")
        if found.archived:
            raise SlackError("is_archived")
        return found

    def trigger(self) -> str:
        """A fresh `trigger_id`."""
        name = self.next_id("trigger.")
        self.triggers[name] = (self.clock(), False)
        return name

    def use_trigger(self, name: str) -> None:
        """Spend it: works once, for three seconds."""
        made, used = self.triggers.get(name, (0.0, False))
        if not made:
            raise SlackError("invalid_trigger_id")
        if used:
            raise SlackError("exchanged_trigger_id")
        if self.clock() - made > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        self.triggers[name] = (made, True)

    def answerable(self, channel: str, user: str, message: Message | None = None) -> Answerable:
        """A fresh `response_url`."""
        found = Answerable(self.next_id("R"), channel, user, self.clock(), message)
        self.answerables[found.id] = found
        return found

    def find(self, channel: str, ts: str) -> Message:
        """A message that is still there."""
        for message in self.messages:
            if message.ts == ts and message.channel == channel and not message.deleted:
                return message
        raise SlackError("message_not_found")

    def fail(
        self, method: str, error: str, times: int = 1, when: Callable[[dict[str, Any]], bool] | None = None, **extra: Any
    ) -> None:
        """Let the next calls of that method fail with this error."""
        with self.lock:
            self.faults.setdefault(method, []).append(Fault(error, times, extra, when=when))

    def rate_limit(self, method: str, seconds: int, times: int = 1) -> None:
        """Let the next calls of that method get 429 with `Retry-After`."""
        with self.lock:
            self.faults.setdefault(method, []).append(Fault("ratelimited", times, retry_after=seconds))

    def fault_for(self, method: str, args: dict[str, Any]) -> Fault | None:
        """The fault that this call meets, used up by one."""
        for fault in self.faults.get(method, []):
            if fault.times > 0 and (fault.when is None or fault.when(args)):
                fault.times -= 1
                return fault
        return None

    def note(self, method: str, args: dict[str, Any], error: str = "") -> None:
        """Keep what was called."""
        self.calls.append(Call(method, args, error, time.monotonic()))
        self.changed.notify_all()

    def wait(self, ready: Callable[[], Any], seconds: float = 8.0) -> Any:
        """Whatever `ready` gives once it is true; AssertionError with what is there when it never is."""
        limit = time.monotonic() + seconds
        with self.changed:
            while not (found := ready()):
                left = limit - time.monotonic()
                if left <= 0:
                    calls = [f"{call.method}{' ✗ ' + call.error if call.error else ''}" for call in self.calls[-12:]]
                    said = [message.seen[:300] for message in self.messages[-3:]]
                    raise AssertionError(f"nothing such in {seconds} s; calls {calls}; said {said}")
                self.changed.wait(min(left, 0.25))
            return found

    def said(self, *, channel: str = "", user: str = "", thread: str = "") -> list[Message]:
        """The bot's messages that are still there, filtered."""
        return [
            message
            for message in self.messages
            if message.user == BOT_USER
            and not message.deleted
            and (not channel or message.channel == channel)
            and (not user or message.only_for == user)
            and (not thread or message.thread == thread)
        ]
