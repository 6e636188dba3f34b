"""`docker events`, with an end or inside the job's limits.

Mirrors docker/cli cli/command/system/events.go and moby client/events.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.asking import filters, stream
from commands.executors.base import Job, Progress
from commands.executors.streams import Watch, body_of, messages
from commands.formatter.gotemplate import Template, TemplateError, parse
from commands.formatter.govalues import typed
from commands.formatter.happenings import line
from commands.formatter.timestamps import timestamp
from commands.parsed import ParsedCommand
from commands.result import Result

TYPE = "*events.Message"


def system_events(parsed: ParsedCommand, job: Job) -> Result:
    """What happened on the host, a line each. `data` are the Engine's events."""
    source = parsed.value("format") or ""
    try:
        template = _template(source)
        times = {name: timestamp(parsed.value(name), job.now()) if parsed.value(name) else "" for name in ("since", "until")}
    except TemplateError as problem:
        return Result(stderr=f"Error parsing format: {problem}\n", exit_code=64)
    except ValueError as problem:
        return Result(stderr=f"{problem}\n", exit_code=1)
    response = stream(job, "/events", **times, filters=filters(parsed.values("filter")))
    lines: list[str] = []
    found: list[dict[str, Any]] = []
    broken: list[str] = []
    full, size = "", 0
    try:
        with Watch(job, response) as watch:
            for event in messages(body_of(response, broken)):
                text = template.execute(typed(TYPE, event)) if template else line(event)
                size += len(text.encode()) + 1
                full = _over(job, len(lines) + 1, size)
                if full:
                    break
                lines.append(text)
                found.append(event)
                job.progress(Progress(text="", item="stdout", partial=text + "\n"))
    except TemplateError as problem:
        return Result("".join(one + "\n" for one in lines), f"{problem}\n", 1, data=found)
    finally:
        response.close()
    ended = full or watch.ended_by
    said = watch.broke(broken, bool(full))
    return Result("".join(one + "\n" for one in lines), said, 1 if said else 0, bool(ended), ended, found)


def _template(source: str) -> Template | None:
    if not source:
        return None
    template = parse("{{json .}}" if source == "json" else source)
    template.execute(typed(TYPE, {}))
    return template


def _over(job: Job, lines: int, size: int) -> str:
    """The limit that so many lines or bytes would pass; "" for none."""
    limits = job.limits
    if limits.lines is not None and lines > limits.lines:
        return "lines"
    return "bytes" if limits.bytes is not None and size > limits.bytes else ""
