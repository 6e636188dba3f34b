"""`docker inspect` as a summary: state, image, ports, mounts, networks, limits, health, restarts, exit code in words."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks.exits import exit_words
from bot.blocks.message import Builder, clip_units
from bot.blocks.parts import action_value, actions, button, context, section
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown
from bot.blocks.words import bold, code, escaped, one_line

MOST_OBJECTS = 4
_STATE_MARKS = {"running": "🟢", "paused": "⏸️", "restarting": "🔁", "exited": "⚪", "created": "⚫", "dead": "💀"}


def read_objects(stdout: str) -> list[dict[str, Any]] | None:
    """The JSON that inspect printed; None where it is something else (a template was given)."""
    try:
        data = json.loads(stdout)
    except ValueError:
        return None
    if isinstance(data, list) and all(isinstance(item, dict) for item in data):
        return data
    return None


def _get(item: Any, *path: str) -> Any:
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _size(count: Any) -> str:
    if not isinstance(count, (int, float)) or count <= 0:
        return ""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if value < 1024 or unit == "TiB":
            return f"{value:.4g} {unit}"
        value /= 1024
    return ""


def _list(items: list[str], most: int = 6) -> str:
    shown = ", ".join(items[:most])
    return shown + (f" and {len(items) - most} more" if len(items) > most else "")


def _state(item: dict[str, Any]) -> str:
    status = str(_get(item, "State", "Status") or "unknown")
    words = f"{_STATE_MARKS.get(status, '▫️')} {escaped(status)}"
    if status == "running" and (started := _get(item, "State", "StartedAt")):
        return f"{words} since {escaped(str(started)[:19].replace('T', ' '))}"
    finished = str(_get(item, "State", "FinishedAt") or "")
    if status in ("exited", "dead") and finished and not finished.startswith("0001"):
        words += f" since {escaped(finished[:19].replace('T', ' '))}"
    return words


def _exit(item: dict[str, Any]) -> str:
    status, code_ = _get(item, "State", "Status"), _get(item, "State", "ExitCode")
    oom = bool(_get(item, "State", "OOMKilled"))
    if status == "running" and not oom:
        return ""
    if status == "created" or not isinstance(code_, int):
        return ""
    error = one_line(str(_get(item, "State", "Error") or ""))
    return f"{code_}: {escaped(exit_words(code_, oom).replace('`', ''))}" + (
        f" – {escaped(clip_units(error, 300))}" if error else ""
    )


def _ports(item: dict[str, Any]) -> str:
    found = []
    for inside, bindings in (_get(item, "NetworkSettings", "Ports") or _get(item, "HostConfig", "PortBindings") or {}).items():
        outside = [f"{b.get('HostIp', '')}:{b.get('HostPort', '')}".lstrip(":") for b in bindings or [] if isinstance(b, dict)]
        found.append(f"{_list(outside, 2)} → {inside}" if outside else f"{inside} (not published)")
    return _list([one_line(text) for text in found])


def _mounts(item: dict[str, Any]) -> str:
    found = []
    for mount in _get(item, "Mounts") or []:
        source = mount.get("Name") or mount.get("Source") or ""
        mode = "" if mount.get("RW", True) else " (read only)"
        found.append(clip_units(one_line(f"{mount.get('Type', '')} {source} → {mount.get('Destination', '')}{mode}"), 140))
    return _list(found, 5)


def _networks(item: dict[str, Any]) -> str:
    networks = _get(item, "NetworkSettings", "Networks") or {}
    return _list([one_line(f"{name} {(_get(facts, 'IPAddress') or '')}").strip() for name, facts in networks.items()], 5)


def _limits(item: dict[str, Any]) -> str:
    host = _get(item, "HostConfig") or {}
    found = []
    if memory := _size(host.get("Memory")):
        found.append(f"memory {memory}")
    if isinstance(host.get("NanoCpus"), int) and host["NanoCpus"] > 0:
        found.append(f"{host['NanoCpus'] / 1e9:g} CPUs")
    if isinstance(host.get("PidsLimit"), int) and host["PidsLimit"] > 0:
        found.append(f"{host['PidsLimit']} processes")
    return ", ".join(found) or "none"


def _health(item: dict[str, Any]) -> str:
    health = _get(item, "State", "Health") or {}
    if not health:
        return ""
    words = str(health.get("Status", ""))
    if words == "unhealthy":
        words = f"🟠 unhealthy, {health.get('FailingStreak', 0)} failures in a row"
        log = health.get("Log") or []
        if log and isinstance(log[-1], dict):
            last = one_line(str(log[-1].get("Output", "")))
            words += f" (exit {log[-1].get('ExitCode')}{': ' + clip_units(last, 200) if last else ''})"
    return words


def _restarts(item: dict[str, Any]) -> str:
    policy = _get(item, "HostConfig", "RestartPolicy", "Name") or "no"
    count = item.get("RestartCount", 0)
    return f"{count} so far, policy {policy}"


def _container(item: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, escaped words) of a container."""
    health = _health(item)
    return [
        ("State", _state(item)),
        ("Exit code", _exit(item)),
        ("Health", escaped(health)),
        ("Image", code(clip_units(str(_get(item, "Config", "Image") or item.get("Image") or ""), 160))),
        ("Restarts", escaped(_restarts(item))),
        ("Limits", escaped(_limits(item))),
        ("Ports", escaped(_ports(item)) or "none"),
        ("Networks", escaped(_networks(item)) or "none"),
        ("Mounts", escaped(_mounts(item)) or "none"),
    ]


