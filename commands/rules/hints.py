"""Docker's reasons for refusing a value or a combination, in plain words, with what to write instead.

A hint is a pattern of docker's reason, our sentence, and how the value is put right (None where only
the person knows). `{0}`, `{1}` are groups of the pattern, `{value}` is what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

Fix = Callable[[str], str | None]


def _host_port(value: str) -> str | None:
    """`1.2.3.4:80` → `1.2.3.4:80:80`."""
    address, _, port = value.rpartition(":")
    return f"{address}:{port}:{port}" if re.fullmatch(r"[\d.]+", address) and port.isdecimal() else None


def _localhost(value: str) -> str | None:
    return value.replace("localhost", "127.0.0.1", 1) if "localhost" in value else None


def _scale(value: str) -> str | None:
    return f"{value}=3" if re.fullmatch(r"[\w.-]+", value) else None


def _bare_size(value: str) -> str | None:
    """`512MBs`, `2 gigs` → `512m`, `2g`."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt])\w*", value.strip(), re.IGNORECASE)
    return f"{found.group(1)}{found.group(2).lower()}" if found else None


def _absolute(value: str) -> str | None:
    source, colon, target = value.partition(":")
    return f"{source}:/{target}" if colon and target and target[0] not in "/~$" else None


def _pull(value: str) -> str | None:
    return {"true": "always", "yes": "always", "1": "always", "false": "never", "no": "never", "ifnotpresent": "missing"}.get(
        value.lower()
    )


