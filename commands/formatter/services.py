"""Columns of `docker service ls` and `docker stack services`.

Mirrors docker/cli cli/command/service/formatter.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context
from commands.formatter.references import parse

TYPE = "service.serviceContext"
TABLE = "table {{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}"
RAW = "id: {{.ID}}\nname: {{.Name}}\nmode: {{.Mode}}\nreplicas: {{.Replicas}}\nimage: {{.Image}}\nports: {{.Ports}}\n"
HEADERS = {"ID": "ID", "Name": "NAME", "Mode": "MODE", "Replicas": "REPLICAS", "Image": "IMAGE", "Ports": "PORTS"}
_MODES = {"Global": "global", "Replicated": "replicated", "ReplicatedJob": "replicated job", "GlobalJob": "global job"}


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE
    if source == "raw":
        return "id: {{.ID}}" if quiet else RAW
    return source


def row(service: dict[str, Any]) -> Value:
    """One service."""
    spec = service.get("Spec") or {}
    task = spec.get("TaskTemplate") or {}
    mode = spec.get("Mode") or {}
    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(service.get("ID", "")),
            "Name": lambda: spec.get("Name", ""),
            "Mode": lambda: next((text for name, text in _MODES.items() if mode.get(name) is not None), ""),
            "Replicas": lambda: replicas(service),
            "Image": lambda: shown_image((task.get("ContainerSpec") or {}).get("Image", "")),
            "Ports": lambda: ports((service.get("Endpoint") or {}).get("Ports") or []),
        },
    )


def replicas(service: dict[str, Any]) -> str:
    """`2/3`, and for jobs how many are done."""
    status, spec = service.get("ServiceStatus") or {}, service.get("Spec") or {}
    running, desired, done = status.get("RunningTasks", 0), status.get("DesiredTasks", 0), status.get("CompletedTasks", 0)
    mode = spec.get("Mode") or {}
    if mode.get("ReplicatedJob") is not None:
        job = mode["ReplicatedJob"]
        return f"{running}/{job.get('MaxConcurrent', 0)} ({done}/{job.get('TotalCompletions', 0)} completed)"
    if mode.get("GlobalJob") is not None:
        return f"{running}/{desired} ({done}/{desired + done} completed)"
    most = (
        ((spec.get("TaskTemplate") or {}).get("Placement") or {}).get("MaxReplicas", 0) if mode.get("Replicated") is not None else 0
    )
    return f"{running}/{desired}" + (f" (max {most} per node)" if most else "")


def shown_image(image: str) -> str:
    """The image without its digest, where it has a tag too."""
    found = parse(image)
    return f"{found.familiar}:{found.tag}" if found and found.tag else image


def ports(given: list[dict[str, Any]]) -> str:
    """Published ports, neighbours joined: `*:80-82->8080-8082/tcp`."""
    ranges: list[list[Any]] = []
    for port in sorted(given, key=lambda one: (one.get("Protocol", ""), one.get("PublishedPort", 0))):
        if port.get("PublishMode") != "ingress":
            continue
        public, target, kind = port.get("PublishedPort", 0), port.get("TargetPort", 0), port.get("Protocol", "")
        if ranges:
            last = ranges[-1]
            # Differences are unsigned: one below counts as far above.
            follows = 0 <= public - last[1] <= 1 and 0 <= target - last[3] <= 1
            if kind == last[4] and follows and not (last[3] != last[2] and target <= last[3]):
                last[1], last[3] = public, target
                continue
        ranges.append([public, public, target, target, kind])
    return ", ".join(f"*:{_span(one[0], one[1])}->{_span(one[2], one[3])}/{one[4]}" for one in ranges if one[0] > 0)


def _span(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else str(first)
