"""Limits that the daemon refuses, or that do not do what they should."""

from __future__ import annotations

from collections.abc import Iterator

from commands.explaining.text import bytes_of
from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.rules.base import RUN, Rule
from commands.rules.values import place

LIMITS = (*RUN, "container_update")


class SwapWithoutMemory(Rule):
    """`--memory-swap` is memory and swap together, so the daemon wants `--memory` with it.

    bad:  docker run -d --memory-swap 1g nginx:1.27
    good: docker run -d --memory 512m --memory-swap 1g nginx:1.27
    """

    code, name = "DW307", "swap-without-memory"
    applies_to, flags = RUN, ("memory-swap",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        use = parsed.uses_of("memory-swap")[-1]
        if not parsed.given("memory") and (bytes_of(use.value) or 0) > 0:
            yield self.finding(
                "the daemon takes --memory-swap only together with --memory",
                use.whole,
                f"--memory {use.value} {parsed.text[slice(*use.whole)]}",
            )


class SwapBelowMemory(Rule):
    """`--memory-swap` includes the memory, so it cannot be less.

    bad:  docker run -d --memory 1g --memory-swap 512m nginx:1.27
    good: docker run -d --memory 512m --memory-swap 1g nginx:1.27
    """

    code, name = "DW308", "swap-below-memory"
    applies_to, flags = LIMITS, ("memory-swap",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.given("memory"):
            return
        use = parsed.uses_of("memory-swap")[-1]
        swap, memory = bytes_of(use.value), bytes_of(parsed.uses_of("memory")[-1].value)
        if swap and memory and 0 < swap < memory:
            yield self.finding("it is memory and swap together, so the daemon refuses less than --memory", place(use))


class TooLittleMemory(Rule):
    """The daemon refuses a memory limit below 6 MiB; a forgotten unit means bytes.

    bad:  docker run -d -m 512 nginx:1.27
    good: docker run -d -m 512m nginx:1.27
    """

    code, name = "DW309", "too-little-memory"
    applies_to, flags = LIMITS, ("memory",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        use = parsed.uses_of("memory")[-1]
        size = bytes_of(use.value)
        if size and 0 < size < 6 * 1024 * 1024:
            unitless = use.value.isdecimal()
            hint = "; without a unit it means bytes" if unitless else ""
            yield self.finding(
                f"the daemon refuses less than 6m{hint}", place(use), f"{use.value}m" if unitless and int(use.value) >= 6 else None
            )


class ReservationAboveLimit(Rule):
    """A reservation is what is left under pressure, so it must be below the limit.

    bad:  docker run -d -m 256m --memory-reservation 512m nginx:1.27
    good: docker run -d -m 512m --memory-reservation 256m nginx:1.27
    """

    code, name = "DW310", "reservation-above-limit"
    applies_to, flags = LIMITS, ("memory-reservation",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.given("memory"):
            use = parsed.uses_of("memory-reservation")[-1]
            reserved, limit = bytes_of(use.value), bytes_of(parsed.uses_of("memory")[-1].value)
            if reserved and limit and reserved > limit:
                yield self.finding("the daemon refuses a reservation above the limit of --memory", place(use))


class TwoKindsOfCpuLimit(Rule):
    """`--cpus` sets period and quota itself, so the daemon refuses it beside them.

    bad:  docker run -d --cpus 1.5 --cpu-quota 50000 nginx:1.27
    good: docker run -d --cpus 1.5 nginx:1.27
    """

    code, name = "DW311", "two-kinds-of-cpu-limit"
    applies_to, flags = LIMITS, ("cpus",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            if use.long in {"cpu-quota", "cpu-period"} and use.value not in {"0", ""}:
                yield self.finding(f"the daemon refuses {use.spelling} beside --cpus, which sets both itself", use.whole)


class OutOfRange(Rule):
    """Some numbers have limits that only the daemon checks.

    bad:  docker run -d --oom-score-adj 2000 nginx:1.27
    bad:  docker run -d --blkio-weight 5 nginx:1.27
    good: docker run -d --oom-score-adj 500 nginx:1.27
    """

    code, name = "DW312", "out-of-range"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            known = use.flag.facts.get("values")
            if not known or "range" not in known or known.get("checked_by") != "daemon":
                continue
            try:
                number = int(use.value, 0)
            except ValueError:
                continue
            low, high = known["range"]
            if not low <= number <= high and number not in known.get("also", []):
                yield self.finding(f"the daemon takes {low} to {high} for {use.spelling}, not {number}", place(use))


class OomKillDisableAlone(Rule):
    """Without a memory limit, a container that may not be killed for memory can bring the host down.

    bad:  docker run -d --oom-kill-disable nginx:1.27
    good: docker run -d --oom-kill-disable -m 512m nginx:1.27
    """

    code, name, severity = "DW313", "oom-kill-disable-alone", Severity.WARNING
    applies_to, flags = RUN, ("oom-kill-disable",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.value("oom-kill-disable") and not parsed.given("memory"):
            yield self.finding(
                "without --memory it can use up the host's memory and nothing stops it", parsed.span("oom-kill-disable")
            )
