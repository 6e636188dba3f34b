"""One event of `docker events` as a line.

Mirrors docker/cli cli/command/system/events.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime


def line(event: dict[str, Any]) -> str:
    """Time, type, action, id and sorted attributes."""
    actor = event.get("Actor") or {}
    nanos = event.get("timeNano") or (event.get("time") or 0) * 10**9
    when = ""
    if nanos:
        seconds, rest = divmod(int(nanos), 10**9)
        when = gotime.layout(gotime.of_unix(seconds, rest), "2006-01-02T15:04:05.000000000Z07:00") + " "
    text = f"{when}{event.get('Type', '')} {event.get('Action', '')} {actor.get('ID', '')}"
    attributes = ", ".join(f"{key}={value}" for key, value in sorted((actor.get("Attributes") or {}).items()))
    return f"{text} ({attributes})" if attributes else text
