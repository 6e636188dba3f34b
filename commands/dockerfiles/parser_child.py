"""The official parser in a process of its own: a request a line on standard input, an answer a line on standard output.

It is C-callable Go code with faults that end the process, so it never shares one with anything else. The parent starts it as
a file, without site packages, and gives it `sys.path` as the first line; it ends with its standard input.

    {"text": "FROM a\\n", "seconds": 5}  ->  {"commands": […]}  or  {"error": "…", "line": 3}
"""

from __future__ import annotations

import contextlib
import json
import re
import resource
import signal
import sys
from typing import Any

# The runtime of Go reserves a gigabyte of addresses before it reads anything; what it may really use is the second number.
ADDRESSES, DATA = 2 << 30, 400 << 20
# A process that has grown by this much is not kept: what Go has taken it does not give back.
TIRED = 100 << 20


def limited() -> None:
    """Limits of the whole process, as far as this system has them."""
    most = {"RLIMIT_AS": ADDRESSES, "RLIMIT_DATA": DATA, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": 32}
    for name, amount in most.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
            resource.setrlimit(kind, (least, least))


def timed(seconds: float) -> None:
    """So much processor time and wall time from now on; both end the process, also inside the parser and without a parent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def peak() -> int:
    """The most memory that was in use, in bytes; Linux counts that of the process it was started from as well."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def failure_of(text: str) -> tuple[Any, str]:
    """(commands, "") or (None, what the parser says)."""
    import dockerfile

    try:
        return dockerfile.parse_string(text), ""
    except dockerfile.GoParseError as error:
        return None, str(error).strip()
    except UnicodeDecodeError:
        # It splits at bytes that are blanks in Latin-1, also inside a letter.
        return None, "the parser cannot read these letters: it splits inside one of them"


def broken_line(text: str, message: str, starts: list[int]) -> int:
    """The line a message is about; where it names none, the first instruction up to which the file does not read."""
    named = re.search(r"line (\d+)", message)
    if named:
        return int(named[1])
    lines = text.split("\n")
    low, high = 0, len(starts) - 1
    while low < high:  # the file reads up to before `low`, and does not up to the end of `high`
        middle = (low + high) // 2
        if failure_of("\n".join(lines[: starts[middle + 1]]) + "\n")[0] is None:
            high = middle
        else:
            low = middle + 1
    return starts[low] + 1 if starts else 1


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The parser's commands as plain data, or its words and the line they are about."""
    text = request["text"]
    commands, message = failure_of(text)
    if commands is None:
        return {"error": message, "line": broken_line(text, message, request["starts"])}
    rows = []
    for one in commands:
        heredocs = [[doc.name, doc.content] for doc in one.heredocs]
        rows.append([one.cmd, one.sub_cmd, one.json, one.start_line, one.end_line, list(one.flags), list(one.value), heredocs])
    return {"commands": rows}


def main() -> None:
    """Answer until the end of the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.path[:] = json.loads(source.readline())
    limited()
    import dockerfile  # noqa: F401  (a failure to load it ends the process here, before anything is asked)

    first = peak()
    while line := source.readline():
        request = json.loads(line)
        timed(request["seconds"])
        found = answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sink.write(json.dumps(found).encode() + b"\n")
        sink.flush()
        if peak() - first > TIRED:
            return


if __name__ == "__main__":
    main()
