"""A Dockerfile given as text along with its build: `docker build -t app - <<EOF … EOF`, or a build and a code fence."""

from __future__ import annotations

import re

_BUILD = r"docker\s+(?:image\s+|builder\s+)?build\b"
_IS_BUILD = re.compile(rf"\b{_BUILD}")
_OPENING = re.compile(r"<<-?[ \t]*(?P<quote>['\"]?)(?P<mark>\w+)(?P=quote)[ \t]*\Z")
_FENCED = re.compile(
    rf"\A\s*`{{0,3}}(?P<command>{_BUILD}[^\n`]*?)`{{0,3}}\s*\n\s*```[\w.-]*[ \t]*\n(?P<file>.*?)\n?```\s*\Z",
    re.DOTALL,
)
MARK = "DOCKERFILE"


def split(text: str) -> tuple[str, str] | None:
    """The command line and the Dockerfile of a build with a heredoc; None for any other text. The command begins the text."""
    if "<<" not in text:
        return None
    line, _, rest = text.partition("\n")
    at = line.rfind("<<")
    opening = _OPENING.match(line, at) if at > 0 else None
    if opening is None or not _IS_BUILD.search(line, 0, at):
        return None
    file, closed, after = rest.rstrip().rpartition(opening.group("mark"))
    begin = file.rstrip(" \t")
    if not closed or after or not (begin.endswith("\n") or not begin):
        return None
    return line[:at].rstrip(), begin.removesuffix("\n") + "\n"


def from_fence(text: str) -> str | None:
    """A build and a code fence with its Dockerfile, written as a heredoc; None for any other text.

    There is no folder to build from, so a context of `.` (or none) becomes `-`.
    """
    found = _FENCED.match(text)
    if not found:
        return None
    words = found.group("command").split()
    if words[-1] == ".":
        words[-1] = "-"
    elif words[-1] != "-":
        words.append("-")
    mark = MARK
    lines = set(found.group("file").split("\n"))
    while mark in lines:
        mark += "_"
    return f"{' '.join(words)} <<'{mark}'\n{found.group('file')}\n{mark}"
