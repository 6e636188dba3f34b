"""Docker's refusal in our own words: what is wrong, where, and what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.findings import Finding, Severity
from commands.rules.hints import hint

if TYPE_CHECKING:
    from commands.parsed import ParsedCommand, UsageError


def from_usage_error(parsed: ParsedCommand, quoted: bool = True) -> Finding:
    """The error finding of a command that docker refuses. Its `usage_error` must not be None.

    `quoted` puts docker's own first line, which people search for, on a line before our sentence.
    """
    error = parsed.usage_error
    if error is None:
        raise ValueError("this command has no usage error")
    make = _BY_CODE.get(error.code, _other)
    message, suggestion = make(parsed, error)
    if quoted:
        message = f"{error.headline}\n{message}" if message != error.headline else message
    return Finding(error.code, Severity.ERROR, message, error.span, error.suggestion or suggestion)


def _name(parsed: ParsedCommand) -> str:
    return f"docker {parsed.typed_path}".rstrip()


def _words(parsed: ParsedCommand) -> list[str]:
    return [word.text for word in (*parsed.command_words, *parsed.arg_words)]


def _unknown_command(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    from commands.rules.suggest import command_suggestion
    from commands.spec.notes import table

    word = parsed.text[slice(*error.span)]
    plugin = table("plugins").get(word) if not parsed.command_words else None
    if plugin is not None:
        return f"docker {word} is a plugin that Docker Desktop brings ({plugin}); it is not part of docker, and not run here", None
    suggestion = command_suggestion(_words(parsed))
    where = _name(parsed) if parsed.command_words else "docker"
    hint = f"; did you mean `{suggestion}`?" if suggestion else f"; `{where} --help` lists what there is"
    return f"{where} has no command {word!r}{hint}", suggestion


def _unknown_flag(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    from commands.rules.suggest import commands_with_flag, flag_suggestion
    from commands.spec.load import global_flags

    typed = _typed_word(parsed, error)
    spelling = typed.partition("=")[0]
    where = _name(parsed)
    if spelling.startswith("-") and not spelling.startswith("--") and len(spelling) > 2:
        long = flag_suggestion(parsed.spec, "-" + spelling)
        if long is None and parsed.spec and spelling[1:] in parsed.spec.by_long:
            long = "-" + spelling
        if long == "-" + spelling or (long and long.lstrip("-") == spelling.lstrip("-")):
            return f"long flags take two dashes: {long} (after one dash docker reads {spelling} as single letters)", long
    letter = error.span[1] - error.span[0] <= 2 and not spelling.startswith("--")
    shown = "-" + parsed.text[error.span[1] - 1 : error.span[1]] if letter and len(spelling) > 2 else spelling
    if newer := _newer(parsed, shown):
        return newer, None
    name = shown.lstrip("-")
    if parsed.spec and (
        name in global_flags() if shown.startswith("--") else any(flag.short == name for flag in global_flags().values())
    ):
        return f"{shown} is a flag of docker itself and stands before the command: `docker {shown} … {parsed.typed_path}`", None
    suggestion = flag_suggestion(parsed.spec, shown)
    if suggestion:
        return f"{where} has no flag {shown}; did you mean {suggestion}?", suggestion
    elsewhere = [path for path in commands_with_flag(shown) if path != parsed.typed_path][:3]
    hint = (
        f"; {', '.join('docker ' + path for path in elsewhere)} {'has' if len(elsewhere) == 1 else 'have'} it"
        if elsewhere
        else f"; `{where} --help` lists its flags"
    )
    return f"{where} has no flag {shown}{hint}", None


def _typed_word(parsed: ParsedCommand, error: UsageError) -> str:
    for word in parsed.words:
        if word.start <= error.span[0] < word.end:
            return word.text
    return parsed.text[slice(*error.span)]


def _newer(parsed: ParsedCommand, spelling: str) -> str:
    """The sentence for a flag that only a later docker has; "" for others."""
    if not parsed.spec:
        return ""
    flag = parsed.spec.by_long.get(spelling[2:]) if spelling.startswith("--") else parsed.spec.by_short.get(spelling[1:])
    if flag is None or flag.in_judge:
        return ""
    since = flag.facts.get("since_version") or "29.0"
    return f"{spelling} came with docker {since}; docker 28.2 does not know it"


def _missing_value(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    spelling = parsed.text[slice(*error.span)]
    if not spelling.startswith("-"):
        spelling = "-" + spelling
    example = _sample(parsed, spelling)
    hint = f", for example `{spelling} {example}`" if example else ""
    return f"{spelling} needs a value after it{hint}", f"{spelling} {example}" if example else None


SAMPLES = {
    "publish": "8080:80", "volume": "data:/data", "env": "NAME=value", "name": "web", "network": "my-network", "memory": "512m",
    "cpus": "1.5", "restart": "unless-stopped", "tail": "100", "filter": "status=exited", "format": "json", "tag": "app:1.0",
    "file": "Dockerfile", "user": "1000:1000", "workdir": "/app", "label": "team=web", "entrypoint": "sh", "hostname": "web",
    "since": "10m", "until": "10m", "signal": "HUP", "timeout": "30", "mount": "type=volume,source=data,target=/data",
    "platform": "linux/amd64", "output": "out.tar", "input": "images.tar", "driver": "bridge", "last": "5",
    "build-arg": "NAME=value", "target": "release", "cap-add": "NET_ADMIN", "device": "/dev/ttyUSB0", "gpus": "all",
    "env-file": ".env", "replicas": "3", "image": "nginx:1.27", "scale": "web=3", "host": "unix:///var/run/docker.sock",
    "context": "default", "username": "me",
}  # fmt: skip


def _sample(parsed: ParsedCommand, spelling: str) -> str:
    table = parsed.spec.by_long if parsed.spec else {}
    letters = parsed.spec.by_short if parsed.spec else {}
    flag = table.get(spelling[2:]) if spelling.startswith("--") else letters.get(spelling[1:2])
    return SAMPLES.get(flag.alias_of or flag.long, "") if flag else ""


def _bad_value(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    """docker's reason, without its frame; a bare word where `--flag=false` was meant is named."""
    if not error.headline.startswith("invalid argument "):
        return _other(parsed, error)
    _, _, reason = error.headline.partition(" flag: ")
    flag_name = error.headline.partition(' for "')[2].partition('" flag')[0]
    value = parsed.text[slice(*error.span)]
    if "strconv.ParseBool" in reason:
        return f"{flag_name} is on or off and takes only true or false, not {value!r}", f"{flag_name.rpartition(', ')[2]}=true"
    if "strconv.ParseFloat" in reason or ("strconv.Parse" in reason and flag_name.endswith(("memory", "memory-swap", "shm-size"))):
        return f"{flag_name} takes a number or a size such as 512m, not {value!r}", None
    if "strconv.Parse" in reason:
        return f"{flag_name} takes a whole number, not {value!r}", None
    if "time: " in reason:
        return (
            f"{flag_name} takes a duration with its unit, such as 30s, 5m or 1h, not {value!r}",
            value + "s" if value.isdecimal() else None,
        )
    typed = _word_text(parsed, error.span, value)
    said = hint(reason, typed)
    if said:
        return f"{flag_name}: {said[0]}", said[1] or _closest_value(parsed, flag_name, typed)
    return f"{typed!r} does not fit {flag_name}: {reason or error.headline}", _closest_value(parsed, flag_name, typed)


