"""Modals: filters of a card, a command built step by step, what is missing in a command, an explanation."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks.columns import Columns
from bot.blocks.message import Block, clip_units
from bot.blocks.parts import preformatted, section, select
from bot.blocks.shown import View
from bot.blocks.words import clean, escaped, one_line

Modal = dict[str, Any]
SINCE = (("5 minutes", "5m"), ("10 minutes", "10m"), ("1 hour", "1h"), ("1 day", "1d"))
LEVELS = (("errors only", "error"), ("errors and warnings", "warning"))


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": clip_units(one_line(text), most) or "·"}


def modal(callback: str, title: str, blocks: list[Block], submit: str = "", private: dict[str, Any] | None = None) -> Modal:
    """A modal; `private` comes back with its submission."""
    view: Modal = {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(title, 24),
        "close": _plain("Close", 24),
        "blocks": blocks[:100],
    }
    if submit:
        view["submit"] = _plain(submit, 24)
    if private:
        view["private_metadata"] = json.dumps(private, separators=(",", ":"))[:3_000]
    return view


def _field(name: str, label: str, element: dict[str, Any], hint: str = "", optional: bool = True) -> Block:
    block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, 200),
        "element": element | {"action_id": "value"},
        "optional": optional,
    }
    return block | ({"hint": _plain(hint, 300)} if hint else {})


def _words(initial: str = "", placeholder: str = "", multiline: bool = False, most: int = 3_000) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    if initial:
        element["initial_value"] = clip_units(clean(initial), most)
    if placeholder:
        element["placeholder"] = _plain(placeholder, 150)
    return element


def _menu(label: str, choices: list[tuple[str, str]], chosen: str = "") -> dict[str, Any]:
    return select("value", label, choices, chosen)


def filter_modal(view: View, table: Columns | None, logs: bool, stamped: bool, private: dict[str, Any]) -> Modal:
    """Words, level and time for lines; words, columns and order for tables."""
    blocks = [_field("grep", "Only lines with these words", _words(view.grep, "connection refused", most=200))]
    if logs:
        blocks.append(_field("level", "Level", _menu("all lines", list(LEVELS), view.level)))
        if stamped:
            blocks.append(_field("since", "Since", _menu("everything", list(SINCE), view.since)))
    if table is not None:
        names = [name for name in table.headings if name][:30]
        options = [{"text": _plain(name.capitalize(), 70), "value": name[:150]} for name in names]
        chosen = [option for option in options if option["value"] in view.columns]
        element: dict[str, Any] = {"type": "multi_static_select", "options": options, "placeholder": _plain("the usual ones", 100)}
        blocks.append(_field("columns", "Columns", element | ({"initial_options": chosen} if chosen else {})))
        orders = [(name.capitalize(), name) for name in names] + [(f"{name.capitalize()}, down", f"-{name}") for name in names]
        blocks.append(_field("sort", "Order", _menu("as docker gives it", orders, view.sort)))
    return modal("dw_filtered", "Filter", blocks, "Show", private)


BUILDS: dict[str, tuple[str, tuple[tuple[str, str, str, bool], ...]]] = {
    # command: its label, then (field, label, example, needed)
    "run": (
        "Run a container",
        (
            ("image", "Image", "nginx:1.27", True),
            ("name", "Name", "web", False),
            ("publish", "Ports (host:container, one a line)", "8080:80", False),
            ("volume", "Volumes (name:/path, one a line)", "data:/var/lib/data", False),
            ("env", "Environment (NAME=value, one a line)", "TZ=UTC", False),
            ("memory", "Most memory", "512m", False),
            ("command", "Command in the container", "", False),
        ),
    ),
    "ps": ("List containers", (("filter", "Filters (key=value, one a line)", "status=exited", False),)),
    "logs": (
        "Read logs",
        (("container", "Container", "web", True), ("tail", "Lines from the end", "100", False), ("since", "Since", "10m", False)),
    ),
    "inspect": ("Look into an object", (("container", "Name or id", "web", True),)),
    "stats": ("Usage now", (("container", "Containers (all where empty)", "web", False),)),
    "images": ("List images", (("filter", "Filters (key=value, one a line)", "dangling=true", False),)),
    "restart": ("Restart a container", (("container", "Container", "web", True),)),
    "stop": ("Stop a container", (("container", "Container", "web", True),)),
    "pull": ("Pull an image", (("image", "Image", "nginx:1.27", True),)),
    "words": ("Something else, in your words", (("words", "What do you want?", "list exited containers", True),)),
}


def build_modal(kind: str = "", private: dict[str, Any] | None = None, result: str = "") -> Modal:
    """Choose what to do, then fill in; the command is shown and judged before it runs."""
    choices = [(label, name) for name, (label, _) in BUILDS.items()]
    chooser: Block = section("*What do you want to do?*", select("dw_build", "choose", choices, kind)) | {"block_id": "kind"}
    blocks: list[Block] = [chooser]
    for name, label, example, needed in BUILDS.get(kind, ("", ()))[1]:
        many = "one a line" in label
        blocks.append(_field(f"{kind}-{name}", label, _words(placeholder=example, multiline=many, most=1_500), optional=not needed))
    if kind:
        channel: Block = section("The answer comes as a direct message. Nothing runs that you may not run.")
        blocks.append(channel)
    if result:
        blocks.append(preformatted(clip_units(result, 2_500)))
    return modal("dw_built", "Build a command", blocks, "Check and run" if kind else "", (private or {}) | {"kind": kind})


def command_of(kind: str, values: dict[str, str]) -> str:
    """The docker command that the fields say, every value quoted."""
    import shlex

    if kind == "words":
        return values.get("words", "").strip()
    words = ["docker", kind]
    if kind == "stats":
        words.append("--no-stream")
    if kind == "run":
        words.append("--detach")
    for name in ("name", "memory", "tail", "since"):
        if values.get(name, "").strip():
            words += [f"--{name}", shlex.quote(values[name].strip())]
    for name in ("publish", "volume", "env", "filter"):
        for line in values.get(name, "").splitlines():
            words += [f"--{name}", shlex.quote(line.strip())] if line.strip() else []
    for name in ("image", "container"):
        words += [shlex.quote(part) for part in values.get(name, "").split()]
    return " ".join([*words, values.get("command", "").strip()]).strip()


def fill_modal(command: str, private: dict[str, Any]) -> Modal:
    """What is missing in a command, to be filled in."""
    blocks = [
        section("Put in what is missing. Nothing runs that you may not run."),
        _field("command", "Command", _words(command, multiline=True), optional=False),
    ]
    return modal("dw_filled", "What is missing", blocks, "Go on", private)


def note_modal(title: str, text: str) -> Modal:
    """A few words."""
    return modal("dw_note", title, [section(escaped(clip_units(text, 2_500)))])
