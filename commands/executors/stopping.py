"""The query of `stop` and `restart`: signal and time to wait."""

from __future__ import annotations

from commands.engine_client import version_key
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand


def stop_query(parsed: ParsedCommand, version: str) -> dict[str, str]:
    """`--signal` (where the daemon knows it) and `--timeout` as the daemon takes them."""
    flags, query = FlagValues(parsed), {}
    if flags.text("signal") and version_key(version) >= (1, 42):
        query["signal"] = flags.text("signal")
    if flags.given("timeout") or flags.given("time"):
        query["t"] = str(flags.number("timeout") if flags.given("timeout") else flags.number("time"))
    return query
