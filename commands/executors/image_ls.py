"""`docker images`.

Mirrors docker/cli cli/command/image/list.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.formatter import image_tree, images
from commands.formatter.gotemplate import TemplateError
from commands.formatter.listing import write
from commands.parsed import ParsedCommand
from commands.result import Result
from commands.spec.load import children


def image_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List images. `data` is the Engine's list."""
    quiet, digests, name = parsed.value("quiet"), parsed.value("digests"), "".join(parsed.args)
    asked = filters(parsed.values("filter"), reference=name)
    if parsed.value("tree"):
        return _tree(parsed, job, asked)
    found = get(job, "/images/json", all=parsed.value("all"), filters=asked) or []
    form = images.format_of(parsed.value("format") or "table", quiet, digests)
    trunc = not parsed.value("no-trunc")
    try:
        text = write(form, images.rows(found, form, trunc, digests, job.now()), images.HEADERS)
    except TemplateError as problem:
        return Result(stderr=f"{problem}\n", exit_code=1, data=found)
    hint = ""
    if name and not found and parsed.typed_path == "images" and name in _ambiguous():
        hint = f'\nNo images found matching "{name}": did you mean "docker image {name}"?\n'
    return Result(text, hint, data=found)


def _ambiguous() -> tuple[str, ...]:
    """Names of image subcommands, which somebody may have meant."""
    return children("image")


def _tree(parsed: ParsedCommand, job: Job, asked: dict[str, Any]) -> Result:
    for name, shown in (("quiet", "quiet"), ("no-trunc", "no-trunc"), ("digests", "show-digest"), ("format", "format")):
        if parsed.value(name):
            return Result(stderr=f"--{shown} is not yet supported with --tree\n", exit_code=1)
    found = get(job, "/images/json", all=parsed.value("all"), filters=asked, manifests=True) or []
    return Result(image_tree.write(found, bool(parsed.value("all"))), data=found)
