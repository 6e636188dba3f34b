"""Where a log driver sends what a container prints: inside docker, or to an address that the daemon connects to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Drivers that keep the log on the host, in docker's own files or its journal, and their options.
_COMMON = frozenset("labels labels-regex env env-regex tag mode max-buffer-size".split())
_FILES = frozenset("max-size max-file compress".split()) | _COMMON
_CACHE = frozenset(f"cache-{name}" for name in ("disabled", "max-size", "max-file", "compress"))
_OWN: dict[str, frozenset[str]] = {
    "": _FILES | _CACHE,  # the daemon's default driver, which the daemon's own settings choose
    "json-file": _FILES,
    "local": _FILES,
    "journald": _COMMON,
    "none": _COMMON,
}


def log_reasons(config: Mapping[str, Any]) -> Iterator[str]:
    """`LogConfig` of a container's body (`Type`, `Config`), or `LogDriver` of a service (`Name`, `Options`)."""
    driver = str(config.get("Type") or config.get("Name") or "")
    options = config.get("Config") or config.get("Options") or {}
    known = _OWN.get(driver)
    if known is None:
        yield f"sends its log to the driver {driver}, which makes the daemon connect elsewhere"
        return
    unknown = sorted(str(option) for option in options if option not in known)
    if unknown:
        yield f"has options of its log that are not known to be harmless ({', '.join(unknown)})"
