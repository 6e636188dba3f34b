"""`docker info`.

Mirrors docker/cli cli/command/system/info.go.
"""

from __future__ import annotations

from typing import Any

from docker.errors import APIError

from commands.engine import FAILURES
from commands.executors.asking import failed, get
from commands.executors.base import Job
from commands.formatter import mirrored, system
from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import typed
from commands.parsed import ParsedCommand
from commands.result import Result


def system_info(parsed: ParsedCommand, job: Job) -> Result:
    """The whole host. `data` is the Engine's object."""
    source, template = parsed.value("format") or "", None
    if source:
        try:
            template = parse("{{json .}}" if source == "json" else source)
        except TemplateError as problem:
            return Result(stderr=f"template parsing error: {problem}\n", exit_code=64)
    client = mirrored.client()
    info: dict[str, Any] | None = None
    failure, unreachable = "", False
    try:
        info = get(job, "/info")
    except FAILURES as error:
        failure, unreachable = failed(job, error), not isinstance(error, APIError)
    if template is None:
        warnings = "".join(f"{line}\n" for line in (info or {}).get("Warnings") or [])
        errors = f"ERROR: {failure}\nerrors pretty printing info\n" if failure else ""
        if unreachable:
            errors = f"{failure}\n"
        return Result(system.text(client, info), warnings + errors, 1 if failure else 0, data=info)
    whole = {**(info or {}), "ClientInfo": {**client, "Plugins": [], "Warnings": None, "Debug": False}}
    if failure and not unreachable:
        whole["ServerErrors"] = [failure]
    err = f"{failure}\n" if failure else ""
    try:
        return Result(template.execute(typed(system.TYPE, whole)) + "\n", err, 1 if unreachable else 0, data=info)
    except TemplateError as problem:
        return Result(problem.written + "\n", f"{err}{problem}\n", 1, data=info)
