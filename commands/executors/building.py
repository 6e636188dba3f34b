"""Builds by the Engine's own (classic) builder: from a Git address, or from the text of a Dockerfile.

Mirrors docker/cli cli/command/image/build.go. BuildKit and buildx are programs of the caller's machine and are not here.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections.abc import Callable, Mapping
from typing import Any

from commands.dockerfiles.bases import bound
from commands.dockerfiles.reader import read
from commands.executors.creating.platforms import normal_platform
from commands.executors.flag_values import FlagValues, mapping

# What docker prints on standard error where its buildx plugin is missing.
LEGACY_BUILDER = (
    "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
    "            Install the buildx component to build images with BuildKit:\n"
    "            https://docs.docker.com/go/buildx/\n"
)
_FROM_STEP = re.compile(r"Step \d+/\d+ : FROM\s", re.I)
GIT_PREFIXES = ("git://", "github.com/", "git@")


def is_remote(context: str) -> bool:
    """True for an address that the daemon itself fetches: a Git repository. Mirrors moby builder/remotecontext/urlutil."""
    if context.startswith(("http://", "https://")):
        return context.partition("#")[0].removesuffix("/").endswith(".git")
    return context.startswith(GIT_PREFIXES)


def dockerfile_context(text: str) -> bytes:
    """A build context of one file: the Dockerfile."""
    out, data = io.BytesIO(), text.encode()
    with tarfile.open(fileobj=out, mode="w") as tar:
        entry = tarfile.TarInfo("Dockerfile")
        entry.size, entry.mode = len(data), 0o644
        tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def bound_dockerfile(text: str, flags: FlagValues, bases: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The Dockerfile with the judged ids of the images it starts from; see `commands.dockerfiles.bases.bound`.

    With `--pull` the images are fetched anew under their names, so that nothing is bound.
    """
    if not bases or flags.on("pull"):
        return text, []
    return bound(read(text), {item.name: item.value for item in flags.typed("build-arg")}, bases)


def as_written(written: list[tuple[str, str]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What prints `Step 1/2 : FROM busybox` where an id was sent in the image's place: each FROM in its turn."""
    left = iter(written)

    def shown(message: dict[str, Any]) -> dict[str, Any]:
        stream = str(message.get("stream") or "")
        if not _FROM_STEP.match(stream):
            return message
        word, sent = next(left, ("", ""))
        return {**message, "stream": stream.replace(sent, word, 1)} if sent else message

    return shown


def build_query(flags: FlagValues) -> list[tuple[str, str]]:
    """The flags of `docker build` as the daemon takes them. Mirrors moby client/image_build.go."""
    query: list[tuple[str, str]] = [("t", tag) for tag in flags.texts("tag")]
    for long, key in (("security-opt", "securityopt"), ("add-host", "extrahosts")):
        query += [(key, text) for text in flags.texts(long)]
    switches = (("quiet", "q"), ("no-cache", "nocache"), ("force-rm", "forcerm"), ("pull", "pull"), ("squash", "squash"))
    query += [(key, "1") for long, key in switches if flags.on(long)]
    query.append(("rm", "1" if flags.on("rm") or not flags.given("rm") else "0"))
    texts = (
        ("cpuset-cpus", "cpusetcpus"), ("network", "networkmode"), ("cpuset-mems", "cpusetmems"), ("cgroup-parent", "cgroupparent"),
        ("isolation", "isolation"), ("target", "target"), ("file", "dockerfile"),
    )  # fmt: skip
    query += [(key, flags.text(long)) for long, key in texts if flags.text(long)]
    numbers = (("cpu-shares", "cpushares"), ("cpu-quota", "cpuquota"), ("cpu-period", "cpuperiod"))
    query += [(key, str(flags.number(long))) for long, key in numbers if flags.number(long)]
    amounts = (("memory", "memory"), ("memory-swap", "memswap"), ("shm-size", "shmsize"))
    query += [(key, str(flags.amount(long))) for long, key in amounts if flags.amount(long)]
    if flags.text("platform"):
        query.append(("platform", normal_platform(flags.text("platform"))))
    return query + [(key, json.dumps(value)) for key, value in _objects(flags).items()]


def _objects(flags: FlagValues) -> dict[str, Any]:
    """The parts of the query that are JSON. A bare build argument takes the caller's own value: none is read here."""
    arguments = {item.name: item.value for item in flags.typed("build-arg")}
    ulimits = [{"Name": item.name, "Hard": item.hard, "Soft": item.soft} for item in flags.typed("ulimit")]
    labels = mapping(flags.texts("label"))
    found: dict[str, Any] = {"buildargs": arguments, "labels": labels, "cachefrom": flags.texts("cache-from")}
    return {**{key: value for key, value in found.items() if value}, **({"ulimits": ulimits} if ulimits else {})}
