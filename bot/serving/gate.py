"""What a web server may hold before it knows who is asking: deadlines, and a bound on connections and bytes.

A connection whose request is not whole yet has ten seconds for its headers and ten for its body, counted from the first
moment and not from the last byte, so that a byte now and then buys nothing. When too many wait, the oldest of the address
that has most of them goes, never the newest; when their bodies hold too much, the one that holds most.
"""

from __future__ import annotations

import asyncio
import resource
from collections import OrderedDict, defaultdict
from typing import Any

import h11
import structlog
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.serving import metrics

log = structlog.get_logger("dockwise.web")
SECONDS = 10.0
MOST_WAITING = 1_000
MOST_HELD = 32_000_000
BACKLOG = 128  # so many are taken in one go: no more than descriptors are left for
SPARE_DESCRIPTORS = 256  # for the storage, Docker hosts and Slack


def raise_descriptors() -> None:
    """As many open files as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _affordable() -> int:
    """How many connections may wait with the descriptors that there are."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_WAITING if soft == resource.RLIM_INFINITY else max(16, min(MOST_WAITING, soft - BACKLOG - SPARE_DESCRIPTORS))


class Gate:
    """The connections whose request is not whole yet. For one event loop."""

    def __init__(self, seconds: float = SECONDS, most: int | None = None, most_held: int = MOST_HELD) -> None:
        self.seconds, self.most, self.most_held = seconds, most or _affordable(), most_held
        self._waiting: dict[str, OrderedDict[PatientProtocol, None]] = defaultdict(OrderedDict)
        self._holding: dict[PatientProtocol, int] = {}
        self._count = 0
        self._held = 0

    def enter(self, connection: PatientProtocol) -> None:
        """One more waits; where that is one too many, the oldest of the busiest address goes."""
        here = self._waiting[connection.address]
        if connection not in here:
            here[connection] = None
            self._count += 1
        while self._count > self.most:
            busiest = max(self._waiting.values(), key=len)
            self._drop(next(iter(busiest)), "too many connections wait")

    def leave(self, connection: PatientProtocol) -> None:
        """Its request is whole, or it is gone."""
        here = self._waiting.get(connection.address)
        if here is not None and connection in here:
            del here[connection]
            self._count -= 1
            if not here:
                del self._waiting[connection.address]

    def hold(self, connection: PatientProtocol, size: int) -> None:
        """Its body has grown; where all of them together hold too much, the largest goes."""
        self._holding[connection] = self._holding.get(connection, 0) + size
        self._held += size
        while self._held > self.most_held:
            self._drop(max(self._holding, key=self._holding.__getitem__), "too much is held")

    def release(self, connection: PatientProtocol) -> None:
        """Its body is no longer held."""
        self._held -= self._holding.pop(connection, 0)

    def late(self, connection: PatientProtocol) -> None:
        """Its time is over."""
        self._drop(connection, "too slow")

    def _drop(self, connection: PatientProtocol, why: str) -> None:
        metrics.DROPPED.labels(why).inc()
        self.leave(connection)
        self.release(connection)
        connection.drop()


class PatientProtocol(H11Protocol):
    """HTTP/1.1 of one connection, with a deadline for every request on it."""

    gate: Gate  # of the class that `protocol_for` makes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = ""
        self._phase = ""
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection: its first request is waited for."""
        super().connection_made(transport)
        self.address = str(self.client[0]) if self.client else ""
        self._look()

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request."""
        if self.transport.is_closing():
            return  # what comes after the last answer is not even read
        super().data_received(data)
        if self._phase == "body" or self.conn.their_state is h11.SEND_BODY:
            self.gate.hold(self, len(data))
        self._look()

    def on_response_complete(self) -> None:
        """The answer is out: the next request on this connection is waited for."""
        self.gate.release(self)
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._enter("")
        self.gate.release(self)
        super().connection_lost(exc)

    def drop(self) -> None:
        """End it now, without waiting for what is not sent yet."""
        self._enter("")
        self.transport.abort()

    def _look(self) -> None:
        """Which part of a request is waited for: the deadline starts anew with each part, not with each byte."""
        state = self.conn.their_state
        if self.transport.is_closing():
            self._enter("")
        else:
            self._enter("headers" if state is h11.IDLE else "body" if state is h11.SEND_BODY else "")

    def _enter(self, phase: str) -> None:
        if phase == self._phase:
            return
        self._phase = phase
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if phase:
            self._deadline = self.loop.call_later(self.gate.seconds, self.gate.late, self)
            self.gate.enter(self)
        else:
            self.gate.leave(self)


def protocol_for(gate: Gate) -> type[PatientProtocol]:
    """The protocol of one server, with its gate."""
    return type("GatedProtocol", (PatientProtocol,), {"gate": gate})
