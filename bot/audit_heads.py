"""The head of the audit, written elsewhere: to the log every hour and at the end, and to a Slack channel where one is configured.

Somebody who can write to the storage cannot take these back: `dockwise audit verify --head HASH` holds the chain against one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from bot.audit import Audit
from bot.store import StoreError

log = structlog.get_logger("dockwise.audit")
EVERY_SECONDS = 3_600.0
# Where a line for the log goes beyond it: `post(channel, text)`, True when it arrived.
Post = Callable[[str, str], bool]


class Heads:
    """Tells the head once an hour, and whenever it is told to. Safe from several threads."""

    def __init__(
        self, audit: Audit, post: Post, channel: Callable[[], str | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._audit, self._post, self._channel, self._clock = audit, post, channel, clock
        self._lock = threading.Lock()
        self._due = 0.0
        self._told = ""

    def tell(self, now: bool = False) -> bool:
        """Tell the head when its hour has come, or `now`; True when it was told. What could not be recorded is tried again."""
        self._audit.catch_up()
        with self._lock:
            if not now and self._clock() < self._due:
                return False
            self._due = self._clock() + EVERY_SECONDS
            try:
                rows, head, signed = self._audit.head()
            except StoreError as error:
                log.error("the head of the audit cannot be read", error=str(error))
                return False
            if head == self._told:
                return False
            self._told = head
        log.info("audit head", rows=rows, head=head, signed=signed)
        channel = self._channel()
        if channel and not self._post(channel, f"audit head: {rows} rows, {head}, {'signed' if signed else 'not signed'}"):
            log.error("the head of the audit could not be posted", channel=channel)
        return True
