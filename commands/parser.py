"""Words to a `ParsedCommand`: find the command, read its flags, check counts, then the client's own logic.

Mirrors spf13/cobra command.go (Traverse, execute) and docker/cli cmd/docker/docker.go, with the
order of checks and the messages of the docker program.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from commands import counts, heredoc
from commands.arguments import namespace
from commands.parsed import FlagUse, ParsedCommand, UsageError
from commands.pflag import Check, FlagError, Reading, read_flags
from commands.spec.load import command, global_flags, paths
from commands.spec.model import Command, Flag
from commands.words import Word, read

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_LOG_LEVELS = frozenset({"", "panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"})
_HELP_WORDS = frozenset({"--help", "-h"})


def parse_text(text: str) -> ParsedCommand:
    """The first docker command of a text; without one, the words as they are under no command."""
    given = heredoc.split(text)
    if given:
        stage = next(read(given[0]).docker_stages(), None)
        if stage is not None:
            return replace(parse(stage.words, text), stdin=given[1])
    script = read(text)
    for stage in script.docker_stages():
        return parse(stage.words, text)
    words = tuple(word for stage in script.stages() for word in stage.words)
    return ParsedCommand(text, words, None)


def parse(words: Sequence[Word], text: str) -> ParsedCommand:
    """Read one command. `words[0]` is the program's name. Never raises for what a person wrote."""
    words = tuple(words)
    longs = global_flags()
    shorts = _root_shorts()
    reading = read_flags(words[1:], longs, shorts, _scalar_check, interspersed=False)
    root = ParsedCommand(text, words, None, global_uses=tuple(reading.uses), help=reading.help, notices=tuple(reading.notices))
    level = [use for use in reading.uses if use.flag.long == "log-level"]
    if level and level[-1].value.lower() not in _LOG_LEVELS:
        problem = UsageError("bad-value", f"Unable to parse logging level: {level[-1].value}", 1, level[-1].whole)
        return replace(root, arg_words=tuple(reading.operands), usage_error=problem)
    if reading.error:
        problem = _flag_error(reading.error, None, "", 125)
        noticed = replace(problem, message="\n".join([*reading.notices, problem.message]))
        return replace(root, arg_words=tuple(reading.rest), usage_error=noticed)
    if reading.uses and (both := _both_host_and_context(root)) is not None:
        return replace(root, arg_words=tuple(reading.operands), usage_error=both)
    if not reading.operands:
        return replace(root, help=True)
    found = _descend(root, reading.operands)
    if found.usage_error and reading.notices:
        message = "\n".join([*reading.notices, found.usage_error.message])
        return replace(found, usage_error=replace(found.usage_error, message=message))
    return found


def _both_host_and_context(root: ParsedCommand) -> UsageError | None:
    from commands.logic import daemon

    return daemon.conflict(root)


_shorts: dict[str, Flag] = {}


def _root_shorts() -> dict[str, Flag]:
    if not _shorts:
        _shorts.update({flag.short: flag for flag in global_flags().values() if flag.short})
    return _shorts


def _descend(root: ParsedCommand, rest: list[Word]) -> ParsedCommand:
    """Walk down groups: `container`, then `ls`. Flags between levels belong to the group."""
    known = paths()
    typed: list[Word] = []
    between: list[FlagUse] = []
    while rest:
        path = " ".join(word.text for word in typed)
        step = _child_at(path, rest, known)
        if step is None:
            break
        if step:
            group = _spec_of(path)
            reading = read_flags(rest[:step], group.by_long if group else {}, group.by_short if group else {}, _scalar_check)
            if reading.error:
                return replace(
                    root, spec=group, command_words=tuple(typed), arg_words=tuple(rest), usage_error=_bare(reading.error, group)
                )
            between += reading.uses
            if reading.help:
                root = replace(root, help=True)
        typed.append(rest[step])
        rest = rest[step + 1 :]
        spec = _spec_of(" ".join(word.text for word in typed))
        if spec is not None and not spec.has_subcommands:
            break
    root = replace(root, global_uses=(*root.global_uses, *between), command_words=tuple(typed))
    spec = _spec_of(root.typed_path) if typed else None
    if spec is None:
        return _unknown_command(root, rest)
    if spec.has_subcommands and (spec.program == "docker" or not spec.runnable):
        return _group(root, spec, rest)
    return _command(root, spec, rest)


def _spec_of(path: str) -> Command | None:
    return command(path) if path in paths() else None


def _child_at(path: str, rest: list[Word], known: dict[str, tuple[str, str]]) -> int | None:
    """How many words of `rest` are flags of the group before the next command name; None where none follows.

    Mirrors cobra's Traverse, which takes the word after a flag it does not know for its value.
    """
    group = _spec_of(path)
    longs, shorts = (group.by_long, group.by_short) if group else ({}, {})
    in_flag = False
    for index, word in enumerate(rest):
        text = word.text
        if not path and index:
            return None
        if text.startswith("--") and "=" not in text:
            flag = longs.get(text[2:])
            in_flag = not (text == "--help" or (flag and flag.no_opt_default is not None))
        elif (
            text.startswith("-")
            and "=" not in text
            and len(text.encode("utf-8", "replace")) == 2
            and not ((flag := shorts.get(text[1])) and flag.no_opt_default is not None)
            and text != "-h"
        ):
            in_flag = True
        elif in_flag:
            in_flag = False
        elif text.startswith("-") and len(text) > 1:
            continue
        else:
            name = f"{path} {text}" if path else text
            return index if name in known else None
    return None


