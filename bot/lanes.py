"""A bounded pool with a lane for every host, so that a host that hangs delays no other.

A lane has a few threads and a short queue of its own; a full queue is an answer ("busy"), never a wait. One person has half of
the threads at most, and half of the queue: the other half is there for everybody else.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from commands.background import BackgroundPool

log = structlog.get_logger("dockwise.lanes")
QUICK = ""  # the lane for what touches no host
FORMS = "forms"  # the lane for what has to happen within a trigger's three seconds: nothing in it waits for Slack or a host
TELL_SECONDS = 2.5  # how long people are told, at the end, what is unfinished
TURNED_AWAY = "turned-away"  # the lane of those who are told that a lane is full


class Busy(Exception):
    """That lane's queue is full, or this person's share of it (`theirs`), or no work is taken any more (`closing`)."""

    def __init__(self, lane: str, closing: bool = False, theirs: bool = False) -> None:
        super().__init__(f"no more work is taken ({lane or 'quick'})")
        self.lane = lane
        self.closing = closing
        self.theirs = theirs


def _nothing() -> None:
    return None


@dataclass(eq=False)
class Job:
    """One piece of work, and for whom ("" for nobody). `unfinished` tells people of it when the process had to end before it."""

    lane: str
    run: Callable[[], object]
    unfinished: Callable[[], None] = _nothing
    person: str = ""
    started: float = 0.0


@dataclass
class _Lane:
    name: str
    waiting: deque[Job] = field(default_factory=deque)
    running: set[Job] = field(default_factory=set)
    threads: int = 0
    idle: int = 0

    def next_within(self, share: int) -> Job | None:
        """The first job that waits and whose person has fewer than `share` running; None where there is none."""
        at_work = Counter(job.person for job in self.running)
        found = next((job for job in self.waiting if not job.person or at_work[job.person] < share), None)
        if found is not None:
            self.waiting.remove(found)
        return found


def _share(of: int) -> int:
    """What one person may have of so many."""
    return max(1, of // 2)


class Lanes:
    """Run jobs, each in its lane: at most `width` at a time and `queue` waiting there."""

    def __init__(
        self, width: int = 4, queue: int = 50, quick_width: int = 8, quick_queue: int = 500, idle_seconds: float = 30.0
    ) -> None:
        self._width = {QUICK: quick_width}
        self._queue = {QUICK: quick_queue, TURNED_AWAY: 2_000}
        self._default_width = width
        self._default_queue = queue
        self._idle_seconds = idle_seconds
        self._lanes: dict[str, _Lane] = {}
        self._changed = threading.Condition()
        self._closing = False
        self.done = 0

    def submit(self, lane: str, run: Callable[[], object], unfinished: Callable[[], None] = _nothing, person: str = "") -> None:
        """Take a job; raises `Busy` when the lane, or the person's share of it, is full, or the pool is being emptied."""
        with self._changed:
            if self._closing:
                raise Busy(lane, closing=True)
            found = self._lanes.setdefault(lane, _Lane(lane))
            width, queue = self._width.get(lane, self._default_width), self._queue.get(lane, self._default_queue)
            if len(found.waiting) + len(found.running) >= width + queue:
                raise Busy(lane)
            theirs = sum(job.person == person for job in (*found.waiting, *found.running)) if person else 0
            if theirs >= _share(width) + _share(queue):
                raise Busy(lane, theirs=True)
            found.waiting.append(Job(lane, run, unfinished, person))
            if found.idle < len(found.waiting) and found.threads < width:
                found.threads += 1
                threading.Thread(target=self._work, args=(found,), name=f"lane-{lane or 'quick'}", daemon=True).start()
            self._changed.notify_all()

    def _next(self, lane: _Lane) -> Job | None:
        """The next job of a lane, None after a while without any."""
        with self._changed:
            lane.idle += 1
            try:
                limit = time.monotonic() + self._idle_seconds
                share = _share(self._width.get(lane.name, self._default_width))
                while (job := lane.next_within(share)) is None:
                    left = limit - time.monotonic()
                    if (self._closing and not lane.waiting) or left <= 0:
                        lane.threads -= 1
                        return None
                    self._changed.wait(left)
            finally:
                lane.idle -= 1
            job.started = time.monotonic()
            lane.running.add(job)
            return job

    def _work(self, lane: _Lane) -> None:
        while (job := self._next(lane)) is not None:
            try:
                job.run()
            except Exception:
                log.exception("a job failed", lane=lane.name)
            finally:
                with self._changed:
                    lane.running.discard(job)
                    self.done += 1
                    self._changed.notify_all()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Lane → (running, waiting)."""
        with self._changed:
            return {name: (len(lane.running), len(lane.waiting)) for name, lane in self._lanes.items()}

    def _left(self) -> list[Job]:
        return [job for lane in self._lanes.values() for job in [*lane.running, *lane.waiting]]

    def drain(self, seconds: float) -> int:
        """Take nothing more, wait for what is there, and say of the rest that it is unfinished; how many those are."""
        limit = time.monotonic() + seconds
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            while self._left() and (left := limit - time.monotonic()) > 0:
                self._changed.wait(left)
            rest = self._left()
            for lane in self._lanes.values():
                lane.waiting.clear()
            self._changed.notify_all()
        self._tell_all(rest, TELL_SECONDS)
        return len(rest)

    @staticmethod
    def _tell_all(jobs: list[Job], seconds: float) -> None:
        """Say of each that it is unfinished, at the same time: one that Slack lets wait keeps no other, nor the end, waiting."""

        def tell(job: Job) -> None:
            try:
                job.unfinished()
            except Exception:
                log.exception("could not say that a job is unfinished", lane=job.lane)

        pool = BackgroundPool(16, "unfinished")
        limit = time.monotonic() + seconds
        for future in [pool.submit(tell, job) for job in jobs]:
            with contextlib.suppress(TimeoutError):
                future.result(max(0.0, limit - time.monotonic()))
