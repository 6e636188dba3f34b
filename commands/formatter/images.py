"""Rows and columns of `docker images`.

Mirrors docker/cli cli/command/formatter/image.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context
from commands.formatter.references import parse

TYPE = "formatter.imageContext"
_AGE = "{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}"
TABLE = f"table {{{{.Repository}}}}\t{{{{.Tag}}}}\t{{{{.ID}}}}\t{_AGE}\t{{{{.Size}}}}"
TABLE_WITH_DIGEST = f"table {{{{.Repository}}}}\t{{{{.Tag}}}}\t{{{{.Digest}}}}\t{{{{.ID}}}}\t{_AGE}\t{{{{.Size}}}}"
RAW = "repository: {{ .Repository }}\ntag: {{.Tag}}\nimage_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n"
HEADERS = {
    "ID": "IMAGE ID",
    "Repository": "REPOSITORY",
    "Tag": "TAG",
    "Digest": "DIGEST",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "Size": "SIZE",
    "Containers": "CONTAINERS",
    "VirtualSize": "SIZE",
    "SharedSize": "SHARED SIZE",
    "UniqueSize": "UNIQUE SIZE",
}
_NONE = "<none>"
_NO_DATE = -62135596800


def format_of(source: str, quiet: bool, digest: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE_WITH_DIGEST if digest else TABLE
    if source == "raw":
        if quiet:
            return "image_id: {{.ID}}"
        return RAW.replace("image_id", "digest: {{.Digest}}\nimage_id") if digest else RAW
    if source.startswith("table") and digest and "{{.Digest}}" not in source:
        return source + "\t{{.Digest}}"
    return source


def rows(images: list[dict[str, Any]], form: str, trunc: bool, digest: bool, now: float) -> Iterator[Value]:
    """One row for each tag of each image, and for each digest where digests are shown."""
    with_digests = digest or "{{.Digest}}" in form
    for image in images:
        for repository, tag, shown in names(image, with_digests, digest):
            yield row(image, repository, tag, shown, trunc, now)


def names(image: dict[str, Any], with_digests: bool, digest_rows: bool) -> Iterator[tuple[str, str, str]]:
    """(repository, tag, digest) of each row of one image."""
    tags, digests = image.get("RepoTags") or [], image.get("RepoDigests") or []
    if (not tags and not digests) or (tags == [f"{_NONE}:{_NONE}"] and digests == [f"{_NONE}@{_NONE}"]):
        yield _NONE, _NONE, _NONE
        return
    by_tag: dict[str, list[str]] = {}
    by_digest: dict[str, list[str]] = {}
    for text in tags:
        found = parse(text)
        if found and found.tag:
            by_tag.setdefault(found.familiar, []).append(found.tag)
    for text in digests:
        found = parse(text)
        if found and found.digest:
            by_digest.setdefault(found.familiar, []).append(found.digest)
    for repository, its_tags in by_tag.items():
        known = by_digest.pop(repository, []) if with_digests else by_digest.pop(repository, [])[:0]
        for tag in its_tags:
            for shown in known or [_NONE]:
                yield repository, tag, shown
    for repository, known in by_digest.items():
        if digest_rows:
            for shown in known:
                yield repository, _NONE, shown
        else:
            yield repository, _NONE, ""


def row(image: dict[str, Any], repository: str, tag: str, digest: str, trunc: bool, now: float) -> Value:
    """One row."""
    created = image.get("Created") or 0
    size, shared = image.get("Size") or 0, image.get("SharedSize", 0)
    known = -1 not in (image.get("Size", 0), shared)
    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(image["Id"]) if trunc else image["Id"],
            "Repository": lambda: repository,
            "Tag": lambda: tag,
            "Digest": lambda: digest,
            "CreatedSince": lambda: since(created, now),
            "CreatedAt": lambda: units.date(created),
            "Size": lambda: units.human_size(float(size), 3),
            "Containers": lambda: "N/A" if image.get("Containers", 0) == -1 else str(image.get("Containers", 0)),
            "VirtualSize": lambda: units.human_size(float(size)),
            "SharedSize": lambda: "N/A" if shared == -1 else units.human_size(float(shared)),
            "UniqueSize": lambda: units.human_size(float(size - shared)) if known else "N/A",
        },
        lambda: {"trunc": trunc, "i": image, "repo": repository, "tag": tag, "digest": digest},
    )


def since(created: int, now: float) -> str:
    """`3 weeks ago`; "" for Go's zero time, which the table shows as N/A."""
    return units.ago(created, now) if created != _NO_DATE else ""
