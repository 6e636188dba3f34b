"""The docker program that is mirrored: what it says of itself in `docker version` and `docker info`."""

from __future__ import annotations

from typing import Any

VERSION = "28.2.2"
API_VERSION = "1.50"
_ABOUT = {
    "Version": VERSION,
    "DefaultAPIVersion": API_VERSION,
    "GitCommit": "e6534b4",
    "GoVersion": "go1.24.3",
    "Os": "linux",
    "Arch": "amd64",
    "BuildTime": "Fri May 30 12:07:14 2025",
    "Context": "default",
}


def client(api_version: str = "") -> dict[str, Any]:
    """`Client` of `docker version`; with no API version, what `docker info` has of it."""
    return {**_ABOUT, "ApiVersion": api_version}


def version_line() -> str:
    """What `docker --version` prints."""
    return f"Docker version {VERSION}, build {_ABOUT['GitCommit']}\n"
