"""Image references, read and shown in the familiar form.

Mirrors distribution/reference: normalize.go, helpers.go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE = re.compile(rf"((?:{_HOST}/)?{_PART}(?:/{_PART})*)(?::([\w][\w.-]{{0,127}}))?(?:@({_DIGEST}))?", re.ASCII)
_IDENTIFIER = re.compile("[a-f0-9]{64}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A parsed reference: the full name with its registry, tag and digest."""

    name: str
    tag: str = ""
    digest: str = ""

    @property
    def familiar(self) -> str:
        """The name as people write it: Docker Hub left out."""
        for lead in ("docker.io/library/", "docker.io/"):
            if self.name.startswith(lead) and (lead != "docker.io/library/" or "/" not in self.name[len(lead) :]):
                return self.name[len(lead) :]
        return self.name


def parse(text: str) -> Reference | None:
    """A reference; None where it is not one (also for a bare 64-digit id)."""
    if _IDENTIFIER.fullmatch(text):
        return None
    domain, slash, rest = text.partition("/")
    if not slash or not (any(c in domain for c in ".:") or domain == "localhost" or domain.lower() != domain):
        domain, rest = "docker.io", text
    elif domain == "index.docker.io":
        domain = "docker.io"
    if domain == "docker.io" and "/" not in rest:
        rest = "library/" + rest
    found = _REFERENCE.fullmatch(f"{domain}/{rest}")
    return Reference(found[1], found[2] or "", found[3] or "") if found else None
