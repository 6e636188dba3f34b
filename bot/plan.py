"""What a command would touch and do, before it runs: every object with its full id, losses, collisions, the way back.

    plan, targets = make_plan(parsed, api)     # api: the host's (masked) client; what asking it raises goes through

`targets` are for `bot.policy`: an id of "" is a name that nothing has, "(new)" what the command would make. The plan's
`fingerprint` changes when an id, a label, a privilege or (for removals) the state changes, so that an approval is
refused after a drift: the same plan is made again right before an approved run. `planned` also gives the pins: the run
acts on the ids that were looked at here (`commands.engine_pinned`), whatever the names stand for by then. Reads are
resolved too when asked (a grant may be for labelled objects only); texts in a plan never hold the values of variables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.planning import containers, making, objects, prune, services, swarm
from bot.planning.look import MADE, Draft, Look, target_of
from bot.planning.new_names import taken_ids
from bot.policy import Target
from bot.reply import Plan, PlanItem
from commands.engine_pins import Pins
from commands.parsed import ParsedCommand

Step = Callable[[ParsedCommand, Look, Draft], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, what it touches, what the run is bound to, and why it cannot run whoever asks (two objects fit a word)."""

    plan: Plan
    targets: tuple[Target, ...]
    pins: Pins
    unclear: tuple[str, ...] = ()


def make_plan(parsed: ParsedCommand, api: Any, deep: bool = True, labelled: bool = True) -> tuple[Plan, tuple[Target, ...]]:
    """The plan of one command, and the objects it touches; an empty plan for what touches no object of its own."""
    found = planned(parsed, api, deep, labelled)
    return found.plan, found.targets


def planned(parsed: ParsedCommand, api: Any, deep: bool = True, labelled: bool = True) -> Planned:
    """The plan of one command with its pins.

    Not `deep`: only what a decision and the audit need (one question an object), without collisions and users. Not `labelled`:
    no grant about it asks for labels, so that what only labels decide (the image of a `run`) is not asked for.
    """
    step = _step(parsed.path)
    draft, look = Draft(), Look(api, deep, labelled)
    if step is not None:
        step(parsed, look, draft)
    if hidden := draft.count - len(draft.items):
        draft.warn(f"and {hidden} more, which are not drawn here")
    plan = Plan(tuple(draft.items), tuple(draft.warnings), draft.summary or _summary(draft), _fingerprint(parsed.path, draft))
    return Planned(plan, tuple(draft.targets), _pins(draft, look), (*look.unclear, *taken_ids(parsed, api)))


def _pins(draft: Draft, look: Look) -> Pins:
    """Words are bound to what was looked at, where that is among what is judged."""
    kept = [target for target in draft.targets if target.id and target.id != MADE]
    judged = {(target.kind, target.id) for target in kept} | {("build record", record) for record in draft.records} | draft.shared
    judged |= {("image", target.id.partition(" ")[0]) for target in kept if target.kind == "image name"}
    seals = {("image" if t.kind == "image name" else t.kind, t.id.partition(" ")[0]): t.seal for t in kept if t.seal}
    words = {key: its_id for key, its_id in look.seen() if its_id is not None and (key[0], its_id) in judged}
    missing = {key: look.errors.get(key, (0, "")) for key, its_id in look.seen() if its_id is None}
    return Pins(words, missing, frozenset(judged), seals)


def _step(path: str) -> Step | None:
    """The one that knows this command."""
    found = EXACT.get(path)
    if found:
        return found
    kind, _, verb = path.partition(" ")
    if verb == "prune":
        return prune.prune
    if kind == "container" and verb in containers.OPERANDS:
        return containers.on_containers
    if verb in VERBS.get(kind, ()):
        return BY_KIND[kind]
    return swarm.on_this_node if kind == "swarm" else None


VERBS = {
    "image": ("rm", "push", "inspect", "history"),
    "volume": ("rm", "inspect", "update"),
    "network": ("rm", "connect", "disconnect", "inspect"),
    "service": ("rm", "update", "rollback", "scale", "inspect", "logs", "ps"),
    "node": ("rm", "update", "promote", "demote", "inspect", "ps"),
    "secret": ("rm", "inspect"),
    "config": ("rm", "inspect"),
    "stack": ("rm", "ps", "services"),
    "plugin": ("rm", "disable", "enable", "set", "upgrade", "push", "inspect"),
}
BY_KIND: dict[str, Step] = {
    "image": objects.on_images,
    "volume": objects.on_volumes,
    "network": objects.on_networks,
    "service": services.on_services,
    "node": swarm.on_objects,
    "secret": swarm.on_objects,
    "config": swarm.on_objects,
    "stack": swarm.on_stacks,
    "plugin": swarm.on_objects,
}


def _inspect(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`docker inspect`: of the type that was asked for, or of the first kind that has the name, in docker's own order."""
    asked = str(parsed.value("type") or "")
    for name in dict.fromkeys(parsed.args):
        for kind in (asked,) if asked else _INSPECTED:
            target = _object(look, kind, name)
            if target is not None:
                draft.add(PlanItem(kind, target.id, target.name, "is looked at"), target)
                break
        else:
            draft.missing(asked or "object", name)


def _object(look: Look, kind: str, name: str) -> Target | None:
    if kind not in _INSPECTED:
        return None
    if kind not in _INSPECTED[:4]:
        return swarm.swarm_object(look, kind, name)
    found = getattr(look, kind)(name)
    return None if found is None else target_of(kind, found)


# In the order in which docker tries them for a bare name (cli/command/system/inspect.go).
_INSPECTED = ("container", "image", "network", "volume", "service", "task", "node", "plugin", "secret", "config")

EXACT: dict[str, Step] = {
    "inspect": _inspect,
    "container run": making.new_container,
    "container create": making.new_container,
    "volume create": making.new_volume,
    "network create": making.new_network,
    "image pull": making.new_image,
    "image tag": making.new_image,
    "image import": making.new_image,
    "image build": making.new_image,
    "service create": services.new_service,
}


def _summary(draft: Draft) -> str:
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in draft.kinds.items()) or "nothing of its own"


def _fingerprint(path: str, draft: Draft) -> str:
    """A digest of everything that must be as it was when somebody agreed."""
    targets = sorted((t.kind, t.id, sorted(t.labels.items()), t.host_access, t.seal) for t in draft.targets)
    told = json.dumps([path, sorted(map(list, draft.state)), targets], sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
