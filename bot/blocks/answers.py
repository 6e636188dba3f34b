"""Questions, answers, what was not understood, errors, and files that were read."""

from __future__ import annotations

import re
from typing import Any

from bot.blocks.message import Block, Builder, clip_units
from bot.blocks.output import add_text
from bot.blocks.parts import Element, action_value, actions, button, context, preformatted, section
from bot.blocks.shown import Shown
from bot.blocks.verdict import top
from bot.blocks.words import bold, clean, code, escaped

_FENCE = re.compile(r"```[\w-]*\n(.*?)```", re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)
_BULLET = re.compile(r"^(\s*)[-*+]\s+", re.MULTILINE)


def run_button(command: str, host: str, label: str = "") -> Element | None:
    """A button that sends a command (or words) as if they had been typed."""
    value = action_value(t=command, h=host)
    return button(label or command, "dw_run", value) if value else None


def _inline(text: str) -> str:
    """Markdown inside a paragraph → mrkdwn, everything else escaped."""
    kept: list[str] = []

    def keep(shown: str) -> str:
        kept.append(shown)
        return f"\x00{len(kept) - 1}\x00"

    text = _CODE.sub(lambda found: keep(code(found[1])), text)
    text = _LINK.sub(lambda found: keep(f"<{found[2].replace('|', '%7C').replace('>', '%3E')}|{escaped(found[1])}>"), text)
    text = _BOLD.sub(lambda found: keep(bold(found[1] or found[2])), text)
    text = _HEADING.sub(lambda found: keep(bold(found[1])), text)
    text = _BULLET.sub(lambda found: found[1] + "• ", text)
    pieces = re.split("\x00(\\d+)\x00", text)
    return "".join(kept[int(piece)] if index % 2 else escaped(piece) for index, piece in enumerate(pieces))


def markdown_blocks(text: str) -> list[Block]:
    """Markdown as sections and preformatted texts, each inside its own limit."""
    text = text.replace("\x00", "")
    found: list[Block] = []
    at = 0
    for fence in _FENCE.finditer(text):
        found += _paragraphs(text[at : fence.start()])
        found.append(preformatted(fence[1][:6_000]))
        at = fence.end()
    return found + _paragraphs(text[at:])


def _paragraphs(text: str) -> list[Block]:
    """Paragraphs put together until a section is full."""
    found: list[Block] = []
    held = ""
    for paragraph in text.strip().split("\n\n"):
        shown = _inline(paragraph.strip("\n"))
        if not shown.strip():
            continue
        if held and len(held) + len(shown) > 2_400:
            found.append(section(held))
            held = ""
        held = f"{held}\n\n{shown}" if held else shown
    return [*found, section(held)] if held else found


def add_answer(builder: Builder, card: Shown) -> bool:
    """An answer from the reference or a topic: title, text, a command to try, sources."""
    answer = card.answer
    for block in top_of_words(card):
        builder.add(block)
    builder.add(section(bold(clip_units(str(answer.get("title", "")), 300))))
    blocks = markdown_blocks(str(answer.get("text", "")))
    shown = 0
    for block in blocks:
        if builder.room < 2_500 or not builder.add(block):
            break
        shown += 1
    if shown < len(blocks):
        builder.add(context("the rest of this answer is in the file"))
    if answer.get("command"):
        builder.add(preformatted(clip_units(str(answer["command"]), 1_000)))
    for source in list(answer.get("sources") or ())[:4]:
        builder.add(context(_source(str(source))))
    asked = [run_button(str(text), card.host) for text in [*(answer.get("examples") or ()), *(answer.get("related") or ())][:4]]
    for block in actions(asked):
        builder.add(block)
    return shown == len(blocks)


def _source(source: str) -> str:
    name, _, address = source.rpartition(" – ")
    if address.startswith("https://") and not set(address) & set("|>< "):
        return f"<{address}|{escaped(clip_units(name or address, 200))}>"
    return escaped(clip_units(source, 400))


def top_of_words(card: Shown) -> list[Block]:
    """What was asked, where it was changed on the way."""
    return [context(f"I read: {code(clip_units(card.heard, 600))}")] if card.heard else []


def add_question(builder: Builder, card: Shown) -> bool:
    """More than one reading, or something missing: what it is, and buttons for the readings."""
    for block in top_of_words(card):
        builder.add(block)
    builder.add(section("❓ " + escaped(clip_units(card.note or "Which one?", 1_500))))
    if card.command:
        builder.add(preformatted(clip_units(card.command, 1_500)))
    if card.needs:
        needed = ", ".join(code(need) for need in card.needs[:10])
        builder.add(context(f"still needed: {needed}"))
        value = action_value(t=card.command, h=card.host)
        if value and card.command:
            for block in actions([button("Fill in", "dw_fill", value, "primary")]):
                builder.add(block)
    for alternative in card.alternatives[:8]:
        builder.add(section(code(clip_units(alternative, 1_000)), run_button(alternative, card.host, "This one")))
    return True


def add_unknown(builder: Builder, card: Shown) -> bool:
    """Not understood: what to do, and things to try."""
    for block in top_of_words(card):
        builder.add(block)
    builder.add(section("🤔 " + escaped(clip_units(card.note, 2_000))))
    tries = [run_button(text, card.host) for text in (*card.suggestions, *card.alternatives)[:5]]
    for block in actions(tries):
        builder.add(block)
    return True


def add_error(builder: Builder, card: Shown) -> bool:
    """Something went wrong: one sentence, what to do, the reference."""
    top(card, builder)
    builder.add(section("🔌 " + escaped(clip_units(clean(card.note) or "Something went wrong.", 2_500))))
    tries = [run_button(text, card.host) for text in card.suggestions[:5]]
    for block in actions(tries):
        builder.add(block)
    if card.reference:
        builder.add(context(f"reference {code(card.reference)}"))
    return True


def add_refused(builder: Builder, card: Shown) -> bool:
    """The policy says no, or it is never run here: why, by which rule, what would be needed."""
    top(card, builder)
    for block in _chunks(card.note):
        builder.add(block)
    decision: dict[str, Any] = card.decision
    if decision.get("rule") and "needed:" not in str(decision["rule"]):
        builder.add(context(f"rule: {escaped(clip_units(str(decision['rule']), 500))}"))
    needed = str(decision.get("needed") or "")
    if needed and needed not in card.note:
        builder.add(context("a grant that would allow it:"), preformatted(clip_units(needed, 1_000)))
    tries = [run_button(text, card.host) for text in card.suggestions[:5]]
    for block in actions(tries):
        builder.add(block)
    return True


def _chunks(note: str) -> list[Block]:
    text = clean(note).strip()
    return [section(escaped(clip_units(text, 2_000)))] if text else []


def add_document(builder: Builder, card: Shown) -> bool:
    """A Dockerfile or compose file, read: its report as text, the whole as a file where it is long."""
    ok = card.ok
    builder.add(section("📄 " + ("This file can be used as it is." if ok else "This file has errors.")))
    return add_text(builder, str(card.document.get("shown") or card.note or ""), tail=False)
