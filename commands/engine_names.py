"""Names checked before they become part of a request: what Docker's own grammar refuses is never sent.

The SDK puts names into URL paths as they are: `../volumes/x` as the name of a container would remove a volume.
"""

from __future__ import annotations

import re

from docker.errors import NotFound

# moby/moby daemon/names: names, and (a prefix of) an id.
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.\-]*")
# Objects whose names the daemon takes more freely: no separator of paths or queries, no control character, no option.
_FREE = re.compile(r"(?!-)(?!\.{1,2}$)[^\x00-\x1f\x7f/\\?#%*\[\]{}]+")
# distribution/reference: [registry[:port]/]path[:tag][@digest], or (a prefix of) an id.
_HOST = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9.\-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
_PART = r"[a-zA-Z0-9]+(?:(?:[._]|__|-+)[a-zA-Z0-9]+)*"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+"
_IMAGE = re.compile(rf"(?:{_HOST}/)?{_PART}(?:/{_PART})*(?::[\w][\w.\-]{{0,127}})?(?:@{_DIGEST})?")

_GRAMMAR = {
    "container": _NAME,
    "exec": _NAME,
    "volume": _NAME,
    "node": _FREE,
    "task": _NAME,
    "network": _FREE,
    "service": _FREE,
    "secret": _FREE,
    "config": _FREE,
    "image": _IMAGE,
    "plugin": _IMAGE,
    "distribution": _IMAGE,
}
# What the daemon says for a name that nothing has.
_UNKNOWN = {
    "container": "No such container: {}",
    "exec": "No such exec instance: {}",
    "image": "No such image: {}",
    "distribution": "invalid reference format",
    "volume": "get {0}: no such volume",
    "network": "network {} not found",
    "plugin": 'plugin "{}" not found',
    "node": "node {} not found",
    "task": "task {} not found",
    "service": "service {} not found",
    "secret": "secret {} not found",
    "config": "config {} not found",
}


class BadName(NotFound):  # type: ignore[misc]
    """A name that cannot be one; reads like the daemon's answer for a name that nothing has."""

    status_code = 404

    def __init__(self, kind: str, name: str) -> None:
        shown = "".join(char if char.isprintable() else "?" for char in name)
        text = _UNKNOWN.get(kind, "no such object: {}").format(shown)
        super().__init__(text, explanation=text)
        self.kind, self.name = kind, name

    def is_client_error(self) -> bool:
        """Always: nothing was sent."""
        return False


def check_name(kind: str, name: str) -> str:
    """The name itself where it can be one of that kind of object; raises `BadName` otherwise.

    `kind` is `container`, `image`, `network`, `volume`, `node`, `service`, `task`, `secret`, `config`, `plugin`, `exec`.
    """
    if not _GRAMMAR[kind].fullmatch(name) or ".." in name.split("/"):
        raise BadName(kind, name)
    return name
