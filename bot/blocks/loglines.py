"""`docker logs`: the end of the log as it is, pages of it, errors only, and buttons for what needs a new run."""

from __future__ import annotations

from bot.blocks.filters import filter_words, filtered_lines, has_stamps
from bot.blocks.message import Builder
from bot.blocks.output import FRAME, first_lines, last_lines, short_line
from bot.blocks.parts import Element, action_value, button, context, preformatted, section
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View
from bot.blocks.words import clean, escaped

LOGS = ("container logs", "service logs", "compose logs")


def is_logs(card: Shown) -> bool:
    """True for the commands that print a log."""
    return card.path in LOGS


def both_streams(card: Shown) -> list[str]:
    """All lines that are at hand, of both streams in the order in which they were logged."""
    text = clean(card.together or card.stdout + card.stderr).rstrip("\n")
    return text.split("\n") if text.strip("\n") else []


def _target(card: Shown) -> str:
    return card.args[0] if card.args else ""


def add_log(builder: Builder, card: Shown, view: View) -> bool:
    """Add a page of the log, the last one first; True when all that is at hand is there."""
    lines = both_streams(card)
    kept = filtered_lines(lines, view)
    if view.filtered:
        builder.add(context(f"{escaped(filter_words(view))}: {len(kept):,} of {len(lines):,} lines"))
    if not kept:
        builder.add(section("Nothing was logged." if not lines else "No line matches."))
        return True
    end = len(kept) - max(0, view.page) if view.page < len(kept) else len(kept)
    short = [short_line(line) for line in kept]
    room = builder.room - FRAME - 400
    newer = len(first_lines(short[end:], room))
    short = short[:end]
    shown = last_lines(short, room)
    if not shown:
        shown = [short[-1][:200]]
    builder.add(preformatted("\n".join(shown)))
    start = end - len(shown)
    builder.page = (len(shown), newer)
    if start > 0 or end < len(kept):
        builder.add(context(f"lines {start + 1:,} to {end:,} of {len(kept):,}"))
    if any(line != cut for line, cut in zip(kept[start:end], shown, strict=False)):
        builder.add(context("long lines are cut here; the file has them whole"))
        return False
    return len(shown) == len(lines)


def log_buttons(card: Shown, view: View, scene: Scene, page: tuple[int, int]) -> list[Element | None]:
    """Older, newer, since 10 min, errors only, follow, as a file: without a new run where the lines are at hand.

    `page` is how many lines the card shows and how many the newer page would, so that pages join without a gap.
    """
    target = _target(card)
    if not target:
        return []
    lines = filtered_lines(both_streams(card), view)
    older = view.page + page[0]
    found: list[Element | None] = []
    if scene.card and older < len(lines):
        found.append(button("◀ Older", "dw_page", action_value(s=scene.card, p=older)))
    elif not view.filtered and "tail" in card.flags and "since" not in card.flags:
        found.append(_run(f"docker logs --tail {_more(len(lines))} {target}", "◀ Older", card, scene))
    if scene.card and view.page:
        found.append(button("Newer ▶", "dw_page", action_value(s=scene.card, p=max(0, view.page - page[1]))))
    if scene.card and has_stamps(lines):
        found.append(button("Since 10 min", "dw_since", action_value(s=scene.card, v="" if view.since else "10m")))
    else:
        found.append(_run(f"docker logs --since 10m {target}", "Since 10 min", card, scene))
    if scene.card:
        label = "All lines" if view.level == "error" else "Errors only"
        found.append(button(label, "dw_level", action_value(s=scene.card, v="" if view.level == "error" else "error")))
    follow = f"docker logs --follow --tail 20 {target}"
    if scene.may(follow):
        value = action_value(t=follow, h=card.host)
        found.append(button("Follow", "dw_follow", value) if value else None)
    if scene.card:
        found.append(button("As a file", "dw_file", action_value(s=scene.card)))
    return found


def _more(count: int) -> int:
    return max(200, min(5_000, (count * 2 // 100 + 1) * 100))


def _run(command: str, label: str, card: Shown, scene: Scene) -> Element | None:
    value = action_value(t=command, h=card.host, s=scene.card)
    return button(label, "dw_again", value) if value and scene.may(command) else None
