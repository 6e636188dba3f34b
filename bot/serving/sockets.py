"""Socket Mode: connected through `apps.connections.open`, connected again whenever the connection is gone."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import NotSetUp
from bot.serving import metrics

log = structlog.get_logger("dockwise.sockets")
CONNECT_AGAIN = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


class Sockets:
    """One Socket Mode connection, watched. The SDK reconnects by itself; this looks after what it leaves undone."""

    def __init__(self, app: App, app_token: str, client: WebClient, watch_seconds: float = 1.0) -> None:
        logger = logging.getLogger("dockwise.socket-mode")
        logger.setLevel(logging.CRITICAL)
        self.handler = _Timed(
            app, app_token, logger=logger, web_client=client, concurrency=20, ping_interval=5, receive_buffer_size=8192
        )
        self._client = client
        self._app_token = app_token
        self._watch_seconds = watch_seconds
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None

    def open(self) -> None:
        """Connect; NotSetUp where the app-level token is refused, ConnectionError where nobody answers."""
        try:
            self.handler.client.connect()
        except SlackApiError as error:
            code = str(error.response.get("error", "unknown_error"))
            raise NotSetUp(f"Slack refuses SLACK_APP_TOKEN ({code}): it needs the scope connections:write") from None
        except (SlackClientError, OSError) as error:
            raise ConnectionError(f"no connection for Socket Mode: {error}") from None
        metrics.CONNECTED.set(1)
        self._watcher = threading.Thread(target=self._watch, name="socket-watch", daemon=True)
        self._watcher.start()

    def connected(self) -> bool:
        """True while a connection is open."""
        return bool(self.handler.client.is_connected())

    def _watch(self) -> None:
        tries = 0
        while not self._closing.wait(self._watch_seconds if not tries else CONNECT_AGAIN[min(tries, len(CONNECT_AGAIN)) - 1]):
            if self.connected():
                tries = 0
                metrics.CONNECTED.set(1)
                continue
            metrics.CONNECTED.set(0)
            tries += 1
            self._again(tries)

    def _again(self, tries: int) -> None:
        client = self.handler.client
        # The SDK's own monitor may be at it just now; then this one waits its turn.
        if not client.connect_operation_lock.acquire(blocking=False):
            return
        try:
            if not self._closing.is_set() and not client.is_connected():
                client.wss_uri = client.issue_new_wss_url()
                client.connect()
                log.info("connected again", tries=tries)
        except (SlackClientError, OSError, ValueError) as error:
            log.warning("not connected", tries=tries, error=type(error).__name__)
        finally:
            client.connect_operation_lock.release()

    def hang_up(self) -> None:
        """Take no more deliveries: what is under way goes on."""
        self._closing.set()
        client = self.handler.client
        client.auto_reconnect_enabled = False
        client.default_auto_reconnect_enabled = False
        # Acknowledgements of what has just come in still go out; the reader, which would wait for seconds, is woken.
        time.sleep(0.15)
        client.current_session_state.terminated = True
        reader = getattr(client.current_session, "sock", None)
        if reader is not None:
            with contextlib.suppress(OSError):
                reader.shutdown(socket.SHUT_RD)
        client.disconnect()
        metrics.CONNECTED.set(0)

    def close(self) -> None:
        """Give everything back. The SDK's threads end by themselves a few seconds later; nobody has to wait for that."""
        if not self._closing.is_set():
            self.hang_up()
        threading.Thread(target=self.handler.close, name="socket-close", daemon=True).start()


class _Timed(SocketModeHandler):
    """Notes how long the acknowledgement took."""

    def handle(self, client: Any, req: SocketModeRequest) -> None:
        """One envelope."""
        began = time.monotonic()
        super().handle(client, req)
        metrics.ACK_SECONDS.observe(time.monotonic() - began)
