"""Who asks and who approves are looked up at the press; channels shared with other workspaces see no plan and no output."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.rig import Rig, running

pytestmark = pytest.mark.slack

SETTINGS = """
hosts: {local: {}, prod-1: {url: "tcp://127.0.0.1:9"}}
default_host: local
roles:
  oncall: {usergroups: [S0ONCALL]}
  admin: {users: [U0ADMIN, U0CAROL]}
grants:
  - {roles: [everyone], risk: [read], hosts: ["*"]}
  - {roles: [oncall], commands: [container pause, container restart], hosts: ["*"], approval: second}
  - {roles: [oncall], commands: [container rename], hosts: ["*"]}
  - {roles: [admin], commands: [network create, container exec, container run, container create], hosts: ["*"], approval: second}
"""


@pytest.fixture(scope="module")
def _rig() -> Iterator[Rig]:
    with running(settings=SETTINGS) as rig:
        yield rig


@pytest.fixture
def rig(_rig: Rig) -> Iterator[Rig]:
    _rig.fresh()
    people = {user: dict(row) for user, row in _rig.space.users.items()}
    _rig.space.usergroups["S0ONCALL"] = ["U0ALICE", "U0BOB"]
    _rig.space.channels["C0EXT"].shared = True
    _rig.desk.people._kept.clear()
    _rig.core._source = _rig.core.settings.model_copy(update={"approvals_channel": None})
    for approval in _rig.core.approvals.waiting():
        _rig.core.approvals.withdraw(approval, "left by an earlier test")
    yield _rig
    _rig.space.users = people
    assert not _rig.space.problems, [str(problem) for problem in _rig.space.problems]


def asked(rig: Rig, user: str = "U0ALICE", text: str = "docker restart web") -> object:
    rig.people.mention(text, user=user)
    return rig.answer()


# --- people


def test_an_asker_who_left_the_group_runs_nothing(rig: Rig) -> None:
    card = asked(rig)
    rig.space.usergroups["S0ONCALL"] = ["U0BOB"]
    rig.people.press(card, "dw_approve", user="U0BOB")  # type: ignore[arg-type]
    told = rig.answers(2)[1]
    assert told.only_for == "U0BOB" and "cannot approve" in told.seen and not rig.core.ran


def test_an_approver_who_left_the_group_approves_nothing(rig: Rig) -> None:
    rig.people.mention("docker ps", user="U0BOB")
    rig.answer()
    rig.space.messages.clear()
    rig.core.ran.clear()
    card = asked(rig)
    rig.space.usergroups["S0ONCALL"] = ["U0ALICE"]
    rig.people.press(card, "dw_approve", user="U0BOB")  # type: ignore[arg-type]
    assert "cannot approve" in rig.answers(2)[1].seen and not rig.core.ran


@pytest.mark.parametrize("flags", [{"deleted": True}, {"is_restricted": True}, {"team_id": "T0AWAY", "is_stranger": True}])
def test_an_approver_who_is_no_member_any_more_approves_nothing(rig: Rig, flags: dict[str, object]) -> None:
    rig.desk.people.actor("U0BOB")
    card = asked(rig)
    rig.space.users["U0BOB"] |= flags
    rig.people.press(card, "dw_approve", user="U0BOB")  # type: ignore[arg-type]
    assert rig.answers(2)[1].only_for == "U0BOB" and not rig.core.ran


def test_a_deactivated_person_has_no_role_even_by_user_id(rig: Rig) -> None:
    card = asked(rig, "U0ADMIN", "docker network create blue")
    rig.space.users["U0CAROL"] |= {"deleted": True}
    rig.people.press(card, "dw_approve", user="U0CAROL")  # type: ignore[arg-type]
    assert "deactivated" in rig.answers(2)[1].seen and not rig.core.ran


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
def test_nothing_runs_while_slack_cannot_say_who_somebody_is(rig: Rig, method: str) -> None:
    card = asked(rig)
    rig.space.fail(method, "internal_error", times=99)
    rig.people.press(card, "dw_approve", user="U0BOB")  # type: ignore[arg-type]
    assert "could not be asked" in rig.answers(2)[1].seen and not rig.core.ran
    rig.space.faults.clear()
    rig.people.press(card, "dw_approve", user="U0BOB")  # type: ignore[arg-type]
    rig.space.wait(lambda: rig.core.ran)


def test_a_change_without_approval_looks_the_asker_up_anew(rig: Rig) -> None:
    rig.people.mention("docker rename a b", user="U0BOB")
    assert "ran docker rename a b" in rig.answer().seen
    rig.space.usergroups["S0ONCALL"] = []
    rig.core.ran.clear()
    rig.people.mention("docker rename b c", user="U0BOB")
    assert "⛔" in rig.answers(2)[1].seen and not rig.core.ran
    rig.space.usergroups["S0ONCALL"] = ["U0BOB"]
    rig.space.fail("users.info", "internal_error", times=99)
    rig.people.mention("docker rename b c", user="U0BOB")
    assert "could not be asked" in rig.answers(3)[2].seen and not rig.core.ran


def test_reads_still_use_what_was_learnt_minutes_ago(rig: Rig) -> None:
    rig.people.mention("docker ps", user="U0BOB")
    rig.answer()
    rig.space.calls.clear()
    rig.people.mention("docker images", user="U0BOB")
    rig.answers(2)
    assert not [call for call in rig.space.calls if call.method in ("users.info", "usergroups.users.list")]


# --- Slack Connect


def public(rig: Rig) -> list[str]:
    """What everybody in the shared channel can read."""
    return [message.seen for message in rig.space.said(channel="C0EXT") if not message.only_for]


def test_the_card_goes_to_those_who_could_approve(rig: Rig) -> None:
    rig.people.slash("docker network create blue", user="U0ADMIN", channel="C0EXT")
    card = rig.answers(2)[0]
    assert card.channel == "D0CAROL" and "blue" in card.seen and "dw_approve:0" in card.action_ids
    told = rig.answers(2)[1]
    assert told.only_for == "U0ADMIN" and "waits for somebody else" in told.seen
    rig.people.press(card, "dw_approve", user="U0CAROL")
    rig.space.wait(lambda: rig.core.ran)
    result = rig.answers(3)[2]
    assert result.only_for == "U0ADMIN" and "ran docker network create blue" in result.seen
    assert "approved by <@U0CAROL>" in rig.settled(card).seen and not card.action_ids
    assert public(rig) == []


def test_the_card_goes_to_the_channel_of_the_configuration(rig: Rig) -> None:
    rig.core._source = rig.core.settings.model_copy(update={"approvals_channel": "C0OPS"})
    rig.people.mention("docker network create blue", user="U0ADMIN", channel="C0EXT", is_ext_shared_channel=True)
    card = rig.answers(2)[0]
    assert card.channel == "C0OPS" and "dw_approve:0" in card.action_ids
    rig.people.press(card, "dw_approve", user="U0CAROL")
    rig.space.wait(lambda: rig.core.ran)
    rig.space.wait(lambda: any("ran docker" in message.seen for message in rig.space.said(user="U0ADMIN")))
    assert "approved by <@U0CAROL>" in rig.settled(card).seen and public(rig) == []


def test_a_shared_channel_is_no_channel_for_approvals(rig: Rig) -> None:
    rig.core._source = rig.core.settings.model_copy(update={"approvals_channel": "C0EXT"})
    rig.people.slash("docker network create blue", user="U0ADMIN", channel="C0EXT")
    assert rig.answers(2)[0].channel == "D0CAROL" and public(rig) == []


def test_where_nobody_can_be_asked_it_is_over(rig: Rig) -> None:
    rig.space.users["U0CAROL"] |= {"deleted": True}
    rig.people.slash("docker network create blue", user="U0ADMIN", channel="C0EXT")
    assert "Nobody could be asked" in rig.answer().seen and public(rig) == []
    assert not rig.core.approvals.waiting()


def test_a_press_from_elsewhere_is_still_misplaced(rig: Rig) -> None:
    rig.people.slash("docker network create blue", user="U0ADMIN", channel="C0EXT")
    card = rig.answers(2)[0]
    card.channel = "C0DEV"
    rig.people.press(card, "dw_approve", user="U0CAROL")
    rig.space.wait(lambda: [m for m in rig.space.said(user="U0CAROL") if "another place" in m.seen])
    assert not rig.core.ran


@pytest.mark.parametrize("flagged", [True, False])
def test_answers_in_a_shared_channel_are_private(rig: Rig, flagged: bool) -> None:
    more = {"is_ext_shared_channel": True} if flagged else {}
    rig.people.mention("docker ps -a", channel="C0EXT", **more)
    answer = rig.answer()
    assert answer.only_for == "U0ALICE" and public(rig) == []


def test_what_slack_cannot_say_is_shared(rig: Rig) -> None:
    rig.space.fail("conversations.info", "internal_error", times=99)
    rig.people.mention("docker ps -a", channel="C0OPS")
    assert rig.answer().only_for == "U0ALICE"


def test_a_press_on_an_old_message_there_answers_in_private(rig: Rig) -> None:
    rig.space.channels["C0EXT"].shared = False
    rig.people.mention("docker ps", channel="C0EXT")
    card = rig.answer()
    assert not card.only_for
    rig.space.channels["C0EXT"].shared = True
    rig.desk.delivery.channels.forget()
    rig.people.press(card, "dw_again", user="U0BOB")
    assert rig.answers(2)[1].only_for == "U0BOB" and card.versions == 1
    rig.people.press(card, "dw_again", user="U0ALICE")
    assert rig.answers(3)[2].only_for == "U0ALICE" and card.versions == 1


# --- what the approver sees


def test_the_whole_of_a_long_command_comes_as_a_file(rig: Rig) -> None:
    text = "docker create " + " ".join(f"--label a{n}=b" for n in range(200)) + " alpine"
    rig.people.mention(text, user="U0ADMIN")
    message = rig.answer()
    rig.space.wait(lambda: [u for u in rig.space.uploads.values() if u.name == "command.txt" and u.shared_in])
    file = next(u for u in rig.space.uploads.values() if u.name == "command.txt")
    assert b"--label a199=b alpine" in file.content and file.shared_in == "C0OPS" and "the file has all of it" in message.seen


def test_a_card_whose_file_cannot_be_sent_is_withdrawn(rig: Rig) -> None:
    rig.space.fail("files.getUploadURLExternal", "internal_error", times=99)
    rig.people.mention("docker create " + " ".join(f"--label a{n}=b" for n in range(200)) + " alpine", user="U0ADMIN")
    rig.space.wait(lambda: [m for m in rig.space.said() if "could not be attached" in m.seen])
    assert not rig.core.approvals.waiting()


def test_hidden_code_is_refused_and_said_why(rig: Rig) -> None:
    rig.people.mention("docker exec -e CMD=id web sh -c 'eval \"$CMD\"'", user="U0ADMIN")
    message = rig.answer()
    assert "a second person cannot approve it" in message.seen and "What to do instead" in message.seen
    assert not rig.core.approvals.waiting()
