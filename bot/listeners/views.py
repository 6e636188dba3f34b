"""Modals: opened within a trigger's three seconds, in the thread that the press came in on; what they send is worked on later."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks.filters import has_stamps
from bot.blocks.loglines import both_streams, is_logs
from bot.blocks.modals import BUILDS, build_modal, command_of, fill_modal, filter_modal
from bot.blocks.render import table_of
from bot.delivery import Spot
from bot.desk import Desk, say
from bot.listeners.actions import answer_spot, card_of, fields_of
from bot.listeners.spots import key_of, of_action
from bot.serving import metrics

log = structlog.get_logger("dockwise.views")
TOO_LATE = "The form could not be opened: Slack gives three seconds for that, and they were over. Please press once more."


def open_view(desk: Desk, trigger: str, view: dict[str, Any], spot: Spot) -> bool:
    """Open a modal; where the trigger is over, the person is told."""
    try:
        desk.delivery.client.views_open(trigger_id=trigger, view=view)
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


def _packed(spot: Spot, **more: Any) -> dict[str, Any]:
    """A spot for a modal's private metadata, which has no message and no channel of its own."""
    kept = {key: value for key, value in asdict(spot).items() if value}
    return {"spot": kept, **more}


def _unpacked(view: dict[str, Any]) -> tuple[Spot, dict[str, Any]]:
    try:
        data = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        data = {}
    return Spot(**{"channel": "", "user": "", **data.get("spot", {})}), data


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

    def work() -> None:
        card = card_of(desk, spot, fields_of(action))
        if card:
            logs = is_logs(card.shown)
            form = filter_modal(
                card.view, table_of(card.shown), logs, logs and has_stamps(both_streams(card.shown)), _packed(spot, card=card.key)
            )
            open_view(desk, str(body.get("trigger_id") or ""), form, spot)

    desk.take(key_of(body), spot, work)


def filtered(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The filters were sent: the same message is drawn again, without a new run."""
    ack()
    desk: Desk = context["desk"]
    spot, data = _unpacked(view)
    values = values_of(view)

    def work() -> None:
        card = card_of(desk, spot, {"s": data.get("card")})
        if card is None:
            return
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

    desk.take(key_of(body), spot, work)


def fill_pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """Fill in: the command with its gaps, in a form."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)
    fields = fields_of(action)
    form = fill_modal(str(fields.get("t") or ""), _packed(answer_spot(spot), host=fields.get("h", "")))
    desk.take(key_of(body), spot, lambda: open_view(desk, str(body.get("trigger_id") or ""), form, spot))


def filled(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The command with its gaps filled."""
    ack()
    desk: Desk = context["desk"]
    spot, data = _unpacked(view)
    text = str(values_of(view).get("command") or "").strip()
    desk.take(key_of(body), spot, lambda: desk.ask(text or "help", spot, host=str(data.get("host") or ""), surface="form"))


def kind_chosen(ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> None:
    """What to build was chosen: its fields are shown."""
    ack()
    desk: Desk = context["desk"]
    spot = of_action(body)
    kind = str((action.get("selected_option") or {}).get("value") or "")
    view = body.get("view") or {}

    def work() -> None:
        try:
            desk.delivery.client.views_update(view_id=str(view.get("id") or ""), view=build_modal(kind))
        except (SlackApiError, SlackClientError, OSError) as error:
            log.warning("a form could not be changed", error=str(error)[:200])
            desk.delivery.whisper(spot, say("The form could not be changed. Please open it again."))

    if kind in BUILDS:
        desk.take(key_of(body), spot, work)


def built(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext) -> None:
    """The fields were filled in: wrong ones are named in the form, the command is asked for like any other."""
    desk: Desk = context["desk"]
    kind = str(json.loads(view.get("private_metadata") or "{}").get("kind") or "words")
    values = {name.removeprefix(f"{kind}-"): str(value) for name, value in values_of(view).items() if name.startswith(f"{kind}-")}
    command = command_of(kind, values)
    wrong = _objection(command) if kind != "words" else ""
    if wrong:
        filled_in = [name for name, value in values.items() if value.strip()] or list(values)
        field = next((name for name in filled_in if f"--{name}" in wrong), filled_in[0] if filled_in else "")
        ack(response_action="errors", errors={f"{kind}-{field}": wrong[:300]})
        return
    ack()
    user = body.get("user") or {}
    spot = Spot("", str(user.get("id") or ""), private=True, team=str(user.get("team_id") or ""), im=True)
    desk.take(key_of(body), spot, lambda: desk.ask(command, spot, surface="form"))


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
