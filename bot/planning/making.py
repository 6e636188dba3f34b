"""Plans for what makes something new: containers, volumes, networks, images."""

from __future__ import annotations

from collections.abc import Iterator

from bot.planning.look import MADE, Draft, Look, listed, name_of, target_of
from bot.planning.using import move_all, use_all
from bot.policy import Target
from bot.reply import PlanItem
from commands.effects import effects_of
from commands.parsed import ParsedCommand


def labels_of(parsed: ParsedCommand, *flags: str) -> dict[str, str]:
    """The labels that the new object will carry, as far as the words say."""
    return dict(use.value.partition("=")[::2] for use in parsed.uses if use.long in (flags or ("label",)))


def _texts(parsed: ParsedCommand, *flags: str) -> list[str]:
    return [use.value for use in parsed.uses if use.long in flags]


def new_container(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`run` and `create`: the new container, what it uses, and what collides."""
    effects = effects_of(parsed)
    image = parsed.args[0] if parsed.args else ""
    name = (_texts(parsed, "name") or [""])[-1]
    starts = parsed.path == "container run"
    effect = f"a new container is made from {image}" + (" and started" if starts else "")
    undo = f"docker rm -f {name}" if name else ""
    notes = []
    found = look.image(image) if image and look.deep else None
    if (look.deep and found is None) or _texts(parsed, "pull")[-1:] == ["always"]:
        notes.append(f"{image} is pulled first")
    if parsed.value("rm"):
        notes.append("is removed when it ends")
    policy = _texts(parsed, "restart")[-1:]
    if policy and policy[0] not in ("", "no"):
        notes.append(f"comes back by itself (restart policy {policy[0]})")
    target = Target("container", MADE, name or "(docker chooses a name)", dict(effects.labels))
    draft.add(PlanItem("container", "", target.name, effect, tuple(notes), undo), target, image, (found or {}).get("Id", ""))
    if look.deep and name and (taken := look.container(name)):
        draft.warn(f"the name {name} is taken by {str(taken.get('Id'))[:12]}")
    use_all(effects, look, draft)
    move_all(effects.moves, "is pulled anew", effects.labels, look, draft)
    _port_collisions(parsed, look, draft)


def _port_collisions(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    wanted = {port for text in _texts(parsed, "publish") for port in host_ports(text)}
    if not wanted or not look.deep:
        return
    for row in look.containers:
        taken = {
            (str(port.get("PublicPort")), port.get("Type", "tcp")) for port in row.get("Ports") or () if port.get("PublicPort")
        }
        both = wanted & taken
        if both:
            draft.warn(f"port {listed(sorted(port for port, _ in both))} of the host is taken by {name_of(row)}")


def host_ports(text: str) -> Iterator[tuple[str, str]]:
    """The host's ports in `-p [IP:]HOST:CONTAINER[/PROTO]`, ranges opened; none where docker chooses."""
    rest, _, protocol = text.partition("/")
    parts = rest.rsplit(":", 2) if "]" in rest else rest.split(":")
    if len(parts) < 2:
        return
    first, _, last = parts[-2].partition("-")
    if first.isdigit() and (not last or last.isdigit()):
        for port in range(int(first), min(int(last or first), int(first) + 1000) + 1):
            yield str(port), protocol or "tcp"


def new_volume(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`volume create`."""
    name = (parsed.args or tuple(_texts(parsed, "name")) or ("",))[0]
    found = look.volume(name) if name else None
    if found:
        target = target_of("volume", found)
        draft.add(PlanItem("volume", target.id, name, "is there already; nothing changes"), target)
        return
    target = Target("volume", MADE, name or "(docker chooses a name)", labels_of(parsed))
    draft.add(PlanItem("volume", "", target.name, "a new volume is made", (), f"docker volume rm {name}" if name else ""), target)


def new_network(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`network create`."""
    name = parsed.args[0] if parsed.args else ""
    if look.network(name):
        draft.warn(f"the name {name} is taken by another network")
    subnets = set(_texts(parsed, "subnet"))
    if subnets:
        for row in look.api.networks():
            taken = {str(one.get("Subnet")) for one in (row.get("IPAM") or {}).get("Config") or ()} & subnets
            if taken:
                draft.warn(f"the subnet {listed(sorted(taken))} is taken by {row.get('Name')}")
    target = Target("network", MADE, name, labels_of(parsed))
    draft.add(PlanItem("network", "", name, "a new network is made", (), f"docker network rm {name}"), target)


_IMAGE_WORDS = {"pull": "is pulled", "tag": "gets this name", "import": "is made of the archive", "build": "is built"}


def new_image(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`pull`, `build`, `import`, and the new name of `tag`."""
    effects = effects_of(parsed)
    verb = parsed.path.removeprefix("image ")
    labels = dict(effects.labels)
    if verb == "tag" and parsed.args:
        source = look.image(parsed.args[0])
        labels = dict(((source or {}).get("Config") or {}).get("Labels") or {})
        if source is None:
            draft.missing("image", parsed.args[0])
    move_all(effects.moves, _IMAGE_WORDS[verb], labels, look, draft)
    if not effects.moves:
        item = PlanItem("image", "", "(no name)", _IMAGE_WORDS[verb])
        draft.add(item, Target("image", MADE, item.name, labels))
    use_all(effects, look, draft)