def _last_switch(long: str, uses: tuple[FlagUse, ...]) -> bool:
    """The value of a boolean flag, false where it was not typed."""
    return next((use.value in _TRUE for use in reversed(uses) if use.flag.long == long), False)


def _unknown_command(root: ParsedCommand, rest: list[Word]) -> ParsedCommand:
    """A word that names no command."""
    name = rest[0]
    root = replace(root, arg_words=tuple(rest))
    # docker reads all its words as flags of its own then, and names the first it does not know.
    reading = read_flags(rest, global_flags(), _root_shorts(), _scalar_check)
    if reading.error:
        problem = _flag_error(reading.error, None, "", 125)
        return replace(root, usage_error=UsageError("unknown-command", problem.message, problem.exit_code, name.span))
    if root.help or reading.help or _last_switch("version", (*root.global_uses, *reading.uses)):
        return replace(root, help=True, notices=tuple(reading.notices))
    message = f"docker: unknown command: docker {name.text}\n\nRun 'docker --help' for more information"
    return replace(root, usage_error=UsageError("unknown-command", message, 1, name.span))


def _group(root: ParsedCommand, spec: Command, rest: list[Word]) -> ParsedCommand:
    """A group with no command after it: its help, or an unknown command of it."""
    reading = read_flags(rest, spec.by_long, spec.by_short, _scalar_check)
    root = replace(
        root,
        spec=spec,
        arg_words=tuple(reading.operands),
        global_uses=(*root.global_uses, *reading.uses),
        notices=(*root.notices, *reading.notices),
    )
    if reading.error:
        root = replace(root, arg_words=tuple(word for word in rest if not word.text.startswith("-")))
        return replace(root, usage_error=_flag_error(reading.error, spec, root.typed_path, 125))
    if reading.help or root.help or not reading.operands:
        return replace(root, help=True)
    name = reading.operands[0]
    path = counts.shown_path(spec, root.typed_path)
    if spec.program == "compose":
        message = f'unknown docker command: "{path} {name.text}"'
    else:
        usage = counts.usage_line(spec, root.typed_path)
        lead = f"docker: unknown command: docker {path} {name.text}"
        message = f"{lead}\n\nUsage:  {usage}\n\nRun 'docker {path} --help' for more information"
    return replace(root, usage_error=UsageError("unknown-command", message, 1, name.span))


def _command(root: ParsedCommand, spec: Command, rest: list[Word]) -> ParsedCommand:
    """The command itself: flag errors, then help, then counts, then its own logic."""
    if spec.facts.get("disable_flag_parsing"):
        reading = Reading(operands=list(rest))
    else:
        reading = read_flags(rest, spec.by_long, spec.by_short, _checker(spec), spec.interspersed)
    helped = root.help or reading.help
    words = tuple(reading.operands) if reading.error is None else (*reading.operands, *reading.rest)
    values = Namespace()
    if reading.error is None and not helped:
        values = namespace(spec.path, reading.uses, [word.text for word in words])
    parsed = ParsedCommand(
        text=root.text,
        words=root.words,
        spec=spec,
        command_words=root.command_words,
        global_uses=root.global_uses,
        uses=tuple(reading.uses),
        arg_words=words,
        help=helped,
        notices=(*root.notices, *reading.notices),
        namespace=values,
    )
    if reading.error:
        return replace(parsed, usage_error=_flag_error(reading.error, spec, root.typed_path, 125))
    if helped:
        return parsed
    from commands import logic

    problem = counts.check(parsed) or logic.check(parsed)
    return replace(parsed, usage_error=problem) if problem else parsed


def _checker(spec: Command) -> Check:
    from commands.opts.registry import parse_value

    return lambda flag, text: parse_value(spec, flag, text)


def _scalar_check(flag: Flag, text: str) -> None:
    if flag.is_bool and text not in {"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"}:
        from commands.go_text import quote

        raise ValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


def _flag_error(error: FlagError, spec: Command | None, typed: str, status: int) -> UsageError:
    """A flag error with the usage that docker prints after it."""
    if spec is not None and spec.program == "compose":
        return UsageError(error.code, error.message, 16, error.span)
    path = counts.shown_path(spec, typed) if spec else ""
    who = f"docker {path}" if path else "docker"
    message = f"{error.message}\n\nUsage:  {counts.usage_line(spec, typed)}\n\nRun '{who} --help' for more information"
    return UsageError(error.code, message, status, error.span)


def _bare(error: FlagError, group: Command | None) -> UsageError:
    """A flag error between levels: the message alone, status 1."""
    if group is not None and group.program == "compose":
        return UsageError(error.code, error.message, 16, error.span)
    return UsageError(error.code, error.message, 1, error.span)
