"""What makes a container equal to root on its host: in a command's flags, and in an object that is there already.

host_access_reasons(parsed) -> tuple[str, ...]        # from what was typed, flags resolved as docker resolves them
object_host_access(inspect_json) -> tuple[str, ...]   # from a container's or volume's or service's inspect
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commands.effects.swarm_commands import command_reasons
from commands.parsed import ParsedCommand

# Commands that make an object act, or hand out what is in it: the object's own privileges count.
_JUDGED_VERBS = ("exec", "restart", "start", "cp", "commit", "update", "attach", "run", "create", "rename")
_JUDGED_SERVICES = frozenset(f"service {verb}" for verb in ("create", "update", "scale", "rollback"))
JUDGED = frozenset(f"container {verb}" for verb in _JUDGED_VERBS) | _JUDGED_SERVICES
HOST_MODES = ("pid", "ipc", "uts", "userns", "cgroupns")
SAFE_SECURITY = (
    "no-new-privileges",
    "no-new-privileges=true",
    "no-new-privileges:true",
    "seccomp=builtin",
    "apparmor=docker-default",
)
SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock")


def judges_its_objects(path: str) -> bool:
    """True where the privileges of the objects count, not only the flags."""
    return path in JUDGED


def host_access_reasons(parsed: ParsedCommand) -> tuple[str, ...]:
    """Why this command, as typed, is as much as root on the host; empty when it is not."""
    reasons = list(command_reasons(parsed.path))
    check = CHECKS.get(parsed.path)
    if check:
        reasons += check(parsed)
    return tuple(dict.fromkeys(reasons))


def _on(parsed: ParsedCommand, long: str) -> bool:
    """A switch's final value, as docker resolves repeats and `=false`; unreadable counts as on."""
    if not parsed.given(long):
        return False
    value = parsed.value(long)
    return value not in (False, None) if not isinstance(value, str) else value.lower() not in ("0", "f", "false")


def _texts(parsed: ParsedCommand, *longs: str) -> list[str]:
    """Every text typed for these flags (for single values the earlier ones too: it costs nothing to be careful)."""
    return [use.value for use in parsed.uses if use.long in longs or use.flag.long in longs]


def _of_run(parsed: ParsedCommand) -> Iterator[str]:
    if _on(parsed, "privileged"):
        yield "--privileged switches the isolation off"
    if _on(parsed, "use-api-socket"):
        yield "--use-api-socket hands over the daemon's socket"
    yield from _modes(parsed)
    for text in _texts(parsed, "network", "net"):
        yield from _network(text)
    yield from _flags_with_values(parsed)
    for text in _texts(parsed, "volume"):
        yield from bind_reasons(text)
    for text in _texts(parsed, "mount"):
        yield from mount_reasons(text)
    yield from _security(_texts(parsed, "security-opt"))
    yield from _log_options(_texts(parsed, "log-opt"))
    if _texts(parsed, "volume-driver") not in ([], ["local"], [""]):
        yield "--volume-driver lets a plugin mount what it likes"


def _modes(parsed: ParsedCommand) -> Iterator[str]:
    for flag in HOST_MODES:
        for text in _texts(parsed, flag):
            mode = text.strip().lower()
            if mode == "host":
                yield f"--{flag} host shares the host's own"
            elif mode.startswith("container:") and flag in ("pid", "ipc"):
                yield f"--{flag} {text} reaches into another container"


def _network(text: str) -> Iterator[str]:
    mode = text.strip().strip('"').lower()
    fields = {part.partition("=")[0].strip(): part.partition("=")[2].strip() for part in mode.split(",")}
    if mode == "host" or fields.get("name") == "host":
        yield "--network host shares the host's own network"
    elif mode.startswith("container:") or fields.get("name", "").startswith("container:"):
        yield f"--network {text} shares another container's network"


FLAG_REASONS = {
    "cap-add": "adds a kernel capability",
    "device": "hands over a device of the host",
    "device-cgroup-rule": "opens devices of the host",
    "gpus": "hands over the host's GPUs",
    "volumes-from": "takes another container's mounts",
    "cgroup-parent": "leaves docker's own control group",
    "runtime": "chooses another runtime",
    "sysctl": "sets kernel parameters",
    "group-add": "adds a group of the host",
    "annotation": "is passed to the runtime, which may act on it",
}


def _flags_with_values(parsed: ParsedCommand) -> Iterator[str]:
    for flag, reason in FLAG_REASONS.items():
        for text in _texts(parsed, flag):
            if not (flag == "runtime" and text in ("", "runc")):
                yield f"--{flag} {text} {reason}"


def bind_reasons(text: str) -> Iterator[str]:
    """`-v SPEC`: a source that is no name of a volume is a path of the host (docker makes relative ones absolute)."""
    source, colon, rest = text.partition(":")
    if not colon:
        return  # an anonymous volume at that path
    if len(source) == 1 and source.isalpha() and rest.startswith(("\\", "/")) and "\\" in text:
        yield f"-v {text} mounts a folder of the host"
        return
    if not source or source[0] in "/.~\\$" or "/" in source or "\\" in source:
        yield f"-v {text} mounts a {'socket' if source.endswith(SOCKETS) else 'folder'} of the host"


