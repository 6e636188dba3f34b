"""An alarm for a bot that answers nobody: every delivery that comes in is said to have been taken up before."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from bot.serving import metrics

log = structlog.get_logger("dockwise.desk")
ENOUGH = 5
LASTS_SECONDS = 600.0
WORDS = "every delivery is taken for a duplicate, so nobody is answered: look at the storage"


class DuplicateAlarm:
    """Counts deliveries that are new to this process but not to the storage, one after the other.

    Now and then one is right: another replica had it, or it comes again after a restart. So many in a row, with nothing new
    between them, mean that the storage calls everything a duplicate.
    """

    def __init__(self, enough: int = ENOUGH, clock: Callable[[], float] = time.monotonic) -> None:
        self._enough, self._clock = enough, clock
        self._row, self._last = 0, 0.0
        self._lock = threading.Lock()

    def noted(self, new: bool) -> None:
        """What the storage said of a delivery that this process saw for the first time."""
        with self._lock:
            self._row = 0 if new else self._row + 1
            self._last = self._clock()
            rings = self._row == self._enough
        metrics.NOT_ANSWERING.set(int(self.rings()))
        if rings:
            log.error(WORDS, deliveries=self._enough)

    def rings(self) -> bool:
        """True while nobody is answered, as far as this process can see."""
        with self._lock:
            return self._row >= self._enough and self._clock() - self._last < LASTS_SECONDS
