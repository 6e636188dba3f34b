"""Mounts: paths that are not what they seem, and what the daemon will refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.explaining.mounts import is_path, mount_fields, split_volume
from commands.findings import Finding, Severity
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.base import RUN, RUN_LIKE, Rule
from commands.rules.values import place

SOCKETS = ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock")
MOUNTING = (*RUN_LIKE, "service_create", "service_update")
_VOLUME_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
_OPTIONS = {
    "ro",
    "rw",
    "z",
    "Z",
    "nocopy",
    "cached",
    "delegated",
    "consistent",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "volume-nocopy",
}
_SHELLY = re.compile(r"[$`~%]")


def bound(parsed: ParsedCommand) -> Iterator[tuple[FlagUse, str, str, bool]]:
    """Each bind mount: its use, source, target, and whether it is read-only."""
    for use in parsed.uses:
        if use.long == "volume":
            source, target, options = split_volume(use.value)
            if source and is_path(source):
                yield use, source, target, "ro" in options.split(",")
        elif use.long in {"mount", "mount-add"}:
            keys = dict(mount_fields(use.value))
            if keys.get("type", "").lower() == "bind":
                yield use, keys.get("source", ""), keys.get("target", ""), keys.get("readonly") not in {None, "false", "0"}


class RelativeSource(Rule):
    """A relative path is seen from where docker runs, so the same command mounts another folder elsewhere.

    bad:  docker run --rm -v ./data:/data alpine:3.20 ls /data
    good: docker run --rm -v /srv/data:/data alpine:3.20 ls /data
    """

    code, name, severity = "DW501", "relative-source", Severity.INFO
    applies_to, flags = MOUNTING, ("volume", "mount")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, source, _, _ in bound(parsed):
            if source.startswith("."):
                yield self.finding(
                    f"{source} is seen from the folder docker runs in; an absolute path always means the same", place(use)
                )


class BadVolumeName(Rule):
    """A source without a leading slash or dot is a volume's name, and those have no slashes.

    bad:  docker run --rm -v site/html:/usr/share/nginx/html nginx:1.27
    good: docker run --rm -v ./site/html:/usr/share/nginx/html nginx:1.27
    """

    code, name = "DW502", "bad-volume-name"
    applies_to, flags = RUN_LIKE, ("volume", "mount")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("volume"):
            source, *_ = split_volume(use.value)
            if source and not is_path(source) and not _VOLUME_NAME.fullmatch(source) and not _SHELLY.search(source):
                better = f"./{use.value}" if "/" in source else None
                yield self.finding(
                    f"{source!r} is taken for the name of a volume, and the daemon refuses such a name; a path begins with / or ./",
                    place(use),
                    better,
                )


class RelativeTarget(Rule):
    """Inside the container there is no folder to start from, so the target must be absolute.

    bad:  docker run --rm -v data:data alpine:3.20 ls
    good: docker run --rm -v data:/data alpine:3.20 ls
    """

    code, name = "DW503", "relative-target"
    applies_to, flags = RUN_LIKE, ("volume", "mount", "tmpfs")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long == "volume":
                source, target, _ = split_volume(use.value)
                target = target if source else use.value
            elif use.long == "tmpfs":
                target = use.value.partition(":")[0]
            else:
                continue
            if target and target[0] not in "/$`" and not re.match(r"[A-Za-z]:[\\/]", target) and target != "~":
                yield self.finding(
                    f"the place in the container must begin with a slash: /{target}",
                    place(use),
                    use.value.replace(target, "/" + target) if use.value.count(target) == 1 else None,
                )


class MountOverRoot(Rule):
    """Nothing can be mounted over the container's whole file system; the daemon refuses it.

    bad:  docker run --rm -v data:/ alpine:3.20 ls
    good: docker run --rm -v data:/data alpine:3.20 ls
    """

    code, name = "DW504", "mount-over-root"
    applies_to, flags = MOUNTING, ("volume", "mount", "tmpfs")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, target in _targets(parsed):
            if target == "/":
                yield self.finding("the daemon refuses to mount over the whole file system of the container", place(use))


def _targets(parsed: ParsedCommand) -> Iterator[tuple[FlagUse, str]]:
    for use in parsed.uses:
        if use.long == "volume":
            yield use, split_volume(use.value)[1]
        elif use.long == "tmpfs":
            yield use, use.value.partition(":")[0]
        elif use.long in {"mount", "mount-add"}:
            yield use, dict(mount_fields(use.value)).get("target", "")


class TargetTwice(Rule):
    """Two mounts cannot be at one place; the daemon refuses the second.

    bad:  docker run --rm -v a-data:/data -v b-data:/data alpine:3.20 ls
    good: docker run --rm -v a-data:/data/a -v b-data:/data/b alpine:3.20 ls
    """

    code, name = "DW505", "target-twice"
    applies_to, flags = RUN, ("volume", "mount", "tmpfs")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        seen: set[str] = set()
        for use, target in _targets(parsed):
            if target and target in seen:
                yield self.finding(
                    f"something is mounted at {target} already; the daemon refuses two mounts at one place", place(use)
                )
            seen.add(target)


class UnknownMountOption(Rule):
    """What follows the second colon of `-v` are options, and the daemon knows only some.

    bad:  docker run --rm -v data:/data:readonly alpine:3.20 ls
    good: docker run --rm -v data:/data:ro alpine:3.20 ls
    """

    code, name = "DW506", "unknown-mount-option"
    applies_to, flags = RUN_LIKE, ("volume",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("volume"):
            source, target, options = split_volume(use.value)
            unknown = [option for option in options.split(",") if options and option not in _OPTIONS]
            if source and unknown and not _SHELLY.search(options):
                better = {"readonly": "ro", "read-only": "ro", "r": "ro", "w": "rw", "readwrite": "rw", "rwx": "rw"}.get(unknown[0])
                yield self.finding(
                    f"{unknown[0]!r} is no option of a mount (ro, rw, z, Z, nocopy …); the daemon refuses it",
                    place(use),
                    f"{source}:{target}:{better}" if better else None,
                )


class UnknownMountType(Rule):
    """`--mount` knows bind, volume, tmpfs and image (and npipe, cluster); the daemon refuses others.

    bad:  docker run --rm --mount type=folder,source=/srv,target=/srv alpine:3.20 ls
    good: docker run --rm --mount type=bind,source=/srv,target=/srv alpine:3.20 ls
    """

    code, name = "DW507", "unknown-mount-type"
    applies_to, flags = MOUNTING, ("mount",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("mount"):
            kind = dict(mount_fields(use.value)).get("type", "volume")
            if kind.lower() not in {"bind", "volume", "tmpfs", "image", "npipe", "cluster"}:
                yield self.finding(
                    f"there is no mount type {kind!r}; there are bind, volume, tmpfs, image",
                    place(use),
                    use.value.replace(f"type={kind}", "type=bind"),
                )


class NamelessVolume(Rule):
    """A volume without a name is hard to find again, and stays behind when the container goes.

    bad:  docker run -d -v /var/lib/postgresql/data postgres:16
    good: docker run -d -v pgdata:/var/lib/postgresql/data postgres:16
    """

    code, name, severity = "DW508", "nameless-volume", Severity.INFO
    applies_to, flags = RUN, ("volume",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("rm"):
            return
        for use in parsed.uses_of("volume"):
            source, target, _ = split_volume(use.value)
            if not source and target.startswith("/"):
                yield self.finding(
                    "this makes a volume without a name; give it one to find the data again", place(use), f"data:{use.value}"
                )


class DaemonSocket(Rule):
    """Whoever has the daemon's socket is root on the host; a read-only mount changes nothing.

    bad:  docker run -d -v /var/run/docker.sock:/var/run/docker.sock portainer/portainer-ce:2.20.3
    good: docker run -d -v /srv/portainer:/data portainer/portainer-ce:2.20.3
    """

    code, name = "DW509", "daemon-socket"
    applies_to, flags = MOUNTING, ("volume", "mount", "mount-add")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, source, _, locked in bound(parsed):
            if source in SOCKETS:
                extra = "; read-only does not help, the socket still takes orders" if locked else ""
                yield self.finding(f"the container controls the daemon, and so is root on the host{extra}", place(use))


_SENSITIVE = (
    "/etc",
    "/root",
    "/boot",
    "/proc",
    "/sys",
    "/dev",
    "/var/lib/docker",
    "/lib/modules",
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/var",
    "/run",
    "/home",
)


class SystemFolder(Rule):
    """With the host's system folders a container can change the host itself.

    bad:  docker run --rm -v /:/host alpine:3.20 ls /host
    bad:  docker run --rm -v /etc:/etc alpine:3.20 ls
    good: docker run --rm -v /srv/app:/app:ro alpine:3.20 ls /app
    """

    code, name = "DW510", "system-folder"
    applies_to, flags = MOUNTING, ("volume", "mount", "mount-add")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, source, _, locked in bound(parsed):
            bare = source.rstrip("/") or "/"
            if source == "/" or bare in _SENSITIVE:
                what = "all of the host's files" if source == "/" else f"the host's {bare}"
                yield self.finding(
                    f"the container {'reads' if locked else 'reads and writes'} {what}"
                    + ("" if locked else "; add :ro if it need not write"),
                    place(use),
                )


class HostFolder(Rule):
    """What is mounted from the host can be changed by the container, as root; `:ro` prevents it.

    bad:  docker run -d -v /srv/site:/usr/share/nginx/html nginx:1.27
    good: docker run -d -v /srv/site:/usr/share/nginx/html:ro nginx:1.27
    """

    code, name, severity = "DW511", "writable-host-folder", Severity.INFO
    applies_to, flags = MOUNTING, ("volume", "mount", "mount-add")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, source, _, locked in bound(parsed):
            bare = source.rstrip("/") or "/"
            if not locked and source.startswith("/") and source not in SOCKETS and bare not in _SENSITIVE and bare != "/":
                better = f"{use.value}:ro" if use.long == "volume" and use.value.count(":") == 1 else None
                yield self.finding(f"the container may change the host's {source}; add :ro if it only reads", place(use), better)
