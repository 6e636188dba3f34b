"""Plugins: references, and empty names.

Mirrors docker/cli cli/command/plugin (create.go, enable.go, install.go, push.go) and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, number, refuse_blank, refusing
from commands.logic.templates import parsed_format
from commands.opts.reference import ImageReference
from commands.parsed import ParsedCommand

EMPTY = "invalid plugin name or ID: value is empty"


def _named(parsed: ParsedCommand) -> None:
    refuse_blank(parsed, EMPTY)


def _first_named(parsed: ParsedCommand) -> None:
    if not parsed.args[0].strip():
        raise Refusal(EMPTY, argument=0, code="bad-name")


plugin_disable = plugin_set = _first_named
plugin_rm = _named


def plugin_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    parsed_format(parsed)
    _named(parsed)


def _reference(parsed: ParsedCommand) -> ImageReference:
    with refusing(argument=0, code="bad-reference"):
        return ImageReference.parse(parsed.args[0])


def plugin_create(parsed: ParsedCommand) -> None:
    """The name of the plugin."""
    _reference(parsed)


def plugin_enable(parsed: ParsedCommand) -> None:
    """The time to wait."""
    timeout = number(parsed, "timeout", 30)
    if timeout < 0:
        raise Refusal(f"negative timeout {timeout} is invalid", flag="timeout", code="bad-value")
    _first_named(parsed)


def plugin_install(parsed: ParsedCommand) -> None:
    """The name under which it is installed, then where it comes from."""
    alias = last(parsed, "alias")
    if alias:
        with refusing(flag="alias", code="bad-reference"):
            reference = ImageReference.parse(alias)
        if reference.digest:
            raise Refusal(f"invalid name: {alias}", flag="alias", code="bad-reference")
    _reference(parsed)


def plugin_push(parsed: ParsedCommand) -> None:
    """The reference."""
    if _reference(parsed).digest:
        raise Refusal(f"invalid name: {parsed.args[0]}", argument=0, code="bad-reference")


def plugin_upgrade(parsed: ParsedCommand) -> None:
    """The plugin that is upgraded."""
    if not parsed.args[0].strip():
        raise Refusal(f"error reading plugin data: {EMPTY}", argument=0, code="bad-name")
