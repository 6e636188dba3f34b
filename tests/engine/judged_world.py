"""A host of two teams, people with grants for one of them, and somebody who changes things between the decision and the run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot import flow
from bot.config import parse
from bot.core import Core
from bot.reply import Reply
from bot.request import Actor, Place, Request, Surface
from scripts.private_engine import PrivateEngine

CONFIG = """
hosts: {{prod: {{url: "{url}"}}}}
default_host: prod
roles: {{web: {{users: [U0WEB]}}, changes: {{users: [U0CH]}}, root: {{users: [U0ROOT]}}, asks: {{users: [U0ASK]}}}}
grants:
  - {{roles: [web], risk: [read, change, destroy], hosts: [prod], labels: [team=web]}}
  - {{roles: [changes], risk: [read, change, destroy], hosts: [prod]}}
  - {{roles: [root], risk: [read, change, destroy], hosts: [prod], host_access: true}}
  - {{roles: [asks], risk: [change, destroy], hosts: [prod], labels: [team=web], approval: confirm}}
limits: {{per_person: null, per_host: null, changes_per_person: null, seconds: 60}}
storage: "sqlite:///{storage}"
redact: none
"""
PEOPLE = {"web": "U0WEB", "changes": "U0CH", "root": "U0ROOT", "asks": "U0ASK"}
OPS = Place(Surface.SLACK, channel="C0OPS")


@contextmanager
def core_for(engine: PrivateEngine) -> Iterator[Core]:
    """A core with its storage in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="dockwise-judged-") as folder:
        core = Core(parse(CONFIG.format(url=engine.host, storage=f"{folder}/state.db"), "test.yml", {}), {})
        try:
            yield core
        finally:
            core.close()


def ask(core: Core, who: str, text: str) -> Reply:
    """What that person gets for that text."""
    return core.answer(Request(text, Actor(PEOPLE[who]), OPS, host="prod"))


def printed(reply: Reply) -> tuple[int | None, str, str]:
    """Status and both outputs; the note in place of an error where nothing ran."""
    result = reply.result
    return reply.exit_code, result.stdout if result else "", result.stderr if result else reply.note


@contextmanager
def between(act: Callable[[], Any]) -> Iterator[list[int]]:
    """Something that is done after every decision and before the run that it allows."""
    real, done = flow.execute, []

    def hooked(*args: Any, **more: Any) -> Any:
        done.append(1)
        act()
        return real(*args, **more)

    flow.execute = hooked  # type: ignore[assignment]
    try:
        yield done
    finally:
        flow.execute = real


def make(engine: PrivateEngine, name: str, team: str, run: bool = True) -> str:
    """A container of a team; its id."""
    api = engine.api
    made = api.create_container(engine.image, ["sleep", "1000"], name=name, labels={"team": team}, stop_timeout=0)
    if run:
        api.start(made["Id"])
    return str(made["Id"])


def swap(engine: PrivateEngine, one: str, other: str) -> None:
    """Two containers change their names."""
    api = engine.api
    names = {its_id: str(api.inspect_container(its_id)["Name"]).lstrip("/") for its_id in (one, other)}
    api.rename(one, "in-between")
    api.rename(other, names[one])
    api.rename(one, names[other])


def state_of(engine: PrivateEngine, its_id: str) -> dict[str, Any]:
    """Everything of a container that somebody could have changed, but its name."""
    found: dict[str, Any] = engine.api.inspect_container(its_id)
    return {key: found[key] for key in ("State", "HostConfig", "Config", "RestartCount", "Mounts", "ExecIDs", "Path", "Args")} | {
        "Networks": sorted(found["NetworkSettings"]["Networks"])
    }
