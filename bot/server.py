"""`dockwise serve`: Socket Mode, or signed HTTP with `--http HOST:PORT`; ends cleanly on SIGTERM and SIGINT.

    serve(settings_or_reloader, os.environ, "0.0.0.0:3000" | None) -> exit status

Status 2 with one line where a token is missing or wrong, 1 where Slack or the storage cannot be reached, 0 after a clean end.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.app import NotSetUp, identify, make_app, make_desk, web_client
from bot.audit_heads import Heads
from bot.blocks import Message
from bot.config_model import Settings
from bot.core import Core
from bot.delivery import Spot
from bot.desk import Desk
from bot.duplicates import WORDS as NOT_ANSWERING
from bot.intake import tell_left_behind
from bot.lanes import Busy
from bot.listeners.approvals import tell_ended
from bot.serving.gate import raise_descriptors
from bot.serving.sockets import Sockets
from bot.serving.tokens import Tokens, read_tokens
from bot.serving.web import Listener, make_probes, make_web
from bot.store import StoreError

if TYPE_CHECKING:
    from bot.config import Reloader

log = structlog.get_logger("dockwise.server")
OVERTIME_SECONDS = 4.5  # after the drain: telling people, and the end of the process
DRAIN_SECONDS = 25.0  # Kubernetes and `docker stop` wait 30 and 10 seconds; see DOCKWISE_DRAIN_SECONDS
CHORES_SECONDS = 20.0
CHORES = "chores"  # the lane for what nobody asked for
START_TRIES = (0.0, 1.0, 2.0, 4.0)


class BadAddress(Exception):
    """`--http` got something else than HOST:PORT."""


def address_of(text: str, name: str = "--http") -> tuple[str, int]:
    """`0.0.0.0:3000`, `:3000`, `[::1]:3000`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 0 <= int(port) < 65_536:
        raise BadAddress(f"{name} needs HOST:PORT, such as 0.0.0.0:3000, not {text!r}")
    return host.strip("[]") or "0.0.0.0", int(port)


def probes_address(environ: Mapping[str, str], address: tuple[str, int] | None) -> tuple[str, int] | None:
    """Where probes and metrics are: DOCKWISE_PROBES; with HTTP, the port after Slack's on loopback; None where nowhere."""
    named = environ.get("DOCKWISE_PROBES", "").strip()
    if named.lower() == "off":
        return None
    if named:
        return address_of(named, "DOCKWISE_PROBES")
    return ("127.0.0.1", address[1] + 1 if address[1] else 0) if address and address[1] < 65_535 else None


def drain_seconds(environ: Mapping[str, str]) -> float:
    """How long running work may go on after SIGTERM."""
    try:
        return max(0.0, float(environ.get("DOCKWISE_DRAIN_SECONDS", DRAIN_SECONDS)))
    except ValueError:
        return DRAIN_SECONDS


def complain(text: str) -> None:
    """One line on standard error."""
    print(f"dockwise: {' '.join(text.split())}", file=sys.stderr, flush=True)


def serve(settings: Settings | Reloader, environ: Mapping[str, str] = os.environ, http: str | None = None) -> int:
    """Serve until a signal ends it."""
    try:
        tokens = read_tokens(environ, http is not None)
        address = address_of(http) if http is not None else None
        core = Core(settings, environ)
        desk = _desk(core, tokens, environ)
        desk.ledger.try_out()
    except (NotSetUp, BadAddress) as error:
        complain(str(error))
        return 2
    except (ConnectionError, StoreError) as error:
        complain(error.detail if isinstance(error, StoreError) else str(error))
        return 1
    try:
        return Service(desk, tokens, environ, address, _reload(settings, core)).run()
    except NotSetUp as error:
        complain(str(error))
        return 2
    except (ConnectionError, OSError) as error:
        complain(str(error))
        return 1
    finally:
        core.close()


def _desk(core: Core, tokens: Tokens, environ: Mapping[str, str]) -> Desk:
    """Who we are, asked a few times where Slack is not there yet; the storage, opened now and not at the first request."""
    client = web_client(tokens.bot, environ)
    for number, wait in enumerate(START_TRIES, start=1):
        time.sleep(wait)
        try:
            identity = identify(client)
            break
        except ConnectionError:
            if number == len(START_TRIES):
                raise
    _ = core.store
    return make_desk(core, client, identity)


def _reload(settings: Settings | Reloader, core: Core) -> Callable[[], str] | None:
    """Reading the configuration again; None where it does not come from a file."""
    if isinstance(settings, Settings):
        return None

    def again() -> str:
        said = settings.reload()
        core.take_over_settings()
        return said

    return again


