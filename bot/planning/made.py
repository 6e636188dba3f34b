"""A container that was just made, judged as it stands before anything starts it: it must be made of what was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.planning.look import Look, id_of, target_of
from bot.planning.using import image_target
from bot.policy import Decision, Target
from commands.engine_pins import Pins, word_key

Json = Mapping[str, Any]
_BUILT_IN = ("bridge", "host", "none", "default", "nat")


def needs_judging(path: str, decision: Decision) -> bool:
    """Whether what is made is looked at: not where every object of the host is allowed anyway."""
    makes = path in ("container run", "container create")
    return makes and any(grant.labels or not grant.host_access for grant in decision.grants)


def made_targets(pins: Pins, api: Any, body: Json, made: Json) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """The targets of the made container, and what of it is not what was looked at before.

    `body` is the request that made it, `made` its inspect JSON.
    """
    look = Look(api, deep=False)
    host = dict(made.get("HostConfig") or {})
    if not (body.get("HostConfig") or {}).get("Runtime"):
        host.pop("Runtime", None)  # the daemon's own choice
    targets = [look.container_target({**made, "HostConfig": host})]
    image = look.image(str(made.get("Image") or ""))
    if image is not None:
        targets.append(image_target(image, str(body.get("Image") or "")))
    reasons = [*_image(pins, body, made), *_networks(pins, look, made)]
    for name in _volumes(body, made):
        found = look.volume(name)
        if found is None:
            reasons.append(f"its volume {name} is gone")
        elif ("volume", name) in pins.judged:
            targets.append(replace(target_of("volume", found), acts=False))
            if pins.seals.get(("volume", name)) != getattr(found, "seal", ""):
                reasons.append(f"its volume {name} was made anew")
        elif ("volume", name) not in pins.missing or found.get("Options") or found.get("Labels"):
            reasons.append(f"its volume {name} was not looked at before")
    return tuple(targets), tuple(reasons)


def _volumes(body: Json, made: Json) -> list[str]:
    """Volumes that the request names; those without a name were made along with the container."""
    host = body.get("HostConfig") or {}
    asked = {str(text).partition(":")[0] for text in host.get("Binds") or ()}
    asked |= {str(mount.get("Source") or "") for mount in host.get("Mounts") or ()}
    names = (str(mount.get("Name") or "") for mount in made.get("Mounts") or () if mount.get("Type") == "volume")
    return [name for name in names if name in asked]


def _image(pins: Pins, body: Json, made: Json) -> list[str]:
    word = str(body.get("Image") or "")
    judged = pins.words.get(word_key("image", word))
    return [] if judged in (None, str(made.get("Image") or "")) else [f"the name {word} stands for another image now"]


def _networks(pins: Pins, look: Look, made: Json) -> list[str]:
    names = [name for name in ((made.get("NetworkSettings") or {}).get("Networks") or {}) if name not in _BUILT_IN]
    other = []
    for name in names:
        judged = pins.words.get(("network", name))
        found = look.network(name)
        if found is not None and judged != id_of(found):
            other.append(f"the name {name} stands for another network now")
    return other
