"""Bodies and queries of smaller requests that change something; what is judged is what these give."""

from __future__ import annotations

from typing import Any

from commands.executors.cluster_volumes import cluster_volume
from commands.executors.flag_values import FlagValues, mapping
from commands.executors.image_names import full_name, split_reference


def exec_body(flags: FlagValues, words: tuple[str, ...]) -> dict[str, Any]:
    """`POST /containers/NAME/exec`, but for the terminal's size. Mirrors docker/cli cli/command/container/exec.go."""
    detach = flags.on("detach")
    return {
        "User": flags.text("user"),
        "Privileged": flags.on("privileged"),
        "Tty": flags.on("tty"),
        "AttachStdin": flags.on("interactive") and not detach,
        "AttachStderr": not detach,
        "AttachStdout": not detach,
        "DetachKeys": flags.text("detach-keys"),
        "Env": flags.texts("env") or None,
        "WorkingDir": flags.text("workdir"),
        "Detach": detach,
        "Cmd": list(words),
    }


def volume_body(flags: FlagValues, args: tuple[str, ...]) -> dict[str, Any]:
    """`POST /volumes/create`. Mirrors docker/cli cli/command/volume/create.go."""
    body = {
        "Driver": flags.text("driver", "local"),
        "DriverOpts": mapping(flags.raw("opt")),
        "Labels": mapping(flags.texts("label")),
        "Name": args[0] if args else flags.text("name"),
    }
    if cluster := cluster_volume(flags):
        body["ClusterVolumeSpec"] = cluster
    return body


def connect_body(flags: FlagValues, container: str) -> dict[str, Any]:
    """`POST /networks/NAME/connect`. Mirrors docker/cli cli/command/network/connect.go."""
    ipam = {"IPv4Address": flags.text("ip"), "IPv6Address": flags.text("ip6"), "LinkLocalIPs": flags.raw("link-local-ip")}
    endpoint = {
        "IPAMConfig": {key: value for key, value in ipam.items() if value},
        "Links": flags.raw("link") or None,
        "Aliases": flags.raw("alias") or None,
        "DriverOpts": mapping(flags.raw("driver-opt")),
        "GwPriority": flags.number("gw-priority"),
    }
    return {"Container": container, "EndpointConfig": endpoint}


def tag_query(target: str) -> dict[str, str]:
    """`POST /images/NAME/tag`: the new name with everything said. Mirrors docker/cli cli/command/image/tag.go."""
    name, tag, _ = split_reference(target)
    return {"repo": full_name(name), "tag": tag or "latest"}


def commit_query(flags: FlagValues, container: str, target: str = "") -> list[tuple[str, str]]:
    """`POST /commit`. Mirrors docker/cli cli/command/container/commit.go."""
    named = tag_query(target) if target else {"repo": "", "tag": ""}
    query = [("container", container), *named.items()]
    query += [("comment", flags.text("message")), ("author", flags.text("author"))]
    query += [("changes", change) for change in flags.raw("change")]
    if not flags.on("pause"):
        query.append(("pause", "0"))
    return query
