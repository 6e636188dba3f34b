"""Secrets and configs: files and drivers, templates, and empty names.

Mirrors docker/cli cli/command/secret and cli/command/config, and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refuse_blank, switched
from commands.logic.templates import parsed_format
from commands.parsed import ParsedCommand


def secret_create(parsed: ParsedCommand) -> None:
    """A driver keeps the data, or a file has it."""
    if last(parsed, "driver"):
        if len(parsed.args) > 1:
            raise Refusal("When using secret driver secret data must be empty", argument=1, code="conflict")
    elif len(parsed.args) < 2 or not parsed.args[1]:
        raise Refusal("secret file is required", argument=0, code="missing-argument")


def _named(parsed: ParsedCommand, kind: str) -> None:
    refuse_blank(parsed, f"invalid {kind} name or ID: value is empty", only_first=switched(parsed, "pretty"))


def config_create(parsed: ParsedCommand) -> None:
    """The file."""
    if not parsed.args[1]:
        raise Refusal('Error reading content from "": config file is required', argument=1, code="missing-argument")


def secret_rm(parsed: ParsedCommand) -> None:
    """Empty names."""
    _named(parsed, "secret")


def config_rm(parsed: ParsedCommand) -> None:
    """Empty names."""
    _named(parsed, "config")


def secret_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    if not switched(parsed, "pretty"):
        parsed_format(parsed, status=1)
    _named(parsed, "secret")


def config_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    if not switched(parsed, "pretty"):
        parsed_format(parsed, status=1)
    _named(parsed, "contig")  # docker's own slip
