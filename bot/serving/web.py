"""HTTP mode: Slack's signed requests through Bolt's adapter, and `/healthz`, `/readyz`, `/metrics`, under uvicorn."""

from __future__ import annotations

import time
from collections.abc import Callable

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.serving import metrics

# One address for everything is enough; whoever gives Slack several finds them all here. Each request is signed.
PATHS = ("/slack/events", "/slack/{rest:path}", "/")
MOST_BYTES = 2_000_000

Ready = Callable[[], dict[str, str]]


def make_web(app: App | None, ready: Ready, lanes: Callable[[], dict[str, tuple[int, int]]]) -> Starlette:
    """The web application. `ready` gives what is not ready, by name; {} when all is well. Without `app`, only the probes."""

    async def from_slack(request: Request) -> Response:
        began = time.monotonic()
        if int(request.headers.get("content-length") or 0) > MOST_BYTES:
            return PlainTextResponse("too large", status_code=413)
        try:
            body = await request.body()
        except ClientDisconnect:
            return PlainTextResponse("gone", status_code=400)
        if len(body) > MOST_BYTES:
            return PlainTextResponse("too large", status_code=413)
        try:
            bolt_request = to_bolt_request(request, body)
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8", status_code=400)
        assert app is not None
        # Bolt's own handler would hold up every other request while it runs a listener.
        answer = await run_in_threadpool(app.dispatch, bolt_request)
        metrics.ACK_SECONDS.observe(time.monotonic() - began)
        return to_starlette_response(answer)

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

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics_page)]
    if app is not None:
        routes += [Route(path, from_slack, methods=["POST"]) for path in PATHS]
    return Starlette(routes=routes)


def make_server(web: Starlette, host: str, port: int) -> uvicorn.Server:
    """uvicorn, quiet, without signal handlers of its own."""
    config = uvicorn.Config(
        web, host=host, port=port, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=5, ws="none",
        server_header=False, limit_concurrency=1000, log_config=None,
    )  # fmt: skip
    return uvicorn.Server(config)
