"""Columns of `docker ps`.

Mirrors docker/cli cli/command/formatter/container.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.formatter import units
from commands.formatter.gofmt import quoted
from commands.formatter.gotypes import type_of
from commands.formatter.govalues import Value, zero
from commands.formatter.listing import context, joined_labels
from commands.formatter.references import parse

TYPE = "formatter.ContainerContext"
TABLE = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"
RAW = (
    "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate: {{- pad .State 1 0}}\n"
    "status: {{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n"
)
HEADERS = {
    "ID": "CONTAINER ID", "Names": "NAMES", "Image": "IMAGE", "Command": "COMMAND", "CreatedAt": "CREATED AT",
    "RunningFor": "CREATED", "Ports": "PORTS", "State": "STATE", "Status": "STATUS", "Size": "SIZE", "Labels": "LABELS",
    "Mounts": "MOUNTS", "LocalVolumes": "LOCAL VOLUMES", "Networks": "NETWORKS", "Platform": "PLATFORM",
}  # fmt: skip


def format_of(source: str, quiet: bool, size: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE + ("\t{{.Size}}" if size else "")
    if source == "raw":
        return "container_id: {{.ID}}" if quiet else RAW + ("size: {{.Size}}\n" if size else "")
    return "{{.ID}}" if quiet else source


def row(data: dict[str, Any], trunc: bool, now: float, used: set[str] | None = None) -> Value:
    """One container of the Engine's list. `used` collects the columns that a template asks for."""
    created = data.get("Created") or 0
    columns: dict[str, Callable[..., Any]] = {
        "ID": lambda: units.truncate_id(data.get("Id", "")) if trunc else data.get("Id", ""),
        "Names": lambda: names(data.get("Names") or [], trunc),
        "Image": lambda: image(data.get("Image", ""), data.get("ImageID", ""), trunc),
        "Command": lambda: quoted(units.ellipsis(data.get("Command", ""), 20) if trunc else data.get("Command", "")),
        "CreatedAt": lambda: units.date(created),
        "RunningFor": lambda: units.ago(created, now),
        "Platform": lambda: _platform(data),
        "Ports": lambda: ports(data.get("Ports") or []),
        "State": lambda: data.get("State", ""),
        "Status": lambda: data.get("Status", ""),
        "Size": lambda: size(data.get("SizeRw") or 0, data.get("SizeRootFs") or 0),
        "Labels": lambda: joined_labels(data.get("Labels")),
        "Label": lambda name: (data.get("Labels") or {}).get(name, ""),
        "Mounts": lambda: mounts(data.get("Mounts") or [], trunc),
        "LocalVolumes": lambda: str(sum(mount.get("Driver") == "local" for mount in data.get("Mounts") or [])),
        "Networks": lambda: ",".join(sorted((data.get("NetworkSettings") or {}).get("Networks") or {})),
    }
    if used is not None:
        columns = {name: _noting(name, column, used) for name, column in columns.items()}
    return context(TYPE, columns, lambda: {"trunc": trunc, "c": data, "FieldsUsed": {}})


def _noting(name: str, column: Callable[..., Any], used: set[str]) -> Callable[..., Any]:
    def noted(*args: Any) -> Any:
        used.add(name)
        return column(*args)

    return noted


def _platform(data: dict[str, Any]) -> Value:
    kind = type_of("*formatter.Platform")
    descriptor = (data.get("ImageManifestDescriptor") or {}).get("platform")
    if not descriptor:
        return Value(kind, None)
    held = zero(type_of("formatter.Platform"))
    held["Platform"].update(
        Architecture=descriptor.get("architecture", ""), OS=descriptor.get("os", ""), Variant=descriptor.get("variant", "")
    )
    return Value(kind, held)


def names(given: list[str], trunc: bool) -> str:
    """Names without their slash; with links, only the container's own."""
    plain = [name.removeprefix("/") for name in given]
    if trunc:
        own = [name for name in plain if "/" not in name]
        if own:
            plain = own[:1]
    return ",".join(plain)


def image(given: str, image_id: str, trunc: bool) -> str:
    """The image as it was named; a digest is left out where ids are cut short."""
    if not given:
        return "<no image>"
    if trunc:
        if units.truncate_id(image_id) == units.truncate_id(given):
            return units.truncate_id(image_id)
        found = parse(given)
        if found:
            return found.familiar + (f":{found.tag}" if found.tag else "")
    return given


def size(changed: int, whole: int) -> str:
    """`0B (virtual 1.24MB)`."""
    text = units.human_size(float(changed), 3)
    return f"{text} (virtual {units.human_size(float(whole), 3)})" if whole > 0 else text


def mounts(given: list[dict[str, Any]], trunc: bool) -> str:
    """Names of volumes, sources of bind mounts."""
    shown = [mount.get("Name") or mount.get("Source", "") for mount in given]
    return ",".join(units.ellipsis(name, 15) if trunc else name for name in shown)


def ports(given: list[dict[str, Any]]) -> str:
    """Ports, neighbours joined to ranges: `0.0.0.0:80-82->80-82/tcp, 9000/tcp`."""
    groups: dict[str, list[int]] = {}
    done, mapped = [], []
    for port in sorted(given, key=_port_order):
        private, public, ip, kind = port.get("PrivatePort", 0), port.get("PublicPort", 0), port.get("IP", ""), port.get("Type", "")
        key = kind
        if ip:
            if public != private:
                mapped.append(f"{_host_port(ip, str(public))}->{private}/{kind}")
                continue
            key = f"{ip}/{kind}"
        group = groups.get(key)
        if group is None:
            groups[key] = [private, private]
        elif private == group[1] + 1:
            group[1] = private
        else:
            done.append(_port_group(key, group))
            groups[key] = [private, private]
    return ", ".join([*done, *(_port_group(key, group) for key, group in groups.items()), *mapped])


def _port_order(port: dict[str, Any]) -> tuple[int, str, int, str]:
    return port.get("PrivatePort", 0), port.get("IP", ""), port.get("PublicPort", 0), port.get("Type", "")


def _port_group(key: str, group: list[int]) -> str:
    ip, slash, kind = key.rpartition("/")
    text = str(group[0]) if group[0] == group[1] else f"{group[0]}-{group[1]}"
    return f"{_host_port(ip, text)}->{text}/{kind}" if slash else f"{text}/{kind}"


def _host_port(ip: str, port: str) -> str:
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
