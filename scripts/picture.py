"""Make docs/answer.svg: a real answer of the chat, on the Docker host that the environment names.

python3 scripts/picture.py REQUEST…
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bot.config import load
from bot.core import Core
from bot.request import TERMINAL, Place, Request
from bot.terminal import show

WIDTH = 128
OUT = Path(__file__).resolve().parent.parent / "docs" / "answer.svg"


def main(requests: list[str]) -> None:
    """Ask each request, record what the terminal would show, write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "DOCKWISE_STORAGE": f"sqlite:///{folder}/picture.db"}
        core = Core(load(None, environ), environ)
        plain = {"highlight": False, "emoji": False, "markup": False}
        console = Console(record=True, width=WIDTH, force_terminal=True, file=io.StringIO(), **plain)
        for text in requests:
            console.print(f"[bold green]local>[/] {text}", markup=True)
            show(console, core.answer(Request(text, TERMINAL, Place(), conversation="picture")))
            console.print()
        core.close()
    OUT.parent.mkdir(exist_ok=True)
    svg = console.export_svg(title="dockwise chat")
    OUT.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or ["list exited containers", "docker run -p 80:80 --memry 1g nginx"])
