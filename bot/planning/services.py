"""Plans for services: what would be written, what its tasks would be and use, and what is only looked at.

`service create`, `update`, `rollback` and `scale` are judged by the specification that the executor would send, made here by
the same code. Its digest goes along with the target, so that another one is not written afterwards.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.planning.look import MADE, Draft, Json, Look, is_missing, target_of
from bot.planning.swarm import certain, task_target, whole
from bot.planning.using import image_target
from bot.policy import Target
from bot.reply import PlanItem
from commands.effects.swarm import Use, pinned_to, service_reasons, service_uses
from commands.engine_pins import is_swarm_id
from commands.parsed import ParsedCommand

if TYPE_CHECKING:
    from commands.executors.base import Job
    from commands.executors.flag_values import FlagValues

Spec = dict[str, Any]
_NOTHING: Json = {"Spec": {"TaskTemplate": {}, "Mode": {"Replicated": {}}}}
_PREDEFINED = ("bridge", "host", "none")
_EFFECTS = {
    "service rm": "is removed with all its containers",
    "service update": "its containers are replaced, one after the other",
    "service rollback": "goes back to what it was before its last update",
    "service scale": "runs another number of containers",
}


class _Judge:
    """Reasons and used objects of specifications on one host, each object asked for once."""

    def __init__(self, look: Look) -> None:
        self.look = whole(look)
        swarm = self.look.api.info().get("Swarm") or {}
        self.nodes, self.node = int(swarm.get("Nodes") or 1), str(swarm.get("NodeID") or "")

    def reasons(self, specs: Iterable[Spec]) -> tuple[str, ...]:
        """Why services of these specifications are as much as root on their hosts."""
        found = (reason for spec in specs for reason in service_reasons(spec, self._find, self.nodes, self.node))
        return tuple(dict.fromkeys(found))

    def _find(self, kind: str, ref: str) -> Json | None:
        look = self.look
        if kind == "volume":
            return certain(look.volume(ref), _asking(kind, look.api.inspect_volume), ref)
        found = look.swarm_network(ref)
        return certain(found, _asking(kind, look.api.inspect_network), ref) if is_swarm_id(ref) else found

    def use(self, specs: Iterable[Spec], draft: Draft, words: Iterable[str] = ()) -> None:
        """What these specifications use, as targets of their own: labels of a grant must be on each.

        `words` name networks in the command: those are looked up by the executor as they were typed.
        """
        for word in dict.fromkeys(words):
            found = self.look.swarm_network(word)
            if found is None:
                _missing("network", word, draft)
            else:
                self._use(Use("network", str(found.get("Id") or ""), word), draft)
        seen = ((use, self.nodes > 1 and not pinned_to(spec, self.node)) for spec in specs for use in service_uses(spec))
        for use, elsewhere in dict.fromkeys(seen):
            if use.kind == "volume" and (elsewhere or not use.fixed):
                draft.targets.append(Target("volume", "", use.name))
                draft.state.append(("unseen", "volume", use.name))
                draft.warn(f"the volume {use.name} is not known before a task starts on its node")
            else:
                self._use(use, draft)

    def _use(self, use: Use, draft: Draft) -> None:
        ask: Callable[[str], Json | None] = self.look.swarm_network if use.kind == "network" else getattr(self.look, use.kind)
        found = ask(use.ref) if use.ref else None
        if found is not None:
            draft.state.append((use.kind, use.ref, *_version(found)))
        if use.kind == "image":
            draft.use(image_target(found, use.name) if found else Target("image", MADE, use.name, acts=False))
            return
        if found is None and use.kind == "volume":
            draft.use(Target("volume", MADE, use.name, dict(use.labels), acts=False))
        elif found is None:
            _missing(use.kind, use.name or use.ref, draft)
        elif _everybodys(use.kind, found):
            draft.shared.add((use.kind, str(found.get("Id") or "")))
        else:
            target = replace(target_of(use.kind, found, acts=False), host_access=())
            if target not in draft.targets:
                draft.use(target)


def _missing(kind: str, name: str, draft: Draft) -> None:
    if ("missing", kind, name) not in draft.state:
        draft.missing(kind, name)


def _asking(kind: str, ask: Callable[[str], Any]) -> Callable[[str], Any]:
    """A question whose name is checked before it becomes part of a path."""
    from commands.engine import check_name

    return lambda name: ask(check_name(kind, name))


def _everybodys(kind: str, found: Json) -> bool:
    """Networks that docker brings along, which belong to nobody."""
    marked = (found.get("Labels") or {}).get("com.docker.swarm.predefined") == "true"
    return kind == "network" and marked and found.get("Name") in _PREDEFINED


def _version(found: Json) -> tuple[str, ...]:
    """What changes when an object is another one, or has other content, under the same name."""
    version = (found.get("Version") or {}).get("Index", "")
    identity = found.get("ID") or found.get("Id") or ""
    return str(identity), str(version), str(found.get("CreatedAt") or ""), str(sorted((found.get("Options") or {}).items()))


def _built(look: Look, build: Callable[[Job | None], Spec]) -> tuple[Spec, frozenset[str]]:
    """What would be sent, and its digest; where it cannot be made, what can be told from the words, and no digest at all."""
    from commands.engine import FAILURES
    from commands.executors.base import Job
    from commands.executors.services.references import Unknown
    from commands.executors.services.updating import digest

    try:
        spec = build(Job(look.api))
        return spec, frozenset({digest(spec)})
    except (Unknown, ValueError):
        pass
    except FAILURES as error:
        if not is_missing(error):
            raise
    try:
        return build(None), frozenset()
    except ValueError:  # nor will the executor make one
        return {}, frozenset()


def new_service(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`service create`."""
    from commands.executors.flag_values import FlagValues
    from commands.executors.services.specification import specification

    flags = FlagValues(parsed)
    spec, digests = _built(look, lambda job: specification(job, flags, parsed.args))
    judge = _Judge(look)
    labels = dict(spec.get("Labels") or {})
    name = str(spec.get("Name") or "")
    target = Target("service", MADE, name or "(docker chooses a name)", labels, judge.reasons([spec]), specs=digests)
    effect = f"a new service is made from {parsed.args[0] if parsed.args else ''}"
    item = PlanItem("service", "", target.name, effect, (), f"docker service rm {name}" if name else "")
    draft.add(item, target, sorted(digests))
    if name and look.service(name):
        draft.warn(f"the name {name} is taken by another service")
    judge.use([spec], draft, _networks(flags))


