"""What docker's client checks by itself, after flags and counts and before it asks the daemon.

Mirrors the `RunE` functions of docker/cli's commands: a module a family, loaded when its first command comes.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from commands.logic.base import Check, Refusal
from commands.parsed import ParsedCommand, UsageError

# Module → the commands it checks; the function has the command's key as its name.
_FAMILIES = {
    "container_run": ("container run", "container create"),
    "container": (
        "container attach", "container commit", "container cp", "container diff", "container exec", "container export",
        "container inspect", "container kill", "container logs", "container ls", "container pause", "container port",
        "container rename", "container restart", "container rm", "container start", "container stats", "container stop",
        "container top", "container unpause", "container update", "container wait", "checkpoint create", "checkpoint rm",
    ),
    "image": (
        "image build", "image history", "image import", "image inspect", "image load", "image ls", "image pull", "image push",
        "image rm", "image save", "image tag",
    ),
    "network": ("network create", "network connect", "network disconnect", "network inspect", "network rm"),
    "volume": ("volume create", "volume inspect", "volume prune", "volume rm", "volume update"),
    "system": ("inspect", "login", "system events", "system prune", "version"),
    "context": (
        "context create", "context export", "context import", "context inspect", "context ls", "context rm", "context update",
        "context use",
    ),
    "service": (
        "service create", "service inspect", "service logs", "service rm", "service rollback", "service scale", "service update",
    ),
    "swarm": (
        "swarm ca", "swarm init", "swarm join", "swarm join-token", "node demote", "node inspect", "node promote", "node ps",
        "node rm", "node update",
    ),
    "stack": ("stack config", "stack deploy", "stack ps", "stack rm", "stack services"),
    "secret": ("secret create", "secret inspect", "secret rm", "config create", "config inspect", "config rm"),
    "plugin": (
        "plugin create", "plugin disable", "plugin enable", "plugin inspect", "plugin install", "plugin push", "plugin rm",
        "plugin set", "plugin upgrade",
    ),
    "registry": (
        "manifest annotate", "manifest create", "manifest inspect", "manifest push", "manifest rm", "trust inspect",
        "trust key generate", "trust key load", "trust revoke", "trust sign", "trust signer add", "trust signer remove",
    ),
}  # fmt: skip


@cache
def _home() -> dict[str, str]:
    return {path: module for module, paths in _FAMILIES.items() for path in paths}


@cache
def _function(path: str) -> Check | None:
    module = _home().get(path)
    if module is None:
        return None
    found: Check = getattr(import_module(f"commands.logic.{module}"), path.replace(" ", "_").replace("-", "_"))
    return found


def check(parsed: ParsedCommand) -> UsageError | None:
    """The first thing that docker's client refuses by its own logic, None where it would ask the daemon."""
    if parsed.global_uses:
        from commands.logic import daemon

        if (problem := daemon.check(parsed)) is not None:
            return problem
    function = _function(parsed.path)
    if function is None:
        return None
    try:
        function(parsed)
    except Refusal as refusal:
        return UsageError(refusal.code, refusal.message, refusal.status, refusal.span(parsed), stdout=_printed(parsed, refusal))
    return None


def _printed(parsed: ParsedCommand, refusal: Refusal) -> str:
    """Every `inspect` prints what it has found, which for an empty name is nothing: an empty list, or a template's line end."""
    if refusal.code != "bad-name" or not parsed.path.endswith("inspect") or parsed.value("pretty"):
        return ""
    return "[]\n" if parsed.value("format") in (None, "", "json") else "\n"
