"""What somebody may have meant by a word that docker does not know. Offered, never applied.

Known habits come first (`docker list` → `docker ps`), then word order, then the nearest spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from commands.spec.load import children, command, global_flags, paths
from commands.spec.notes import table

if TYPE_CHECKING:
    from commands.spec.model import Command, Flag
    from commands.words import Word

# Where two spellings are equally near, the one that people use more.
_COMMON = (
    "run",
    "ps",
    "exec",
    "logs",
    "images",
    "pull",
    "build",
    "stop",
    "start",
    "rm",
    "rmi",
    "restart",
    "inspect",
    "cp",
    "kill",
    "push",
    "tag",
    "compose",
    "stats",
)
_PROGRAMS = ("docker", "docker-compose")


def _habits(kind: str) -> dict[str, str]:
    """What people call a thing → its name: `commands`, `subcommands`, `flags`."""
    found: dict[str, str] = table("habits")[kind]
    return found


def nearest(word: str, choices: Iterable[str], prefer: Sequence[str] = ()) -> str | None:
    """The choice that differs from a word by a slip or two of the fingers; None where none is near.

    Of equally near ones: swapped letters first, then the beginning of one in the other, then the longer
    (a letter is left out more often than added), then the one people use more (`prefer`).
    """
    from rapidfuzz.distance import OSA

    low = word.lower()
    allowed = 1 if len(low) <= 4 else 2 if len(low) <= 9 else 3
    letters = sorted(low)
    best: tuple[tuple[int, bool, bool, int, int], str] | None = None
    for choice in choices:
        other = choice.lower()
        if abs(len(other) - len(low)) > allowed or (len(low) < 3 and len(other) <= len(low) and low != other) or len(low) < 2:
            continue
        distance = OSA.distance(low, other, score_cutoff=allowed)
        if distance > allowed or distance >= max(2, len(other) - 1):
            continue
        prefix = other.startswith(low) or low.startswith(other)
        rank = prefer.index(choice) if choice in prefer else len(prefer)
        key = (distance, letters != sorted(other), not prefix, -len(other), rank)
        best = (key, choice) if best is None or (key, choice) < best else best
    return best[1] if best else None


def command_suggestion(words: Sequence[str]) -> str | None:
    """`["rnu", "nginx"]` → `docker run nginx`: the whole command with its name put right; None where nothing is near."""
    names = [word for word in words if word]
    if not names:
        return None
    known = paths()
    fixed = _by_order(names, known) or _in_group(names, known) or _at_top(names, known)
    return f"docker {fixed}" if fixed else None


def _join(name: str, *pieces: str) -> str:
    """A command's name and its words, those with blanks quoted."""
    import shlex

    quoted = (piece if piece.startswith(("$(", "`")) or (piece and " " not in piece) else shlex.quote(piece) for piece in pieces)
    return " ".join((name, *quoted))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word not in {"ps", "ls", "logs", "stats", "events", "images"} else word


def _by_order(names: list[str], known: dict[str, tuple[str, str]]) -> str | None:
    """`create network x` → `network create x`; `network x create` → `network create x`."""
    if len(names) >= 2 and " ".join(names[:2]) not in known:
        swapped = f"{_singular(names[1])} {names[0]}"
        if swapped in known:
            return _join(swapped, *names[2:])
        first = _singular(names[0])
        if first != names[0] and f"{first} {names[1]}" in known:
            return _join(f"{first} {names[1]}", *names[2:])
    if len(names) >= 3 and _is_group(names[0]) and f"{names[0]} {names[2]}" in known:
        return _join(f"{names[0]} {names[2]}", names[1], *names[3:])
    return None


def _is_group(path: str) -> bool:
    return path in paths() and command(path).has_subcommands


def _in_group(names: list[str], known: dict[str, tuple[str, str]]) -> str | None:
    """The right group with a wrong command: `network creat x`."""
    depth = 0
    while depth < len(names) and _is_group(" ".join(names[: depth + 1])):
        depth += 1
    if not depth or depth >= len(names):
        return None
    group, word, rest = " ".join(names[:depth]), names[depth], names[depth + 1 :]
    habit = _habits("subcommands").get(word.lower())
    options = children(group)
    if habit in options:
        return _join(f"{group} {habit}", *rest)
    if word.lower() in options:
        return _join(f"{group} {word.lower()}", *rest)
    near = nearest(word, options, ("ls", "rm", "create", "inspect", "prune", "up", "logs", "ps"))
    if near:
        return _join(f"{group} {near}", *rest)
    if word in known and not command(word).has_subcommands:
        return _join(word, *rest)
    return None


