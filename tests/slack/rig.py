"""One bot against one stand-in, over real sockets: shared by all tests of a module, emptied between them."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.config import parse
from bot.limits_rate import forget
from bot.logs import configure
from bot.server import Service, _desk
from bot.serving.tokens import read_tokens
from tests.slack.fake_core import FakeCore, Made, install
from tests.slack.standin.people import People
from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Message, Workspace

SETTINGS = """
hosts:
  local: {}
  prod-1: {url: "tcp://127.0.0.1:9"}
  prod-2: {url: "tcp://127.0.0.1:9"}
default_host: local
channels:
  C0DEV: {host: prod-1}
roles:
  oncall: {users: [U0BOB], usergroups: [S0ONCALL]}
  admin: {users: [U0ADMIN, U0CAROL]}
grants:
  - {roles: [everyone], risk: [read], hosts: ["*"]}
  - {roles: [oncall], commands: [network create, container pause], hosts: ["*"], approval: confirm}
  - {roles: [admin], commands: [network create, network prune], hosts: ["*"], approval: second}
  - {roles: [oncall], commands: [container rename], hosts: ["*"]}
"""


configure("error")  # without it, every trace is drawn with colours and local variables, which takes seconds


class Rig:
    """The stand-in, its people, and a served bot."""

    def __init__(
        self,
        http: bool = False,
        settings: str = SETTINGS,
        store_url: str = "",
        settle: float = 2.5,
        standin: Standin | None = None,
    ) -> None:
        self.standin = standin or Standin().start()
        self.space: Workspace = self.standin.workspace
        self.http = http
        self.environ = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": self.standin.url,
            "DOCKWISE_DRAIN_SECONDS": "5",
        }
        self.folder = tempfile.mkdtemp(prefix="dockwise-rig-")
        store_url = store_url or f"sqlite:///{self.folder}/rig.db"
        self.core = FakeCore(parse(settings, environ=self.environ), store_url=store_url)
        tokens = read_tokens(self.environ, http)
        self.desk = _desk(self.core, tokens, self.environ)
        self.desk.settle_seconds = settle
        self.service = Service(self.desk, tokens, self.environ, ("127.0.0.1", 0) if http else None)
        self.status: list[int] = []
        self.thread = threading.Thread(target=self._run, name="service", daemon=True)
        self.thread.start()
        assert self.service.started.wait(15), "the bot did not start"
        self.people = People(self.standin, f"http://127.0.0.1:{self.service.port}/slack/events" if http else "")
        if not http:
            self.standin.wait_connected()

    def _run(self) -> None:
        self.status.append(self.service.run())

    def fresh(self) -> None:
        """Nothing said, nothing prepared, no faults, and nothing still at work."""
        limit = time.monotonic() + 5
        while any(running + waiting for running, waiting in self.desk.lanes.counts().values()) and time.monotonic() < limit:
            time.sleep(0.005)
        self.space.forget()
        forget()
        self.desk.delivery.channels.forget()
        self.core.drift = "as it was"
        self.core.outputs.clear()
        self.core.ran.clear()

    def give(self, command: str, made: Made) -> None:
        """What that command prints."""
        self.core.outputs[command] = made

    def answers(self, count: int = 1, **where: Any) -> list[Message]:
        """Wait for that many messages of the bot's."""
        found: list[Message] = self.space.wait(lambda: said if len(said := self.space.said(**where)) >= count else None)
        return found

    def answer(self, **where: Any) -> Message:
        """Wait for the first message."""
        return self.answers(1, **where)[0]

    def settled(self, message: Message, versions: int = 2) -> Message:
        """Wait until a message was rewritten."""
        self.space.wait(lambda: message.versions >= versions)
        return message

    def stop(self, whole: bool = True) -> None:
        """End the bot; the stand-in too."""
        self.service.stop()
        self.thread.join(20)
        self.core.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if whole:
            self.standin.stop()


@contextmanager
def running(**options: Any) -> Iterator[Rig]:
    """A rig for the length of a block."""
    with pytest.MonkeyPatch.context() as patch:
        rig = Rig(**options)
        install(rig.core, patch)
        try:
            yield rig
        finally:
            rig.stop(whole=options.get("standin") is None)
