"""The shape of a compose file: which keys there are, what sort of value each takes, and what refers to what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from commands.composing.reader import Read, Sexagesimal
from commands.composing.values import DEEP, top_level
from commands.findings import Finding, Severity

TOP = {"version", "name", "services", "networks", "volumes", "configs", "secrets", "include", "models"}
# t text, n number or text, b switch, l list, m mapping, s text or list, d list or mapping, a anything.
_KEYS = """
    annotations:d attach:b blkio_config:m build:a cap_add:l cap_drop:l cgroup:t cgroup_parent:t command:s configs:l
    container_name:t cpu_count:n cpu_percent:n cpu_period:n cpu_quota:n cpu_rt_period:n cpu_rt_runtime:n cpu_shares:n
    cpus:n cpuset:t credential_spec:m depends_on:d deploy:m develop:m device_cgroup_rules:l devices:l dns:s dns_opt:l
    dns_search:s domainname:t entrypoint:s env_file:s environment:d expose:l extends:a external_links:l extra_hosts:d
    gpus:a group_add:l healthcheck:m hostname:t image:t init:b ipc:t isolation:t label_file:s labels:d links:l logging:m
    mac_address:t mem_limit:n mem_reservation:n mem_swappiness:n memswap_limit:n models:d network_mode:t networks:d
    oom_kill_disable:b oom_score_adj:n pid:t pids_limit:n platform:t ports:l post_start:l pre_stop:l privileged:b
    profiles:l provider:m pull_policy:t pull_refresh_after:t read_only:b restart:t runtime:t scale:n secrets:l
    security_opt:l shm_size:n stdin_open:b stop_grace_period:t stop_signal:t storage_opt:m sysctls:d tmpfs:s tty:b
    ulimits:m use_api_socket:b user:n userns_mode:t uts:t volumes:l volumes_from:l working_dir:t
"""
SERVICE = dict(pair.split(":") for pair in _KEYS.split())
_SORTS = {
    "t": "a text",
    "n": "a number or a text",
    "b": "true or false",
    "l": "a list",
    "m": "a mapping",
    "s": "a text or a list",
    "d": "a list or a mapping",
}
_PORT = re.compile(
    r"^(?:(?P<ip>\[[0-9a-fA-F:]+\]|\d+(?:\.\d+){3}):)?(?:(?P<host>\d+(?:-\d+)?)?:)?(?P<inner>\d+(?:-\d+)?)(?:/(?:tcp|udp|sctp))?$"
)
_RESTART = re.compile(r"^(no|always|unless-stopped|on-failure(:\d+)?)$")
_INTERPOLATED = re.compile(r"\$\{?\w")


def check(read: Read) -> Iterator[Finding]:
    """Everything that is wrong with the shape, and what refers to nothing."""
    for message, span in read.faults:
        yield Finding("CF001", Severity.ERROR, message, span)
    data = read.data
    if read.faults and data is None:
        return
    if not isinstance(data, dict):
        yield Finding("CF003", Severity.ERROR, "a compose file is a mapping with `services:` in it", (0, min(1, len(read.text))))
        return
    yield from _unknown(read, data, TOP, ())
    if data.get("name") is not None and not isinstance(data["name"], str):
        yield Finding("CF003", Severity.ERROR, "`name` must be a text", read.place("name"))
    if "version" in data:
        yield Finding("CF010", Severity.INFO, "`version` is obsolete: Compose ignores it", read.place("version"))
    for section in ("networks", "volumes", "secrets", "configs"):
        if not top_level(section, data.get(section)):
            message = f"`{section}` must be a mapping of names to their settings"
            yield Finding("CF003", Severity.ERROR, message, read.place(section))
    services = data.get("services")
    if not isinstance(services, dict) or not services:
        if not data.get("include"):
            yield Finding(
                "CF004",
                Severity.ERROR,
                "there are no services: write `services:` with a name and its settings below",
                read.place("services"),
            )
        return
    for name, service in services.items():
        yield from _service(read, str(name), service)
    readable = {str(name): sound(service) for name, service in services.items() if isinstance(service, dict)}
    yield from _ports_twice(read, readable)
    yield from _circle(read, readable)


def _unknown(read: Read, data: dict[str, Any], known: set[str] | dict[str, str], path: tuple[str, ...]) -> Iterator[Finding]:
    for key in data:
        if key in known or str(key).startswith("x-"):
            continue
        near = difflib.get_close_matches(str(key), list(known), 1, 0.7)
        where = f"service `{path[1]}`" if path else "the top level"
        hint = f": did you mean `{near[0]}`?" if near else ""
        yield Finding(
            "CF002", Severity.ERROR, f"unknown key `{key}` at {where}{hint}", read.place(*path, key), near[0] if near else None
        )


def _sort_fits(sort: str, value: Any) -> bool:
    text, number = isinstance(value, str), isinstance(value, (int, float)) and not isinstance(value, bool)
    interpolated = text and bool(_INTERPOLATED.search(value))
    return {
        "t": text or number,
        "n": text or number,
        "b": isinstance(value, bool) or interpolated,
        "l": isinstance(value, list),
        "m": isinstance(value, dict),
        "s": text or isinstance(value, list) or value is None,
        "d": isinstance(value, (list, dict)),
        "a": True,
    }[sort]


def fits(key: str, value: Any) -> bool:
    """True when the value of a service's key has the shape that the rest of this package reads."""
    sort = SERVICE.get(key)
    if sort is None or value is None:
        return True
    return _sort_fits(sort, value) and (key not in DEEP or DEEP[key](value))


def sound(service: dict[str, Any]) -> dict[str, Any]:
    """The keys of a service whose values have the right shape."""
    return {key: value for key, value in service.items() if fits(key, value)}


