"""`docker run …` → a compose file with one service.

What a service cannot say (`--rm`, `--publish-all`, …) becomes a comment, so that nothing is lost silently.
"""

from __future__ import annotations

import csv
import re
from typing import Any

from commands.composing.mapping import BLKIO_RATES, HEALTH, IMPLIED, LISTS, MODES, NUMBERS, SCALARS, SWITCHES
from commands.parsed import ParsedCommand

_NAMED_VOLUME = re.compile(r"^[A-Za-z0-9][\w.-]*$")


def run_to_compose(parsed: ParsedCommand) -> str:
    """The compose file for one `docker run` or `docker create`. ValueError where it is no such command, or docker refuses it."""
    if parsed.key not in ("container_run", "container_create"):
        raise ValueError("only `docker run` and `docker create` can become a service")
    if parsed.usage_error is not None:
        raise ValueError(parsed.usage_error.headline)
    if not parsed.args:
        raise ValueError("the image is missing")
    service, left = _service(parsed)
    top: dict[str, Any] = {"services": {service_name(parsed): service}}
    networks, volumes = _externals(service)
    if networks:
        top["networks"] = {name: {"external": True} for name in networks}
    if volumes:
        top["volumes"] = {name: {"name": name} for name in volumes}
    comment = "".join(f"# not in a compose file: {one}\n" for one in left)
    return comment + _dump(_escaped(top))


def service_name(parsed: ParsedCommand) -> str:
    """A name for the service: the container's, or the image's last part."""
    given = parsed.values("name")
    name = given[0] if given else parsed.args[0].split("@")[0].rsplit("/", 1)[-1].split(":")[0]
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_") or "app"


def _service(parsed: ParsedCommand) -> tuple[dict[str, Any], list[str]]:
    service: dict[str, Any] = {"image": parsed.args[0]}
    left: list[str] = []
    for use in parsed.uses:
        long = use.long
        if long in SCALARS:
            service[SCALARS[long]] = int(use.value) if long in NUMBERS and re.fullmatch(r"-?\d+", use.value) else use.value
        elif long in SWITCHES:
            if parsed.value(long):
                service[SWITCHES[long]] = True
            else:
                service.pop(SWITCHES[long], None)
        elif long in LISTS:
            service.setdefault(LISTS[long], []).append(use.value)
        elif long not in IMPLIED and not _special(service, long, use.value):
            left.append(use.spelling + ("" if use.flag.is_bool else f" {use.value}"))
    _networks(service, parsed)
    if parsed.given("entrypoint"):
        entry = parsed.values("entrypoint")
        service["entrypoint"] = list(entry) if entry and entry[0] else []
    if len(parsed.args) > 1:
        service["command"] = list(parsed.args[1:])
    return service, [one for one in left if one]


def _special(service: dict[str, Any], long: str, value: str) -> bool:
    """Flags with a place of their own; False where a service has none."""
    if long == "entrypoint" or long in ("network", "network-alias", "ip", "ip6", "link-local-ip"):
        return True
    if long in HEALTH:
        entry: Any = int(value) if long == "health-retries" and value.isdigit() else value
        service.setdefault("healthcheck", {})[HEALTH[long]] = entry
    elif long == "health-cmd":
        service["healthcheck"] = {"test": ["CMD-SHELL", value], **service.get("healthcheck", {})}
    elif long == "no-healthcheck":
        service["healthcheck"] = {"disable": True}
    elif long == "stop-timeout":
        service["stop_grace_period"] = f"{value}s"
    elif long == "mount":
        service.setdefault("volumes", []).append(_mount(value))
    elif long == "volumes-from":
        service.setdefault("volumes_from", []).append(f"container:{value}")
    elif long == "log-driver":
        service["logging"] = {"driver": value, **service.get("logging", {})}
    elif long == "log-opt":
        key, _, option = value.partition("=")
        service.setdefault("logging", {}).setdefault("options", {})[key] = option
    elif long == "storage-opt":
        key, _, option = value.partition("=")
        service.setdefault("storage_opt", {})[key] = option
    elif long == "ulimit":
        name, _, limits = value.partition("=")
        soft, colon, hard = limits.partition(":")
        service.setdefault("ulimits", {})[name] = {"soft": int(soft), "hard": int(hard)} if colon else int(soft)
    elif long == "gpus":
        service["gpus"] = _gpus(value)
    elif long == "blkio-weight":
        service.setdefault("blkio_config", {})["weight"] = int(value)
    elif long == "blkio-weight-device" or long in BLKIO_RATES:
        path, _, amount = value.rpartition(":")
        row = {"path": path, "weight": int(amount)} if long == "blkio-weight-device" else {"path": path, "rate": amount}
        service.setdefault("blkio_config", {}).setdefault(BLKIO_RATES.get(long, "weight_device"), []).append(row)
    else:
        return False
    return True


