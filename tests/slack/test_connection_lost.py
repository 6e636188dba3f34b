"""Socket Mode when the network fails: connected again within two seconds, without spinning, and never called ready in between."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.slack.rig import Rig, running
from tests.slack.standin.server import Standin
from tests.slack.standin.wire import Wire

pytestmark = pytest.mark.slack


@pytest.fixture
def wired() -> Iterator[tuple[Rig, Wire]]:
    """The bot, reached over a wire."""
    standin = Standin().start()
    wire = Wire(standin.port)
    standin.wire_port = wire.port
    with running(standin=standin) as rig:
        yield rig, wire
    wire.close()
    standin.stop()


def answers(rig: Rig) -> None:
    rig.people.slash("docker version")
    rig.space.wait(lambda: [one for one in rig.space.said() if "ran docker version" in one.seen])
    rig.fresh()


def test_a_cut_connection_is_made_again_at_once(wired: tuple[Rig, Wire]) -> None:
    rig, wire = wired
    for _ in range(3):
        before = rig.standin.connected
        began = time.monotonic()
        wire.cut()
        rig.space.wait(lambda before=before: rig.standin.connected > before and rig.service.missing() == {}, 10)
        assert time.monotonic() - began < 2.0
        answers(rig)


def test_nothing_spins_while_there_is_no_connection(wired: tuple[Rig, Wire]) -> None:
    rig, wire = wired
    rig.standin.refuse_connections = True
    wire.cut()
    rig.space.wait(lambda: "slack" in rig.service.missing(), 5)
    before = time.process_time()
    time.sleep(3)
    assert time.process_time() - before < 1.0
    assert "slack" in rig.service.missing()
    rig.standin.refuse_connections = False
    rig.space.wait(lambda: rig.service.missing() == {}, 12)
    answers(rig)


def test_a_connection_that_is_dead_without_a_word_is_found(wired: tuple[Rig, Wire], monkeypatch: pytest.MonkeyPatch) -> None:
    import bot.serving.sockets

    monkeypatch.setattr(bot.serving.sockets, "PING_SECONDS", 0.3)
    monkeypatch.setattr(bot.serving.sockets, "SILENT_SECONDS", 1.5)
    rig, wire = wired
    time.sleep(1.5)
    before = rig.standin.connected
    wire.dead = True
    rig.space.wait(lambda: "slack" in rig.service.missing(), 6)
    wire.dead = False
    wire.cut()
    rig.space.wait(lambda: rig.standin.connected > before and rig.service.missing() == {}, 15)
    answers(rig)


def test_ready_only_when_slack_has_said_hello(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that opens and says nothing carries no events."""
    import bot.serving.sockets
    from bot.serving.sockets import Sockets

    monkeypatch.setattr(bot.serving.sockets, "HELLO_SECONDS", 0.5)
    standin = Standin().start()
    wire = Wire(standin.port)
    wire.dead = True
    try:
        with running(standin=standin) as rig:
            sockets = rig.service._sockets
            assert isinstance(sockets, Sockets) and sockets.connected()
            standin.wire_port = wire.port
            standin._each(lambda websocket: websocket.close(1011))
            rig.space.wait(lambda: not sockets.connected(), 5)
            time.sleep(1.5)
            assert "slack" in rig.service.missing()
            standin.wire_port = 0
            rig.space.wait(lambda: rig.service.missing() == {}, 15)
    finally:
        wire.close()
        standin.stop()


def test_slacks_own_request_to_reconnect_loses_nothing(wired: tuple[Rig, Wire]) -> None:
    rig, _ = wired
    before = rig.standin.connected
    rig.standin.ask_to_reconnect()
    for _ in range(5):
        assert rig.people.slash("docker version").acked
    rig.space.wait(lambda: rig.standin.connected > before, 5)
    rig.space.wait(lambda: len(rig.core.ran) == 5)
