"""What a container shares with the host or with other containers, and so reaches."""

from __future__ import annotations

from commands.findings import Severity
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.root import HostAccess


class HostNamespace(HostAccess):
    """With a namespace of the host the container sees, and as root steers, what is the host's.

    bad:  docker run --rm --pid host alpine:3.20 ps
    good: docker run --rm alpine:3.20 ps
    """

    code, name = "DW607", "host-namespace"
    flags = ("pid", "ipc", "uts", "userns", "cgroupns")

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        what = {
            "pid": "all processes of the host, which root in it can look into and stop",
            "ipc": "the shared memory of the host's programs", "uts": "the host's own name, which root in it can change",
            "userns": "the host's user ids: root in it is root on the host", "cgroupns": "the host's control groups",
        }[use.long]  # fmt: skip
        return f"the container has {what}" if use.value == "host" else ""


class HostNetwork(HostAccess):
    """On the host's network the container reaches every service that listens only on the host itself.

    bad:  docker run -d --network host nginx:1.27
    good: docker run -d --network backend nginx:1.27
    """

    code, name, severity = "DW608", "host-network", Severity.INFO
    flags = ("network",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return (
            "it reaches what listens on the host's 127.0.0.1, and its own ports are open on every address"
            if use.value == "host"
            else ""
        )


class OthersProcesses(HostAccess):
    """A container that joins another's processes can look into them and take over its rights.

    bad:  docker run --rm --pid container:web alpine:3.20 ps
    good: docker top web
    """

    code, name = "DW609", "joins-processes"
    flags = ("pid", "ipc")

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return (
            f"it can look into the processes of {use.value.partition(':')[2]} and has that container's reach"
            if use.value.startswith("container:")
            else ""
        )


class OthersVolumes(HostAccess):
    """`--volumes-from` brings in whatever the other container mounts, folders of the host too.

    bad:  docker run --rm --volumes-from web alpine:3.20 ls
    good: docker run --rm -v data:/data alpine:3.20 ls /data
    """

    code, name, severity = "DW610", "volumes-from", Severity.INFO
    flags = ("volumes-from",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return f"everything {use.value.partition(':')[0]} mounts comes along, folders of the host and sockets too"


class ForeignCgroup(HostAccess):
    """Under another control group the daemon's limits and accounting do not hold.

    bad:  docker run -d --cgroup-parent /system.slice nginx:1.27
    good: docker run -d -m 512m nginx:1.27
    """

    code, name = "DW611", "cgroup-parent"
    flags = ("cgroup-parent",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return f"the container lives under the host's control group {use.value} and its limits"


class ExtraGroup(HostAccess):
    """A group id means the same on the host, so mounted files of that group are open to the container.

    bad:  docker run -d --group-add docker nginx:1.27
    good: docker run -d --user 1000:1000 nginx:1.27
    """

    code, name, severity = "DW614", "extra-group", Severity.INFO
    flags = ("group-add",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return f"the program also has what the group {use.value} may, on mounted files of the host too"
