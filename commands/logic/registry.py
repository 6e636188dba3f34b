"""Manifests and trust: references and names of keys.

Mirrors docker/cli cli/command/manifest and cli/command/trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.logic.base import Refusal, refusing, switched
from commands.opts.gonum import quoted
from commands.opts.reference import ImageReference
from commands.parsed import ParsedCommand

RESERVED = "releases"
_KEY_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
_KEY_RULE = 'must start with lowercase alphanumeric characters and can include "-" or "_" after the first character'


def _reference(parsed: ParsedCommand, argument: int, before: str = "") -> ImageReference:
    with refusing(before, argument=argument, code="bad-reference"):
        return ImageReference.parse(parsed.args[argument])


def manifest_annotate(parsed: ParsedCommand) -> None:
    """The list, then the image in it."""
    _reference(parsed, 0, f"annotate: error parsing name for manifest list {parsed.args[0]}: ")
    _reference(parsed, 1, f"annotate: error parsing name for manifest {parsed.args[1]}: ")


def manifest_create(parsed: ParsedCommand) -> None:
    """The list; the first image is read before a registry is asked."""
    _reference(parsed, 0, f"error parsing name for manifest list {parsed.args[0]}: ")
    _reference(parsed, 1)


def manifest_inspect(parsed: ParsedCommand) -> None:
    """The image, or the list and the image."""
    for index in range(len(parsed.args)):
        _reference(parsed, index)


def manifest_push(parsed: ParsedCommand) -> None:
    """The list."""
    _reference(parsed, 0)


def manifest_rm(parsed: ParsedCommand) -> None:
    """The lists: whether one is kept only the machine of the caller knows."""
    problems = _unreadable(parsed.args)
    if len(problems) == len(parsed.args):
        raise Refusal("\n".join(reason for _, reason in problems), argument=0, code="bad-reference")


def trust_inspect(parsed: ParsedCommand) -> None:
    """The images: one that can be read is enough, but for `--pretty`, which ends at the first."""
    if switched(parsed, "pretty"):
        _reference(parsed, 0)
    problems = _unreadable(parsed.args)
    if len(problems) == len(parsed.args):
        raise Refusal("\n".join(reason for _, reason in problems), argument=0, code="bad-reference")


def _unreadable(names: Sequence[str]) -> list[tuple[str, str]]:
    """The names that are no references, with docker's reasons."""
    problems = []
    for text in names:
        try:
            ImageReference.parse(text)
        except ValueError as error:
            problems.append((text, str(error)))
    return problems


def _key_name(name: str, what: str, **place: object) -> None:
    if not _KEY_NAME.match(name):
        raise Refusal(f"{what} name {quoted(name)} {_KEY_RULE}", code="bad-name", **place)  # type: ignore[arg-type]


def trust_key_generate(parsed: ParsedCommand) -> None:
    """The name of the key."""
    _key_name(parsed.args[0], "key", argument=0)


def trust_key_load(parsed: ParsedCommand) -> None:
    """The name of the key."""
    name = parsed.uses_of("name")
    if name and name[-1].value:
        _key_name(name[-1].value, "key", flag="name")


def _tagged(parsed: ParsedCommand) -> ImageReference:
    reference = _reference(parsed, 0)
    if reference.digest:
        raise Refusal("cannot use a digest reference for IMAGE:TAG", argument=0, code="bad-reference")
    return reference


def trust_revoke(parsed: ParsedCommand) -> None:
    """The image and its tag."""
    _tagged(parsed)


def trust_sign(parsed: ParsedCommand) -> None:
    """The image, with a tag."""
    if not _tagged(parsed).tag:
        raise Refusal(f"no tag specified for {parsed.args[0]}", argument=0, code="bad-reference")


def trust_signer_add(parsed: ParsedCommand) -> None:
    """The signer's name, and a key."""
    _key_name(parsed.args[0], "signer", argument=0)
    if parsed.args[0] == RESERVED:
        raise Refusal(f"{RESERVED} is a reserved keyword, use a different signer name", argument=0, code="bad-name")
    if not any(use.value for use in parsed.uses_of("key")):
        raise Refusal("path to a public key must be provided using the `--key` flag", code="missing-argument")


def trust_signer_remove(parsed: ParsedCommand) -> None:
    """The signer, and repositories."""
    problems = _unreadable(parsed.args[1:])
    if parsed.args[0] == RESERVED:
        problems = [(text, f"{RESERVED} is a reserved keyword and cannot be removed") for text in parsed.args[1:]]
    if len(problems) == len(parsed.args) - 1:
        names = ", ".join(text for text, _ in problems)
        message = "\n".join(reason + "\n" for _, reason in problems) + f"\nerror removing signer from: {names}"
        raise Refusal(message, argument=1, code="bad-reference")
