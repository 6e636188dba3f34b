"""What a shell would have done with the words, and nobody does here; and what was pasted around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import Rule, ScriptRule
from commands.words import Script, Stage, Word

_VARIABLE = re.compile(r"\$(?:\{\w+[^}]*\}|\w+|[?@!#*])|%\w+%")
# Programs that the pipeline evaluates by itself behind a docker command.
EVALUATED = frozenset(
    {
        "grep",
        "egrep",
        "fgrep",
        "head",
        "tail",
        "wc",
        "sort",
        "uniq",
        "xargs",
        "cut",
        "tr",
        "awk",
        "sed",
        "cat",
        "less",
        "more",
        "tee",
        "jq",
        "column",
        "tac",
        "nl",
    }
)
_LOOPS = frozenset({"for", "while", "until", "if", "do", "done", "then", "else", "fi", "case", "esac", "function", "{", "}"})


def _unquoted(word: Word) -> str:
    """The raw word without what stands in single quotes, where a shell leaves everything alone."""
    return re.sub(r"'[^']*'", "", word.raw or word.text)


class ShellVariable(Rule):
    """No shell fills in variables here: docker gets `$HOME` as it is written.

    bad:  docker run --rm -v $HOME/data:/data alpine:3.20 ls /data
    good: docker run --rm -v /home/me/data:/data alpine:3.20 ls /data
    """

    code, name = "DW951", "shell-variable"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "$" not in parsed.text and "%" not in parsed.text:
            return
        for word in parsed.words:
            found = _VARIABLE.search(_unquoted(word)) if "$" in word.text or "%" in word.text else None
            if found and not word.substitutions and not (word.raw.startswith("'") or "\\$" in word.raw):
                yield self.finding(f"no shell fills in {found.group()} when this runs here; write its value", word.span)


class Tilde(Rule):
    """`~` is filled in by shells alone; docker takes it for a letter.

    bad:  docker run --rm -v ~/data:/data alpine:3.20 ls /data
    good: docker run --rm -v /home/me/data:/data alpine:3.20 ls /data
    """

    code, name = "DW952", "tilde"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "~" not in parsed.text:
            return
        for word in parsed.words[1:]:
            if re.search(r"(?:^|=)~(?:/|:|$|\w+/)", word.text):
                yield self.finding("no shell fills in ~ when this runs here; write the path of your home folder", word.span)


class OtherSubstitution(Rule):
    """`$(…)` is worked out here only when a docker command stands in it.

    bad:  docker run --rm -v "$(pwd)":/src alpine:3.20 ls /src
    good: docker rm $(docker ps -aq --filter status=exited)
    """

    code, name = "DW953", "other-substitution"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "`" not in parsed.text and "$(" not in parsed.text:
            return
        for word in parsed.words:
            for inner in word.substitutions:
                if not any(stage.is_docker for stage in inner.script.stages()):
                    yield self.finding(
                        f"no shell runs {parsed.text[inner.start : inner.end]} when this is run here; write what it would print",
                        (inner.start, inner.end),
                    )


class Wildcard(Rule):
    """No shell turns `*` into the names of files here.

    bad:  docker cp ./*.conf web:/etc/app/
    good: docker cp ./conf/. web:/etc/app/
    """

    code, name = "DW954", "wildcard"
    applies_to = ("container_cp", "compose_cp", "image_load", "image_import", "config_create", "secret_create")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words:
            if re.search(r"[*?]", word.text) and not word.quoted:
                yield self.finding("no shell looks for files that match here; name the file or a folder", word.span)


class Braces(Rule):
    """`{a,b}` is spelled out by some shells; docker gets it as it is.

    bad:  docker stop web{1,2,3}
    good: docker stop web1 web2 web3
    """

    code, name = "DW955", "braces"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "{" not in parsed.text:
            return
        for word in parsed.arg_words:
            found = re.search(r"\{([\w.-]+(?:,[\w.-]*)+|\d+\.\.\d+)\}", word.text)
            if found and not word.quoted and "{{" not in word.text:
                lead, inner, tail = word.text[: found.start()], found[1], word.text[found.end() :]
                better = " ".join(f"{lead}{item}{tail}" for item in inner.split(",")) if "," in inner else None
                yield self.finding("no shell spells the braces out here; write each word", word.span, better)


def _program_words(script: Script) -> Iterator[tuple[Stage, int, int]]:
    for pipeline in script.pipelines:
        for index, stage in enumerate(pipeline.stages):
            yield stage, index, len(pipeline.stages)


class Sudo(ScriptRule):
    """docker asks its daemon, which is root already; `sudo` matters only where your user may not use the socket.

    bad:  sudo docker ps
    good: docker ps
    """

    code, name = "DW961", "sudo"

    def check(self, script: Script) -> Iterator[Finding]:
        for stage in script.stages():
            for word in stage.prefix:
                if word.text in {"sudo", "doas"}:
                    yield self.finding(f"{word.text} is left out: what runs here does not need it", word.span, "")


class Prompt(ScriptRule):
    """A prompt that was copied along is not part of the command.

    bad:  $ docker ps
    good: docker ps
    """

    code, name = "DW962", "prompt"

    def check(self, script: Script) -> Iterator[Finding]:
        for stage in script.stages():
            if stage.prefix and re.fullmatch(r"[$%❯➜>#]|.*@.*[$#%]", stage.prefix[0].text):
                yield self.finding("this is a prompt, not part of the command; it is left out", stage.prefix[0].span, "")


class Assignment(ScriptRule):
    """A variable before a command is set for that command by a shell; here it has no effect.

    bad:  DOCKER_HOST=ssh://ops@prod docker ps
    good: docker -H ssh://ops@prod ps
    """

    code, name, severity = "DW963", "assignment", Severity.WARNING

    def check(self, script: Script) -> Iterator[Finding]:
        for stage in script.stages():
            for word in stage.prefix:
                name, equals, value = word.text.partition("=")
                if equals and re.fullmatch(r"[A-Za-z_]\w*", name):
                    flag = {
                        "DOCKER_HOST": f"docker -H {value}",
                        "DOCKER_CONTEXT": f"docker --context {value}",
                        "DOCKER_CONFIG": f"docker --config {value}",
                    }.get(name)
                    hint = f"; `{flag} …` says the same" if flag else ""
                    yield self.finding(f"no shell sets {name} here{hint}", word.span)


class Redirection(ScriptRule):
    """No shell opens files here, so nothing is read from or written to one.

    bad:  docker logs web > web.log
    good: docker logs web
    """

    code, name, severity = "DW964", "redirection", Severity.INFO

    def check(self, script: Script) -> Iterator[Finding]:
        for stage in script.stages():
            for index, word in enumerate(stage.redirects):
                if not re.fullmatch(r"(?:\d|&)?[<>]{1,3}", word.text):
                    continue
                target = stage.redirects[index + 1] if index + 1 < len(stage.redirects) else None
                flag = {">": "-o", "1>": "-o", "<": "-i"}.get(word.text) if _names_files(stage) else None
                if flag and target is not None:
                    message = f"no shell redirects this here; {flag} names the file"
                    yield self.finding(message, (word.start, target.end), f"{flag} {target.raw or target.text}")
                else:
                    yield self.finding("no shell redirects this here, so no file is read or written", word.span)


def _names_files(stage: Stage) -> bool:
    """True for the commands with a flag for the file they read or write."""
    return stage.is_docker and any(word.text in {"save", "export", "load"} for word in stage.words[1:3])


class SeveralCommands(ScriptRule):
    """Each command of a text is checked by itself; whether the next one runs is a shell's business.

    bad:  docker stop web && docker rm web
    good: docker stop web
    """

    code, name = "DW965", "several-commands"

    def check(self, script: Script) -> Iterator[Finding]:
        docker = [pipeline for pipeline in script.pipelines if any(stage.is_docker for stage in pipeline.stages)]
        if len(docker) > 1:
            first = next(word for stage in docker[1].stages for word in stage.words)
            yield self.finding(f"these are {len(docker)} commands; each is checked by itself", first.span)


class Background(ScriptRule):
    """`&` runs a program in the background of a shell; a container goes there by `-d`.

    bad:  docker run --rm nginx:1.27 &
    good: docker run --rm -d nginx:1.27
    """

    code, name, severity = "DW966", "background", Severity.WARNING

    def check(self, script: Script) -> Iterator[Finding]:
        for word in script.operators:
            if word.text == "&":
                yield self.finding("there is no shell here with a background; `docker run -d` starts a container in it", word.span)


class OtherPrograms(ScriptRule):
    """Only docker commands, and the small text programs behind a pipe, are understood here.

    bad:  cd /srv/app && docker compose up -d
    good: docker compose --project-directory /srv/app up -d
    """

    code, name, severity = "DW967", "other-program-in-text", Severity.WARNING

    def check(self, script: Script) -> Iterator[Finding]:
        if not any(True for _ in script.docker_stages()):
            return
        for stage, index, _ in _program_words(script):
            program = stage.program.rpartition("/")[2]
            if not stage.words or stage.is_docker or program in {"docker-compose", "podman", "nerdctl"} or program in _LOOPS:
                continue
            if index and program in EVALUATED:
                continue
            yield self.finding(f"{stage.program[:40]} is not docker: it is not run here", stage.words[0].span)


class ShellLoop(ScriptRule):
    """Loops and conditions belong to a shell; docker takes several names at once instead.

    bad:  for c in web db; do docker restart $c; done
    good: docker restart web db
    """

    code, name, severity = "DW968", "shell-loop", Severity.WARNING

    def check(self, script: Script) -> Iterator[Finding]:
        for stage in script.stages():
            if stage.program in {"for", "while", "until", "if", "case"}:
                yield self.finding(
                    "no shell runs loops or conditions here; most docker commands take several names at once", stage.words[0].span
                )


class PipeIntoDocker(ScriptRule):
    """A docker command behind a pipe reads standard input, which is empty here.

    bad:  cat password.txt | docker login -u ci --password-stdin
    good: docker ps -q | xargs docker inspect
    """

    code, name = "DW969", "pipe-into-docker"

    def check(self, script: Script) -> Iterator[Finding]:
        for stage, index, _ in _program_words(script):
            if index and stage.is_docker:
                yield self.finding("nothing is piped into docker here", stage.words[0].span)
