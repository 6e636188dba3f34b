"""Containers but for `run` and `create`: what the client refuses by itself.

Mirrors docker/cli cli/command/container (commit.go, cp.go, rename.go, start.go, update.go …) and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refuse_blank, refusing, switched
from commands.logic.templates import executed, parsed_format
from commands.opts.reference import ImageReference
from commands.opts.restart import RestartPolicy
from commands.parsed import ParsedCommand

EMPTY = "invalid container name or ID: value is empty"


def _named(parsed: ParsedCommand) -> None:
    refuse_blank(parsed, EMPTY)


def _first_named(parsed: ParsedCommand) -> None:
    if not parsed.args[0].strip():
        raise Refusal(EMPTY, argument=0, code="bad-name")


container_attach = container_exec = container_export = container_logs = container_port = container_top = _first_named
container_kill = container_stats = container_pause = container_unpause = container_wait = _named
checkpoint_create = checkpoint_rm = _first_named


def container_inspect(parsed: ParsedCommand) -> None:
    """A bad template, then an empty name."""
    parsed_format(parsed)
    _named(parsed)


def container_diff(parsed: ParsedCommand) -> None:
    """An empty name."""
    _blank = not parsed.args[0].strip()
    if _blank and parsed.args[0]:
        raise Refusal(EMPTY, argument=0, code="bad-name")
    if _blank:
        raise Refusal("Container name cannot be empty", argument=0, code="bad-name")


def container_commit(parsed: ParsedCommand) -> None:
    """The name of the new image."""
    _first_named(parsed)
    if len(parsed.args) > 1 and parsed.args[1]:
        with refusing(argument=1, code="bad-reference"):
            reference = ImageReference.parse(parsed.args[1])
        if reference.digest:
            raise Refusal("refusing to create a tag with a digest reference", argument=1, code="bad-reference")


def container_cp(parsed: ParsedCommand) -> None:
    """One side is a container, the other a path of this machine."""
    source, destination = parsed.args[:2]
    if not source:
        raise Refusal("source can not be empty", argument=0, code="bad-value")
    if not destination:
        raise Refusal("destination can not be empty", argument=1, code="bad-value")
    inside = [_container_of(text) for text in (source, destination)]
    if all(inside):
        raise Refusal("copying between containers is not supported", argument=1, code="conflict")
    if not any(inside):
        raise Refusal("must specify at least one container source", argument=0, code="missing-argument")


def _container_of(text: str) -> str:
    """`web:/etc` → `web`; empty for a path of this machine."""
    if text.startswith("/"):
        return ""
    name, colon, _ = text.partition(":")
    return "" if not colon or name.startswith(".") else name


def container_ls(parsed: ParsedCommand) -> None:
    """A bad template, or a field that a container does not have."""
    executed(parsed)


def container_rename(parsed: ParsedCommand) -> None:
    """Two names."""
    for index, name in enumerate(parsed.args[:2]):
        if not name.strip():
            raise Refusal("Error: Neither old nor new names may be empty", argument=index, code="bad-name")


def _timeouts(parsed: ParsedCommand) -> None:
    if any(use.flag.long == "time" for use in parsed.uses) and any(use.flag.long == "timeout" for use in parsed.uses):
        raise Refusal("conflicting options: cannot specify both --timeout and --time", flag="timeout", code="conflict")
    _named(parsed)


container_stop = container_restart = _timeouts


def container_rm(parsed: ParsedCommand) -> None:
    """At least one name."""
    if not any(name.strip("/") for name in parsed.args):
        raise Refusal("container name cannot be empty", argument=0, code="bad-name")
    _named(parsed)


def container_start(parsed: ParsedCommand) -> None:
    """Only one container can be attached to, or restored."""
    if (switched(parsed, "attach") or switched(parsed, "interactive")) and len(parsed.args) > 1:
        raise Refusal("you cannot start and attach multiple containers at once", argument=1, code="conflict")
    if not (switched(parsed, "attach") or switched(parsed, "interactive")) and last(parsed, "checkpoint") and len(parsed.args) > 1:
        raise Refusal("you cannot restore multiple containers at once", argument=1, code="conflict")
    if switched(parsed, "attach") or switched(parsed, "interactive") or last(parsed, "checkpoint"):
        _named(parsed)
    refuse_blank(parsed, EMPTY, after=f"\nError: failed to start containers: {', '.join(parsed.args)}")


def container_update(parsed: ParsedCommand) -> None:
    """At least one flag, and a restart policy that can be read."""
    if not parsed.uses:
        raise Refusal("you must provide one or more flags when using this command", code="missing-argument")
    if parsed.given("restart"):
        with refusing(flag="restart"):
            RestartPolicy.parse(last(parsed, "restart"))
    _named(parsed)