def _service(read: Read, name: str, service: Any) -> Iterator[Finding]:
    path = ("services", name)
    if not isinstance(service, dict):
        yield Finding("CF003", Severity.ERROR, f"service `{name}` must be a mapping", read.place(*path))
        return
    yield from _unknown(read, service, SERVICE, path)
    for key, value in service.items():
        sort = SERVICE.get(key)
        if sort and value is not None and not _sort_fits(sort, value):
            hint = " (quote it)" if isinstance(value, bool) else ""
            yield Finding("CF003", Severity.ERROR, f"`{key}` of `{name}` must be {_SORTS[sort]}{hint}", read.place(*path, key))
        elif not fits(key, value):
            yield Finding(
                "CF003", Severity.ERROR, f"something below `{key}` of `{name}` has the wrong shape", read.place(*path, key)
            )
    restart = service.get("restart")
    service = sound(service)
    if not service.keys() & {"image", "build", "extends", "provider"}:
        yield Finding("CF005", Severity.ERROR, f"service `{name}` has neither `image` nor `build`", read.place(*path))
    if restart is False or (isinstance(restart, str) and not _INTERPOLATED.search(restart) and not _RESTART.match(restart)):
        yield Finding(
            "CF016",
            Severity.ERROR,
            f'`restart` of `{name}` must be "no", always, unless-stopped or on-failure[:N]',
            read.place(*path, "restart"),
        )
    yield from _ports(read, name, service)
    yield from _references(read, name, service)


def _ports(read: Read, name: str, service: dict[str, Any]) -> Iterator[Finding]:
    ports = service.get("ports")
    for n, port in enumerate(ports if isinstance(ports, list) else []):
        place = read.place("services", name, "ports", n)
        if isinstance(port, Sexagesimal):
            message = f"quote `{port.written}`: YAML takes it for a number in base 60"
            yield Finding("CF017", Severity.WARNING, message, place, f'"{port.written}"')
        elif isinstance(port, dict):
            if "target" not in port:
                yield Finding("CF007", Severity.ERROR, f"a port of `{name}` has no `target`", place)
        elif not _INTERPOLATED.search(str(port)) and not _PORT.match(str(port)):
            yield Finding("CF007", Severity.ERROR, f'`{port}` is no port: write HOST:CONTAINER, as in "8080:80"', place)


def named(value: Any) -> list[str]:
    """The names in a list or mapping of references; `source` of a long form."""
    if isinstance(value, dict):
        return [str(key) for key in value]
    rows = value if isinstance(value, list) else []
    return [str(row.get("source", "")) if isinstance(row, dict) else str(row) for row in rows]


def volume_source(volume: Any) -> str:
    """The named volume of a service's volume; "" for paths, tmpfs and anonymous ones."""
    if isinstance(volume, dict):
        return str(volume.get("source") or "") if volume.get("type", "volume") == "volume" else ""
    source, colon, _ = str(volume).partition(":")
    return source if colon and re.match(r"^[A-Za-z0-9][\w.-]*$", source) and len(source) > 1 else ""


def _references(read: Read, name: str, service: dict[str, Any]) -> Iterator[Finding]:
    data = read.data
    wanted: list[tuple[str, str, str]] = [
        ("networks", "networks", one) for one in named(service.get("networks")) if one != "default"
    ]
    wanted += [("volumes", "volumes", source) for one in service.get("volumes") or [] if (source := volume_source(one))]
    wanted += [(kind, kind, one) for kind in ("secrets", "configs") for one in named(service.get(kind)) if one]
    wanted += [("depends_on", "services", one) for one in named(service.get("depends_on"))]
    for key, section, one in wanted:
        known = data.get(section) if isinstance(data.get(section), dict) else {}
        if one not in known and not _INTERPOLATED.search(one) and not data.get("include"):
            what = "no service" if section == "services" else f"not defined under the top-level `{section}`"
            yield Finding(
                "CF006", Severity.ERROR, f"`{name}` refers to `{one}`, which is {what}", read.place("services", name, key)
            )
    if service.get("networks") and service.get("network_mode"):
        yield Finding(
            "CF008",
            Severity.ERROR,
            f"`{name}` has both `networks` and `network_mode`",
            read.place("services", name, "network_mode"),
        )


def _ports_twice(read: Read, services: dict[str, Any]) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for name, service in services.items():
        ports = service.get("ports") if isinstance(service, dict) else None
        for n, port in enumerate(ports if isinstance(ports, list) else []):
            written = port.written if isinstance(port, Sexagesimal) else str(port)
            match = _PORT.match(written) if not isinstance(port, dict) else None
            if match and match["host"]:
                key = (match["ip"] or "0.0.0.0", match["host"], "udp" if written.endswith("/udp") else "tcp")
                if key in seen:
                    message = f"host port {match['host']} is published by `{seen[key]}` already"
                    yield Finding("CF011", Severity.ERROR, message, read.place("services", name, "ports", n))
                seen.setdefault(key, name)


def _circle(read: Read, services: dict[str, Any]) -> Iterator[Finding]:
    needs = {name: named(service.get("depends_on")) for name, service in services.items() if isinstance(service, dict)}
    done: set[str] = set()
    for start in needs:
        trail, at = [start], [iter(needs[start])]
        while at and start not in done:
            following = next(at[-1], None)
            if following is None:
                done.add(trail.pop())
                at.pop()
            elif following in trail:
                circle = " → ".join([*trail[trail.index(following) :], following])
                yield Finding(
                    "CF015",
                    Severity.ERROR,
                    f"services depend on each other in a circle: {circle}",
                    read.place("services", start, "depends_on"),
                )
                return
            elif following in needs and following not in done:
                trail.append(following)
                at.append(iter(needs[following]))
