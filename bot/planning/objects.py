"""Plans for commands on images, volumes, networks, and what a swarm has."""

from __future__ import annotations

from collections.abc import Callable

from bot.planning.look import Draft, Json, Look, listed, name_of, size, target_of
from bot.policy import Target
from bot.reply import PlanItem
from commands.parsed import ParsedCommand


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
        members = sorted(str(one.get("Name")) for one in (found.get("Containers") or {}).values())
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


_SWARM: dict[str, tuple[str, str]] = {
    "service rm": ("service", "is removed with all its containers"),
    "service update": ("service", "its containers are replaced, one after the other"),
    "service rollback": ("service", "goes back to what it was before its last update"),
    "service scale": ("service", "runs another number of containers"),
    "node rm": ("node", "is taken out of the swarm"),
    "node update": ("node", "is changed"),
    "node promote": ("node", "becomes a manager: it can then run anything in the swarm"),
    "node demote": ("node", "is no manager any more"),
    "secret rm": ("secret", "is removed; its value cannot be read back"),
    "config rm": ("config", "is removed"),
}


def on_swarm(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """Services, nodes, secrets and configs."""
    kind, effect = _SWARM.get(parsed.path, (parsed.path.split()[0], "is looked at"))
    ask: Callable[[str], Json | None] = getattr(look, kind)
    for word in dict.fromkeys(parsed.args):
        name, _, replicas = word.partition("=") if parsed.path == "service scale" else (word, "", "")
        found = ask(name)
        if found is None:
            draft.missing(kind, name)
            continue
        target = target_of(kind, found)
        undo = ""
        mode = ((found.get("Spec") or {}).get("Mode") or {}).get("Replicated") or {}
        if replicas and mode.get("Replicas") is not None:
            effect = f"runs {replicas} instead of {mode['Replicas']} containers"
            undo = f"docker service scale {target.name}={mode['Replicas']}"
        elif parsed.path == "service update":
            undo = f"docker service rollback {target.name}"
        version = (found.get("Version") or {}).get("Index", "")
        draft.add(PlanItem(kind, target.id, target.name, effect, (), undo), target, version)


def on_stacks(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`stack rm`: everything that carries the stack's label."""
    for name in dict.fromkeys(parsed.args):
        mine = {"label": [f"com.docker.stack.namespace={name}"]}
        parts = [("service", look.api.services(filters=mine)), ("network", look.api.networks(filters=mine))]
        parts += [("secret", look.api.secrets(filters=mine)), ("config", look.api.configs(filters=mine))]
        found = [target_of(kind, row) for kind, rows in parts for row in rows]
        if not found:
            draft.missing("stack", name)
        for target in found:
            effect = "is removed" if parsed.path == "stack rm" else "is looked at"
            draft.add(PlanItem(target.kind, target.id, target.name, effect), target)


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
    draft.add(PlanItem("host", target.id, name, effects.get(parsed.path, "its swarm is changed")), target, swarm.get("NodeID", ""))
    if parsed.path == "swarm leave" and swarm.get("ControlAvailable"):
        draft.warn(f"{name} is a manager: when the last one leaves, all services, secrets and configs of the swarm are lost")
