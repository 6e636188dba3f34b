"""Words in the wrong place: the kind of object where a name belongs, a verb where a noun belongs."""

from __future__ import annotations

from collections.abc import Iterator

from commands.explaining.text import seconds_of
from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import Rule
from commands.spec.load import paths

_KINDS = {
    "container": "container", "containers": "container", "image": "image", "images": "image", "network": "network",
    "networks": "network", "volume": "volume", "volumes": "volume", "service": "service", "services": "service",
    "secret": "secret", "config": "config", "context": "context", "node": "node", "stack": "stack", "plugin": "plugin",
    "swarm": "swarm",
}  # fmt: skip
_VERBS = (
    "create",
    "rm",
    "start",
    "stop",
    "restart",
    "kill",
    "pause",
    "unpause",
    "inspect",
    "logs",
    "run",
    "attach",
    "top",
    "stats",
    "wait",
    "update",
    "diff",
    "export",
    "rename",
    "exec",
)


class KindAsName(Rule):
    """The kind of object stands before the verb: `docker create network x` makes a container of an image called network.

    bad:  docker create network backend
    bad:  docker rm volume data
    good: docker network create backend
    """

    code, name = "DW851", "wrong-order"
    applies_to = (*(f"container_{verb}" for verb in _VERBS), "inspect", "image_rm", "image_pull", "image_push")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words
        if len(words) < 2 or len(parsed.command_words) != 1 or words[0].text not in _KINDS or words[1].text.startswith("-"):
            return
        if parsed.key in {"container_exec", "container_rename"}:
            return
        verb = parsed.typed_path
        kind = _KINDS[words[0].text]
        rest = parsed.text[words[1].start : words[-1].end]
        better = f"{kind} {verb}" if verb != "rmi" else f"{kind} rm"
        if better in paths() or verb == "inspect":
            better = f"docker {better} {rest}"
        elif kind in {"container", "image"}:
            better = f"docker {verb} {rest}"
        else:
            return
        what = (
            "an image"
            if parsed.key in {"container_create", "container_run", "image_rm", "image_pull", "image_push"}
            else "an object"
            if verb == "inspect"
            else "a container"
        )
        yield self.finding(
            f"{words[0].text!r} is taken for the name of {what}; the kind stands before the verb",
            (parsed.command_words[0].start, words[0].end),
            better,
        )


class VerbAsName(Rule):
    """`docker images ls` looks for images that are called ls; `images` is the whole command.

    bad:  docker images ls
    good: docker image ls
    """

    code, name = "DW852", "verb-as-name"
    applies_to = ("image_ls", "container_logs", "search", "container_stats", "container_top", "container_attach")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            if (
                len(parsed.arg_words) == 1
                and word.text in {"ls", "list", "ps", "rm", "prune", "pull", "show", "all"}
                and len(parsed.command_words) == 1
            ):
                better = (
                    "docker images"
                    if word.text in {"ls", "list", "show"}
                    else "docker images -a"
                    if word.text == "all"
                    else f"docker image {word.text}"
                )
                yield self.finding(
                    f"{word.text!r} is taken for a name to look for", word.span, better if parsed.key == "image_ls" else None
                )


class DockerTwice(Rule):
    """A second `docker` is taken for a name.

    bad:  docker start docker web
    good: docker start web
    """

    code, name = "DW853", "docker-twice"
    applies_to = tuple(f"container_{verb}" for verb in ("start", "stop", "restart", "rm", "kill", "logs", "pause", "unpause"))

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[:1]:
            if word.text == "docker" and len(parsed.arg_words) > 1:
                yield self.finding("'docker' is taken for the name of a container", word.span, "")


class LastZero(Rule):
    """`--last 0` limits nothing: it is the usual list of running containers.

    bad:  docker ps --last 0
    good: docker ps --all --last 5
    """

    code, name, severity = "DW854", "last-zero", Severity.INFO
    applies_to, flags = ("container_ls",), ("last",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("last"):
            if use.value.lstrip("+-").strip("0") == "":
                yield self.finding("0 is no limit: the running containers are shown, as without it", use.whole)


class QuietWithFormat(Rule):
    """`--quiet` and `--format` both say what is printed, so one of them is for nothing.

    bad:  docker images -q --format '{{.Repository}}'
    good: docker images --format '{{.Repository}}'
    """

    code, name, severity = "DW855", "quiet-with-format", Severity.INFO
    flags = ("quiet",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if (
            parsed.given("format")
            and parsed.value("quiet")
            and parsed.spec is not None
            and parsed.path.rpartition(" ")[2] in {"ls", "ps", "services"}
        ):
            yield self.finding(
                "--quiet and --format are given together; only one of them decides what is printed",
                parsed.uses_of("quiet")[-1].span,
            )


class FollowWithUntil(Rule):
    """Following goes on for ever, and an end in the past is behind it already.

    bad:  docker logs -f --until 10m web
    good: docker logs --until 10m web
    """

    code, name, severity = "DW856", "follow-with-until", Severity.INFO
    applies_to, flags = ("container_logs",), ("follow",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("follow") and (seconds_of(str(parsed.value("until") or "")) or 0) > 0:
            yield self.finding("nothing new is older than that; leave --follow away", parsed.uses_of("follow")[-1].span)
