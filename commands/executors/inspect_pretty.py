"""`inspect` of swarm's objects, with `--pretty`.

Mirrors docker/cli cli/command/inspect/inspector.go as node, service, secret and config use it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docker.errors import NotFound

from commands.engine import FAILURES
from commands.executors.asking import failed
from commands.executors.base import Job
from commands.executors.inspect_objects import KINDS, fetch
from commands.formatter.inspecting import inspect_all
from commands.parsed import ParsedCommand
from commands.result import Result

_CLASH = "--format is incompatible with human friendly format"


def inspect_or_pretty(
    parsed: ParsedCommand, job: Job, kind: str, pretty: Callable[[dict[str, Any]], str],
    reference: Callable[[str], str] = lambda name: name, missing: str = "",
) -> Result:  # fmt: skip
    """Objects of one kind, by name; `reference` gives the name to ask for.

    `missing` is what docker itself says of a name that nothing has, where it does not leave that to the daemon.
    """
    source = parsed.value("format") or ""
    if source and (parsed.value("pretty") or source == "pretty"):
        source = "pretty" if source == "pretty" and not parsed.value("pretty") else ""
        if not source:
            return Result(stderr=f"{_CLASH}\n", exit_code=1)
    as_text = parsed.value("pretty") or source == "pretty"

    def ask(name: str) -> tuple[Any, str]:
        try:
            return fetch(job, kind, reference(name)), KINDS[kind].type
        except FAILURES as error:
            own_words = missing and isinstance(error, NotFound)
            raise LookupError(missing.format(name) if own_words else failed(job, error)) from error

    if not as_text:
        done, data = inspect_all(parsed.args, source, KINDS[kind].type, ask, KINDS[kind].raw)
        code = 1 if done.exit_code else 0
        return Result(done.out, "".join(line + "\n" for line in done.errors), code, data=data)
    out: list[str] = []
    found: list[Any] = []
    for name in parsed.args:
        try:
            data_of_one, _ = ask(name)
        except LookupError as problem:
            return Result("".join(out), f"{problem.args[0]}\n", 1, data=found)
        found.append(data_of_one)
        out.append(pretty(data_of_one) + "\n")
    return Result("".join(out), data=found)