def _image(item: dict[str, Any]) -> list[tuple[str, str]]:
    config = item.get("Config") or {}
    command = [*(config.get("Entrypoint") or []), *(config.get("Cmd") or [])]
    layers = _get(item, "RootFS", "Layers") or []
    return [
        ("Tags", escaped(_list([one_line(str(tag)) for tag in item.get("RepoTags") or []]) or "none")),
        ("Size", escaped(_size(item.get("Size")))),
        ("For", escaped(f"{item.get('Os', '')}/{item.get('Architecture', '')}")),
        ("Made", escaped(str(item.get("Created") or "")[:19].replace("T", " "))),
        ("Starts", code(clip_units(" ".join(str(word) for word in command), 300))),
        ("Ports", escaped(_list(list(config.get("ExposedPorts") or {})))),
        ("User", escaped(str(config.get("User") or "root"))),
        ("Layers", str(len(layers)) if layers else ""),
    ]


def _network(item: dict[str, Any]) -> list[tuple[str, str]]:
    subnets = [str(part.get("Subnet", "")) for part in _get(item, "IPAM", "Config") or [] if isinstance(part, dict)]
    inside = [str(member.get("Name", "")) for member in (item.get("Containers") or {}).values() if isinstance(member, dict)]
    return [
        ("Driver", escaped(f"{item.get('Driver', '')}, {item.get('Scope', '')}")),
        ("Subnets", escaped(_list(subnets))),
        ("Internal", "yes" if item.get("Internal") else "no"),
        ("Containers", escaped(_list([one_line(name) for name in inside])) or "none"),
    ]


def _other(item: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for key, value in item.items():
        if isinstance(value, (str, int, float, bool)) and value not in ("", None) and key not in ("Name", "Id"):
            found.append((str(key), escaped(clip_units(one_line(str(value)), 200))))
    return found[:10]


def facts_of(item: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """A title and (label, words) of one object, whatever it is."""
    name = str(item.get("Name") or (item.get("RepoTags") or [""])[0] or item.get("Id") or item.get("ID") or "")
    if "State" in item and "HostConfig" in item:
        return name.lstrip("/"), _container(item)
    if "RootFS" in item:
        return name, _image(item)
    if "IPAM" in item:
        return name, _network(item)
    return name, _other(item)


def _troubled(item: dict[str, Any]) -> bool:
    code_ = _get(item, "State", "ExitCode")
    stopped = _get(item, "State", "Status") in ("exited", "dead", "restarting")
    return (stopped and code_ not in (0, 143, None)) or _get(item, "State", "Health", "Status") == "unhealthy"


def add_summary(builder: Builder, card: Shown, scene: Scene, objects: list[dict[str, Any]]) -> bool:
    """Add the summary; never the whole: that is behind a button, and in the file."""
    if not objects:
        builder.add(section("Nothing was found."))
        return True
    buttons = []
    shown = 0
    for item in objects[:MOST_OBJECTS]:
        title, facts = facts_of(item)
        words = "\n".join(f"{bold(clip_units(label, 60))}  {told}" for label, told in facts if told)
        if not builder.add(section(f"{bold(clip_units(title, 120))}\n{clip_units(words, 2_500)}")):
            break
        shown += 1
        if "HostConfig" in item and _troubled(item):
            name = title if len(title) < 100 else str(item.get("Id", ""))[:12]
            follow = f"docker logs --tail 50 {name}"
            value = action_value(t=follow, h=card.host)
            offered = any(request == follow for _, request in card.next_steps)
            if value and not offered and scene.may(follow):
                buttons.append(button(follow.removeprefix("docker "), "dw_run", value))
    for block in actions(buttons):
        builder.add(block)
    if shown < len(objects):
        builder.add(context(f"{shown} of {len(objects)} objects; all of them are in the JSON"))
    return False
