"""Memory, processors and other limits, in human terms."""

from __future__ import annotations

from commands.explaining.text import bytes_of, count, shown, size


def memory(value: str, path: str) -> str:
    """`-m SIZE`."""
    if bytes_of(value) == 0:
        return "Memory is not limited."
    if path.endswith("build"):
        return f"Each build step may use at most {size(value)} of memory."
    return f"The container may use at most {size(value)} of memory; beyond that the kernel kills a process in it."


def memory_swap(value: str, path: str) -> str:
    """`--memory-swap`: memory and swap together."""
    if value.strip() == "-1":
        return "Swap is not limited."
    if bytes_of(value) == 0:
        return "Nothing is set: with a memory limit, as much swap again may be used."
    return f"Memory and swap together may take {size(value)}; what `--memory` leaves of it is swap."


def cpus(value: str, path: str) -> str:
    """`--cpus`: processors, as a decimal or a fraction."""
    number = _decimal(value)
    if number is None:
        return f"The container gets at most the time of {shown(value)} processors."
    if number == 0:
        return "CPU time is not limited."
    return f"The container gets at most the CPU time of {count(number, 'processor')}, spread over all that there are."


def _decimal(value: str) -> float | None:
    try:
        top, slash, bottom = value.partition("/")
        return float(top) / float(bottom) if slash else float(value)
    except (ValueError, ZeroDivisionError):
        return None


def cpu_shares(value: str, path: str) -> str:
    """`--cpu-shares`, relative to 1024."""
    number = _decimal(value)
    who = "The build" if path.endswith("build") else "The container"
    if number is None or number <= 0:
        return "The normal weight (1024) is used."
    ratio = number / 1024
    than = "as much CPU time as" if ratio == 1 else f"{ratio:.3g} times the CPU time of"
    return f"When CPU time is scarce, {who.lower()} gets {than} a container of normal weight (1024)."


def pids(value: str, path: str) -> str:
    """`--pids-limit`."""
    if value.strip() in {"-1", "0"}:
        return "The number of processes is not limited."
    return f"The container may have at most {shown(value)} processes and threads."
