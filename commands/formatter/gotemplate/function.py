"""What a function of a template is: the types it takes, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commands.formatter.gotypes import STRING, GoType
from commands.formatter.govalues import Value

MAX_TEXT = 1_000_000


class FunctionError(Exception):
    """What a function returns as its error."""


@dataclass(frozen=True)
class Function:
    """A function: the types of its parameters, of further ones where it is variadic, and what it does.

    `call` gets a `Value` a parameter (None for nil) and returns a `Value`, or None for no value.
    """

    params: tuple[GoType, ...]
    call: Callable[..., Value | None]
    variadic: GoType | None = None
    builtin: bool = False


def text_function(call: Callable[..., str], *params: GoType, variadic: GoType | None = None, builtin: bool = False) -> Function:
    return Function(params, lambda *args: Value(STRING, bounded(call(*args))), variadic, builtin)


def bounded(text: str) -> str:
    """The text, where it is not too long."""
    too_long_for_one(len(text))
    return text


def too_long_for_one(letters: int) -> None:
    """FunctionError where one text would have more letters than any may have."""
    if letters > MAX_TEXT:
        raise FunctionError("the text is too long")
