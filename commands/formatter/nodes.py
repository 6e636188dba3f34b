"""Columns of `docker node ls`, and `docker node inspect --pretty`.

Mirrors docker/cli cli/command/node/formatter.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime, units
from commands.formatter.govalues import ZERO_TIME, Value
from commands.formatter.listing import context
from commands.formatter.tasks import pretty as capital

TYPE = "node.nodeContext"
TABLE = (
    "table {{.ID}} {{if .Self}}*{{else}} {{ end }}\t{{.Hostname}}\t{{.Status}}"
    "\t{{.Availability}}\t{{.ManagerStatus}}\t{{.EngineVersion}}"
)
RAW = (
    "node_id: {{.ID}}\nhostname: {{.Hostname}}\nstatus: {{.Status}}\navailability: {{.Availability}}\n"
    "manager_status: {{.ManagerStatus}}\n"
)
HEADERS = {
    "ID": "ID",
    "Self": "",
    "Hostname": "HOSTNAME",
    "Status": "STATUS",
    "Availability": "AVAILABILITY",
    "ManagerStatus": "MANAGER STATUS",
    "EngineVersion": "ENGINE VERSION",
    "TLSStatus": "TLS STATUS",
}


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE
    if source == "raw":
        return "node_id: {{.ID}}" if quiet else RAW
    return source


def row(node: dict[str, Any], info: dict[str, Any]) -> Value:
    """One node; `info` is the daemon's own, for the star and for certificates."""
    spec, about = node.get("Spec") or {}, node.get("Description") or {}
    manager, swarm = node.get("ManagerStatus"), info.get("Swarm") or {}

    def manager_status() -> str:
        if manager is None:
            return ""
        return "Leader" if manager.get("Leader") else capital(manager.get("Reachability", ""))

    return context(
        TYPE,
        {
            "ID": lambda: node.get("ID", ""),
            "Self": lambda: node.get("ID", "") == swarm.get("NodeID", ""),
            "Hostname": lambda: about.get("Hostname", ""),
            "Status": lambda: capital((node.get("Status") or {}).get("State", "")),
            "Availability": lambda: capital(spec.get("Availability", "")),
            "ManagerStatus": manager_status,
            "EngineVersion": lambda: (about.get("Engine") or {}).get("EngineVersion", ""),
            "TLSStatus": lambda: _tls(about.get("TLSInfo") or {}, swarm),
        },
    )


def _tls(own: dict[str, Any], swarm: dict[str, Any]) -> str:
    cluster = swarm.get("Cluster")
    if cluster is None or own == (cluster.get("TLSInfo") or {}):
        return "Ready" if cluster is not None and own else "Unknown"
    return "Needs Rotation" if own else "Unknown"


def pretty(node: dict[str, Any]) -> str:
    """`--pretty`."""
    spec, about, status = node.get("Spec") or {}, node.get("Description") or {}, node.get("Status") or {}
    engine, manager = about.get("Engine") or {}, node.get("ManagerStatus")
    platform, resources = about.get("Platform") or {}, about.get("Resources") or {}
    lines = [f"ID:\t\t\t{node.get('ID', '')}"]
    if spec.get("Name"):
        lines.append(f"Name:\t\t\t{spec['Name']}")
    lines += labelled("Labels:", spec.get("Labels"), " - ")
    lines += [
        f"Hostname:              \t{about.get('Hostname', '')}",
        f"Joined at:             \t{moment(node.get('CreatedAt'))}",
        "Status:",
    ]
    lines.append(f" State:\t\t\t{capital(status.get('State', ''))}")
    if status.get("Message"):
        lines.append(f" Message:              \t{capital(status['Message'])}")
    lines.append(f" Availability:         \t{capital(spec.get('Availability', ''))}")
    if status.get("Addr"):
        lines.append(f" Address:\t\t{status['Addr']}")
    if manager is not None:
        lines += [
            "Manager Status:",
            f" Address:\t\t{manager.get('Addr', '')}",
            f" Raft Status:\t\t{capital(manager.get('Reachability', ''))}",
        ]
        lines.append(f" Leader:\t\t{'Yes' if manager.get('Leader') else 'No'}")
    lines += ["Platform:", f" Operating System:\t{platform.get('OS', '')}", f" Architecture:\t\t{platform.get('Architecture', '')}"]
    lines += ["Resources:", f" CPUs:\t\t\t{int((resources.get('NanoCPUs') or 0) / 1e9)}"]
    lines.append(f" Memory:\t\t{units.bytes_size(float(resources.get('MemoryBytes') or 0))}")
    if engine.get("Plugins"):
        lines += ["Plugins:", *_plugins(engine["Plugins"])]
    lines.append(f"Engine Version:\t\t{engine.get('EngineVersion', '')}")
    lines += labelled("Engine Labels:", engine.get("Labels"), " - ")
    tls = about.get("TLSInfo") or {}
    if tls:
        lines += ["TLS Info:", " TrustRoot:", tls.get("TrustRoot", ""), f" Issuer Subject:\t{tls.get('CertIssuerSubject', '')}"]
        lines.append(f" Issuer Public Key:\t{tls.get('CertIssuerPublicKey', '')}")
    return "\n".join(lines)


def labelled(title: str, labels: dict[str, str] | None, lead: str) -> list[str]:
    """A title and a line for each label; nothing where there is none."""
    if not labels:
        return []
    return [title, *(f"{lead}{key}={value}" if value else f"{lead}{key}" for key, value in sorted(labels.items()))]


def moment(text: str | None) -> str:
    """A time as docker's pretty forms print it, its zone in small letters."""
    return capital(gotime.time_text(text or ZERO_TIME))


def _plugins(given: list[dict[str, str]]) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for plugin in given:
        kinds.setdefault(plugin.get("Type", ""), []).append(plugin.get("Name", ""))
    return [f" {kind}:\t\t{', '.join(names)}" for kind, names in sorted(kinds.items())]
