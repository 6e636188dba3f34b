"""How was it started? The `docker run` line that would make a container again."""

from __future__ import annotations

import shlex
from typing import Any

from commands.reversing.configuration import configuration, program
from commands.reversing.limits import limits, logging, restart, rights
from commands.reversing.networking import networking
from commands.reversing.storage import storage


def reverse(container: dict[str, Any], image: dict[str, Any] | None = None, info: dict[str, Any] | None = None) -> str:
    """The line, quoted for a shell, from what `docker inspect` gives.

    Flags that say what the image, or the daemon, does by itself are left out. `image` is the inspected image; without it
    everything in the container's configuration counts as given. `info` is `docker info`, for the daemon's own defaults.
    """
    return shlex.join(run_words(container, image, info))


def run_words(container: dict[str, Any], image: dict[str, Any] | None = None, info: dict[str, Any] | None = None) -> list[str]:
    """The same as words."""
    config, host = container.get("Config") or {}, container.get("HostConfig") or {}
    of_image, about = (image or {}).get("Config") or {}, info or {}
    name = str(container.get("Name") or "").lstrip("/")
    mode = str(host.get("NetworkMode") or "")
    first, command = program(config, of_image)
    own = configuration(config, of_image, str(container.get("Id") or ""), mode)
    return [
        "docker", "run",
        *own[: _leading(own)],
        *(["--name", name] if name else []),
        *restart(host),
        *own[_leading(own) :],
        *networking(container, of_image),
        *storage(container, of_image),
        *limits(host),
        *rights(host, about),
        *logging(host, about),
        *(["--volume-driver", host["VolumeDriver"]] if host.get("VolumeDriver") else []),
        *first,
        str(config.get("Image") or container.get("Image") or "IMAGE"),
        *command,
    ]  # fmt: skip


def _leading(words: list[str]) -> int:
    """How many of the words are `-d`, `-i`, `-t`: they stand first, as people write them."""
    count = 0
    while count < len(words) and words[count] in ("-d", "-i", "-t"):
        count += 1
    return count
