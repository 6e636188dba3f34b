"""`docker ps` as people can read it on a phone: a line or two a container, a state mark, and a menu of what one may do."""

from __future__ import annotations

from collections import Counter

from bot.blocks.columns import Columns
from bot.blocks.exits import Status, read_status
from bot.blocks.filters import filter_words, filtered_rows
from bot.blocks.message import Block, Builder, clip_units
from bot.blocks.parts import Element, action_value, actions, add_turning, button, context, overflow, section
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View
from bot.blocks.words import bold, code, escaped, one_line

PAGE = 10
AT_HAND = 60
MENU = (
    ("logs", "📜 Logs", "docker logs --tail 100 {name}"),
    ("inspect", "🔎 Inspect", "docker inspect {name}"),
    ("stats", "📈 Stats", "docker stats --no-stream {name}"),
    ("restart", "🔄 Restart", "docker restart {name}"),
    ("stop", "⏹ Stop", "docker stop {name}"),
    ("start", "▶️ Start", "docker start {name}"),
)
COMMANDS = {verb: template for verb, _, template in MENU}


def menu_for(name: str, status: Status, card: Shown, scene: Scene) -> list[tuple[str, str]]:
    """What this person may do with the container: (label, value), values being `verb|name|host`."""
    alive = status.state in ("running", "paused", "restarting")
    verbs = {"logs", "inspect", "stats", "restart", "stop"} if alive else {"logs", "inspect", "start"}
    found = []
    for verb, label, template in MENU:
        # Which container it is does not matter here: that is decided when it is pressed.
        if verb in verbs and scene.may(template.format(name="NAME")):
            found.append((label, f"{verb}|{name}|{card.host}"))
    return found


def _ports(cell: str) -> str:
    """`0.0.0.0:8080->80/tcp, [::]:8080->80/tcp` → `8080→80/tcp`, each once."""
    found = []
    for part in cell.split(", "):
        outside, arrow, inside = part.partition("->")
        if not arrow:
            continue
        address, _, port = outside.rpartition(":")
        shown = port if address in ("0.0.0.0", "[::]", "::", "") else f"{address}:{port}"
        text = f"{shown}→{inside}"
        if text not in found:
            found.append(text)
    return ", ".join(found)


def _lines(row: tuple[str, ...], data: Columns, status: Status, view: View) -> str:
    name = data.cell(row, "NAMES").split(",")[0]
    wanted = view.columns or ("IMAGE", "STATUS", "PORTS")
    image = data.cell(row, "IMAGE") if "IMAGE" in wanted else ""
    first = f"{status.mark} {bold(clip_units(name, 80))}  {code(clip_units(image, 100))}"
    facts = []
    if "STATUS" in wanted:
        facts.append(data.cell(row, "STATUS"))
    if "PORTS" in wanted and (ports := _ports(data.cell(row, "PORTS"))):
        facts.append(ports)
    facts += [f"{title.lower()} {data.cell(row, title)}" for title in wanted if title not in ("IMAGE", "STATUS", "PORTS", "NAMES")]
    return first + "\n" + " · ".join(escaped(clip_units(one_line(fact), 160)) for fact in facts if fact)


def _overview(statuses: list[Status]) -> str:
    marks = Counter(status.mark for status in statuses)
    return "   ".join(f"{mark} {count:,}" for mark, count in marks.most_common())


def add_containers(builder: Builder, card: Shown, view: View, scene: Scene, data: Columns) -> bool:
    """Add the list, a page of it; True when all containers are on it."""
    rows = filtered_rows(data, view).rows
    statuses = [read_status(data.cell(row, "STATUS"), data.cell(row, "NAMES").split(",")[0]) for row in rows]
    said = f"{len(rows):,} of {len(data.rows):,} ({escaped(filter_words(view))})" if view.filtered else f"{len(rows):,}"
    builder.add(context(f"{said} container{'s' if len(rows) != 1 else ''}   {_overview(statuses)}"))
    if not rows:
        builder.add(
            section("Nothing runs here. To see stopped containers too: `docker ps --all`" if not data.rows else "Nothing matches.")
        )
        return True
    start = max(0, view.page) if view.page < len(rows) else 0
    # Room for the page buttons and what is said about troubles is kept free.
    shown = 0
    for row, status in list(zip(rows, statuses, strict=True))[start : start + PAGE]:
        block = _row(row, data, status, card, view, scene)
        if builder.room < 1_500 or not builder.add(block):
            break
        shown += 1
    _troubles(builder, card, scene, rows[start : start + shown], statuses[start : start + shown], data)
    add_turning(builder, scene, start, shown, len(rows), PAGE)
    # A few pages are turned more easily than a file is opened.
    return shown == len(rows) or (bool(scene.card) and len(rows) <= AT_HAND)


def _row(row: tuple[str, ...], data: Columns, status: Status, card: Shown, view: View, scene: Scene) -> Block:
    name = one_line(data.cell(row, "NAMES").split(",")[0])
    menu = overflow("dw_menu:row:" + name[:60], menu_for(name, status, card, scene)) if name else None
    return section(_lines(row, data, status, view), menu)


def _troubles(
    builder: Builder, card: Shown, scene: Scene, rows: tuple[tuple[str, ...], ...], statuses: list[Status], data: Columns
) -> None:
    """Of at most three containers that are not well: why, and the command to go on with."""
    buttons: list[Element | None] = []
    said: list[str] = []
    for row, status in zip(rows, statuses, strict=True):
        if not status.trouble or len(said) == 3:
            continue
        name = one_line(data.cell(row, "NAMES").split(",")[0])
        said.append(f"{status.mark} {bold(clip_units(name, 60))}: {escaped(status.trouble)}")
        offered = any(request == status.next_command for _, request in card.next_steps)
        if not offered and scene.may(status.next_command):
            label = f"{status.next_command.removeprefix('docker ')}"
            value = action_value(t=status.next_command, h=card.host)
            buttons.append(button(label, "dw_run", value) if value else None)
    if said and builder.fits(section("\n".join(said)), *actions(buttons)):
        builder.add(section("\n".join(said)), *actions(buttons))
