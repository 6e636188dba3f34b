"""What `docker info` prints.

Mirrors docker/cli cli/command/system/info.go.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from commands.formatter import units

TYPE = "system.dockerInfo"


def text(client: dict[str, Any], info: dict[str, Any] | None) -> str:
    """Both sides; the server's title alone where it did not answer."""
    lines = [
        "Client:",
        f" Version:    {client['Version']}",
        f" Context:    {client['Context']}",
        " Debug Mode: false",
        "",
        "Server:",
    ]
    if info is not None:
        lines += [
            *_counts(info),
            *_drivers(info),
            *_swarm(info.get("Swarm") or {}),
            *_runtimes(info),
            *_machine(info),
            *_rest(info),
            "",
        ]
    return "".join(line + "\n" for line in lines)


def _said(title: str, value: object) -> list[str]:
    """A line where there is something to say."""
    return [f" {title}: {value}"] if value else []


def yes(value: object) -> str:
    return "true" if value else "false"


def _counts(info: dict[str, Any]) -> list[str]:
    said = info.get
    lines = [f" Containers: {said('Containers', 0)}"]
    lines += [f"  {state}: {said('Containers' + state, 0)}" for state in ("Running", "Paused", "Stopped")]
    return [*lines, f" Images: {said('Images', 0)}", *_said("Server Version", said("ServerVersion"))]


def _drivers(info: dict[str, Any]) -> list[str]:
    lines = _said("Storage Driver", info.get("Driver"))
    lines += [f"  {pair[0]}: {pair[1]}" for pair in info.get("DriverStatus") or []]
    lines += [f" {pair[0]}: {pair[1]}" for pair in info.get("SystemStatus") or []]
    for title, name in (
        ("Logging Driver", "LoggingDriver"),
        ("Cgroup Driver", "CgroupDriver"),
        ("Cgroup Version", "CgroupVersion"),
    ):
        lines += _said(title, info.get(name))
    plugins = info.get("Plugins") or {}
    lines.append(" Plugins:")
    for kind in ("Volume", "Network", "Authorization", "Log"):
        names = plugins.get(kind) or []
        if names or kind != "Authorization":
            lines.append(f"  {kind}: {' '.join(names)}")
    if info.get("CDISpecDirs"):
        lines += [" CDI spec directories:", *(f"  {folder}" for folder in info["CDISpecDirs"])]
    if info.get("DiscoveredDevices"):
        lines += [" Discovered Devices:", *(f"  {one.get('Source', '')}: {one.get('ID', '')}" for one in info["DiscoveredDevices"])]
    return lines


def _swarm(swarm: dict[str, Any]) -> list[str]:
    state = swarm.get("LocalNodeState", "")
    lines = [f" Swarm: {state}"]
    if state in ("inactive", "locked"):
        return lines
    lines.append(f"  NodeID: {swarm.get('NodeID', '')}")
    if swarm.get("Error"):
        lines.append(f"  Error: {swarm['Error']}")
    lines.append(f"  Is Manager: {yes(swarm.get('ControlAvailable'))}")
    if swarm.get("Cluster") is not None and swarm.get("ControlAvailable") and not swarm.get("Error") and state != "error":
        lines += _cluster(swarm, swarm["Cluster"])
    lines.append(f"  Node Address: {swarm.get('NodeAddr', '')}")
    managers = sorted(one.get("Addr", "") for one in swarm.get("RemoteManagers") or [])
    return lines + (["  Manager Addresses:", *(f"   {address}" for address in managers)] if managers else [])


def _cluster(swarm: dict[str, Any], cluster: dict[str, Any]) -> list[str]:
    spec = cluster.get("Spec") or {}
    raft, authority = spec.get("Raft") or {}, spec.get("CAConfig") or {}
    lines = [
        f"  ClusterID: {cluster.get('ID', '')}",
        f"  Managers: {swarm.get('Managers', 0)}",
        f"  Nodes: {swarm.get('Nodes', 0)}",
    ]
    if cluster.get("DefaultAddrPool") is not None:
        pools = "".join(pool + "  " for pool in cluster["DefaultAddrPool"])
        lines += [f"  Default Address Pool: {pools}", f"  SubnetSize: {cluster.get('SubnetSize', 0)}"]
    if cluster.get("DataPathPort"):
        lines.append(f"  Data Path Port: {cluster['DataPathPort']}")
    kept = (spec.get("Orchestration") or {}).get("TaskHistoryRetentionLimit") or 0
    lines += [
        "  Orchestration:",
        f"   Task History Retention Limit: {kept}",
        "  Raft:",
        f"   Snapshot Interval: {raft.get('SnapshotInterval', 0)}",
    ]
    if raft.get("KeepOldSnapshots") is not None:
        lines.append(f"   Number of Old Snapshots to Retain: {raft['KeepOldSnapshots']}")
    lines += [f"   Heartbeat Tick: {raft.get('HeartbeatTick', 0)}", f"   Election Tick: {raft.get('ElectionTick', 0)}"]
    beat = units.human_duration(((spec.get("Dispatcher") or {}).get("HeartbeatPeriod") or 0) / 1e9)
    expiry = units.human_duration((authority.get("NodeCertExpiry") or 0) / 1e9)
    lines += ["  Dispatcher:", f"   Heartbeat Period: {beat}", "  CA Configuration:", f"   Expiry Duration: {expiry}"]
    lines.append(f"   Force Rotate: {authority.get('ForceRotate', 0)}")
    if (authority.get("SigningCACert") or "").strip():
        lines += ["   Signing CA Certificate: ", authority["SigningCACert"].strip(), ""]
    if authority.get("ExternalCAs"):
        lines.append("   External CAs:")
        lines += [f"     {one.get('Protocol', '')}: {one.get('URL', '')}" for one in authority["ExternalCAs"]]
    locked = (spec.get("EncryptionConfig") or {}).get("AutoLockManagers")
    return [
        *lines,
        f"  Autolock Managers: {yes(locked)}",
        f"  Root Rotation In Progress: {yes(cluster.get('RootRotationInProgress'))}",
    ]


