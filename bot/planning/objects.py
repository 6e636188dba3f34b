"""Plans for commands on images, volumes and networks."""

from __future__ import annotations

from dataclasses import replace

from bot.planning.look import Draft, Json, Look, listed, name_of, size, target_of
from bot.planning.using import use_all
from bot.policy import Target
from bot.reply import PlanItem
from commands.effects import effects_of
from commands.parsed import ParsedCommand

# The bridge over which a node's tasks reach the outside; made by the swarm itself.
SWARM_BRIDGE = "docker_gwbridge"


def on_images(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`rmi` and `push`, and what only looks."""
    removing = parsed.path == "image rm"
    if parsed.path == "image push" and parsed.value("all-tags"):
        _whole_repository(parsed.args[0], look, draft)
        return
    for name in dict.fromkeys(parsed.args):
        found = look.image(name)
        if found is None:
            draft.missing("image", name)
            continue
        labels = dict((found.get("Config") or {}).get("Labels") or {})
        target = Target("image", str(found.get("Id", "")), name, labels, typed=name)
        if not removing:
            draft.add(PlanItem("image", target.id, name, "is pushed" if parsed.path == "image push" else "is looked at"), target)
            continue
        effect, notes = _image_removal(name, found, look, bool(parsed.value("force")))
        digests = found.get("RepoDigests") or ()
        undo = f"docker pull {name}" if digests else ""
        draft.add(PlanItem("image", target.id, name, effect, notes, undo), target, sorted(found.get("RepoTags") or ()))
        if not undo and effect.startswith("is removed"):
            draft.warn(f"{name} was never pulled or pushed: it cannot be fetched again")


def _whole_repository(name: str, look: Look, draft: Draft) -> None:
    """`push --all-tags`: every image with a tag of that repository."""
    rows = look.api.images(name=name)
    if not rows:
        draft.missing("image", name)
    for row in rows:
        shown = listed(row.get("RepoTags") or (name,))
        target = Target("image", str(row["Id"]), shown, dict(row.get("Labels") or {}))
        draft.add(PlanItem("image", target.id, shown, "is pushed"), target)


def _image_removal(name: str, found: Json, look: Look, force: bool) -> tuple[str, tuple[str, ...]]:
    tags = list(found.get("RepoTags") or ())
    identity = str(found.get("Id", ""))
    users = [name_of(row) for row in look.containers if row.get("ImageID") == identity] if look.deep else []
    by_id = name in identity or name in identity.removeprefix("sha256:")
    notes = [f"used by {listed(users)}"] if users else []
    others = [tag for tag in tags if tag not in (name, f"{name}:latest")]
    if others and not by_id:
        return f"loses this name; it stays as {listed(others)}", tuple(notes)
    if users and not force:
        return "docker refuses while containers use it", tuple(notes)
    return f"is removed, with layers that nothing else uses (up to {size(float(found.get('Size') or 0))})", tuple(notes)


def on_volumes(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`volume rm`, `volume update`, and what only looks."""
    for name in dict.fromkeys(parsed.args):
        found = look.volume(name)
        if found is None:
            draft.missing("volume", name)
            continue
        target = target_of("volume", found)
        users = (
            [name_of(row) for row in look.api.containers(all=True, filters={"volume": [name]})]
            if parsed.path == "volume rm"
            else []
        )
        if parsed.path != "volume rm":
            draft.add(PlanItem("volume", name, name, "is looked at" if parsed.path == "volume inspect" else "is changed"), target)
            continue
        effect = "docker refuses while containers use it" if users else "is removed with all data in it, for good"
        notes = (f"used by {listed(users)}",) if users else ()
        draft.add(PlanItem("volume", name, name, effect, notes), target, found.get("CreatedAt", ""), sorted(users))
        if not users:
            draft.warn(f"the data in {name} is lost")


def on_networks(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`network rm`, `connect` and `disconnect`, and what only looks."""
    verb = parsed.path.removeprefix("network ")
    names = parsed.args[:1] if verb in ("connect", "disconnect") else parsed.args
    for name in dict.fromkeys(names):
        found = look.network(name)
        if found is None:
            draft.missing("network", name)
            continue
        target = target_of("network", found)
        if verb == "connect":
            draft.use(replace(target, acts=False))  # what whoever is on it gets of the host counts
        members = sorted(str(one.get("Name")) for one in (found.get("Containers") or {}).values())
        if verb in ("rm", "disconnect") and (found.get("Ingress") or target.name == SWARM_BRIDGE):
            draft.use(replace(target, acts=False, host_access=("every published port of the swarm's services goes over it",)))
        if verb == "rm":
            effect = "docker refuses while containers are on it" if members else "is removed"
            notes = (f"used by {listed(members)}",) if members else ()
            draft.add(PlanItem("network", target.id, target.name, effect, notes, _network_again(found)), target, members)
        else:
            draft.add(PlanItem("network", target.id, target.name, "is looked at" if verb == "inspect" else "is used"), target)
    if verb in ("connect", "disconnect") and len(parsed.args) > 1:
        container = look.container(parsed.args[1])
        if container is None:
            draft.missing("container", parsed.args[1])
            return
        target = target_of("container", container)
        use_all(effects_of(parsed), look, draft)
        back = "disconnect" if verb == "connect" else "connect"
        effect = (
            f"is connected to {parsed.args[0]}"
            if verb == "connect"
            else f"is taken off {parsed.args[0]}: what uses that way loses it"
        )
        draft.add(
            PlanItem("container", target.id, target.name, effect, (), f"docker network {back} {parsed.args[0]} {target.name}"),
            target,
        )


def _network_again(found: Json) -> str:
    """The command that makes a plain network again; "" where it has more than that."""
    if found.get("Options") or found.get("Labels") or len((found.get("IPAM") or {}).get("Config") or ()) > 1:
        return ""
    return f"docker network create --driver {found.get('Driver')} {found.get('Name')}"
