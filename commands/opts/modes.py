"""Modes of namespaces that the client knows: `host`, `private`, `container:NAME`.

Mirrors moby/moby api/types/container/hostconfig.go (PidMode, UTSMode, UsernsMode, CgroupnsMode).
"""

from __future__ import annotations

HOST_MODES = ("", "host")
CGROUP_MODES = ("", "host", "private")


def is_pid_mode(text: str) -> bool:
    """True for nothing, `host` and `container:NAME`."""
    return text in HOST_MODES or (text.startswith("container:") and len(text) > len("container:"))