def mount_fields(text: str) -> dict[str, list[str]]:
    """`--mount` as docker reads it: one line of CSV, keys in any case, some with aliases."""
    fields: dict[str, list[str]] = {}
    try:
        rows = list(csv.reader([text]))
    except csv.Error:
        return {"type": ["unreadable"]}
    for part in rows[0] if rows else ():
        key, _, value = part.partition("=")
        fields.setdefault(key.strip().lower(), []).append(value.strip())
    return fields


def mount_reasons(text: str) -> Iterator[str]:
    """`--mount SPEC`: binds, and volumes whose options make them one."""
    fields = mount_fields(text)
    kinds = [kind.lower() for kind in fields.get("type", ["volume"])]
    for kind in kinds:
        if kind == "bind":
            yield f"--mount {text} mounts a folder of the host"
        elif kind not in ("volume", "tmpfs", "image"):
            yield f"--mount {text} is of a kind ({kind}) that reaches outside"
    sources = [*fields.get("source", []), *fields.get("src", [])]
    if any(source.startswith(("/", ".", "~", "\\")) for source in sources):
        yield f"--mount {text} names a path of the host"
    drivers = fields.get("volume-driver", [])
    if any(driver not in ("", "local") for driver in drivers):
        yield f"--mount {text} lets a plugin mount what it likes"
    options = dict(option.partition("=")[::2] for option in fields.get("volume-opt", []))
    yield from volume_option_reasons(options, f"--mount {text}")


def volume_option_reasons(options: Mapping[str, str], what: str) -> Iterator[str]:
    """Options of the `local` driver: anything with a device that is not memory mounts something of, or through, the host."""
    lowered = {key.strip().lower(): value.strip().strip('"').lower() for key, value in options.items()}
    kind, device, flags = lowered.get("type", ""), lowered.get("device", ""), lowered.get("o", "").split(",")
    if "bind" in flags or "rbind" in flags:
        yield f"{what} binds {device or 'a folder'} of the host"
    elif kind not in ("", "tmpfs") or (device and kind != "tmpfs"):
        yield f"{what} makes the host mount {device or kind}"


def _security(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for option in text.split(","):
            if option.strip().lower() not in SAFE_SECURITY:
                yield f"--security-opt {text} loosens the confinement"
                break


def _log_options(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if "unix:" in text.lower() or "unixgram:" in text.lower() or "file://" in text.lower():
            yield f"--log-opt {text} writes to a socket or file of the host"


def _of_exec(parsed: ParsedCommand) -> Iterator[str]:
    if _on(parsed, "privileged"):
        yield "--privileged switches the isolation off"


def _of_build(parsed: ParsedCommand) -> Iterator[str]:
    for text in _texts(parsed, "network"):
        yield from _network(text)
    for flag in ("cgroup-parent", "allow", "device", "ssh", "builder"):
        for text in _texts(parsed, flag):
            yield f"--{flag} {text} reaches outside the build"
    yield from _security(_texts(parsed, "security-opt"))


def _of_volume_create(parsed: ParsedCommand) -> Iterator[str]:
    if any(driver not in ("", "local") for driver in _texts(parsed, "driver")):
        yield f"--driver {_texts(parsed, 'driver')[-1]} lets a plugin mount what it likes"
    options = dict(text.partition("=")[::2] for text in _texts(parsed, "opt"))
    yield from volume_option_reasons(options, "the volume")


def _of_checkpoint(parsed: ParsedCommand) -> Iterator[str]:
    for text in _texts(parsed, "checkpoint-dir"):
        yield f"--checkpoint-dir {text} is a folder of the host"


CHECKS: dict[str, Callable[[ParsedCommand], Iterator[str]]] = {
    "container run": _of_run,
    "container create": _of_run,
    "container exec": _of_exec,
    "container start": _of_checkpoint,
    "checkpoint create": _of_checkpoint,
    "checkpoint rm": _of_checkpoint,
    "checkpoint ls": _of_checkpoint,
    "image build": _of_build,
    "buildx build": _of_build,
    "volume create": _of_volume_create,
}


def object_host_access(inspected: Mapping[str, Any]) -> tuple[str, ...]:
    """Why an object that is there already is as much as root on its host; from its inspect JSON."""
    from bot.policy_objects import of_container, of_volume
    from commands.effects.swarm import service_reasons

    if "HostConfig" in inspected:
        return tuple(dict.fromkeys(of_container(inspected)))
    if "Spec" in inspected and "TaskTemplate" in (inspected.get("Spec") or {}):
        return tuple(dict.fromkeys(service_reasons(inspected["Spec"])))
    if "Mountpoint" in inspected:
        return tuple(dict.fromkeys(of_volume(inspected)))
    return ()
