"""Policy against request bodies: whatever the words are, a body that gives something of the host has a reason.

Commands are made at random from the facts of docker, their values from a list of hostile ones that is bent further (quotes of
CSV, case, blanks, line ends, repeats, `=false`). The executor's own builder makes the body; an oracle of a few lines looks at
its JSON only, and knows nothing of the policy. `make fuzz` tries a hundred times as many.
"""

from __future__ import annotations

import os
import random
import re
import shlex
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commands.effects import effects_of
from commands.executors.building import build_query
from commands.executors.creating.body import create_body
from commands.executors.creating.network import network_body
from commands.executors.creating.requests import volume_body
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.parser import parse_text
from commands.spec.load import command
from commands.spec.model import Flag

TRIES = 100_000 if os.environ.get("DOCKWISE_FUZZ") == "long" else 900
SOURCES = [
    "/",
    "/etc",
    "data",
    "./x",
    "~",
    "C:/x",
    "c:\\x",
    "..",
    "a/b",
    "\\\\host\\x",
    "data-1",
    "/var/run/docker.sock",
    "bound",
    "",
]
MODES = ["host", "container:web", "bridge", "none", "private", "shareable", "HOST", " host", "default", "n1", "container:", ""]
HOSTILE: dict[str, list[str]] = {
    "network": [
        *MODES, *(f"name={mode},alias=x" for mode in MODES), "alias=x,name=host", "name=bridge,name=host",
        "gw-priority=0,name=host",
    ],
    "volume": [
        f"{source}:{target}{mode}" for source in SOURCES for target in ("/h", "h") for mode in ("", ":ro", ":rshared", ":z")
    ],
    "mount": [
        f"{kind}{source}dst=/h{more}"
        for kind in ("", "type=bind,", "type=volume,", "type=tmpfs,", "TYPE=Bind,", "type=npipe,", "type=cluster,", "type=image,")
        for source in ("", "src=/etc,", "source=data,", "src=.,")
        for more in ("", ",ro", ",volume-opt=o=bind,volume-opt=device=/", ",volume-driver=evil", ',"volume-opt=o=rbind,ro"')
    ],
    "pid": MODES,
    "ipc": MODES,
    "uts": MODES,
    "userns": MODES,
    "cgroupns": ["host", "private", ""],
    "privileged": ["true", "false", "1", "0", "T", "F"],
    "security-opt": [
        "seccomp=unconfined", "apparmor:unconfined", "label=disable", "systempaths=unconfined", "no-new-privileges",
        "seccomp=builtin",
    ],
    "cap-add": ["ALL", "sys_admin", "CAP_CHOWN", ""],
    "device": ["/dev/sda", "/dev/null:/dev/x:r", "vendor.com/class=x"],
    "device-cgroup-rule": ["a *:* rwm"],
    "gpus": ["all", "1", "device=0"],
    "volumes-from": ["web", "web:ro"],
    "cgroup-parent": ["/", "x", ""],
    "runtime": ["runc", "runsc", ""],
    "sysctl": ["net.ipv4.ip_forward=1", "kernel.msgmax=1"],
    "group-add": ["docker", "0"],
    "annotation": ["a=b"],
    "log-driver": ["syslog", "json-file", "local", "none", "journald", "fluentd", "awslogs", "evil", ""],
    "log-opt": ["max-size=1m", "syslog-address=tcp://127.0.0.1:1", "tag=x"],
    "volume-driver": ["local", "evil", ""],
    "tmpfs": ["/t", "/t:size=1m", "/t:bind", "/t:rbind,ro"],
    "driver": ["bridge", "local", "macvlan", "ipvlan", "overlay", "evil", "host", "null", ""],
    "opt": [
        "o=bind", "device=/", "type=none", "type=tmpfs", "type=nfs", "device=tmpfs", "o=size=1m,bind", "parent=eth0",
        "com.docker.network.bridge.name=docker0",
    ],
    "subnet": ["10.9.0.0/16", "8.8.8.0/24", "0.0.0.0/0", "fd00::/64", "2001:db8::/32"],
    "ip-range": ["10.9.1.0/24", "8.8.8.0/28"],
    "ipam-driver": ["default", "evil"],
    "ipam-opt": ["a=b"],
    "config-from": ["n1"],
    "scope": ["swarm", "local"],
    "ingress": ["true", "false"],
    "tag": ["a/b:1", "127.0.0.1:1/x"],
}  # fmt: skip
PLAIN = {
    "bool": ["true", "false"],
    "bytes": ["64m"],
    "decimal": ["1"],
    "duration": ["5s"],
    "ulimit": ["nofile=5"],
    "ip": ["10.9.0.5"],
    "map": ["a=b"],
}
OPERANDS = {
    "container run": "busybox sh",
    "container create": "busybox",
    "network create": "n9",
    "volume create": "v9",
    "image build": "-",
}
MARKS = ['"', ",", "\n", "\r", " ", "=", ":", "\\", "'"]


