"""Who asks, where, and what they wrote: free of any surface."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from commands.clean_text import well_formed

# Slack's own limit on a message; a document may be longer, and stand in a code fence or behind `docker build`.
MOST_TEXT = 40_000
MOST_DOCUMENT = 50_000
AROUND_A_DOCUMENT = 2_000


class Surface(StrEnum):
    """Where an answer will be seen."""

    TERMINAL = "terminal"
    HEADLESS = "headless"
    SLACK = "slack"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, by plain ids.

    `user` is a Slack user id, or "" for the person at the terminal (`local` True).
    `usergroups` are ids of the groups they are in; `member` is False for guests and for people
    from shared channels, and `kind` then says which (`guest`, `external`, `bot`).
    """

    user: str = ""
    local: bool = False
    member: bool = True
    kind: str = "member"
    usergroups: frozenset[str] = frozenset()
    team: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: plain ids. `private` is True where only the asker sees the answer."""

    surface: Surface = Surface.TERMINAL
    channel: str = ""
    thread: str = ""
    team: str = ""
    private: bool = False
    link: str = ""


TERMINAL = Actor(local=True)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that somebody wrote: text that can be encoded, whatever came in.

    `host` is a host named by the surface (not in the text), "" for the default.
    `yes` is the terminal's `--yes`; `show_secrets` its `--no-redact`. `conversation` is the place
    in which follow-ups find what the same person said before (a thread, a direct message, a terminal).
    """

    text: str
    actor: Actor = TERMINAL
    place: Place = Place()
    host: str = ""
    yes: bool = False
    show_secrets: bool = False
    conversation: str = ""
    explain_only: bool = False
    reference: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    @property
    def memory_key(self) -> str:
        """Under which "it" and "the second one" are remembered: one person's words in one conversation, "" without one."""
        who = "local" if self.actor.local and not self.actor.user else f"user:{self.actor.user}"
        return f"{self.conversation}\0{self.actor.team}\0{who}" if self.conversation else ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", well_formed(self.text))


def too_long(text: str) -> str:
    """Why a text is not read at all, before anything looks into it; "" where it is."""
    size = len(text)
    if size <= MOST_TEXT:
        return ""
    if size <= MOST_DOCUMENT + AROUND_A_DOCUMENT:
        from bot.routing import is_document
        from commands import heredoc

        if is_document(text) or heredoc.split(text) or heredoc.from_fence(text):
            return ""
    return f"the text has {size:,} characters; {MOST_TEXT:,} is the most, and {MOST_DOCUMENT:,} for a Dockerfile or a compose file"
