"""The query of `stop` and `restart`: signal and time to wait."""

from __future__ import annotations

from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand


def stop_query(parsed: ParsedCommand) -> dict[str, str]:
    """`--signal` and `--timeout` as the daemon takes them."""
    flags, query = FlagValues(parsed), {}
    if flags.text("signal"):
        query["signal"] = flags.text("signal")
    if flags.given("timeout") or flags.given("time"):
        query["t"] = str(flags.number("timeout") if flags.given("timeout") else flags.number("time"))
    return query
