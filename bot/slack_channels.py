"""Whether people from other workspaces read a channel (Slack Connect): asked of Slack, kept for a minute.

What cannot be found out counts as shared: nothing that only members may see is posted there for everybody.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

log = structlog.get_logger("dockwise.channels")
KEPT_SECONDS = 60.0
MOST = 5_000


class Channels:
    """Looks channels up; safe to use from several threads."""

    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._kept: OrderedDict[str, tuple[float, bool]] = OrderedDict()
        self._lock = threading.Lock()

    def shared(self, channel: str) -> bool:
        """True where people from outside read along, or where Slack does not say. Direct messages are never shared."""
        if not channel or channel.startswith("D"):
            return False
        now = self._clock()
        with self._lock:
            found = self._kept.get(channel)
        if found and found[0] > now:
            return found[1]
        known = self._ask(channel)
        self.note(channel, known)
        return known

    def note(self, channel: str, shared: bool) -> None:
        """What a delivery, or Slack, says of a channel."""
        with self._lock:
            self._kept[channel] = (self._clock() + KEPT_SECONDS, shared)
            self._kept.move_to_end(channel)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Ask anew from now on."""
        with self._lock:
            self._kept.clear()

    def _ask(self, channel: str) -> bool:
        try:
            answer: Any = self._client.conversations_info(channel=channel)
        except SlackApiError as error:
            code = str(error.response.get("error", ""))
            if code == "unknown_method":  # never Slack itself: a stand-in without conversations.info
                return False
            log.warning("a channel could not be looked up: answers there are private", channel=channel, error=code)
            return True
        except (SlackClientError, OSError) as error:
            log.warning("a channel could not be looked up: answers there are private", channel=channel, error=type(error).__name__)
            return True
        found = answer.get("channel") or {}
        return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared") or found.get("is_org_shared"))
