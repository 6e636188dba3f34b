"""App Home: drawn when it is opened, from what the person may see; its buttons answer in the direct messages."""

from __future__ import annotations

import re
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackClientError

from bot.blocks.home import home_view
from bot.delivery import Spot
from bot.desk import Desk
from bot.listeners.actions import fields_of
from bot.listeners.spots import key_of
from bot.policy import decide, roles_of, subject_of
from bot.request import Actor
from commands.risk import risk_of

log = structlog.get_logger("dockwise.home")
HOSTS_LANE = "home"  # asking every host takes as long as the slowest: a lane of its own


def may_lines(desk: Desk, actor: Actor) -> list[str]:
    """The grants that hold for somebody, in words."""
    roles = roles_of(desk.core.settings, actor)
    return [
        f"{grant.rule}" + (f", after {grant.approval}" if grant.approval != "none" else "")
        for grant in desk.core.settings.all_grants
        if roles & set(grant.roles)
    ]


def hosts_seen(desk: Desk, actor: Actor) -> list[str]:
    """The hosts whose state somebody may ask for: for `docker info` there, in the direct messages."""
    from commands.parser import parse_text

    parsed = parse_text("docker info")
    subject = subject_of(parsed, risk_of(parsed))
    place = desk.place(Spot("", actor.user, private=True, im=True))
    return [host for host in desk.core.settings.hosts if decide(desk.core.settings, actor, place, host, [subject]).allowed]


def publish(desk: Desk, user: str, team: str) -> None:
    """Draw the tab at once, and again when the hosts have answered."""
    actor = desk.people.actor(user, team)
    desk.ledger.flush(2.0)
    may, recent, favourites = may_lines(desk, actor), desk.core.store.recent(user, 8), desk.core.store.favourites(user)
    show(desk, user, home_view(None, may, recent, favourites))
    seen = hosts_seen(desk, actor)

    def with_hosts() -> None:
        hosts = desk.core.hosts_now(seen) if seen else []
        show(desk, user, home_view(hosts, may, recent, favourites))

    desk.hand_over(HOSTS_LANE, None, with_hosts)


def show(desk: Desk, user: str, view: dict[str, Any]) -> None:
    """Publish the tab."""
    try:
        desk.delivery.client.views_publish(user_id=user, view=view)
    except (SlackClientError, OSError) as error:
        log.warning("the home tab could not be drawn", error=str(error)[:300])


def opened(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
    """Somebody opened the app's home."""
    desk: Desk = context["desk"]
    user = str(event.get("user") or "")
    if user and event.get("tab", "home") == "home":
        desk.take(key_of(body), None, lambda: publish(desk, user, ""))


def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """A button in the tab: refresh, forget a favourite, or ask."""
    ack()
    desk: Desk = context["desk"]
    user = body.get("user") or {}
    who, team = str(user.get("id") or ""), str(user.get("team_id") or "")
    kind = str(action["action_id"]).split(":")[1]
    fields = fields_of(action)
    spot = Spot("", who, private=True, team=team, im=True)

    def work() -> None:
        if kind == "refresh":
            publish(desk, who, team)
        elif kind == "forget":
            desk.core.store.drop_favourite(who, str(fields.get("t") or ""))
            publish(desk, who, team)
        else:
            desk.ask(str(fields.get("t") or "help"), spot, host=str(fields.get("h") or ""), surface="home")

    desk.take(key_of(body), spot, work)


def register(app: App) -> None:
    """Listen."""
    app.event("app_home_opened")(opened)
    app.action(re.compile(r"^dw_home:.*$"))(pressed)
