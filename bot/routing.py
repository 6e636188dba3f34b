"""Which words are a command without `docker` in front, and which lane a request goes to. Asks no daemon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lanes import QUICK
from bot.request import Request, too_long

if TYPE_CHECKING:
    from bot.core import Core

# Words that make a line a sentence, not a command line: `run nginx in the background`.
_TALK = re.compile(
    r"^(?:a|an|the|my|me|all|any|some|every|please|in|into|on|to|from|of|for|with|without|as|at|by|and|or|that|which|who|what|how|why"
    r"|is|are|was|were|it|its|this|these|those|them|there|background|everything|containers?|images?|volumes?|networks?|named|called"
    r"|using)$"
)
DOCUMENTS = "documents"  # the lane for files that are read: linting takes a while, and touches no host


def is_document(text: str) -> bool:
    """True for a Dockerfile or a compose file."""
    if "\n" not in text.strip():
        return False
    from commands.composefile import looks_like_compose
    from commands.dockerfile import looks_like_dockerfile

    return looks_like_dockerfile(text) or looks_like_compose(text)


def docker_words(text: str) -> str:
    """`ps -a` → `docker ps -a`, as people write it after `/docker`; sentences and whole commands stay as they are."""
    from commands.spec.load import paths

    words = text.split()
    if not words or words[0] in ("docker", "sudo", "$") or "\n" in text.strip():
        return text
    first = words[0]
    if first == "df":
        return f"docker system {text.strip()}"
    if first not in paths() and not (first.startswith("-") and len(first) > 1):
        return text
    rest = [word.lower().strip(",.?!") for word in words[1:]]
    flagged = any(word.startswith("-") and len(word) > 1 for word in rest)
    group = len(words) > 1 and f"{first} {words[1]}" in paths()
    if not flagged and not group and any(_TALK.match(word) for word in rest):
        return text
    if first == "help":
        return text if len(words) == 1 else f"docker {' '.join(words[1:])} --help"
    return f"docker {text.strip()}"


@dataclass(frozen=True)
class Route:
    """The lane of a request; `reads` where it is a read on a host, so that giving up on it changes nothing."""

    lane: str
    reads: bool = False


def route_of(core: Core, request: Request) -> Route:
    """The lane of the host that this will touch; the quick one for what touches none."""
    from bot.understanding import ALL_HOSTS, understand
    from commands.check import check
    from commands.risk import Risk

    settings = core.settings
    usual = request.host or settings.channel_host(request.place.channel) or settings.default_host
    if too_long(request.text):
        return Route(QUICK)
    if is_document(request.text):
        return Route(DOCUMENTS)
    if request.explain_only or len(request.text) > 20_000:
        return Route(QUICK if request.explain_only else usual)
    understood = understand(request, tuple(settings.hosts), None)
    host = understood.host or usual
    if host == ALL_HOSTS:
        return Route(ALL_HOSTS)
    if not understood.command:
        asked = understood.asked
        # With a conversation behind it, "and the stopped ones?" may still become a command.
        follows = bool(request.conversation) and asked is not None and asked.kind == "unknown"
        return Route(host if follows else QUICK)
    if understood.asked is not None and understood.asked.kind != "command":
        return Route(QUICK)
    checked = check(understood.command, str(request.place.surface))
    if not checked.ok or host not in settings.hosts or checked.risk in (Risk.INTERACTIVE, Risk.LOCAL):
        return Route(QUICK)
    if not any(core.may(request.actor, request.place, host, parsed.text) for parsed in checked.parsed):
        return Route(QUICK)
    return Route(host, reads=checked.risk == Risk.READ)
