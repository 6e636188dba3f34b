"""Every press is decided anew, for who presses and where: nobody gets by a button what no grant would let them ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import bot.plan
from bot.plan import Planned
from bot.policy import Target
from bot.reply import Plan, PlanItem
from commands.engine_pins import Pins
from commands.result import Result
from tests.slack.rig import Rig, running
from tests.slack.standin.workspace import Message

pytestmark = pytest.mark.slack
SETTINGS = """
hosts: {local: {}, prod-1: {url: "tcp://127.0.0.1:9"}}
roles:
  admin: {users: [U0ADMIN]}
  ops: {users: [U0BOB]}
  web: {users: [U0CAROL]}
  lookers: {users: [U0GUEST]}
grants:
  - {roles: [everyone], commands: [version], hosts: [local]}
  - {roles: [admin], risk: [read], hosts: ["*"]}
  - {roles: [admin], commands: [network create, container restart], hosts: ["*"]}
  - {roles: [ops], commands: [container logs, container restart, inspect], hosts: [local], channels: [C0DEV]}
  - {roles: [web], commands: [container logs], hosts: [local], labels: [team=web]}
  - {roles: [lookers], commands: [version], hosts: [local]}
"""
LOGS = "".join(f"2026-01-01T00:00:{second:02d}Z ERROR secret detail {second}\n" for second in range(60)) * 8
LOGS_COMMAND, INSPECT = "docker logs db1", "docker inspect db1"
PRESSES = ["dw_raw", "dw_page", "dw_level", "dw_file", "dw_filter", "dw_explain"]


@pytest.fixture(scope="module")
def _served() -> Iterator[Rig]:
    with running(settings=SETTINGS) as rig:
        yield rig


@pytest.fixture
def rig(_served: Rig) -> Iterator[Rig]:
    """The bot, with grants that differ between people and places."""
    _served.fresh()
    _served.give(LOGS_COMMAND, Result(LOGS))
    _served.give("docker logs web1", Result(LOGS))
    data = [{"Id": "a" * 64, "Name": "/db1", "State": {"Status": "running"}, "Config": {"Image": "x"}, "RestartCount": 4}]
    _served.give(INSPECT, Result(json.dumps(data, indent=4) + "\n"))
    yield _served
    assert not _served.space.problems


def shown(rig: Rig, command: str = LOGS_COMMAND, channel: str = "C0OPS", user: str = "U0ADMIN") -> Message:
    """A card that everybody in the channel sees."""
    ts = rig.people.mention(command, user=user, channel=channel)
    found: Message = rig.space.wait(
        lambda: next((one for one in rig.space.said(thread=ts) if any("dw_explain" in name for name in one.action_ids)), None), 20
    )
    rig.space.wait(lambda: idle(rig))
    return found


def idle(rig: Rig) -> bool:
    """Nothing is at work or waits."""
    return not any(sum(count) for count in rig.desk.lanes.counts().values())


def pressed(rig: Rig, message: Message, action: str, user: str) -> None:
    """Press it, and wait until that is worked on."""
    rig.people.press(message, action, user=user)
    rig.space.wait(lambda: idle(rig))


def uploads(rig: Rig) -> list[Any]:
    return [one for one in rig.space.uploads.values() if one.shared_in]


@pytest.mark.parametrize("action", PRESSES)
@pytest.mark.parametrize("user", ["U0ALICE", "U0GUEST", "U0STRANGER", "U0BOB"], ids=["member", "guest", "stranger", "elsewhere"])
def test_whoever_may_not_ask_gets_nothing_by_a_press(rig: Rig, action: str, user: str) -> None:
    command = INSPECT if action == "dw_raw" else LOGS_COMMAND
    message = shown(rig, command)
    assert any(one == action or one.startswith(action + ":") for one in message.action_ids), message.action_ids
    before, files, versions = message.seen, len(uploads(rig)), message.versions
    pressed(rig, message, action, user)
    told = rig.space.wait(lambda: [one for one in rig.space.said() if one.only_for == user or one.channel == f"D{user[1:]}"])[-1]
    assert "No grant lets you see" in told.seen and "secret detail" not in told.seen
    assert (message.seen, message.versions, len(uploads(rig))) == (before, versions, files)
    assert not rig.space.views


@pytest.mark.parametrize("action", PRESSES)
def test_whoever_may_ask_may_press(rig: Rig, action: str) -> None:
    message = shown(rig, INSPECT if action == "dw_raw" else LOGS_COMMAND)
    assert any(one == action or one.startswith(action + ":") for one in message.action_ids), message.action_ids
    files, versions = len(uploads(rig)), message.versions
    pressed(rig, message, action, "U0ADMIN")
    rig.space.wait(lambda: message.versions > versions or len(uploads(rig)) > files or rig.space.views)


def test_every_press_is_tried() -> None:
    """The cards used here have, between them, each of the buttons that show something."""
    from bot.listeners.actions import PRESSES as known

    shows = {"dw_raw", "dw_page", "dw_level", "dw_file", "dw_explain", "dw_since", "dw_clear", "dw_share"}
    acts = {"dw_run", "dw_again", "dw_follow", "dw_menu", "dw_keep", "dw_stop"}  # asked anew, or without output
    assert set(known) == shows | acts


def test_a_grant_for_another_channel_holds_there_only(rig: Rig) -> None:
    message = shown(rig, INSPECT, channel="C0DEV")
    pressed(rig, message, "dw_raw", "U0BOB")
    rig.settled(message)
    assert '"RestartCount": 4' in message.seen


def test_labels_are_looked_at_as_they_are_now(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grant for labelled objects shows the cards of these, and of no others; the daemon is asked at the press."""
    team = {"web1": "web", "db1": "db"}

    def planned(parsed: Any, *_api: Any, **_more: Any) -> Planned:
        items = tuple(PlanItem("container", f"id-{name}", name, "is read") for name in parsed.args)
        targets = tuple(Target("container", f"id-{name}", name, {"team": team[name]}) for name in parsed.args)
        return Planned(Plan(items, (), "", ""), targets, Pins())

    monkeypatch.setattr(bot.plan, "planned", planned)
    theirs, others = shown(rig, "docker logs web1"), None
    pressed(rig, theirs, "dw_explain", "U0CAROL")
    rig.settled(theirs)
    rig.fresh()
    rig.give(LOGS_COMMAND, Result(LOGS))
    others = shown(rig, LOGS_COMMAND)
    pressed(rig, others, "dw_explain", "U0CAROL")
    rig.space.wait(lambda: [one for one in rig.space.said() if "No grant lets you see" in one.seen])
    assert others.versions == 1
    team["web1"] = "db"
    rig.fresh()
    rig.give("docker logs web1", Result(LOGS))
    again = shown(rig, "docker logs web1")
    pressed(rig, again, "dw_explain", "U0CAROL")
    rig.space.wait(lambda: [one for one in rig.space.said() if "No grant lets you see" in one.seen])
    assert again.versions == 1


