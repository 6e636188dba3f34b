"""effects_of(parsed): what follows from a command, derived from the request that its executor would send.

The bodies are made by the executor's own builders. A body that cannot be made is as much as root: nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from commands.effects import addresses, images
from commands.effects.containers import container_reasons, used_by_container
from commands.effects.flags import flag_effects
from commands.effects.model import Effects, Reach, Use
from commands.effects.mounts import volume_reasons
from commands.effects.networks import endpoint_reasons, making_reasons
from commands.executors.creating.body import create_body
from commands.executors.creating.network import network_body
from commands.executors.creating.requests import connect_body, exec_body, volume_body
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand


def effects_of(parsed: ParsedCommand) -> Effects:
    """Everything that follows from the command itself, before any object is looked at."""
    if parsed.spec is None or parsed.help or parsed.usage_error is not None:
        return Effects()
    flagged = flag_effects(parsed)
    find = _BY_PATH.get(parsed.path)
    if find is None:
        return flagged
    try:
        found = find(parsed)
    except (ValueError, IndexError, KeyError) as error:
        found = Effects(host_access=(f"the request cannot be made of these words: {error}",))
    return replace(
        found,
        host_access=tuple(dict.fromkeys([*flagged.host_access, *found.host_access])),
        refused=(*flagged.refused, *found.refused),
    )


def _of_create(parsed: ParsedCommand) -> Effects:
    """`run` and `create`."""
    flags, body = FlagValues(parsed), create_body(parsed)
    host, endpoints = body["HostConfig"], body["NetworkingConfig"]["EndpointsConfig"]
    image, policy = body["Image"], flags.text("pull", "missing")
    uses = [Use(kind, name) for kind, name in used_by_container(host, endpoints)]
    reaches: tuple[Reach, ...] = ()
    if policy != "never":
        # With a platform an image of another one that is there does not count, and is pulled.
        unless_there = policy == "missing" and not flags.text("platform")
        reaches = addresses.pulled(image, f"docker {parsed.typed_path} {image}", unless_there)
    mounted = [reach for use in uses if use.kind == "image" for reach in addresses.pulled_by_daemon(use.name, "the mount")]
    return Effects(
        host_access=container_reasons(body, host, endpoints),
        uses=tuple(dict.fromkeys([Use("image", image), *uses])),
        moves=(image,) if policy == "always" else (),
        reaches=(*reaches, *mounted),
        labels=body["Labels"],
    )


def _of_service(parsed: ParsedCommand) -> Effects:
    """Images of a service: the manager asks their registry for the digest, and nodes pull them, there already or not.

    What else a service gets is judged in its whole specification, `commands.effects.swarm`.
    """
    flags = FlagValues(parsed)
    image = parsed.args[0] if parsed.path == "service create" else flags.text("image")
    reaches = list(addresses.pulled(image, f"docker {parsed.path} {image}")) if image else []
    for mount in [*flags.typed("mount"), *flags.typed("mount-add")]:
        if mount.type == "image":
            reaches += addresses.pulled_by_daemon(mount.source, "the mount")
    return Effects(reaches=tuple(reaches))


def _of_exec(parsed: ParsedCommand) -> Effects:
    body = exec_body(FlagValues(parsed), parsed.args[1:])
    return Effects(host_access=("--privileged switches the isolation off",) if body["Privileged"] else ())


def _of_network_create(parsed: ParsedCommand) -> Effects:
    body = network_body(FlagValues(parsed), parsed.args)
    return Effects(host_access=tuple(making_reasons(body)), labels=body["Labels"])


def _of_network_connect(parsed: ParsedCommand) -> Effects:
    network, container = parsed.args
    endpoint = connect_body(FlagValues(parsed), container)["EndpointConfig"]
    linked = [Use("container", str(link).partition(":")[0]) for link in endpoint["Links"] or ()]
    return Effects(host_access=tuple(endpoint_reasons({network: endpoint})), uses=tuple(linked))


def _of_volume_create(parsed: ParsedCommand) -> Effects:
    body = volume_body(FlagValues(parsed), parsed.args)
    return Effects(host_access=tuple(volume_reasons(body)), labels=body["Labels"])


_BY_PATH: dict[str, Callable[[ParsedCommand], Effects]] = {
    "container run": _of_create,
    "container create": _of_create,
    "container exec": _of_exec,
    "container commit": images.of_commit,
    "network create": _of_network_create,
    "network connect": _of_network_connect,
    "volume create": _of_volume_create,
    "service create": _of_service,
    "service update": _of_service,
    "image build": images.of_build,
    "builder build": images.of_build,
    "image tag": images.of_tag,
    "image import": images.of_import,
    "image pull": images.of_pull,
    "image push": images.of_push,
    "search": images.of_search,
}
