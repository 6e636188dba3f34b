"""Names of images as requests hold them: split, with everything said, and as docker shows them."""

from __future__ import annotations


def split_reference(name: str) -> tuple[str, str, str]:
    """`host:5000/a/b:1@sha256:…` → (`host:5000/a/b`, `1`, `sha256:…`)."""
    rest, _, digest = name.partition("@")
    head, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        return rest, "", digest
    return head, tag, digest


def familiar_name(name: str) -> str:
    """The name as docker shows it: without `docker.io/library/`."""
    for lead in ("docker.io/library/", "index.docker.io/library/", "docker.io/", "index.docker.io/"):
        if name.startswith(lead):
            return name.removeprefix(lead)
    return name.removeprefix("library/") if name.startswith("library/") and name.count("/") == 1 else name


def full_name(name: str) -> str:
    """The name with everything said: `docker.io/library/alpine`."""
    familiar = familiar_name(name)
    first, slash, _ = familiar.partition("/")
    if not slash:
        return f"docker.io/library/{familiar}"
    if any(mark in first for mark in ".:") or first == "localhost":
        return familiar
    return f"docker.io/{familiar}"
