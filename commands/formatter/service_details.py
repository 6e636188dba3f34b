"""`docker service inspect --pretty`.

Mirrors docker/cli cli/command/service/formatter.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime, units
from commands.formatter.gofmt import float_text
from commands.formatter.nodes import labelled
from commands.formatter.tasks import pretty as capital


def pretty(service: dict[str, Any], networks: dict[str, str], now: float) -> str:
    """One service; `networks` are names by id."""
    spec = service.get("Spec") or {}
    task = spec.get("TaskTemplate") or {}
    container = task.get("ContainerSpec") or {}
    text = "\n".join(
        [
            "",
            f"ID:\t\t{service.get('ID', '')}",
            f"Name:\t\t{spec.get('Name', '')}",
            *labelled("Labels:", spec.get("Labels"), " "),
            *_mode(spec.get("Mode") or {}),
            *_update_status(service.get("UpdateStatus"), now),
            *_placement(task.get("Placement") or {}),
            *_update("UpdateConfig:", "Update order:      ", spec.get("UpdateConfig")),
            *_update("RollbackConfig:", "Rollback order:    ", spec.get("RollbackConfig")),
            *_container(container),
            *_files(container),
            *_log_driver(task.get("LogDriver")),
        ]
    )
    # A log driver's part ends with a line end of its own.
    return text + "\n".join(["", *_resources(task.get("Resources")), *_networks(task, spec, networks)]) + _end(service, container)


def _mode(mode: dict[str, Any]) -> list[str]:
    if mode.get("Global") is not None:
        return ["Service Mode:\tGlobal"]
    if mode.get("Replicated") is not None:
        count = mode["Replicated"].get("Replicas")
        return ["Service Mode:\tReplicated", *([f" Replicas:\t{count}"] if count is not None else [])]
    return ["Service Mode:"]


def _update_status(status: dict[str, Any] | None, now: float) -> list[str]:
    if not status or not status.get("State"):
        return []
    lines = ["UpdateStatus:", f" State:\t\t{status['State']}"]
    if status.get("StartedAt"):
        lines.append(f" Started:\t{_ago(status['StartedAt'], now)}")
    if status["State"] == "completed" and status.get("CompletedAt"):
        lines.append(f" Completed:\t{_ago(status['CompletedAt'], now)}")
    return [*lines, f" Message:\t{status.get('Message', '')}"]


def _ago(text: str, now: float) -> str:
    return units.ago(gotime.read(text).key / 1e9, now)


def _placement(placement: dict[str, Any]) -> list[str]:
    lines = ["Placement:"]
    if placement.get("Constraints"):
        lines.append(f" Constraints:\t[{' '.join(placement['Constraints'])}]")
    spread = [
        f"spread={one['Spread'].get('SpreadDescriptor', '')}" for one in placement.get("Preferences") or [] if one.get("Spread")
    ]
    if spread:
        lines.append(f" Preferences:   [{' '.join(spread)}]")
    if placement.get("MaxReplicas"):
        lines.append(f" Max Replicas Per Node:   {placement['MaxReplicas']}")
    return lines


def _update(title: str, order: str, config: dict[str, Any] | None) -> list[str]:
    if config is None:
        return []
    lines = [title, f" Parallelism:\t{config.get('Parallelism', 0)}"]
    if config.get("Delay", 0) > 0:
        lines.append(f" Delay:\t\t{gotime.duration_text(config['Delay'])}")
    lines.append(f" On failure:\t{config.get('FailureAction', '')}")
    if config.get("Monitor", 0) > 0:
        lines.append(f" Monitoring Period: {gotime.duration_text(config['Monitor'])}")
    ratio = float_text(float(config.get("MaxFailureRatio") or 0), bits=32)
    return [*lines, f" Max failure ratio: {ratio}", f" {order}{config.get('Order', '')}"]


def _container(spec: dict[str, Any]) -> list[str]:
    image = spec.get("Image", "")
    lines = ["ContainerSpec:", f" Image:\t\t{image}"]
    words = [*(spec.get("Command") or []), *(spec.get("Args") or [])]
    if words:
        lines.append(f" Args:\t\t{''.join(word + ' ' for word in words)}")
    if spec.get("Env"):
        lines.append(f" Env:\t\t{''.join(one + ' ' for one in spec['Env'])}")
    if spec.get("Dir"):
        lines.append(f" Dir:\t\t{spec['Dir']}")
    if spec.get("Init") is not None:
        lines.append(f" Init:\t\t{'true' if spec['Init'] else 'false'}")
    if spec.get("User"):
        lines.append(f" User: {spec['User']}")
    add, drop = spec.get("CapabilityAdd"), spec.get("CapabilityDrop")
    if add or drop:
        lines.append("Capabilities:")
        lines += [f" {name}: {', '.join(which)}" for name, which in (("Add", add), ("Drop", drop)) if which]
    if spec.get("Sysctls"):
        lines += ["SysCtls:", *(f" {key}: {value}" if value else f" {key}" for key, value in sorted(spec["Sysctls"].items()))]
    if spec.get("Ulimits"):
        limits = {one["Name"]: f"{one.get('Soft', 0)}:{one.get('Hard', 0)}" for one in spec["Ulimits"]}
        lines += ["Ulimits:", *(f" {name}: {value}" for name, value in sorted(limits.items()))]
    return lines


def _files(spec: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for index, mount in enumerate(spec.get("Mounts") or []):
        lines += ["Mounts:"] if index == 0 else []
        lines += [f" Target:\t{mount.get('Target', '')}", f"  Source:\t{mount.get('Source', '')}"]
        lines += [f"  ReadOnly:\t{'true' if mount.get('ReadOnly') else 'false'}", f"  Type:\t\t{mount.get('Type', '')}"]
    for title, name in (("Configs", "ConfigName"), ("Secrets", "SecretName")):
        for index, one in enumerate(spec.get(title) or []):
            lines += [f"{title}:"] if index == 0 else []
            lines += [f" Target:\t{(one.get('File') or {}).get('Name', '')}", f"  Source:\t{one.get(name, '')}"]
    return lines


def _log_driver(driver: dict[str, Any] | None) -> list[str]:
    if driver is None:
        return []
    lines = ["Log Driver:"]
    if driver.get("Name"):
        lines.append(f" Name:\t\t{driver['Name']}")
    if driver.get("Options"):
        lines.append(" LogOpts:")
        lines += [f"  {key}:       {value}" if value else f"  {key}" for key, value in sorted(driver["Options"].items())]
    return [*lines, ""]


def _resources(resources: dict[str, Any] | None) -> list[str]:
    if resources is None:
        return []
    held, most = resources.get("Reservations"), resources.get("Limits")
    lines = []
    if held or most or resources.get("Reservations") is not None or resources.get("Limits") is not None:
        lines.append("Resources:")
    for title, part in ((" Reservations:", held), (" Limits:", most)):
        if part and (part.get("NanoCPUs") or part.get("MemoryBytes") or part.get("Pids")):
            lines.append(title)
            if part.get("NanoCPUs"):
                lines.append(f"  CPU:\t\t{float_text(part['NanoCPUs'] / 1e9)}")
            if part.get("MemoryBytes"):
                lines.append(f"  Memory:\t{units.bytes_size(float(part['MemoryBytes']))}")
    if (most or {}).get("Pids"):
        lines.append(f"  PIDs:\t\t{(most or {})['Pids']}")
    return lines


def _networks(task: dict[str, Any], spec: dict[str, Any], names: dict[str, str]) -> list[str]:
    used = task.get("Networks") or spec.get("Networks") or []
    if not used:
        return []
    return ["Networks:" + "".join(f" {names.get(one.get('Target', ''), one.get('Target', ''))}" for one in used) + " "]


def _end(service: dict[str, Any], container: dict[str, Any]) -> str:
    endpoint = (service.get("Spec") or {}).get("EndpointSpec") or {}
    text = f"\nEndpoint Mode:\t{endpoint.get('Mode', '')}"
    ports = (service.get("Endpoint") or {}).get("Ports") or []
    if ports:
        text += "\nPorts:"
        for port in ports:
            text += f"\n PublishedPort = {port.get('PublishedPort', 0)}\n  Protocol = {port.get('Protocol', '')}"
            text += f"\n  TargetPort = {port.get('TargetPort', 0)}\n  PublishMode = {port.get('PublishMode', '')}"
        text += " "
    health = container.get("Healthcheck")
    text += _health(health) if health else ""
    return text + "\n"


def _health(health: dict[str, Any]) -> str:
    text = f"\n Healthcheck:\n  Interval = {gotime.duration_text(health.get('Interval') or 0)}"
    text += f"\n  Retries = {health.get('Retries') or 0}"
    text += f"\n  StartPeriod =\t{gotime.duration_text(health.get('StartPeriod') or 0)}"
    text += f"\n  Timeout =\t{gotime.duration_text(health.get('Timeout') or 0)}"
    if health.get("Test"):
        text += "\n  Tests:" + "".join(f"\n\t Test = {test}" for test in health["Test"]) + " "
    return text


__all__ = ["capital", "pretty"]
