"""Lanes: bounded, apart from each other, emptied cleanly."""

from __future__ import annotations

import threading

import pytest

from bot.lanes import QUICK, Busy, Lanes


def test_a_lane_that_hangs_delays_no_other() -> None:
    lanes, gate, done = Lanes(width=2, queue=3), threading.Event(), threading.Event()
    for _ in range(5):
        lanes.submit("stuck", lambda: gate.wait(10))
    with pytest.raises(Busy) as busy:
        for _ in range(3):
            lanes.submit("stuck", lambda: None)
    assert busy.value.lane == "stuck" and not busy.value.closing
    lanes.submit("fine", done.set)
    assert done.wait(5)
    gate.set()
    assert lanes.drain(5) == 0


def test_at_most_width_at_a_time() -> None:
    lanes, lock, gate = Lanes(width=3, queue=50), threading.Lock(), threading.Event()
    running = most = 0

    def job() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(5)
        with lock:
            running -= 1

    for _ in range(20):
        lanes.submit("host", job)
    gate.set()
    assert lanes.drain(10) == 0 and most <= 3 and lanes.done == 20


def test_everything_runs_once_and_failures_stop_nothing() -> None:
    lanes, counts, lock = Lanes(), [0] * 200, threading.Lock()

    def job(number: int) -> None:
        with lock:
            counts[number] += 1
        if number % 70 == 0:
            raise ValueError(number)

    for number in range(200):
        lanes.submit(QUICK if number % 2 else f"host-{number % 5}", lambda number=number: job(number))
    assert lanes.drain(10) == 0 and counts == [1] * 200


def test_draining_takes_nothing_more_and_tells_of_what_is_left() -> None:
    lanes, gate, told = Lanes(width=1), threading.Event(), []
    for number in range(3):
        lanes.submit("stuck", lambda: gate.wait(10), unfinished=lambda number=number: told.append(number))
    assert lanes.drain(0.1) == 3 and sorted(told) == [0, 1, 2]
    with pytest.raises(Busy) as busy:
        lanes.submit("other", lambda: None)
    assert busy.value.closing
    gate.set()


def test_idle_threads_end() -> None:
    lanes, done = Lanes(idle_seconds=0.01), threading.Event()
    lanes.submit("host", done.set)
    assert done.wait(5)
    threading.Event().wait(0.2)
    again = threading.Event()
    lanes.submit("host", again.set)
    assert again.wait(5)


def test_one_person_has_half_of_a_lane_and_others_are_served_meanwhile() -> None:
    lanes, gate, served = Lanes(width=4, queue=10), threading.Event(), threading.Event()
    at_work = threading.Semaphore(0)

    def held() -> None:
        at_work.release()
        gate.wait(10)

    for _ in range(7):  # two run, five wait: half of the threads and half of the queue
        lanes.submit("host", held, person="U0EVE")
    with pytest.raises(Busy) as caught:
        lanes.submit("host", held, person="U0EVE")
    assert caught.value.theirs and not caught.value.closing
    assert at_work.acquire(timeout=2) and at_work.acquire(timeout=2) and not at_work.acquire(timeout=0.2)
    lanes.submit("host", served.set, person="U0BOB")
    assert served.wait(2), "somebody else does not wait for them"
    assert lanes.counts()["host"] == (2, 5)
    gate.set()
    for _ in range(5):
        assert at_work.acquire(timeout=2), "what waited runs in turn"
    assert lanes.drain(2) == 0


def test_what_is_nobodys_has_no_share() -> None:
    lanes, gate = Lanes(width=4, queue=10), threading.Event()
    for _ in range(14):
        lanes.submit("host", lambda: gate.wait(10))
    with pytest.raises(Busy) as caught:
        lanes.submit("host", lambda: None)
    assert not caught.value.theirs
    gate.set()
    assert lanes.drain(2) == 0
