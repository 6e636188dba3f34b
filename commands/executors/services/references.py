"""Names in a service's flags that are ids in its specification: networks, secrets, configs; and the image's digest.

Mirrors docker/cli cli/command/service/parse.go and moby client/service_create.go.
"""

from __future__ import annotations

import json
from typing import Any

from docker.errors import APIError

from commands.engine import check_name
from commands.engine_client import version_key
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.image_names import familiar_name, split_reference
from commands.executors.registry_answers import config_dir
from commands.opts.network import NetworkAttachment
from commands.opts.secret import SecretReference

_UNRESOLVED = """image {0} could not be accessed on a registry to record
its digest. Each node will access {0} independently,
possibly leading to different nodes running different
versions of the image.
"""


class Unknown(Exception):
    """Something that a flag names is not there; the text is what docker prints."""


def network_id(job: Job | None, name: str) -> str:
    """The id of a network; its name where there is no daemon to ask."""
    if job is None:
        return name
    found: dict[str, Any] = ask(job, "GET", "networks", check_name("network", name), query={"scope": "swarm"}).json()
    return str(found["Id"])


def networks(job: Job | None, attachments: list[NetworkAttachment]) -> list[dict[str, Any]]:
    """Attachments by the networks' ids, in the order of these."""
    found = []
    for item in attachments:
        options = {"Aliases": list(item.aliases) or None, "DriverOpts": dict(item.driver_opts) or None}
        found.append({"Target": network_id(job, item.target), **{key: value for key, value in options.items() if value}})
    return sorted(found, key=lambda item: str(item["Target"]))


def ids_of(job: Job | None, kind: str, names: list[str]) -> dict[str, str]:
    """Name → id of secrets or configs; one request. Raises `Unknown` for the first that is not there.

    Without a daemon to ask, names stand for themselves.
    """
    if not names:
        return {}
    if job is None:
        return {name: name for name in names}
    query = {"filters": json.dumps({"name": dict.fromkeys(sorted(set(names)), True)}, separators=(",", ":"))}
    rows = ask(job, "GET", f"{kind}s", query=query).json() or []
    found = {row["Spec"]["Name"]: row["ID"] for row in rows}
    for name in names:
        if name not in found:
            raise Unknown(f"{kind} not found: {name}")
    return found


def files(references: list[SecretReference], kind: str, ids: dict[str, str]) -> list[dict[str, Any]]:
    """Secrets or configs as files in the tasks' containers."""
    name = kind.capitalize()
    return [
        {
            "File": {"Name": item.target, "UID": item.uid, "GID": item.gid, "Mode": item.mode},
            f"{name}ID": ids[item.source],
            f"{name}Name": item.source,
        }
        for item in references
    ]


def named_image(text: str) -> str:
    """The image as docker writes it into a service: short, with a tag or a digest."""
    name, tag, digest = split_reference(text)
    if not tag and not digest:
        tag = "latest"
    return familiar_name(name) + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def resolved(job: Job, spec: dict[str, Any], auth: str) -> str:
    """Put the digest that the registry knows into the specification; "" or the warning that it could not be learned."""
    if version_key(job.api.api_version) < (1, 30):
        return ""
    container = spec["TaskTemplate"]["ContainerSpec"]
    image = container["Image"]
    headers = {"X-Registry-Auth": auth} if auth else {}
    try:
        found = ask(job, "GET", "distribution", check_name("image", image), "json", headers=headers).json()
    except APIError:
        return _UNRESOLVED.format(image)
    digest = (found.get("Descriptor") or {}).get("digest", "")
    if digest and "@" not in image:
        container["Image"] = f"{image}@{digest}"
    platforms = [{"Architecture": _machine(item), "OS": item.get("os", "")} for item in found.get("Platforms") or []]
    if platforms:
        spec["TaskTemplate"].setdefault("Placement", {})["Platforms"] = platforms
    return ""


def _machine(platform: dict[str, Any]) -> str:
    """The architecture; none for 32-bit ARM, whose variants nodes name in other ways."""
    machine = str(platform.get("architecture", ""))
    return "" if machine.lower() == "arm" else machine


def registry_auth(job: Job, image: str) -> str:
    """The stored login for an image's registry, as the daemon takes it."""
    from commands.engine_auth import header

    return header(image, config_dir(job))
