"""The top of every card: what was understood, the command as it will run, the verdict, findings; and the explanation."""

from __future__ import annotations

from typing import Any

from bot.blocks.exits import exit_words
from bot.blocks.message import Block, Builder, File, clip_units, weight
from bot.blocks.parts import action_value, button, context, preformatted, rich, section
from bot.blocks.shown import Shown
from bot.blocks.words import bold, clean, code, escaped, one_line, visible

COMMAND_ROOM = 1_500
MARKS = {"error": "🔴", "warning": "🟡", "info": "🔹"}
# Commands whose exit status is that of the program in the container.
PROGRAMS = ("container run", "container exec", "container start", "container attach")
RISKS = {
    "read": "only looks",
    "change": "changes something",
    "destroy": "takes something away for good",
    "interactive": "needs a terminal",
    "local": "acts on the machine of whoever runs it",
}


def understood(card: Shown) -> list[Block]:
    """What was read, where Slack or the person's words made it differ from what will run."""
    found = []
    if card.heard:
        found.append(context(f"I read: {code(clip_units(card.heard, 600))}"))
    if card.understood and card.understood.strip() not in (card.command.strip(), card.heard.strip()):
        found.append(context(f"Understood as: {escaped(clip_units(one_line(card.understood), 600))}"))
    return found


def command_block(card: Shown) -> list[Block]:
    """The command as it will run; the start of a very long one, which says how much is left out."""
    if not card.command:
        return []
    text = visible(card.command)
    if len(text) > COMMAND_ROOM:
        rest = len(text) - COMMAND_ROOM
        where = ": the file has all of it" if card.kind == "approval" else ""
        return [preformatted(text[:COMMAND_ROOM] + "…"), context(f"… and {rest:,} more characters of this command{where}")]
    return [preformatted(text)]


def command_file(card: Shown) -> File | None:
    """The whole command of an approval as a file, where the card holds only its start."""
    text = visible(card.command)
    return File("command.txt", text + "\n", "The whole command") if card.kind == "approval" and len(text) > COMMAND_ROOM else None


def errors(card: Shown) -> list[dict[str, Any]]:
    """Problems that make docker refuse the words."""
    return [problem for problem in card.problems if problem.get("severity") == "error"]


def caret(text: str, span: Any) -> str:
    """The line of a text that a problem stands in, with carets under its place; narrow enough for a phone."""
    try:
        start, end = int(span[0]), int(span[1])
    except (TypeError, ValueError, IndexError):
        return ""
    if not 0 <= start <= end <= len(text) or not text:
        return ""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    left = max(line_start, start - 24)
    right = min(line_end, max(end + 12, left + 56), left + 72)
    before = ("…" if left > line_start else "") + text[left:start].replace("\t", " ")
    shown = before + text[start:right].replace("\t", " ") + ("…" if right < line_end else "")
    carets = " " * len(before) + "^" * max(1, min(end, right) - start)
    return f"{clean(shown)}\n{carets}"


def corrected(text: str, problem: dict[str, Any]) -> str:
    """The person's text with one suggestion put in its place; "" where there is none."""
    suggestion, span = problem.get("suggestion"), problem.get("span") or (0, 0)
    if not suggestion or not 0 <= span[0] < span[1] <= len(text):
        return ""
    return str(text[: span[0]] + suggestion + text[span[1] :])


def problem_blocks(card: Shown, problem: dict[str, Any], place: bool = True) -> list[Block]:
    """One finding: the place, the words, and a button with what to write instead."""
    mark = MARKS.get(str(problem.get("severity")), "🔹")
    words = f"{mark} {escaped(clip_units(clean(str(problem.get('message', ''))), 1_200))}"
    if problem.get("suggestion"):
        words += f"\n→ {code(clip_units(str(problem['suggestion']), 400))}"
    # Spans are places in the command; where secrets in it are masked they would be off.
    text = card.command if card.exact else ""
    better = corrected(text, problem)
    value = action_value(t=better, h=card.host) if better else ""
    accessory = button("Use this", "dw_run:fix", value) if value else None
    found = [section(words, accessory)]
    shown = caret(text, problem.get("span")) if place else ""
    if shown:
        found.append(preformatted(shown))
    return found


# How a command that a grant allows comes to run.
WAYS = {"none": "at once", "confirm": "once you confirm it", "second": "once somebody else approves it"}
ZH = {
    "only looks": "只读取",
    "changes something": "会改变一些东西",
    "takes something away for good": "会永久删除一些东西",
    "needs a terminal": "需要终端",
    "acts on the machine of whoever runs it": "作用于执行者自己的机器",
    "at once": "立即执行",
    "once you confirm it": "需要你确认",
    "once somebody else approves it": "需要另一个人批准",
    "✅ done": "✅ 完成",
    "⛔ not run": "⛔ 没有执行",
    "⏳ not run yet": "⏳ 尚未执行",
    "✅ docker accepts this": "✅ docker 会接受这条命令",
    "❌ docker refuses this": "❌ docker 不接受这条命令",
}