def bent(rng: random.Random, value: str) -> str:
    """The value, or a form of it that one reader may read differently from another."""
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        how = rng.randrange(8)
        fields = value.split(",")
        if how == 0:
            fields = [f'"{field}"' if rng.random() < 0.5 else field for field in fields]
        elif how == 1:
            fields = [field.swapcase() if rng.random() < 0.5 else field for field in fields]
        elif how == 2:
            rng.shuffle(fields)
        elif how == 3:
            fields += rng.sample(fields, 1)
        elif how == 4:
            at = rng.randrange(len(value) + 1)
            fields = [value[:at] + rng.choice(MARKS) + value[at:]]
        elif how == 5:
            fields = [f" {field}" if rng.random() < 0.3 else field for field in fields]
        elif how == 6 and value:
            at = rng.randrange(len(value))
            fields = [value[:at] + value[at + 1 :]]
        value = ",".join(fields)
    return value


def words_of(rng: random.Random, flag: Flag) -> Iterator[str]:
    """The flag once or several times, its value bent, behind `=` or a blank."""
    known = HOSTILE.get(flag.long, PLAIN.get(flag.type, ["a=b"] if flag.type in ("list", "stringToString") else ["1", "x"]))
    for _ in range(rng.choice((1, 1, 1, 2))):
        value = bent(rng, rng.choice(known))
        if flag.is_bool:
            yield f"--{flag.long}" if rng.random() < 0.5 else f"--{flag.long}={shlex.quote(value)}"
        else:
            yield f"--{flag.long}{rng.choice('= ')}{shlex.quote(value)}"


def commands_of(path: str, seed: int) -> Iterator[ParsedCommand]:
    """Commands that docker takes, made at random; hostile flags more often than others."""
    rng = random.Random(seed)
    flags = [flag for flag in command(path).flags if flag.long != "help" and flag.component != "buildx"]
    hostile = [flag for flag in flags if flag.long in HOSTILE]
    for _ in range(TRIES):
        chosen = rng.sample(hostile, min(len(hostile), rng.choice((1, 1, 2, 3))))
        chosen += rng.sample(flags, rng.choice((0, 0, 1))) if flags else []
        words = [word for flag in chosen for word in words_of(rng, flag)]
        rng.shuffle(words)
        parsed = parse_text(f"docker {path} {' '.join(words)} {OPERANDS[path]}")
        if parsed.usage_error is None:
            yield parsed


def is_path(source: str) -> bool:
    return bool(re.search(r"[/\\~$]|^\.|^[A-Za-z]:", source))


def mount_gives(mount: dict[str, Any]) -> bool:
    driver = (mount.get("VolumeOptions") or {}).get("DriverConfig") or {}
    return mount["Type"] not in ("volume", "tmpfs", "image") or volume_gives(driver.get("Name") or "", driver.get("Options") or {})


def volume_gives(driver: str, options: dict[str, str]) -> bool:
    bound = "bind" in options.get("o", "").replace("rbind", "bind").split(",")
    return driver not in ("", "local") or bound or bool(options.get("device") and options.get("type") != "tmpfs")


def container_gives(parsed: ParsedCommand) -> bool:
    body = create_body(parsed)
    host = body["HostConfig"]
    networks = [host["NetworkMode"], *body["NetworkingConfig"]["EndpointsConfig"]]
    keys = ("Privileged", "CapAdd", "Devices", "DeviceCgroupRules", "DeviceRequests", "VolumesFrom", "CgroupParent", "GroupAdd")
    return (
        any(host[key] for key in keys)
        or bool(host.get("Sysctls") or host.get("Annotations"))
        or any(mode == "host" or mode.startswith("container:") for mode in networks)
        or any(host[key] == "host" or host[key].startswith("container:") for key in ("PidMode", "IpcMode", "UTSMode", "UsernsMode"))
        or any(is_path(bind.split(":")[0]) or re.match(r"[A-Za-z]:[/\\]", bind) for bind in host["Binds"] or ())
        or any(mount_gives(mount) for mount in host.get("Mounts", ()))
        or any("unconfined" in option or "disable" in option for option in host["SecurityOpt"] or ())
        or host["MaskedPaths"] == []
        or host["LogConfig"]["Type"] not in ("", "json-file", "local", "none", "journald")
        or any("address" in option for option in host["LogConfig"]["Config"])
        or host.get("Runtime", "runc") not in ("", "runc")
        or host["VolumeDriver"] not in ("", "local")
        or any("bind" in options.replace("rbind", "bind").split(",") for options in host.get("Tmpfs", {}).values())
    )


