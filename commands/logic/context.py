"""Contexts: their names, and templates of their lists.

Mirrors docker/cli cli/command/context and cli/context/store (ValidateContextName). Whether a context exists only the
machine of the caller knows.
"""

from __future__ import annotations

import re

from commands.logic.base import Refusal
from commands.logic.templates import parsed_format
from commands.opts.gonum import quoted
from commands.parsed import ParsedCommand

DEFAULT = "default"
_NAME = r"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"
_NAME_TEXT = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.+-]+\Z")


def _check(name: str, reserved: bool) -> None:
    if not name:
        raise Refusal("context name cannot be empty", argument=0, code="bad-name")
    if name == DEFAULT:
        if reserved:
            raise Refusal(f"{quoted(DEFAULT)} is a reserved context name", argument=0, code="bad-name")
        return
    if not _NAME_TEXT.match(name):
        message = f"context name {quoted(name)} is invalid, names are validated against regexp {quoted(_NAME)}"
        raise Refusal(message, argument=0, code="bad-name")


def _new_name(parsed: ParsedCommand) -> None:
    _check(parsed.args[0], reserved=True)


def _old_name(parsed: ParsedCommand) -> None:
    _check(parsed.args[0], reserved=False)


context_create = context_import = context_update = _new_name
context_use = context_export = _old_name


def context_inspect(parsed: ParsedCommand) -> None:
    """The template."""
    parsed_format(parsed)


def context_ls(parsed: ParsedCommand) -> None:
    """The template."""
    parsed_format(parsed, status=1)


def context_rm(parsed: ParsedCommand) -> None:
    """The default context stays."""
    if DEFAULT in parsed.args:
        raise Refusal(f"context {quoted(DEFAULT)} cannot be removed", argument=parsed.args.index(DEFAULT), code="bad-name")
    if not any(parsed.args):
        raise Refusal('context "" does not exist', argument=0, code="bad-name")
