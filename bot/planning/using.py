"""Objects that a command uses, and names of images that it would move: their labels and privileges count as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.planning.look import MADE, Draft, Json, Look, target_of
from bot.policy import Target
from bot.reply import PlanItem
from commands.effects import Effects, Use, trigger_effects
from commands.opts.reference import ImageReference

_UNSEEN_BASE = (
    "is not looked at before it is pulled, and may make the build run instructions of its own (ONBUILD): docker pull {} first"
)


def use_all(effects: Effects, look: Look, draft: Draft) -> None:
    """Every object that a command uses by name."""
    for use in effects.uses:
        if use.kind == "image":
            _use_image(use, effects, look, draft)
        elif use.kind == "container":
            use_container(use.name, look, draft)
        elif use.kind == "network":
            _use_network(use.name, look, draft)
        else:
            _use_volume(use.name, effects.labels, look, draft)


def use_container(name: str, look: Look, draft: Draft) -> None:
    """Another container, with everything it may do."""
    found = look.container(name)
    if found:
        draft.use(look.container_target(found, acts=False))
    else:
        _absent("container", name, draft)


def _use_network(name: str, look: Look, draft: Draft) -> None:
    found = look.network(name)
    if found:
        draft.use(target_of("network", found, acts=False))
    else:
        _absent("network", name, draft)


def _use_volume(name: str, labels: Mapping[str, str], look: Look, draft: Draft) -> None:
    """A volume; one that is not there is made along with what uses it."""
    found = look.volume(name)
    draft.use(target_of("volume", found, acts=False) if found else Target("volume", MADE, name, dict(labels), acts=False))


def _absent(kind: str, name: str, draft: Draft) -> None:
    draft.warn(f"there is no {kind} {name}")
    draft.use(Target(kind, "", name, acts=False))


def _use_image(use: Use, effects: Effects, look: Look, draft: Draft) -> None:
    """An image that something is made from. Not looked up where nothing depends on it."""
    reaches = tuple(reach for reach in effects.reaches if reach.image == use.name)
    if not (reaches or use.role or look.labelled or look.deep):
        return
    found = look.image(use.name)
    target = Target("image", MADE, use.name, acts=False)
    if found:
        target = image_target(found, use.name)
    if use.role == "fresh" or (use.role == "base" and not found):
        target = replace(target, host_access=(_UNSEEN_BASE.format(use.name),))
    elif use.role and found:
        triggers = trigger_effects(found)
        target = replace(target, host_access=triggers.host_access, reaches=triggers.reaches)
    draft.use(target if found else replace(target, reaches=(*target.reaches, *reaches)))


def image_target(found: Json, name: str, acts: bool = False) -> Target:
    """An image under the name that was typed."""
    return Target("image", str(found.get("Id", "")), name, dict((found.get("Config") or {}).get("Labels") or {}), acts=acts)


def stands_for(look: Look, name: str) -> Json | None:
    """The image that this very name stands for now; None where no image has it (an id that it begins does not count)."""
    found = look.image(name)
    try:
        tag = str(ImageReference.parse(name).tagged())
    except ValueError:
        return found
    return found if found and tag in (found.get("RepoTags") or ()) else None


def move_all(names: Iterable[str], words: str, labels: Mapping[str, str], look: Look, draft: Draft) -> None:
    """Names that an image gets: one that stands for an image already is taken from it, so that image is touched as well."""
    for name in dict.fromkeys(names):
        found = stands_for(look, name)
        notes = (f"the name stands for {str(found.get('Id', ''))[7:19]} now",) if found else ()
        undo = "" if found else f"docker rmi {name}"
        made = Target("image", MADE, name, dict(labels))
        draft.add(PlanItem("image", "", name, words, notes, undo), made, (found or {}).get("Id", ""))
        if found:
            draft.targets.append(image_target(found, name, acts=True))
