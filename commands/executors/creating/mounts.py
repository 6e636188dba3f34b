"""`--volume` and `--mount`. Mirrors docker/cli cli/compose/loader/volume.go (ParseVolume) and opts/mount.go."""

from __future__ import annotations

from typing import Any

from commands.executors.flag_values import FlagValues, mapping
from commands.opts.mount import Mount

_RELATIVE = "{!r} is relative to a folder of the caller's own machine; write the whole path on the Docker host"


def split_volumes(flags: FlagValues) -> tuple[list[str], list[str]]:
    """The texts of `--volume`: targets of volumes without a name, and binds (`SOURCE:TARGET[:OPTIONS]`)."""
    anonymous: list[str] = []
    binds: list[str] = []
    for text in dict.fromkeys(flags.raw("volume")):
        source = volume_source(text)
        (binds if source else anonymous).append(text)
        if source.startswith("."):
            raise ValueError(_RELATIVE.format(source))
    return anonymous, binds


def volume_source(text: str) -> str:
    """What is mounted, "" for a new volume. One letter before the first colon reads as a drive of Windows, as in docker."""
    if len(text) <= 2:
        return ""
    parts, section = [], ""
    for char in text:
        if char == ":" and not (len(section) == 1 and section.isalpha()):
            parts.append(section)
            section = ""
        else:
            section += char
    return parts[0] if parts else ""


def mounts(flags: FlagValues) -> list[dict[str, Any]]:
    """The long form of each mount, as the daemon takes it."""
    return [mount_body(mount) for mount in flags.typed("mount")]


def mount_body(mount: Mount) -> dict[str, Any]:
    """One mount; its options under the type they belong to."""
    body: dict[str, Any] = {"Type": mount.type, "Target": mount.target}
    if mount.source:
        body["Source"] = mount.source
    if mount.type == "bind" and mount.source.startswith("."):
        raise ValueError(_RELATIVE.format(mount.source))
    if mount.readonly:
        body["ReadOnly"] = True
    if mount.option("consistency"):
        body["Consistency"] = mount.option("consistency")
    for name, build in (("BindOptions", _bind), ("VolumeOptions", _volume), ("TmpfsOptions", _tmpfs), ("ImageOptions", _image)):
        if options := build(mount):
            body[name] = options
    return body


def _pairs(mount: Mount, name: str) -> dict[str, str]:
    return mapping([value for key, value in mount.options if key == name])


def _bind(mount: Mount) -> dict[str, Any]:
    recursive = mount.option("bind-recursive")
    found = {
        "Propagation": mount.option("bind-propagation"),
        "NonRecursive": mount.option("bind-nonrecursive") == "True" or recursive == "disabled",
        "ReadOnlyNonRecursive": recursive == "writable",
        "ReadOnlyForceRecursive": recursive == "readonly",
    }
    return {key: value for key, value in found.items() if value}


def _volume(mount: Mount) -> dict[str, Any]:
    found: dict[str, Any] = {
        "NoCopy": mount.option("volume-nocopy") == "True",
        "Labels": _pairs(mount, "volume-label"),
        "Subpath": mount.option("volume-subpath"),
    }
    driver = {"Name": mount.option("volume-driver"), "Options": _pairs(mount, "volume-opt")}
    found["DriverConfig"] = {key: value for key, value in driver.items() if value}
    return {key: value for key, value in found.items() if value}


def _tmpfs(mount: Mount) -> dict[str, Any]:
    size, mode = mount.option("tmpfs-size"), mount.option("tmpfs-mode")
    found = {"SizeBytes": int(size) if size else 0, "Mode": int(mode, 8) if mode else 0}
    return {key: value for key, value in found.items() if value}


def _image(mount: Mount) -> dict[str, Any]:
    subpath = mount.option("image-subpath")
    return {"Subpath": subpath} if subpath else {}
