"""Slack's limits on single blocks and elements, each kind checked by itself. Source: Slack's reference of Block Kit.

A block, element or key that is not known here is refused: whoever sends more adds it here first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

BLOCKS_TOGETHER = 13_200
TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000


@dataclass(frozen=True)
class Problem:
    """One limit that a payload breaks: Slack's error code, the place, and what is wrong."""

    code: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.code} at {self.where}: {self.what}"


Found = Iterator[Problem]


def bad(where: str, what: str, code: str = "invalid_blocks") -> Problem:
    return Problem(code, where, what)


def units(text: str) -> int:
    """Length as Slack's own code counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string_problems(value: Any, where: str, most: int, least: int = 1) -> Found:
    if not isinstance(value, str):
        yield bad(where, f"a string is needed, not {type(value).__name__}")
        return
    if not least <= units(value) <= most:
        yield bad(where, f"{least} to {most} characters, not {units(value)}")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        yield bad(where, "half a surrogate pair")
    if "\x00" in value:
        yield bad(where, "a NUL character")


def keys_problems(item: Any, where: str, needed: set[str], allowed: set[str]) -> Found:
    if not isinstance(item, dict):
        yield bad(where, "an object is needed")
        return
    for key in needed - set(item):
        yield bad(where, f"{key} is missing")
    for key in set(item) - needed - allowed:
        yield bad(where, f"no such key: {key}")


def text_problems(item: Any, where: str, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Found:
    yield from keys_problems(item, where, {"type", "text"}, {"emoji", "verbatim"})
    if not isinstance(item, dict):
        return
    if item.get("type") not in kinds:
        yield bad(where, f"type is one of {kinds}, not {item.get('type')}")
    if "emoji" in item and item.get("type") != "plain_text":
        yield bad(where, "emoji goes with plain_text only")
    if "verbatim" in item and item.get("type") != "mrkdwn":
        yield bad(where, "verbatim goes with mrkdwn only")
    yield from string_problems(item.get("text"), where + ".text", most)


PLAIN = ("plain_text",)


def _confirm(item: Any, where: str) -> Found:
    yield from keys_problems(item, where, {"title", "text", "confirm", "deny"}, {"style"})
    if isinstance(item, dict):
        yield from text_problems(item.get("title"), where + ".title", 100, PLAIN)
        yield from text_problems(item.get("text"), where + ".text", 300)
        yield from text_problems(item.get("confirm"), where + ".confirm", 30, PLAIN)
        yield from text_problems(item.get("deny"), where + ".deny", 30, PLAIN)
        if item.get("style", "primary") not in ("primary", "danger"):
            yield bad(where, "style is primary or danger")


def _option(item: Any, where: str, kinds: tuple[str, ...] = PLAIN) -> Found:
    yield from keys_problems(item, where, {"text", "value"}, {"description"} | ({"url"} if kinds == ("overflow",) else set()))
    if isinstance(item, dict):
        yield from text_problems(item.get("text"), where + ".text", 75, PLAIN if kinds == ("overflow",) else kinds)
        yield from string_problems(item.get("value"), where + ".value", 150)
        if "description" in item:
            yield from text_problems(item["description"], where + ".description", 75, PLAIN)


def _options(items: Any, where: str, most: int, kinds: tuple[str, ...] = PLAIN) -> Found:
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        yield bad(where, f"1 to {most} options, not {len(items) if isinstance(items, list) else items}")
        return
    for index, item in enumerate(items):
        yield from _option(item, f"{where}[{index}]", kinds)


def _button(item: dict[str, Any], where: str) -> Found:
    yield from keys_problems(
        item, where, {"type", "text", "action_id"}, {"value", "url", "style", "confirm", "accessibility_label"}
    )
    yield from text_problems(item.get("text"), where + ".text", 75, PLAIN)
    if "value" in item:
        yield from string_problems(item["value"], where + ".value", 2000)
    if "url" in item:
        yield from string_problems(item["url"], where + ".url", 3000)
    if "style" in item and item["style"] not in ("primary", "danger"):
        yield bad(where + ".style", "primary or danger")
    if "confirm" in item:
        yield from _confirm(item["confirm"], where + ".confirm")
    if "accessibility_label" in item:
        yield from string_problems(item["accessibility_label"], where + ".accessibility_label", 75)


def _overflow(item: dict[str, Any], where: str) -> Found:
    yield from keys_problems(item, where, {"type", "options", "action_id"}, {"confirm"})
    yield from _options(item.get("options"), where + ".options", 5, ("overflow",))
    if "confirm" in item:
        yield from _confirm(item["confirm"], where + ".confirm")


def _select(item: dict[str, Any], where: str) -> Found:
    multi = item.get("type") == "multi_static_select"
    initial = "initial_options" if multi else "initial_option"
    extra = {"placeholder", "confirm", "focus_on_load", initial} | ({"max_selected_items"} if multi else set())
    yield from keys_problems(item, where, {"type", "action_id", "options"}, extra)
    yield from _options(item.get("options"), where + ".options", 100)
    if "placeholder" in item:
        yield from text_problems(item["placeholder"], where + ".placeholder", 150, PLAIN)
    chosen = item.get(initial, [] if multi else None)
    for one in chosen if multi else [chosen] if chosen else []:
        if one not in (item.get("options") or []):
            yield bad(where + "." + initial, "not one of the options")
    values = [option.get("value") for option in item.get("options") or [] if isinstance(option, dict)]
    if len(values) != len(set(values)):
        yield bad(where + ".options", "two options with one value")


def _input_text(item: dict[str, Any], where: str) -> Found:
    allowed = {"placeholder", "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load"}
    yield from keys_problems(item, where, {"type", "action_id"}, allowed)
    if "placeholder" in item:
        yield from text_problems(item["placeholder"], where + ".placeholder", 150, PLAIN)
    if "initial_value" in item:
        yield from string_problems(item["initial_value"], where + ".initial_value", int(item.get("max_length", 3000)), 0)
    if not 1 <= int(item.get("max_length", 3000)) <= 3000:
        yield bad(where + ".max_length", "1 to 3000")


def _checks(item: dict[str, Any], where: str) -> Found:
    initial = "initial_option" if item.get("type") == "radio_buttons" else "initial_options"
    yield from keys_problems(item, where, {"type", "action_id", "options"}, {initial, "confirm", "focus_on_load"})
    yield from _options(item.get("options"), where + ".options", 10, ("plain_text", "mrkdwn"))


ELEMENTS: dict[str, Callable[[dict[str, Any], str], Found]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _select,
    "multi_static_select": _select,
    "plain_text_input": _input_text,
    "checkboxes": _checks,
    "radio_buttons": _checks,
}
IN_ACTIONS = {"button", "overflow", "static_select", "multi_static_select", "checkboxes", "radio_buttons"}
IN_SECTION = IN_ACTIONS
IN_INPUT = {"static_select", "multi_static_select", "plain_text_input", "checkboxes", "radio_buttons"}


def _element(item: Any, where: str, allowed: set[str]) -> Found:
    if not isinstance(item, dict) or item.get("type") not in allowed:
        yield bad(where, f"an element of type {item.get('type') if isinstance(item, dict) else item} does not go here")
        return
    yield from string_problems(item.get("action_id"), where + ".action_id", 255)
    yield from ELEMENTS[item["type"]](item, where)


def _section(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type"}, {"text", "fields", "accessory", "block_id", "expand"})
    if "text" not in block and "fields" not in block:
        yield bad(where, "text or fields is needed")
    if "text" in block:
        yield from text_problems(block["text"], where + ".text", 3000)
    if "fields" in block:
        if not isinstance(block["fields"], list) or not 1 <= len(block["fields"]) <= 10:
            yield bad(where + ".fields", "1 to 10 fields")
        for index, item in enumerate(block["fields"] or []):
            yield from text_problems(item, f"{where}.fields[{index}]", 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], where + ".accessory", IN_SECTION)


def _header(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "text"}, {"block_id"})
    yield from text_problems(block.get("text"), where + ".text", 150, PLAIN)


def _context(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "elements"}, {"block_id"})
    items = block.get("elements") or []
    if not 1 <= len(items) <= 10:
        yield bad(where + ".elements", f"1 to 10 elements, not {len(items)}")
    for index, item in enumerate(items):
        yield from text_problems(item, f"{where}.elements[{index}]", 3000)


def _actions(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "elements"}, {"block_id"})
    items = block.get("elements") or []
    if not 1 <= len(items) <= 25:
        yield bad(where + ".elements", f"1 to 25 elements, not {len(items)}")
    for index, item in enumerate(items):
        yield from _element(item, f"{where}.elements[{index}]", IN_ACTIONS)
    names = [item.get("action_id") for item in items if isinstance(item, dict)]
    if len(names) != len(set(names)):
        yield bad(where + ".elements", "two elements with one action_id")


def _divider(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type"}, {"block_id"})


def _markdown(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "text"}, {"block_id"})
    yield from string_problems(block.get("text"), where + ".text", MARKDOWN_CHARACTERS)


def _input(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "label", "element"}, {"hint", "optional", "dispatch_action", "block_id"})
    yield from text_problems(block.get("label"), where + ".label", 2000, PLAIN)
    if "hint" in block:
        yield from text_problems(block["hint"], where + ".hint", 2000, PLAIN)
    yield from _element(block.get("element"), where + ".element", IN_INPUT)


STYLES = {"bold", "italic", "strike", "code"}


def _rich_part(item: Any, where: str, styles: bool = True) -> Found:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == "text":
        yield from keys_problems(item, where, {"type", "text"}, {"style"})
        yield from string_problems(item.get("text"), where + ".text", BLOCKS_TOGETHER)
    elif kind == "link":
        yield from keys_problems(item, where, {"type", "url"}, {"text", "style", "unsafe"})
        yield from string_problems(item.get("url"), where + ".url", 3000)
    elif kind in ("user", "usergroup", "channel", "emoji"):
        name = {"user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id", "emoji": "name"}[kind]
        yield from keys_problems(item, where, {"type", name}, {"style", "unicode"})
    else:
        yield bad(where, f"no rich text part of type {kind}")
        return
    style = item.get("style", {})
    if style and (not styles or not isinstance(style, dict) or set(style) - STYLES):
        yield bad(where + ".style", f"not a style that goes here: {style}")


def _rich_element(item: Any, where: str) -> Found:
    kind = item.get("type") if isinstance(item, dict) else None
    extra = {
        "rich_text_section": set(),
        "rich_text_preformatted": {"border", "language"},
        "rich_text_quote": {"border"},
        "rich_text_list": {"style", "indent", "offset", "border"},
    }
    if kind not in extra:
        yield bad(where, f"no rich text element of type {kind}")
        return
    yield from keys_problems(item, where, {"type", "elements"}, extra[kind])
    parts = item.get("elements") or []
    if not parts:
        yield bad(where + ".elements", "no elements")
    for index, part in enumerate(parts):
        place = f"{where}.elements[{index}]"
        if kind == "rich_text_list":
            if not isinstance(part, dict) or part.get("type") != "rich_text_section":
                yield bad(place, "a list holds sections")
            else:
                yield from _rich_element(part, place)
        else:
            if kind == "rich_text_preformatted" and isinstance(part, dict) and part.get("type") not in ("text", "link"):
                yield bad(place, "preformatted text holds text and links only")
            yield from _rich_part(part, place, styles=kind != "rich_text_preformatted")


def _rich_text(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "elements"}, {"block_id"})
    if not block.get("elements"):
        yield bad(where + ".elements", "no elements")
    for index, item in enumerate(block.get("elements") or []):
        yield from _rich_element(item, f"{where}.elements[{index}]")


def _table(block: dict[str, Any], where: str) -> Found:
    yield from keys_problems(block, where, {"type", "rows"}, {"column_settings", "block_id"})
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= 100:
        yield bad(where + ".rows", f"1 to 100 rows, not {len(rows)}")
    if len(block.get("column_settings", [])) > 20:
        yield bad(where + ".column_settings", "at most 20")
    for setting in block.get("column_settings", []):
        yield from keys_problems(setting, where + ".column_settings", set(), {"align", "is_wrapped"})
    for number, row in enumerate(rows):
        if not isinstance(row, list) or not 1 <= len(row) <= 20 or len(row) != len(rows[0]):
            yield bad(f"{where}.rows[{number}]", "1 to 20 cells, as many as in the first row")
            continue
        for index, cell in enumerate(row):
            place = f"{where}.rows[{number}][{index}]"
            if isinstance(cell, dict) and cell.get("type") == "raw_text":
                yield from keys_problems(cell, place, {"type", "text"}, set())
                yield from string_problems(cell.get("text"), place, TABLE_CHARACTERS)
            elif isinstance(cell, dict) and cell.get("type") == "rich_text":
                yield from _rich_text(cell, place)
            else:
                yield bad(place, "raw_text or rich_text")


BLOCKS: dict[str, Callable[[dict[str, Any], str], Found]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "markdown": _markdown,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
}
IN_MESSAGE = set(BLOCKS) - {"input"}
IN_VIEW = set(BLOCKS) - {"markdown", "table"}
