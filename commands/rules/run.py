"""How containers are started, kept running and given a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import RUN, SLACK, Rule

SHELLS = frozenset({"sh", "bash", "ash", "zsh", "fish", "/bin/sh", "/bin/bash", "/bin/ash", "/bin/zsh", "powershell", "pwsh"})
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")


class RestartWithoutDetach(Rule):
    """A restart policy is for containers in the background; in the foreground your terminal is lost at the first restart.

    bad:  docker run --restart always nginx:1.27
    good: docker run -d --restart always nginx:1.27
    """

    code, name = "DW201", "restart-without-detach"
    applies_to, flags = ("container_run",), ("restart",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        use = parsed.uses_of("restart")[-1]
        if use.value not in {"no", ""} and not parsed.value("detach") and not parsed.given("rm"):
            yield self.finding(
                "it runs in the foreground, and your terminal is detached at the first restart; add -d",
                use.whole,
                f"-d {parsed.text[slice(*use.whole)]}",
            )


class RetriesWithoutOnFailure(Rule):
    """Only `on-failure` counts its attempts; the daemon refuses a number after the other policies.

    bad:  docker run -d --restart always:3 nginx:1.27
    good: docker run -d --restart on-failure:3 nginx:1.27
    """

    code, name = "DW202", "retries-without-on-failure"
    applies_to, flags = (*RUN, "container_update"), ("restart",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("restart"):
            policy, colon, tries = use.value.partition(":")
            if colon and tries not in {"", "0"} and policy in {"always", "unless-stopped", "no"}:
                yield self.finding(
                    f"only on-failure takes a number of attempts; the daemon refuses {use.value}",
                    use.value_span or use.span,
                    f"on-failure:{tries}",
                )


class UnknownRestartPolicy(Rule):
    """The daemon knows four restart policies and refuses any other, after everything else was done.

    bad:  docker run -d --restart unless-stop nginx:1.27
    good: docker run -d --restart unless-stopped nginx:1.27
    """

    code, name = "DW203", "unknown-restart-policy"
    applies_to, flags = (*RUN, "container_update"), ("restart",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        known = ("no", "always", "unless-stopped", "on-failure")
        for use in parsed.uses_of("restart"):
            policy = use.value.partition(":")[0]
            if policy and policy not in known:
                from commands.rules.suggest import nearest

                guess = {
                    "never": "no",
                    "none": "no",
                    "yes": "always",
                    "true": "always",
                    "false": "no",
                    "onfailure": "on-failure",
                }.get(policy.lower())
                guess = (
                    guess
                    or nearest(policy, known)
                    or next((name for name in known if len(policy) > 3 and name.startswith(policy.lower())), None)
                )
                yield self.finding(
                    f"the daemon knows no restart policy {policy!r}; there are {', '.join(known)}",
                    use.value_span or use.span,
                    guess,
                )


_OWN_FLAGS = re.compile(r"-[dit]{1,3}|-P|--(?:rm|detach|interactive|tty|publish-all|privileged|init)")
_OWN_WITH_VALUE = {
    "-p": r"[\d.:\[\]-]+(/\w+)?", "--publish": r".+", "-v": r"[^:]+:.+", "--volume": r".+", "-e": r"\w+=.*", "--env": r".+",
    "--name": r".+", "--network": r".+", "--restart": r".+", "--mount": r".+=.+", "-w": r"/.*", "--env-file": r".+",
    "--memory": r".+", "--cpus": r".+", "-u": r"\w+(:\w+)?",
}  # fmt: skip


class FlagsAfterImage(Rule):
    """docker's flags end at the image (or the container of `exec`): what follows goes to the program inside.

    bad:  docker run nginx:1.27 -d -p 8080:80
    bad:  docker exec web -it sh
    good: docker run -d -p 8080:80 nginx:1.27
    good: docker run redis:7 --appendonly yes
    """

    code, name = "DW204", "flags-after-image"
    applies_to = (*RUN, "container_exec", "service_create", "compose_run", "compose_exec")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words
        if len(words) < 2 or not words[1].text.startswith("-") or words[1].text == "--":
            return
        end = 1
        while end < len(words):
            text = words[end].text
            flag, equals, value = text.partition("=")
            following = words[end + 1].text if end + 1 < len(words) else ""
            if _OWN_FLAGS.fullmatch(text) or (equals and flag in _OWN_WITH_VALUE and re.fullmatch(_OWN_WITH_VALUE[flag], value)):
                end += 1
            elif text in _OWN_WITH_VALUE and following and re.fullmatch(_OWN_WITH_VALUE[text], following):
                end += 2
            else:
                break
        if end > 1:
            end = min(end, len(words))
            moved = parsed.text[words[1].start : words[end - 1].end]
            what = "the container" if parsed.key.endswith("exec") else "the image"
            better = f"{moved} {parsed.text[words[0].start : words[0].end]}{parsed.text[words[end - 1].end : words[-1].end]}"
            yield self.finding(
                f"{moved} stands after {what}, so the program inside gets it and docker does not",
                (words[0].start, words[-1].end),
                better,
            )


class ShellWithoutInput(Rule):
    """A shell without `-it` has nothing to read and ends at once.

    bad:  docker run alpine:3.20 sh
    bad:  docker exec web bash
    good: docker exec -it web bash
    """

    code, name = "DW205", "shell-without-input"
    applies_to = ("container_run", "container_exec")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words
        if len(words) == 2 and words[1].text in SHELLS and not parsed.value("interactive") and not parsed.value("tty"):
            place = parsed.command_words[-1]
            yield self.finding(f"{words[1].text} has no input and ends at once; add -it", place.span, f"{place.text} -it")


class TerminalWithoutInput(Rule):
    """`-t` gives a terminal in which you cannot type; people mean `-it`.

    bad:  docker exec -t web bash
    good: docker exec -it web bash
    """

    code, name, severity = "DW206", "terminal-without-input", Severity.INFO
    applies_to, flags = ("container_run", "container_exec"), ("tty",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words
        if (
            parsed.value("tty")
            and not parsed.value("interactive")
            and not parsed.value("detach")
            and len(words) == 2
            and words[1].text in SHELLS
        ):
            yield self.finding("you see a prompt but cannot type; add -i", parsed.uses_of("tty")[-1].span, "-it")


class InteractiveInSlack(Rule):
    """Slack has no terminal: what waits for your typing cannot run there.

    bad:  docker exec -it web bash
    good: docker exec web ls /etc
    """

    code, name, surfaces = "DW207", "interactive-in-slack", (SLACK,)
    applies_to = (
        "container_run",
        "container_exec",
        "container_attach",
        "container_start",
        "compose_exec",
        "compose_run",
        "compose_attach",
    )

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.key in {"container_attach", "compose_attach"}:
            yield self.finding(
                "there is no terminal to attach here; `docker logs` shows what it prints", parsed.command_words[-1].span, "logs"
            )
            return
        for use in parsed.uses:
            if use.long == "interactive" and parsed.value("interactive") and not parsed.value("detach"):
                yield self.finding(
                    "there is no terminal here, so nothing can be typed; run a command that needs no input", use.span
                )
                return
            if use.long == "tty" and parsed.value("tty") and not parsed.given("interactive"):
                yield self.finding("there is no terminal here; leave -t away", use.span)
                return


class BadContainerName(Rule):
    """The daemon takes letters, digits and `_.-` for names, two at least, and refuses others.

    bad:  docker run -d --name "my app" nginx:1.27
    good: docker run -d --name my-app nginx:1.27
    """

    code, name = "DW208", "bad-name"
    applies_to = (*RUN, "container_rename", "volume_create")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        places = [(use.value, use.value_span or use.span) for use in parsed.uses_of("name")]
        if parsed.key == "container_rename":
            places += [(word.text, word.span) for word in parsed.arg_words[1:2]]
        elif parsed.key == "volume_create":
            places += [(word.text, word.span) for word in parsed.arg_words[:1]]
        for text, span in places:
            bare = text.removeprefix("/")
            if text and not _NAME.fullmatch(bare) and not any(char in text for char in "$`<>"):
                fixed = re.sub(r"[^a-zA-Z0-9_.-]+", "-", bare).strip("-_.")
                yield self.finding(
                    f"the daemon refuses the name {text!r}: letters, digits, `_`, `.` and `-`, two at least",
                    span,
                    fixed if len(fixed) > 1 else None,
                )


class NoMemoryLimit(Rule):
    """A container meant to run for long should have a memory limit, or a leak in it takes the whole host down.

    bad:  docker run -d --restart unless-stopped nginx:1.27
    good: docker run -d --restart unless-stopped -m 512m nginx:1.27
    """

    code, name, severity = "DW215", "no-memory-limit", Severity.INFO
    applies_to, flags = ("container_run",), ("restart",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        use = parsed.uses_of("restart")[-1]
        if parsed.value("detach") and use.value in {"always", "unless-stopped"} and not parsed.given("memory"):
            yield self.finding("it runs for good without a memory limit; consider -m 512m", use.whole)


class RestartWithTerminal(Rule):
    """A container that a supervisor restarts has nobody at its terminal.

    bad:  docker run -dit --restart always ubuntu:24.04 bash
    good: docker run -d --restart always nginx:1.27
    """

    code, name, severity = "DW216", "restart-with-terminal", Severity.INFO
    applies_to, flags = ("container_run",), ("restart",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words
        if parsed.value("detach") and parsed.value("tty") and len(words) == 2 and words[1].text in SHELLS:
            yield self.finding("a shell that restarts by itself does nothing; start the program that should run", words[1].span)
