"""Image references: `[DOMAIN/]PATH[:TAG][@DIGEST]`.

Mirrors distribution/reference (Parse, ParseNormalizedNamed, ParseAnyReference, TagNameOnly).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ALNUM = r"[a-z0-9]+"
_PART = rf"{_ALNUM}(?:(?:[._]|__|[-]+){_ALNUM})*"
_DOMAIN_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_DOMAIN_PART}(?:\.{_DOMAIN_PART})*|\[(?:[a-fA-F0-9:]+)\])(?::[0-9]+)?"
_TAG = r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9a-fA-F]{32,}"
_REFERENCE = re.compile(rf"((?:{_DOMAIN}/)?{_PART}(?:/{_PART})*)(?::({_TAG}))?(?:@({_DIGEST}))?\Z")
_NAME = re.compile(rf"(?:({_DOMAIN})/)?({_PART}(?:/{_PART})*)\Z")
_IDENTIFIER = re.compile(r"[a-f0-9]{64}\Z")
_DIGEST_WHOLE = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+\Z")
_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_LONGEST_NAME = 255

DEFAULT_DOMAIN = "docker.io"
OFFICIAL = "library/"


@dataclass(frozen=True, slots=True)
class ImageReference:
    """A normalised reference: `nginx` is `docker.io/library/nginx`."""

    domain: str
    path: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> ImageReference:
        """Read a reference; ValueError with docker's text."""
        return _normalised(text)

    @property
    def name(self) -> str:
        """Domain and path: `docker.io/library/nginx`."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def familiar_name(self) -> str:
        """The name as people write it: without docker.io and library."""
        if self.domain != DEFAULT_DOMAIN:
            return self.name
        rest = self.path.removeprefix(OFFICIAL)
        return rest if "/" not in rest else self.path

    @property
    def name_only(self) -> bool:
        """True without tag and digest."""
        return not (self.tag or self.digest)

    def tagged(self) -> ImageReference:
        """With `latest` where neither tag nor digest is given."""
        return ImageReference(self.domain, self.path, "latest") if self.name_only else self

    def __str__(self) -> str:
        tail = (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")
        return self.familiar_name + tail


def _split_domain(text: str) -> tuple[str, str]:
    domain, slash, rest = text.partition("/")
    if not slash or ("." not in domain and ":" not in domain and domain != "localhost" and domain.lower() == domain):
        domain, rest = DEFAULT_DOMAIN, text
    if domain == "index.docker.io":
        domain = DEFAULT_DOMAIN
    if domain == DEFAULT_DOMAIN and "/" not in rest:
        rest = OFFICIAL + rest
    return domain, rest


def _parse(text: str) -> tuple[str, str, str]:
    """Name, tag and digest of a whole reference; ValueError with docker's text."""
    found = _REFERENCE.match(text)
    if found is None:
        if not text:
            raise ValueError("repository name must have at least one component")
        if _REFERENCE.match(text.lower()):
            raise ValueError("repository name must be lowercase")
        raise ValueError("invalid reference format")
    name, tag, digest = found[1], found[2] or "", found[3] or ""
    repository = _NAME.match(name)
    path = repository[2] if repository else name
    if len(path) > _LONGEST_NAME:
        raise ValueError(f"repository name must not be more than {_LONGEST_NAME} characters")
    if digest:
        _check_digest(digest)
    return name, tag, digest


def _check_digest(digest: str) -> None:
    if not _DIGEST_WHOLE.match(digest):
        raise ValueError("invalid checksum digest format")
    algorithm, _, encoded = digest.partition(":")
    if algorithm not in _LENGTHS:
        raise ValueError("unsupported digest algorithm")
    if len(encoded) != _LENGTHS[algorithm]:
        raise ValueError("invalid checksum digest length")
    if not re.fullmatch(r"[a-f0-9]+", encoded):
        raise ValueError("invalid checksum digest format")


@lru_cache(maxsize=512)
def _normalised(text: str) -> ImageReference:
    if _IDENTIFIER.match(text):
        raise ValueError(f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    domain, rest = _split_domain(text)
    before_tag = rest.partition(":")[0]
    if before_tag.lower() != before_tag:
        raise ValueError(f"invalid reference format: repository name ({before_tag}) must be lowercase")
    name, tag, digest = _parse(f"{domain}/{rest}")
    parsed = _NAME.match(name)
    if parsed is None:
        raise ValueError("invalid reference format")
    return ImageReference(parsed[1] or "", parsed[2], tag, digest)


def any_reference(text: str) -> ImageReference | str:
    """A reference, or a bare id or digest as text; ValueError with docker's text."""
    if _IDENTIFIER.match(text):
        return f"sha256:{text}"
    try:
        _check_digest(text)
    except ValueError:
        return _normalised(text)
    return text


def build_tag(text: str) -> str:
    """`--tag NAME[:TAG]` of the old builder: any reference; ValueError with docker's text."""
    any_reference_or_empty(text)
    return text


def any_reference_or_empty(text: str) -> None:
    """Check what `build -t` takes."""
    _normalised(text)
