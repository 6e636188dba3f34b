"""What `docker version` prints.

Mirrors docker/cli cli/command/system/version.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime
from commands.formatter.tabwriter import align

TYPE = "system.versionInfo"
_ENGINE = "Engine"


def server(said: dict[str, Any]) -> dict[str, Any]:
    """The daemon's answer with its build times as docker shows them, and an Engine part where the daemon names none."""
    parts = [dict(part) for part in said.get("Components") or []]
    for part in parts:
        details = dict(part.get("Details") or {})
        if part.get("Name") == _ENGINE and details.get("BuildTime"):
            details["BuildTime"] = _ansic(details["BuildTime"])
        part["Details"] = details
    if not any(part.get("Name") == _ENGINE for part in parts):
        details = {
            name: str(said.get(name, "")) for name in ("GitCommit", "GoVersion", "Os", "Arch", "KernelVersion", "MinAPIVersion")
        }
        details |= {"ApiVersion": said.get("ApiVersion", ""), "BuildTime": _ansic(said.get("BuildTime", ""))}
        details["Experimental"] = "true" if said.get("Experimental") else "false"
        parts.append({"Name": _ENGINE, "Version": said.get("Version", ""), "Details": details})
    return {**said, "Components": parts}


def _ansic(text: str) -> str:
    moment = gotime.read(text)
    return text if moment == gotime.read("") else gotime.layout(moment, "Mon Jan _2 15:04:05 2006")


def text(client: dict[str, Any], daemon: dict[str, Any] | None) -> str:
    """The whole text; without the daemon's part where it did not answer."""
    lines = [_titled("Client:", (client.get("Platform") or {}).get("Name", ""))]
    own, agreed = client["DefaultAPIVersion"], client["ApiVersion"]
    lines += [
        f" Version:\t{client['Version']}",
        f" API version:\t{agreed}" + (f" (downgraded from {own})" if agreed != own else ""),
        f" Go version:\t{client['GoVersion']}",
        f" Git commit:\t{client['GitCommit']}",
        f" Built:\t{client['BuildTime']}",
        f" OS/Arch:\t{client['Os']}/{client['Arch']}",
        f" Context:\t{client['Context']}",
    ]
    if daemon is not None:
        lines += ["", _titled("Server:", (daemon.get("Platform") or {}).get("Name", ""))]
        for part in daemon["Components"]:
            lines.append(f" {part['Name']}:")
            lines += _engine(part) if part["Name"] == _ENGINE else _other(part)
    return laid_out("\n".join(lines))


def laid_out(whole: str) -> str:
    """Any text of `docker version`, with its last line end, its tabs aligned."""
    return align(whole + "\n", min_width=20, padding=1)


def _titled(title: str, name: str) -> str:
    return f"{title} {name}" if name else title


def _engine(part: dict[str, Any]) -> list[str]:
    said = part["Details"].get
    return [
        f"  Version:\t{part.get('Version', '')}",
        f"  API version:\t{said('ApiVersion', '')} (minimum version {said('MinAPIVersion', '')})",
        f"  Go version:\t{said('GoVersion', '')}",
        f"  Git commit:\t{said('GitCommit', '')}",
        f"  Built:\t{said('BuildTime', '')}",
        f"  OS/Arch:\t{said('Os', '')}/{said('Arch', '')}",
        f"  Experimental:\t{said('Experimental', '')}",
    ]


def _other(part: dict[str, Any]) -> list[str]:
    return [f"  Version:\t{part.get('Version', '')}", *(f"  {name}:\t{part['Details'][name]}" for name in sorted(part["Details"]))]