class Service:
    """One process that serves. `stop` ends it as SIGTERM does, `reload` is what SIGHUP does."""

    def __init__(
        self,
        desk: Desk,
        tokens: Tokens,
        environ: Mapping[str, str],
        address: tuple[str, int] | None,
        reload: Callable[[], str] | None = None,
    ) -> None:
        self.reload = reload
        self.desk = desk
        self.tokens = tokens
        self.environ = environ
        self.address = address
        self.stopping = threading.Event()
        self.started = threading.Event()
        self.port = 0
        self.probes_port = 0
        self._sockets: Sockets | None = None
        self._listeners: list[Listener] = []
        core = desk.core
        self.heads = Heads(core.audit, self._post_head, lambda: core.settings.audit_channel)

    def _post_head(self, channel: str, text: str) -> bool:
        """The head of the audit for a channel of the workspace's own."""
        if self.desk.people.shared(channel):
            return False
        return self.desk.delivery.send(Spot(channel, ""), Message([], text)).channel == channel

    def _tell_head(self, _: Desk) -> None:
        self.heads.tell()

    def stop(self, *_: object) -> None:
        """End soon."""
        self.stopping.set()

    def run(self) -> int:
        """Serve until it is stopped; then take no more, finish what runs, and say what could not be finished."""
        with self._signals(), self._serving():
            threading.Thread(target=self._chores, name="chores", daemon=True).start()
            self.started.set()
            where = f"http on port {self.port}" if self.address else "Socket Mode"
            print(f"dockwise: serving Slack, {where}", file=sys.stderr, flush=True)
            self.stopping.wait()
            return self._end()

    def missing(self) -> dict[str, str]:
        """What is not ready, by name."""
        found = {}
        if self.stopping.is_set():
            found["process"] = "it is ending"
        if self._sockets is not None and not self._sockets.connected():
            found["slack"] = "Socket Mode is not connected"
        if self.desk.intake.duplicates.rings():
            found["deliveries"] = NOT_ANSWERING
        try:
            self.desk.core.store.get("readyz", "probe")
        except StoreError:
            found["storage"] = "it cannot be used; the log says why"
        return found

    # --- parts

    @contextlib.contextmanager
    def _serving(self) -> Iterator[None]:
        app = make_app(self.desk, self.tokens.signing_secret if self.address else "")
        raise_descriptors()
        try:
            if self.address:
                self.port = self._listen(Listener(make_web(app, self.tokens.signing_secret), *self.address, "slack"))
            self._serve_probes()
            if not self.address:
                self._sockets = Sockets(app, self.tokens.app, self.desk.delivery.client)
                self._sockets.open()
            yield
        finally:
            for listener in self._listeners:
                listener.stop()
            if self._sockets is not None:
                self._sockets.close()

    def _listen(self, listener: Listener) -> int:
        self._listeners.append(listener)
        listener.start()
        return listener.port

    def _serve_probes(self) -> None:
        """Probes and metrics on a listener of their own; an address that was asked for has to be free, the usual one need not."""
        at = probes_address(self.environ, (self.address[0], self.port) if self.address and self.address[1] else self.address)
        if at is None:
            return
        try:
            self.probes_port = self._listen(Listener(make_probes(self.missing, self.desk.lanes.counts), *at, "probes"))
        except ConnectionError as error:
            if self.environ.get("DOCKWISE_PROBES", "").strip():
                raise
            complain(f"no probes and no metrics: {error}; DOCKWISE_PROBES names another address")

    def _chores(self) -> None:
        """Every so often: approvals that expired, and whatever a process that is gone has left behind."""
        while True:
            for chore in (tell_ended, tell_left_behind, self._tell_head):
                try:
                    self.desk.lanes.submit(CHORES, partial(chore, self.desk))
                except Busy:
                    log.info("chores wait")
            if self.stopping.wait(CHORES_SECONDS):
                return

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end it cleanly; elsewhere than in the main thread there are none to catch."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        handlers: dict[int, Callable[..., None]] = {signal.SIGTERM: self._told_to_end, signal.SIGINT: self._told_to_end}
        if hasattr(signal, "SIGHUP"):
            handlers[signal.SIGHUP] = self._told_to_reload
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told_to_end(self, *_: object) -> None:
        """A signal: end, and be gone a few seconds after the drain whatever hangs; what hangs is then printed."""
        if not self.stopping.is_set():
            faulthandler.dump_traceback_later(drain_seconds(self.environ) + OVERTIME_SECONDS, exit=True)
        self.stop()

    def _told_to_reload(self, *_: object) -> None:
        """SIGHUP: read the configuration again, in a thread, since the signal may have interrupted one that holds a lock."""

        def again() -> None:
            said = self.reload() if self.reload else "there is no configuration file to read again"
            print(f"dockwise: {said or 'the configuration was read again'}", file=sys.stderr, flush=True)

        threading.Thread(target=again, name="reload", daemon=True).start()

    def _end(self) -> int:
        seconds = drain_seconds(self.environ)
        running = sum(running + waiting for name, (running, waiting) in self.desk.lanes.counts().items() if name != CHORES)
        print(f"dockwise: ending; {running} requests are finished first (at most {seconds:g} s)", file=sys.stderr, flush=True)
        limit = time.monotonic() + seconds
        if self._sockets is not None:
            self._sockets.hang_up()
        for listener in self._listeners[:1] if self.address else ():
            listener.stop()
        self.desk.live.stop_all("stopped: the bot was restarted", min(5.0, seconds))
        left = self.desk.lanes.drain(max(0.0, limit - time.monotonic()))
        self.desk.ledger.flush(1.0)
        self.heads.tell(now=True)
        if left:
            complain(f"{left} requests could not be finished; the people who asked were told")
        return 0
