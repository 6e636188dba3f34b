"""Contexts: their names, and templates of their lists.

Mirrors docker/cli cli/command/context and cli/context/store (ValidateContextName). Whether a context exists only the
machine of the caller knows.
"""

from __future__ import annotations

import re

from commands.logic.base import Refusal, last, refuse_blank, switched, texts
from commands.logic.templates import of_context, of_contexts
from commands.opts.gonum import FALSE, TRUE, quoted
from commands.opts.slices import string_to_string
from commands.parsed import ParsedCommand

DEFAULT = "default"
KEYS = ("from", "host", "ca", "cert", "key", "skip-tls-verify")
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


context_import = _new_name


def context_create(parsed: ParsedCommand) -> None:
    """The name, then what the context says of the daemon."""
    _new_name(parsed)
    settings = dict(pair.partition("=")[::2] for text in texts(parsed, "docker") for pair in string_to_string(text))
    if last(parsed, "from"):
        if parsed.given("docker"):
            raise Refusal("cannot use --docker flag when --from is set", flag="docker", code="conflict")
        return
    _settings(settings, "create")


def context_update(parsed: ParsedCommand) -> None:
    """The name."""
    _new_name(parsed)


def _settings(settings: dict[str, str], verb: str) -> None:
    """The keys of `--docker`, and what they may hold."""
    before = f"unable to {verb} docker endpoint config: "
    for key in settings:
        if key not in KEYS:
            raise Refusal(f"{before}unrecognized config key: {key}", flag="docker", code="bad-value")
    if "from" in settings:
        return
    if "skip-tls-verify" in settings and settings["skip-tls-verify"] not in (*TRUE, *FALSE):
        problem = f"skip-tls-verify: parsing {quoted(settings['skip-tls-verify'])}: invalid syntax"
        raise Refusal(before + problem, flag="docker", code="bad-value")
    host = settings.get("host", "")
    if host and "://" not in host:
        problem = f"unable to apply docker endpoint options: unable to parse docker host `{host}`"
        raise Refusal(before + problem, flag="docker", code="bad-value")


context_use = context_export = _old_name


def context_inspect(parsed: ParsedCommand) -> None:
    """The template."""
    of_context(parsed)


def context_ls(parsed: ParsedCommand) -> None:
    """The template."""
    of_contexts(parsed)


def context_rm(parsed: ParsedCommand) -> None:
    """The default context stays."""
    if DEFAULT in parsed.args:
        raise Refusal(f"context {quoted(DEFAULT)} cannot be removed", argument=parsed.args.index(DEFAULT), code="bad-name")
    if not switched(parsed, "force"):
        refuse_blank(parsed, 'context "" does not exist')
