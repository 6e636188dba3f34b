"""Stacks: their names, the Compose files, and how images are resolved.

Mirrors docker/cli cli/command/stack (deploy.go, common.go) and cli/command/stack/loader.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, texts
from commands.opts.gonum import quoted
from commands.opts.slices import string_slice
from commands.parsed import ParsedCommand

RESOLVE = ("always", "changed", "never")


def _names(parsed: ParsedCommand) -> None:
    for index, name in enumerate(parsed.args):
        if not name.strip("'\" \t\n\r\v\f"):
            raise Refusal(f"invalid stack name: {quoted(name)}", argument=index, code="bad-name")


stack_ps = stack_rm = stack_services = _names


def _compose_files(parsed: ParsedCommand) -> None:
    files = [part for text in texts(parsed, "compose-file") for part in string_slice(text)]
    if not files:
        raise Refusal("Specify a Compose file (with --compose-file)", code="missing-argument")


def stack_config(parsed: ParsedCommand) -> None:
    """The Compose files."""
    _compose_files(parsed)


def stack_deploy(parsed: ParsedCommand) -> None:
    """The name, the Compose files, and how images are resolved."""
    _names(parsed)
    _compose_files(parsed)
    resolve = last(parsed, "resolve-image", "always")
    if resolve not in RESOLVE:
        raise Refusal(f"Invalid option {resolve} for flag --resolve-image", flag="resolve-image", code="bad-value")
