"""Which images a Dockerfile starts from: each FROM with its variables filled in, stages left out.

Mirrors moby builder/dockerfile/dispatchers.go (initializeStage, getFromImage): only ARG before the first FROM counts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from commands.dockerfiles.model import Dockerfile, Instruction

_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::-([\w.:/@-]*))?\})")
# The shell's own marks: with them a word is another one when it is used.
MARKS = re.compile(r"[$\\\"'`]")
_NONE = "scratch"


def base_images(file: Dockerfile, arguments: Mapping[str, str | None]) -> Iterator[tuple[Instruction, str | None]]:
    """Each FROM with its image: "" for `scratch` and for a stage above, None where it is not known before the build.

    `arguments` are the `--build-arg` values.
    """
    stages: set[str] = set()
    values: dict[str, str | None] = {}
    for one in file.instructions:
        if one.name == "ARG" and one.stage < 0:
            values.update(_declared(one.words, arguments))
        elif one.name == "FROM":
            image = _expanded(one.words[0], values) if one.words else None
            yield one, "" if image and image.lower() in (_NONE, *stages) else image
            stages.update(stage_names(one))


def stage_names(one: Instruction) -> tuple[str, ...]:
    """The name that a FROM gives its stage, in lower case, as names of stages are compared."""
    return (one.words[2].lower(),) if len(one.words) > 2 and one.words[1].lower() == "as" else ()


def _declared(words: Iterable[str], arguments: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    """`ARG NAME[=DEFAULT]` before the first FROM; None for a value that is not known here."""
    for word in words:
        name, equals, default = word.partition("=")
        value = arguments.get(name, default if equals else None)
        yield name, None if value is None or MARKS.search(value) else value


def _expanded(word: str, values: Mapping[str, str | None]) -> str | None:
    """A word of FROM with its variables filled in; None where that is not certain."""
    known = True

    def fill(found: re.Match[str]) -> str:
        nonlocal known
        value = values.get(found[1] or found[2]) or found[3]
        known = known and bool(value)
        return value or ""

    text = _VARIABLE.sub(fill, word)
    return text if known and text and not MARKS.search(text) else None


def bound(file: Dockerfile, arguments: Mapping[str, str | None], ids: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The text with full ids in place of the images that `ids` names, and for each FROM what was written and what stands there.

    A tag may move between the moment an image was looked at and the build; an id does not. ValueError where a FROM is written
    so that its image cannot be replaced.
    """
    text, written, moved = file.text, [], 0
    for one, image in base_images(file, arguments):
        its_id = ids.get(image or "", "")
        if not its_id:
            written.append(("", ""))
            continue
        lead = re.match(r"FROM(?:\s+--\S+)*\s+", one.source, re.I)
        start = one.span[0] + (lead.end() if lead else 0) + moved
        end = start + len(one.words[0])
        if lead is None or text[start:end] != one.words[0]:
            raise ValueError(f"FROM and its image belong on one line (line {one.lines[0]})")
        text, moved = text[:start] + its_id + text[end:], moved + len(its_id) - len(one.words[0])
        written.append((one.words[0], its_id))
    return text, written
