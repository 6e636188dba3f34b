"""What a flag or a command needs of the daemon: its API version, its kind of machine, experimental features.

Mirrors docker/cli cmd/docker/docker.go (areFlagsSupported, areSubcommandsSupported).
"""

from __future__ import annotations

from typing import Any

from commands.engine_client import version_key
from commands.executors.building import LEGACY_BUILDER
from commands.parsed import ParsedCommand
from commands.spec.powers import powers


class UnreadFlag(Exception):
    """A flag was typed that nothing has read before the first change: it would be dropped in silence."""


def refuse_unread(parsed: ParsedCommand) -> None:
    """Raise UnreadFlag where a typed flag was not read yet, and is not one that counts only afterwards or only at a terminal."""
    known = powers().get(parsed.path, {})
    for use in parsed.uses:
        if use.long not in parsed.read and known.get(use.flag.long) not in ("after", "idle"):
            raise UnreadFlag(f"{use.spelling} is not carried out here, so nothing was sent: leave it out")


def unsupported(parsed: ParsedCommand, api: Any) -> list[str]:
    """The lines with which docker refuses before it asks anything; asks the daemon only where a flag or the command has needs."""
    spec = parsed.spec
    if spec is None:
        return []
    lines = []
    if spec.min_api and version_key(api.api_version) < version_key(spec.min_api):
        first = [LEGACY_BUILDER] if spec.path.startswith("builder ") else []
        needs = f"requires API version {spec.min_api}, but the Docker daemon API version is {api.api_version}"
        return [*first, f"docker {spec.path} {needs}"]
    flags = {use.flag.long: use.flag for use in parsed.uses}
    for long, flag in sorted(flags.items()):
        only = f'"--{long}" is only supported on a Docker daemon'
        ostype = str(flag.facts.get("ostype", "") or "")
        if flag.min_api and version_key(api.api_version) < version_key(flag.min_api):
            lines.append(f'"--{long}" requires API version {flag.min_api}, but the Docker daemon API version is {api.api_version}')
        elif ostype and ostype != _os_type(api):
            lines.append(f"{only} running on {ostype}, but the Docker daemon is running on {_os_type(api)}")
        elif flag.facts.get("experimental") == "daemon" and not getattr(api, "experimental", False):
            lines.append(f"{only} with experimental features enabled")
    return lines


def _os_type(api: Any) -> str:
    _ = api.api_version
    return str(getattr(api, "os_type", "") or "linux")
