"""Environments in `docker top`: which options of ps may print one, and what is left of a row when they do.

    prints_environment("aux") -> False;  prints_environment("e") -> True
    without_environment({"Titles": […], "Processes": [[…]]})

ps prints the variables behind the arguments, with nothing between. So where options may print them, everything from the first
word with a `=` on is hidden. Options that are not known to print none count as printing them.
"""

from __future__ import annotations

import re
from typing import Any

from bot.redaction import PLACEHOLDER

# `-e` is "every process"; only without a dash is it the environment.
_DASHED = re.compile(r"-[AadeFfjlMNTLHcwyZ]+")
_PLAIN = re.compile(r"[aTrxfhjlsuvwncHmLXZ]+")
_WELL_KNOWN = frozenset(
    {"-aux", "-auxw", "-auxww", "aux", "auxw", "auxww", "--forest", "--no-headers", "--no-heading", "--headers"}
)
# Options with a value of their own that selects or sorts processes, or is a width.
_SELECT = re.compile(
    r"-[CGgpqstUu]|[pqtUk]|--(?:pid|ppid|quick-pid|group|Group|user|User|tty|sort|cols|columns|width|rows|lines|sid)"
)
_SELECTED = re.compile(
    r"--(?:pid|ppid|quick-pid|group|Group|user|User|tty|sort|cols|columns|width|rows|lines|sid)=[\w,+-]+|-[CGgpqstUu][\w,+-]+"
)
_VALUE = re.compile(r"[\w,+.-]+")
_COLUMNS = frozenset(
    """
    %cpu %mem addr args blocked bsdstart bsdtime c caught cgname cgroup class cls cmd comm command cp cpuid cputime cputimes
    drs egid egroup eip esp etime etimes euid euser exe f fgid fgroup flag flags fname fuid fuser gid group ignored ipcns
    lstart luid lwp majflt maj_flt minflt min_flt mntns ni nice netns nlwp numa nwchan ouid pcpu pending pgid pgrp pid pidns
    pmem policy ppid pri priority psr rbytes rgid rgroup rss rssize rsz rtprio ruid ruser s sched sess session sgi_p sgid
    sgroup sid sig sigcatch sigignore sigmask size spid stackp start stat state stime start_time suid supgid supgrp suser
    svgid svuid sz tgid thcount tid time times tname tpgid trs tt tty ucmd ucomm uid uname unit user userns uss utsns vsize
    vsz wchan
    """.split()
)
_FORMAT = re.compile(r"(?P<lead>-[AadeFfjlwH]*o|[axwuf]*o|--format(?:=|$))(?P<columns>.*)")


def prints_environment(options: str) -> bool:
    """True unless every option is known to print no variables."""
    words = options.split()
    at = 0
    every = other = False
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        at += 1
        found = _FORMAT.fullmatch(word)
        if _DASHED.fullmatch(word):
            every = every or "e" in word
        elif found and _known(found["columns"] or following):
            at += not found["columns"]
            every = every or ("e" in found["lead"] and found["lead"].startswith("-") and not found["lead"].startswith("--"))
        elif word in _WELL_KNOWN or _PLAIN.fullmatch(word) or _SELECTED.fullmatch(word) or word.isdigit():
            other = True
        elif _SELECT.fullmatch(word) and _VALUE.fullmatch(following):
            at += 1
            other = True
        else:
            return True
    # What ps cannot read as it stands (an unknown user, say) it reads again as if there were no dashes, and then `-e` is the
    # environment.
    return every and other


def _known(columns: str) -> bool:
    """`pid,ppid,cmd:40,user=`: columns without a title of their own, so that no comma or blank begins another."""
    names = [re.sub(r":\d+$", "", name.removesuffix("=")) for name in columns.split(",")]
    return bool(columns) and all(name in _COLUMNS for name in names)


def without_environment(found: Any) -> Any:
    """The Engine's answer with nothing of an environment in it: of each row only what stands before the first `NAME=`."""
    if not isinstance(found, dict):
        return found
    return {**found, "Processes": [_row(row) for row in found.get("Processes") or []]}


def _row(row: Any) -> Any:
    if not isinstance(row, list):
        return row
    cells: list[Any] = []
    over = False
    for cell in row:
        if over:
            cells.append(PLACEHOLDER)
            continue
        head, equals, _ = str(cell).partition("=")
        over = bool(equals)
        cells.append(f"{head}={PLACEHOLDER}" if equals else cell)
    return cells