def _at_top(names: list[str], known: dict[str, tuple[str, str]]) -> str | None:
    word, rest = names[0], names[1:]
    low = word.lower()
    if word in known:
        return None
    if low != word and low in known:
        return _join(low, *rest)
    if _singular(low) in known and command(_singular(low)).has_subcommands and rest and f"{_singular(low)} {rest[0]}" in known:
        return _join(_singular(low), *rest)
    fixed = _habits("commands").get(low)
    if fixed:
        if "CONTAINER" in fixed:
            return fixed.replace("CONTAINER", rest[0]) if rest and not rest[0].startswith("-") else fixed
        return _join(fixed, *rest)
    spaced = low.replace("-", " ", 1).replace("_", " ", 1)
    if spaced != low and spaced in known:
        return _join(spaced, *rest)
    if low.startswith("docker") and low[6:].lstrip("-") in known:
        return _join(low[6:].lstrip("-"), *rest)
    near = nearest(word, children(""), _COMMON)
    return _join(near, *rest) if near else None


def flag_suggestion(spec: Command | None, spelling: str) -> str | None:
    """`--pubish` → `--publish`, `-name` → `--name`; the spelling that the command has, None where none is near."""
    flags: dict[str, Flag] = spec.by_long if spec else global_flags()
    usable = {long: flag for long, flag in flags.items() if flag.in_judge}
    visible = [long for long, flag in usable.items() if not flag.hidden]
    name = spelling.lstrip("-").partition("=")[0]
    if not name:
        return None
    if len(name) == 1:
        return _letter(usable, name)
    for guess in (
        name,
        name.lower(),
        name.lower().replace("_", "-"),
        name + "s",
        name.removesuffix("s"),
        _habits("flags").get(name.lower(), ""),
    ):
        if guess in usable and f"--{guess}" != spelling:
            return f"--{guess}"
    squeezed = name.lower().replace("_", "").replace("-", "")
    same = [long for long in visible if long.replace("-", "") == squeezed]
    if same:
        return f"--{same[0]}"
    near = nearest(
        name,
        visible,
        ("detach", "name", "publish", "volume", "env", "network", "all", "filter", "follow", "tail", "force", "format"),
    )
    if near:
        return f"--{near}"
    begin = [long for long in visible if len(name) > 2 and long.startswith(name)]
    return f"--{begin[0]}" if len(begin) == 1 else None


def _letter(usable: dict[str, Flag], letter: str) -> str | None:
    """A short flag of the other case; or the long one it may stand for."""
    shorts = {flag.short: flag for flag in usable.values() if flag.short}
    other = letter.swapcase()
    if other in shorts:
        return f"-{other}"
    known = {
        "y": "force",
        "n": "tail",
        "r": "rm",
        "m": "memory",
        "a": "all",
        "d": "detach",
        "q": "quiet",
        "w": "workdir",
        "t": "tag",
    }.get(letter, "")
    return f"--{known}" if known in usable and usable[known].short != letter else None


def commands_with_flag(spelling: str) -> tuple[str, ...]:
    """Commands people use that have a flag of that spelling, the commonest first."""
    found = []
    for path in (
        "run",
        "ps",
        "exec",
        "logs",
        "build",
        "images",
        "stop",
        "rm",
        "rmi",
        "create",
        "pull",
        "compose up",
        "inspect",
        "network create",
        "volume create",
    ):
        spec = command(path)
        if (spelling.startswith("--") and spelling[2:] in spec.by_long) or (len(spelling) == 2 and spelling[1] in spec.by_short):
            found.append(path)
    return tuple(found)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(children(""))


def docker_command_for(words: Sequence[Word]) -> str | None:
    """For a text that does not begin with `docker`: the command it may stand for, None where it looks like none."""
    texts = [word.text for word in words]
    if not texts:
        return None
    first = texts[0].lower()
    rest = texts[1:]
    if first == "docker" or first.endswith("/docker"):
        return _join("docker", *rest)
    if first.startswith("docker-") and first[7:] in _first_words():
        return _join(f"docker {first[7:]}", *rest)
    near = nearest(first, _PROGRAMS) if first.startswith(("d", "o", "c")) else None
    if near:
        return _join("docker compose" if near == "docker-compose" else "docker", *rest)
    if first in _first_words() and (first in paths()):
        return _join("docker", *texts)
    return None
