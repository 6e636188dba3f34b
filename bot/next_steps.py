"""What to go on with after an answer: a short list, only what the person may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.reply import NextStep, Reply
from commands.answer import Answer

May = Callable[[str], bool]
MOST = 5
# Exit codes of containers that say more than that a program failed, in words.
EXIT_CODES = {
    0: "ended by itself, without an error",
    1: "the program ended with an error of its own",
    125: "docker could not start it",
    126: "the command was found but could not be executed",
    127: "the command was not found in the image",
    130: "interrupted (SIGINT)",
    134: "aborted (SIGABRT)",
    137: "killed (SIGKILL): often out of memory, or a stop that took too long",
    139: "crashed (SIGSEGV)",
    143: "asked to stop (SIGTERM)",
}


def exit_code_in_words(code: int) -> str:
    """What a container's exit code says."""
    if code in EXIT_CODES:
        return EXIT_CODES[code]
    if 128 < code < 160:
        return f"ended by signal {code - 128}"
    return "the program ended with an error of its own"


def after(reply: Reply, may: May) -> tuple[NextStep, ...]:
    """Steps after a command that has run."""
    result = reply.result
    parsed = reply.parsed
    if result is None or parsed is None:
        return ()
    if result.exit_code:
        return _allowed(_after_failure(result.stderr), may)
    if isinstance(result.data, list) and parsed.path == "container ls":
        return _allowed(_after_list(result.data), may)
    if isinstance(result.data, list) and parsed.path in {"container inspect", "inspect"}:
        return _allowed(_after_inspect(result.data), may)
    name = parsed.args[0] if parsed.args else ""
    table = {
        "container logs": [("Inspect", f"docker inspect {name}"), ("Stats", f"docker stats --no-stream {name}")],
        "container restart": [("Logs", f"docker logs --tail 50 {name}"), ("State", f"docker ps --filter name={name}")],
        "container start": [("Logs", f"docker logs --tail 50 {name}"), ("State", f"docker ps --filter name={name}")],
        "container stop": [("State", f"docker ps -a --filter name={name}"), ("Start", f"docker start {name}")],
        "container run": [("Running containers", "docker ps")],
        "image pull": [("Images", "docker images")],
        "system df": [("Details", "docker system df -v"), ("Dangling images", "docker images --filter dangling=true")],
    }
    return _allowed(table.get(parsed.path, []), may)


def _after_list(rows: list[Any]) -> list[tuple[str, str]]:
    steps = []
    for row in rows:
        name = str((row.get("Names") or ["?"])[0]).lstrip("/") if isinstance(row, dict) else "?"
        status = str(row.get("Status", "")) if isinstance(row, dict) else ""
        bad = (
            "unhealthy" in status or "Restarting" in status or (status.startswith("Exited") and not status.startswith("Exited (0)"))
        )
        if bad:
            steps.append((f"Logs of {name}", f"docker logs --tail 50 {name}"))
    return steps[:3]


def _after_inspect(rows: list[Any]) -> list[tuple[str, str]]:
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    state = first.get("State")
    if not isinstance(state, dict):
        return []
    name = str(first.get("Name", "")).lstrip("/")
    steps = [("Logs", f"docker logs --tail 50 {name}")]
    steps.append(("Stats", f"docker stats --no-stream {name}") if state.get("Running") else ("Start", f"docker start {name}"))
    return steps


def _after_failure(error: str) -> list[tuple[str, str]]:
    if "No such container" in error or "No such object" in error:
        return [("All containers", "docker ps -a")]
    if "No such image" in error or "not found" in error:
        return [("Images", "docker images")]
    if "port is already allocated" in error:
        return [("Who has ports", "docker ps --format 'table {{.Names}}\t{{.Ports}}'")]
    if "is already in use by container" in error:
        return [("All containers", "docker ps -a")]
    return []


def of_answer(answer: Answer | None, may: May) -> tuple[NextStep, ...]:
    """A command that shows what an answer says, where it may run."""
    if answer is None or not answer.command:
        return ()
    return _allowed([("Try it", answer.command)], may)


def _allowed(steps: list[tuple[str, str]], may: May) -> tuple[NextStep, ...]:
    return tuple(NextStep(label, text) for label, text in steps if may(text))[:MOST]
