"""How docker's client refuses words that pflag took: a message, a status, and the place.

Each check is a function of a `ParsedCommand` that raises `Refusal` where docker's client stops before it asks the daemon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from commands.parsed import FlagUse, ParsedCommand

Check = Callable[[ParsedCommand], None]


class Refusal(Exception):
    """What docker prints and ends with; the place is a use of a flag, a flag's last use, or an operand."""

    def __init__(
        self,
        message: str,
        status: int = 1,
        *,
        flag: str = "",
        argument: int | None = None,
        use: FlagUse | None = None,
        code: str = "refused",
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.code = message, status, code
        self.flag, self.argument, self.use = flag, argument, use

    def span(self, parsed: ParsedCommand) -> tuple[int, int]:
        """Where it stands in the text."""
        if self.use is not None:
            return self.use.whole
        if self.flag and parsed.given(self.flag):
            return parsed.span(self.flag)
        if self.argument is not None and self.argument < len(parsed.arg_words):
            return parsed.arg_words[self.argument].span
        return (parsed.words[0].start, parsed.words[-1].end)


@contextmanager
def refusing(
    before: str = "",
    status: int = 1,
    *,
    flag: str = "",
    argument: int | None = None,
    use: FlagUse | None = None,
    code: str = "bad-value",
) -> Iterator[None]:
    """Turn a ValueError of a value type into docker's refusal, with what docker prints before it."""
    try:
        yield
    except ValueError as error:
        raise Refusal(before + str(error), status, flag=flag, argument=argument, use=use, code=code) from None


def texts(parsed: ParsedCommand, long: str) -> list[str]:
    """What was typed for a flag, in order, one text a use."""
    return [use.value for use in parsed.uses if use.long == long]


def last(parsed: ParsedCommand, long: str, default: str = "") -> str:
    """What was typed last for a flag."""
    found = texts(parsed, long)
    return found[-1] if found else default


def switched(parsed: ParsedCommand, long: str) -> bool:
    """A boolean flag's value; false where it was not typed."""
    return last(parsed, long, "false") in ("1", "t", "T", "TRUE", "true", "True")


def number(parsed: ParsedCommand, long: str, default: int = 0) -> int:
    """An integer flag's value."""
    from commands.opts.gonum import parse_int

    text = last(parsed, long)
    return parse_int(text) if text else default


def refuse_blank(parsed: ParsedCommand, message: str, *, after: str = "", only_first: bool = False) -> None:
    """Refuse operands that are all blank, a line each: then docker never asks the daemon.

    `only_first` is for commands that end at the first: a blank one is enough, and only it is told.
    """
    blank = [not text.strip() for text in parsed.args]
    if only_first and blank[:1] == [True]:
        raise Refusal(message + after, argument=0, code="bad-name")
    if blank and all(blank):
        raise Refusal("\n".join([message] * len(blank)) + after, argument=0, code="bad-name")
