"""A program to run inside a container, spoken of with its words: `run ls -la in web`."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import tables
from commands.ask.tokens import Token, has_chinese

PROGRAMS = tables.words("PROGRAMS")
# Programs that one talks to.
CONSOLES = frozenset("psql mysql redis-cli mongosh mongo python python3 irb node sqlite3".split())


def reserve(command: str, tokens: Sequence[Token], explained: set[int]) -> None:
    """Keep the words of a spoken command ("run env in web") from being taken for flags."""
    for i in spoken(command, tokens):
        explained.add(i)


def spoken(command: str, tokens: Sequence[Token]) -> list[int]:
    """Places of a command's words between "run" and "in": `run ls -la in web`; empty for none."""
    if not command.endswith(("exec", "container run", "container create", "compose run")):
        return []
    for i, token in enumerate(tokens):
        if token.low not in ("run", "execute", "exec", "command", "running", "executing", "open") or (
            token.low == "open" and tokens[i + 1 : i + 2] and tokens[i + 1].low not in CONSOLES
        ):
            continue
        if not command.endswith(("exec", "compose run")) and token.low != "command" and not _program_inside(tokens, i):
            continue
        if token.low == "running" and i and tokens[i - 1].low in ("a", "the", "my", "your", "this"):
            continue
        if {"health", "healthcheck"} & {one.low for one in tokens[max(0, i - 12) : i]}:
            continue
        words: list[int] = []
        if i + 1 < len(tokens) and tokens[i + 1].quoted:
            return [i + 1]
        if [one.low for one in (*tokens[i + 1 : i + 2], *tokens[i + 3 : i + 4])] == ["the", "command"] and tokens[
            i + 2
        ].low in PROGRAMS:
            return [i + 2]
        for j in range(i + 1, len(tokens)):
            if tokens[j].quoted and words and tokens[words[-1]].text == "-c":
                words.append(j)
                break
            if (
                tokens[j].low
                in ("in", "inside", "on", "within", "into", "as", "with", "using", "for", "interactively", "automatically", "again")
                or tokens[j].punct
                or tokens[j].quoted
                or (tokens[j].low in ("from", "at") and {"directory", "folder", "dir"} & {one.low for one in tokens[j + 1 : j + 4]})
            ):
                break
            words.append(j)
        if words and (
            tokens[words[0]].low in PROGRAMS
            or tokens[words[0]].is_("path")
            or _unknown_program(tokens, words)
            or _han_place(tokens, i, words)
        ):
            return words
    return []


def _han_place(tokens: Sequence[Token], i: int, words: list[int]) -> bool:
    """在 db 里跑 mysqladmin status: the place stands before the verb, Latin words behind it are the program."""
    place = any(token.low == "in" and has_chinese(token.text) for token in tokens[:i]) and has_chinese(tokens[i].text)
    return place and all(tokens[j].text.isascii() for j in words) and not tokens[words[0]].is_("pair", "image")


def unlisted(tokens: Sequence[Token], start: int) -> list[int]:
    """Places of the words from `start` to "in", where they are a program of nobody's list: `redis-cli ping in cache`."""
    words: list[int] = []
    for j in range(start, min(len(tokens), start + 6)):
        if tokens[j].low in ("in", "inside", "within") or tokens[j].punct:
            break
        words.append(j)
    return words if words and _unknown_program(tokens, words) else []


def _unknown_program(tokens: Sequence[Token], words: list[int]) -> bool:
    """True for "run redis-cli ping in cache": words of nobody's list between the verb and "in" with a name behind it."""
    from commands.ask import slots

    first, at = tokens[words[0]], words[-1] + 1
    if len(words) > 4 or not (first.is_("named") or "-" in first.low) or first.is_("image", "flag", "pair") or ":" in first.text:
        return False
    if at + 1 >= len(tokens) or tokens[at].low not in ("in", "inside", "within"):
        return False
    while at + 1 < len(tokens) and tokens[at + 1].low in ("the", "my", "our", "running", "container", "service", "compose"):
        at += 1
    return at + 1 < len(tokens) and slots.free(tokens[at + 1]) and not tokens[at + 1].is_("path")


def _program_inside(tokens: Sequence[Token], i: int) -> bool:
    """ "run env in an ubuntu container", "run the date command": a program, not an image that is called like one."""
    follow = [token.low for token in tokens[i + 1 : i + 4]]
    if follow[:1] == ["the"] and follow[2:] == ["command"]:
        return follow[1] in PROGRAMS
    near = tokens[i + 2 : i + 9]
    images = tables.words("IMAGES")
    told = any(token.low in images or token.low in ("image", "new") or (token.is_("image") and ":" in token.text) for token in near)
    inside = told and any(token.low in ("in", "inside", "within") for token in near)
    if inside and i + 1 < len(tokens) and _unknown_program(tokens, [i + 1]):
        return True
    return inside and bool(follow) and follow[0] in PROGRAMS - tables.words("IMAGES")
