"""The home tab: hosts and their state, what one may do, what one asked lately, favourites, examples to press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks.message import Block, clip_units
from bot.blocks.parts import action_value, actions, button, context, divider, header, section
from bot.blocks.words import bold, code, escaped, one_line

EXAMPLES = (
    "list running containers",
    "docker run --rm -it -v data:/data -p 8080:80 nginx",
    "what does --cap-add do",
    "What is the difference between CMD and ENTRYPOINT?",
    "show disk usage",
)
MOST_HOSTS = 20


def host_block(state: Any, index: int) -> Block:
    """One host, as it is now."""
    name = bold(clip_units(state.name, 60))
    if state.ok:
        counts = f"{state.running:,} of {state.containers:,} containers run"
        words = f"🟢 {name}  Docker {escaped(clip_units(one_line(state.version), 40))} · {counts}"
        return section(words, button("What runs?", f"dw_home:ps:{index}", action_value(t="docker ps", h=state.name)))
    return section(f"🔴 {name}  {escaped(clip_units(one_line(state.error), 200))}")


def _list(texts: Sequence[str], kind: str, label: str) -> list[Block]:
    found = []
    for index, text in enumerate(texts):
        value = action_value(t=text)
        if value:
            found.append(section(code(clip_units(text, 160)), button(label, f"dw_home:{kind}:{index}", value)))
    return found


def home_view(
    hosts: Sequence[Any] | None, may: Sequence[str], recent: Sequence[str], favourites: Sequence[str], note: str = ""
) -> dict[str, Any]:
    """The whole tab; `hosts` None while they are being asked."""
    blocks: list[Block] = [
        header("dockwise"),
        section("Docker commands, explained and run. Write to me, mention me, or type `/docker`."),
    ]
    if note:
        blocks.append(context(escaped(clip_units(note, 300))))
    blocks += [divider(), header("Hosts")]
    if hosts is None:
        blocks.append(context("asking them…"))
    else:
        blocks += [host_block(state, index) for index, state in enumerate(hosts[:MOST_HOSTS])]
        if len(hosts) > MOST_HOSTS:
            blocks.append(context(f"… and {len(hosts) - MOST_HOSTS} more hosts"))
    blocks += [divider(), header("What you may do")]
    blocks.append(
        section(
            "\n".join(f"• {escaped(clip_units(one_line(line), 160))}" for line in may[:10])
            or "Nothing runs for you here; I explain everything."
        )
    )
    if favourites:
        blocks += [divider(), header("Favourites"), *_favourites(favourites[:10])]
    if recent:
        blocks += [divider(), header("Recent requests"), *_list(recent[:8], "recent", "Again")]
    blocks += [divider(), header("Try this"), *_list(EXAMPLES, "example", "Try")]
    blocks += actions([button("↻ Refresh", "dw_home:refresh:0", "refresh")])
    return {"type": "home", "blocks": blocks[:100]}


def _favourites(texts: Sequence[str]) -> list[Block]:
    found = []
    for index, text in enumerate(texts):
        value = action_value(t=text)
        if value:
            found.append(section(code(clip_units(text, 160)), button("Run", f"dw_home:favourite:{index}", value)))
            found += actions([button("Forget", f"dw_home:forget:{index}", value)])
    return found
