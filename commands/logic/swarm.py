"""Swarms and nodes: roles, availabilities, and empty names.

Mirrors docker/cli cli/command/swarm and cli/command/node.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refuse_blank, switched
from commands.logic.templates import parsed_format
from commands.opts.gonum import quoted
from commands.parsed import ParsedCommand

AVAILABILITIES = ("active", "pause", "drain")
ROLES = ("worker", "manager")
EMPTY = "invalid node name or ID: value is empty"


def _availability(parsed: ParsedCommand) -> None:
    if parsed.given("availability"):
        value = last(parsed, "availability")
        if value.lower() not in AVAILABILITIES:
            message = f"invalid availability {quoted(value)}, only active, pause and drain are supported"
            raise Refusal(message, flag="availability", code="bad-value")


swarm_init = swarm_join = _availability


def swarm_join_token(parsed: ParsedCommand) -> None:
    """The role."""
    if parsed.args[0] not in ROLES:
        raise Refusal(f"unknown role {parsed.args[0]}", argument=0, code="bad-value")


def swarm_ca(parsed: ParsedCommand) -> None:
    """Certificates and keys are only changed by a rotation."""
    if switched(parsed, "rotate"):
        if parsed.given("ca-key") and not parsed.given("ca-cert"):
            message = "the --ca-cert flag must also be provided when the --ca-key flag is provided"
            raise Refusal(message, flag="ca-key", code="conflict")
        return
    for long in ("ca-cert", "ca-key", "cert-expiry", "external-ca"):
        if long in ("ca-cert", "ca-key") and parsed.given(long):
            raise Refusal(f"`--{long}` flag requires the `--rotate` flag to update the CA", flag=long, code="conflict")


def _named(parsed: ParsedCommand, only_first: bool = False) -> None:
    refuse_blank(parsed, EMPTY, only_first=only_first)


node_ps = node_rm = node_update = _named


def _first_named(parsed: ParsedCommand) -> None:
    _named(parsed, only_first=True)


node_demote = node_promote = _first_named


def node_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    pretty = switched(parsed, "pretty")
    if not pretty:
        parsed_format(parsed, status=1)
    _named(parsed, only_first=pretty)
