"""Modals: opened within a trigger's three seconds, in a lane where nothing waits; what they send is worked on later."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks.filters import has_stamps
from bot.blocks.loglines import both_streams, is_logs
from bot.blocks.modals import BUILDS, build_modal, command_of, fill_modal, filter_modal
from bot.blocks.render import table_of
from bot.cards import Card
from bot.delivery import Spot
from bot.desk import Desk, say
from bot.lanes import FORMS
from bot.listeners.actions import answer_spot, fields_of, with_card
from bot.listeners.spots import key_of, of_action, of_form
from bot.serving import metrics

log = structlog.get_logger("dockwise.views")
FORM_GONE = "This form is no longer at hand, or somebody else has opened it. Nothing was run; please open it again."
TOO_LATE = "The form could not be opened: Slack gives three seconds for that, and they were over. Please press once more."


def open_view(desk: Desk, trigger: str, view: dict[str, Any], spot: Spot) -> bool:
    """Open a modal; where the trigger is over, the person is told."""
    try:
        desk.delivery.hasty.views_open(trigger_id=trigger, view=view)
    except (SlackApiError, SlackClientError, OSError) as error:
        answer = error.response if isinstance(error, SlackApiError) else {}
        code = str(answer.get("error") or type(error).__name__)
        log.warning("a form could not be opened", error=code)
        metrics.FALLBACKS.labels(code).inc()
        desk.delivery.whisper(
            replace(spot, message=""), say(TOO_LATE if "trigger" in code else f"The form could not be opened ({code}).")
        )
        return False
    return True


def _sent(desk: Desk, body: dict[str, Any], view: dict[str, Any]) -> tuple[Spot, dict[str, str]] | None:
    """Where the form was opened, and what it is about; None, which the person is told, where they did not open it.

    Who sends it is what Slack says of the sender; the view itself is believed in nothing.
    """
    user = body.get("user") or {}
    who, team = str(user.get("id") or ""), str(user.get("team_id") or "")
    try:
        found = desk.forms.find(json.loads(view.get("private_metadata") or "{}"), who)
    except (ValueError, RecursionError):
        found = None
    if found is None:
        desk.delivery.whisper(Spot("", who, private=True, team=team, im=True), say(FORM_GONE))
        return None
    return replace(found[0], user=who, team=team or found[0].team), found[1]


def values_of(view: dict[str, Any]) -> dict[str, Any]:
    """Block id → what was entered or chosen: text, a value, or a list of values."""
    found: dict[str, Any] = {}
    for block, actions in ((view.get("state") or {}).get("values") or {}).items():
        for state in actions.values():
            if "selected_options" in state:
                found[block] = [option["value"] for option in state["selected_options"] or []]
            elif "selected_option" in state:
                found[block] = (state["selected_option"] or {}).get("value", "")
            else:
                found[block] = state.get("value") or ""
    return found


def filter_pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Filter…: a form over what is at hand."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)

    def then(card: Card) -> None:
        logs = is_logs(card.shown)
        stamped = logs and has_stamps(both_streams(card.shown))
        form = filter_modal(card.view, table_of(card.shown), logs, stamped, desk.forms.keep(spot, card=card.key))
        open_view(desk, str(body.get("trigger_id") or ""), form, spot)

    desk.take(key_of(body), spot, lambda: with_card(desk, spot, fields_of(action), then), lane=FORMS)


def filtered(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The filters were sent: the same message is drawn again, without a new run."""
    ack()
    desk: Desk = context["desk"]
    values = values_of(view)

    def work() -> None:
        found = _sent(desk, body, view)
        if found is None:
            return
        spot, data = found

        def then(card: Card) -> None:
            changed = replace(
                card.view,
                grep=str(values.get("grep") or "")[:200],
                level=str(values.get("level") or ""),
                since=str(values.get("since") or ""),
                columns=tuple(values.get("columns") or ()),
                sort=str(values.get("sort") or ""),
                page=0,
            )
            desk.redraw(card, changed, spot)

        with_card(desk, spot, {"s": data.get("card")}, then)

    desk.take(key_of(body), of_form(body), work)


def fill_pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Fill in: the command with its gaps, in a form."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)
    fields = fields_of(action)

    def work() -> None:
        kept = desk.forms.keep(answer_spot(desk, spot), host=str(fields.get("h") or ""))
        open_view(desk, str(body.get("trigger_id") or ""), fill_modal(str(fields.get("t") or ""), kept), spot)

    desk.take(key_of(body), spot, work, lane=FORMS)


def filled(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The command with its gaps filled."""
    ack()
    desk: Desk = context["desk"]
    text = str(values_of(view).get("command") or "").strip()

    def work() -> None:
        found = _sent(desk, body, view)
        if found is not None:
            desk.ask(text or "help", found[0], host=found[1].get("host", ""), surface="form")

    desk.take(key_of(body), of_form(body), work)


def kind_chosen(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """What to build was chosen: its fields are shown."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)
    kind = str((action.get("selected_option") or {}).get("value") or "")
    view = body.get("view") or {}

    def work() -> None:
        try:
            desk.delivery.hasty.views_update(view_id=str(view.get("id") or ""), view=build_modal(kind))
        except (SlackApiError, SlackClientError, OSError) as error:
            log.warning("a form could not be changed", error=str(error)[:200])
            desk.delivery.whisper(spot, say("The form could not be changed. Please open it again."))

    if kind in BUILDS:
        desk.take(key_of(body), spot, work, lane=FORMS)


def built(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The fields were filled in: wrong ones are named in the form, the command is asked for like any other."""
    desk: Desk = context["desk"]
    kind = _kind_of(view)
    values = {name.removeprefix(f"{kind}-"): str(value) for name, value in values_of(view).items() if name.startswith(f"{kind}-")}
    command = command_of(kind, values)
    wrong = _objection(command) if kind != "words" else ""
    if wrong:
        filled_in = [name for name, value in values.items() if value.strip()] or list(values)
        field = next((name for name in filled_in if f"--{name}" in wrong), filled_in[0] if filled_in else "")
        ack(response_action="errors", errors={f"{kind}-{field}": wrong[:300]})
        return
    ack()
    spot = of_form(body)
    desk.take(key_of(body), spot, lambda: desk.ask(command, spot, surface="form"))


def _kind_of(view: dict[str, Any]) -> str:
    """Which fields the form has; it says nothing about who or where."""
    try:
        kind = json.loads(view.get("private_metadata") or "{}").get("kind")
    except (ValueError, AttributeError, RecursionError):
        kind = None
    return kind if isinstance(kind, str) and kind in BUILDS else "words"


def _objection(command: str) -> str:
    """docker's objection to the command as it stands; "" where it has none."""
    from commands.check import check

    checked = check(command, "slack")
    return (
        ""
        if checked.ok
        else next((str(p.message) for p in checked.problems if p.severity == "error"), "docker does not accept this")
    )


def register(app: App) -> None:
    """Listen."""
    app.action(re.compile(r"^dw_filter(?::.*)?$"))(filter_pressed)
    app.action(re.compile(r"^dw_fill(?::.*)?$"))(fill_pressed)
    app.action("dw_build")(kind_chosen)
    app.view("dw_filtered")(filtered)
    app.view("dw_filled")(filled)
    app.view("dw_built")(built)
