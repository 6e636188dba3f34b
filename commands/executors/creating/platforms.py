"""Platforms: `linux/arm64/v8`. Mirrors containerd platforms (Parse, Normalize)."""

from __future__ import annotations

import json


def normal_platform(text: str) -> str:
    """A platform as the daemon takes it."""
    parts = text.lower().split("/")
    machines = {"x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64", "i386": "386", "armhf": "arm", "armel": "arm"}
    if len(parts) == 1 and parts[0] not in ("linux", "windows", "darwin", "freebsd"):
        parts = ["linux", parts[0]]
    if len(parts) > 1:
        name = parts[1]
        parts[1] = machines.get(name, name)
        if len(parts) == 2 and name == "armel":
            parts.append("v6")
        elif len(parts) == 3 and (parts[1], parts[2]) == ("amd64", "v1"):
            parts.pop()
    else:
        parts.append("amd64")
    return "/".join(parts)


def platform_json(text: str) -> str:
    """A platform as the newer requests take it: a JSON object in the query."""
    names = ("os", "architecture", "variant")
    found = dict(zip(names, normal_platform(text).split("/"), strict=False))
    return json.dumps({name: found[name] for name in ("architecture", "os", "variant") if name in found}, separators=(",", ":"))
