"""Plans for what makes something new: containers, volumes, networks, images, services."""

from __future__ import annotations

from collections.abc import Iterator

from bot.planning.look import MADE, Draft, Look, listed, name_of, target_of
from bot.policy import Target
from bot.policy_host_access import bind_reasons, mount_fields
from bot.reply import PlanItem
from commands.parsed import ParsedCommand


def labels_of(parsed: ParsedCommand, *flags: str) -> dict[str, str]:
    """The labels that the new object will carry, as far as the words say."""
    return dict(use.value.partition("=")[::2] for use in parsed.uses if use.long in (flags or ("label",)))


def _texts(parsed: ParsedCommand, *flags: str) -> list[str]:
    return [use.value for use in parsed.uses if use.long in flags]


def new_container(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`run` and `create`: the new container, what it uses, and what collides."""
    image = parsed.args[0] if parsed.args else ""
    name = (_texts(parsed, "name") or [""])[-1]
    starts = parsed.path == "container run"
    effect = f"a new container is made from {image}" + (" and started" if starts else "")
    undo = f"docker rm -f {name}" if name else ""
    notes = []
    found = look.image(image) if image else None
    if found is not None:
        draft.pin("image", str(found.get("Id", "")))
    if found is None or _texts(parsed, "pull")[-1:] == ["always"]:
        notes.append(f"{image} is pulled first")
    if parsed.value("rm"):
        notes.append("is removed when it ends")
    policy = _texts(parsed, "restart")[-1:]
    if policy and policy[0] not in ("", "no"):
        notes.append(f"comes back by itself (restart policy {policy[0]})")
    target = Target("container", MADE, name or "(docker chooses a name)", labels_of(parsed))
    draft.add(PlanItem("container", "", target.name, effect, tuple(notes), undo), target, image, (found or {}).get("Id", ""))
    if look.deep and name and (taken := look.container(name)):
        draft.warn(f"the name {name} is taken by {str(taken.get('Id'))[:12]}")
    _used_objects(parsed, look, draft)
    _port_collisions(parsed, look, draft)


def _used_objects(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """Volumes, networks and containers that the new one would use: their labels and privileges count as well."""
    for volume in dict.fromkeys(_volumes(parsed)):
        found = look.volume(volume)
        draft.use(
            target_of("volume", found, acts=False) if found else Target("volume", MADE, volume, labels_of(parsed), acts=False)
        )
    for text in _texts(parsed, "network", "net"):
        fields = dict(part.partition("=")[::2] for part in text.split(",")) if "name=" in text else {}
        name = fields.get("name") or text
        if name.startswith("container:"):
            _use_container(name.removeprefix("container:"), look, draft)
        elif name not in ("bridge", "host", "none", "default", ""):
            found = look.network(name)
            if found:
                draft.use(target_of("network", found, acts=False))
            else:
                draft.warn(f"there is no network {name}")
    for text in _texts(parsed, "link"):
        _use_container(text.partition(":")[0], look, draft)
    for text in _texts(parsed, "volumes-from", "pid", "ipc"):
        name = text.removeprefix("container:")
        if name != text or text in _texts(parsed, "volumes-from"):
            _use_container(name.partition(":")[0], look, draft)


def _use_container(name: str, look: Look, draft: Draft) -> None:
    found = look.container(name)
    if found:
        draft.use(look.container_target(found, acts=False))
    else:
        draft.warn(f"there is no container {name}")


def _volumes(parsed: ParsedCommand) -> Iterator[str]:
    """Names of volumes in `-v` and `--mount`."""
    for text in _texts(parsed, "volume"):
        source, colon, rest = text.partition(":")
        if colon and rest and source and not list(bind_reasons(text)):
            yield source
    for text in _texts(parsed, "mount", "mount-add"):
        fields = mount_fields(text)
        if [kind.lower() for kind in fields.get("type", ["volume"])][-1] == "volume":
            yield from (source for source in [*fields.get("source", []), *fields.get("src", [])] if source)


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


def new_image(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`pull`, `build`, `import`, and the new name of `tag`."""
    verb = parsed.path.removeprefix("image ")
    names = {"pull": parsed.args[:1], "tag": parsed.args[1:2], "import": parsed.args[1:2], "build": tuple(_texts(parsed, "tag"))}[
        verb
    ]
    words = {"pull": "is pulled", "tag": "gets this name", "import": "is made of the archive", "build": "is built"}[verb]
    for name in names or ("(no name)",):
        found = look.image(name) if names else None
        notes = (f"the name stands for {str(found.get('Id', ''))[7:19]} now",) if found else ()
        undo = f"docker rmi {name}" if names and not found else ""
        draft.add(
            PlanItem("image", "", name, words, notes, undo),
            Target("image", MADE, name, labels_of(parsed)),
            (found or {}).get("Id", ""),
        )
    if verb == "tag" and parsed.args:
        source = look.image(parsed.args[0])
        if source:
            draft.use(target_of("image", source, acts=False))
        else:
            draft.missing("image", parsed.args[0])


def new_service(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`service create`."""
    name = (_texts(parsed, "name") or [""])[-1]
    if name and look.service(name):
        draft.warn(f"the name {name} is taken by another service")
    target = Target("service", MADE, name or "(docker chooses a name)", labels_of(parsed))
    effect = f"a new service is made from {parsed.args[0] if parsed.args else ''}"
    draft.add(PlanItem("service", "", target.name, effect, (), f"docker service rm {name}" if name else ""), target)
    for volume in dict.fromkeys(_volumes(parsed)):
        found = look.volume(volume)
        if found:
            draft.use(target_of("volume", found, acts=False))
