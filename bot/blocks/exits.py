"""Exit codes, out-of-memory kills and failing health checks in words, each with the command to go on with."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass

_WORDS = {
    0: "ended by itself, without an error",
    1: "the program in it ended with an error of its own",
    2: "the program was called wrongly (often a bad argument), or ended with an error of its own",
    125: "docker itself could not start it (a bad flag, or the daemon refused)",
    126: "the command was found, but cannot be run (no permission, or not a program for this machine)",
    127: "the command was not found in the image",
    255: "the program ended with status 255: an error outside its own list",
}
_SIGNALS = {
    signal.SIGKILL: "killed at once (SIGKILL): out of memory, `docker kill`, or a stop that took too long",
    signal.SIGTERM: "asked to end (SIGTERM): what `docker stop` does",
    signal.SIGINT: "interrupted (SIGINT), as by Ctrl-C",
    signal.SIGSEGV: "crashed on memory it may not touch (SIGSEGV)",
    signal.SIGABRT: "gave up by itself (SIGABRT): a failed assertion, or no memory",
    signal.SIGBUS: "crashed on a memory address (SIGBUS)",
    signal.SIGILL: "met an instruction this machine does not know (SIGILL): an image for another processor?",
    signal.SIGHUP: "its terminal went away (SIGHUP)",
    signal.SIGPIPE: "wrote to a pipe that nobody reads (SIGPIPE)",
}


def exit_words(code: int, oom: bool = False) -> str:
    """What an exit status says, in one sentence without an end."""
    if oom:
        return "killed by the kernel because it used more memory than its limit"
    if code in _WORDS:
        return _WORDS[code]
    if 128 < code < 128 + 65:
        try:
            found = signal.Signals(code - 128)
        except ValueError:
            return f"ended by signal {code - 128}"
        return _SIGNALS.get(found, f"ended by {found.name}")
    return f"the program ended with status {code}, an error of its own"


@dataclass(frozen=True)
class Status:
    """The STATUS column of `docker ps`, read."""

    mark: str
    state: str
    trouble: str = ""
    next_command: str = ""


_EXITED = re.compile(r"^Exited \((\d+)\)")


def read_status(status: str, name: str) -> Status:
    """A state mark, and what is wrong with it, from `Up 2 hours (unhealthy)` and its like."""
    exited = _EXITED.match(status)
    if exited:
        code = int(exited[1])
        if code in (0, 143):
            return Status("⚪", "exited")
        follow = f"docker inspect {name}" if code == 137 else f"docker logs --tail 50 {name}"
        return Status("🔴", "exited", f"exit {code}: {exit_words(code)}", follow)
    if "(unhealthy)" in status:
        return Status("🟠", "running", "its health check fails", f"docker inspect {name}")
    if status.startswith("Restarting"):
        return Status("🔁", "restarting", "it ends and is started again, over and over", f"docker logs --tail 50 {name}")
    if "(Paused)" in status:
        return Status("⏸️", "paused", "it is paused: its processes are frozen", f"docker unpause {name}")
    if "health: starting" in status:
        return Status("🔵", "running")
    if status.startswith("Up"):
        return Status("🟢", "running")
    if status.startswith("Dead"):
        return Status("💀", "dead", "its removal failed half-way", f"docker rm --force {name}")
    if status.startswith("Created"):
        return Status("⚫", "created")
    return Status("▫️", "unknown")
