"""Who somebody in Slack is: member, guest, from another workspace, or a bot; and their user groups. By ids, kept for minutes.

Membership that cannot be found out is no membership: what only members may do is then refused. Before a change, and when
somebody presses Run or Approve, Slack is asked anew (`afresh`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.request import Actor, NotKnown
from bot.slack_channels import Channels

log = structlog.get_logger("dockwise.people")
MINUTES = 5 * 60.0
MOST = 5_000
NOT_ASKED = "Slack could not be asked just now who {who} is, so nothing was run. Try again in a moment."
# Answers that say for good that nobody is in a group, or that the bot may not know: then nobody has a role by it.
NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found", "missing_scope", "not_allowed_token_type", "unknown_method"})


class People:
    """Looks people up; safe to use from several threads."""

    def __init__(
        self,
        client: WebClient,
        team: str,
        enterprise: str = "",
        groups: Callable[[], Iterable[str]] = tuple,
        workspaces: Callable[[], Iterable[str]] = tuple,
        clock: Callable[[], float] = time.monotonic,
        channels: Channels | None = None,
    ) -> None:
        self.channels = channels or Channels(client, clock)
        self._client, self._team, self._enterprise, self._clock = client, team, enterprise, clock
        self._groups, self._workspaces = groups, workspaces
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def actor(self, user: str, team: str = "") -> Actor:
        """The person as the policy sees them, by what Slack says of them when asked; `team` is where the delivery came from."""
        kind = self._cached(f"user:{user}", lambda: self._kind(user))
        groups = self._groups_of(user) if kind == "member" else frozenset()
        return Actor(user, member=kind == "member", kind=kind, usergroups=groups, team=team or self._team)

    def afresh(self, actor: Actor) -> Actor:
        """The same person as Slack says now, without a look at what was said before. NotKnown where Slack cannot be asked."""
        kind = self._kind(actor.user)
        if kind == "unknown":
            raise NotKnown(NOT_ASKED.format(who=f"<@{actor.user}>"))
        self._keep(f"user:{actor.user}", kind)
        groups = frozenset(group for group in self._groups() if kind == "member" and actor.user in self._members_now(group))
        return replace(actor, member=kind == "member", kind=kind, usergroups=groups)

    def members(self, group: str) -> frozenset[str]:
        """The ids of everybody in a user group; empty where it cannot be read."""
        return self._in_group(group)

    def _members_now(self, group: str) -> frozenset[str]:
        try:
            answer: Any = self._client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            code = str(error.response.get("error", ""))
            log.warning("a user group could not be read", group=group, error=code)
            if code in NO_GROUP:
                return frozenset()
            raise NotKnown(NOT_ASKED.format(who=f"the user group {group}")) from None
        except (SlackClientError, OSError) as error:
            log.warning("a user group could not be read", group=group, error=type(error).__name__)
            raise NotKnown(NOT_ASKED.format(who=f"the user group {group}")) from None
        found = frozenset(str(member) for member in answer.get("users") or ())
        self._keep(f"group:{group}", found)
        return found

    def _keep(self, key: str, value: Any) -> None:
        with self._lock:
            self._kept[key] = (self._clock() + MINUTES, value)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def _cached(self, key: str, find: Callable[[], Any]) -> Any:
        now = self._clock()
        with self._lock:
            found = self._kept.get(key)
            if found and found[0] > now:
                return found[1]
        value = find()
        if value is not None:
            # What could not be found out is asked again soon.
            with self._lock:
                self._kept[key] = (now + (MINUTES if value != "unknown" else 5.0), value)
                self._kept.move_to_end(key)
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return value

    def _kind(self, user: str) -> str:
        try:
            answer: Any = self._client.users_info(user=user)
        except SlackApiError as error:
            code = str(error.response.get("error", ""))
            if code == "unknown_method":  # never Slack itself: a stand-in without people
                return "member"
            log.warning("somebody could not be looked up", user=user, error=code)
            return "external" if code in ("user_not_found", "user_not_visible") else "unknown"
        except (SlackClientError, OSError) as error:
            log.warning("somebody could not be looked up", user=user, error=type(error).__name__)
            return "unknown"
        return self.kind_of(answer.get("user") or {})

    def kind_of(self, row: dict[str, Any]) -> str:
        """`member`, `guest`, `external`, `deactivated` or `bot`, from Slack's description of a user."""
        if row.get("is_bot") or row.get("is_workflow_bot"):
            return "bot"
        if row.get("is_restricted") or row.get("is_ultra_restricted"):
            return "guest"
        if row.get("deleted"):
            return "deactivated"
        if row.get("is_stranger"):
            return "external"
        return "member" if self._teams_of(row) & {self._team, *self._workspaces()} - {""} else "external"

    def _teams_of(self, row: dict[str, Any]) -> set[str]:
        """The workspaces that somebody belongs to: their own, and in an Enterprise Grid, of our own organisation, all of theirs."""
        teams = {str(row.get("team_id") or "")}
        grid = row.get("enterprise_user") or {}
        if self._enterprise and str(grid.get("enterprise_id") or "") == self._enterprise:
            teams |= {str(team) for team in grid.get("teams") or ()}
        return teams

    def shared(self, channel: str) -> bool:
        """True where people from other workspaces may read along, or where Slack does not say."""
        return self.channels.shared(channel)

    def _groups_of(self, user: str) -> frozenset[str]:
        return frozenset(group for group in self._groups() if user in self._in_group(group))

    def _in_group(self, group: str) -> frozenset[str]:
        found: frozenset[str] | None = self._cached(f"group:{group}", lambda: self._members(group))
        return found or frozenset()

    def _members(self, group: str) -> frozenset[str] | None:
        try:
            answer: Any = self._client.usergroups_users_list(usergroup=group)
        except (SlackClientError, OSError) as error:
            log.warning("a user group could not be read", group=group, error=type(error).__name__)
            return None
        return frozenset(str(member) for member in answer.get("users") or ())
