"""What every executor gets: a client, limits, and somebody to tell of progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docker import APIClient

from commands.engine_pins import Pins
from commands.parsed import ParsedCommand
from commands.result import Result


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one run may print or take; None is no limit (`seconds` is wall time)."""

    lines: int | None = None
    bytes: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a pull, push, build or wait.

    `text` is a line for people; `current` and `total` are bytes (0 where unknown); `item` is a
    layer id or step; `partial` is output printed so far that will also be part of the result.
    """

    text: str
    item: str = ""
    current: int = 0
    total: int = 0
    partial: str = ""


def _nobody(_: Progress) -> None:
    return None


def _nothing() -> None:
    return None


def _never() -> bool:
    return False


@dataclass(slots=True)
class Job:
    """One run of one command on one daemon.

    `api` is the low-level client; `endpoint` is what docker would name in `Cannot connect to the
    Docker daemon at ENDPOINT`; `progress` may be called from the running thread as often as
    the executor likes (callers thin it out); `cancelled` is asked between steps. `dockerfile` is the
    text of a Dockerfile that a person gave along with `docker build -`; "" where there is none. `before_change` is called
    before each request that is no GET, and raises where it must not be sent. `registries` are the hosts of images that may be
    pulled from and pushed to besides Docker Hub; None is any. `bases` are images that a build starts from, by name, with the
    full ids that were judged.
    `pinned` are the objects that were judged for this run, which `api` is bound to then; None where nobody judged any
    (docker's own requests).
    `specs` are digests of the service specifications that may be written, by the service's id; None where nobody judged.
    """

    api: APIClient
    endpoint: str = ""
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[Progress], None] = _nobody
    cancelled: Callable[[], bool] = _never
    now: Callable[[], float] = time.time
    started: float = field(default_factory=time.monotonic)
    dockerfile: str = ""
    pinned: Pins | None = None
    specs: Mapping[str, frozenset[str]] | None = None
    before_change: Callable[[], None] = _nothing
    registries: tuple[str, ...] | None = None
    bases: Mapping[str, str] = field(default_factory=dict)

    def seconds_left(self) -> float | None:
        """Seconds until the limit, None where there is none; never negative."""
        if self.limits.seconds is None:
            return None
        return max(0.0, self.limits.seconds - (time.monotonic() - self.started))


Executor = Callable[[ParsedCommand, Job], Result]
