"""`docker version`.

Mirrors docker/cli cli/command/system/version.go.
"""

from __future__ import annotations

from typing import Any

from commands.engine import FAILURES
from commands.executors.asking import failed, get
from commands.executors.base import Job
from commands.formatter import mirrored, versions
from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import typed
from commands.parsed import ParsedCommand
from commands.result import Result


def version(parsed: ParsedCommand, job: Job) -> Result:
    """The versions of both sides; the client's alone, and the error, where the daemon does not answer."""
    source, template = parsed.value("format") or "", None
    if source:
        try:
            template = parse("{{json .}}" if source == "json" else source, name="version")
        except TemplateError as problem:
            return Result(stderr=f"template parsing error: {problem}\n", exit_code=64)
    daemon: dict[str, Any] | None = None
    problem_text = ""
    try:
        daemon = versions.server(get(job, "/version"))
    except FAILURES as error:
        problem_text = failed(job, error)
    client = mirrored.client(str(getattr(job.api, "api_version", mirrored.API_VERSION)))
    data = {"Client": client, "Server": daemon}
    if template is None:
        return _ended(versions.text(client, daemon), problem_text, data)
    try:
        return _ended(versions.laid_out(template.execute(typed(versions.TYPE, data))), problem_text, data)
    except TemplateError as problem:
        return _ended(versions.laid_out(problem.written), problem_text or str(problem), data)


def _ended(out: str, problem: str, data: object) -> Result:
    return Result(out, f"{problem}\n" if problem else "", 1 if problem else 0, data=data)
