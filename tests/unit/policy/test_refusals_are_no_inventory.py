"""Objects are looked up for those whom a grant about labelled objects fits; a refusal tells nobody else what is on a host."""

from __future__ import annotations

from typing import Any

import pytest

import bot.plan
from bot.config import parse
from bot.core import Core
from bot.plan import Planned
from bot.policy import Target, hosts_of
from bot.reply import Plan, PlanItem
from bot.request import Actor, Place, Request, Surface
from bot.store import open_store
from commands.engine_pins import Pins

SETTINGS = """
hosts: {local: {url: "tcp://127.0.0.1:1"}, prod-1: {url: "tcp://127.0.0.1:1"}}
roles:
  web: {users: [U0ALICE], usergroups: [S0WEB]}
  partner: {users: [U0PARTNER]}
grants:
  - {roles: [web], risk: [change, destroy], hosts: [prod-1], channels: [C0OPS], labels: [team=web]}
  - {roles: [partner], commands: [container logs], hosts: [prod-1]}
"""
OPS = Place(Surface.SLACK, "C0OPS")
FITS = Actor("U0ALICE")
OTHERS = {
    "guest": (Actor("U0GUEST", member=False, kind="guest"), OPS, "prod-1"),
    "guest with a role of another kind": (Actor("U0PARTNER", member=False, kind="guest"), OPS, "prod-1"),
    "guest in the group": (Actor("U0X", member=False, kind="guest", usergroups=frozenset({"S0WEB"})), OPS, "prod-1"),
    "external": (Actor("U0FAR", member=False, kind="external"), OPS, "prod-1"),
    "deactivated": (Actor("U0ALICE", member=False, kind="deactivated"), OPS, "prod-1"),
    "member": (Actor("U0BOB"), OPS, "prod-1"),
    "another channel": (FITS, Place(Surface.SLACK, "C0LUNCH"), "prod-1"),
    "another host": (FITS, OPS, "local"),
}
COMMANDS = ["docker rm -f db1", "docker system prune -af --volumes", "docker volume prune -f", "docker restart db1"]


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Core:
    def planned(parsed: Any, *_: Any, **__: Any) -> Planned:
        looked.append(parsed.text)
        item = PlanItem("container", "f" * 64, "secretdb", "is removed", ("used by secretapp",))
        return Planned(Plan((item,), (), "1 container", "x"), (Target("container", "f" * 64, "secretdb", {"team": "db"}),), Pins())

    looked: list[str] = []
    monkeypatch.setattr(bot.plan, "planned", planned)
    made = Core(parse(SETTINGS, "x.yml", {}), {"HOME": "/nonexistent"}, open_store("sqlite://"))
    made.looked = looked  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("text", COMMANDS)
@pytest.mark.parametrize("who", sorted(OTHERS))
def test_nothing_is_looked_up_for_whom_no_grant_fits(core: Core, who: str, text: str) -> None:
    actor, place, host = OTHERS[who]
    for reply in (core.can_i(actor, place, host, text), core.answer(Request(text, actor, place, host=host))):
        assert not reply.ok and core.looked == []  # type: ignore[attr-defined]
        assert "secret" not in repr(reply) and reply.plan is None


def test_names_of_hosts_are_for_whom_a_grant_reaches_them(core: Core) -> None:
    guest, place, _ = OTHERS["guest"]
    for text in ("docker ps on nosuchhost", "docker ps on all hosts"):
        assert "prod-1" not in repr(core.answer(Request(text, guest, place)))
    assert hosts_of(core.settings, guest) == () and hosts_of(core.settings, FITS) == ("prod-1",)
    assert hosts_of(core.settings, OTHERS["deactivated"][0]) == ()


@pytest.mark.parametrize("text", COMMANDS)
def test_whom_it_fits_learns_why_not_but_gets_no_plan(core: Core, text: str) -> None:
    reply = core.can_i(FITS, OPS, "prod-1", text)
    assert core.looked == [text] and not reply.ok and "team=web" in reply.note and reply.plan is None  # type: ignore[attr-defined]
    assert ("secretdb" in reply.note) == ("prune" not in text), "what nobody named is not named back"
