"""A Dockerfile given as text along with its build: `docker build -t app - <<EOF … EOF`, or a build and a code fence."""

from __future__ import annotations

import re

_BUILD = r"docker\s+(?:image\s+|builder\s+)?build\b"
_HEREDOC = re.compile(
    rf"\A(?P<command>[^\n]*\b{_BUILD}[^\n]*?)\s*<<-?\s*(?P<quote>['\"]?)(?P<mark>\w+)(?P=quote)[ \t]*\n"
    r"(?P<file>.*?)\n?[ \t]*(?P=mark)\s*\Z",
    re.DOTALL,
)
_FENCED = re.compile(
    rf"\A\s*`{{0,3}}(?P<command>{_BUILD}[^\n`]*?)`{{0,3}}\s*\n\s*```[\w.-]*[ \t]*\n(?P<file>.*?)\n?```\s*\Z",
    re.DOTALL,
)
MARK = "DOCKERFILE"


def split(text: str) -> tuple[str, str] | None:
    """The command line and the Dockerfile of a build with a heredoc; None for any other text. The command begins the text."""
    if "<<" not in text:
        return None
    found = _HEREDOC.match(text)
    return (found.group("command"), found.group("file") + "\n") if found else None


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
    while re.search(rf"^{mark}$", found.group("file"), re.MULTILINE):
        mark += "_"
    return f"{' '.join(words)} <<'{mark}'\n{found.group('file')}\n{mark}"
