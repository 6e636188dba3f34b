"""Dockerfiles and compose files that somebody pasted, uploaded or named: read and explained."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Protocol

MAX_BYTES = 500_000
_FENCE = re.compile(r"^\s*```[\w.-]*[ \t]*\n(?P<body>.*?)\n?```\s*$", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Document(Protocol):
    """What a report on a file offers."""

    ok: bool
    lang: str

    def as_text(self, lang: str = "en") -> str:
        """For people."""
        ...

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        ...


class Read:
    """A report with the language it is to be given in."""

    def __init__(self, report: Any, lang: str) -> None:
        self.report, self.lang = report, lang

    @property
    def ok(self) -> bool:
        """True when the file can be used as it is."""
        return bool(self.report.ok)

    def as_text(self, lang: str = "en") -> str:
        """For people."""
        return str(self.report.as_text(lang))

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        found: dict[str, Any] = self.report.as_dict()
        return found


def read_document(text: str) -> Read | None:
    """A report on a text that is a Dockerfile or a compose file; None for anything else."""
    if "\n" not in text.strip() or len(text) > MAX_BYTES:
        return None
    from commands.composefile import explain_compose, looks_like_compose
    from commands.dockerfile import explain_dockerfile, looks_like_dockerfile

    found = _FENCE.match(text)
    body = found.group("body") if found else text
    lang = "zh" if _CHINESE.search(text) else "en"
    if looks_like_dockerfile(body):
        return Read(explain_dockerfile(body), lang)
    if looks_like_compose(body):
        return Read(explain_compose(body), lang)
    return None


def document_main(file: str, as_json: bool) -> int:
    """`dockwise dockerfile FILE`: 0 when it is fine, 1 when something in it is an error, 2 when it cannot be read."""
    from commands.composefile import explain_compose, looks_like_compose
    from commands.dockerfile import explain_dockerfile

    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else _bytes_of(Path(file))
    except OSError as error:
        print(f"dockwise: {file}: {error.strerror or error}", file=sys.stderr)
        return 2
    if len(raw) > MAX_BYTES:
        print(f"dockwise: {file}: more than {MAX_BYTES:,} bytes", file=sys.stderr)
        return 2
    text = raw.decode("utf-8", "replace")
    compose = file.endswith((".yml", ".yaml")) or (file == "-" and looks_like_compose(text))
    report = Read(explain_compose(text) if compose else explain_dockerfile(text), "en")
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    return 0 if report.ok else 1


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