def said_in(lang: str, words: str) -> str:
    """One of the verdict's fixed words in the reader's language."""
    return ZH.get(words, words) if lang == "zh" else words


def verdict_line(card: Shown) -> str:
    """One line of small print: verdict, host, what the command does to the world."""
    said = []
    lang, wrong = card.lang, errors(card)
    if card.kind == "checked" and card.decision.get("allowed"):
        way = said_in(lang, WAYS[str(card.decision.get("approval"))])
        said.append(f"✅ allowed by {code(clip_units(str(card.decision.get('rule', '')), 300))}, {way}")
    elif card.kind == "checked" and card.command and wrong:
        count = f" ({len(wrong)} problem{'s' if len(wrong) != 1 else ''})" if lang != "zh" else ""
        said.append(said_in(lang, "❌ docker refuses this") + count)
    elif card.kind == "checked" and card.command:
        said.append(said_in(lang, "✅ docker accepts this"))
    elif card.kind == "output":
        words = f": {exit_words(card.exit_code)}" if card.path in PROGRAMS else ""
        said.append(said_in(lang, "✅ done") if card.ok else f"❌ exit {card.exit_code}{words}")
    elif card.kind == "refused":
        said.append(said_in(lang, "⛔ not run"))
    elif card.kind == "approval":
        said.append(said_in(lang, "⏳ not run yet"))
    if card.host and card.kind != "checked":
        said.append(f"on {bold(card.host)}" if lang != "zh" else f"主机 {bold(card.host)}")
    if card.risk in RISKS:
        said.append(said_in(lang, RISKS[card.risk]))
    return " · ".join(said)


def top(card: Shown, builder: Builder, findings: int = 6) -> None:
    """Everything that stands above the output."""
    for block in [*understood(card), *command_block(card)]:
        builder.add(block)
    line = verdict_line(card)
    if line:
        builder.add(context(line))
    wrong = errors(card)
    if wrong and card.kind == "checked" and card.note:
        builder.add(context(f"docker says: {code(clip_units(card.note.strip().split(chr(10))[0], 500))}"))
    others = [problem for problem in card.problems if problem not in wrong]
    shown = [*wrong, *others][:findings]
    for problem in shown:
        builder.add(*problem_blocks(card, problem, place=problem in wrong))
    if len(card.problems) > len(shown):
        builder.add(context(f"… and {len(card.problems) - len(shown)} more findings"))


def explanation_lines(card: Shown) -> list[tuple[str, str]]:
    """(word, what it is) for everything that has an explanation."""
    found = []
    for part in card.parts:
        told = one_line(str(part.get("explanation") or ""))
        if told:
            found.append((one_line(str(part.get("text") or "")), told))
    return found


def explanation(card: Shown, builder: Builder) -> File | None:
    """Every word and what it does, as far as there is room; the whole as a file where there is not."""
    lines = explanation_lines(card)
    if not lines:
        return None
    blocks: list[Block] = []
    for word, told in lines:
        blocks.append(rich((clip_units(word, 120), "code"), "  " + clip_units(told, 600)))
    joined = _joined(blocks)
    while joined and not builder.fits(joined, context("·" * 60)):
        blocks = blocks[: max(1, len(blocks) * 3 // 4) if len(blocks) > 1 else 0]
        joined = _joined(blocks)
    if joined:
        builder.add(joined)
    if len(blocks) == len(lines) and all(len(word) <= 120 and len(told) <= 600 for word, told in lines):
        return None
    left = len(lines) - len(blocks)
    builder.add(
        context(f"… {left} more words are explained in the file" if left else "long words are cut here; the file has them whole")
    )
    return File("explanation.txt", "\n".join(f"{word}\n    {told}" for word, told in lines) + "\n", "Explanation")


def _joined(blocks: list[Block]) -> Block:
    """Several rich lines as one block."""
    if not blocks:
        return {}
    elements: list[dict[str, Any]] = []
    for block in blocks:
        inner = block["elements"][0]["elements"]
        elements.extend(inner if not elements else [{"type": "text", "text": "\n"}, *inner])
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def room_for(builder: Builder, blocks: list[Block]) -> bool:
    """True when these would still fit."""
    return sum(weight(block) for block in blocks) <= builder.room
