"""`dockwise serve`: Socket Mode, or signed HTTP with `--http HOST:PORT`; ends cleanly on SIGTERM and SIGINT.

    serve(settings_or_reloader, os.environ, "0.0.0.0:3000" | None) -> exit status

Status 2 with one line where a token is missing or wrong, 1 where Slack or the storage cannot be reached, 0 after a clean end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import structlog

from bot.app import NotSetUp, identify, make_app, make_desk, web_client
from bot.audit_heads import Heads
from bot.blocks import Message
from bot.config_model import Settings
from bot.core import Core
from bot.delivery import Spot
from bot.desk import Desk
from bot.lanes import Busy
from bot.listeners.approvals import tell_ended
from bot.serving.sockets import Sockets
from bot.serving.tokens import Tokens, read_tokens
from bot.serving.web import make_server, make_web
from bot.store import StoreError

if TYPE_CHECKING:
    import uvicorn

    from bot.config import Reloader

log = structlog.get_logger("dockwise.server")
DRAIN_SECONDS = 25.0  # Kubernetes and `docker stop` wait 30 and 10 seconds; see DOCKWISE_DRAIN_SECONDS
CHORES_SECONDS = 20.0
CHORES = "chores"  # the lane for what nobody asked for
START_TRIES = (0.0, 1.0, 2.0, 4.0)


class BadAddress(Exception):
    """`--http` got something else than HOST:PORT."""


def address_of(text: str) -> tuple[str, int]:
    """`0.0.0.0:3000`, `:3000`, `[::1]:3000`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 0 <= int(port) < 65_536:
        raise BadAddress(f"--http needs HOST:PORT, such as 0.0.0.0:3000, not {text!r}")
    return host.strip("[]") or "0.0.0.0", int(port)


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
    except (NotSetUp, BadAddress) as error:
        complain(str(error))
        return 2
    except (ConnectionError, StoreError) as error:
        complain(str(error))
        return 1
    try:
        return Service(desk, tokens, environ, address).run()
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


class Service:
    """One process that serves. `stop` ends it as SIGTERM does."""

    def __init__(self, desk: Desk, tokens: Tokens, environ: Mapping[str, str], address: tuple[str, int] | None) -> None:
        self.desk = desk
        self.tokens = tokens
        self.environ = environ
        self.address = address
        self.stopping = threading.Event()
        self.started = threading.Event()
        self.port = 0
        self._sockets: Sockets | None = None
        self._web: uvicorn.Server | None = None
        core = desk.core
        self.heads = Heads(core.audit, self._post_head, lambda: core.settings.audit_channel)

    def _post_head(self, channel: str, text: str) -> bool:
        """The head of the audit for a channel of the workspace's own."""
        if self.desk.delivery.channels.shared(channel):
            return False
        return self.desk.delivery.send(Spot(channel, ""), Message([], text)).channel == channel

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
        try:
            self.desk.core.store.get("readyz", "probe")
        except StoreError as error:
            found["storage"] = str(error)
        return found

    # --- parts

    @contextlib.contextmanager
    def _serving(self) -> Iterator[None]:
        app = make_app(self.desk, self.tokens.signing_secret if self.address else "")
        probes = self.environ.get("DOCKWISE_PROBES", "").strip()
        if self.address:
            self._start_web(make_web(app, self.missing, self.desk.lanes.counts), self.address)
        else:
            if probes:
                self._start_web(make_web(None, self.missing, self.desk.lanes.counts), address_of(probes))
            self._sockets = Sockets(app, self.tokens.app, self.desk.delivery.client)
            self._sockets.open()
        try:
            yield
        finally:
            if self._web is not None:
                self._web.should_exit = True
            if self._sockets is not None:
                self._sockets.close()

    def _start_web(self, web: object, address: tuple[str, int]) -> None:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            listener.close()
            raise ConnectionError(f"cannot listen on {address[0]}:{address[1]}: {error.strerror}") from None
        self.port = listener.getsockname()[1]
        self._web = make_server(web, *address)  # type: ignore[arg-type]
        server = self._web

        def run() -> None:
            import asyncio

            asyncio.run(server.serve(sockets=[listener]))

        threading.Thread(target=run, name="web", daemon=True).start()
        limit = time.monotonic() + 10
        while not server.started and time.monotonic() < limit:
            time.sleep(0.01)

    def _chores(self) -> None:
        """Every so often: approvals that expired, or whose process is gone."""
        while True:
            try:
                self.desk.lanes.submit(CHORES, lambda: tell_ended(self.desk))
                self.desk.lanes.submit(CHORES, self.heads.tell)
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
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self) -> int:
        seconds = drain_seconds(self.environ)
        running = sum(running + waiting for name, (running, waiting) in self.desk.lanes.counts().items() if name != CHORES)
        print(f"dockwise: ending; {running} requests are finished first (at most {seconds:g} s)", file=sys.stderr, flush=True)
        if self._sockets is not None:
            self._sockets.hang_up()
        self.desk.live.stop_all("stopped: the bot was restarted", min(5.0, seconds))
        left = self.desk.lanes.drain(seconds)
        self.desk.ledger.flush()
        self.heads.tell(now=True)
        if left:
            complain(f"{left} requests could not be finished; the people who asked were told")
        return 0
