"""One normal form for a request: management command, long flags in alphabetical order, defaults left out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from commands.parsed import FlagUse, ParsedCommand
from commands.spec.load import global_flags
from commands.spec.model import Flag
from commands.words import STAND_INS, Script, Stage, as_docker, read

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})


def canonical(parsed: ParsedCommand) -> str | None:
    """The normal form of one command; None where docker refuses it."""
    if parsed.usage_error:
        return None
    own = tuple(use for use in parsed.global_uses if use.flag.long in global_flags())
    words = ["docker", *_flags(own), *parsed.path.split()]
    if parsed.help:
        return " ".join([*map(_quote, words), "--help"])
    # Flags between a group and its command stand after the command just as well.
    between = tuple(use for use in parsed.global_uses if use not in own)
    words += _flags((*between, *_that_count(parsed)))
    if _needs_dashes(parsed):
        words.append("--")
    return " ".join(_quote(word) for word in [*words, *parsed.args])


def _that_count(parsed: ParsedCommand) -> tuple[FlagUse, ...]:
    """The flags without `--all` of `ps` beside a status filter: the daemon then lists every state anyway."""
    if parsed.path != "container ls":
        return parsed.uses
    keys = {use.value.partition("=")[0].strip().lower() for use in parsed.uses if use.long == "filter"}
    return tuple(use for use in parsed.uses if use.long != "all") if "status" in keys else parsed.uses


def canonical_text(text: str) -> str | None:
    """The normal form of a whole text, pipes and `$(docker …)` included; None where docker refuses a part of it."""
    script = read(text)
    if any(problem.severity == "error" for problem in script.problems):
        return None
    return of_script(script)


def of_script(script: Script, parsed: dict[int, ParsedCommand] | None = None) -> str | None:
    """The normal form of a script; `parsed` holds commands read already, by where they start."""
    from commands.parser import parse

    out: list[str] = []
    for pipeline in script.pipelines:
        stages: list[str] = []
        for stage in pipeline.stages:
            if not stage.words:
                continue
            if not stage.is_docker and stage.program not in STAND_INS:
                stages.append(" ".join(_quote(word.text) if word.quoted else word.text for word in stage.words))
                continue
            command = (parsed or {}).get(stage.words[0].start) or parse(as_docker(stage.words), script.text)
            form = canonical(command)
            if form is None:
                return None
            form = _with_substitutions(form, stage)
            if form is None:
                return None
            stages.append(form)
        if stages:
            joiner = {"": "", "\n": "; ", ";": "; ", "&": " & "}.get(pipeline.joiner, f" {pipeline.joiner} ")
            out.append((joiner if out else "") + " | ".join(stages))
    return "".join(out) or None


def _with_substitutions(form: str, stage: Stage) -> str | None:
    """Write `$(docker …)` inside a command in normal form too, outside quotes as it was typed."""
    for word in stage.words:
        for inner in word.substitutions:
            typed = word.text if len(word.substitutions) == 1 and word.text.startswith(("$(", "`")) else ""
            form_inside = of_script(inner.script)
            if form_inside is None:
                return None
            if typed:
                form = form.replace(shlex.quote(typed), f"$({form_inside})")
    return form


def _flags(uses: tuple[FlagUse, ...]) -> Iterator[str]:
    last: dict[str, FlagUse] = {use.long: use for use in uses}
    for long in sorted(last):
        if long == "help":
            continue
        flag = last[long].flag
        if flag.repeatable:
            for use in uses:
                if use.long == long:
                    yield from _written(flag, long, _value(flag, use.value))
        elif not _is_default(flag, last[long].value):
            yield from _written(flag, long, last[long].value)


def _value(flag: Flag, text: str) -> str | None:
    """A filter's key is trimmed and lower-cased by docker; an empty filter is none."""
    if flag.type != "filter":
        return text
    if not text:
        return None
    key, equals, value = text.partition("=")
    return f"{key.strip().lower()}{equals}{value.strip()}"


def _written(flag: Flag, long: str, value: str | None) -> Iterator[str]:
    if value is None:
        return
    if flag.is_bool:
        yield f"--{long}" if value in _TRUE else f"--{long}=false"
    elif flag.no_opt_default is not None:
        yield f"--{long}={value}"
    else:
        yield f"--{long}"
        yield value


def _is_default(flag: Flag, value: str) -> bool:
    if flag.is_bool:
        return (value in _TRUE) == bool(flag.default)
    if flag.default is None or isinstance(flag.default, list):
        return False
    return value == str(flag.default) and value != ""


def _needs_dashes(parsed: ParsedCommand) -> bool:
    """True where an operand would be read as a flag."""
    spec = parsed.spec
    if spec is None or spec.facts.get("disable_flag_parsing"):
        return False
    args = parsed.args if spec.interspersed else parsed.args[:1]
    return any(len(arg) > 1 and arg[0] == "-" for arg in args)


def _quote(word: str) -> str:
    return shlex.quote(word)
