"""For one command: the words that stand for its flags, filters and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from commands.ask import tables
from commands.spec import load
from commands.spec.model import Command, Flag

# Switches that are never said, or that would be heard everywhere.
SILENT = frozenset({"help", "dry-run", "debug", "menu", "net", "net-alias", "dns-opt", "experimental", "no-pause"})
SPOKEN = {"dry-run": ("buildx imagetools create",)}
PLAIN = tables.words("PLAIN")
UNNAMED = frozenset({"builder", "build-context", "health-cmd", "cpu-count"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase stands for: a flag, a filter key or a column; `value` where its words give it, `strict` where not."""

    kind: str
    key: str
    value: str | None = None
    strict: bool = False
    words: int = 1
    own: bool = True
    tight: bool = False


@cache
def of(path: str) -> tables.Phrases:
    """The cues of a command."""
    command = load.command(path)
    found = tables.Phrases()
    for flag in command.flags:
        if (flag.long in SILENT and path not in SPOKEN.get(flag.long, ())) or flag.hidden or flag.alias_of:
            continue
        for cue in _names(flag):
            found.add(cue, Cue("flag", flag.long, words=len(cue.split()), own=False))
        if flag.takes_value and flag.long not in UNNAMED:
            for tail in ("set to", "equal to", "set as"):
                found.add(f"{flag.long.replace('-', ' ')} {tail}", Cue("flag", flag.long, strict=True, words=3, own=False))
        for text in _texts(command, flag):
            _add(found, text, "flag", flag.long)
    if path.startswith("compose "):
        _globals(found, command)
    for key, _, rest in tables.section("filters", path):
        for phrase in (f"{key} filter", f"filter {key}", f"{key} filter set to"):
            found.add(phrase, Cue("filter", key, words=len(phrase.split())))
        for text in rest.split("|"):
            _add(found, text.strip(), "filter", key)
    for key, _, rest in tables.section("columns", path):
        for text in rest.split("|"):
            _add(found, text.strip(), "column", key)
    return found


def _globals(found: tables.Phrases, command: Command) -> None:
    own = {flag.long for flag in command.flags}
    for key, _, rest in tables.section("flags", "compose global"):
        if key in own and key != "dry-run":
            continue
        for text in rest.split("|"):
            _add(found, text.strip(), "global", key)


def _names(flag: Flag) -> list[str]:
    """The flag's own name as words: `no-trunc` → "no trunc", "without trunc"; a lone word of a switch needs "mode" or "option"."""
    if flag.long in UNNAMED:
        return [f"--{flag.long}"]
    words = flag.long.split("-")
    plain = " ".join(words)
    out = [f"--{flag.long}"]
    if len(words) > 1:
        out += [plain, flag.long]
        if words[0] == "no" and flag.is_bool:
            rest = " ".join(words[1:])
            out += [f"without {rest}", f"no {rest}", f"disable {rest}", f"not {rest}", f"disabling {rest}", f"skip {rest}"]
        return out
    if flag.takes_value and not flag.is_bool:
        out += [f"{lead} {plain}" for lead in ("specific", "custom", "given", "certain", "different")]
    tails = ("option", "flag", "mode", "parameter", "switch", "setting", "enabled", "set true")
    out += [f"{plain} {tail}" for tail in tails]
    if flag.long not in PLAIN and (flag.takes_value or len(plain) > 4):
        out.append(plain)
    return out


def _texts(command: Command, flag: Flag) -> list[str]:
    general: list[str] = []
    for key, _, rest in tables.section("flags", "*"):
        if key == flag.long:
            general += rest.split("|")
    for key, kind, rest in tables.section("flags", command.path):
        if key == flag.long:
            general = rest.split("|") if kind == "=" else general + rest.split("|")
    return [text.strip() for text in general if text.strip()]


def _add(found: tables.Phrases, text: str, kind: str, key: str) -> None:
    phrase, equals, value = text.partition("=")
    if equals and " " not in phrase and phrase.startswith("--"):
        phrase, equals, value = text, "", ""
    strict, tight = "!" in phrase, "!!" in phrase
    phrase = phrase.replace("!", "").strip()
    if phrase:
        found.add(phrase, Cue(kind, key, value.strip() if equals else None, strict, len(phrase.split()), tight=tight))


@cache
def spec_of(path: str, kind: str, key: str) -> Flag | None:
    """The flag behind a cue."""
    if kind == "filter":
        return load.command(path).flag("filter")
    if kind == "global":
        return load.command("compose").flag(key)
    return load.command(path).flag(key)
