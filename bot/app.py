"""The Bolt app: the client, who we are, the desk, and every listener. Listeners only acknowledge and hand over."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

import bot.listeners
from bot.cards import Cards
from bot.delivery import Delivery
from bot.desk import Desk
from bot.lanes import Lanes
from bot.ledger import Ledger
from bot.live import Live
from bot.live_board import Board
from bot.slack_people import People
from bot.slack_retries import retry_handlers
from commands.clean_text import well_formed_data

if TYPE_CHECKING:
    from bot.core import Core

log = structlog.get_logger("dockwise.app")
DEFAULT_API = "https://slack.com/api/"


class NotSetUp(Exception):
    """A token is missing or wrong; the text is the one line to print."""


@dataclass(frozen=True)
class Identity:
    """Who the bot is in the workspace."""

    team: str
    user: str
    bot: str
    enterprise: str = ""


def api_url(environ: Mapping[str, str]) -> str:
    """Where Slack's Web API is: `SLACK_API_URL`, or Slack itself."""
    url = environ.get("SLACK_API_URL", "").strip() or DEFAULT_API
    return url if url.endswith("/") else url + "/"


def web_client(token: str, environ: Mapping[str, str]) -> WebClient:
    """A client that waits when Slack asks it to."""
    return WebClient(
        token,
        base_url=api_url(environ),
        timeout=20,
        retry_handlers=retry_handlers(),
        logger=_quiet("dockwise.slack", logging.CRITICAL),
    )


def _quiet(name: str, level: int = logging.ERROR) -> logging.Logger:
    """The SDK's own log, without what we say ourselves."""
    logger = logging.getLogger(name)
    logger.setLevel(level)
    return logger


def identify(client: WebClient) -> Identity:
    """Ask Slack who we are; NotSetUp where the token is refused."""
    try:
        answer: Any = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error", "unknown_error"))
        raise NotSetUp(f"Slack refuses SLACK_BOT_TOKEN ({code}): copy the Bot User OAuth Token of the installed app") from None
    except (SlackClientError, OSError) as error:
        raise ConnectionError(f"Slack's API at {client.base_url} cannot be reached: {error}") from None
    return Identity(
        str(answer.get("team_id") or ""),
        str(answer.get("user_id") or ""),
        str(answer.get("bot_id") or ""),
        str(answer.get("enterprise_id") or ""),
    )


def make_desk(core: Core, client: WebClient, identity: Identity, lanes: Lanes | None = None, settle_seconds: float = 2.5) -> Desk:
    """The desk with everything it needs."""
    delivery = Delivery(client)
    ledger = Ledger(core.store)

    def groups() -> set[str]:
        return {group for role in core.settings.roles.values() for group in role.usergroups}

    def workspaces() -> frozenset[str]:
        return core.settings.workspaces

    people = People(client, identity.team, identity.enterprise, groups, workspaces)
    return Desk(
        core,
        delivery,
        people,
        lanes or Lanes(),
        ledger,
        Cards(ledger),
        Live(Board(core.store)),
        team=identity.team,
        bot_user=identity.user,
        bot_id=identity.bot,
        settle_seconds=settle_seconds,
    )


def feature_modules() -> list[str]:
    """Every module of `bot.listeners` that registers listeners, by name; there is no list kept by hand."""
    return sorted(name for _, name, _ in pkgutil.iter_modules(bot.listeners.__path__))


def make_app(desk: Desk, signing_secret: str = "") -> App:
    """The Bolt app with all listeners. Each request is handled in the thread it came in on: nothing in a listener waits."""
    try:
        app = App(
            client=desk.delivery.client,
            signing_secret=signing_secret,
            request_verification_enabled=bool(signing_secret),
            # Bolt asks Slack who we are, too: now, so that the first acknowledgement does not wait for it.
            token_verification_enabled=True,
            process_before_response=True,
            raise_error_for_unhandled_request=False,
            logger=_quiet("dockwise.bolt"),
            name="dockwise",
        )
    except BoltError as error:
        raise ConnectionError(f"Slack's API at {desk.delivery.client.base_url} cannot be reached: {error}") from None

    @app.use
    def with_desk(context: BoltContext, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        body.update(well_formed_data(body))
        context["desk"] = desk
        if from_a_bot(body, desk):
            return BoltResponse(status=200, body="")
        return next()

    for name in feature_modules():
        module = importlib.import_module(f"bot.listeners.{name}")
        register = getattr(module, "register", None)
        if register:
            register(app)

    # What nobody listens to is acknowledged all the same, so that Slack does not deliver it again.
    app.event(re.compile(".*"))(ignored)
    return app


def ignored() -> None:
    """An event that the bot has no use for."""


def from_a_bot(body: Mapping[str, Any], desk: Desk) -> bool:
    """True for what a bot said, this one included: bots are not answered."""
    event = body.get("event")
    if not isinstance(event, dict) or event.get("type") not in ("message", "app_mention"):
        return False
    inner = event.get("message") if isinstance(event.get("message"), dict) else {}
    said_by = {event.get("user"), (inner or {}).get("user")}
    return bool(
        event.get("bot_id")
        or (inner or {}).get("bot_id")
        or event.get("subtype") == "bot_message"
        or desk.bot_user in said_by - {None, ""}
    )
