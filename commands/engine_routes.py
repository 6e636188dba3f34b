"""Which object a request of the Engine's API names, and by which part of its path.

Mirrors the routes of moby/moby api/server/router.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

# The first part of a path → the kind of object that its second part names.
KINDS = {
    "containers": "container", "exec": "exec", "images": "image", "volumes": "volume", "networks": "network",
    "services": "service", "tasks": "task", "nodes": "node", "secrets": "secret", "configs": "config", "plugins": "plugin",
}  # fmt: skip
# Requests below these that name no object.
_OF_NONE = {
    "GET": {"containers/json", "images/json", "images/search", "images/get", "plugins/privileges"},
    "POST": {
        "containers/create", "images/create", "images/load", "volumes/create", "networks/create", "services/create",
        "secrets/create", "configs/create", "plugins/pull", "plugins/create",
    },
}  # fmt: skip
# What may follow a name that can hold slashes itself.
_AFTER = {"images": ("json", "history", "get", "push", "tag"), "plugins": ("json", "enable", "disable", "push", "upgrade", "set")}
_VERSION = re.compile(r"(.*?/v[0-9.]+)(/.*)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A part of a path that names an object: `/v1.41/containers/` + `web` + `/stop`."""

    kind: str
    name: str
    before: str
    after: str

    def path(self, name: str) -> str:
        """The path with another name in it."""
        return f"{self.before}{quote(name, safe='/:@')}{self.after}"


def split_version(path: str) -> tuple[str, str]:
    """`/v1.41/containers/json` → (`/v1.41`, `containers/json`)."""
    found = _VERSION.fullmatch(path)
    return (found[1], found[2].lstrip("/")) if found else ("", path.lstrip("/"))


def reference(method: str, path: str) -> Reference | None:
    """What a request's path names; None where it names no object."""
    version, route = split_version(path)
    first, slash, rest = route.partition("/")
    if first not in KINDS or not rest or route in _OF_NONE.get(method, ()):
        return None
    if first in _AFTER:
        name, _, last = rest.rpartition("/")
        after = f"/{last}" if name and method != "DELETE" and last in _AFTER[first] else ""
        name = rest.removesuffix(after) if after else rest
    else:
        name, more, tail = rest.partition("/")
        after = more + tail
    return Reference(KINDS[first], unquote(name), f"{version}/{first}{slash}", after)


def is_prune(method: str, path: str) -> bool:
    """Whether a request lets the daemon itself choose what is removed."""
    return method == "POST" and split_version(path)[1].endswith("/prune")