def network_gives(parsed: ParsedCommand) -> bool:
    body = network_body(FlagValues(parsed), parsed.args)
    pools = [pool["Subnet"] for pool in body["IPAM"]["Config"]]
    return (
        body["Driver"] not in ("bridge", "overlay", "")
        or any("parent" in key or key.endswith("bridge.name") for key in body["Options"])
        or body["IPAM"]["Driver"] != "default"
        or any(pool.startswith(("8.", "0.", "2001:")) for pool in pools)
    )


def new_volume_gives(parsed: ParsedCommand) -> bool:
    body = volume_body(FlagValues(parsed), parsed.args)
    return volume_gives(body["Driver"], body["DriverOpts"]) or "ClusterVolumeSpec" in body


def build_gives(parsed: ParsedCommand) -> bool:
    query = build_query(FlagValues(parsed))
    return any(
        (key == "networkmode" and (value == "host" or value.startswith("container:")))
        or key == "cgroupparent"
        or (key == "securityopt" and ("unconfined" in value or "disable" in value))
        for key, value in query
    )


ORACLES: dict[str, Callable[[ParsedCommand], bool]] = {
    "container run": container_gives,
    "container create": container_gives,
    "network create": network_gives,
    "volume create": new_volume_gives,
    "image build": build_gives,
}


@pytest.mark.parametrize("path", ORACLES)
def test_a_body_that_gives_something_of_the_host_has_a_reason(path: str) -> None:
    valid = giving = harmless = 0
    for parsed in commands_of(path, seed=len(path)):
        try:
            gives = ORACLES[path](parsed)
        except ValueError:
            gives = True  # no body can be made: never "no reason"
        found = effects_of(parsed)
        valid, giving, harmless = valid + 1, giving + gives, harmless + (not found.host_access and not found.refused)
        assert not gives or found.host_access or found.refused, parsed.text
    assert valid > TRIES / 5 and giving > valid / 20 and harmless > valid / 50, (valid, giving, harmless)


@pytest.mark.parametrize("path", ["container run", "image build"])
def test_what_a_body_uses_is_told(path: str) -> None:
    """Each volume, network and container that stands in the body by name is among the used objects."""
    for parsed in commands_of(path, seed=7):
        try:
            wanted = used_in_build(parsed) if path == "image build" else used_in_body(parsed)
        except ValueError:
            continue
        found = effects_of(parsed)
        told = {(use.kind, use.name) for use in found.uses}
        assert found.refused or wanted <= told, (parsed.text, wanted - told)


def used_in_body(parsed: ParsedCommand) -> set[tuple[str, str]]:
    body = create_body(parsed)
    host = body["HostConfig"]
    found = {("volume", bind.split(":")[0]) for bind in host["Binds"] or () if re.fullmatch(r"[\w][\w.-]+:.*", bind, re.A | re.S)}
    found |= {("volume", mount["Source"]) for mount in host.get("Mounts", ()) if mount["Type"] == "volume" and mount.get("Source")}
    found |= {("container", text.split(":")[0]) for text in host["VolumesFrom"] or ()}
    for mode in (host["NetworkMode"], *body["NetworkingConfig"]["EndpointsConfig"]):
        found |= used_mode(mode)
    return found


def used_mode(mode: str) -> set[tuple[str, str]]:
    if mode.startswith("container:"):
        return {("container", mode.removeprefix("container:"))}
    return set() if mode in ("", "default", "bridge", "none", "host", "nat") else {("network", mode)}


def used_in_build(parsed: ParsedCommand) -> set[tuple[str, str]]:
    return {used for key, value in build_query(FlagValues(parsed)) if key == "networkmode" for used in used_mode(value)}
