"""The specification that `service create` sends. Mirrors docker/cli cli/command/service/opts.go (ToService)."""

from __future__ import annotations

from typing import Any

from commands.executors.base import Job
from commands.executors.creating.mounts import mount_body
from commands.executors.creating.security import capabilities
from commands.executors.flag_values import FlagValues, mapping
from commands.executors.services import parts
from commands.executors.services.references import files, ids_of, named_image, networks


def specification(job: Job | None, flags: FlagValues, args: tuple[str, ...]) -> dict[str, Any]:
    """The whole of it. Asks the daemon for the ids of networks, secrets and configs that are named.

    Without a job it is one to look at only: names stand in it where ids belong.
    """
    task: dict[str, Any] = {
        "ContainerSpec": _container(flags, args),
        "Networks": networks(job, flags.typed("network")),
        "Resources": _resources(flags),
        "RestartPolicy": parts.restart_policy(flags, None),
        "Placement": _placement(flags),
        "LogDriver": parts.log_driver(flags),
    }
    spec: dict[str, Any] = {
        "Name": flags.text("name"),
        "Labels": mapping(flags.texts("label")),
        "TaskTemplate": {key: value for key, value in task.items() if value is not None},
        "Mode": mode(flags),
        "UpdateConfig": parts.policy(flags, "update", None),
        "RollbackConfig": parts.policy(flags, "rollback", None),
        "EndpointSpec": {"Mode": flags.text("endpoint-mode", "vip"), "Ports": parts.ports(flags.typed("publish"))},
    }
    _references(job, flags, spec["TaskTemplate"]["ContainerSpec"])
    return {key: value for key, value in spec.items() if value is not None}


def _container(flags: FlagValues, args: tuple[str, ...]) -> dict[str, Any]:
    container: dict[str, Any] = {
        "Image": named_image(args[0]),
        "Labels": mapping(flags.texts("container-label")),
        "Command": [word for words in flags.typed("entrypoint")[-1:] for word in words.words],
        "Args": list(args[1:]),
        "Hostname": flags.text("hostname"),
        "Env": environment(flags.texts("env")),
        "Dir": flags.text("workdir"),
        "User": flags.text("user"),
        "Groups": flags.raw("group"),
        "Init": flags.on("init"),
        "StopSignal": flags.text("stop-signal"),
        "TTY": flags.on("tty"),
        "ReadOnly": flags.on("read-only"),
        "Mounts": [mount_body(mount) for mount in flags.typed("mount")],
        "Healthcheck": parts.health(flags),
        "Hosts": parts.hosts(flags.texts("host")),
        "DNSConfig": {"Nameservers": flags.texts("dns"), "Search": flags.texts("dns-search"), "Options": flags.texts("dns-option")},
        "Isolation": flags.text("isolation"),
        "Sysctls": mapping(flags.raw("sysctl")),
        "Ulimits": [{"Name": item.name, "Hard": item.hard, "Soft": item.soft} for item in flags.typed("ulimit")],
    }
    found = capabilities(flags.raw("cap-add"), flags.raw("cap-drop"))
    container |= {"CapabilityAdd": found["CapAdd"], "CapabilityDrop": found["CapDrop"]}
    if flags.given("stop-grace-period"):
        container["StopGracePeriod"] = flags.nanoseconds("stop-grace-period")
    if flags.given("oom-score-adj"):
        container["OomScoreAdj"] = flags.number("oom-score-adj")
    return {key: value for key, value in container.items() if value not in (None, "", [], {})}


def environment(texts: list[str]) -> list[str]:
    """`NAME=VALUE` entries, the last of a name in the place of its first; a bare name is what nobody here has."""
    found: dict[str, str] = {}
    for text in texts:
        found[text.partition("=")[0]] = text
    return list(found.values())


def _resources(flags: FlagValues) -> dict[str, Any]:
    limits = {"NanoCPUs": flags.amount("limit-cpu"), "MemoryBytes": flags.amount("limit-memory")}
    return {
        "Limits": {**limits, "Pids": flags.number("limit-pids")},
        "Reservations": {
            "NanoCPUs": flags.amount("reserve-cpu"),
            "MemoryBytes": flags.amount("reserve-memory"),
            "GenericResources": parts.generic_resources(flags.raw("generic-resource")),
        },
    }


def _placement(flags: FlagValues) -> dict[str, Any]:
    return {
        "Constraints": flags.raw("constraint"),
        "Preferences": [{"Spread": {"SpreadDescriptor": item.spread}} for item in flags.typed("placement-pref")],
        "MaxReplicas": flags.number("replicas-max-per-node"),
    }


def mode(flags: FlagValues) -> dict[str, Any]:
    """`--mode` with its numbers. ValueError with docker's words where they do not fit together."""
    name, replicas, at_once = flags.text("mode", "replicated"), flags.last("replicas"), flags.last("max-concurrent")
    if name in ("global", "global-job"):
        if replicas is not None:
            raise ValueError("replicas can only be used with replicated or replicated-job mode")
        if flags.number("replicas-max-per-node"):
            raise ValueError("replicas-max-per-node can only be used with replicated or replicated-job mode")
        if at_once is not None:
            raise ValueError("max-concurrent can only be used with replicated-job mode")
        return {"Global": {}} if name == "global" else {"GlobalJob": {}}
    if name == "replicated":
        if at_once is not None:
            raise ValueError("max-concurrent can only be used with replicated-job mode")
        return {"Replicated": {} if replicas is None else {"Replicas": replicas}}
    if name == "replicated-job":
        found = {"MaxConcurrent": replicas if at_once is None else at_once, "TotalCompletions": replicas}
        return {"ReplicatedJob": {key: value for key, value in found.items() if value is not None}}
    raise ValueError(f"unknown mode: {name}, only replicated and global supported")


def _references(job: Job | None, flags: FlagValues, container: dict[str, Any]) -> None:
    """Secrets and configs by their ids."""
    secrets, configs = flags.typed("secret"), flags.typed("config")
    if secrets:
        container["Secrets"] = files(secrets, "secret", ids_of(job, "secret", [item.source for item in secrets]))
    credential = flags.last("credential-spec")
    names = [item.source for item in configs]
    if credential is not None and credential.kind == "config":
        names.append(credential.name)
    ids = ids_of(job, "config", names)
    if names:
        container["Configs"] = files(configs, "config", ids)
    if credential is not None and credential.kind == "config":
        container["Configs"].append({"Runtime": {}, "ConfigID": ids[credential.name], "ConfigName": credential.name})
    if credential is not None and credential.kind:
        container["Privileges"] = parts.credential_spec(flags, ids)
