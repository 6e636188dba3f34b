"""What is mounted where, and how: `-v`, `--mount`, `--tmpfs`, `--volumes-from`."""

from __future__ import annotations

import csv
import re

from commands.explaining.text import shown, size

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]")
_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock")
_OPTIONS = {
    "ro": "read-only: the container cannot change it",
    "rw": "the container may change it",
    "z": "relabelled for SELinux so that several containers share it",
    "Z": "relabelled for SELinux for this container alone",
    "nocopy": "without copying the image's files into it",
    "cached": "with relaxed consistency (Docker Desktop)",
    "delegated": "with relaxed consistency (Docker Desktop)",
    "consistent": "always consistent with the host (Docker Desktop)",
    "private": "later mounts on the host stay outside",
    "rprivate": "later mounts on the host stay outside",
    "shared": "later mounts show up on both sides",
    "rshared": "later mounts show up on both sides",
    "slave": "later mounts on the host show up in the container",
    "rslave": "later mounts on the host show up in the container",
}


def split_volume(value: str) -> tuple[str, str, str]:
    """`[SOURCE:]TARGET[:OPTIONS]` → source ("" for none), target, options. Drive letters stay whole."""
    pieces: list[str] = []
    rest = value
    while rest:
        drive = 2 if _WINDOWS.match(rest) else 0
        at = rest.find(":", drive)
        pieces.append(rest if at < 0 else rest[:at])
        rest = "" if at < 0 else rest[at + 1 :]
    if len(pieces) <= 1:
        return "", value, ""
    return pieces[0], pieces[1], ":".join(pieces[2:])


def is_path(source: str) -> bool:
    """True where docker takes the source for a path of the host rather than a volume's name."""
    return source.startswith(("/", ".", "~", "$", "`", "\\\\")) or bool(_WINDOWS.match(source))


def _how(options: list[str], path: bool) -> str:
    known = [_OPTIONS[option] for option in options if option in _OPTIONS]
    unknown = [option for option in options if option and option not in _OPTIONS]
    if not any(option in {"ro", "rw"} for option in options) and path:
        known.insert(0, _OPTIONS["rw"])
    text = ("; " + "; ".join(known)) if known else ""
    return text + (f"; {', '.join(unknown)} is no option that Docker knows" if unknown else "")


def _host_place(source: str) -> str:
    if source in _SOCKETS:
        return "The daemon's socket, which gives full control of the host,"
    if source == "/":
        return "The whole file system of the host"
    if source in {"$(pwd)", "$PWD", "${PWD}", "`pwd`", "."}:
        return "The folder you are in"
    if source.startswith("."):
        return f"{shown(source)}, seen from the folder you are in,"
    if source.startswith(("$", "`")):
        return f"What your shell makes of {shown(source)}"
    if source.startswith("~"):
        return f"{shown(source)} in your home folder"
    return f"The host's file or folder {shown(source)}"


def volume(value: str, path: str) -> str:
    """`-v SOURCE:TARGET:OPTIONS`."""
    source, target, options = split_volume(value)
    if not source:
        return f"A new volume without a name is mounted at {shown(target)}."
    flags = options.split(",") if options else []
    if is_path(source):
        return f"{_host_place(source)} is mounted at {shown(target)}{_how(flags, True)}."
    return (
        f"The volume {shown(source)} is mounted at {shown(target)}{_how(flags, False)}; Docker creates it when it does not exist."
    )


def mount_fields(value: str) -> list[tuple[str, str]]:
    try:
        row = next(csv.reader([value]), [])
    except csv.Error:
        row = value.split(",")
    out = []
    for field in row:
        key, _, text = field.partition("=")
        key = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}.get(
            key.strip().lower(), key.strip().lower()
        )
        out.append((key, text))
    return out


def mount(value: str, path: str) -> str:
    """`--mount type=…,source=…,target=…`."""
    fields = mount_fields(value)
    keys = dict(fields)
    kind, source, target = keys.get("type", "volume").lower(), keys.get("source", ""), shown(keys.get("target", "?"))
    locked = keys.get("readonly") not in {None, "false", "0"}
    if kind == "bind":
        text = f"{_host_place(source)} is mounted at {target}; {_OPTIONS['ro' if locked else 'rw']}"
    elif kind == "tmpfs":
        limit = f" of at most {size(keys['tmpfs-size'])}" if "tmpfs-size" in keys else ""
        text = f"A folder in memory{limit} is mounted at {target}; it is gone when the container stops"
    elif kind == "image":
        text = f"The files of the image {shown(source)} are mounted at {target}"
    elif source:
        sort = "cluster volume" if kind == "cluster" else "volume"
        text = f"The {sort} {shown(source)} is mounted at {target}{'; ' + _OPTIONS['ro'] if locked else ''}"
    else:
        text = f"A new volume without a name is mounted at {target}"
    return f"{text}{_extra(fields)}."


def _extra(fields: list[tuple[str, str]]) -> str:
    """The keys beyond type, source, target and readonly."""
    words = {
        "bind-propagation": "mount propagation is {}",
        "bind-recursive": "mounts below it: {}",
        "bind-create-src": "the source is created when missing",
        "volume-subpath": "only its folder {}",
        "image-subpath": "only its folder {}",
        "volume-nocopy": "the image's files are not copied into it",
        "volume-driver": "kept by the driver {}",
        "volume-label": "labelled {}",
        "volume-opt": "driver option {}",
        "tmpfs-mode": "permissions {}",
    }
    return "".join("; " + words[key].format(shown(text)) for key, text in fields if key in words)


def tmpfs(value: str, path: str) -> str:
    """`--tmpfs TARGET[:OPTIONS]`."""
    target, _, options = value.partition(":")
    limit = next((item.partition("=")[2] for item in options.split(",") if item.startswith("size=")), "")
    other = [item for item in options.split(",") if item and not item.startswith("size=")]
    return (
        f"A folder in memory{' of at most ' + size(limit) if limit else ''} is mounted at {shown(target)}"
        f"{' with ' + ', '.join(other) if other else ''}; it is gone when the container stops."
    )


def volumes_from(value: str, path: str) -> str:
    """`--volumes-from CONTAINER[:ro]`."""
    name, _, mode = value.partition(":")
    return f"Everything the container {shown(name)} has mounted is mounted here too{', read-only' if mode == 'ro' else ''}."


def volume_option(value: str, path: str) -> str:
    """`volume create --opt`."""
    key, _, text = value.partition("=")
    if key == "type":
        return f"The file system to mount is of the type {shown(text)}."
    if key == "device":
        return f"What is mounted as the volume is {shown(text)}."
    if key == "o":
        bind = " (bind: a folder of the host)" if "bind" in text.split(",") else ""
        return f"It is mounted with the options {shown(text)}{bind}."
    return f"The volume driver gets the option {shown(value)}."
