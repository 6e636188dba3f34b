"""Host access where it is not the request's own: of commands by their nature, and of objects that are there.

host_access_reasons(parsed) -> tuple[str, ...]        # what no request says: swarms, plugins, checkpoints
object_host_access(inspect_json) -> tuple[str, ...]   # from a container's, volume's, network's or service's inspect
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commands.effects import inspected_reasons, network_reasons, volume_reasons
from commands.effects.swarm import service_reasons
from commands.effects.swarm_commands import command_reasons
from commands.parsed import ParsedCommand

# Commands that make an object act, or hand out what is in it: the object's own privileges count.
_JUDGED_VERBS = ("exec", "restart", "start", "cp", "commit", "update", "attach", "run", "create", "rename")
_JUDGED_SERVICES = frozenset(f"service {verb}" for verb in ("create", "update", "scale", "rollback"))
JUDGED = frozenset(f"container {verb}" for verb in _JUDGED_VERBS) | _JUDGED_SERVICES


def judges_its_objects(path: str) -> bool:
    """True where the privileges of the objects count, not only the flags."""
    return path in JUDGED


def host_access_reasons(parsed: ParsedCommand) -> tuple[str, ...]:
    """Why this command is as much as root by its nature; empty when it is not."""
    reasons = list(command_reasons(parsed.path))
    if parsed.path.startswith("checkpoint ") or parsed.path == "container start":
        reasons += [f"--checkpoint-dir {use.value} is a folder of the host" for use in parsed.uses_of("checkpoint-dir")]
    elif parsed.path == "buildx build":
        reasons.append("buildx builds with what its builder may reach")
    return tuple(dict.fromkeys(reasons))


def object_host_access(inspected: Mapping[str, Any]) -> tuple[str, ...]:
    """Why an object that is there already is as much as root on its host; from its inspect JSON."""
    if "HostConfig" in inspected:
        return inspected_reasons(inspected)
    if "Spec" in inspected and "TaskTemplate" in (inspected.get("Spec") or {}):
        return tuple(dict.fromkeys(service_reasons(inspected["Spec"])))
    if "Mountpoint" in inspected:
        return tuple(dict.fromkeys(volume_reasons(inspected)))
    if "IPAM" in inspected:
        return tuple(dict.fromkeys(network_reasons(inspected)))
    return ()