def _runtimes(info: dict[str, Any]) -> list[str]:
    lines = []
    if info.get("Runtimes"):
        lines = [f" Runtimes: {' '.join(sorted(info['Runtimes']))}", f" Default Runtime: {info.get('DefaultRuntime', '')}"]
    if info.get("OSType") == "linux":
        lines.append(f" Init Binary: {info.get('InitBinary', '')}")
        for title, name in (("containerd", "ContainerdCommit"), ("runc", "RuncCommit"), ("init", "InitCommit")):
            lines.append(f" {title} version: {(info.get(name) or {}).get('ID', '')}")
        lines += _security(info.get("SecurityOptions") or [])
    if info.get("OSType") == "windows":
        lines.append(f" Default Isolation: {info.get('Isolation', '')}")
    return lines


def _security(options: list[str]) -> list[str]:
    lines = [" Security Options:"] if options else []
    for option in options:
        pairs = [pair.partition("=") for pair in option.split(",")]
        if "=" not in option:
            lines.append(f"  {option}")
            continue
        lines += [f"  {value}" for key, _, value in pairs if key == "name"]
        lines += [f"   {'Profile' if key == 'profile' else key}: {value}" for key, _, value in pairs if key != "name"]
    return lines


def _machine(info: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for title, name in (
        ("Kernel Version", "KernelVersion"),
        ("Operating System", "OperatingSystem"),
        ("OSType", "OSType"),
        ("Architecture", "Architecture"),
    ):
        lines += _said(title, info.get(name))
    lines += [f" CPUs: {info.get('NCPU', 0)}", f" Total Memory: {units.bytes_size(float(info.get('MemTotal') or 0))}"]
    lines += [*_said("Name", info.get("Name")), *_said("ID", info.get("ID")), f" Docker Root Dir: {info.get('DockerRootDir', '')}"]
    lines.append(f" Debug Mode: {yes(info.get('Debug'))}")
    if info.get("Debug"):
        for title, name in (
            ("File Descriptors", "NFd"),
            ("Goroutines", "NGoroutines"),
            ("System Time", "SystemTime"),
            ("EventsListeners", "NEventsListener"),
        ):
            lines.append(f"  {title}: {info.get(name, 0)}")
    return lines


def _rest(info: dict[str, Any]) -> list[str]:
    lines = [
        *_said("HTTP Proxy", info.get("HttpProxy")),
        *_said("HTTPS Proxy", info.get("HttpsProxy")),
        *_said("No Proxy", info.get("NoProxy")),
    ]
    lines += [*_said("Username", info.get("Username")), *([" Labels:"] if info.get("Labels") else [])]
    lines += [f"  {label}" for label in info.get("Labels") or []]
    lines.append(f" Experimental: {yes(info.get('ExperimentalBuild'))}")
    registries = info.get("RegistryConfig") or {}
    indexes, ranges = registries.get("IndexConfigs") or {}, registries.get("InsecureRegistryCIDRs") or []
    if indexes or ranges:
        lines.append(" Insecure Registries:")
        lines += [f"  {one.get('Name', '')}" for one in indexes.values() if not one.get("Secure")]
        lines += [f"  {_network(one)}" for one in ranges]
    if registries.get("Mirrors"):
        lines += [" Registry Mirrors:", *(f"  {mirror}" for mirror in registries["Mirrors"])]
    lines += [
        f" Live Restore Enabled: {yes(info.get('LiveRestoreEnabled'))}",
        *_said("Product License", info.get("ProductLicense")),
    ]
    if info.get("DefaultAddressPools"):
        lines += [
            " Default Address Pools:",
            *(f"   Base: {one.get('Base', '')}, Size: {one.get('Size', 0)}" for one in info["DefaultAddressPools"]),
        ]
    return lines


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return text
