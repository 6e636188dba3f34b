"""What a log driver reaches of the host, from its name and its options as a container or a service holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Drivers that keep what is printed with the daemon itself. "" is the daemon's own default.
_KEPT = frozenset({"", "json-file", "local", "journald", "none"})
# Options that only say how much is kept and how it is marked.
_OPTIONS = frozenset(
    """
    max-size max-file max-buffer-size mode compress tag labels labels-regex env env-regex cache-disabled cache-max-file
    cache-max-size cache-compress
    """.split()
)


def log_driver_reasons(name: str | None, options: Mapping[str, Any]) -> Iterator[str]:
    """A driver that sends elsewhere makes the daemon connect, from the host's own network, to where it is told."""
    driver = str(name or "")
    if driver not in _KEPT:
        yield f"the log driver {driver} makes the daemon connect to where it is told, from the host's own network"
    odd = sorted(str(key) for key in options if str(key) not in _OPTIONS)
    if odd and driver in _KEPT:
        yield f"the log options {', '.join(odd)} are not known to stay with the daemon"
