"""Our own advice on a Dockerfile, beside hadolint's: secrets, the cache, users, what has no effect.

A rule is a function from a file to findings; its docstring says why it matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from commands.budget import current
from commands.dockerfiles import fixes
from commands.dockerfiles.model import Dockerfile, Instruction
from commands.dockerfiles.shell import split
from commands.findings import Finding, Severity

_SECRET = re.compile(r"(?:pass(?:word|wd|phrase)?|secret|token|api_?key|access_?key|private_?key|credentials?|auth)(?:$|_)", re.I)
_SECRET_FILE = re.compile(
    r"(?:^|/)(?:\.env(?:\.\w+)?|id_(?:rsa|ed25519|ecdsa)|\.npmrc|\.netrc|\.pypirc|[\w.-]+\.(?:pem|key|p12|pfx))$"
)
_INSTALLS = re.compile(
    r"\b(?:npm (?:ci|i|install)|yarn(?: install)?|pnpm i(?:nstall)?|pip3? install -r|pip3? install \."
    r"|poetry install|bundle install|composer install|go mod download|cargo build|mvn |gradle )"
)
_SERVICE = re.compile(r"\b(?:service \S+ start|systemctl (?:start|enable)|/etc/init\.d/\S+ start)\b|[^&]&\s*$")
_FROM_FLAG = re.compile(r"(?:^--|[,=])from=([^,]*)")
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)[}:])")
Rule = Callable[[Dockerfile], Iterator[Finding]]


def advise(file: Dockerfile) -> tuple[Finding, ...]:
    """Everything our rules find, in the order of the lines."""
    found: list[Finding] = []
    budget = current()
    for rule in RULES:
        budget.in_time()
        found += rule(file)
    return tuple(sorted(found, key=lambda one: (one.span, one.code)))


def _warn(code: str, message: str, one: Instruction, suggestion: str | None = None) -> Finding:
    return Finding(code, Severity.WARNING, message, one.span, suggestion)


def _tell(code: str, message: str, one: Instruction, suggestion: str | None = None) -> Finding:
    return Finding(code, Severity.INFO, message, one.span, suggestion)


def secret_in_image(file: Dockerfile) -> Iterator[Finding]:
    """Values of ENV and ARG can be read from the image or its history, by everybody who has it."""
    for one in file.instructions:
        if one.name not in ("ENV", "ARG"):
            continue
        names = one.words[::2] if one.name == "ENV" else tuple(word.partition("=")[0] for word in one.words)
        for name in names:
            if _SECRET.search(name) and not name.upper().endswith(("_FILE", "_PATH")):
                yield _warn(
                    "DF101",
                    f"`{name}` looks like a secret: {one.name} keeps it readable in the image; use RUN --mount=type=secret",
                    one,
                )


def secret_file(file: Dockerfile) -> Iterator[Finding]:
    """A copied key stays in its layer even when a later step deletes it."""
    for one in file.instructions:
        if one.name in ("COPY", "ADD") and one.flag("from") is None:
            for word in one.words[:-1]:
                if _SECRET_FILE.search(word):
                    yield _warn(
                        "DF102", f"`{word}` looks like a secret: a copied file stays in its layer; use RUN --mount=type=secret", one
                    )


def copy_before_install(file: Dockerfile) -> Iterator[Finding]:
    """When all sources are copied first, every change installs all dependencies again."""
    for stage in file.stages:
        whole: Instruction | None = None
        for one in stage.instructions:
            if one.name == "COPY" and one.flag("from") is None and one.words[:1] in ((".",), ("./",)):
                whole = whole or one
            elif one.name == "RUN" and whole is not None and _INSTALLS.search(" ".join(one.words)):
                yield _tell(
                    "DF103",
                    "copy the list of dependencies alone first and install, then copy the rest: the cache then survives changes",
                    whole,
                )
                break


def runs_as_root(file: Dockerfile) -> Iterator[Finding]:
    """Without USER, the program runs as root: a fault in it reaches further."""
    if not file.stages:
        return
    stage = file.stages[-1]
    last = stage.last("USER")
    started = stage.last("CMD") or stage.last("ENTRYPOINT")
    if (
        last is None
        and started is not None
        and "nonroot" not in stage.base
        and not any(stage.base == other.name for other in file.stages)
    ):
        yield _tell("DF104", "the container runs as root: make a user and switch to it with USER before the start command", started)


def cmd_is_ignored(file: Dockerfile) -> Iterator[Finding]:
    """An ENTRYPOINT in shell form ignores CMD and the words after the image name."""
    for stage in file.stages:
        entry, cmd = stage.last("ENTRYPOINT"), stage.last("CMD")
        if entry is not None and cmd is not None and entry.form == "shell" and fixes.json_meant(entry) is None:
            yield _warn("DF105", "an ENTRYPOINT in shell form ignores CMD and all arguments: write it in exec form", cmd)


def json_with_single_quotes(file: Dockerfile) -> Iterator[Finding]:
    """The exec form is JSON; with single quotes docker takes the brackets for part of a shell command."""
    for one in file.instructions:
        fixed = fixes.json_meant(one)
        if fixed is not None:
            yield _warn("DF106", "this is not JSON (double quotes are needed), so docker reads it as shell form", one, fixed)


def old_maintainer(file: Dockerfile) -> Iterator[Finding]:
    """MAINTAINER is deprecated; a label says the same and can be read by tools."""
    for one in file.instructions:
        if one.name == "MAINTAINER":
            yield _tell("DF107", "MAINTAINER is deprecated: use a label", one, fixes.label_for_maintainer(one))


def old_env_form(file: Dockerfile) -> Iterator[Finding]:
    """`ENV NAME value` takes the whole rest of the line as one value; with `=` it is clear."""
    for one in file.instructions:
        fixed = fixes.env_with_equals(one)
        if fixed is not None:
            yield _tell("DF108", f"{one.name} without `=` is the old form: write NAME=value", one, fixed)


def cd_alone(file: Dockerfile) -> Iterator[Finding]:
    """Every RUN starts in WORKDIR: a `cd` at its end changes nothing for later steps."""
    for one in file.instructions:
        commands = split(" ".join(one.words)) if one.form == "shell" and one.name == "RUN" else ()
        if commands and commands[-1].program == "cd":
            target = commands[-1].operands[0] if commands[-1].operands else "/"
            yield _warn(
                "DF109", "`cd` has no effect after this RUN: use WORKDIR", one, f"WORKDIR {target}" if len(commands) == 1 else None
            )


def update_alone(file: Dockerfile) -> Iterator[Finding]:
    """A cached `apt-get update` gives a later install an outdated list, or one that no longer exists."""
    for one in file.instructions:
        if one.name == "RUN" and one.form == "shell":
            verbs = [command.operands[:1] for command in split(" ".join(one.words)) if command.program in ("apt-get", "apt")]
            if verbs and all(verb == ("update",) for verb in verbs):
                yield _warn(
                    "DF110", "`apt-get update` in a RUN of its own is cached and goes stale: join it with the install by &&", one
                )


def service_while_building(file: Dockerfile) -> Iterator[Finding]:
    """Processes end with the build step; only files are kept."""
    for one in file.instructions:
        if one.name == "RUN" and one.form == "shell" and _SERVICE.search(" ".join(one.words)):
            yield _warn("DF111", "a service that is started while building is gone after the step: start it with CMD", one)


def late_chown(file: Dockerfile) -> Iterator[Finding]:
    """Changing owner or mode of copied files in a later layer stores all of them twice."""
    for stage in file.stages:
        copied = False
        for one in stage.instructions:
            copied = copied or one.name in ("COPY", "ADD")
            if copied and one.name == "RUN" and re.search(r"\bch(?:own|mod) -\w*R", " ".join(one.words)):
                yield _tell("DF112", "`chown -R` or `chmod -R` after COPY stores the files twice: use COPY --chown or --chmod", one)


def unused_stage(file: Dockerfile) -> Iterator[Finding]:
    """A stage that nothing copies from, and that is not the last, is not built at all."""
    last_with = {stage.base: stage.number for stage in file.stages}
    copied = {name for one in file.instructions for flag in one.flags for name in _FROM_FLAG.findall(flag)}
    for stage in file.stages[:-1]:
        names = {stage.name, str(stage.number)} - {""}
        used = bool(names & copied) or any(last_with.get(name, -1) > stage.number for name in names)
        if not used and stage.instructions:
            yield _tell(
                "DF113", f"stage `{stage.title}` is used by no other: it is built only with --target", stage.instructions[0]
            )


def arg_before_from(file: Dockerfile) -> Iterator[Finding]:
    """An ARG before the first FROM serves FROM lines only; inside a stage it has to be declared again."""
    outside = {word.partition("=")[0] for one in file.instructions if one.stage < 0 and one.name == "ARG" for word in one.words}
    for stage in file.stages:
        known: set[str] = set()
        for one in stage.instructions:
            if one.name == "ARG":
                known |= {word.partition("=")[0] for word in one.words}
            elif one.name == "ENV":
                known |= set(one.words[::2])
            elif one.name != "FROM" and outside:
                named = {bare or braced for bare, braced in _VARIABLE.findall(one.source)}
                for name in sorted((named & outside) - known):
                    yield _warn("DF114", f"`{name}` is empty here: write `ARG {name}` again after FROM", one)
                    known.add(name)


def written_small(file: Dockerfile) -> Iterator[Finding]:
    """Instructions work in any case; capitals keep them apart from their arguments."""
    for one in file.instructions:
        if one.written != one.name and one.name in fixes.INSTRUCTIONS:
            yield _tell("DF115", f"write {one.name} in capitals, as everybody does", one, one.name + one.source[len(one.written) :])


RULES: tuple[Rule, ...] = (
    secret_in_image,
    secret_file,
    copy_before_install,
    runs_as_root,
    cmd_is_ignored,
    json_with_single_quotes,
    old_maintainer,
    old_env_form,
    cd_alone,
    update_alone,
    service_while_building,
    late_chown,
    unused_stage,
    arg_before_from,
    written_small,
)
