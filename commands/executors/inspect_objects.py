"""Any object of the Engine, by name: where it is asked for, and which of docker's types it is.

Mirrors docker/cli cli/command/system/inspect.go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docker.errors import APIError, NotFound

from commands.engine import FAILURES, check_name, daemon_error
from commands.executors.asking import failed, get
from commands.executors.base import Job
from commands.formatter.inspecting import inspect_all
from commands.result import Result


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sort of object is fetched.

    `raw`: the kind's own `inspect` prints the daemon's JSON, not docker's typed reading of it (plain `inspect` always does).
    """

    name: str
    path: str
    type: str
    swarm: bool = False
    raw: bool = True
    params: tuple[tuple[str, str], ...] = ()


# In the order in which docker tries them for a bare name.
KINDS = {
    kind.name: kind
    for kind in (
        Kind("container", "/containers/{}/json", "container.InspectResponse"),
        Kind("image", "/images/{}/json", "image.InspectResponse"),
        Kind("network", "/networks/{}", "network.Inspect"),
        Kind("volume", "/volumes/{}", "volume.Volume", raw=False),
        Kind("service", "/services/{}", "swarm.Service", swarm=True, raw=False, params=(("insertDefaults", "true"),)),
        Kind("task", "/tasks/{}", "swarm.Task", swarm=True),
        Kind("node", "/nodes/{}", "swarm.Node", swarm=True, raw=False),
        Kind("plugin", "/plugins/{}/json", "*types.Plugin"),
        Kind("secret", "/secrets/{}", "swarm.Secret", swarm=True),
        Kind("config", "/configs/{}", "swarm.Config", swarm=True),
    )
}
_EMPTY = {"container", "network", "volume", "service", "task", "node", "plugin", "secret", "config"}


def fetch(job: Job, kind: str, name: str, **params: Any) -> Any:
    """One object's JSON. Raises LookupError with docker's words for a name that is empty, APIError otherwise."""
    if not name:
        said = f"invalid {kind} name or ID: value is empty" if kind in _EMPTY else f"Error: No such {kind}: "
        raise LookupError(said)
    found = KINDS[kind]
    return get(job, found.path, check_name(kind, name), **dict(found.params), **params)


def worded(job: Job, ask: Callable[[str], Any], type_name: str) -> Callable[[str], tuple[Any, str]]:
    """A fetch whose failures become LookupErrors with docker's words."""

    def one(name: str) -> tuple[Any, str]:
        try:
            return ask(name), type_name
        except FAILURES as error:
            raise LookupError(failed(job, error)) from error

    return one


def inspect_kind(job: Job, kind: str, names: tuple[str, ...], source: str, **params: Any) -> Result:
    """`docker KIND inspect`. `data` is the list of objects found."""
    found = KINDS[kind]
    done, data = inspect_all(
        names, source, found.type, worded(job, lambda name: fetch(job, kind, name, **params), found.type), found.raw
    )
    return Result(done.out, "".join(line + "\n" for line in done.errors), done.exit_code, data=data)


class AnyKind:
    """`docker inspect` of bare names: every kind is tried in turn; swarm's only where this is a manager."""

    def __init__(self, job: Job, only: str, size: bool) -> None:
        self.job = job
        self.only = only
        self.size = size
        self.warnings: list[str] = []

    def __call__(self, name: str) -> tuple[Any, str]:
        manager: bool | None = None
        for kind in KINDS.values():
            if self.only and kind.name != self.only:
                continue
            if kind.swarm and not self.only:
                if manager is None:
                    manager = self._manager()
                if not manager:
                    continue
            try:
                data = fetch(self.job, kind.name, name, **({"size": True} if self.size and kind.name == "container" else {}))
            except FAILURES as error:
                if not self.only and isinstance(error, APIError) and _skippable(error):
                    continue
                raise LookupError(failed(self.job, error)) from error
            if self.size and kind.name != "container":
                self.warnings.append(f"WARNING: --size ignored for {kind.name}")
            return data, kind.type
        raise LookupError(f"Error: No such object: {name}")

    def _manager(self) -> bool:
        try:
            return bool((get(self.job, "/info").get("Swarm") or {}).get("ControlAvailable"))
        except APIError as error:
            self.warnings.append(daemon_error(error))
            return False


def _skippable(error: APIError) -> bool:
    said = str(error)
    return isinstance(error, NotFound) or error.status_code == 404 or "not supported" in said or "invalid reference format" in said
