"""A swarm of one manager with what attackers would like to reach there, two people, and a core that answers them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.config import parse
from bot.core import Core
from bot.reply import Reply
from bot.request import Actor, Place, Request, Surface
from scripts.private_engine import EngineUnavailable, PrivateEngine
from tests.engine.conftest import unavailable

CONFIG = """
hosts: {{prod: {{url: "{url}"}}}}
roles:
  change: {{users: [U0CHANGE]}}
  web: {{users: [U0WEB]}}
  root: {{users: [U0ROOT]}}
  asks: {{users: [U0ASKS]}}
grants:
  - {{roles: [change, root], risk: [read], hosts: ["*"]}}
  - {{roles: [change], risk: [change, destroy], hosts: [prod], host_access: false}}
  - {{roles: [web], risk: [read, change, destroy], hosts: [prod], labels: [team=web]}}
  - {{roles: [root], risk: [change, destroy], hosts: [prod], host_access: true}}
  - {{roles: [asks], risk: [change, destroy], hosts: [prod], approval: confirm}}
limits: {{per_person: null, per_host: null, changes_per_person: null, seconds: 20}}
storage: "sqlite:///{storage}"
"""
PLACE = Place(Surface.SLACK, channel="C0OPS")
QUICK = "--no-resolve-image --restart-condition none --stop-grace-period 100ms --update-monitor 100ms --rollback-monitor 100ms"
SECRET = "TopSecretDB99"
FILE = "HOST-FILE-CONTENT"
IMAGE = "busybox:latest"
# A service of the team whose grant is for the label team=web.
LABELLED = "--name own --label team=web"
LIKE_ID = "ab" * 32


def create(flags: str, *command: str) -> str:
    """`service create` with an image and a command."""
    return f"docker service create -d {QUICK} {flags} {IMAGE} {' '.join(command)}"


@dataclass
class SwarmWorld:
    """The engine, the core, and what people say to it."""

    engine: PrivateEngine
    core: Core
    folder: str

    def ask(self, who: str, text: str) -> Reply:
        """What `change` (no host access), `web` (the label team=web), `asks` (confirms) or `root` gets for that text."""
        return self.core.answer(Request(text, Actor(f"U0{who.upper()}"), PLACE, host="prod"))

    def run(self, who: str, text: str) -> str:
        """What it prints; the test fails where it is refused or fails."""
        reply = self.ask(who, text)
        assert reply.ok and reply.result is not None, (text, reply.note, reply.result)
        return reply.result.stdout

    def refused(self, who: str, text: str) -> str:
        """Why it is refused; the test fails where anything ran."""
        reply = self.ask(who, text)
        assert reply.decision is not None and not reply.decision.allowed and reply.result is None, (text, reply)
        return reply.note

    def docker(self, *words: str) -> str:
        """The real program, as an administrator."""
        done = self.engine.docker(*words)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout.strip()

    def printed(self, service: str, seconds: float = 15) -> str:
        """What a service's tasks have printed once one has ended, or nothing after some time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            states = self.docker("service", "ps", "--format", "{{.CurrentState}}", service)
            if any(word in states for word in ("Complete", "Failed", "Rejected")):
                break
            time.sleep(0.2)
        return self.docker("service", "logs", "--raw", service)

    def clear(self) -> None:
        """Without services."""
        for row in self.engine.api.services():
            self.engine.api.remove_service(row["ID"])


@contextmanager
def swarm_world(engine: PrivateEngine) -> Iterator[SwarmWorld]:
    """The manager with another team's objects and an administrator's ways to the host."""
    folder = engine.new_folder()
    Path(folder, "hostfile").write_text(FILE + "\n", encoding="utf-8")
    engine.api.init_swarm(advertise_addr="127.0.0.1")
    for team in ("db", "web"):
        labels = {"team": team}
        engine.api.create_secret(f"{team}sec", SECRET.encode(), labels=labels)
        engine.api.create_config(f"{team}cfg", f"config-of-{team}".encode(), labels=labels)
        engine.api.create_network(f"{team}ov", driver="overlay", labels=labels)
        engine.api.create_volume(f"{team}vol", labels=labels)
    for name in ("rootvol", LIKE_ID):
        engine.api.create_volume(name, driver_opts={"type": "none", "o": "bind", "device": folder}, labels={"team": "web"})
    engine.make_image("dbapp:1", dockerfile_tail='LABEL team=db\nCMD ["cat", "/bin/busybox"]\n')
    with tempfile.TemporaryDirectory(prefix="dockwise-swarm-") as storage:
        core = Core(parse(CONFIG.format(url=engine.host, storage=f"{storage}/state.db"), "test.yml", {}), {})
        try:
            yield SwarmWorld(engine, core, folder)
        finally:
            core.close()


@contextmanager
def started_world() -> Iterator[SwarmWorld]:
    """An engine of its own with all of it; skips where none can run."""
    private = PrivateEngine()
    try:
        private.start()
    except EngineUnavailable as error:
        unavailable(str(error))
    try:
        with swarm_world(private) as made:
            yield made
    finally:
        private.stop()
