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
        ({}, "member"),
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


def test_one_enterprise_is_one_home() -> None:
    rows = {
        "U1": {"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}},
        "U2": {"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}},
    }
    people = People(Client(rows), "T1", "E1")  # type: ignore[arg-type]
    assert people.actor("U1", "T2").member and not people.actor("U2", "T2").member


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
