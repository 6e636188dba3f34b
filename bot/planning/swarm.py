"""Plans for what a swarm has: nodes, secrets, configs, stacks, tasks, plugins, and the daemon's own place in a swarm.

Services are in `bot.planning.services`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.planning.look import Draft, Json, Look, is_missing, target_of
from bot.policy import Target
from bot.reply import PlanItem
from commands.parsed import ParsedCommand

STACK = "com.docker.stack.namespace"


def whole(look: Look) -> Look:
    """The same look at the daemon's own answers, nothing in them hidden: what is judged must be what is there."""
    plain = copy.copy(look)
    plain.api = getattr(look.api, "unmasked", look.api)
    return plain


def asked(ask: Callable[..., Any], *names: str, **more: Any) -> Any:
    """What the daemon answers; None where it answers with an error, whose words the command itself will print."""
    from commands.engine import FAILURES

    try:
        return ask(*names, **more)
    except FAILURES as error:
        if is_missing(error):
            return None
        raise


def certain(found: Json | None, ask: Callable[..., Any], *names: str) -> Json | None:
    """What was found; None only where the daemon says that there is none: any other answer of its goes through."""
    from commands.engine import FAILURES

    if found is not None:
        return found
    try:
        again: Json = ask(*names)
        return again
    except FAILURES as error:
        status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
        if status == 404:
            return None
        raise


def node_of(look: Look, name: str) -> Json | None:
    """A node; `self` is the one that answers."""
    if name != "self":
        return look.node(name)
    own = str((look.api.info().get("Swarm") or {}).get("NodeID") or "")
    return look.node(own) if own else None


def task_target(look: Look, name: str) -> Target | None:
    """A task, with the labels of its service: tasks have none of their own that a grant could mean."""
    found = look.task(name)
    if found is None:
        return None
    service = look.service(str(found.get("ServiceID") or "")) if found.get("ServiceID") else None
    labels = target_of("service", service).labels if service else {}
    return Target("task", str(found.get("ID") or ""), name, dict(labels))


def plugin_target(look: Look, name: str) -> Target | None:
    """A plugin; it has no labels."""
    found = look.plugin(name)
    return None if found is None else Target("plugin", str(found.get("Id") or name), str(found.get("Name") or name))


def swarm_object(look: Look, kind: str, name: str) -> Target | None:
    """One object of a swarm, or a plugin, as `docker inspect` finds it by its kind; None where there is none of that name."""
    look = whole(look)
    if kind == "task":
        return task_target(look, name)
    if kind == "plugin":
        return plugin_target(look, name)
    ask: Callable[[str], Json | None] = getattr(look, kind)
    found = ask(name)
    return None if found is None else target_of(kind, found)


_EFFECTS: dict[str, str] = {
    "node rm": "is taken out of the swarm",
    "node update": "is changed",
    "node promote": "becomes a manager: it can then run anything in the swarm",
    "node demote": "is no manager any more",
    "secret rm": "is removed; its value cannot be read back",
    "config rm": "is removed",
    "plugin rm": "is removed with what it keeps",
    "plugin disable": "stops: what uses it stops working",
    "plugin enable": "is started, with the privileges it asked for",
}


def on_objects(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """Nodes, secrets, configs and plugins that are there."""
    kind, look = parsed.path.split()[0], whole(look)
    names = parsed.args or (("self",) if parsed.path == "node ps" else ())
    for word in dict.fromkeys(names):
        found = _object(look, kind, word)
        if found is None:
            draft.missing(kind, word)
            continue
        target, version = found
        draft.add(PlanItem(kind, target.id, target.name, _EFFECTS.get(parsed.path, "is looked at")), target, version)
        if parsed.path == "node ps":
            _on_node(target, look, draft)


def _object(look: Look, kind: str, word: str) -> tuple[Target, object] | None:
    if kind == "plugin":
        plugin = plugin_target(look, word)
        return None if plugin is None else (replace(plugin, typed=word), "")
    ask: Callable[[str], Json | None] = getattr(look, kind)
    found = node_of(look, word) if kind == "node" else ask(word)
    if found is None:
        return None
    return replace(target_of(kind, found), typed=word), (found.get("Version") or {}).get("Index", "")


def _on_node(node: Target, look: Look, draft: Draft) -> None:
    """The services whose tasks `node ps` shows: each is looked at as well."""
    ids = {str(task.get("ServiceID") or "") for task in asked(look.api.tasks, filters={"node": [node.id]}) or ()}
    for target in _services(look, ids):
        draft.add(PlanItem("service", target.id, target.name, f"its tasks on {node.name} are listed"), target)


def _services(look: Look, ids: set[str]) -> Iterator[Target]:
    for identity in sorted(ids - {""}):
        found = look.service(identity)
        # A task outlives its service for a moment; nothing is known of its labels then.
        yield Target("service", identity, identity[:12]) if found is None else target_of("service", found)


def on_stacks(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`stack rm`, `ps`, `services`: everything that carries the stack's label."""
    look = whole(look)
    for name in dict.fromkeys(parsed.args):
        found = list(stack_objects(look, name))
        if parsed.path == "stack ps":
            tasks = asked(look.api.tasks, filters={"label": [f"{STACK}={name}"]}) or ()
            found += _services(look, {str(task.get("ServiceID") or "") for task in tasks} - {target.id for target in found})
        if not found:
            draft.missing("stack", name)
        for target in found:
            effect = "is removed" if parsed.path == "stack rm" else "is looked at"
            draft.add(PlanItem(target.kind, target.id, target.name, effect), target)


def stack_objects(look: Look, name: str) -> Iterator[Target]:
    """Services, networks, secrets and configs of a stack."""
    mine = {"label": [f"{STACK}={name}"]}
    for kind in ("service", "network", "secret", "config"):
        rows: list[Json] | None = asked(getattr(look.api, f"{kind}s"), filters=mine)
        yield from (target_of(kind, row) for row in rows or ())


def on_this_node(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`swarm leave`, `swarm update`, `swarm ca --rotate` and the like: the daemon itself."""
    info = look.api.info()
    swarm = info.get("Swarm") or {}
    name = str(info.get("Name") or "this host")
    effects = {
        "swarm leave": "leaves its swarm; the services' containers on it end",
        "swarm init": "starts a swarm",
        "swarm join": "joins a swarm",
    }
    target = Target("host", str(info.get("ID") or name), name)
    version = ((swarm.get("Cluster") or {}).get("Version") or {}).get("Index", "")
    item = PlanItem("host", target.id, name, effects.get(parsed.path, "its swarm is changed"))
    draft.add(item, target, swarm.get("NodeID", ""), version if parsed.path == "swarm update" else "")
    if parsed.path == "swarm leave" and swarm.get("ControlAvailable"):
        draft.warn(f"{name} is a manager: when the last one leaves, all services, secrets and configs of the swarm are lost")
