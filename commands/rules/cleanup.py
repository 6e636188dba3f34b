"""What deletes, kills or forces: what is gone afterwards, and the gentler way."""

from __future__ import annotations

from collections.abc import Iterator

from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import Rule


class PruneAll(Rule):
    """`--all` deletes every image that no container uses right now, also those you pull or build again for hours.

    bad:  docker system prune -a
    good: docker system prune
    """

    code, name = "DW801", "prune-all"
    applies_to, flags = ("system_prune", "image_prune", "builder_prune", "buildx_prune"), ("all",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.value("all"):
            return
        what = (
            "all build cache goes, and the next builds take longer"
            if "build" in parsed.key
            else "every image without a container goes, named ones too"
        )
        yield self.finding(f"{what}; `--filter until=24h` spares the new ones", parsed.uses_of("all")[-1].span)


class PruneVolumes(Rule):
    """Volumes hold data that nothing brings back.

    bad:  docker system prune --volumes
    bad:  docker volume prune --all
    good: docker volume ls --filter dangling=true
    """

    code, name = "DW802", "prune-volumes"
    applies_to = ("system_prune", "volume_prune")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.key == "system_prune" and parsed.value("volumes"):
            yield self.finding(
                "the data of nameless volumes that no container uses is gone for good", parsed.uses_of("volumes")[-1].span
            )
        elif parsed.key == "volume_prune" and parsed.value("all"):
            yield self.finding(
                "unused named volumes go too, with their data, for good; `docker volume ls -f dangling=true` lists them",
                parsed.uses_of("all")[-1].span,
            )


class PruneUnasked(Rule):
    """`--force` skips the question that shows what will be deleted.

    bad:  docker container prune -f
    good: docker container prune
    """

    code, name, severity = "DW803", "prune-unasked", Severity.INFO
    applies_to, flags = (
        ("container_prune", "image_prune", "network_prune", "volume_prune", "system_prune", "builder_prune"),
        ("force",),
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("force"):
            yield self.finding("nothing asks before it deletes", parsed.uses_of("force")[-1].span)


class ForceRemove(Rule):
    """`rm -f` kills a running container without letting it finish; `stop` first lets it save its work.

    bad:  docker rm -f web
    good: docker stop web
    """

    code, name = "DW804", "force-remove"
    applies_to, flags = ("container_rm",), ("force",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("force"):
            yield self.finding(
                "a container that runs is killed at once, without time to save its work; `docker stop` first is gentler",
                parsed.uses_of("force")[-1].span,
            )


class ForceRemoveImage(Rule):
    """`rmi -f` takes names away from images that are in use and leaves nameless ones behind.

    bad:  docker rmi -f nginx:1.26
    good: docker rmi nginx:1.26
    """

    code, name = "DW805", "force-remove-image"
    applies_to, flags = ("image_rm",), ("force",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("force"):
            yield self.finding(
                "it removes the name even where stopped containers use the image; without -f docker says what is in the way",
                parsed.uses_of("force")[-1].span,
            )


class EveryContainer(Rule):
    """`$(docker ps -aq)` names every container on the host, other people's too, and fails when there are none.

    bad:  docker rm $(docker ps -aq)
    good: docker container prune
    """

    code, name = "DW806", "every-container"
    applies_to = ("container_rm", "container_stop", "container_kill", "container_restart", "image_rm", "volume_rm")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words:
            if not word.substitutions:
                continue
            inner = " ".join(word.text.strip("$()`").split())
            plain = inner.startswith(
                ("docker ps", "docker container ls", "docker images", "docker image ls", "docker volume ls")
            ) and not any(mark in inner for mark in ("filter", "-f", "--last", "-n", "-l", "|", "grep"))
            if plain and "q" in inner:
                better = (
                    "docker container prune"
                    if parsed.key == "container_rm" and not parsed.value("force") and "a" in inner.split()[-1]
                    else None
                )
                yield self.finding(
                    "this is everything on the host, other people's work too; --filter narrows it", word.span, better
                )


class NotAWildcard(Rule):
    """docker has no wildcards and no word for all: `*` and `all` are looked up as names.

    bad:  docker stop all
    bad:  docker rm 'web*'
    good: docker stop $(docker ps -q)
    """

    code, name = "DW807", "not-a-wildcard"
    applies_to = (
        *(f"container_{verb}" for verb in ("rm", "stop", "start", "kill", "restart", "pause", "unpause", "logs")),
        "image_rm",
        "volume_rm",
        "network_rm",
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        verb = parsed.typed_path
        for word in parsed.arg_words:
            if word.text in {"all", "--all"} and len(parsed.arg_words) == 1:
                lists = {
                    "image_rm": "images -q",
                    "volume_rm": "volume ls -q",
                    "network_rm": "network ls -q",
                    "container_start": "ps -aq",
                    "container_rm": "ps -aq",
                }
                yield self.finding(
                    "docker looks for one that is called `all`",
                    word.span,
                    f"docker {verb} $(docker {lists.get(parsed.key, 'ps -q')})",
                )
            elif "*" in word.text and not word.substitutions:
                prefix = word.text.strip("*")
                better = (
                    f"docker {verb} $(docker ps -q --filter name={prefix})"
                    if parsed.key.startswith("container") and prefix
                    else None
                )
                yield self.finding("docker has no wildcards in names; a filter finds them", word.span, better)


class ComposeDownVolumes(Rule):
    """`down -v` deletes the application's volumes, that is its databases.

    bad:  docker compose down -v
    good: docker compose down
    """

    code, name = "DW808", "compose-down-volumes"
    applies_to, flags = ("compose_down", "compose_rm"), ("volumes",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("volumes"):
            what = (
                "the application's volumes go too, with their data, for good"
                if parsed.key == "compose_down"
                else "the containers' nameless volumes go too, with their data"
            )
            yield self.finding(what, parsed.uses_of("volumes")[-1].span)


class LastManagerLeaves(Rule):
    """When the last manager leaves, the swarm and all its services, secrets and configs are lost.

    bad:  docker swarm leave --force
    good: docker node demote node-1
    """

    code, name = "DW809", "manager-leaves"
    applies_to, flags = ("swarm_leave",), ("force",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("force"):
            yield self.finding(
                "a manager leaves all the same; with the last one the swarm, its services and secrets are lost",
                parsed.uses_of("force")[-1].span,
            )


class StopWithoutTime(Rule):
    """With a time of 0 a container is killed at once, as `kill` does.

    bad:  docker stop -t 0 web
    good: docker stop -t 10 web
    """

    code, name = "DW810", "stop-without-time"
    applies_to, flags = (
        ("container_stop", "container_restart", "compose_stop", "compose_down", "compose_restart"),
        ("timeout", "time"),
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long == "timeout" and use.value == "0":
                yield self.finding("0 seconds is a kill: the program cannot save its work", use.whole)


class KillInsteadOfStop(Rule):
    """`kill` gives no time to finish; `stop` asks first.

    bad:  docker kill web
    good: docker stop web
    """

    code, name, severity = "DW811", "kill-instead-of-stop", Severity.INFO
    applies_to = ("container_kill",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.given("signal") and parsed.arg_words:
            yield self.finding("it ends at once without saving; `docker stop` asks first", parsed.command_words[-1].span, "stop")


class RemoveUnasked(Rule):
    """A service or stack is deleted without a question, and its tasks end.

    bad:  docker stack rm shop
    good: docker stack ps shop
    """

    code, name, severity = "DW812", "removed-unasked", Severity.INFO
    applies_to = ("service_rm", "stack_rm")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.arg_words:
            yield self.finding("docker does not ask before it ends and deletes this", parsed.command_words[-1].span)


class RemoveVolumesToo(Rule):
    """`rm -v` also deletes the container's nameless volumes, where images keep their data by default.

    bad:  docker rm -v db
    good: docker rm db
    """

    code, name, severity = "DW813", "remove-volumes-too", Severity.INFO
    applies_to, flags = ("container_rm",), ("volumes",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("volumes"):
            yield self.finding("nameless volumes of the container go too, with their data", parsed.uses_of("volumes")[-1].span)
