"""Addresses that the daemon would connect to: registries of images, and hosts of files, archives and repositories.

The daemon connects from the network of its host, loopback and link-local addresses included, so an address is not judged
by what it looks like: it is Docker Hub, or the configuration lists it, or it needs `host_access`.
"""

from __future__ import annotations

import re

from commands.dockerfiles.bases import MARKS
from commands.effects.model import Reach
from commands.executors.image_names import full_name, split_reference
from commands.opts.reference import DEFAULT_DOMAIN, ImageReference, any_reference

HUB = DEFAULT_DOMAIN
_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]"
# Read strictly: what has userinfo, escapes, variables or anything else that two readers may read differently has no known host.
_URL = re.compile(rf"(?P<scheme>https?|git|ssh)://(?P<host>(?:{_HOST})(?::\d{{1,5}})?)(?P<rest>[/?#].*)?", re.I | re.S)
_SSH = re.compile(rf"(?:[\w.-]+@)(?P<host>{_HOST}):(?P<rest>[^/].*)", re.I | re.S)
_USUAL_PORTS = {"http": ":80", "https": ":443", "git": ":9418", "ssh": ":22"}


def fetched_host(address: str) -> str:
    """`HOST[:PORT]` of an address in lower case, without its scheme's own port; "" where it cannot be told for certain."""
    if address.startswith("github.com/"):
        return "github.com"
    found = _URL.fullmatch(address)
    if found and "@" not in address.partition("://")[2].partition("/")[0] and not MARKS.search(found["host"]):
        return found["host"].lower().removesuffix(_USUAL_PORTS[found["scheme"].lower()])
    ssh = _SSH.fullmatch(address)
    return ssh["host"].lower() if ssh else ""


def fetch(address: str, what: str) -> Reach:
    """An archive, a file or a repository that the daemon would get."""
    return Reach("fetch", fetched_host(address), what)


def registry_of(name: str) -> str:
    """The registry of a name with everything said (`registry.example.com:5000/team/app`), in lower case."""
    return name.partition("/")[0].lower()


def pulled(image: str, what: str, unless_there: bool = False) -> tuple[Reach, ...]:
    """Pulling or pushing an image under the name that is sent; nothing for Docker Hub."""
    name = full_name(split_reference(image)[0])
    host = registry_of(name)
    if host == HUB:
        return ()
    return (Reach("registry", host, what, image if unless_there else ""),)


def pulled_by_daemon(image: str, what: str) -> tuple[Reach, ...]:
    """An image whose name the daemon itself reads: `FROM`, `COPY --from`, a mount of the type image."""
    try:
        found = any_reference(image)
    except ValueError:
        return (Reach("registry", "", what),)
    if not isinstance(found, ImageReference) or found.domain == HUB:
        return ()
    return (Reach("registry", found.domain.lower(), what),)


def searched(term: str, what: str) -> tuple[Reach, ...]:
    """`docker search HOST/NAME`. Stricter than moby registry/search.go: all that could be a host counts as one."""
    first, slash, _ = term.partition("/")
    if not slash or first.lower() in (HUB, f"index.{HUB}"):
        return ()
    if re.fullmatch(r"[a-z0-9_-]+", first) and first != "localhost":
        return ()
    known = re.fullmatch(rf"(?:{_HOST})(?::\d{{1,5}})?", first.lower())
    return (Reach("registry", first.lower() if known else "", what),)


def has_marks(word: str) -> bool:
    """True for a word of a Dockerfile that is not the same when it is used: variables, quotes, escapes."""
    return MARKS.search(word) is not None


def looks_fetched(source: str) -> bool:
    """True for a source of `ADD` that is, or could be, an address and not a path of the context."""
    return "://" in source or ":" in source or "@" in source or source.lower().startswith("github.com/")
