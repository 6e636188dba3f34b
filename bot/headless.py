"""check, ask and run for programs: text as arguments, or a JSON object a line in and out (CONTRACT of the headless program)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from bot.lines import Lines, TooLong
from commands.clean_text import REPLACEMENT, well_formed

if TYPE_CHECKING:
    from bot.core import Core
    from bot.reply import Reply

# One input as an object → one output as an object, and whether it was fine.
Work = Callable[[dict[str, Any]], tuple[dict[str, Any], bool]]
MAX_LINE = 4_000_000


def main(options: argparse.Namespace) -> int:
    """Run one of the three verbs."""
    if options.jsonl == bool(options.text):
        print(f"usage: dockwise {options.verb} TEXT… | --jsonl", file=sys.stderr)
        return 2
    if options.verb == "check":
        return feed(options, check_one)
    if options.verb == "ask":
        return feed(options, ask_one)
    from bot.cli import with_core

    return with_core(options, lambda core: feed(options, lambda item: run_one(core, item, options)))


def feed(options: argparse.Namespace, work: Work) -> int:
    """Give every input to `work` and write its output at once; the exit status."""
    if not options.jsonl:
        output, fine = work({"text": _joined(options.text)})
        write(output)
        return 0 if fine else 1
    status = 0
    for item in inputs(sys.stdin):
        if isinstance(item, str):
            write({"error": item})
            status = 1
            continue
        output, fine = guarded(work, item)
        write(output)
        status = status if fine else 1
    return status


def guarded(work: Work, item: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """One input of many: whatever goes wrong with it is its own error, and the stream goes on."""
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 - the lines after it are answered all the same
        import uuid

        import structlog

        reference = uuid.uuid4().hex[:12]
        structlog.get_logger("dockwise.headless").error("internal error", reference=reference, exc_info=error)
        return {"error": f"internal error, reference {reference}"}, False


def _joined(words: list[str]) -> str:
    """One argument is the text; several are words that a shell has split, and are quoted again where they need it."""
    if len(words) == 1:
        return words[0]
    if words[0] == "docker":
        import shlex

        return shlex.join(words)
    return " ".join(words)


def inputs(stream: TextIO) -> Iterator[dict[str, Any] | str]:
    """Each line as an object, or what is wrong with it as text."""
    for line in Lines(stream, MAX_LINE):
        if isinstance(line, TooLong):
            yield f"this line has more than {MAX_LINE:,} bytes, which is the most that is read"
            continue
        if not line.strip():
            continue
        if REPLACEMENT in line:
            yield "this line is not UTF-8 text"
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield f"this line is not JSON: {error}"
            continue
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            yield 'this line has no "text"'
            continue
        yield item


def write(output: dict[str, Any]) -> None:
    """One JSON object on its own line, flushed."""
    line = json.dumps(output, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(output)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def check_one(item: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """`dockwise check`."""
    from commands.check import check

    checked = check(item["text"])
    return checked.as_dict(), checked.ok


def ask_one(item: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """`dockwise ask`: fine when a command or an answer was found."""
    from bot.request import too_long
    from commands.ask import ask

    refused = too_long(item["text"])
    if refused:
        return {"error": refused}, False
    asked = ask(item["text"])
    answer = asked.answer.as_dict() if asked.answer is not None else None
    output = {
        "text": item["text"],
        "kind": asked.kind,
        "command": asked.command,
        "canonical": asked.canonical,
        "confidence": round(asked.confidence, 3),
        "alternatives": list(asked.alternatives),
        "needs": list(asked.needs),
        "answer": answer,
    }
    if asked.hint:
        output["hint"] = asked.hint
    if item.get("why"):
        output["why"] = [list(pair) for pair in asked.why]
    return output, asked.kind != "unknown"


class Unidentified(ValueError):
    """Who asks, or where, cannot be read."""


def identity_of(item: dict[str, Any], options: argparse.Namespace) -> tuple[str | None, str, str, str]:
    """User, channel, host and conversation; the user None for the person at the terminal, who is nobody that is named.

    A `user` that is there but says nobody (`""`, null, 0, [] …) is an id that got lost on the way: never the terminal.
    """
    user = item.get("user", options.user)
    if ("user" in item or user is not None) and (not isinstance(user, str) or not user.strip()):
        raise Unidentified('"user" is there but names nobody: a user id as text, or none for the person at the terminal')
    found = []
    for name in ("channel", "host", "conversation"):
        value = item.get(name, getattr(options, name, ""))
        if not isinstance(value, str):
            raise Unidentified(f'"{name}" is no text: give it as text, or leave it out')
        found.append(value)
    for name, value in zip(("user", "channel", "host", "conversation"), (user or "", *found), strict=True):
        if well_formed(value) != value:
            raise Unidentified(f'"{name}" holds what is no text')
    channel, host, conversation = found
    return user, channel, host, conversation


def run_one(core: Core, item: dict[str, Any], options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """`dockwise run`: the person at the terminal, or whom `user` names."""
    from bot.request import Actor, Place, Request, Surface

    try:
        user, channel, host, conversation = identity_of(item, options)
    except Unidentified as error:
        return {"error": str(error)}, False
    actor = Actor(user=user) if user is not None else Actor(local=True)
    place = Place(Surface.HEADLESS, channel=channel)
    request = Request(
        item["text"],
        actor,
        place,
        host=host,
        yes=bool(options.yes) and user is None,
        show_secrets=bool(options.no_redact) and user is None,
        conversation=conversation,
    )
    reply = core.answer(request)
    if not reply.host:
        reply = reply.but(host=request.host or core.settings.channel_host(channel))
    return as_run(item["text"], reply), reply.ok


def as_run(text: str, reply: Reply) -> dict[str, Any]:
    """The contract's shape of a run."""
    result = reply.result
    output = result.stdout if result is not None else ""
    error = result.stderr if result is not None and result.stderr else None
    if reply.kind == "fanout":
        output = "".join(f"=== {one.host}\n{as_run(text, one)['output']}" for one in reply.replies)
        errors = [f"{one.host}: {as_run(text, one)['error']}" for one in reply.replies if not one.ok]
        error = "\n".join(errors) or None
    if reply.answer is not None:
        output = f"{reply.answer.title}\n\n{reply.answer.text}\n"
    if not reply.ok and error is None:
        error = reply.note or None
    if reply.truncated:
        error = (error or "") + reply.truncated + "\n"
    view = {"allowed": False, "rule": reply.note.splitlines()[0] if reply.note else "nothing to run", "approval": "none"}
    decision = reply.decision.as_dict() if reply.decision is not None else {**view, "allowed": reply.ok}
    out: dict[str, Any] = {
        "text": text,
        "host": reply.host or None,
        "ok": reply.ok,
        "exit_code": reply.exit_code,
        "decision": decision,
        "output": output,
        "error": error,
    }
    if reply.command and reply.command != text:
        out["command"] = reply.command
    if reply.approval is not None:
        out["approval"] = {"id": reply.approval.id, "expires": reply.approval.expires}
    if reply.plan is not None and reply.plan.items:
        out["plan"] = [
            {"kind": one.kind, "id": one.id, "name": one.name, "effect": one.effect, "notes": list(one.notes)}
            for one in reply.plan.items
        ]
    if reply.kind == "output" and reply.note:
        out["note"] = reply.note
    if reply.needs or reply.alternatives:
        out["needs"], out["alternatives"] = list(reply.needs), list(reply.alternatives)
    return out
