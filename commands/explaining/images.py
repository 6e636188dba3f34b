"""Image names: registry, repository, tag, digest, and what is assumed where they are left out."""

from __future__ import annotations

import re

from commands.explaining.text import shown

_ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")
_HUB = {"docker.io", "index.docker.io", "registry-1.docker.io"}


def split_reference(text: str) -> tuple[str, str, str, str]:
    """`registry/repository:tag@digest` in its four pieces, "" for each that is absent."""
    name, _, digest = text.partition("@")
    first, slash, rest = name.partition("/")
    registry = ""
    if slash and ("." in first or ":" in first or first == "localhost"):
        registry, name = first, rest
    head, colon, tag = name.rpartition(":")
    return (registry, head, tag, digest) if colon and "/" not in tag else (registry, name, "", digest)


def registry_of(text: str) -> str:
    """Where an image is pulled from: `Docker Hub`, or the registry's own name."""
    registry = split_reference(text)[0]
    return registry if registry and registry not in _HUB else "Docker Hub"


def used(text: str, lead: str) -> str:
    """An image that is run: it is pulled when it is not there."""
    said = image(text, lead, origin=False)
    if _ID.fullmatch(text) or "$" in text or "`" in text:
        return said
    return f"{said.rstrip('.')}; when it is not on the host it is pulled from {registry_of(text)}."


def _home(registry: str, repository: str) -> str:
    if registry and registry not in _HUB:
        return f"from the registry {registry}"
    if "/" in repository and not repository.startswith("library/"):
        return f"of the account {repository.partition('/')[0]} on Docker Hub"
    return "from Docker Hub's official images"


def image(text: str, lead: str = "The image", origin: bool = True) -> str:
    """`nginx:1.27` → `The image nginx, tag 1.27, from Docker Hub's official images.`"""
    if _ID.fullmatch(text):
        return f"{lead} whose id begins with {text.removeprefix('sha256:')[:12]}."
    if "$" in text or "`" in text:
        return f"{lead} whose name your shell makes from {shown(text)}."
    registry, repository, tag, digest = split_reference(text)
    place = f", {_home(registry, repository)}" if origin else ""
    if digest.startswith("sha256:"):
        pinned = f"exactly the content with the digest {digest[:19]}…"
        return f"{lead} {repository}{place}: {pinned}{'; the tag ' + tag + ' is not looked at' if tag else ''}."
    version = f", tag {tag}" if tag else ", tag latest because none is given"
    return f"{lead} {repository}{version}{place}."


def tagged(value: str, path: str) -> str:
    """`build --tag`, the target of `tag`."""
    registry, repository, tag, _ = split_reference(value)
    where = (
        f"; a push goes to {registry}"
        if registry and registry not in _HUB
        else "; a push goes to Docker Hub"
        if "/" in repository
        else ""
    )
    return f"The new image is called {shown(repository)} with the tag {tag or 'latest, because none is given'}{where}."


def dockerfile(value: str, path: str) -> str:
    """`build --file`."""
    return "The Dockerfile is read from standard input." if value == "-" else f"The build follows the file {shown(value)}."


def _cache(value: str) -> str:
    if "=" not in value:
        return f"the image {shown(value)}"
    keys = dict(item.partition("=")[::2] for item in value.split(","))
    place = keys.get("ref") or keys.get("src") or keys.get("dest") or ""
    kinds = {
        "registry": f"the cache {shown(place)} in a registry",
        "local": f"the folder {shown(place)}",
        "gha": "the cache of GitHub Actions",
        "inline": "the image itself",
        "s3": "an S3 bucket",
        "azblob": "an Azure blob",
    }
    return kinds.get(keys.get("type", "registry" if place else ""), f"the cache {shown(value)}")


def cache_from(value: str, path: str) -> str:
    """`build --cache-from`."""
    return f"Build steps may be taken from {_cache(value)} instead of being done again."


def cache_to(value: str, path: str) -> str:
    """`build --cache-to`."""
    return f"Build steps are saved in {_cache(value)} for later builds."


def output(value: str, path: str) -> str:
    """`build --output`."""
    if "=" not in value:
        return (
            "The result is written to standard output as a tar archive."
            if value == "-"
            else f"The resulting files are written to the folder {shown(value)}."
        )
    keys = dict(item.partition("=")[::2] for item in value.split(","))
    kind, place = keys.get("type", ""), shown(keys.get("dest", "standard output"))
    called = f" as {shown(keys['name'])}" if "name" in keys else ""
    sentences = {
        "local": f"The resulting files are written to the folder {place}.",
        "tar": f"The resulting files are written as a tar archive to {place}.",
        "oci": f"The image is written as an OCI archive to {place}.",
        "docker": f"The image is written as `docker load` reads it, to {place}."
        if "dest" in keys
        else "The image is put among the daemon's images.",
        "image": f"The image is made{called}{' and pushed' if keys.get('push') == 'true' else ''}.",
        "registry": f"The image is pushed{called}.",
        "cacheonly": "Only the cache is filled.",
    }
    return sentences.get(kind, f"The result comes out as {shown(value)}.")


def build_secret(value: str, path: str) -> str:
    """`build --secret id=…,src=…`."""
    keys = dict(item.partition("=")[::2] for item in value.split(","))
    name = keys.get("id", "?")
    source = keys.get("src", keys.get("source", ""))
    if source:
        origin = f"the file {shown(source)} on your machine"
    else:
        origin = (
            f"your environment variable {shown(keys.get('env', name))}"
            if "env" in keys or keys.get("type") == "env"
            else f"the file or variable {shown(name)}"
        )
    return f"RUN steps can read the secret {shown(name)} from {origin}; it does not stay in the image."


def context(value: str) -> str:
    """The argument of `build`: PATH, URL or -."""
    if value == "-":
        return "The build context or Dockerfile comes from standard input."
    if value == ".":
        return "The build context is the folder you are in: what COPY and ADD can read."
    if value.startswith(("http://", "https://", "git://", "git@", "github.com/", "ssh://")):
        kind = "repository" if ".git" in value or value.startswith(("git", "ssh")) else "address"
        return f"The build context is fetched from the {kind} {shown(value)}."
    return f"The build context is the folder {shown(value)}: what COPY and ADD can read."
