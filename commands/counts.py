"""How many operands a command takes, and docker's words when there are others.

Mirrors docker/cli cli/required.go and cobra's args.go.
"""

from __future__ import annotations

from commands.parsed import ParsedCommand, UsageError
from commands.spec.load import command, paths
from commands.spec.model import Command


def shown_path(spec: Command, typed: str) -> str:
    """The path that docker names: as typed, aliases inside a group made canonical (`image rmi` is `image rm`)."""
    mounted = spec.facts.get("mounted_at") or [spec.path]
    if spec.program == "docker" and typed in mounted:
        return typed
    parent = typed.rpartition(" ")[0]
    for path in mounted:
        if str(path).rpartition(" ")[0] == parent:
            return str(path)
    return spec.path


def usage_line(spec: Command | None, typed: str) -> str:
    """`docker run [OPTIONS] IMAGE …`, as after `Usage:`; further lines begin with a tab."""
    if spec is None:
        return "docker [OPTIONS] COMMAND [ARG...]"
    path = shown_path(spec, typed)
    first = f"docker {path} {spec.usage}" if spec.usage else f"docker {path}"
    short = min(spec.facts.get("mounted_at") or [path], key=len)  # docker writes further lines with the short name
    others = [f"\tdocker {short} [OPTIONS] {pattern}" for pattern in spec.facts.get("args_pattern_alternatives", [])]
    return "\n".join([first, *others])


def check(parsed: ParsedCommand) -> UsageError | None:
    """The count of operands, in docker's own words; None when it is right."""
    spec = parsed.spec
    if spec is None:
        return None
    count, low, high = len(parsed.arg_words), spec.args_min, spec.args_max
    if spec.path == "help":
        return _topic(parsed)
    if count >= low and (high is None or count <= high):
        return None
    if spec.args_rule.startswith("cobra"):
        return _cobra(parsed, spec, count)
    path = shown_path(spec, parsed.typed_path)
    words, lead = _wording(spec)
    usage = usage_line(spec, parsed.typed_path)
    message = f"docker: 'docker {path}' {words}\n\nUsage:  {usage}\n\n{lead} 'docker {path} --help' for more information"
    code = "missing-argument" if count < low else "too-many-arguments"
    return UsageError(code, message, 1, _place(parsed, count, low, high))


def _wording(spec: Command) -> tuple[str, str]:
    """What is required, and the word that the closing hint begins with (docker's own, slip included)."""
    low, high = spec.args_min, spec.args_max
    if high == 0:
        return "accepts no arguments", "Run"
    if high is None:
        return f"requires at least {low} argument{'' if low == 1 else 's'}", "See"
    if low == high:
        return f"requires {low} argument{'' if low == 1 else 's'}", "Run"
    if low == 0:
        return f"requires at most {high} argument{'' if high == 1 else 's'}", "SRun"
    return f"requires at least {low} and at most {high} argument{'' if high == 1 else 's'}", "Run"


def _cobra(parsed: ParsedCommand, spec: Command, count: int) -> UsageError:
    low, high = spec.args_min, spec.args_max
    if high == 0:
        message = f'unknown command "{parsed.args[0]}" for "docker {spec.path}"'
    elif low == high:
        message = f"accepts {low} arg(s), received {count}"
    elif high is None:
        message = f"requires at least {low} arg(s), only received {count}"
    elif low == 0:
        message = f"accepts at most {high} arg(s), received {count}"
    else:
        message = f"accepts between {low} and {high} arg(s), received {count}"
    return UsageError("missing-argument" if count < low else "too-many-arguments", message, 1, _place(parsed, count, low, high))


def _topic(parsed: ParsedCommand) -> UsageError | None:
    """`docker help TOPIC…`: the words must name a command."""
    path: list[str] = []
    for index, word in enumerate(parsed.arg_words):
        joined = " ".join([*path, word.text])
        if joined not in paths() or (path and not command(" ".join(path)).has_subcommands):
            topic = " ".join(parsed.args[index:])
            return UsageError("unknown-command", f"unknown help topic: {topic}", 1, (word.start, parsed.arg_words[-1].end))
        path.append(word.text)
    return None


def _place(parsed: ParsedCommand, count: int, low: int, high: int | None) -> tuple[int, int]:
    if high is not None and count > high:
        return (parsed.arg_words[high].start, parsed.arg_words[-1].end)
    end = parsed.words[-1].end
    return (end, end)
