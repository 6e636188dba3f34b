"""The reference says what the docker program's own help says: names, shorts, types and aliases of every command."""

from __future__ import annotations

import re
from functools import cache

import pytest

from commands.spec.load import all_paths, children, command, global_flags
from commands.spec.model import Command, Flag
from tests.differential.judge import ask_all, available

pytestmark = [
    pytest.mark.docker_program,
    pytest.mark.skipif(not available(), reason="the judge's docker program is not on the PATH"),
]

_FLAG = re.compile(r"^ {2,6}(?:-(?P<short>\w), )?--(?P<long>[\w.-]+)(?:\[?=?[^ ]*\])?(?: (?P<type>[\w-]+))?(?: {2,}|$)")
_CHILD = re.compile(r"^  (?P<name>[a-z][\w-]*)\*? {2,}\S")
# As pflag shows its types where the usage names none.
_SHOWN = {"bool": "", "int64": "int", "uint64": "uint", "float64": "float", "stringSlice": "strings"}


@cache
def pages() -> dict[str, str]:
    """The help of every command of the judge, by path; "" is the program itself."""
    groups = {one.path.rpartition(" ")[0] for one in visible()}
    paths = sorted(groups | {path for one in visible() for path in mounts(one)})
    answers = ask_all([f"docker {path} --help" for path in paths], swarm="active/manager")
    return {path: answer.stdout for path, answer in zip(paths, answers, strict=True)}


@cache
def visible() -> tuple[Command, ...]:
    """The engine's commands that help may show."""
    found = [command(path) for path in all_paths()]
    own = [one for one in found if one.program == "docker" and one.in_judge]
    return tuple(one for one in own if not one.path.startswith(("__", "completion", "help", "bake")))


def mounts(one: Command) -> list[str]:
    """The paths under which help shows the command: `container ls` and `ps`."""
    return one.facts.get("mounted_at") or [one.path]


def section(page: str, title: str) -> list[str]:
    """The lines under a title that ends with it."""
    lines: list[str] = []
    inside = False
    for line in page.splitlines():
        if not line.startswith(" ") and line.endswith(":"):
            inside = line == title or (title == "Commands:" and line.endswith("Commands:"))
        elif inside:
            lines.append(line)
    return lines


def shown_flags(page: str, title: str = "Options:") -> dict[str, tuple[str, str]]:
    """Long name → short name and type, as help prints them."""
    found = {}
    for line in section(page, title):
        match = _FLAG.match(line)
        if match:
            found[match["long"]] = (match["short"] or "", match["type"] or "")
    return found


def known_flags(flags: tuple[Flag, ...]) -> dict[str, tuple[str, str]]:
    """The same out of the reference."""
    seen = [flag for flag in flags if flag.in_judge and not flag.hidden and not flag.deprecated]
    here = [flag for flag in seen if flag.component != "buildx" and flag.facts.get("ostype") != "windows"]
    return {flag.long: (flag.short, _SHOWN.get(flag.type, flag.type)) for flag in here}


def test_every_page_was_read() -> None:
    empty = [path for path, page in pages().items() if "Usage:" not in page]
    assert not empty
    assert len(pages()) >= 150
    assert sum(len(shown_flags(page)) for page in pages().values()) > 900
    assert sum("Aliases:" in page for page in pages().values()) > 80


def test_flags_are_those_of_help() -> None:
    wrong = []
    for one in visible():
        if not one.runnable or one.has_subcommands:
            continue
        known = known_flags(one.flags)
        for path in mounts(one):
            shown = shown_flags(pages()[path])
            names = sorted(shown.keys() | known.keys())
            wrong += [f"{path} --{n}: help {shown.get(n)}, reference {known.get(n)}" for n in names if shown.get(n) != known.get(n)]
    assert not wrong, "\n".join(wrong)


def test_global_flags_are_those_of_help() -> None:
    shown = shown_flags(pages()[""], "Global Options:")
    known = known_flags(tuple(global_flags().values()))
    known.pop("help", None)
    assert len(shown) > 8
    assert shown == known


def test_subcommands_are_those_of_help() -> None:
    wrong = []
    for path, page in pages().items():
        shown = {match["name"] for line in section(page, "Commands:") if (match := _CHILD.match(line))}
        if not shown:
            continue
        lead = f"{path} " if path else ""
        known = {name for name in children(path) if _is_shown(lead + name)}
        if shown - {"bake"} != known - {"bake"}:
            wrong.append(f"{path or 'docker'}: only in help {sorted(shown - known)}, only in the reference {sorted(known - shown)}")
    assert not wrong, "\n".join(wrong)


def _is_shown(spelling: str) -> bool:
    """True where help lists a command under that spelling: not hidden, not an alias inside its group."""
    one = command(spelling)
    if one.hidden or not one.in_judge or one.program != "docker" or one.deprecated:
        return False
    return spelling in mounts(one) and not spelling.startswith(("__", "completion", "help"))


def test_aliases_are_those_of_help() -> None:
    wrong = []
    for one in visible():
        if one.has_subcommands:
            continue
        lines = section(pages()[one.path], "Aliases:")
        shown = {name.strip().removeprefix("docker ") for line in lines for name in line.split(",") if name.strip()}
        missing = shown - set(one.aliases)
        if missing:
            wrong.append(f"{one.path}: the reference lacks {sorted(missing)}")
        extra = set(one.aliases) - shown - {one.path}
        if shown and extra - _also_typed(one):
            wrong.append(f"{one.path}: only in the reference {sorted(extra - _also_typed(one))}")
    assert not wrong, "\n".join(wrong)


def _also_typed(one: Command) -> set[str]:
    """Spellings that work without being listed: an alias of a group before a name of its command."""
    names = {alias.split()[-1] for alias in one.aliases}
    groups = {" ".join(alias.split()[:-1]) for alias in one.aliases}
    return {f"{group} {name}".strip() for group in groups for name in names}
