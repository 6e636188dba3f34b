"""Socket Mode: connected through `apps.connections.open`, and connected again at once whenever the connection is gone.

A connection counts when Slack has said `hello` on it and it is open. One thread reads it, a few hand deliveries to Bolt and
acknowledge them on the connection that they came in on. A connection that is lost ends the reading at once; one that is dead
without a word is found by its pings.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from typing import Any

import structlog
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.app import NotSetUp
from bot.serving import metrics
from commands.background import BackgroundPool

log = structlog.get_logger("dockwise.sockets")
CONNECT_AGAIN = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
WORKERS = 20
PING_SECONDS = 5.0
SILENT_SECONDS = 15.0  # without an answer to a ping, on a connection that has answered before
HELLO_SECONDS = 10.0
MOST_BYTES = 4_000_000


class _Line:
    """One connection, and whether it lives."""

    def __init__(self, url: str) -> None:
        opened = connect(url, open_timeout=10, close_timeout=1, ping_interval=None, max_size=MOST_BYTES, compression=None)
        self.connection: ClientConnection = contextlib.ExitStack().enter_context(opened)
        self.hello = threading.Event()
        self.lost = threading.Event()
        self._answered = 0.0
        self._pinged = time.monotonic()

    @property
    def live(self) -> bool:
        """True while deliveries can arrive on it."""
        return self.hello.is_set() and not self.lost.is_set()

    def ping(self) -> None:
        """Ask for a sign of life; a connection that used to give them and does not any more is ended."""
        now = time.monotonic()
        if self._answered and now - self._answered > SILENT_SECONDS:
            log.warning("the connection is dead", seconds=round(now - self._answered))
            self.close()
        elif now - self._pinged >= PING_SECONDS:
            self._pinged = now
            with contextlib.suppress(WebSocketException, OSError):
                answer = self.connection.ping()
                threading.Thread(target=self._wait_for, args=(answer,), name="pong", daemon=True).start()

    def _wait_for(self, answer: threading.Event) -> None:
        if answer.wait(SILENT_SECONDS) and not self.lost.is_set():
            self._answered = time.monotonic()

    def send(self, text: str) -> bool:
        """Send it; False where the connection is gone."""
        try:
            self.connection.send(text)
        except (WebSocketException, OSError):
            return False
        return True

    def close(self) -> None:
        """End it."""
        self.lost.set()
        with contextlib.suppress(WebSocketException, OSError):
            self.connection.close()


class Sockets:
    """One Socket Mode connection at a time, made anew when it is lost or when Slack asks for it."""

    def __init__(self, app: App, app_token: str, client: WebClient, watch_seconds: float = 0.5) -> None:
        self._app, self._app_token, self._client = app, app_token, client
        self._watch_seconds = watch_seconds
        self._line: _Line | None = None
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._pool = BackgroundPool(WORKERS, "socket-mode")
        self._busy = 0
        self._changed = threading.Condition()

    def open(self) -> None:
        """Connect; NotSetUp where the app-level token is refused, ConnectionError where nobody answers."""
        try:
            self._line = self._dial()
        except SlackApiError as error:
            code = str(error.response.get("error", "unknown_error"))
            raise NotSetUp(f"Slack refuses SLACK_APP_TOKEN ({code}): it needs the scope connections:write") from None
        except (SlackClientError, WebSocketException, OSError, ValueError) as error:
            raise ConnectionError(f"no connection for Socket Mode: {error}") from None
        metrics.CONNECTED.set(1)
        threading.Thread(target=self._watch, name="socket-watch", daemon=True).start()

    def connected(self) -> bool:
        """True while events can arrive."""
        line = self._line
        return line is not None and line.live and not self._closing.is_set()

    def _dial(self) -> _Line:
        """A new connection on which Slack has said hello."""
        answer: Any = self._client.apps_connections_open(app_token=self._app_token)
        line = _Line(str(answer["url"]))
        threading.Thread(target=self._read, args=(line,), name="socket-read", daemon=True).start()
        if not line.hello.wait(HELLO_SECONDS):
            line.close()
            raise ConnectionError("Slack said no hello")
        return line

    def _watch(self) -> None:
        """Connect again whenever there is no connection: at once, then less and less often."""
        tries = 0
        while not self._closing.is_set():
            line = self._line
            if line is not None and line.live:
                tries = 0
                metrics.CONNECTED.set(1)
                line.ping()
                self._wake.wait(self._watch_seconds)
                self._wake.clear()
                continue
            metrics.CONNECTED.set(0)
            if self._closing.wait(CONNECT_AGAIN[min(tries, len(CONNECT_AGAIN) - 1)]):
                return
            tries += 1
            self._again(tries)

    def _again(self, tries: int) -> None:
        try:
            self._take_over(self._dial())
            log.info("connected again", tries=tries)
        except (SlackClientError, WebSocketException, OSError, ValueError) as error:
            log.warning("not connected", tries=tries, error=type(error).__name__)

    def _take_over(self, line: _Line) -> None:
        before, self._line = self._line, line
        if self._closing.is_set():
            line.close()
        if before is not None:
            before.close()

    def _read(self, line: _Line) -> None:
        """Everything that comes in on one connection, until it is gone."""
        try:
            for text in line.connection:
                if not self._closing.is_set():
                    self._came(line, text)
        except (ConnectionClosed, WebSocketException, OSError) as error:
            log.info("a connection has ended", error=type(error).__name__)
        finally:
            line.close()
            self._wake.set()

    def _came(self, line: _Line, text: str | bytes) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        if message.get("type") == "hello":
            line.hello.set()
        elif message.get("type") == "disconnect":
            # Slack is about to end this connection: the next one is made first, so that nothing is missed.
            threading.Thread(target=self._again, args=(0,), name="socket-refresh", daemon=True).start()
        elif message.get("envelope_id"):
            with self._changed:
                self._busy += 1
            self._pool.submit(self._deliver, line, message)

    def _deliver(self, line: _Line, envelope: dict[str, Any]) -> None:
        """One delivery, from Bolt to its acknowledgement."""
        began = time.monotonic()
        try:
            payload = self._handled(envelope)
            if payload is not None:
                text = json.dumps({"envelope_id": envelope["envelope_id"], **payload})
                current = self._line
                if not line.send(text) and current is not None and current is not line:
                    current.send(text)
            metrics.ACK_SECONDS.observe(time.monotonic() - began)
        except Exception as error:
            log.error("a delivery could not be taken up", exc_info=error)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _handled(self, envelope: dict[str, Any]) -> dict[str, Any] | None:
        """What the acknowledgement carries; None where Bolt takes it for nothing that is to be acknowledged."""
        headers: dict[str, Any] = {}
        if envelope.get("retry_attempt") is not None:
            headers["x-slack-retry-num"] = str(envelope["retry_attempt"])
        if envelope.get("retry_reason") is not None:
            headers["x-slack-retry-reason"] = str(envelope["retry_reason"])
        request = BoltRequest(mode="socket_mode", body=envelope.get("payload") or {}, headers=headers)
        answer = self._app.dispatch(request)
        if answer.status != 200:
            return None
        if not answer.body:
            return {}
        kind = (answer.headers.get("content-type") or [""])[0]
        return {"payload": json.loads(answer.body) if kind.startswith("application/json") else {"text": answer.body}}

    def hang_up(self) -> None:
        """Take no more deliveries; what has come in is still acknowledged."""
        self._closing.set()
        self._wake.set()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, 1.0)
        if self._line is not None:
            self._line.close()
        metrics.CONNECTED.set(0)

    def close(self) -> None:
        """Give everything back."""
        if not self._closing.is_set():
            self.hang_up()
