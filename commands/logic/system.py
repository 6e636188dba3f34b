"""`inspect`, `login`, `events`, `system prune` and `version`: what the client refuses by itself.

Mirrors docker/cli cli/command/system (inspect.go, events.go, prune.go, version.go) and cli/command/registry/login.go.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refuse_blank, refusing, switched, texts
from commands.logic.templates import of_events, parsed_format
from commands.opts.filter import Filter
from commands.opts.gonum import quoted
from commands.opts.timestamp import Timestamp
from commands.parsed import ParsedCommand

KINDS = ("config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume")


def inspect(parsed: ParsedCommand) -> None:
    """The type, the template and empty names."""
    kinds = ", ".join(quoted(kind) for kind in KINDS)
    kind = last(parsed, "type")
    if parsed.given("type") and not kind:
        raise Refusal(f"type is empty: must be one of {kinds}", flag="type", code="bad-value")
    if kind and kind not in KINDS:
        raise Refusal(f"unknown type: {quoted(kind)}: must be one of {kinds}", flag="type", code="bad-value")
    parsed_format(parsed)
    if not (kind == "image" and any(parsed.args)):
        refuse_blank(parsed, _EMPTY.get(kind, "invalid container name or ID: value is empty"))


_EMPTY = {
    "config": "invalid contig name or ID: value is empty",  # docker's own slip
    "image": "Error: No such image: ",
    "network": "invalid network name or ID: value is empty",
    "node": "invalid node name or ID: value is empty",
    "plugin": "invalid plugin name or ID: value is empty",
    "secret": "invalid secret name or ID: value is empty",
    "service": "invalid service name or ID: value is empty",
    "task": "invalid task name or ID: value is empty",
    "volume": "invalid volume name or ID: value is empty",
}


def login(parsed: ParsedCommand) -> None:
    """Name and password: from where, and not empty."""
    if switched(parsed, "password-stdin"):
        if parsed.given("password"):
            message = "conflicting options: cannot specify both --password and --password-stdin"
            raise Refusal(message, flag="password-stdin", code="conflict")
        if not last(parsed, "username"):
            message = "the --password-stdin option requires --username to be set"
            raise Refusal(message, flag="password-stdin", code="missing-argument")
    for long in ("username", "password"):
        if parsed.given(long) and not last(parsed, long):
            raise Refusal(f"{long} is empty", flag=long, code="bad-value")


def system_events(parsed: ParsedCommand) -> None:
    """The template, then the times."""
    of_events(parsed)
    for long in ("since", "until"):
        if last(parsed, long):
            with refusing(flag=long):
                Timestamp.parse(last(parsed, long))


def system_prune(parsed: ParsedCommand) -> None:
    """Volumes have no age."""
    if switched(parsed, "volumes") and any(Filter.parse(text).key == "until" for text in texts(parsed, "filter")):
        raise Refusal('ERROR: The "until" filter is not supported with "--volumes"', flag="volumes", code="conflict")


def version(parsed: ParsedCommand) -> None:
    """The template."""
    parsed_format(parsed, name="version")
