"""Approvals as cards: what would be touched, who may press until when; the same card again once it is decided."""

from __future__ import annotations

from typing import Any

from bot.blocks.message import Builder, clip_units
from bot.blocks.parts import actions, button, context, section
from bot.blocks.shown import Shown
from bot.blocks.words import bold, code, escaped, one_line

MOST_ITEMS = 15


def _item(item: dict[str, Any]) -> str:
    name = clip_units(one_line(str(item.get("name", ""))), 100)
    short = str(item.get("id", ""))
    short = short.removeprefix("sha256:")[:12] if len(short) > 40 else clip_units(short, 40)
    words = f"• {escaped(str(item.get('kind', '')))} {bold(name)}" + (f" {code(short)}" if short and short != name else "")
    words += f": {escaped(clip_units(one_line(str(item.get('effect', ''))), 200))}"
    for note in list(item.get("notes") or ())[:4]:
        words += f"\n     ⚠️ {escaped(clip_units(one_line(str(note)), 200))}"
    if item.get("undo"):
        words += f"\n     ↩️ {escaped(clip_units(one_line(str(item['undo'])), 250))}"
    return words


def add_host_access(builder: Builder, plan: dict[str, Any]) -> bool:
    """Why this is as much as root on the host, before anything else; True when every reason is there."""
    reasons = [clip_units(one_line(str(reason)), 250) for reason in plan.get("host_access") or ()]
    if not reasons:
        return True
    lines = "".join(f"\n• {escaped(reason)}" for reason in reasons[:8])
    more = f"\n… and {len(reasons) - 8} more reasons: the file has all of them" if len(reasons) > 8 else ""
    builder.add(section(f"🛑 {bold('This is as much as root on the host:')}{lines}{more}"))
    return len(reasons) <= 8


def add_plan(builder: Builder, plan: dict[str, Any]) -> bool:
    """What would be touched; True when all of it is there."""
    if plan.get("summary"):
        builder.add(section(escaped(clip_units(str(plan["summary"]), 1_500))))
    for warning in list(plan.get("warnings") or ())[:6]:
        builder.add(section(f"⚠️ {escaped(clip_units(str(warning), 600))}"))
    items = list(plan.get("items") or ())
    shown = 0
    for item in items[:MOST_ITEMS]:
        if builder.room < 2_000 or not builder.add(section(_item(item))):
            break
        shown += 1
    if shown < len(items):
        builder.add(context(f"*… and {len(items) - shown:,} more objects: the file has all of them*"))
    return shown == len(items) and len(plan.get("warnings") or ()) <= 6


def plan_text(plan: dict[str, Any]) -> str:
    """The whole plan as a file's text."""
    lines = [f"This is as much as root on the host: {reason}" for reason in plan.get("host_access") or ()]
    lines += [str(plan.get("summary", "")), *(f"! {warning}" for warning in plan.get("warnings") or ())]
    for item in plan.get("items") or ():
        lines.append(f"{item.get('kind', '')} {item.get('name', '')} {item.get('id', '')}: {item.get('effect', '')}")
        lines += [f"    {note}" for note in item.get("notes") or ()]
        lines += [f"    to undo: {item['undo']}"] if item.get("undo") else []
    return "\n".join(line for line in lines if line) + "\n"


def date(seconds: float) -> str:
    """A moment in the reader's own time zone; the fallback says it in UTC."""
    from datetime import UTC, datetime

    plain = datetime.fromtimestamp(seconds, UTC).strftime("%H:%M UTC")
    return f"<!date^{int(seconds)}^{{time}}|{plain}>"


def add_approval(builder: Builder, card: Shown) -> bool:
    """The plan, who may press, until when, and the buttons."""
    approval = card.approval
    whole = add_plan(builder, card.plan)
    asker = str(approval.get("asker") or card.asker)
    said = []
    if asker.isalnum() and asker:
        said.append(f"asked by <@{asker}>")
    who = escaped(clip_units(one_line(str(approval.get("approvers", ""))), 400))
    second = approval.get("mode") == "second"
    said.append(f"to be approved by {who}" if second else f"to be confirmed by {who or 'the asker'}")
    if approval.get("expires"):
        said.append(f"until {date(float(approval['expires']))}")
    builder.add(context(" · ".join(said)))
    danger = card.risk == "destroy"
    yes = button("Approve" if second else "Run", "dw_approve", str(approval.get("id", "")), "danger" if danger else "primary")
    no = button("Deny" if second else "Cancel", "dw_deny", str(approval.get("id", "")))
    builder.keep(actions([yes, no], "approval"))
    return whole


def add_decided(builder: Builder, words: str) -> None:
    """What became of it, in place of the buttons; `words` are escaped."""
    builder.add(context(words))
