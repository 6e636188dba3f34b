"""The whole request that makes a container: configuration, what the host gives it, networks.

Mirrors docker/cli cli/command/container/opts.go (parse).
"""

from __future__ import annotations

from typing import Any

from commands.executors.creating.healthcheck import healthcheck
from commands.executors.creating.mounts import mounts, split_volumes
from commands.executors.creating.networks import endpoints, network_mode
from commands.executors.creating.ports import exposed_ports, port_bindings
from commands.executors.creating.resources import resources
from commands.executors.creating.security import security
from commands.executors.flag_values import FlagValues, mapping
from commands.opts.gonum import atoi
from commands.parsed import ParsedCommand


def create_body(parsed: ParsedCommand) -> dict[str, Any]:
    """The JSON of `POST /containers/create`. ValueError with docker's words for what only the caller's own machine has."""
    flags = FlagValues(parsed)
    if flags.on("use-api-socket"):
        raise ValueError("--use-api-socket passes on the logins of the caller's own machine")
    body = _config(flags, parsed.args)
    body["HostConfig"] = _host_config(flags)
    body["NetworkingConfig"] = {"EndpointsConfig": endpoints(flags)}
    if parsed.path == "container run" and flags.on("detach"):
        body.update(AttachStdin=False, AttachStdout=False, AttachStderr=False, StdinOnce=False)
    return body


def _config(flags: FlagValues, args: tuple[str, ...]) -> dict[str, Any]:
    attach = set(flags.texts("attach"))
    stdin = flags.on("interactive")
    anonymous, _ = split_volumes(flags)
    config: dict[str, Any] = {
        "Hostname": flags.text("hostname"),
        "Domainname": flags.text("domainname"),
        "User": flags.text("user"),
        "AttachStdin": stdin or "stdin" in attach,
        "AttachStdout": not attach or "stdout" in attach,
        "AttachStderr": not attach or "stderr" in attach,
        "Tty": flags.on("tty"),
        "OpenStdin": stdin,
        "StdinOnce": stdin,
        "Env": environment(flags),
        "Cmd": list(args[1:]) or None,
        "Image": args[0],
        "Volumes": {target: {} for target in anonymous},
        "WorkingDir": flags.text("workdir"),
        "Entrypoint": [flags.text("entrypoint")] if flags.given("entrypoint") else None,
        "Labels": mapping(flags.texts("label")),
    }
    if ports := exposed_ports(flags):
        config["ExposedPorts"] = {port: {} for port in ports}
    if flags.text("stop-signal"):
        config["StopSignal"] = flags.text("stop-signal")
    if flags.given("stop-timeout"):
        config["StopTimeout"] = flags.number("stop-timeout")
    if health := healthcheck(flags):
        config["Healthcheck"] = health
    return config


def environment(flags: FlagValues, long: str = "env") -> list[str] | None:
    """`NAME=VALUE` entries. A bare NAME goes as it is, as with docker where the caller has no such variable: none is read here."""
    return flags.texts(long) or None


def _host_config(flags: FlagValues) -> dict[str, Any]:
    _, binds = split_volumes(flags)
    host: dict[str, Any] = {
        "Binds": binds or None,
        "ContainerIDFile": "",
        "LogConfig": {"Type": flags.text("log-driver"), "Config": mapping(flags.raw("log-opt"))},
        "NetworkMode": network_mode(flags),
        "PortBindings": port_bindings(flags),
        "RestartPolicy": restart_policy(flags.text("restart", "no")),
        "AutoRemove": flags.on("rm"),
        "VolumeDriver": flags.text("volume-driver"),
        "VolumesFrom": flags.texts("volumes-from") or None,
        "ConsoleSize": [0, 0],
        "CgroupnsMode": flags.text("cgroupns"),
        "Dns": flags.texts("dns"),
        "DnsOptions": flags.texts("dns-option"),
        "DnsSearch": flags.texts("dns-search"),
        "ExtraHosts": flags.texts("add-host") or None,
        "GroupAdd": flags.texts("group-add") or None,
        "IpcMode": flags.text("ipc"),
        "Links": flags.raw("link") or None,
        "OomScoreAdj": flags.number("oom-score-adj"),
        "PidMode": flags.text("pid"),
        "Privileged": flags.on("privileged"),
        "PublishAllPorts": flags.on("publish-all"),
        "ReadonlyRootfs": flags.on("read-only"),
        "StorageOpt": mapping(flags.raw("storage-opt")),
        "UTSMode": flags.text("uts"),
        "UsernsMode": flags.text("userns"),
        "ShmSize": flags.amount("shm-size"),
        "Isolation": flags.text("isolation"),
        "Runtime": flags.text("runtime"),
        "Tmpfs": {target: options for target, _, options in (text.partition(":") for text in flags.raw("tmpfs"))},
        "Sysctls": {item.name: item.value for item in flags.typed("sysctl")},
        "Annotations": mapping(flags.raw("annotation")),
        **security(flags),
        **resources(flags),
    }
    for name in ("StorageOpt", "Runtime", "Tmpfs", "Sysctls", "Annotations"):
        if not host[name]:
            del host[name]
    if found := mounts(flags):
        host["Mounts"] = found
    if flags.given("init"):
        host["Init"] = flags.on("init")
    return host


def restart_policy(text: str) -> dict[str, Any]:
    """`NAME[:MAXIMUM]` as the daemon takes it. Mirrors docker/cli opts/parse.go, ParseRestartPolicy."""
    name, colon, count = text.partition(":")
    return {"Name": name, "MaximumRetryCount": atoi(count) if colon else 0}
