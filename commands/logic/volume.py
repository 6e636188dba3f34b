"""Volumes: names and filters.

Mirrors docker/cli cli/command/volume (create.go, prune.go) and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refuse_blank, switched, texts
from commands.logic.templates import parsed_format
from commands.opts.filter import Filter
from commands.parsed import ParsedCommand

EMPTY = "invalid volume name or ID: value is empty"


def volume_create(parsed: ParsedCommand) -> None:
    """A name is given once."""
    if parsed.args and last(parsed, "name"):
        message = "conflicting options: cannot specify a volume-name through both --name and as a positional arg"
        raise Refusal(message, flag="name", code="conflict")


def volume_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    parsed_format(parsed)
    volume_rm(parsed)


def volume_rm(parsed: ParsedCommand) -> None:
    """Empty names."""
    refuse_blank(parsed, EMPTY)


volume_update = volume_rm


def volume_prune(parsed: ParsedCommand) -> None:
    """`--all` and the filter `all` say the same."""
    if switched(parsed, "all") and any(Filter.parse(text).key == "all" for text in texts(parsed, "filter")):
        raise Refusal("conflicting options: cannot specify both --all and --filter all=1", flag="all", code="conflict")
