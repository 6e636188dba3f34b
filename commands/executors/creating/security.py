"""`--security-opt`. Capabilities too. Mirrors docker/cli cli/command/container/opts.go (parseSecurityOpts, parseSystemPaths)."""

from __future__ import annotations

from typing import Any

from commands.executors.flag_values import FlagValues


def security(flags: FlagValues) -> dict[str, Any]:
    """The options for the daemon, and the paths that `systempaths=unconfined` lays open."""
    options: list[str] = []
    body: dict[str, Any] = {"MaskedPaths": None, "ReadonlyPaths": None}
    for text in flags.raw("security-opt"):
        name, equals, value = text.partition("=")
        if not equals:
            name, _, value = text.partition(":")
        if text == "systempaths=unconfined":
            body = {"MaskedPaths": [], "ReadonlyPaths": []}
        elif name == "seccomp" and value not in ("unconfined", "builtin"):
            # A profile is a file of the caller's own machine, and none is read here.
            raise ValueError(f"opening seccomp profile ({value}) failed: open {value}: no such file or directory")
        else:
            options.append(text)
    given = options if flags.given("security-opt") else None
    return {**body, **capabilities(flags.raw("cap-add"), flags.raw("cap-drop")), "SecurityOpt": given}


def capabilities(add: list[str], drop: list[str]) -> dict[str, Any]:
    """Capabilities under their full names; adding one counts for more. Mirrors docker/cli opts/capabilities.go."""
    added, dropped = _full_names(add), _full_names(drop)
    return {"CapAdd": sorted(added) or None, "CapDrop": sorted(dropped - added) or None}


def _full_names(names: list[str]) -> set[str]:
    found = {name.strip().upper() for name in names}
    found = {name if name in ("ALL", "RESET") or name.startswith("CAP_") else f"CAP_{name}" for name in found}
    return {"ALL"} if "ALL" in found else found
