"""What a mount or a volume gives of the host, from its JSON.

One judge for what a request would send and for what the Engine says of an object that is there: `HostConfig.Mounts` and
`ContainerSpec.Mounts` have the same shape, `-v` texts stand in `HostConfig.Binds`, and a volume's options are `Options`
in its inspect and `DriverOpts` in the request that makes it. What is not known counts as access to the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

# moby/moby daemon/names: what may be a volume; every other source of `-v` is a path.
VOLUME_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.\-]*")
SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock")
LOCAL_DRIVER = (None, "", "local")
# Mount types that stay inside docker, and the keys that a mount may have.
_INSIDE = ("volume", "tmpfs", "image")
_OPTIONS = ("BindOptions", "VolumeOptions", "TmpfsOptions", "ImageOptions", "ClusterOptions")
_KEYS = frozenset({"Type", "Source", "Target", "ReadOnly", "Consistency", *_OPTIONS})
_VOLUME_KEYS = frozenset({"NoCopy", "Labels", "Subpath", "DriverConfig"})
# Options of `-v NAME:TARGET:OPTIONS` that change nothing of the host.
_MODES = frozenset({"ro", "rw", "z", "Z", "nocopy", "consistent", "cached", "delegated", ""})
# Options of the local driver (moby volume/local), and mount options that a file system in memory may have.
_LOCAL_OPTIONS = frozenset({"type", "o", "device", "size"})
_MEMORY_FLAGS = frozenset(
    """
    ro rw exec noexec suid nosuid dev nodev sync async dirsync atime noatime diratime nodiratime relatime norelatime
    strictatime nostrictatime mand nomand private rprivate slave rslave defaults
    """.split()
)
_MEMORY_SETTINGS = frozenset({"size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol", "huge"})


def bind_reasons(text: str) -> Iterator[str]:
    """One text of `HostConfig.Binds`: `SOURCE:TARGET[:OPTIONS]`. A source that is no name of a volume is a path of the host."""
    source, _, options = split_bind(text)
    if not VOLUME_NAME.fullmatch(source):
        yield f"mounts {source} of the host{_socket(source)}"
        return
    unknown = [option for option in options.split(",") if option not in _MODES]
    if unknown:
        yield f"mounts {source} with the option {unknown[0]}, which is for folders of the host"


def _socket(source: str) -> str:
    return " (the socket of a container engine)" if source.endswith(SOCKETS) else ""


def split_bind(text: str) -> tuple[str, str, str]:
    """Source, target and options of a bind; one letter before the first colon reads as a drive of Windows, as in docker."""
    sections, section = [], ""
    for char in text:
        if char == ":" and not (len(section) == 1 and section.isalpha()):
            sections.append(section)
            section = ""
        else:
            section += char
    sections.append(section)
    if len(sections) < 2:
        return text, "", ""  # nothing that can be told apart: no volume's name
    return sections[0], sections[1], ":".join(sections[2:])


def volume_of_bind(text: str) -> str:
    """The volume that a bind names, "" where it names a path."""
    source = split_bind(text)[0]
    return source if VOLUME_NAME.fullmatch(source) else ""


def mount_reasons(mount: Json) -> Iterator[str]:
    """One mount as `HostConfig.Mounts` and a service's `ContainerSpec.Mounts` hold it. A type left out is `bind` in a swarm."""
    kind = str(mount.get("Type") or "bind").lower()
    source = str(mount.get("Source") or "")
    if kind == "bind":
        yield f"mounts {source or 'a folder'} of the host{_socket(source)}"
    elif kind not in _INSIDE:
        yield f"has a mount of the type {kind}, which reaches outside of docker"
    elif kind == "volume" and source and not VOLUME_NAME.fullmatch(source):
        yield f"mounts {source} of the host"
    unknown = sorted(key for key in mount if key not in _KEYS and mount[key])
    if unknown:
        yield f"has a mount with settings that are not known here ({', '.join(unknown)})"
    yield from _driver_reasons(mount.get("VolumeOptions") or {}, f"the volume {source}".strip())


def _driver_reasons(options: Json, what: str) -> Iterator[str]:
    """`VolumeOptions`: the driver that makes the volume, with its own options."""
    driver = options.get("DriverConfig") or {}
    name = driver.get("Name")
    if name not in LOCAL_DRIVER:
        yield f"has a volume of the plugin {name}, which mounts what it likes"
    for reason in volume_option_reasons(driver.get("Options") or {}, what):
        yield f"has a volume: {reason}"
    unknown = sorted(key for key in options if key not in _VOLUME_KEYS and options[key])
    if unknown:
        yield f"has a volume with options that are not known here ({', '.join(unknown)})"


def mounted_reasons(mount: Json) -> Iterator[str]:
    """One row of `Mounts` in a container's inspect: what is mounted there in fact."""
    kind = str(mount.get("Type") or "bind").lower()
    if kind not in _INSIDE:
        yield f"mounts {mount.get('Source') or kind} of the host{_socket(str(mount.get('Source') or ''))}"
    elif kind == "volume" and mount.get("Driver") not in LOCAL_DRIVER:
        yield f"has a volume of the plugin {mount['Driver']}, which mounts what it likes"


def volume_reasons(volume: Json) -> Iterator[str]:
    """A volume: its inspect JSON, or the body that would make it."""
    driver = volume.get("Driver")
    if driver not in LOCAL_DRIVER:
        yield f"the volume is of the plugin {driver}, which mounts what it likes"
    if volume.get("ClusterVolume") or volume.get("ClusterVolumeSpec"):
        yield "the volume is a cluster volume, which a plugin of the swarm's nodes mounts"
    yield from volume_option_reasons(volume.get("Options") or volume.get("DriverOpts") or {}, "the volume")


def volume_option_reasons(options: Mapping[str, Any], what: str) -> Iterator[str]:
    """Options of the `local` driver: anything but a file system in memory mounts something of the host, or through it.

    Mirrors moby volume/local (setOpts, mountOpts): `type`, `device`, `o` go to mount(2) as they are.
    """
    unknown = sorted(str(key) for key in options if str(key) not in _LOCAL_OPTIONS)
    if unknown:
        yield f"{what} has volume options that are not known here ({', '.join(unknown)})"
    kind, device, flags = (str(options.get(key) or "") for key in ("type", "device", "o"))
    names = {flag.strip().lower() for flag in flags.split(",")}
    if names & {"bind", "rbind"}:
        yield f"{what} binds {device or 'a folder'} of the host"
    elif kind != "tmpfs" and (kind or device or flags):
        yield f"{what} makes the host mount {device or kind or flags}"
    elif odd := list(memory_option_reasons(flags)):
        yield f"{what} {odd[0]}"


def memory_option_reasons(options: str) -> Iterator[str]:
    """Options of a file system in memory: of `--tmpfs TARGET:OPTIONS`, and of `-o o=…` with `type=tmpfs`."""
    for option in options.split(",") if options else ():
        name, equals, _ = option.partition("=")
        if option not in _MEMORY_FLAGS and not (equals and name in _MEMORY_SETTINGS):
            yield f"has the mount option {option}, which is not known to be harmless"
