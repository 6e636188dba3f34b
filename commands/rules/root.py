"""Flags that make a container as powerful as root on its host, each on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from commands.findings import Finding, Severity
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.base import RUN, SERVICE, Rule
from commands.rules.values import place


class HostAccess(Rule):
    """A flag and the values of it that reach the host; the sentence says how."""

    applies_to: ClassVar[tuple[str, ...]] = RUN

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in self.flags:
                said = self.says(use, parsed)
                if said:
                    yield self.finding(said, use.whole)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        """What the use means for the host; "" where it is harmless."""
        return ""


class Privileged(HostAccess):
    """`--privileged` takes every wall away: all capabilities, all devices, no profile.

    bad:  docker run --rm --privileged alpine:3.20 sh -c id
    good: docker run --rm --cap-add NET_ADMIN alpine:3.20 ip link
    """

    code, name = "DW601", "privileged"
    applies_to, flags = (*RUN, "container_exec", "compose_exec"), ("privileged",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        if not parsed.value("privileged"):
            return ""
        return "this is root on the host; give the one capability or device that is needed (--cap-add, --device)"


_STRONG = {
    "ALL",
    "SYS_ADMIN",
    "SYS_MODULE",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "DAC_READ_SEARCH",
    "DAC_OVERRIDE",
    "NET_ADMIN",
    "BPF",
    "SYS_BOOT",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "SYSLOG",
}
_USUAL = {
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
    "AUDIT_WRITE",
}


class StrongCapability(HostAccess):
    """Some capabilities are as good as root on the host.

    bad:  docker run --rm --cap-add SYS_ADMIN alpine:3.20 mount
    good: docker run --rm --cap-add NET_BIND_SERVICE alpine:3.20 id
    """

    code, name = "DW602", "strong-capability"
    applies_to, flags = (*RUN, *SERVICE, "compose_run"), ("cap-add",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        capability = use.value.upper().removeprefix("CAP_")
        if capability in _STRONG - _USUAL:
            return (
                f"{capability} lets the container out of most of its walls"
                if capability != "NET_ADMIN"
                else "NET_ADMIN lets the container change its networking; with the host's network, the host's"
            )
        return ""


class ExtraCapability(HostAccess):
    """Every capability beyond the usual ones is a piece of root's power.

    bad:  docker run --rm --cap-add SYS_NICE alpine:3.20 nice -n -5 id
    good: docker run --rm --cap-drop ALL --cap-add CHOWN alpine:3.20 id
    """

    code, name, severity = "DW603", "extra-capability", Severity.INFO
    applies_to, flags = (*RUN, *SERVICE, "compose_run"), ("cap-add",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        capability = use.value.upper().removeprefix("CAP_")
        return (
            f"{capability} is a piece of root's power that containers do not have by default"
            if capability not in _STRONG | _USUAL
            else ""
        )


class HostDevice(HostAccess):
    """A device of the host is used directly; with a disk the container reads and writes everything on it.

    bad:  docker run --rm --device /dev/sda alpine:3.20 fdisk -l
    good: docker run --rm -v data:/data alpine:3.20 ls /data
    """

    code, name = "DW604", "host-device"
    applies_to, flags = RUN, ("device", "device-cgroup-rule")

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return f"the container uses {use.value} of the host directly"


class HostGpu(HostAccess):
    """Graphics processors are devices of the host, shared without walls.

    bad:  docker run --rm --gpus all nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
    good: docker run --rm alpine:3.20 id
    """

    code, name, severity = "DW605", "host-gpu", Severity.INFO
    flags = ("gpus",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return "the container uses the host's graphics processors directly"


class Unconfined(HostAccess):
    """A security profile that is switched off leaves one wall less between the container and the kernel.

    bad:  docker run --rm --security-opt seccomp=unconfined alpine:3.20 id
    good: docker run --rm --security-opt no-new-privileges alpine:3.20 id
    """

    code, name = "DW606", "unconfined"
    flags = ("security-opt",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        value = use.value.lower().replace(":", "=", 1)
        off = (
            "seccomp=unconfined",
            "apparmor=unconfined",
            "systempaths=unconfined",
            "label=disable",
            "writable-cgroups=true",
            "no-new-privileges=false",
        )
        return f"{use.value} takes a protection away" if value in off else ""


class OtherRuntime(HostAccess):
    """Another runtime decides by itself how well the container is kept apart.

    bad:  docker run -d --runtime custom nginx:1.27
    good: docker run -d nginx:1.27
    """

    code, name, severity = "DW612", "other-runtime", Severity.INFO
    flags = ("runtime",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return (
            f"the runtime {use.value} decides how the container is kept apart"
            if use.value not in {"", "runc", "io.containerd.runc.v2"}
            else ""
        )


class KernelParameter(HostAccess):
    """Kernel parameters are set by the daemon as root; with the host's network they are the host's.

    bad:  docker run -d --sysctl net.ipv4.ip_forward=1 nginx:1.27
    good: docker run -d nginx:1.27
    """

    code, name, severity = "DW613", "kernel-parameter", Severity.INFO
    flags = ("sysctl",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return f"{use.value.partition('=')[0]} is set in the container's namespaces by root"


class ApiSocket(HostAccess):
    """`--use-api-socket` hands the container the daemon and your registry logins.

    bad:  docker run --rm --use-api-socket docker:28-cli docker ps
    good: docker ps
    """

    code, name = "DW615", "use-api-socket"
    flags = ("use-api-socket",)

    def says(self, use: FlagUse, parsed: ParsedCommand) -> str:
        return "the container gets the daemon's socket and your registry logins: it can do all that you can"


class BindVolume(Rule):
    """A volume made with `o=bind` is a folder of the host under another name.

    bad:  docker volume create -o type=none -o o=bind -o device=/etc conf
    good: docker volume create conf
    """

    code, name = "DW616", "bind-volume"
    applies_to, flags = ("volume_create",), ("opt",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        device = next((use.value.partition("=")[2] for use in parsed.uses_of("opt") if use.value.startswith("device=")), "")
        for use in parsed.uses_of("opt"):
            key, _, value = use.value.partition("=")
            if key == "o" and {"bind", "rbind"} & set(value.split(",")):
                yield self.finding(
                    f"this volume is the host's folder {device or '(device=…)'}; who mounts it has that folder", place(use)
                )


class ExecAsRoot(Rule):
    """`exec -u root` gives root's rights in a container that was made to run as somebody else.

    bad:  docker exec -u root web id
    good: docker exec web id
    """

    code, name, severity = "DW617", "exec-as-root", Severity.INFO
    applies_to, flags = ("container_exec", "compose_exec"), ("user",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("user"):
            if use.value.partition(":")[0] in {"root", "0"}:
                yield self.finding("the command runs as root, whatever user the container was made for", use.whole)
