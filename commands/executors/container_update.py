"""`docker update`."""

from __future__ import annotations

from typing import Any

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.creating.body import restart_policy
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result

_AMOUNTS = {
    "Memory": "memory",
    "MemoryReservation": "memory-reservation",
    "MemorySwap": "memory-swap",
    "NanoCpus": "cpus",
    "KernelMemory": "kernel-memory",
}
_NUMBERS = {
    "CpuShares": "cpu-shares",
    "CpuPeriod": "cpu-period",
    "CpuQuota": "cpu-quota",
    "CpuRealtimePeriod": "cpu-rt-period",
    "CpuRealtimeRuntime": "cpu-rt-runtime",
    "BlkioWeight": "blkio-weight",
}


def container_update(parsed: ParsedCommand, job: Job) -> Result:
    """Change limits of each container; print the names that worked. Mirrors docker/cli cli/command/container/update.go."""
    flags = FlagValues(parsed)
    if not parsed.uses:
        return Result.of_lines(err=["you must provide one or more flags when using this command"], exit_code=1)
    body = update_body(flags)
    warnings: list[str] = []

    def act(name: str) -> str:
        said = ask(job, "POST", "containers", check_name("container", name), "update", body=body, wait=True).json()
        warnings.extend(said.get("Warnings") or [])
        return name

    result = each(job, parsed.args, act)
    return Result(result.stdout + "".join(f"{line}\n" for line in warnings), result.stderr, result.exit_code)


def update_body(flags: FlagValues) -> dict[str, Any]:
    """The limits that were named; what was not stays as it is."""
    body: dict[str, Any] = {name: flags.amount(long) for name, long in _AMOUNTS.items()}
    body |= {name: flags.number(long) for name, long in _NUMBERS.items()}
    body["CpusetCpus"], body["CpusetMems"] = flags.text("cpuset-cpus"), flags.text("cpuset-mems")
    if flags.number("pids-limit"):
        body["PidsLimit"] = flags.number("pids-limit")
    body["RestartPolicy"] = restart_policy(flags.text("restart"))
    return body
