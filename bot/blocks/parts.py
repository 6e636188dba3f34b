"""The building bricks: blocks and elements made through `slack_sdk.models`, each inside its own limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    RawTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    RichTextSectionElement,
    SectionBlock,
    TableBlock,
)

from bot.blocks.message import Block, Builder, clip_units
from bot.blocks.scene import Scene
from bot.blocks.words import clean, one_line

Element = dict[str, Any]
VALUE_ROOM = 1_900  # Slack: 2,000 in a button's value
OPTION_ROOM = 150  # in an option's value
SECTION_ROOM = 2_900  # Slack: 3,000


def _plain(text: str, most: int) -> PlainTextObject:
    return PlainTextObject(text=clip_units(one_line(text), most) or "·", emoji=True)


def _mrkdwn(text: str, most: int) -> MarkdownTextObject:
    return MarkdownTextObject(text=clip_units(text, most) or "·", verbatim=True)


def section(text: str, accessory: Element | None = None, fields: Sequence[str] = ()) -> Block:
    """Words in mrkdwn that are already escaped (`words.escaped`, `words.code`)."""
    block = SectionBlock(
        text=_mrkdwn(text, SECTION_ROOM) if text or not fields else None,
        accessory=accessory,
        fields=[_mrkdwn(field, 1_900) for field in fields[:10]] or None,
    )
    return dict(block.to_dict())


def header(text: str) -> Block:
    """A heading."""
    return dict(HeaderBlock(text=_plain(text, 140)).to_dict())


def context(*texts: str) -> Block:
    """Small print in mrkdwn that is already escaped."""
    return dict(ContextBlock(elements=[_mrkdwn(text, 1_900) for text in texts[:10] if text] or [_mrkdwn("·", 9)]).to_dict())


def divider() -> Block:
    """A line."""
    return dict(DividerBlock().to_dict())


def preformatted(text: str) -> Block:
    """Text as it is, in a fixed-width font; nothing in it is a mark or a mention."""
    shown = clean(text).strip("\n") or " "
    element = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=shown)])
    return dict(RichTextBlock(elements=[element]).to_dict())


def rich(*pieces: tuple[str, str] | str) -> Block:
    """A line of text in pieces, each plain or with a style (`bold`, `code`, `italic`, `strike`)."""
    parts = []
    for piece in pieces:
        text, style = piece if isinstance(piece, tuple) else (piece, "")
        shown = clean(text)
        if shown:
            parts.append(RichTextElementParts.Text(text=shown, style={style: True} if style else None))
    if not parts:
        parts.append(RichTextElementParts.Text(text=" "))
    return dict(RichTextBlock(elements=[RichTextSectionElement(elements=parts)]).to_dict())


def action_value(**fields: Any) -> str:
    """What a button carries: compact JSON; "" when it would not fit."""
    text = json.dumps(
        {key: value for key, value in fields.items() if value not in ("", None)}, ensure_ascii=True, separators=(",", ":")
    )
    return text if len(text) <= VALUE_ROOM else ""


def button(label: str, action: str, value: str = "", style: str = "", confirm: tuple[str, str] | None = None) -> Element:
    """A button. `confirm` is a question and the label of its yes."""
    asked = None
    if confirm:
        question, yes = confirm
        asked = ConfirmObject(
            title=_plain("Are you sure?", 100), text=_plain(question, 290), confirm=_plain(yes, 30), deny=_plain("Cancel", 30)
        )
    made = ButtonElement(
        text=_plain(label, 70), action_id=action[:255], value=clean(value)[:2000] or None, style=style or None, confirm=asked
    )
    return dict(made.to_dict())


def overflow(action: str, choices: Sequence[tuple[str, str]]) -> Element | None:
    """A menu of up to five (label, value); choices whose value is too long are left out, None when none is left.

    Plain dicts, not `OverflowMenuElement`: a list of containers has dozens of these, and the models take long.
    """
    options = [_option(label, value) for label, value in choices if 0 < len(value) <= OPTION_ROOM][:5]
    return {"type": "overflow", "action_id": action[:255], "options": options} if options else None


def select(action: str, label: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> Element:
    """A menu of up to 100 (label, value)."""
    options = [_option(text, value) for text, value in choices[:100]]
    made: Element = {
        "type": "static_select",
        "action_id": action,
        "placeholder": {"type": "plain_text", "text": clip_units(label, 140)},
        "options": options,
    }
    initial = next((option for option in options if option["value"] == chosen), None)
    return made | ({"initial_option": initial} if initial else {})


def _option(text: str, value: str) -> Element:
    return {
        "text": {"type": "plain_text", "text": clip_units(one_line(text), 70) or "·"},
        "value": clean(value)[:OPTION_ROOM] or "-",
    }


def actions(elements: Iterable[Element | None], block_id: str = "") -> list[Block]:
    """Buttons in rows of at most 25 (five look right on a phone, so rows of five); action ids are made unique."""
    wanted = [element for element in elements if element]
    rows = []
    for start in range(0, len(wanted), 5):
        row = []
        for index, element in enumerate(wanted[start : start + 5]):
            base = element["action_id"]
            row.append(element | {"action_id": base if base.count(":") > 1 else f"{base}:{start + index}"})
        block = ActionsBlock(elements=row, block_id=f"{block_id}-{start}" if block_id else None)
        rows.append(dict(block.to_dict()))
    return rows


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table of plain cells; the first row is its heading. The caller keeps to 100 rows, 20 columns, 10,000 characters."""
    cells = [[RawTextObject(text=one_line(cell) or "–").to_dict() for cell in row] for row in rows]
    return dict(TableBlock(rows=cells).to_dict())


def add_turning(builder: Builder, scene: Scene, start: int, shown: int, total: int, step: int) -> None:
    """Where one is in a list that goes on, and buttons to turn its pages; `start` is the first row's number, from 0."""
    if shown >= total:
        return
    builder.add(context(f"{start + 1:,} to {start + shown:,} of {total:,}"))
    if not scene.card:
        return
    turn = [
        button("◀ Before", "dw_page", action_value(s=scene.card, p=max(0, start - step))) if start > 0 else None,
        button("More ▶", "dw_page", action_value(s=scene.card, p=start + shown)) if start + shown < total else None,
    ]
    for block in actions(turn):
        builder.add(block)
