"""Pages of a log join: what is older than one page is the end of the next, with no line between."""

from __future__ import annotations

import json
import random
import re

import pytest

from bot.blocks.render import draw
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View

SCENE = Scene(card="k1")


def _lines(view: View, card: Shown) -> tuple[list[str], dict[str, int]]:
    """The lines that are drawn, and the page that each button leads to."""
    message = draw(card, SCENE, view)
    blocks = json.dumps(message.blocks, ensure_ascii=False)
    pages = {}
    for block in message.blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"].startswith("dw_page"):
                pages["older" if "Older" in element["text"]["text"] else "newer"] = json.loads(element["value"])["p"]
    return re.findall(r"line \d+ [a-zé]*", blocks), pages


@pytest.mark.parametrize("seed", range(5))
def test_older_pages_show_every_line_once(seed: int) -> None:
    chance = random.Random(seed)
    lines = [f"line {number} {chance.choice(['x', 'é']) * chance.randrange(1, 120)}" for number in range(1000)]
    printed = "\n".join(lines) + "\n"
    card = Shown("output", command="docker logs web", path="container logs", args=("web",), stdout=printed, ran=True)
    seen: list[str] = []
    at, first = View(), True
    while True:
        drawn, pages = _lines(at, card)
        assert drawn
        seen = drawn + seen
        if not first:
            back, _ = _lines(View(page=pages["newer"]), card)
            assert lines[len(lines) - at.page] in back, "Newer skips the line that follows"
        if "older" not in pages:
            break
        at, first = View(page=pages["older"]), False
    assert seen == lines
