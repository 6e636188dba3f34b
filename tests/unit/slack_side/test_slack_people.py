"""Who somebody is: members only where Slack says so, by ids, remembered for minutes."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack_people import People


class Client:
    """Answers users.info and usergroups.users.list from prepared rows."""

    def __init__(self, rows: dict[str, Any], groups: dict[str, Any] | None = None) -> None:
        self.rows, self.groups, self.calls = rows, groups or {}, 0

    def users_info(self, user: str) -> dict[str, Any]:
        """A row, or Slack's error."""
        self.calls += 1
        row = self.rows.get(user, "user_not_found")
        if isinstance(row, Exception):
            raise row
        if isinstance(row, str):
            raise SlackApiError(row, {"ok": False, "error": row})
        return {"ok": True, "user": row}

    def usergroups_users_list(self, usergroup: str) -> dict[str, Any]:
        """The members of a group."""
        if usergroup not in self.groups:
            raise SlackApiError("x", {"ok": False, "error": "no_such_subteam"})
        return {"users": self.groups[usergroup]}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"team_id": "T1"}, "member"),
        ({}, "external"),
        ({"team_id": ""}, "external"),
        ({"team_id": None, "enterprise_user": {"teams": ["T1"], "enterprise_id": "E1"}}, "external"),
        ({"team_id": "T1", "is_restricted": True}, "guest"),
        ({"team_id": "T1", "is_ultra_restricted": True}, "guest"),
        ({"team_id": "T2"}, "external"),
        ({"team_id": "T1", "is_stranger": True}, "external"),
        ({"team_id": "T1", "deleted": True}, "deactivated"),
        ({"team_id": "T1", "is_bot": True}, "bot"),
        ("user_not_found", "external"),
        ("ratelimited", "unknown"),
        ("missing_scope", "unknown"),
        (OSError("no route"), "unknown"),
        ("unknown_method", "member"),
    ],
)
def test_kinds(row: Any, kind: str) -> None:
    actor = People(Client({"U1": row}), "T1").actor("U1")  # type: ignore[arg-type]
    assert (actor.kind, actor.member) == (kind, kind == "member")


def test_slack_is_asked_whatever_the_delivery_says() -> None:
    people = People(Client({"U1": {"team_id": "T2"}, "U2": {"team_id": "T1"}}), "T1")  # type: ignore[arg-type]
    assert people.actor("U1", team="T1").kind == "external" and people.actor("U2", team="T2").kind == "member"


def test_in_an_enterprise_grid_members_are_those_of_our_workspace_and_of_those_that_are_configured() -> None:
    def grid(enterprise: str, *teams: str) -> dict[str, Any]:
        return {"enterprise_id": enterprise, "teams": list(teams)}

    rows = {
        "U1": {"team_id": "T2", "enterprise_user": grid("E1", "T2", "T1")},
        "U2": {"team_id": "T2", "enterprise_user": grid("E1", "T2")},
        "U3": {"team_id": "T9", "enterprise_user": grid("E2", "T1")},
        "U4": {"team_id": "E1", "enterprise_user": grid("E1", "T3")},
    }
    strict = People(Client(rows), "T1", "E1")  # type: ignore[arg-type]
    assert [strict.actor(user).member for user in rows] == [True, False, False, False]
    wider = People(Client(rows), "T1", "E1", workspaces=lambda: ["T3"])  # type: ignore[arg-type]
    assert [wider.actor(user).member for user in rows] == [True, False, False, True]


def test_without_a_workspace_of_our_own_nobody_is_a_member() -> None:
    assert not People(Client({"U1": {"team_id": ""}, "U2": {"team_id": "T1"}}), "").actor("U1").member  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "shared"),
    [
        ({"id": "C1"}, False),
        ({"is_ext_shared": True}, True),
        ({"is_pending_ext_shared": True}, True),
        ({"is_org_shared": True}, True),
        ("missing_scope", True),
        ("channel_not_found", True),
        (OSError("no route"), True),
    ],
)
def test_a_channel_is_shared_where_slack_says_so_or_does_not_say(row: Any, shared: bool) -> None:
    class Channels(Client):
        def conversations_info(self, channel: str) -> dict[str, Any]:
            if isinstance(row, Exception):
                raise row
            if isinstance(row, str):
                raise SlackApiError(row, {"ok": False, "error": row})
            return {"channel": row}

    people = People(Channels({}), "T1")  # type: ignore[arg-type]
    assert people.shared("C1") is shared and people.shared("D1") is False and people.shared("") is False


def test_groups_and_memory() -> None:
    now = [0.0]
    client = Client({"U1": {"team_id": "T1"}}, {"S1": ["U1"], "S2": ["U2"]})
    people = People(client, "T1", groups=lambda: ["S1", "S2", "S3"], clock=lambda: now[0])  # type: ignore[arg-type]
    assert people.actor("U1").usergroups == frozenset({"S1"})
    people.actor("U1")
    assert client.calls == 1
    client.rows["U1"] = {"team_id": "T1", "is_restricted": True}
    now[0] = 400.0
    assert people.actor("U1").kind == "guest" and people.actor("U1").usergroups == frozenset()


def test_what_could_not_be_found_out_is_asked_again_soon() -> None:
    now = [0.0]
    client = Client({"U1": "ratelimited"})
    people = People(client, "T1", clock=lambda: now[0])  # type: ignore[arg-type]
    assert people.actor("U1").kind == "unknown"
    client.rows["U1"] = {"team_id": "T1"}
    now[0] = 6.0
    assert people.actor("U1").kind == "member"
