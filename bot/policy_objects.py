"""Host access that services have already, read from what inspect says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commands.effects import mount_reasons


def of_service(inspected: Mapping[str, Any]) -> Iterator[str]:
    """A service's containers, from its specification."""
    spec = inspected.get("Spec") or {}
    template = spec.get("TaskTemplate") or {}
    container = template.get("ContainerSpec") or {}
    for mount in container.get("Mounts") or ():
        yield from mount_reasons(mount)
    for capability in container.get("CapabilityAdd") or ():
        yield f"has the capability {capability}"
    if container.get("Sysctls"):
        yield "sets kernel parameters"
    if container.get("Groups"):
        yield "has groups of its hosts"
    for network in [*(template.get("Networks") or ()), *(spec.get("Networks") or ())]:
        if network.get("Target") == "host":
            yield "shares its hosts' network"
    if template.get("PluginSpec"):
        yield "runs a plugin"
