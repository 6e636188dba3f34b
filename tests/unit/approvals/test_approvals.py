"""Approvals: who may press, where, until when, and what has changed since."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.approval_runner import alive, this_process
from bot.approval_seal import Seal, seal_key
from bot.approvals import Approval, Approvals, Asked, Fresh
from bot.policy import Decision
from bot.reply import Plan, PlanItem
from bot.request import TERMINAL, Actor, Place, Surface
from bot.store import Store, open_store

ALICE, BOB, EVE = Actor("U0ALICE", usergroups=frozenset({"S0ONCALL"})), Actor("U0BOB"), Actor("U0EVE")
OPS = Place(Surface.SLACK, "C0OPS", "171.2", link="https://x/1")
YES = Decision(True, "oncall: container rm on prod", "confirm")
NO = Decision(False, "no grant", reasons=("docker container rm is for oncall.",), needed="{roles: [ROLE]}")
PLAN = Plan(
    (PlanItem("container", "a" * 64, "web", "is removed", ("serves port 80",), ""),), ("web is running",), "1 container", "print"
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(storage_url: str, clock: Clock) -> Iterator[Store]:
    opened = open_store(storage_url, clock)
    yield opened
    opened.close()


@pytest.fixture
def approvals(store: Store) -> Approvals:
    return Approvals(store, minutes=10)


def ask(approvals: Approvals, mode: str = "confirm", actor: Actor = ALICE) -> Approval:
    return approvals.ask(
        Asked(
            mode,
            "docker rm -f web",
            "docker rm -f web",
            "prod",
            "digest",
            ("a" * 64,),
            "print",
            actor,
            OPS,
            YES.rule,
            PLAN,
            {"text": "rm web"},
        )
    )


def fresh(
    decision: Decision = YES, digest: str = "digest", ids: tuple[str, ...] = ("a" * 64,), fingerprint: str = "print"
) -> object:
    return lambda approval, actor: Fresh(decision, digest, ids, fingerprint)


def test_what_is_kept_comes_back_whole(approvals: Approvals) -> None:
    approval = ask(approvals)
    assert approval == approvals.get(approval.id)
    assert (approval.state, approval.text, approval.asker, approval.place, approval.plan, approval.request) == (
        "waiting",
        "docker rm -f web",
        ALICE,
        OPS,
        PLAN,
        {"text": "rm web"},
    )
    assert approval.expires == 1600.0 and approval.view.mode == "confirm" and approvals.waiting() == [approval]


def test_the_asker_confirms_once(approvals: Approvals) -> None:
    approval = ask(approvals)
    press = approvals.press(approval.id, ALICE, OPS, fresh())
    assert press.go and press.approval and press.approval.text == "docker rm -f web" and press.approval.approver == "U0ALICE"
    assert approvals.press(approval.id, ALICE, OPS, fresh()).note == "This is being run right now."
    with approvals.running(press.approval):
        pass
    assert approvals.finish(press.approval, False, "exit status 1")
    assert not approvals.finish(press.approval, True)
    assert approvals.press(approval.id, ALICE, OPS, fresh()).note == "This has been run already, and failed."
    assert approvals.get(approval.id).outcome == "exit status 1"  # type: ignore[union-attr]


def test_the_text_is_gone_once_it_is_decided(approvals: Approvals) -> None:
    approval = ask(approvals)
    approvals.press(approval.id, ALICE, OPS, fresh())
    assert approvals.get(approval.id).text is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mode", "actor", "said"),
    [
        ("confirm", BOB, "Only the person who asked"),
        ("second", ALICE, "second person"),
        ("confirm", TERMINAL, "Only the person who asked"),
        ("confirm", Actor(""), "Only the person who asked"),
    ],
)
def test_the_wrong_person_is_told_and_nothing_changes(approvals: Approvals, mode: str, actor: Actor, said: str) -> None:
    approval = ask(approvals, mode)
    press = approvals.press(approval.id, actor, OPS, fresh())
    assert not press.go and said in press.note
    assert approvals.get(approval.id) == approval


def test_somebody_without_the_grant_is_told_and_nothing_changes(approvals: Approvals) -> None:
    approval = ask(approvals, "second")
    press = approvals.press(approval.id, EVE, OPS, fresh(NO))
    assert not press.go and "docker container rm is for oncall" in press.note and "{roles: [ROLE]}" in press.note
    assert approvals.get(approval.id) == approval
    assert approvals.press(approval.id, BOB, OPS, fresh()).go


def test_another_place_is_refused(approvals: Approvals) -> None:
    approval = ask(approvals)
    assert "another place" in approvals.press(approval.id, ALICE, Place(Surface.SLACK, "C0LUNCH"), fresh()).note
    assert approvals.press(approval.id, ALICE, Place(Surface.SLACK, "C0OPS", "other thread"), fresh()).go


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ids": ("b" * 64,)}, "web is gone or is another object now"),
        ({"ids": ("a" * 64, "b" * 64)}, "1 more objects"),
        ({"digest": "other"}, "reads differently"),
        ({"fingerprint": "other"}, "changed since"),
        ({"ids": ()}, "web is gone"),
    ],
)
def test_drift_ends_it(approvals: Approvals, changed: dict[str, object], said: str) -> None:
    approval = ask(approvals)
    press = approvals.press(approval.id, ALICE, OPS, fresh(**changed))  # type: ignore[arg-type]
    assert not press.go and said in press.note and "Nothing was run" in press.note
    assert "out of date" in approvals.press(approval.id, ALICE, OPS, fresh()).note


def test_rules_that_became_stricter_hold(approvals: Approvals) -> None:
    approval = ask(approvals)
    press = approvals.press(approval.id, ALICE, OPS, fresh(Decision(True, "r", "second")))
    assert not press.go and "second person" in press.note


def test_it_expires(approvals: Approvals, clock: Clock) -> None:
    approval, other = ask(approvals), ask(approvals)
    clock.now += 601
    assert approvals.waiting() == []
    assert "expired" in approvals.press(approval.id, ALICE, OPS, fresh()).note
    assert [one.id for one in approvals.expire()] == [other.id] and approvals.expire() == []


def test_it_expires_even_between_the_look_and_the_step(approvals: Approvals, clock: Clock) -> None:
    approval = ask(approvals)

    def slow(_approval: Approval, _actor: Actor) -> Fresh:
        clock.now += 601
        return Fresh(YES, "digest", ("a" * 64,), "print")

    assert not approvals.press(approval.id, ALICE, OPS, slow).go


def test_denying(approvals: Approvals) -> None:
    approval = ask(approvals)
    assert "cannot deny" in approvals.deny(approval.id, EVE, OPS, lambda *_: NO).note
    assert "another place" in approvals.deny(approval.id, ALICE, Place(), lambda *_: NO).note
    assert approvals.deny(approval.id, ALICE, OPS, lambda *_: NO).note == "Denied; nothing was run."
    assert "was denied" in approvals.press(approval.id, ALICE, OPS, fresh()).note
    assert "was denied" in approvals.deny(approval.id, ALICE, OPS, lambda *_: YES).note
    other = ask(approvals)
    assert approvals.deny(other.id, BOB, OPS, lambda *_: YES).approval.state == "denied"  # type: ignore[union-attr]


def test_an_unknown_id(approvals: Approvals) -> None:
    assert "no such approval" in approvals.press("nosuch", ALICE, OPS, fresh()).note
    assert "no such approval" in approvals.deny("nosuch", ALICE, OPS, lambda *_: YES).note


def test_what_runs_here_is_not_in_doubt_and_what_ran_elsewhere_is_once_its_lease_ends(
    approvals: Approvals, store: Store, clock: Clock
) -> None:
    from sqlalchemy import update

    from bot.tables import approvals as table

    approval = ask(approvals)
    approvals.press(approval.id, ALICE, OPS, fresh())
    assert approvals.recover() == []
    with store.write() as connection:
        connection.execute(update(table).values(runner="elsewhere|boot|1|2"))
    assert approvals.recover() == []
    clock.now += 61
    assert [one.state for one in approvals.recover()] == ["doubt"] and approvals.recover() == []
    assert "may or may not have happened" in approvals.press(approval.id, ALICE, OPS, fresh()).note
    assert not approvals.finish(approval, True)


def test_a_process_that_is_gone_is_known() -> None:
    ours = this_process()
    assert alive(ours, ours) and not alive("", ours)
    host, boot, _, _ = ours.split("|")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    from bot import approval_runner

    theirs = approval_runner._of_pid(child.pid)
    assert alive(theirs, ours)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not alive(theirs, ours)
    assert not alive(f"{host}|{boot}|{os.getpid()}|1", ours), "another process with our number"


def test_seals_need_their_key() -> None:
    closed = Seal("k").close("docker run -e A=b", secret=True)
    assert "A=b" not in closed and Seal("k").open(closed) == "docker run -e A=b" and Seal("other").open(closed) is None
    assert Seal().open(Seal().close("x", secret=True)) is None and Seal().open("plain:x:y") == "x:y"
    assert seal_key({"SLACK_BOT_TOKEN": "a", "DOCKWISE_KEY": "b"}) == "b" and seal_key({}) == ""