def on_services(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """Services that are there: changed, removed, or looked at."""
    if parsed.path in ("service update", "service rollback", "service scale"):
        _change(parsed, look, draft)
        return
    look = whole(look)
    for word in dict.fromkeys(parsed.args):
        found = look.service(word)
        target = target_of("service", found) if found is not None else None
        if target is None and parsed.path == "service logs":
            target = task_target(look, word)
        if target is None:
            draft.missing("service", word)
            continue
        version = ((found or {}).get("Version") or {}).get("Index", "")
        item = PlanItem(target.kind, target.id, target.name, _EFFECTS.get(parsed.path, "is looked at"))
        draft.add(item, replace(target, typed=word), version)


def _change(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`update`, `rollback` and `scale`: what the service is, what it would be, and what both use."""
    from commands.executors.flag_values import FlagValues

    judge = _Judge(look)
    for name, numbers in _named(parsed).items():
        found = judge.look.service(name)
        steps = [_built(look, _step(parsed, found or _NOTHING, number)) for number in numbers]
        specs = [spec for spec, _ in steps]
        if found is None:
            draft.missing("service", name)
            # Nothing can be sent; what the words alone would do is told all the same.
            draft.targets[-1] = replace(draft.targets[-1], host_access=judge.reasons(specs))
            continue
        specs.insert(0, found.get("Spec") or {})
        target = replace(
            target_of("service", found),
            typed=name if parsed.path != "service scale" else f"{name}={numbers[0]}",
            host_access=judge.reasons(specs),
            specs=frozenset(digest for _, digests in steps for digest in digests),
        )
        version = (found.get("Version") or {}).get("Index", "")
        effect, undo = _told(parsed, found, target.name, numbers[-1])
        draft.add(PlanItem("service", target.id, target.name, effect, (), undo), target, version, sorted(target.specs))
        for labels in (dict(spec.get("Labels") or {}) for spec in specs[1:] if spec):
            if labels != target.labels:  # neither may a grant for labels give a service away
                draft.targets.append(replace(target, labels=labels))
        judge.use(specs, draft, () if parsed.path != "service update" else _networks(FlagValues(parsed)))


def _networks(flags: FlagValues) -> list[str]:
    """Names of networks in the flags of `create` and `update`."""
    attached = [*flags.typed("network"), *flags.typed("network-add")]
    return [*(attachment.target for attachment in attached), *flags.raw("network-rm")]


def _named(parsed: ParsedCommand) -> dict[str, list[str]]:
    """Each service with the numbers that `scale` gives it, in their order; one empty text for other commands."""
    found: dict[str, list[str]] = {}
    for word in parsed.args if parsed.path == "service scale" else parsed.args[:1]:
        name, _, number = word.partition("=") if parsed.path == "service scale" else (word, "", "")
        found.setdefault(name, []).append(number)
    return found


def _step(parsed: ParsedCommand, service: Json, number: str) -> Callable[[Job | None], Spec]:
    """What makes the specification that one command gives a service; the service itself stays as it is."""
    from commands.executors.flag_values import FlagValues
    from commands.executors.services.updating import change_service, previous, scale_service

    def build(job: Job | None) -> Spec:
        own = copy.deepcopy(dict(service))
        if parsed.path == "service rollback":
            return previous(own)
        return scale_service(own, number) if parsed.path == "service scale" else change_service(job, FlagValues(parsed), own)

    return build


def _told(parsed: ParsedCommand, found: Json, name: str, number: str) -> tuple[str, str]:
    """The effect in words, and the way back."""
    replicas = (((found.get("Spec") or {}).get("Mode") or {}).get("Replicated") or {}).get("Replicas")
    if number and replicas is not None:
        return f"runs {number} instead of {replicas} containers", f"docker service scale {name}={replicas}"
    undo = f"docker service rollback {name}" if parsed.path == "service update" else ""
    return _EFFECTS[parsed.path], undo
