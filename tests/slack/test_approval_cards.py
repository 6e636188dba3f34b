"""Approvals as cards: the plan, who may press, decided once, the result in the same thread."""

from __future__ import annotations

import time

import pytest

from commands.result import Result
from tests.slack.rig import Rig

pytestmark = pytest.mark.slack


def test_confirmed_by_the_asker_alone(rig: Rig) -> None:
    ts = rig.people.mention("docker network create blue", user="U0BOB")
    card = rig.answer()
    assert card.thread == ts and "blue" in card.seen and "<@U0BOB>" in card.seen and not rig.core.ran
    rig.people.press(card, "dw_approve", user="U0ALICE")
    told = rig.answers(2)[1]
    assert told.only_for == "U0ALICE" and "Only the person who asked" in told.seen and card.versions == 1
    rig.people.press(card, "dw_approve", user="U0BOB")
    result = rig.answers(3)[2]
    assert result.thread == ts and "ran docker network create blue" in result.seen
    rig.settled(card)
    assert "confirmed by <@U0BOB>" in card.seen and not card.action_ids
    assert rig.core.ran == [("docker network create blue", "local")]


def test_second_person_approves_a_private_question_in_public(rig: Rig) -> None:
    rig.people.slash("docker network create blue", user="U0ADMIN")
    card = rig.answer()
    assert not card.only_for and card.channel == "C0OPS", "another person has to see it"
    rig.people.press(card, "dw_approve", user="U0ADMIN")
    assert rig.answers(2)[1].only_for == "U0ADMIN" and not rig.core.ran
    rig.people.press(card, "dw_approve", user="U0CAROL")
    result = rig.answers(3)[2]
    assert result.thread == card.ts and "ran docker network create blue" in result.seen
    assert "approved by <@U0CAROL>" in rig.settled(card).seen


def test_denied_changes_the_card_and_runs_nothing(rig: Rig) -> None:
    rig.people.mention("docker network create blue", user="U0ADMIN")
    card = rig.answer()
    rig.people.press(card, "dw_deny", user="U0CAROL")
    assert "denied by <@U0CAROL>" in rig.settled(card).seen and not card.action_ids
    assert not rig.core.ran


def test_pressed_twice_at_once_runs_once(rig: Rig) -> None:
    rig.give("docker network create blue", lambda _: (time.sleep(0.2), Result("made\n"))[1])
    rig.people.mention("docker network create blue", user="U0BOB")
    card = rig.answer()
    rig.people.all_at_once([lambda: rig.people.press(card, "dw_approve", user="U0BOB")] * 4)
    rig.space.wait(lambda: "confirmed by" in card.seen and len(rig.space.said()) >= 5)
    assert len(rig.core.ran) == 1
    assert "confirmed by <@U0BOB>" in card.seen, "a late press takes nothing off the card"


def test_drift_is_told_and_nothing_runs(rig: Rig) -> None:
    rig.people.mention("docker network create blue", user="U0BOB")
    card = rig.answer()
    rig.core.drift = "otherwise"
    rig.people.press(card, "dw_approve", user="U0BOB")
    assert "changed since" in rig.settled(card).seen and not card.action_ids and not rig.core.ran


def test_expired_cards_say_so_without_a_press(rig: Rig) -> None:
    from bot.listeners.approvals import tell_ended

    rig.people.mention("docker network create blue", user="U0BOB")
    card = rig.answer()
    rig.space.wait(lambda: rig.core.store.items("slack-approval"))
    clock = rig.core.store.clock
    rig.core.store.clock = lambda: time.time() + 3_600
    try:
        assert tell_ended(rig.desk) == 1
    finally:
        rig.core.store.clock = clock
    assert "expired" in card.seen and not card.action_ids


def test_private_confirmation_is_decided_in_its_place(rig: Rig) -> None:
    rig.people.slash("docker network create blue", user="U0BOB")
    card = rig.answer()
    assert card.only_for == "U0BOB"
    rig.people.press(card, "dw_approve", user="U0BOB")
    result = rig.answers(2)[1]
    assert result.only_for == "U0BOB" and "ran docker network create blue" in result.seen
    assert "confirmed by" in rig.settled(card).seen


def test_refusal_says_which_grant_would_be_needed(rig: Rig) -> None:
    rig.people.slash("docker network create blue", user="U0GUEST")
    message = rig.answer()
    assert "⛔" in message.seen and "dw_approve" not in " ".join(message.action_ids) and not rig.core.ran


def test_what_is_asked_for_in_the_home_tab_is_decided_in_the_direct_messages(rig: Rig) -> None:
    rig.core.store.add_favourite("U0BOB", "docker network create green")
    rig.people.open_home("U0BOB")
    rig.space.wait(lambda: rig.space.homes.get("U0BOB"))
    rig.people.press_home("U0BOB", "dw_home:favourite")
    card = rig.answer()
    assert card.channel == "D0BOB"
    rig.people.press(card, "dw_approve", user="U0BOB")
    assert "ran docker network create green" in rig.answers(2)[1].seen
    assert "confirmed by" in rig.settled(card).seen
