"""Columns of `docker stats`, and the sums behind them.

Mirrors docker/cli cli/command/container/stats_helpers.go and formatter_stats.go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context

TYPE = "container.statsContext"
TABLE = "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}"
HEADERS = {
    "Container": "CONTAINER",
    "ID": "CONTAINER ID",
    "Name": "NAME",
    "CPUPerc": "CPU %",
    "MemUsage": "MEM USAGE / LIMIT",
    "MemPerc": "MEM %",
    "NetIO": "NET I/O",
    "BlockIO": "BLOCK I/O",
    "PIDs": "PIDS",
}


@dataclass(frozen=True, slots=True)
class Usage:
    """One container's use of its machine; bytes, percents and a count."""

    cpu: float
    memory: float
    limit: float
    memory_percent: float
    received: float
    sent: float
    read: float
    written: float
    processes: int


def usage(sample: dict[str, Any]) -> Usage:
    """The Engine's sample as docker sums it up."""
    cpu, before = sample.get("cpu_stats") or {}, sample.get("precpu_stats") or {}
    memory = sample.get("memory_stats") or {}
    used, limit = _memory(memory), float(memory.get("limit") or 0)
    networks = (sample.get("networks") or {}).values()
    blocks = (sample.get("blkio_stats") or {}).get("io_service_bytes_recursive") or []
    return Usage(
        _cpu(cpu, before),
        used,
        limit,
        used / limit * 100 if limit else 0.0,
        float(sum(net.get("rx_bytes", 0) for net in networks)),
        float(sum(net.get("tx_bytes", 0) for net in networks)),
        _blocks(blocks, "rR"),
        _blocks(blocks, "wW"),
        int((sample.get("pids_stats") or {}).get("current") or 0),
    )


def _cpu(now: dict[str, Any], before: dict[str, Any]) -> float:
    total = (now.get("cpu_usage") or {}).get("total_usage", 0) - (before.get("cpu_usage") or {}).get("total_usage", 0)
    system = now.get("system_cpu_usage", 0) - before.get("system_cpu_usage", 0)
    count = now.get("online_cpus") or len((now.get("cpu_usage") or {}).get("percpu_usage") or ())
    return total / system * count * 100.0 if system > 0 and total > 0 else 0.0


def _memory(memory: dict[str, Any]) -> float:
    used, details = memory.get("usage") or 0, memory.get("stats") or {}
    for name in ("total_inactive_file", "inactive_file"):
        if name in details and details[name] < used:
            return float(used - details[name])
        if name in details and name == "total_inactive_file":
            continue
    return float(used)


def _blocks(entries: list[dict[str, Any]], letters: str) -> float:
    return float(sum(entry.get("value", 0) for entry in entries if (entry.get("op") or "-")[0] in letters))


def row(asked: str, sample: dict[str, Any] | None, trunc: bool) -> Value:
    """One container, by the name it was asked for; None where nothing is known of it."""
    use = usage(sample) if sample is not None else None
    name, full_id = (sample or {}).get("name", ""), (sample or {}).get("id", "")
    return context(
        TYPE,
        {
            "Container": lambda: asked,
            "Name": lambda: name[1:] if len(name) > 1 else "--",
            "ID": lambda: units.truncate_id(full_id) if trunc else full_id,
            "CPUPerc": lambda: f"{units.go_float(use.cpu, 2)}%" if use else "--",
            "MemUsage": lambda: f"{units.bytes_size(use.memory)} / {units.bytes_size(use.limit)}" if use else "-- / --",
            "MemPerc": lambda: f"{units.go_float(use.memory_percent, 2)}%" if use else "--",
            "NetIO": lambda: f"{units.human_size(use.received, 3)} / {units.human_size(use.sent, 3)}" if use else "--",
            "BlockIO": lambda: f"{units.human_size(use.read, 3)} / {units.human_size(use.written, 3)}" if use else "--",
            "PIDs": lambda: str(use.processes) if use else "--",
        },
    )
