"""The stand-in on loopback: Web API, `response_url`s, uploads, and Socket Mode, on one port."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from concurrent.futures import Future
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.slack.standin import webapi_more
from tests.slack.standin.webapi import respond
from tests.slack.standin.workspace import APP_ID, APP_TOKEN, BOT_TOKEN, SlackError, Workspace


class Standin:
    """Slack, as far as the bot can tell. `workspace` holds what people see."""

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.workspace = workspace or Workspace()
        self.sockets: list[WebSocket] = []
        self.waiting: dict[str, Future[dict[str, Any]]] = {}
        self.connected = 0
        self.turn = 0
        self.refuse_connections = False
        self.wire_port = 0  # where Socket Mode is reached, in place of the stand-in's own port
        self._loop: asyncio.AbstractEventLoop | None = None
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self._listener = listener
        routes = [
            Route("/api/{method}", self._api, methods=["GET", "POST"]),
            Route("/response/{id}", self._response, methods=["POST"]),
            Route("/upload/{id}", self._upload, methods=["POST"]),
            Route("/files/{id}", self._file),
            WebSocketRoute("/socket", self._socket),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), log_config=None, lifespan="off", timeout_graceful_shutdown=1, ws_max_size=4_000_000
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="standin", daemon=True)

    @property
    def base(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """What `SLACK_API_URL` is set to."""
        return self.base + "/api/"

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._listener]))

    def start(self) -> Standin:
        """Serve, in a thread of its own."""
        self._thread.start()
        limit = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > limit:
                raise RuntimeError("the stand-in did not start")
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """End it."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(10)

    # --- what the bot calls

    async def _api(self, request: Request) -> Response:
        name = request.path_params["method"]
        args = await _arguments(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or args.pop("token", "")
        args.pop("token", None)
        with self.workspace.lock:
            status, body, headers = self._answer(name, args, token)
        return JSONResponse(body, status_code=status, headers=headers)

    def _answer(self, name: str, args: dict[str, Any], token: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        space = self.workspace
        if name == "apps.connections.open":
            return self._connections_open(token)
        fault = space.fault_for(name, args)
        try:
            if token != BOT_TOKEN:
                raise SlackError("invalid_auth" if token else "not_authed")
            if fault and fault.retry_after:
                space.note(name, args, "ratelimited")
                return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(fault.retry_after)}
            if fault:
                raise SlackError(fault.error, **fault.extra)
            if name not in webapi_more.METHODS:
                raise SlackError("unknown_method", req_method=name)
            body = webapi_more.METHODS[name](space, args | {"_base": self.base})
        except SlackError as error:
            space.note(name, args, error.code)
            return 200, {"ok": False, "error": error.code, **error.extra}, {}
        space.note(name, args)
        return 200, {"ok": True, **body}, {}

    def _connections_open(self, token: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        self.workspace.note("apps.connections.open", {})
        if token != APP_TOKEN:
            return 200, {"ok": False, "error": "invalid_auth" if token else "not_authed"}, {}
        port, ticket = self.wire_port or self.port, self.workspace.next_id("t")
        return 200, {"ok": True, "url": f"ws://127.0.0.1:{port}/socket?ticket={ticket}"}, {}

    async def _response(self, request: Request) -> Response:
        payload = json.loads(await request.body() or b"{}")
        space = self.workspace
        with space.lock:
            fault = space.fault_for("response_url", payload)
            if fault and fault.retry_after:
                space.note("response_url", payload, "ratelimited")
                return JSONResponse({"ok": False}, status_code=429, headers={"Retry-After": str(fault.retry_after)})
            if fault:
                space.note("response_url", payload, fault.error)
                return JSONResponse({"ok": False, "error": fault.error}, status_code=404 if "url" in fault.error else 400)
            status, body = respond(space, space.answerables.get(request.path_params["id"]), payload)
            space.note("response_url", payload, body.get("error", ""))
        return JSONResponse(body, status_code=status)

    async def _upload(self, request: Request) -> Response:
        content = await request.body()
        with self.workspace.lock:
            upload = self.workspace.uploads.get(request.path_params["id"])
            if upload is None or len(content) != upload.length:
                return Response("length mismatch", status_code=400)
            upload.content = content
            self.workspace.note("upload", {"name": upload.name})
        return Response(f"OK - {len(content)}")

    async def _file(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {BOT_TOKEN}":
            return Response("<html>sign in</html>", media_type="text/html")
        content = self.workspace.shared_files.get(request.path_params["id"])
        return Response(content, media_type="text/plain") if content is not None else Response("gone", status_code=404)

    # --- Socket Mode

    async def _socket(self, websocket: WebSocket) -> None:
        if self.refuse_connections:
            await websocket.close(1013)
            return
        await websocket.accept()
        self._loop = asyncio.get_running_loop()
        hello = {"type": "hello", "num_connections": len(self.sockets) + 1, "connection_info": {"app_id": APP_ID}}
        await websocket.send_text(json.dumps(hello))
        with self.workspace.changed:
            self.sockets.append(websocket)
            self.connected += 1
            self.workspace.changed.notify_all()
        try:
            while True:
                self._acknowledged(json.loads(await websocket.receive_text()))
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            with self.workspace.changed:
                self.sockets = [other for other in self.sockets if other is not websocket]
                self.workspace.changed.notify_all()

    def _acknowledged(self, message: dict[str, Any]) -> None:
        future = self.waiting.pop(message.get("envelope_id", ""), None)
        if future and not future.done():
            future.set_result(message.get("payload") or {})

    def send_envelope(self, envelope: dict[str, Any]) -> Future[dict[str, Any]]:
        """Send it down one of the connections, in turn; the future gives what the ack carried."""
        self.wait_connected()
        future: Future[dict[str, Any]] = Future()
        with self.workspace.lock:
            self.turn += 1
            websocket = self.sockets[self.turn % len(self.sockets)]
            self.waiting[envelope["envelope_id"]] = future
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(websocket.send_text(json.dumps(envelope)), self._loop)
        return future

    def wait_connected(self, count: int = 1, seconds: float = 15.0) -> None:
        """Wait for that many open connections."""
        self.workspace.wait(lambda: len(self.sockets) >= count, seconds)

    def ask_to_reconnect(self) -> None:
        """Slack's `disconnect`: the bot is to open a new connection."""
        self._each(lambda websocket: websocket.send_text(json.dumps({"type": "disconnect", "reason": "refresh_requested"})))

    def drop_connections(self) -> None:
        """The network goes away without a word."""
        self._each(lambda websocket: websocket.close(1011))

    def _each(self, act: Any) -> None:
        assert self._loop is not None
        for websocket in list(self.sockets):
            asyncio.run_coroutine_threadsafe(act(websocket), self._loop).result(5)


async def _arguments(request: Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return args
    if request.headers.get("content-type", "").startswith("application/json"):
        return args | json.loads(await request.body() or b"{}")
    return args | dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
