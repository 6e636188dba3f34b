"""A small host with what attackers would like to reach, people of every kind, and a core that answers them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import flow
from bot.config import parse
from bot.core import Core
from bot.reply import Reply
from bot.request import Actor, Place, Request, Surface
from commands.parsed import ParsedCommand
from commands.result import Result
from commands.risk import Risk, risk_of
from scripts.private_engine import PrivateEngine

CONFIG = """
hosts: {{prod: {{url: "{url}"}}, other: {{url: "unix:///nowhere/docker.sock"}}}}
roles:
  oncall: {{users: [U0ONCALL]}}
  admin: {{users: [U0ADMIN]}}
  root: {{users: [U0ROOT]}}
grants:
  - {{roles: [everyone], risk: [read], hosts: ["*"]}}
  - roles: [oncall]
    commands: [container restart, container start, container stop]
    hosts: ["prod*"]
    channels: [C0OPS]
    labels: [team=web]
  - {{roles: [admin], risk: [change, destroy], hosts: [prod]}}
  - {{roles: [root], risk: [read, change, destroy], hosts: [prod], host_access: true}}
fetch: [github.com]
limits: {{per_person: null, per_host: null, changes_per_person: null, seconds: 5}}
storage: "sqlite:///{storage}"
"""

OPS = Place(Surface.SLACK, channel="C0OPS")
PEOPLE: dict[str, tuple[Actor, Place]] = {
    "member": (Actor("U0BOB"), OPS),
    "guest": (Actor("U0GUEST", member=False, kind="guest"), OPS),
    "external": (Actor("U0FAR", member=False, kind="external"), OPS),
    "bot": (Actor("U0BOT", member=False, kind="bot"), OPS),
    "oncall": (Actor("U0ONCALL"), OPS),
    "oncall-elsewhere": (Actor("U0ONCALL"), Place(Surface.SLACK, channel="C0LUNCH")),
    "admin": (Actor("U0ADMIN"), OPS),
    "root": (Actor("U0ROOT"), OPS),
}


def rows(name: str) -> list[dict[str, str]]:
    """A table of `tests/cases`."""
    lines = (Path(__file__).parent.parent / "cases" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def furnish(engine: PrivateEngine) -> None:
    """The containers, volumes and networks that the tables speak of. None of the privileged ones is ever started."""
    folder = engine.folder / "shared"
    for words in (
        ["create", "--name", "web", "--label", "team=web", engine.image, "sleep", "1000"],
        ["create", "--name", "db", "--label", "team=db", "-v", "data:/data", engine.image, "sleep", "1000"],
        ["create", "--name", "priv", "--label", "team=web", "--privileged", engine.image, "sleep", "1000"],
        ["create", "--name", "mounts", "--label", "team=web", "-v", f"{folder}:/host", engine.image, "sleep", "1000"],
        ["create", "--name", "sockets", "--label", "team=web", "-v", f"{folder}/x.sock:/x.sock", engine.image, "sleep", "1000"],
        ["create", "--name", "hostnet", "--label", "team=web", "--network", "host", engine.image, "sleep", "1000"],
        ["network", "create", "n1"],
        ["volume", "create", "-o", "type=none", "-o", "o=bind", "-o", f"device={folder}", "bound"],
        ["create", "--name", "behind", "--label", "team=web", "-v", "bound:/h", engine.image, "sleep", "1000"],
    ):
        done = engine.docker(*words)
        assert done.returncode == 0, done.stderr


def state_of(engine: PrivateEngine) -> str:
    """Everything that the tables try to change, as one text."""
    api: Any = engine.api
    containers = [api.inspect_container(row["Id"]) for row in api.containers(all=True)]
    kept = [
        {key: one[key] for key in ("Id", "Name", "State", "HostConfig", "Config", "RestartCount", "Mounts")} for one in containers
    ]
    images = sorted((row["Id"], sorted(row["RepoTags"] or [])) for row in api.images(all=True))
    volumes = sorted((row["Name"], row["CreatedAt"]) for row in api.volumes()["Volumes"] or [])
    networks = sorted(
        (row["Id"], row["Name"], sorted(api.inspect_network(row["Id"]).get("Containers") or {})) for row in api.networks()
    )
    swarm = api.info()["Swarm"]["LocalNodeState"]
    return json.dumps([sorted(kept, key=lambda one: str(one["Id"])), images, volumes, networks, swarm], sort_keys=True)


@contextmanager
def core_for(engine: PrivateEngine) -> Iterator[Core]:
    """A core with its storage in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="dockwise-policy-") as folder:
        core = Core(parse(CONFIG.format(url=engine.host, storage=f"{folder}/state.db"), "test.yml", {}), {})
        try:
            yield core
        finally:
            core.close()


@contextmanager
def nothing_runs() -> Iterator[list[str]]:
    """Commands that would run are noted and not run; those that only read do run."""
    would: list[str] = []
    real = flow.execute

    def guarded(core: Any, request: Any, judged: Any, *rest: Any, **more: Any) -> Any:
        parsed: ParsedCommand = judged.parsed
        if risk_of(parsed) is Risk.READ:
            return real(core, request, judged, *rest, **more)
        would.append(parsed.text)
        return Result()

    flow.execute = guarded  # type: ignore[assignment]
    try:
        yield would
    finally:
        flow.execute = real


def ask(core: Core, who: str, text: str) -> Reply:
    """What that person gets for that text."""
    actor, place = PEOPLE[who]
    return core.answer(Request(text, actor, place, host="prod"))