def fields(value: str) -> list[tuple[str, str | None]]:
    """`type=bind,source=/a,readonly` → pairs; the value is None where there is no `=`. Quoted as CSV, as docker reads it."""
    row = next(csv.reader([value]), [])
    return [(key, rest if equals else None) for key, equals, rest in (part.partition("=") for part in row)]


_MOUNT_KEYS = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
_MOUNT_PLACES = {
    "bind-propagation": ("bind", "propagation"),
    "bind-recursive": ("bind", "recursive"),
    "bind-create-src": ("bind", "create_host_path"),
    "volume-nocopy": ("volume", "nocopy"),
    "volume-subpath": ("volume", "subpath"),
    "tmpfs-size": ("tmpfs", "size"),
    "tmpfs-mode": ("tmpfs", "mode"),
    "image-subpath": ("image", "subpath"),
}


def _mount(value: str) -> dict[str, Any]:
    mount: dict[str, Any] = {"type": "volume"}
    for key, text in fields(value):
        key = _MOUNT_KEYS.get(key, key)
        if key == "readonly":
            mount["read_only"] = text in (None, "true", "1")
        elif key in _MOUNT_PLACES:
            group, name = _MOUNT_PLACES[key]
            whole: Any = True if text is None or text == "true" else int(text) if text.isdigit() and name == "size" else text
            mount.setdefault(group, {})[name] = whole
        else:
            mount[key] = text if text is not None else True
    return mount


def _gpus(value: str) -> Any:
    if value == "all":
        return "all"
    device: dict[str, Any] = {}
    for key, text in fields(value):
        if text is None:
            device["count"] = int(key) if key.lstrip("-").isdigit() else key
        elif key == "device":
            device["device_ids"] = text.split(",")
        elif key == "capabilities":
            device["capabilities"] = text.split(",")
        elif key in ("count", "driver"):
            device[key] = int(text) if text.isdigit() else text
    return [device]


def _networks(service: dict[str, Any], parsed: ParsedCommand) -> None:
    first: dict[str, Any] = {}
    if parsed.given("network-alias"):
        first["aliases"] = list(parsed.values("network-alias"))
    for flag, key in (("ip", "ipv4_address"), ("ip6", "ipv6_address")):
        if parsed.given(flag):
            first[key] = parsed.uses_of(flag)[-1].value
    if parsed.given("link-local-ip"):
        first["link_local_ips"] = list(parsed.values("link-local-ip"))
    found: dict[str, Any] = {}
    for use in parsed.uses_of("network"):
        if use.value in MODES or use.value.startswith("container:"):
            service["network_mode"] = use.value
        elif "=" in use.value:
            name, options = _advanced(use.value)
            found[name] = options
        else:
            found[use.value] = {}
    if found:
        name = next(iter(found))
        found[name] = {**first, **found[name]}
        service["networks"] = {key: value or None for key, value in found.items()} if any(found.values()) else list(found)


def _advanced(value: str) -> tuple[str, dict[str, Any]]:
    keys = {"ip": "ipv4_address", "ip6": "ipv6_address", "mac-address": "mac_address", "gw-priority": "gw_priority"}
    name, options = "", {}  # type: str, dict[str, Any]
    for key, text in fields(value):
        if key == "name":
            name = text or ""
        elif key == "alias":
            options.setdefault("aliases", []).append(text)
        elif key == "driver-opt":
            option, _, setting = (text or "").partition("=")
            options.setdefault("driver_opts", {})[option] = setting
        elif key in keys:
            options[keys[key]] = int(text) if key == "gw-priority" and text else text
    return name, options


def _externals(service: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Networks that exist already, and named volumes, which keep their very name."""
    networks = list(service.get("networks", []))
    volumes: dict[str, None] = {}
    for one in service.get("volumes", []):
        source = one.get("source", "") if isinstance(one, dict) and one.get("type") == "volume" else ""
        if isinstance(one, str) and ":" in one:
            source = one.split(":", 1)[0]
        if source and _NAMED_VOLUME.match(source):
            volumes[source] = None
    return networks, list(volumes)


def _escaped(value: Any) -> Any:
    """Compose replaces `$NAME` in every value: a plain dollar sign is written twice."""
    if isinstance(value, dict):
        return {key: _escaped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_escaped(inner) for inner in value]
    return value.replace("$", "$$") if isinstance(value, str) else value


def _dump(data: dict[str, Any]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Indents lists below their key, and quotes what YAML 1.1 would read as a number in base 60."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            return super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        quoted = '"' if re.fullmatch(r"[\d.:\[\]/a-z-]*\d:\d[\d:/a-z-]*|\d+(\.\d+)?|y|n|yes|no|on|off", value, re.I) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=quoted)

    Dumper.add_representer(str, text)
    Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
    return str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000))
