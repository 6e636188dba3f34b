"""Old spellings, things only some versions have, and other programs' words."""

from __future__ import annotations

from collections.abc import Iterator

from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import Rule


class DeprecatedFlag(Rule):
    """An old spelling still works, with a warning or until the next release.

    bad:  docker stop --time 5 web
    bad:  docker run -d --net backend nginx:1.27
    good: docker stop --timeout 5 web
    """

    code, name = "DW901", "deprecated-flag"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            flag = use.flag
            if flag.alias_of and (flag.hidden or flag.deprecated):
                yield self.finding(f"{use.spelling} is an old spelling of --{flag.alias_of}", use.span, f"--{flag.alias_of}")
            elif flag.deprecated:
                yield self.finding(f"{use.spelling} is deprecated", use.span)


class DeprecatedInNext(Rule):
    """What docker 28 takes silently is deprecated from docker 29 on.

    bad:  docker pull --disable-content-trust alpine:3.20
    good: docker pull alpine:3.20
    """

    code, name, severity = "DW902", "deprecated-from-29", Severity.INFO

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            newer = use.flag.facts.get("newer")
            if newer and newer.get("deprecated") and not use.flag.deprecated:
                since = use.flag.facts.get("deprecated_since", "29.0.0").rpartition(".")[0]
                yield self.finding(f"{use.spelling} is deprecated from docker {since} on", use.whole)


class DeprecatedCommand(Rule):
    """Some commands are on their way out, or have no effect any more.

    bad:  docker buildx install
    good: docker buildx ls
    """

    code, name = "DW903", "deprecated-command"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.spec is not None and (
            parsed.spec.deprecated
            or (parsed.spec.path.startswith("trust") and parsed.spec.facts.get("newer", {}).get("deprecated"))
        ):
            yield self.finding(f"docker {parsed.path} is deprecated", parsed.command_words[-1].span)


class GoneInNext(Rule):
    """docker 29 leaves some commands to plugins that are installed apart.

    bad:  docker trust inspect team/app
    good: docker image inspect team/app:1
    """

    code, name, severity = "DW904", "gone-in-29", Severity.INFO

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.spec is not None and parsed.spec.facts.get("removed_in"):
            moved = parsed.spec.facts.get("moved_to")
            where = f"; it moved to {moved}" if moved else ""
            yield self.finding(
                f"docker {parsed.path} is gone from docker {parsed.spec.facts['removed_in']} on{where}",
                parsed.command_words[0].span,
            )


class OldBuilderFlag(Rule):
    """BuildKit, the builder of every docker since 23, ignores what limited the old builder.

    bad:  docker build -t app:1 --memory 1g .
    good: docker build -t app:1 .
    """

    code, name, severity = "DW905", "old-builder-flag", Severity.INFO
    applies_to = ("image_build", "buildx_build")
    _old = frozenset(
        {
            "memory",
            "memory-swap",
            "cpu-period",
            "cpu-quota",
            "cpu-shares",
            "cpuset-cpus",
            "cpuset-mems",
            "compress",
            "force-rm",
            "rm",
            "squash",
            "isolation",
            "security-opt",
        }
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in self._old:
                yield self.finding(f"{use.spelling} means something to the old builder only; BuildKit ignores it", use.whole)


class BuildxFlag(Rule):
    """Some flags of `docker build` exist only with the buildx plugin.

    bad:  docker build -t app:1 --push .
    good: docker buildx build -t app:1 --push .
    """

    code, name, severity = "DW906", "needs-buildx", Severity.INFO
    applies_to = ("image_build",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        found = [use for use in parsed.uses if use.flag.component == "buildx"]
        if found:
            names = ", ".join(dict.fromkeys(use.spelling for use in found))
            yield self.finding(f"{names} {'needs' if len(found) == 1 else 'need'} the buildx plugin", found[0].span)


class NeedsNewerApi(Rule):
    """A flag newer than docker 20.10 is refused by daemons that do not know it yet.

    bad:  docker run -d --health-cmd true --health-start-interval 2s nginx:1.27
    good: docker run -d --health-cmd true --health-interval 30s nginx:1.27
    """

    code, name, severity = "DW907", "needs-newer-api", Severity.INFO

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.flag.min_api and _version(use.flag.min_api) > (1, 41):
                yield self.finding(
                    f"{use.spelling} needs a daemon with API {use.flag.min_api} or later (`docker version` shows it)", use.span
                )


def _version(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)


def newer_than(parsed: ParsedCommand, api: str) -> list[Finding]:
    """Findings for what a daemon of that API version does not know, in docker's words; `api` is like `1.41`."""
    out: list[Finding] = []
    have = _version(api)
    for use in parsed.uses:
        if use.flag.min_api and _version(use.flag.min_api) > have:
            message = f'"--{use.flag.long}" requires API version {use.flag.min_api}, but the Docker daemon API version is {api}'
            out.append(Finding("newer-than-host", Severity.ERROR, message, use.whole))
    if parsed.spec is not None and parsed.spec.min_api and _version(parsed.spec.min_api) > have:
        message = f"docker {parsed.path} requires API version {parsed.spec.min_api}, but the Docker daemon API version is {api}"
        out.insert(0, Finding("newer-than-host", Severity.ERROR, message, parsed.command_words[-1].span))
    return out


class Experimental(Rule):
    """Checkpoints work only on a daemon with experimental features, and with CRIU on the host.

    bad:  docker checkpoint create web snap1
    good: docker pause web
    """

    code, name, severity = "DW908", "experimental", Severity.INFO
    applies_to = ("checkpoint_create", "checkpoint_ls", "checkpoint_rm")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        yield self.finding("this works only on a daemon with experimental features and CRIU", parsed.command_words[0].span)


class StartWithCheckpoint(Rule):
    """Starting from a checkpoint works only on a daemon with experimental features.

    bad:  docker start --checkpoint snap1 web
    good: docker start web
    """

    code, name, severity = "DW909", "experimental-flag", Severity.INFO
    applies_to, flags = ("container_start",), ("checkpoint", "checkpoint-dir")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in self.flags:
                yield self.finding(f"{use.spelling} works only on a daemon with experimental features and CRIU", use.whole)


class ComposeVersionOne(Rule):
    """`docker-compose` is Compose version 1, which ended in 2023; version 2 is part of docker.

    bad:  docker-compose up -d
    good: docker compose up -d
    """

    code, name = "DW910", "compose-v1"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        first = parsed.words[0]
        if first.raw == "docker-compose":
            yield self.finding("Compose version 1 has ended; write it as two words", first.span, "docker compose")


class OtherProgram(Rule):
    """Podman and nerdctl take most of docker's words, but they talk to other engines.

    bad:  podman ps -a
    good: docker ps -a
    """

    code, name = "DW911", "other-program"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        first = parsed.words[0]
        if first.raw in {"podman", "nerdctl"}:
            yield self.finding(
                f"{first.raw} is not docker; this is read as the docker command of the same words", first.span, "docker"
            )
