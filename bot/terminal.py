"""Reply to terminal text: plain for a pipe, with colours where there is a terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.blocks.words import visible
from bot.next_steps import exit_code_in_words
from bot.phrases import phrase
from bot.reply import Reply, ReplyKind
from commands.findings import Finding

Piece = Text | Markdown | Table
MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "info": ("·", "cyan")}
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """Without what a terminal would act on: escape sequences and control characters; line ends and tabs stay."""
    return _HIDDEN.sub("", _CONTROL.sub("", text.replace("\r\n", "\n")))


def show(console: Console, reply: Reply) -> None:
    """Print one answer."""
    for piece in _pieces(reply):
        if isinstance(piece, Text):
            console.print(piece, soft_wrap=True, highlight=False)
        else:
            console.print(piece)


def _pieces(reply: Reply) -> Iterator[Piece]:
    if reply.understood and reply.command:
        yield Text.assemble(("→ ", "dim"), (clean(reply.command), "bold cyan"))
    maker = {
        ReplyKind.OUTPUT: _output,
        ReplyKind.CHECKED: _checked,
        ReplyKind.REFUSED: _refused,
        ReplyKind.APPROVAL: _approval,
        ReplyKind.QUESTION: _question,
        ReplyKind.ANSWER: _answer,
        ReplyKind.UNKNOWN: _note,
        ReplyKind.ERROR: _error,
        ReplyKind.DOCUMENT: _document,
        ReplyKind.FANOUT: _fanout,
    }[reply.kind]
    yield from maker(reply)
    if reply.next_steps and reply.kind is not ReplyKind.FANOUT:
        yield Text.assemble(("next: ", "dim"), ("   ".join(clean(step.request) for step in reply.next_steps), "cyan"))


def _findings(reply: Reply, least: tuple[str, ...] = ("error", "warning", "info")) -> Iterator[Text]:
    text = reply.command or reply.text
    for problem in reply.problems:
        if str(problem.severity) not in least:
            continue
        mark, colour = MARKS[str(problem.severity)]
        message = clean(problem.message).split("\n")[-1]
        yield Text.assemble((f"{mark} ", colour), (message, colour if mark == "✗" else ""))
        if mark == "✗":
            yield from _caret(text, problem)
        if problem.suggestion:
            yield Text.assemble(("  write: ", "dim"), (clean(problem.suggestion), "green"))


def _caret(text: str, problem: Finding) -> Iterator[Text]:
    """The line that holds the place, and a caret under it."""
    start, end = problem.span
    if not text.strip() or start > len(text):
        return
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    line = text[begin : stop if stop >= 0 else len(text)]
    if len(line) > 160:
        left = max(0, start - begin - 60)
        line, begin = line[left : left + 120], begin + left
    if "\t" in line or not line.isprintable():
        line = clean(line.replace("\t", " "))
    yield Text("  " + line, "dim")
    yield Text("  " + " " * (start - begin) + "^" * max(1, min(end, begin + len(line)) - start), "red")


def _parts(reply: Reply) -> Iterator[Table]:
    """Every word beside what it is and does."""
    if not reply.parts:
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(width=1)
    table.add_column(style="bold", no_wrap=True, max_width=28)
    table.add_column()
    for part in reply.parts:
        word = clean(str(part["text"])).replace("\n", "⏎")
        table.add_row("", Text(word if len(word) <= 60 else word[:59] + "…"), Text(clean(str(part["explanation"]))))
    yield table


def _checked(reply: Reply) -> Iterator[Piece]:
    if reply.decision is not None and reply.decision.allowed and reply.result is None and not reply.parts:
        yield Text.assemble(("allowed", "green"), f": {reply.decision.rule} (approval: {reply.decision.approval})")
        yield from _plan(reply)
        return
    if not reply.ok and reply.note:
        headline = clean(reply.note.split("\n", 1)[0])
        yield Text.assemble(("docker says: ", "red"), (headline, "bold"))
        yield from _findings(reply)
        yield from _parts(reply)
        return
    yield Text(phrase("accepted" if reply.ok else "refused_by_docker", reply.lang), "green" if reply.ok else "red")
    yield from _findings(reply)
    yield from _parts(reply)


def _output(reply: Reply) -> Iterator[Text]:
    yield from _findings(reply, ("warning",))
    if reply.note:
        yield Text.assemble(("! ", "yellow"), clean(reply.note))
    result = reply.result
    if result is None:
        return
    if result.order:
        yield Text(clean(result.together).rstrip("\n"))
    elif result.stdout:
        yield Text(clean(result.stdout).rstrip("\n"))
    if result.stderr and not result.order:
        yield Text(clean(result.stderr).rstrip("\n"), "red" if result.exit_code else "")
    if not result.stdout and not result.stderr:
        yield Text("(no output)", "dim")
    if reply.truncated:
        yield Text(clean(reply.truncated), "yellow")
    if result.exit_code and reply.parsed is not None and reply.parsed.path in {"container run", "container exec", "container wait"}:
        yield Text(f"exit status {result.exit_code}: {exit_code_in_words(result.exit_code)}", "yellow")


def _refused(reply: Reply) -> Iterator[Piece]:
    rule = reply.decision.rule if reply.decision is not None else ""
    yield Text.assemble((phrase("denied", reply.lang).rstrip(".。"), "red"), f" ({clean(rule)})" if rule else "")
    yield Text(clean(reply.note))
    yield from _plan(reply)
    yield from _parts(reply)


def _plan(reply: Reply) -> Iterator[Text]:
    if reply.plan is None:
        return
    if reply.plan.summary:
        yield Text(clean(reply.plan.summary), "bold")
    for item in reply.plan.items[:50]:
        short = item.id[:12] if len(item.id) == 64 or item.id.startswith("sha256:") else item.id
        name = item.name if item.name and item.name != item.id else ""
        yield Text.assemble(
            f"  {item.kind} ", (clean(name or short), "bold"), f" ({short})" if name and short else "", f": {clean(item.effect)}"
        )
        for note in item.notes:
            yield Text(f"    {clean(note)}", "yellow")
        if item.undo:
            yield Text(f"    to undo: {clean(item.undo)}", "dim")
    if len(reply.plan.items) > 50:
        yield Text(f"  … and {len(reply.plan.items) - 50} more", "yellow")
    for warning in reply.plan.warnings:
        yield Text.assemble(("! ", "yellow"), clean(warning))


def _approval(reply: Reply) -> Iterator[Text]:
    for reason in reply.plan.host_access if reply.plan is not None else ():
        yield Text(f"This is as much as root on the host: {clean(reason)}", "bold red")
    yield Text.assemble(("would run: ", "dim"), (visible(reply.command), "bold"), (f" on {reply.host}", "dim"))
    yield from _findings(reply, ("warning",))
    yield from _plan(reply)
    yield Text(clean(reply.note), "yellow")
    if reply.approval is not None and reply.approval.mode == "second":
        minutes = max(0, round((reply.approval.expires - time.time()) / 60))
        yield Text(f"approval {reply.approval.id}: by {reply.approval.approvers}, within {minutes} minutes", "dim")


def _question(reply: Reply) -> Iterator[Text]:
    yield Text(clean(reply.note), "yellow")
    if reply.command and not reply.understood:
        yield Text.assemble("  ", (clean(reply.command), "bold cyan"))
    for number, option in enumerate(reply.alternatives, 1):
        yield Text.assemble(f"  {number}. ", (clean(option), "cyan"))


def _answer(reply: Reply) -> Iterator[Piece]:
    answer = reply.answer
    if answer is None:
        return
    yield Text(clean(answer.title), "bold")
    yield Markdown(clean(answer.text))
    if answer.command:
        yield Text.assemble(("example: ", "dim"), (clean(answer.command), "cyan"))
    for source in answer.sources:
        yield Text(f"source: {clean(source)}", "dim")


def _note(reply: Reply) -> Iterator[Text]:
    yield Text(clean(reply.note), "yellow")
    for suggestion in reply.suggestions:
        yield Text.assemble("  ", (clean(suggestion), "cyan"))


def _error(reply: Reply) -> Iterator[Text]:
    if reply.command and not reply.understood:
        yield Text.assemble(("→ ", "dim"), (clean(reply.command), "bold cyan"))
    yield from _findings(reply)
    yield Text(clean(reply.note), "red")


def _document(reply: Reply) -> Iterator[Text]:
    yield Text(clean(reply.document.as_text(reply.lang)))


def _fanout(reply: Reply) -> Iterator[Piece]:
    for one in reply.replies:
        yield Text(f"── {one.host}", "bold")
        yield from _pieces(one.but(understood="", next_steps=()))
