"""`docker port`.

Mirrors docker/cli cli/command/container/port.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.asking import get, named
from commands.executors.base import Job
from commands.formatter import natural
from commands.formatter.gofmt import quoted
from commands.parsed import ParsedCommand
from commands.result import Result

_LARGEST = 65535


def container_port(parsed: ParsedCommand, job: Job) -> Result:
    """The published ports of a container, or where one of them is published. `data` is the Engine's map of ports."""
    name, *wanted = parsed.args
    container = get(job, "/containers/{}/json", named("container", name))
    ports: dict[str, Any] = (container.get("NetworkSettings") or {}).get("Ports") or {}
    if wanted and wanted[0]:
        port, _, proto = wanted[0].partition("/")
        problem = _problem(port)
        if problem:
            return Result(
                stderr=f"Error: invalid port ({port}): strconv.ParseUint: parsing {quoted(port)}: {problem}\n", exit_code=1
            )
        places = ports.get(f"{port}/{proto or 'tcp'}")
        if not places:
            return Result(stderr=f"Error: No public port '{wanted[0]}' published for {name}\n", exit_code=1)
        lines = [_place(place) for place in places]
    else:
        lines = [f"{port} -> {_place(place)}" for port, places in ports.items() for place in places or ()]
    return Result.of_lines(sorted(lines, key=natural.key), data=ports)


def _problem(port: str) -> str:
    """What Go's ParseUint says of a port; "" where it is one."""
    if not port.isascii() or not port.isdigit():
        return "invalid syntax"
    return "value out of range" if int(port) > _LARGEST else ""


def _place(place: dict[str, str]) -> str:
    ip = place.get("HostIp", "")
    return f"[{ip}]:{place.get('HostPort', '')}" if ":" in ip else f"{ip}:{place.get('HostPort', '')}"
