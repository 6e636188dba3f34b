"""Images: what the client refuses by itself.

Mirrors docker/cli cli/command/image (build.go, list.go, pull.go, push.go, tag.go …) and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, refusing, switched, texts
from commands.logic.templates import parsed_format
from commands.opts.gonum import quoted
from commands.opts.platform import Platform
from commands.opts.reference import ImageReference, any_reference
from commands.opts.slices import string_slice
from commands.parsed import ParsedCommand


def _platform(parsed: ParsedCommand, before: str) -> None:
    text = last(parsed, "platform")
    if text:
        with refusing(before, flag="platform"):
            Platform.parse(text)


def _platforms(parsed: ParsedCommand) -> None:
    for text in texts(parsed, "platform"):
        for part in string_slice(text):
            with refusing(flag="platform"):
                Platform.parse(part)


def _reference(parsed: ParsedCommand, argument: int = 0) -> ImageReference:
    with refusing(argument=argument, code="bad-reference"):
        return ImageReference.parse(parsed.args[argument])


def image_build(parsed: ParsedCommand) -> None:
    """Standard input can only be one thing."""
    if last(parsed, "file") == "-" and parsed.args[-1:] == ("-",):
        raise Refusal("invalid argument: can't use stdin for both build context and dockerfile", argument=0, code="conflict")


def image_history(parsed: ParsedCommand) -> None:
    """The platform."""
    _platform(parsed, "invalid platform: ")


def image_import(parsed: ParsedCommand) -> None:
    """The file, and the name of the new image."""
    if not parsed.args[0]:
        raise Refusal("open : no such file or directory", argument=0, code="bad-value")
    if len(parsed.args) > 1 and parsed.args[1]:
        _reference(parsed, 1)


def image_inspect(parsed: ParsedCommand) -> None:
    """The platform, the template, and an empty name."""
    if last(parsed, "platform"):
        with refusing(flag="platform"):
            Platform.parse(last(parsed, "platform"))
    parsed_format(parsed)
    if not any(parsed.args):
        raise Refusal("\n".join(["Error: No such image: "] * len(parsed.args)), argument=0, code="bad-name")


def image_load(parsed: ParsedCommand) -> None:
    """A terminal gives no image: `-i`, a pipe or a redirection does."""
    before = parsed.text[: parsed.words[0].start]
    after = parsed.text[parsed.words[-1].end :]
    if not last(parsed, "input") and "|" not in before and "<" not in after:
        raise Refusal("requested load from stdin, but stdin is empty", code="missing-argument")
    _platform(parsed, "invalid platform: ")


def image_ls(parsed: ParsedCommand) -> None:
    """The tree goes with none of the flags that shape a table."""
    if not switched(parsed, "tree"):
        return
    for long, shown in (("quiet", "quiet"), ("no-trunc", "no-trunc"), ("digests", "show-digest")):
        if switched(parsed, long):
            raise Refusal(f"--{shown} is not yet supported with --tree", flag=long, code="conflict")
    if last(parsed, "format"):
        raise Refusal("--format is not yet supported with --tree", flag="format", code="conflict")


def image_pull(parsed: ParsedCommand) -> None:
    """The reference, and whether it is one image or all of them."""
    reference = _reference(parsed)
    if switched(parsed, "all-tags") and not reference.name_only:
        raise Refusal("tag can't be used with --all-tags/-a", argument=0, code="conflict")


def image_push(parsed: ParsedCommand) -> None:
    """The platform and the reference."""
    platform = last(parsed, "platform")
    if platform:
        try:
            Platform.parse(platform)
        except ValueError as error:
            raise Refusal(f"Invalid platform {platform}{error}", flag="platform", code="bad-value") from None
    reference = _reference(parsed)
    if switched(parsed, "all-tags") and not reference.name_only:
        raise Refusal("tag can't be used with --all-tags/-a", argument=0, code="conflict")
    if reference.digest:
        raise Refusal("cannot push a digest reference", argument=0, code="bad-reference")


def image_rm(parsed: ParsedCommand) -> None:
    """The platforms."""
    _platforms(parsed)


def image_save(parsed: ParsedCommand) -> None:
    """The platform, and where to write."""
    _platform(parsed, "invalid platform: ")
    output = last(parsed, "output")
    if output in (".", "..", "/") or output.endswith("/"):
        raise Refusal("failed to save image: cannot write to a directory", flag="output", code="bad-value")


def image_tag(parsed: ParsedCommand) -> None:
    """Both references."""
    for index, text in enumerate(parsed.args[:2]):
        before = f"Error parsing reference: {quoted(text)} is not a valid repository/tag: "
        with refusing(before, argument=index, code="bad-reference"):
            found = any_reference(text) if index == 0 else ImageReference.parse(text)
    if isinstance(found, ImageReference) and found.digest:
        raise Refusal("refusing to create a tag with a digest reference", argument=1, code="bad-reference")
