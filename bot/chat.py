"""The same core in a terminal: a prompt where there is one, a request a line from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from rich.console import Console

from bot.core import Core
from bot.lines import Lines, TooLong
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Place, Request
from bot.terminal import show
from commands.executors.base import Progress

CONVERSATION = "terminal"
LONGEST = 200_000
GREETING = 'dockwise: write what you want ("list exited containers"), a docker command, or a question. Ctrl-D ends.'


def chat(core: Core, stream: TextIO, host: str = "", show_secrets: bool = False) -> int:
    """Talk until the end of input. Returns 0."""
    interactive = stream.isatty() and sys.stdout.isatty()
    console = Console(highlight=False, emoji=False, markup=False, width=None if sys.stdout.isatty() else 160)
    chosen = [host]
    if interactive:
        _interactive(core, console, chosen, show_secrets)
        return 0
    for text in RequestLines(stream):
        _turn(core, console, text, chosen, show_secrets, confirm=None)
        sys.stdout.flush()
    return 0


class RequestLines:
    """The requests of a pipe: a line each; a line that ends with a backslash goes on, a code fence is one request."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = Lines(stream, LONGEST)

    def __iter__(self) -> RequestLines:
        return self

    def __next__(self) -> str:
        for line in self._stream:
            if not line.strip():
                continue
            if line.strip().startswith("```"):
                return self._joined(line, _fence_ends)
            return self._joined(line, lambda last, _: not last.rstrip("\n").endswith("\\"))
        raise StopIteration

    def _joined(self, line: str, ends: Callable[[str, bool], bool]) -> str:
        """Lines up to the one that ends the request; `TooLong` for what is longer than may be read, so that no part of it runs."""
        held, size, fits, first = [line], len(line), not isinstance(line, TooLong), True
        while not ends(line, first) and (line := self._stream.readline()):
            first, size = False, size + len(line)
            fits = fits and size <= LONGEST and not isinstance(line, TooLong)
            if fits:
                held.append(line)
        text = "".join(held).rstrip("\n")
        return text if fits else TooLong(text[:200])


def _fence_ends(line: str, first: bool) -> bool:
    """True for the line that closes a code fence, or opens and closes one."""
    text = line.strip()
    return text != "```" and text.endswith("```") if first else text == "```"


def _turn(
    core: Core, console: Console, text: str, chosen: list[str], show_secrets: bool, confirm: Callable[[str], bool] | None
) -> None:
    if isinstance(text, TooLong):
        console.print(f"this is longer than {LONGEST:,} characters, which is the most that is read\n")
        return
    if _own_word(core, console, text, chosen):
        return
    request = Request(text, TERMINAL, Place(), chosen[0], show_secrets=show_secrets, conversation=CONVERSATION)
    reply = core.answer(request, _progress(console) if confirm else None)
    show(console, reply)
    if reply.kind is ReplyKind.APPROVAL and reply.approval is not None and reply.approval.mode == "confirm":
        _confirm(core, console, reply, confirm)
    console.print()


def _confirm(core: Core, console: Console, reply: Reply, confirm: Callable[[str], bool] | None) -> None:
    if reply.approval is None:
        return
    if confirm is None:
        console.print(
            f"nothing was run: a pipe cannot confirm. In a terminal: dockwise run --yes {_quoted(reply.command)}", soft_wrap=True
        )
        core.deny(reply.approval.id, TERMINAL, Place())
        return
    if confirm("Run it? [y/N] "):
        show(console, core.approve(reply.approval.id, TERMINAL, Place(), _progress(console)).but(understood=""))
    else:
        core.deny(reply.approval.id, TERMINAL, Place())
        console.print("nothing was run.")


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _progress(console: Console) -> Callable[[Progress], None]:
    seen: dict[str, str] = {}

    def tell(progress: Progress) -> None:
        if progress.text and seen.get(progress.item) != progress.text:
            seen[progress.item] = progress.text
            console.print(f"  {progress.text}", style="dim", soft_wrap=True)

    return tell


def _own_word(core: Core, console: Console, text: str, chosen: list[str]) -> bool:
    """`use HOST`, `hosts`, `help`: words of the chat itself."""
    words = text.split()
    if words == ["hosts"]:
        for state in core.hosts_now():
            mark = "✓" if state.ok else "✗"
            console.print(f"{mark} {state.name}  {state.url}  {state.version or state.error}", soft_wrap=True)
        console.print()
        return True
    if len(words) == 2 and words[0] == "use" and words[1] in core.hosts.names:
        chosen[0] = words[1]
        console.print(f"from now on: {words[1]}\n")
        return True
    if words == ["help"]:
        console.print(
            GREETING + '\n"hosts" lists the hosts, "use HOST" changes to one, "docker run --help" shows a command.\n',
            soft_wrap=True,
        )
        return True
    return False


def _interactive(core: Core, console: Console, chosen: list[str], show_secrets: bool) -> None:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.patch_stdout import patch_stdout

    history = Path.home() / ".local" / "state" / "dockwise" / "history"
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    except OSError:
        session = PromptSession(history=InMemoryHistory())
    console.print(GREETING, style="dim", soft_wrap=True)
    while True:
        try:
            with patch_stdout(raw=True):
                text = session.prompt(f"{chosen[0] or core.settings.default_host}> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if text.strip() in {"exit", "quit"}:
            return
        if text.strip():
            try:
                _turn(core, console, text, chosen, show_secrets, _agreed)
            except KeyboardInterrupt:
                console.print("\nstopped waiting; what was asked for may go on at the daemon\n")


def _agreed(question: str) -> bool:
    try:
        said = input(question)
    except (EOFError, KeyboardInterrupt):
        return False
    return said.strip().lower() in {"y", "yes", "是", "好"}
