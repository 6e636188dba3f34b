"""Make a container, pulling its image where that is wanted.

Mirrors docker/cli cli/command/container/create.go (createContainer).
"""

from __future__ import annotations

from typing import Any

from docker.errors import APIError

from commands.engine_client import version_key
from commands.executors.acting import answer, ask
from commands.executors.base import Job
from commands.executors.creating.body import create_body
from commands.executors.creating.platforms import normal_platform
from commands.executors.flag_values import FlagValues
from commands.executors.image_names import familiar_name, full_name, split_reference
from commands.executors.registry_answers import pull
from commands.parsed import ParsedCommand


class Refused(Exception):
    """Docker's client itself says no; the text is what it prints."""


def create_container(parsed: ParsedCommand, job: Job, err: list[str]) -> tuple[str, dict[str, Any]]:
    """Make the container; its id and the body it was made from. Warnings go to `err` (texts with their line ends).

    Raises APIError, StreamError, `Refused`.
    """
    flags = FlagValues(parsed)
    try:
        body = create_body(parsed)
    except ValueError as error:
        raise Refused(str(error)) from None
    check_version(body, job.api.api_version)
    host = body["HostConfig"]
    if local := next((address for address in host["Dns"] if address.startswith("127.") or address == "::1"), None):
        err.append(f"WARNING: Localhost DNS ({local}) may fail in containers.\n")
    made = _create(job, flags, body, err)
    for warning in made.get("Warnings") or []:
        err.append(f"WARNING: {warning}\n")
    return str(made["Id"]), body


def _create(job: Job, flags: FlagValues, body: dict[str, Any], err: list[str]) -> dict[str, Any]:
    image, policy, platform = body["Image"], flags.text("pull", "missing"), flags.text("platform")
    quiet, query = flags.on("quiet"), {}
    if flags.text("name"):
        query["name"] = flags.text("name")
    if platform and version_key(job.api.api_version) >= (1, 41):
        query["platform"] = normal_platform(platform)
    if policy == "always":
        _pull(job, flags, image, platform, err)
    for attempt in (1, 2):
        try:
            made: dict[str, Any] = answer(ask(job, "POST", "containers", "create", query=query, body=body, wait=True))
            return made
        except APIError as error:
            if attempt == 2 or error.status_code != 404 or policy != "missing" or is_id(image):
                raise
        if not quiet:
            err.append(f"Unable to find image '{shown_image(image)}' locally\n")
        _pull(job, flags, image, platform, err)
    raise AssertionError("two attempts")


def _pull(job: Job, flags: FlagValues, image: str, platform: str, err: list[str]) -> None:
    name, tag, digest = split_reference(image)
    lines: list[str] = []
    try:
        pull(job, full_name(name), digest or tag or "latest", platform, lines)
    finally:
        if not flags.on("quiet"):
            err += lines


def is_id(image: str) -> bool:
    """True for a whole image id, which is never pulled."""
    digits = image.removeprefix("sha256:")
    return len(digits) == 64 and all(char in "0123456789abcdef" for char in digits)


def shown_image(image: str) -> str:
    """The reference as docker shows it, with `:latest` where neither tag nor digest is named."""
    name, tag, digest = split_reference(image)
    shown = familiar_name(name)
    if not tag and not digest:
        tag = "latest"
    return shown + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def check_version(body: dict[str, Any], version: str) -> None:
    """Refuse what an older daemon does not know; leave out what a newer one no longer does.

    Mirrors moby client/container_create.go and docker/cli cli/command/utils.go (ValidateMountWithAPIVersion).
    """
    older = version_key(version) < (1, 44)
    for endpoint in body["NetworkingConfig"]["EndpointsConfig"].values():
        if older and endpoint["MacAddress"]:
            needs = "requires API version 1.44, but the Docker daemon API version is"
            raise Refused(f'"specify mac-address per network" {needs} {version}')
    for mount in body["HostConfig"].get("Mounts", []):
        options = mount.get("BindOptions", {})
        if options.get("NonRecursive") and version_key(version) < (1, 40):
            raise Refused("bind-recursive=disabled requires API v1.40 or later")
        if older and options.get("ReadOnlyForceRecursive"):
            raise Refused("bind-recursive=readonly requires API v1.44 or later")
    if version_key(version) >= (1, 42):
        body["HostConfig"].pop("KernelMemory", None)
