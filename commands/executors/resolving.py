"""Names of nodes and services for their ids, each asked for once; and what `self` means.

Mirrors docker/cli cli/command/idresolver/idresolver.go and cli/command/node/cmd.go (Reference).
"""

from __future__ import annotations

from typing import Any

from docker.errors import APIError, DockerException

from commands.executors.asking import get, named
from commands.executors.base import Job


class Resolver:
    """Names by id. With `off`, an id is its own name."""

    def __init__(self, job: Job, off: bool) -> None:
        self._job, self._off = job, off
        self._known: dict[tuple[str, str], str] = {}

    def node(self, node_id: str) -> str:
        """A node's name, or its host's."""
        return self._name("node", node_id)

    def service(self, service_id: str) -> str:
        """A service's name."""
        return self._name("service", service_id)

    def _name(self, kind: str, its_id: str) -> str:
        if self._off:
            return its_id
        if (kind, its_id) not in self._known:
            self._known[kind, its_id] = self._ask(kind, its_id) or its_id
        return self._known[kind, its_id]

    def _ask(self, kind: str, its_id: str) -> str:
        try:
            found = get(self._job, f"/{kind}s/{{}}", named(kind, its_id))
        except (APIError, DockerException):
            return ""
        name = str((found.get("Spec") or {}).get("Name", ""))
        if kind == "node" and not name:
            name = str((found.get("Description") or {}).get("Hostname", ""))
        return name


def node_reference(job: Job, name: str) -> str:
    """A node's name or id; `self` is the node that answers."""
    if name != "self":
        return name
    info: dict[str, Any] = get(job, "/info")
    swarm = info.get("Swarm") or {}
    if not swarm.get("NodeID"):
        # Without an id the node is asked for as it is, so that the daemon says what is wrong.
        get(job, "/nodes")
        raise DockerException("node ID not found in /info")
    return str(swarm["NodeID"])
