"""Host access where it is not the request's own: of commands by their nature, of services, and of objects that are there.

host_access_reasons(parsed) -> tuple[str, ...]        # what commands.effects does not judge: swarms, plugins, services
object_host_access(inspect_json) -> tuple[str, ...]   # from a container's, volume's, network's or service's inspect
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.policy_objects import of_service
from commands.effects import inspected_reasons, log_reasons, mode_reasons, mount_reasons, network_reasons, volume_reasons
from commands.executors.creating.mounts import mount_body
from commands.executors.flag_values import FlagValues, mapping
from commands.parsed import ParsedCommand

# Commands that make an object act, or hand out what is in it: the object's own privileges count.
_JUDGED_VERBS = ("exec", "restart", "start", "cp", "commit", "update", "attach", "run", "create", "rename")
JUDGED = frozenset({*(f"container {verb}" for verb in _JUDGED_VERBS), "service update", "service scale", "service rollback"})
# Commands that are as much as root by themselves.
ALWAYS = {
    "plugin install": "a plugin runs with the privileges it asks for",
    "plugin enable": "a plugin runs with the privileges it asks for",
    "plugin upgrade": "a plugin runs with the privileges it asks for",
    "plugin set": "a plugin's settings can give it the host's files and devices",
    "plugin create": "a plugin runs with the privileges it asks for",
    "swarm join": "the managers of that swarm can run anything on this host",
    "swarm join-token": "whoever has the token can join the swarm, as a manager with everything in it",
    "swarm unlock-key": "whoever has the key can unlock the managers",
    "swarm init": "the host becomes a manager that other hosts can join",
}
# Flags of services that have no shape of their own in a container's body.
FLAG_REASONS = {
    "cap-add": "adds a kernel capability",
    "sysctl": "sets kernel parameters",
    "sysctl-add": "sets kernel parameters",
    "group": "adds a group of the host",
    "group-add": "adds a group of the host",
    "credential-spec": "reads credentials of the host",
    "generic-resource": "asks for devices of the host",
    "generic-resource-add": "asks for devices of the host",
}


def judges_its_objects(path: str) -> bool:
    """True where the privileges of the objects count, not only the flags."""
    return path in JUDGED


def host_access_reasons(parsed: ParsedCommand) -> tuple[str, ...]:
    """Why this command is as much as root by its nature, or by what a service is given; empty when it is not."""
    reasons = [ALWAYS[parsed.path]] if parsed.path in ALWAYS else []
    if parsed.path in ("service create", "service update"):
        reasons += _of_service(parsed)
    elif parsed.path.startswith("checkpoint ") or parsed.path == "container start":
        reasons += [f"--checkpoint-dir {use.value} is a folder of the host" for use in parsed.uses_of("checkpoint-dir")]
    elif parsed.path == "buildx build":
        reasons.append("buildx builds with what its builder may reach")
    return tuple(dict.fromkeys(reasons))


def _of_service(parsed: ParsedCommand) -> Iterator[str]:
    flags = FlagValues(parsed)
    try:
        for mount in [*flags.typed("mount"), *flags.typed("mount-add")]:
            yield from mount_reasons(mount_body(mount))
        for network in [*flags.typed("network"), *flags.typed("network-add")]:
            yield from mode_reasons(network.target)
    except ValueError as error:
        yield f"the request cannot be made of these words: {error}"
    yield from log_reasons({"Name": flags.text("log-driver"), "Options": mapping(flags.raw("log-opt"))})
    for flag, reason in FLAG_REASONS.items():
        for use in parsed.uses_of(flag):
            yield f"--{flag} {use.value} {reason}"


def object_host_access(inspected: Mapping[str, Any]) -> tuple[str, ...]:
    """Why an object that is there already is as much as root on its host; from its inspect JSON."""
    if "HostConfig" in inspected:
        return inspected_reasons(inspected)
    if "Spec" in inspected and "TaskTemplate" in (inspected.get("Spec") or {}):
        return tuple(dict.fromkeys(of_service(inspected)))
    if "Mountpoint" in inspected:
        return tuple(dict.fromkeys(volume_reasons(inspected)))
    if "IPAM" in inspected:
        return tuple(dict.fromkeys(network_reasons(inspected)))
    return ()
