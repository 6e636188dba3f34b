"""Reply → Block Kit, inside Slack's limits: `render(reply, scene, view) -> Message(blocks, text, files)`.

`Shown` is a reply as plain data (what the store keeps), `View` how it is looked at; `draw(shown, scene, view)` draws it again.
"""

from bot.blocks.message import File, Message
from bot.blocks.render import draw, render, whole_file
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View, shown

__all__ = ["File", "Message", "Scene", "Shown", "View", "draw", "render", "shown", "whole_file"]
