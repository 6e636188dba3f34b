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


def wait_seconds(settings: Settings, actor: Actor, host: str, change: bool = False, commands: int = 1, asked: int = 1) -> int:
    """Seconds until this person may ask again on this host, 0 where they may now; a request that may go is counted.

    `commands` is how many run on the host ("" for none), `asked` for how many requests of the person that counts.
    """
    if actor.local:
        return 0
    limits = settings.limits
    wanted = [(limits.per_person, ("person", actor.user), asked), (limits.per_host, ("host", host), commands if host else 0)]
    if change:
        wanted.append((limits.changes_per_person, ("change", actor.user), commands))
    checks = [(rate, key, cost) for text, key, cost in wanted if text and cost > 0 for rate in _rates(text)]
    window = _window()
    with _LOCK:
        full = [(rate, key) for rate, key, cost in checks if not window.test(rate, *key, cost=cost)]
        late = [window.get_window_stats(rate, *key).reset_time for rate, key in full]
        if late:
            return int(max(1, math.ceil(max(late) - time.time())))
        for rate, key, cost in checks:
            window.hit(rate, *key, cost=cost)
    return 0


def forget() -> None:
    """Start counting anew."""
    with _LOCK:
        _window().storage.reset()
