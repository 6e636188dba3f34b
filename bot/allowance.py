"""What one text may be: so many docker commands, each counted against its person and the host it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import answers
from bot.reply import Reply
from bot.request import Request
from commands.check import Checked
from commands.text_filters import NotHere

if TYPE_CHECKING:
    from bot.core import Core

MOST_COMMANDS = 10
# What the audit keeps of the words of a request.
MOST_WORDS = 2_000


class Limited(Exception):
    """The person, or the host, has had enough for now; `reply` says so."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.note)
        self.reply = reply


class Allowance:
    """The commands of one text: those that stand in it are paid for at once, those that xargs adds when their number is known."""

    def __init__(self, core: Core, request: Request, host: str, checked: Checked) -> None:
        self._core, self._request, self._host = core, request, host
        self._change = checked.risk != "read"
        self._planned = len(checked.parsed)
        self._begun = 0

    @property
    def refusal(self) -> str:
        """Why the text is too much as it stands; "" where it is not."""
        return _too_many(self._planned) if self._planned > MOST_COMMANDS else ""

    def pay(self) -> Reply | None:
        """Count the commands of the text; the answer where there is no room for them. The request itself is counted already."""
        return answers.rate_limited(self._core, self._request, self._host, self._planned, self._planned - 1, self._change)

    def begin(self, count: int) -> None:
        """So many commands come next; NotHere or Limited, before any of them, where they are too many."""
        self._begun += count
        if self._begun > MOST_COMMANDS:
            raise NotHere(None, _too_many(self._begun))
        more = self._begun - self._planned
        if more > 0:
            self._planned = self._begun
            limited = answers.rate_limited(self._core, self._request, self._host, more, more, self._change)
            if limited:
                raise Limited(limited)


def _too_many(count: int) -> str:
    return f"this would be {count:,} docker commands; {MOST_COMMANDS} is the most in one text (xargs without -n makes one of many)"


def kept_words(core: Core, request: Request) -> str:
    """What the audit keeps of somebody's words: masked first, so that no secret is cut in two."""
    return core.redactor_for(None).command(request.text)[:MOST_WORDS]
