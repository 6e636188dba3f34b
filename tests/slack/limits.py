"""Slack's own limits on what apps send, checked strictly and apart from the code that builds the payloads.

Source: Slack's reference of chat.* and views.*; limits that Slack does not document were tried.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.slack.limits_of_blocks import (
    BLOCKS,
    BLOCKS_TOGETHER,
    IN_MESSAGE,
    IN_VIEW,
    MARKDOWN_CHARACTERS,
    PLAIN,
    TABLE_CHARACTERS,
    Problem,
    bad,
    keys_problems,
    string_problems,
    text_problems,
    units,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
POST_TEXT = 40_000
UPDATE_TEXT_BYTES = 4_000
EPHEMERAL_TEXT = 3_000


def texts(item: Any) -> Iterator[str]:
    """Every string of a payload that people see."""
    if isinstance(item, dict):
        for key, value in item.items():
            if key in ("text", "url", "alt_text", "initial_value") and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(item, list):
        for value in item:
            yield from texts(value)


def blocks_problems(blocks: Any, most: int = MESSAGE_BLOCKS, allowed: set[str] = IN_MESSAGE) -> list[Problem]:
    """What Slack would refuse of a list of blocks."""
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            return [bad("blocks", "not JSON", "invalid_blocks_format")]
    if not isinstance(blocks, list):
        return [bad("blocks", "a list is needed", "invalid_blocks_format")]
    found: list[Problem] = []
    if len(blocks) > most:
        found.append(bad("blocks", f"at most {most} blocks, not {len(blocks)}"))
    for index, block in enumerate(blocks):
        where = f"blocks[{index}]"
        if not isinstance(block, dict) or block.get("type") not in allowed:
            found.append(bad(where, f"no block of type {block.get('type') if isinstance(block, dict) else block} here"))
            continue
        if "block_id" in block:
            found.extend(string_problems(block["block_id"], where + ".block_id", 255))
        found.extend(BLOCKS[block["type"]](block, where))
    names = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(names) != len(set(names)):
        found.append(bad("blocks", "two blocks with one block_id"))
    if sum(units(text) for text in texts(blocks)) > BLOCKS_TOGETHER:
        found.append(bad("blocks", f"more than {BLOCKS_TOGETHER} characters together", "msg_blocks_too_long"))
    tables = [block for block in blocks if isinstance(block, dict) and block.get("type") == "table"]
    if sum(units(text) for text in texts(tables)) > TABLE_CHARACTERS:
        found.append(bad("blocks", f"more than {TABLE_CHARACTERS} characters in tables"))
    if len(tables) > 1:
        found.append(bad("blocks", "only one table in a message", "only_one_table_allowed"))
    markdown = [block.get("text", "") for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"]
    if sum(units(str(text)) for text in markdown) > MARKDOWN_CHARACTERS:
        found.append(bad("blocks", f"more than {MARKDOWN_CHARACTERS} characters of markdown"))
    return found


def message_problems(payload: dict[str, Any], kind: str = "post") -> list[Problem]:
    """What Slack would refuse of a message; `kind` is post, update, ephemeral or response."""
    text = payload.get("text") or ""
    blocks = payload.get("blocks") or []
    found = blocks_problems(blocks) if blocks else []
    if not text and not blocks:
        found.append(bad("text", "nothing to say", "no_text"))
    if blocks and not text:
        found.append(bad("text", "no text to fall back on", "no_fallback_text"))
    if not isinstance(text, str):
        return [*found, bad("text", "a string is needed", "invalid_arguments")]
    if kind == "update" and len(text.encode("utf-8", "replace")) > UPDATE_TEXT_BYTES:
        found.append(bad("text", f"more than {UPDATE_TEXT_BYTES} bytes", "msg_too_long"))
    if kind in ("ephemeral", "response") and units(text) > EPHEMERAL_TEXT:
        found.append(bad("text", f"more than {EPHEMERAL_TEXT} characters", "msg_too_long"))
    if units(text) > POST_TEXT:
        found.append(bad("text", f"more than {POST_TEXT} characters", "msg_too_long"))
    return found


def view_problems(view: Any) -> list[Problem]:
    """What Slack would refuse of a modal or a home tab."""
    if isinstance(view, str):
        view = json.loads(view)
    found: list[Problem] = []
    modal = view.get("type") == "modal"
    if view.get("type") not in ("modal", "home"):
        return [bad("view.type", "modal or home", "invalid_arguments")]
    allowed = {"private_metadata", "callback_id", "external_id"}
    if modal:
        allowed |= {"submit", "close", "clear_on_close", "notify_on_close"}
    found.extend(keys_problems(view, "view", {"type", "blocks"} | ({"title"} if modal else set()), allowed))
    for name in ("title", "submit", "close"):
        if modal and name in view:
            found.extend(text_problems(view[name], f"view.{name}", 24, PLAIN))
    if len(view.get("private_metadata", "")) > 3000:
        found.append(bad("view.private_metadata", "at most 3000 characters"))
    if len(view.get("callback_id", "x")) > 255:
        found.append(bad("view.callback_id", "at most 255 characters"))
    found.extend(blocks_problems(view.get("blocks"), VIEW_BLOCKS, IN_VIEW))
    inputs = any(block.get("type") == "input" for block in view.get("blocks", []) if isinstance(block, dict))
    if modal and inputs and "submit" not in view:
        found.append(bad("view.submit", "needed where there are inputs"))
    if len(json.dumps(view, ensure_ascii=False)) > 250_000:
        found.append(bad("view", "more than 250 kB", "view_too_large"))
    return found