# In order; the first that is found counts.
_HINTS: tuple[tuple[str, str, Fix | None], ...] = (
    # combinations
    (
        r"cannot specify both --restart and --rm",
        "--rm removes the container when it ends, so nothing is left to restart: leave one of the two away",
        None,
    ),
    (
        r"cannot specify both --attach and --detach",
        "-d runs in the background, and -a connects you to it: leave one of the two away",
        None,
    ),
    (
        r"network-scoped aliases are only supported",
        "--network-alias needs --network with a network of your own (not bridge, host or none)",
        None,
    ),
    (
        r"user-defined and non-user-defined network-modes",
        "bridge, host and none do not go together with a network of your own in one command",
        None,
    ),
    (
        r"cannot specify both --password and --password-stdin",
        "the password comes from --password or from standard input, not from both",
        None,
    ),
    (r"cannot specify both --timeout and --time", "--time is the old name of --timeout: leave one of the two away", None),
    (r"volume-name through both --name", "the volume is named twice: leave --name or the argument away", None),
    (
        r'"until" filter is not supported with "--volumes"',
        "volumes have no age that could be filtered: leave --volumes or the filter until away",
        None,
    ),
    (
        r"--no-healthcheck conflicts with",
        "--no-healthcheck switches checks off, and --health-* sets them: leave one of the two away",
        None,
    ),
    (r"must specify at least one container source", "one of the two places must be in a container: CONTAINER:PATH", None),
    (
        r"copying between containers is not supported",
        "docker cp copies between a container and your machine: go by way of a local folder",
        None,
    ),
    # ports
    (
        r"invalid hostPort: (\S+)",
        "{0} is no port number; with an address both ports are named: ADDRESS:HOST_PORT:CONTAINER_PORT",
        _host_port,
    ),
    (r"invalid containerPort: (\S*)", "{0} is no port number (1 to 65535); it is [[ADDRESS:]HOST_PORT:]CONTAINER_PORT", None),
    (r"invalid IP address: localhost", "an address is written in numbers here: 127.0.0.1 instead of localhost", _localhost),
    (r"invalid IP address: (\S+)", "{0} is no IP address; it is [[ADDRESS:]HOST_PORT:]CONTAINER_PORT", None),
    (
        r"invalid port format for --expose: (\S+)",
        "--expose takes the container's port alone; to reach it from outside, publish it with -p {0}",
        None,
    ),
    (r"invalid ranges specified for container and host Ports", "both ranges must have the same number of ports", None),
    (r"invalid proto: (\S+)", "there are the protocols tcp, udp and sctp, not {0}", None),
    (r"hostip is not supported", "a service's port has no address: swarm publishes it on every node", None),
    # sizes, numbers and times
    (r"invalid size: '(-[^']*)'", "a size is not negative; 0 means no limit", lambda value: "0"),
    (r"invalid suffix: '([^']*)'", "{0!r} is no unit: use b, k, m or g, as in 512m", _bare_size),
    (r"invalid size: '([^']*)'", "{0!r} is no size: a number with b, k, m or g, as in 512m or 1.5g", _bare_size),
    (r"failed to parse (.+) as a rational number", "{0!r} is no number of processors, such as 1.5", None),
    (
        r"failed to parse value as time or duration",
        "{value!r} is neither a date (2024-05-01T10:00:00) nor how long ago (10m, 2h)",
        None,
    ),
    (r"invalid scale specifier", "write SERVICE=NUMBER", _scale),
    # names of things
    (r"invalid pull option: '([^']*)'", "--pull takes always, missing or never, not {0!r}", _pull),
    (r"unknown operating system or architecture", "a platform is written system/processor, as in linux/amd64 or linux/arm64", None),
    (r"invalid environment variable: ", "a variable needs a name: NAME=value", None),
    (r"bad format of filter", "a filter is written KEY=VALUE, as in status=exited", None),
    (
        r"invalid ulimit argument",
        "a ulimit is written NAME=SOFT[:HARD], as in nofile=1024:2048",
        lambda value: f"{value}=1024:2048",
    ),
    (r"invalid ulimit type: (\S+)", "there is no ulimit {0}; there are nofile, nproc, core, memlock, stack and others", None),
    (r"ulimit soft limit must be less", "the soft limit, which stands first, cannot be above the hard one", None),
    (r"invalid count \(", "--gpus takes all, a number, or device=ID", lambda value: "all"),
    (r"--pid: invalid PID mode", "--pid takes host or container:NAME", lambda value: "host"),
    (r"--uts: invalid UTS mode", "--uts takes host only", lambda value: "host"),
    (r"--userns: invalid USER mode", "--userns takes host only", lambda value: "host"),
    (r"--cgroupns: invalid CGROUP mode", "--cgroupns takes host or private", lambda value: "private"),
    (r"valid streams are STDIN, STDOUT and STDERR", "there are the streams stdin, stdout and stderr", None),
    (
        r"sysctl '([^']*)' is not allowed",
        "{0!r} is no kernel parameter of containers; it is written net.NAME=VALUE, kernel.shm…=VALUE or fs.mqueue.…=VALUE",
        None,
    ),
    (r"bad format for add-host", "it is written NAME:ADDRESS, as in db:10.0.0.5", None),
    (r"invalid IP address in add-host: \"([^\"]*)\"", "{0} is no address; a name leads to an IP address, or to host-gateway", None),
    (r"is not a valid mac address", "a hardware address has six pairs, as in 02:42:ac:11:00:02", None),
    (r"invalid device cgroup format", "it is written 'TYPE MAJOR:MINOR RIGHTS', as in 'c 42:* rmw'", None),
    (r"bad mode specified: (\S+)", "the rights of a device are letters of rwm, not {0}", None),
    (r"bad format for links", "it is written CONTAINER:ALIAS", None),
    (r"label '([^']*)' contains whitespaces", "a label's key has no blanks", None),
    # mounts
    (
        r"target is required|missing mandatory field 'target'",
        "--mount needs target=/PATH, the place in the container",
        lambda value: f"{value},target=/data",
    ),
    (r"source is required", "a bind mount needs source=/PATH, the folder of the host", None),
    (r"unexpected key '([^']*)' in", "--mount has no key {0!r}: type, source, target, readonly and those of the type", None),
    (r"cannot mix '(\S+)-\*' options with mount type '(\S+)'", "keys that begin with {0}- do not fit type={1}", None),
    (r"invalid field '([^']*)' must be a key=value pair", "{0!r} is not KEY=VALUE", None),
    (r"(\S+) is not an absolute path", "the place in the container begins with a slash", _absolute),
    (r"too many colons", "there are at most three pieces: SOURCE:TARGET:OPTIONS", None),
    (r"empty section between colons", "a piece between two colons is empty: SOURCE:TARGET[:OPTIONS]", None),
    # images and templates
    (r"repository name \((?:library/)?([^)]*)\) must be lowercase", "image names are lower-case: {value}", str.lower),
    (r"cannot specify 64-byte hexadecimal strings", "64 hexadecimal digits are an id, not a name", None),
    (
        r"invalid reference format",
        "{value!r} is no image name; one looks like nginx:1.27 or registry.example.com/team/app:1.4",
        None,
    ),
    (r"can't evaluate field (\w+) in type", "this output has no field .{0}", None),
    (r"unclosed action|unexpected \"}\"", "a part of the template is not closed: every {{{{ needs its }}}}", None),
    (
        r'function "(\w+)" not defined',
        "templates have no function {0}: there are json, join, split, upper, lower, title, pad, truncate and println",
        None,
    ),
    (r"is not yet supported with --tree", "--tree shapes the list itself: leave the other flag away", None),
)


_LONGEST = 1_000


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str, Fix | None], ...]:
    return tuple((re.compile(pattern), sentence, fix) for pattern, sentence, fix in _HINTS)


def hint(reason: str, value: str) -> tuple[str, str | None] | None:
    """Our sentence for docker's reason, and the value put right; None where docker's own words must do."""
    if len(reason) > _LONGEST:  # docker repeats the value in its words, however long it is
        reason = f"{reason[: _LONGEST // 2]} {reason[-_LONGEST // 2 :]}"
    for pattern, sentence, fix in _compiled():
        found = pattern.search(reason)
        if found:
            fixed = fix(value) if fix and value else None
            return sentence.format(*found.groups(), value=value), fixed if fixed != value else None
    return None
