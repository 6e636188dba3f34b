"""Image names: what is pinned, what is pushed where, what a build leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.explaining.images import split_reference
from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import RUN, Rule

_ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")


def names_an_image(text: str) -> bool:
    """False for ids, placeholders such as IMAGE, and what a shell would fill in."""
    return bool(text) and not _ID.fullmatch(text) and not text.isupper() and not any(char in text for char in "$`<>{}*")


class UnpinnedLatest(Rule):
    """Without a tag an image is `latest`, which is another one tomorrow; name the version you mean.

    bad:  docker run -d nginx
    good: docker run -d nginx:1.27
    """

    code, name, severity = "DW101", "unpinned-latest", Severity.INFO
    applies_to = (*RUN, "service_create", "image_pull")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.arg_words or parsed.value("all-tags"):
            return
        word = parsed.arg_words[0]
        if not names_an_image(word.text):
            return
        _, repository, tag, digest = split_reference(word.text)
        if not digest and tag in {"", "latest"} and repository:
            yield self.finding(f"{word.text} is whatever `latest` is today; name a version, such as {repository}:1.2.3", word.span)


class TagBesideDigest(Rule):
    """With a digest the tag is not looked at, so it may say something untrue.

    bad:  docker pull nginx:1.27@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    good: docker pull nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    """

    code, name, severity = "DW102", "tag-beside-digest", Severity.INFO
    applies_to = (*RUN, "service_create", "image_pull")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            *_, tag, digest = split_reference(word.text)
            if tag and digest:
                yield self.finding(
                    f"the digest decides; the tag {tag} is not looked at", word.span, word.text.replace(f":{tag}@", "@")
                )


class NamelessBuild(Rule):
    """A build without `--tag` gives an image without a name, which only its id finds again.

    bad:  docker build .
    good: docker build -t app:1.4 .
    """

    code, name, severity = "DW103", "nameless-build", Severity.INFO
    applies_to = ("image_build", "buildx_build")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.arg_words and not any(parsed.given(long) for long in ("tag", "output", "iidfile", "check", "call", "quiet")):
            yield self.finding(
                "the image will have no name; add `-t NAME:TAG`",
                parsed.command_words[-1].span,
                f"{parsed.command_words[-1].text} -t NAME:TAG",
            )


class WholeDiskAsContext(Rule):
    """The build context is read by the builder, so `/` or the home folder makes it read everything there.

    bad:  docker build -t app:1 /
    good: docker build -t app:1 ./app
    """

    code, name = "DW104", "huge-build-context"
    applies_to = ("image_build", "buildx_build")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            if word.text in {"/", "~", "~/", "$HOME", "/home", "/root"}:
                yield self.finding(f"the build context is all of {word.text}; give the folder of the project", word.span)


class PushToOfficial(Rule):
    """A name without a slash belongs to Docker Hub's official images, where nobody else may push.

    bad:  docker push app:1.4
    good: docker push myname/app:1.4
    """

    code, name = "DW105", "push-without-account"
    applies_to = ("image_push",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            registry, repository, *_ = split_reference(word.text)
            if names_an_image(word.text) and not registry and "/" not in repository:
                message = f"{word.text} would go to Docker Hub's official images, which refuse it; tag it with your account first"
                yield self.finding(message, word.span, f"ACCOUNT/{word.text}")


class HubPageAsImage(Rule):
    """The address of a page on Docker Hub is no image name.

    bad:  docker pull hub.docker.com/r/grafana/grafana
    good: docker pull grafana/grafana:11.1.0
    """

    code, name = "DW106", "hub-page-as-image"
    applies_to = (*RUN, "image_pull", "service_create")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            if word.text.startswith("hub.docker.com/"):
                bare = re.sub(r"^hub\.docker\.com/(?:r/|_/|layers/|u/)?", "", word.text)
                yield self.finding("this is a page for people, not a registry; the image's name is what follows", word.span, bare)


class ArchiveToTerminal(Rule):
    """`save` and `export` write a tar archive to standard output and refuse to fill a terminal with it.

    bad:  docker save nginx:1.27
    good: docker save -o nginx.tar nginx:1.27
    good: docker save nginx:1.27 | gzip > nginx.tar.gz
    """

    code, name, severity = "DW107", "archive-to-terminal", Severity.INFO
    applies_to = ("image_save", "container_export")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        after = parsed.text[parsed.words[-1].end :].lstrip()
        if not parsed.given("output") and parsed.arg_words and not after.startswith(("|", ">")):
            yield self.finding(
                "the archive goes to standard output; name a file",
                parsed.command_words[-1].span,
                f"{parsed.command_words[-1].text} -o FILE.tar",
            )


class LoadFromTerminal(Rule):
    """`load` reads standard input, and from a terminal nothing comes.

    bad:  docker load
    good: docker load -i images.tar
    good: docker load < images.tar
    """

    code, name, severity = "DW108", "load-from-terminal", Severity.INFO
    applies_to = ("image_load",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        start, after = parsed.words[0].start, parsed.text[parsed.words[-1].end :].lstrip()
        piped = parsed.text[:start].rstrip().removesuffix("sudo").rstrip().endswith("|")
        if not parsed.given("input") and not piped and not after.startswith("<"):
            yield self.finding(
                "it waits for an archive on standard input; name the file",
                parsed.command_words[-1].span,
                f"{parsed.command_words[-1].text} -i FILE.tar",
            )


class PullEverything(Rule):
    """`--all-tags` downloads every version of an image, often hundreds of gigabytes.

    bad:  docker pull --all-tags ubuntu
    good: docker pull ubuntu:24.04
    """

    code, name = "DW109", "pull-all-tags"
    applies_to, flags = ("image_pull",), ("all-tags",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("all-tags"):
            yield self.finding("every tag of the repository is downloaded, which may be very much", use.span)


class CommitInsteadOfBuild(Rule):
    """Nobody can repeat an image that was made by `commit`; a Dockerfile says how it came about.

    bad:  docker commit web web:patched
    good: docker build -t web:1.4 .
    """

    code, name, severity = "DW110", "commit-instead-of-build", Severity.INFO
    applies_to = ("container_commit",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.arg_words:
            yield self.finding(
                "how this image came about stays unknown; for anything lasting write a Dockerfile", parsed.command_words[-1].span
            )


class TagAsCommand(Rule):
    """A version after a blank is taken for the container's command; a tag follows a colon.

    bad:  docker run postgres 16
    good: docker run postgres:16
    """

    code, name = "DW111", "tag-as-command"
    applies_to = RUN

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if len(parsed.arg_words) != 2:
            return
        image, tag = parsed.arg_words
        if re.fullmatch(r"latest|v?\d+(\.\d+)*(-[\w.]+)?", tag.text) and ":" not in image.text:
            message = f"{tag.text!r} is taken for the command to run; the tag is written {image.text}:{tag.text}"
            yield self.finding(message, (image.start, tag.end), f"{image.text}:{tag.text}")


class ImageWhereContainer(Rule):
    """A name with a colon or a slash is an image's, and this command wants a container.

    bad:  docker rm nginx:1.27
    good: docker rmi nginx:1.27
    """

    code, name = "DW112", "image-where-container"
    applies_to = tuple(
        f"container_{verb}"
        for verb in (
            "rm",
            "stop",
            "start",
            "restart",
            "kill",
            "logs",
            "pause",
            "unpause",
            "exec",
            "attach",
            "stats",
            "top",
            "port",
            "wait",
            "update",
            "rename",
            "diff",
            "inspect",
        )
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        many = parsed.spec is not None and parsed.spec.args_max is None and parsed.key not in {"container_exec", "container_top"}
        for word in parsed.arg_words if many else parsed.arg_words[:1]:
            if re.fullmatch(r"[a-z0-9][\w./-]*[:/][\w.:/-]+", word.text) and not word.text.startswith("/"):
                better = {
                    "container_rm": f"docker rmi {word.text}",
                    "container_inspect": f"docker image inspect {word.text}",
                    "container_start": f"docker run {word.text}",
                }
                yield self.finding(
                    f"{word.text} is the name of an image; a container's name has no colon or slash",
                    word.span,
                    better.get(parsed.key),
                )


class RestoredByWrongCommand(Rule):
    """`import` makes one bare layer of an archive; one that `save` wrote is read by `load`.

    bad:  docker import images.tar
    good: docker load -i images.tar
    """

    code, name, severity = "DW113", "import-without-name", Severity.INFO
    applies_to = ("image_import",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if len(parsed.arg_words) == 1:
            word = parsed.arg_words[0]
            message = "the new image has no name; and an archive written by `docker save` is read by `docker load`, not by import"
            yield self.finding(message, word.span, f"docker load -i {word.text}" if word.text != "-" else None)
