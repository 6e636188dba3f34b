"""A flag: its note, the words that its kind adds, and the sentence about its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.explaining.text import shown
from commands.explaining.values import sentence
from commands.spec import notes

if TYPE_CHECKING:
    from commands.spec.model import Flag

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})


_MOST = 8192


@dataclass(frozen=True, slots=True)
class FlagText:
    """`note`: what the flag does, as it is used here; `value`: what this value means."""

    note: str
    value: str


_texts: dict[tuple[str, str, str, str, bool], FlagText] = {}


def note(path: str, flag: Flag) -> str:
    """One sentence about the flag in general; made from its facts where no note was written."""
    written = notes.flag_note(path, flag.long, flag.component) or (
        notes.flag_note(path, flag.alias_of, flag.component) if flag.alias_of else ""
    )
    return written or from_facts(flag)


def from_facts(flag: Flag) -> str:
    """A sound sentence from name, type and facts."""
    name = (flag.alias_of or flag.long).replace("-", " ")
    if flag.is_bool:
        return f"Switches on: {name}."
    kinds = {
        "bytes": "a size",
        "duration": "a time",
        "list": "an entry",
        "stringArray": "an entry",
        "stringSlice": "entries",
        "filter": "a filter",
    }
    options = [option for option in flag.facts.get("values", {}).get("set", []) if option]
    choice = f", one of {', '.join(options)}" if options else ""
    return f"Sets {name}: {kinds.get(flag.type, 'a value')}{choice}."


def flag_text(path: str, flag: Flag, value: str, typed: bool) -> FlagText:
    """Both sentences for one use; `typed` is False for a bare boolean."""
    key = (path, flag.long, flag.component, value, typed)
    found = _texts.get(key)
    if found is None:
        if len(_texts) >= _MOST:
            _texts.clear()
        found = _texts[key] = _make(path, flag, value, typed)
    return found


def _make(path: str, flag: Flag, value: str, typed: bool) -> FlagText:
    said = note(path, flag) + _marks(flag)
    if flag.is_bool:
        if not typed:
            return FlagText(said, "")
        if value in _FALSE:
            off = "This is switched off here" if flag.default is True else "Switched off here, as it is by default"
            return FlagText(f"{off}: {said[:1].lower()}{said[1:]}", "")
        return FlagText(said, "" if value in _TRUE else f"{shown(value)} is neither true nor false.")
    return FlagText(said, sentence(path, flag.alias_of or flag.long, flag.type, flag.component, value))


def _marks(flag: Flag) -> str:
    """What must be known beside the note: old, only for Windows, only with buildx."""
    out = ""
    if flag.alias_of and flag.deprecated:
        out += f" (Deprecated: use --{flag.alias_of}.)"
    elif flag.deprecated:
        out += " (Deprecated.)"
    if flag.component == "buildx":
        out += " (Needs the buildx builder.)"
    return out
