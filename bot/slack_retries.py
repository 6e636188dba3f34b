"""What every client of Slack's API retries, and how long it waits."""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_sdk.http_retry import HttpRequest, HttpResponse, RateLimitErrorRetryHandler, RetryHandler, RetryState
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, ServerErrorRetryHandler

from bot.serving import metrics

MOST_WAIT = 60


class Patience(RateLimitErrorRetryHandler):
    """Waits as long as Slack's `Retry-After` asks, up to a minute, three times."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__(max_retry_count=3)
        self._sleep = sleep

    def prepare_for_next_attempt(
        self, *, state: RetryState, request: HttpRequest, response: HttpResponse | None = None, error: Exception | None = None
    ) -> None:
        """Wait, then let the client try again."""
        asked = "1"
        for name, values in (response.headers if response else {}).items():
            if name.lower() == "retry-after" and values:
                asked = values[0]
        seconds = float(asked) if asked.replace(".", "", 1).isdigit() else 1.0
        metrics.RATE_LIMITED.inc()
        self._sleep(min(MOST_WAIT, seconds))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def retry_handlers() -> list[RetryHandler]:
    """What every client of ours retries: lost connections, rate limits, Slack's own failures."""
    return [ConnectionErrorRetryHandler(), Patience(), ServerErrorRetryHandler()]