def _word_text(parsed: ParsedCommand, span: tuple[int, int], fallback: str) -> str:
    """What the word at that place says, without its quotes."""
    return next((word.text for word in parsed.words if word.span == span), fallback)


def _closest_value(parsed: ParsedCommand, flag_name: str, value: str) -> str | None:
    flag = parsed.spec.by_long.get(flag_name.rpartition("--")[2]) if parsed.spec else None
    options = flag.facts.get("values", {}).get("set") if flag else None
    if not options:
        return None
    from commands.rules.suggest import nearest

    return nearest(value, [option for option in options if option])


def _missing_argument(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    from commands import counts

    spec = parsed.spec
    if spec is None:
        return error.headline, None
    usage = counts.usage_line(spec, parsed.typed_path).split("\n", 1)[0]
    pattern = spec.args_pattern.split(" ")
    required = [name for name in pattern if not name.startswith("[")]
    missing = " ".join(required[len(parsed.arg_words) :])
    if not missing:
        return _other(parsed, error)
    hint = _swallowed(parsed)
    typed = parsed.text[parsed.words[0].start : parsed.words[-1].end].rstrip()
    suggestion = (
        f"{typed} {pattern[len(parsed.arg_words)]}"
        if len(parsed.arg_words) < len(pattern) and pattern[len(parsed.arg_words)].isupper()
        else None
    )
    return f"{_name(parsed)} needs {missing}{hint} (usage: {usage})", suggestion


def _swallowed(parsed: ParsedCommand) -> str:
    """The flag whose value was probably meant as the argument."""
    if not parsed.uses:
        return ""
    last = parsed.uses[-1]
    if last.value_span and last.value_span[1] == parsed.words[-1].end and last.value_span[0] > last.span[1]:
        return f"; {last.value!r} was taken as the value of {last.spelling}"
    return ""


def _too_many(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    from commands.rules.suggest import command_suggestion
    from commands.spec.load import paths

    spec = parsed.spec
    words = _words(parsed)
    suggestion = None
    extra = parsed.arg_words[0].text if parsed.arg_words else ""
    singular = extra.rstrip("s")
    if f"{singular} {parsed.typed_path}" in paths():
        suggestion = command_suggestion([parsed.typed_path, singular, *(word.text for word in parsed.arg_words[1:])])
    elif spec and len(parsed.arg_words) > 1 and extra in {"container", "image", "containers", "images"}:
        suggestion = f"docker {parsed.typed_path} {' '.join(words[len(parsed.command_words) + 1 :])}"
    elif spec and any(word.text.startswith("-") for word in parsed.arg_words) and not spec.interspersed:
        flag = next(word.text for word in parsed.arg_words if word.text.startswith("-"))
        return f"{_name(parsed)} takes flags only before its arguments, so {flag} is one argument too many", None
    takes = (
        "no arguments"
        if spec and spec.args_max == 0
        else f"at most {spec.args_max} argument{'s' if spec and spec.args_max != 1 else ''}"
        if spec
        else "fewer"
    )
    hint = f"; did you mean `{suggestion}`?" if suggestion else ""
    if not hint and spec and spec.args_max == 0 and extra and spec.flag("filter"):
        hint = (
            "; use --filter to choose what is listed"
            if spec.path != "container ls"
            else f"; to look for a name, use `--filter name={extra}`"
        )
        suggestion = (
            f"docker {parsed.typed_path} --filter name={extra}"
            if spec.path in {"container ls", "volume ls", "network ls", "service ls"}
            else None
        )
    return f"{_name(parsed)} takes {takes}{hint}", suggestion


def _other(parsed: ParsedCommand, error: UsageError) -> tuple[str, str | None]:
    """A refusal by docker's own logic: in plain words where they are known, its frame taken off otherwise."""
    text = error.headline.removeprefix("docker: ")
    lead, value = _flag_and_value(parsed, error.span)
    if "$" in value and "reference" in text:
        return f"no shell fills in {value} here, and as it stands it is no image name", None
    if "repository name" in text and value.isupper() and value.isalpha():
        return f"{value} stands for a name: put the image's own name in its place, which is lower-case", None
    bare = value.partition("://")[2]
    if "invalid reference format" in text and bare:
        return f"{value!r} is no image name: leave {value.partition('://')[0]}:// away", lead + bare
    said = hint(text, value)
    if said is None:
        return text, None
    return said[0], lead + said[1] if said[1] is not None else None


def _flag_and_value(parsed: ParsedCommand, span: tuple[int, int]) -> tuple[str, str]:
    """The text of a place before its value, and the value: `-p ` and `80:x`; "" and the word for an operand."""
    for use in parsed.uses:
        if use.whole == span and use.value_span is not None:
            return parsed.text[span[0] : use.value_span[0]], use.value
    return "", _word_text(parsed, span, parsed.text[slice(*span)])


_BY_CODE = {
    "unknown-command": _unknown_command,
    "unknown-flag": _unknown_flag,
    "missing-value": _missing_value,
    "bad-value": _bad_value,
    "missing-argument": _missing_argument,
    "too-many-arguments": _too_many,
}
