"""HTTP: Slack's signed requests on the public address, probes and metrics on one of their own; both under uvicorn.

Nothing of a request is believed, kept or parsed before its signature holds: first the path, then the headers, then at most
2 MB of body, then the signature over these bytes, and only then Bolt.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable

import structlog
import uvicorn
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.serving import metrics
from bot.serving.gate import BACKLOG, Gate, protocol_for
from bot.serving.signing import genuine, timely

log = structlog.get_logger("dockwise.web")
PATH = "/slack/events"
MOST_BYTES = 2_000_000

Ready = Callable[[], dict[str, str]]


class Unwelcome(Exception):
    """A request that goes no further; its connection ends with the answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status

    def answer(self) -> Response:
        """The answer."""
        metrics.UNWELCOME.labels(str(self.status)).inc()
        return PlainTextResponse(f"{self}\n", status_code=self.status, headers={"Connection": "close"})


def make_web(app: App, secret: str) -> Starlette:
    """What stands on the public address: Slack's requests, and nothing else."""

    async def from_slack(request: Request) -> Response:
        began = time.monotonic()
        try:
            body = await _genuine_body(request, secret)
            bolt_request = _bolt_request(request, body)
        except Unwelcome as error:
            return error.answer()
        try:
            # Bolt's own handler would hold up every other request while it runs a listener.
            answer = await run_in_threadpool(app.dispatch, bolt_request)
        except Exception as error:
            log.error("a request of Slack's could not be taken up", exc_info=error)
            return PlainTextResponse("internal error\n", status_code=500)
        metrics.ACK_SECONDS.observe(time.monotonic() - began)
        return to_starlette_response(answer)

    return Starlette(routes=[Route(PATH, from_slack, methods=["POST"])])


async def _genuine_body(request: Request, secret: str) -> bytes:
    """The raw bytes of a request that Slack has signed; Unwelcome for any other, as early as that can be seen."""
    stamps, signatures = (request.headers.getlist(f"x-slack-{name}") for name in ("request-timestamp", "signature"))
    if len(stamps) != 1 or len(signatures) != 1 or not timely(stamps[0], time.time()):
        raise Unwelcome(401, "not signed by Slack")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Unwelcome(413, "too large")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Unwelcome(413, "too large")
    except ClientDisconnect:
        raise Unwelcome(400, "gone") from None
    if not genuine(secret, stamps[0], signatures[0], bytes(body)):
        raise Unwelcome(401, "not signed by Slack")
    return bytes(body)


def _bolt_request(request: Request, body: bytes) -> BoltRequest:
    """The same for Bolt; Unwelcome where the signed bytes are no text, no JSON, or nested without end."""
    try:
        return BoltRequest(
            body=body.decode("utf-8"),
            query=dict(request.query_params),
            headers={name: request.headers.getlist(name) for name in request.headers},
        )
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        log.warning("a signed request cannot be read", error=type(error).__name__)
        raise Unwelcome(400, "not readable") from None


def make_probes(ready: Ready, lanes: Callable[[], dict[str, tuple[int, int]]]) -> Starlette:
    """`/healthz`, `/readyz` and `/metrics`. `ready` gives what is not ready, by name; {} when all is well."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        missing = await run_in_threadpool(ready)
        return JSONResponse({"ready": not missing, "missing": missing}, status_code=503 if missing else 200)

    async def metrics_page(_: Request) -> Response:
        for name, (running, waiting) in lanes().items():
            metrics.RUNNING.labels(name or "quick").set(running)
            metrics.WAITING.labels(name or "quick").set(waiting)
        return Response(metrics.page(), media_type="text/plain; version=0.0.4")

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics_page)])


class Listener:
    """One web application on one address, in a thread of its own."""

    def __init__(self, web: Starlette, host: str, port: int, name: str, gate: Gate | None = None) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise ConnectionError(f"cannot listen on {host}:{port}: {error.strerror}") from None
        self.port = int(self._socket.getsockname()[1])
        config = uvicorn.Config(
            web, http=protocol_for(gate or Gate()), ws="none", lifespan="off", backlog=BACKLOG, log_level="critical",
            access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3, log_config=None,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name=f"web-{name}", daemon=True)

    def start(self, seconds: float = 10.0) -> None:
        """Serve; back when connections are taken."""
        self._thread.start()
        limit = time.monotonic() + seconds
        while not self._server.started and self._thread.is_alive() and time.monotonic() < limit:
            time.sleep(0.01)

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def stop(self) -> None:
        """Take no more; answers that are on their way go out."""
        self._server.should_exit = True
