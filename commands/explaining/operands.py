"""What the operands are: containers, images, paths, and the container's own command."""

from __future__ import annotations

import re
from functools import lru_cache

from commands.explaining import choices, images, ports
from commands.explaining.text import shown
from commands.spec import notes
from commands.spec.load import command

_ID = re.compile(r"[0-9a-f]{12,64}")
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "fish", "/bin/sh", "/bin/bash", "/bin/ash", "powershell", "pwsh", "cmd"})
_IMAGE_NAMES = {
    "IMAGE",
    "IMAGE[:TAG]",
    "NAME[:TAG|@DIGEST]",
    "NAME[:TAG]",
    "SOURCE_IMAGE[:TAG]",
    "IMAGE:TAG",
    "MANIFEST_LIST",
    "MANIFEST",
    "SOURCE",
}
_NAMED = {
    "NETWORK": "network", "VOLUME": "volume", "NODE": "node", "self|NODE": "node", "SERVICE": "service", "SERVICES": "service",
    "STACK": "stack", "SECRET": "secret", "CONFIG": "config", "PLUGIN": "plugin", "CONTEXT": "context",
    "CHECKPOINT": "checkpoint", "CONTAINERS": "container",
}  # fmt: skip


@lru_cache(maxsize=512)
def names(path: str) -> tuple[tuple[str, ...], bool]:
    """The names of a command's arguments, in order, and whether the last may come again."""
    spec = command(path)
    pattern = spec.args_pattern
    if pattern in {"PATH | URL | -"} or path == "container top":
        return (("PATH | URL | -",), False) if path != "container top" else (("CONTAINER", "ps OPTIONS"), True)
    words = [word for word in pattern.replace("[ps OPTIONS]", "").split() if word not in {"[OPTIONS]", "CMD"}]
    repeated = any("..." in word for word in words)
    out: list[str] = []
    for word in words:
        bare = word.replace("...", "")
        bare = bare[1:-1] if bare.startswith("[") and bare.endswith("]") and bare.count("[") - bare[1:-1].count("[") == 1 else bare
        if bare and (not out or out[-1] != bare):
            out.append(bare)
    return tuple(out), repeated


def name_at(path: str, index: int) -> str:
    """The name of the argument at that place; "" where there is none."""
    known, repeated = names(path)
    if index < len(known):
        return known[index]
    return known[-1] if known and repeated else ""


def operand(path: str, index: int, text: str, total: int) -> str:
    """One operand, with its text in the sentence."""
    name = name_at(path, index)
    if path.endswith("build") and name.startswith("PATH"):
        return images.context(text)
    if path == "container cp" or path == "compose cp":
        return _copied(text, index)
    if path in {"image tag"}:
        return images.image(text, "The image that exists:", False) if index == 0 else images.tagged(text, path)
    if path == "container commit" and index == 1:
        return images.tagged(text, path)
    if name in _IMAGE_NAMES and not path.startswith("manifest"):
        return _image(path, name, text)
    if name == "CONTAINER":
        return _container(path, text)
    if name == "SERVICE=REPLICAS":
        return choices.scale(text, path)
    if name == "PRIVATE_PORT[/PROTO]":
        return ports.private_port(text)
    if name == "REPOSITORY[:TAG]":
        return images.tagged(text, path) if path != "image ls" else f"Only images whose name is {shown(text)} are shown."
    if path == "image ls":
        return f"Only images whose name is {shown(text)} are shown."
    if text == "-":
        return "Standard output." if path == "context export" else "Standard input."
    return _general(path, name, text)


def _general(path: str, name: str, text: str) -> str:
    note = notes.argument(path, name)
    if note.startswith("Only this service"):
        return note.partition(";")[0].rstrip(".").replace("this service", f"the service {shown(text)}") + "."
    if name in _NAMED:
        kind = _NAMED[name]
        if note:
            return f"{_start(note)}: {shown(text)}."
        return f"The {kind} {shown(text)}{', by id' if _ID.fullmatch(text) else ''}."
    if name == "NAME|ID":
        return f"The object {shown(text)}, by name or id: a container, image, volume, network or other."
    if note:
        return f"{_start(note)}: {shown(text)}."
    return f"{name}: {shown(text)}." if name else f"One word more than this command takes: {shown(text)}."


def _start(note: str) -> str:
    """The beginning of a note, before what it adds after a colon or semicolon."""
    return re.split(r"[;:]", note, maxsplit=1)[0].rstrip(".")


def _image(path: str, name: str, text: str) -> str:
    if path in {"container run", "container create"}:
        return images.used(text, "The container is made from the image")
    if path == "service create":
        return images.used(text, "The tasks run the image").replace("on the host", "on the node")
    if path in {"image pull"}:
        return images.image(text, "Downloaded is the image")
    if path in {"image push"}:
        said = images.image(text, "Uploaded is the image", False).rstrip(".")
        return f"{said}; its name says where to: {images.registry_of(text)}."
    return images.image(text, origin=False)


def _container(path: str, text: str) -> str:
    if text.startswith(("$", "`")):
        return f"Containers whose names or ids your shell makes from {shown(text)}."
    note = notes.argument(path, "CONTAINER")
    by_id = ", by its id" if _ID.fullmatch(text) else ""
    return (
        f"{note.rstrip('.')}: {shown(text)}{by_id}."
        if note and path not in {"container logs"}
        else f"The container {shown(text)}{by_id}."
    )


def _copied(text: str, index: int) -> str:
    lead = "Copied from" if index == 0 else "Copied to"
    name, colon, place = text.partition(":")
    if text == "-":
        return f"{lead} {'standard input' if index == 0 else 'standard output'}, as a tar archive."
    if colon and not re.match(r"[./\\]", name) and not re.match(r"[A-Za-z]:[\\/]", text):
        return f"{lead} {shown(place)} inside the container {shown(name)}."
    return f"{lead} {shown(text)} on your machine."


def command_word(path: str, position: int, words: list[str]) -> str:
    """A word of the container's own command. `position` counts from its first word."""
    text = words[position]
    program = words[0]
    shell = program in _SHELLS
    if position == 0:
        if path in {"container exec", "compose exec"}:
            what = (
                "A shell, to type commands inside the container."
                if shell and len(words) == 1
                else f"The program started inside the container: {shown(text)}."
            )
            return what if not shell or len(words) == 1 else "A shell inside the container, which reads what follows."
        if text.startswith("-"):
            return f"Not a flag of docker any more: {shown(text)} is given to the image's own program."
        if shell:
            return (
                "A shell started in the container instead of the image's default command."
                if len(words) == 1
                else "A shell in the container, which reads what follows."
            )
        return f"What the container runs instead of the image's default command: {shown(text)}."
    if shell and words[position - 1] in {"-c", "-lc", "-ec", "-xc", "-Command", "/c"}:
        return f"A command line that {program} reads inside the container."
    if shell and position == 1 and text in {"-c", "-lc", "-ec", "-xc", "/c", "-Command"}:
        return f"Tells {program} to run the next word as a command line."
    return (
        f"A word for {shown(program)}; docker passes it on unread."
        if not program.startswith("-")
        else "A word for the image's own program; docker passes it on unread."
    )
