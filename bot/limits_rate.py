"""How often somebody, and a host, may be asked: moving windows kept by the `limits` library, in memory.

    wait_seconds(settings, actor, host) -> int      # 0: go on; otherwise so many seconds until there is room again

The person at the terminal is not limited. With several replicas each counts for itself.
"""

from __future__ import annotations

import math
import threading
import time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.config_model import Settings
from bot.request import Actor

if TYPE_CHECKING:
    from limits import RateLimitItem

_LOCK = threading.Lock()


@cache
def _window() -> Any:
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    return MovingWindowRateLimiter(MemoryStorage())


@lru_cache(maxsize=64)
def _rates(text: str) -> tuple[RateLimitItem, ...]:
    from limits import parse_many

    return tuple(parse_many(text))


def wait_seconds(settings: Settings, actor: Actor, host: str, change: bool = False) -> int:
    """Seconds until this person may ask again on this host, 0 where they may now; a request that may go is counted."""
    if actor.local:
        return 0
    limits = settings.limits
    wanted = [(limits.per_person, ("person", actor.user)), (limits.per_host, ("host", host))]
    if change:
        wanted.append((limits.changes_per_person, ("change", actor.user)))
    checks = [(rate, key) for text, key in wanted if text for rate in _rates(text)]
    window = _window()
    with _LOCK:
        late = [window.get_window_stats(rate, *key).reset_time for rate, key in checks if not window.test(rate, *key)]
        if late:
            return int(max(1, math.ceil(max(late) - time.time())))
        for rate, key in checks:
            window.hit(rate, *key)
    return 0


def forget() -> None:
    """Start counting anew."""
    with _LOCK:
        _window().storage.reset()
