"""Secrets in a command line: shells remember them, process lists and `docker inspect` show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import RUN_LIKE, SERVICE, Rule
from commands.rules.values import place

_NAME = re.compile(r"pass(?:word|wd|phrase)?(?:$|_|-)|secret|token|api_?key|private_?key|access_?key|credential", re.IGNORECASE)
_HARMLESS = re.compile(r"(?:_FILE|_PATH|_NAME|_URL|_ID|_LENGTH|_EXPIR\w*|_TTL|_FIELD)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\$|<.*>|^\*+$|^x+$|^(?:changeme|your[-_ ].*|…|\.\.\.|true|false|yes|no|0|1)$", re.IGNORECASE)
_TOKEN = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|AKIA[0-9A-Z]{16}|xox[abposr]-[\w-]{10,}|sk_live_\w{16,}|sk-[A-Za-z0-9-]{32,}"
    r"|dckr_pat_[\w-]{16,}|npm_[A-Za-z0-9]{30,}|AIza[\w-]{30,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5,}|SWMTKN-1-[0-9a-z]{20,}-[0-9a-z]{10,})"
)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]+:([^/\s@]+)@", re.IGNORECASE)


def is_secret(name: str, value: str) -> bool:
    """True where a name says secret and a real value stands beside it."""
    return bool(_NAME.search(name)) and not _HARMLESS.search(name) and bool(value) and not _PLACEHOLDER.search(value)


class PasswordOnCommandLine(Rule):
    """`login -p` leaves the password in the shell's history and in the list of processes.

    bad:  docker login -u ci -p s3cr3t registry.example.com
    good: docker login -u ci --password-stdin registry.example.com
    """

    code, name = "DW701", "password-on-command-line"
    applies_to, flags = ("login",), ("password",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("password"):
            yield self.finding(
                "the shell's history and every list of processes show this password; pipe it to --password-stdin",
                use.whole,
                "--password-stdin",
            )


class SecretInEnvironment(Rule):
    """`docker inspect` shows every variable of a container, and the shell's history the command.

    bad:  docker run -d -e POSTGRES_PASSWORD=hunter2 postgres:16
    good: docker run -d --env-file db.env postgres:16
    good: docker run -d -e POSTGRES_PASSWORD postgres:16
    """

    code, name = "DW702", "secret-in-environment"
    applies_to, flags = (*RUN_LIKE, *SERVICE, "container_exec", "compose_exec"), ("env", "env-add")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in {"env", "env-add"}:
                name, _, value = use.value.partition("=")
                if is_secret(name, value):
                    what = (
                        "a swarm secret (--secret) keeps it safe"
                        if parsed.key.startswith("service")
                        else f"`-e {name}` alone takes it from your environment, --env-file from a file"
                    )
                    yield self.finding(
                        f"everybody who may inspect this sees {name}; {what}",
                        place(use),
                        None if parsed.key.startswith("service") else name,
                    )


class SecretInBuildArg(Rule):
    """Build arguments stay in the image's history for everybody who has the image.

    bad:  docker build -t app:1 --build-arg NPM_TOKEN=npm-0123 .
    good: docker build -t app:1 --secret id=npm,env=NPM_TOKEN .
    """

    code, name = "DW703", "secret-in-build-arg"
    flags = ("build-arg",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("build-arg"):
            name, equals, value = use.value.partition("=")
            if is_secret(name, value) or (not equals and is_secret(name, "real")):
                yield self.finding(
                    f"{name} stays readable in `docker history`; hand it over with --secret",
                    use.whole,
                    f"--secret id={name.lower()},env={name}",
                )


class TokenInText(Rule):
    """A known kind of access token stands in the text, where everybody who reads it can use it.

    bad:  docker run --rm app:1 --auth glpat-0123456789abcdefABCD
    good: docker run --rm --env-file app.env app:1
    """

    code, name = "DW704", "token-in-text"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        text = parsed.text
        if "_" not in text and "-" not in text and "AKIA" not in text and "eyJ" not in text:
            return
        for word in parsed.words:
            if len(word.text) > 15:
                found = _TOKEN.search(word.text)
                if found:
                    yield self.finding("this looks like a live access token; revoke it if others can read this text", word.span)


class PasswordInUrl(Rule):
    """An address with a password in it ends up in logs, histories and `docker inspect`.

    bad:  docker build -t app:1 https://ci:s3cr3t@git.example.com/app.git
    good: docker build -t app:1 https://git.example.com/app.git
    """

    code, name = "DW705", "password-in-url"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "://" not in parsed.text or "@" not in parsed.text:
            return
        for word in parsed.words:
            found = _URL.search(word.text)
            if found and not _PLACEHOLDER.search(found.group(1)):
                yield self.finding("this address holds a password, which logs and `docker inspect` will show", word.span)


class SecretArgument(Rule):
    """The container's command is visible to `docker inspect` and `docker top`, passwords in it too.

    bad:  docker exec db mysql -uroot -ps3cr3t
    bad:  docker run --rm app:1 --password=s3cr3t
    good: docker exec db sh -c 'mysql -uroot -p"$MYSQL_ROOT_PASSWORD"'
    """

    code, name = "DW706", "secret-argument"
    applies_to = ("container_exec", *RUN_LIKE, "service_create", "compose_exec")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        words = parsed.arg_words[1:]
        program = words[0].text.rpartition("/")[2] if words else ""
        for index, word in enumerate(words):
            flag, equals, value = word.text.partition("=")
            following = words[index + 1].text if index + 1 < len(words) else ""
            if flag.startswith("-") and (
                (equals and is_secret(flag.lstrip("-"), value))
                or (not equals and is_secret(flag.lstrip("-"), following) and not following.startswith("-"))
            ):
                yield self.finding(f"{flag} shows its secret to everybody who may inspect the container", word.span)
            elif program in {"mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump"} and re.fullmatch(
                r"-p[^\s$].*", word.text
            ):
                yield self.finding("the password after -p is shown to everybody who may list processes", word.span)
            elif program == "redis-cli" and word.text == "-a" and following and not _PLACEHOLDER.search(following):
                yield self.finding("the password after -a is shown to everybody who may list processes", word.span)


class SecretInLabelOrOption(Rule):
    """Labels and log options are shown by `docker inspect` to everybody who may look.

    bad:  docker run -d --log-driver splunk --log-opt splunk-token=0123456789 nginx:1.27
    good: docker run -d --log-driver json-file --log-opt max-size=10m nginx:1.27
    """

    code, name = "DW707", "secret-in-label-or-option"
    flags = ("label", "log-opt", "opt", "label-add", "container-label")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in self.flags:
                key, _, value = use.value.partition("=")
                if is_secret(key, value):
                    yield self.finding(f"`docker inspect` shows {key} to everybody who may look", place(use))


class JoinTokenOnCommandLine(Rule):
    """A join token lets its holder into the swarm, as manager perhaps; rotate it when it was shown.

    bad:  docker swarm join --token SWMTKN-1-abc 192.168.99.10:2377
    good: docker swarm join-token --rotate worker
    """

    code, name, severity = "DW708", "join-token-shown", Severity.INFO
    applies_to, flags = ("swarm_join",), ("token",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("token"):
            yield self.finding(
                "who reads this token can join the swarm; `docker swarm join-token --rotate` makes it useless", place(use)
            )


class SecretEcho(Rule):
    """A secret that is read from a file or standard input never stands in a command.

    bad:  docker secret create db_password hunter2
    good: docker secret create db_password ./password.txt
    good: docker secret create db_password -
    """

    code, name, severity = "DW709", "secret-as-file-name", Severity.INFO
    applies_to = ("secret_create",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.arg_words[1:2]:
            if word.text != "-" and not re.search(r"[./\\$]", word.text):
                yield self.finding(f"{word.text!r} must be the name of a file, not the secret itself", word.span, "-")
