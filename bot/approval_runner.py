"""Which process runs an approval, and whether it still lives."""

from __future__ import annotations

import os
import socket
import uuid
from functools import cache
from pathlib import Path

_BOOT = uuid.uuid4().hex[:12]


@cache
def _of_pid(pid: int) -> str:
    return f"{socket.gethostname()}|{_machine()}|{pid}|{_started(pid) or _BOOT}"


def this_process() -> str:
    """`HOST|BOOT|PID|START`: never the same for two processes."""
    return _of_pid(os.getpid())


def alive(runner: str | None, ours: str) -> bool:
    """False when that process is surely gone; one of another machine, boot or container counts as alive (its lease decides)."""
    if not runner:
        return False
    if runner == ours:
        return True
    host, boot, pid, start = [*runner.split("|"), "", "", ""][:4]
    our_host, our_boot, *_ = ours.split("|")
    if (host, boot) != (our_host, our_boot) or not pid.isdigit():
        return True
    return _started(int(pid)) == start


def _machine() -> str:
    """This boot of the machine and this namespace of processes (two containers may share a host name, never both of these)."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()[:13]
        return f"{boot}.{os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        return "?"


def _started(pid: int) -> str:
    """When that process started, in ticks since boot; "" when there is none, or it is a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