def test_a_grant_that_is_gone_shows_nothing_any_more_not_even_ones_own_card(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.people.slash(INSPECT, user="U0ADMIN")
    message = rig.answer()
    less = rig.core.settings.model_copy(update={"grants": tuple(g for g in rig.core.settings.all_grants if "admin" not in g.roles)})
    monkeypatch.setattr(rig.core, "_source", less)
    pressed(rig, message, "dw_raw", "U0ADMIN")
    rig.space.wait(lambda: [one for one in rig.space.said() if "No grant lets you see" in one.seen])
    assert '"RestartCount"' not in message.seen


def test_what_is_written_again_in_a_form_is_decided_for_who_sends_it(rig: Rig) -> None:
    message = shown(rig)
    pressed(rig, message, "dw_filter", "U0ADMIN")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    assert "U0ADMIN" not in view["private_metadata"] and "C0OPS" not in view["private_metadata"]
    values = {"grep": {"value": {"type": "plain_text_input", "value": "detail 17"}}}
    for user in ("U0ALICE", "U0GUEST"):
        rig.people.submit(view, values, user=user)
        rig.space.wait(lambda user=user: [one for one in rig.space.said(channel=f"D{user[1:]}") if "no longer at hand" in one.seen])
    assert message.versions == 1
    rig.people.submit(view, values, user="U0ADMIN")
    rig.settled(message)
    assert "detail 17" in message.seen


@pytest.mark.parametrize(
    "carried",
    [
        {"spot": {"channel": "C0DEV", "user": "U0ADMIN", "private": True}, "card": "KEY", "host": "prod-1"},
        {"form": "x"},
        {"form": ["x"]},
        {"form": None},
        [],
        "text",
    ],
)
def test_a_forms_metadata_says_neither_who_nor_where(rig: Rig, carried: Any) -> None:
    """Somebody else's id in it does not make the sender somebody else."""
    view = {"id": "V1", "type": "modal", "callback_id": "dw_filled", "private_metadata": json.dumps(carried), "blocks": []}
    rig.people.submit(view, {"command": {"value": {"type": "plain_text_input", "value": INSPECT}}}, user="U0ALICE")
    told = rig.answer()
    assert told.channel == "D0ALICE" and "no longer at hand" in told.seen and not rig.core.ran


def test_filled_in_forms_run_as_who_sends_them_where_they_were_opened(rig: Rig) -> None:
    rig.people.mention("docker logs", user="U0ADMIN")
    message = rig.answer()
    if not any(one.startswith("dw_fill") for one in message.action_ids):
        rig.fresh()
        rig.give(LOGS_COMMAND, Result(LOGS))
        rig.people.mention("show the logs of", user="U0ADMIN")
        message = rig.answer()
    pressed(rig, message, "dw_fill", "U0ADMIN")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    values = {"command": {"value": {"type": "plain_text_input", "value": LOGS_COMMAND}}}
    rig.people.submit(view, values, user="U0ALICE")
    rig.space.wait(lambda: [one for one in rig.space.said(channel="D0ALICE") if "no longer at hand" in one.seen])
    rig.people.submit(view, values, user="U0ADMIN")
    rig.space.wait(lambda: [one for one in rig.space.said(channel="C0OPS") if "secret detail" in one.seen])


# --- channels that are shared with another workspace


def test_nothing_is_shared_into_a_channel_with_people_from_outside(rig: Rig) -> None:
    rig.people.slash(INSPECT, user="U0ADMIN", channel="C0BOTH")
    message = rig.answer()
    pressed(rig, message, "dw_share", "U0ADMIN")
    told = rig.answers(2)[1]
    assert told.only_for == "U0ADMIN" and "shared with another workspace" in told.seen
    assert all(one.only_for for one in rig.space.said(channel="C0BOTH"))


def test_presses_there_are_answered_to_who_presses_alone(rig: Rig) -> None:
    message = shown(rig, INSPECT, channel="C0OPS")
    rig.space.channels["C0OPS"].shared = True
    rig.desk.people.channels.forget()
    try:
        versions = message.versions
        pressed(rig, message, "dw_raw", "U0ADMIN")
        told = rig.answers(2)[1]
        assert told.only_for == "U0ADMIN" and message.versions == versions and '"RestartCount"' not in message.seen
        pressed(rig, message, "dw_again", "U0ADMIN")
        rig.answers(3)
        assert message.versions == versions
        assert all(one.only_for == "U0ADMIN" for one in rig.space.said(channel="C0OPS")[1:])
    finally:
        rig.space.channels["C0OPS"].shared = False
        rig.desk.people.channels.forget()


# --- what people who may nothing are told


def test_home_and_help_name_only_hosts_that_somebody_may_ask_for(rig: Rig) -> None:
    for user in ("U0ALICE", "U0GUEST", "U0STRANGER"):
        rig.people.open_home(user)
        rig.space.wait(lambda user=user: rig.space.homes.get(user))
        rig.space.wait(lambda: idle(rig))
        text = json.dumps(rig.space.homes[user])
        assert "prod-1" not in text and "containers run" not in text
        rig.people.dm("help", user=user)
        message = rig.space.wait(lambda user=user: rig.space.said(channel=f"D{user[1:]}"))[0]
        assert "prod-1" not in message.seen
        rig.people.dm("docker ps on prod-9", user=user)
        rig.space.wait(lambda user=user: len(rig.space.said(channel=f"D{user[1:]}")) > 1)
        assert "prod-1" not in rig.space.said(channel=f"D{user[1:]}")[1].seen
    rig.people.open_home("U0ADMIN")
    rig.space.wait(lambda: "prod-1" in json.dumps(rig.space.homes.get("U0ADMIN")))


def test_it_is_what_the_same_person_has_looked_at(rig: Rig) -> None:
    """After somebody else's `docker logs db1` in the thread, "restart it" is no word about db1."""
    ts = rig.people.mention(LOGS_COMMAND, user="U0ADMIN", channel="C0DEV")
    rig.space.wait(lambda: rig.core.ran and idle(rig))
    rig.people.mention("restart it", user="U0BOB", channel="C0DEV", thread=ts)
    rig.space.wait(lambda: len(rig.space.said(thread=ts)) > 1 and idle(rig))
    assert [command for command, _ in rig.core.ran] == [LOGS_COMMAND]
    assert "db1" not in rig.space.said(thread=ts)[-1].seen
    rig.people.mention("restart it", user="U0ADMIN", channel="C0DEV", thread=ts)
    rig.space.wait(lambda: [command for command, _ in rig.core.ran][1:] == ["docker restart db1"])


def test_the_token_goes_to_slacks_files_only() -> None:
    from bot.listeners.files import may_fetch

    slack, other = "https://slack.com/api/", "http://127.0.0.1:4000/api/"
    assert may_fetch("https://files.slack.com/files-pri/T0-F0/Dockerfile", slack)
    assert may_fetch("https://FILES.slack.com:443/x", slack) and may_fetch("http://127.0.0.1:4000/files/1", other)
    for url in (
        "http://files.slack.com/x",
        "https://slack-files.com/T0-F0",
        "https://x.slack-edge.com/x",
        "https://evil.slack.com/x",
        "https://slack.com/x",
        "https://files.slack.com.evil.example/x",
        "https://files.slack.com@evil.example/x",
        "https://u:p@files.slack.com/x",
        "https://files.slack.com:8443/x",
        "http://127.0.0.1:4001/files/1",
        "https://files.slack.com:x/",
        "",
    ):
        assert not may_fetch(url, slack), url
