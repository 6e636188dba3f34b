"""A service's specification with what the flags of `service update` say. Mirrors docker/cli cli/command/service/update.go."""

from __future__ import annotations

from typing import Any

from commands.executors.base import Job
from commands.executors.flag_values import FlagValues, mapping
from commands.executors.services import lists, parts
from commands.executors.services.references import files, ids_of, named_image, network_id, networks

_TEXTS = {"hostname": "Hostname", "user": "User", "workdir": "Dir", "stop-signal": "StopSignal", "isolation": "Isolation"}
_SWITCHES = {"tty": "TTY", "read-only": "ReadOnly", "init": "Init"}
_DNS = (("dns", "Nameservers"), ("dns-option", "Options"), ("dns-search", "Search"))


def change(job: Job | None, flags: FlagValues, spec: dict[str, Any]) -> None:
    """Change the specification in place. ValueError and `Unknown` with docker's words.

    Without a job it is one to look at only: names stand in it where ids belong.
    """
    task = spec["TaskTemplate"]
    container = task.setdefault("ContainerSpec", {})
    _container(flags, container)
    _task(flags, task)
    _networks(job, flags, task)
    _files(job, flags, container)
    if flags.given("label-add") or flags.given("label-rm"):
        spec["Labels"] = lists.labels(flags, "label", spec.get("Labels"))
    scale(spec, flags.last("replicas") if flags.given("replicas") else None)
    for lead, key in (("update", "UpdateConfig"), ("rollback", "RollbackConfig")):
        if (found := parts.policy(flags, lead, spec.get(key))) is not None:
            spec[key] = found
    endpoint = spec.get("EndpointSpec") or {}
    if flags.given("endpoint-mode"):
        endpoint["Mode"] = flags.text("endpoint-mode")
    if flags.given("publish-add") or flags.given("publish-rm"):
        endpoint["Ports"] = lists.ports(flags, endpoint.get("Ports"))
    if endpoint:
        spec["EndpointSpec"] = endpoint


def scale(spec: dict[str, Any], replicas: int | None, what: str = "replicas") -> None:
    """Set the number of tasks; ValueError where the mode has none."""
    if replicas is None:
        return
    mode = spec["Mode"]
    if "Replicated" in mode:
        mode["Replicated"] = {"Replicas": replicas}
    elif "ReplicatedJob" in mode:
        mode["ReplicatedJob"] = {**mode["ReplicatedJob"], "TotalCompletions": replicas}
    else:
        raise ValueError(f"{what} can only be used with replicated or replicated-job mode")


def _container(flags: FlagValues, container: dict[str, Any]) -> None:
    for long, key in _TEXTS.items():
        if flags.given(long):
            container[key] = flags.text(long)
    for long, key in _SWITCHES.items():
        if flags.given(long):
            container[key] = flags.on(long)
    if flags.given("image"):
        container["Image"] = named_image(flags.text("image"))
    for long, key in (("args", "Args"), ("entrypoint", "Command")):
        if flags.given(long):
            container[key] = list(flags.last(long).words)
    if flags.given("stop-grace-period"):
        container["StopGracePeriod"] = flags.nanoseconds("stop-grace-period")
    if flags.given("oom-score-adj"):
        container["OomScoreAdj"] = flags.number("oom-score-adj")
    if _touched(flags, "env"):
        container["Env"] = lists.environment(flags, container.get("Env"))
    if _touched(flags, "container-label"):
        container["Labels"] = lists.labels(flags, "container-label", container.get("Labels"))
    if _touched(flags, "sysctl"):
        container["Sysctls"] = lists.labels(flags, "sysctl", container.get("Sysctls"))
    if _touched(flags, "mount") or container.get("Mounts"):
        container["Mounts"] = lists.mounts(flags, container.get("Mounts"))
    if _touched(flags, "host"):
        container["Hosts"] = lists.hosts(flags, container.get("Hosts"))
    if _touched(flags, "ulimit"):
        container["Ulimits"] = lists.ulimits(flags, container.get("Ulimits"))
    if flags.given("cap-add") or flags.given("cap-drop"):
        container.update(lists.rights(flags, container))
    if _touched(flags, "group"):
        there = [*(container.get("Groups") or []), *flags.raw("group-add")]
        container["Groups"] = sorted(group for group in there if group not in flags.raw("group-rm"))
    if any(_touched(flags, long) for long, _ in _DNS):
        dns = container.get("DNSConfig") or {}
        container["DNSConfig"] = {key: lists.texts(flags, long, dns.get(key), ordered=True) for long, key in _DNS}
    _health(flags, container)


def _touched(flags: FlagValues, long: str) -> bool:
    return flags.given(f"{long}-add") or flags.given(f"{long}-rm")


def _health(flags: FlagValues, container: dict[str, Any]) -> None:
    named = parts.health(flags)
    if named is None:
        return
    there = container.get("Healthcheck") or {}
    if named.get("Test") == ["NONE"]:
        container["Healthcheck"] = named
        return
    if there.get("Test") == ["NONE"]:
        there = {}
    container["Healthcheck"] = {**there, **named}


def _files(job: Job | None, flags: FlagValues, container: dict[str, Any]) -> None:
    credential = flags.last("credential-spec")
    spec = [credential.name] if credential is not None and credential.kind == "config" else []
    ids: dict[str, str] = {}
    for kind, key in (("secret", "Secrets"), ("config", "Configs")):
        wanted = flags.typed(f"{kind}-add")
        ids = ids_of(job, kind, [*(item.source for item in wanted), *(spec if kind == "config" else [])])
        if _touched(flags, kind):
            container[key] = lists.files(container.get(key), files(wanted, kind, ids), flags.raw(f"{kind}-rm"), kind)
    if credential is not None and credential.kind:
        if spec:
            runtime = {"Runtime": {}, "ConfigID": ids[credential.name], "ConfigName": credential.name}
            container["Configs"] = [*(container.get("Configs") or []), runtime]
        container["Privileges"] = {**(container.get("Privileges") or {}), **parts.credential_spec(flags, ids)}


def _task(flags: FlagValues, task: dict[str, Any]) -> None:
    limits = {"limit-cpu": "NanoCPUs", "limit-memory": "MemoryBytes", "limit-pids": "Pids"}
    reserved = {"reserve-cpu": "NanoCPUs", "reserve-memory": "MemoryBytes"}
    resources = task.get("Resources") or {}
    for part, names in (("Limits", limits), ("Reservations", reserved)):
        for long, key in names.items():
            if flags.given(long):
                value = flags.number(long) if long == "limit-pids" else flags.amount(long)
                resources[part] = {**(resources.get(part) or {}), key: value}
    if _touched(flags, "generic-resource"):
        there = resources.get("Reservations") or {}
        there["GenericResources"] = lists.resources(flags, there.get("GenericResources"))
        resources["Reservations"] = there
    if resources:
        task["Resources"] = resources
    if (policy := parts.restart_policy(flags, task.get("RestartPolicy"))) is not None:
        task["RestartPolicy"] = policy
    _placement(flags, task)
    driver = {"Name": flags.text("log-driver"), "Options": mapping(flags.raw("log-opt"))}
    if flags.given("log-driver"):  # options alone are dropped, as by docker
        task["LogDriver"] = driver
    if flags.on("force"):
        task["ForceUpdate"] = int(task.get("ForceUpdate") or 0) + 1


def _placement(flags: FlagValues, task: dict[str, Any]) -> None:
    placement = task.get("Placement") or {}
    if _touched(flags, "constraint"):
        placement["Constraints"] = lists.texts(flags, "constraint", placement.get("Constraints"), ordered=True)
    if _touched(flags, "placement-pref"):
        gone = [item.spread for item in flags.typed("placement-pref-rm")]
        there = [item for item in placement.get("Preferences") or [] if item["Spread"]["SpreadDescriptor"] not in gone]
        added = [{"Spread": {"SpreadDescriptor": item.spread}} for item in flags.typed("placement-pref-add")]
        placement["Preferences"] = there + added
    if flags.given("replicas-max-per-node"):
        placement["MaxReplicas"] = flags.number("replicas-max-per-node")
    if placement:
        task["Placement"] = placement


def _networks(job: Job | None, flags: FlagValues, task: dict[str, Any]) -> None:
    if not _touched(flags, "network"):
        return
    gone = {network_id(job, name) for name in flags.raw("network-rm")}
    there = [item for item in task.get("Networks") or [] if item["Target"] not in gone]
    known = {item["Target"] for item in there}
    for attachment in flags.typed("network-add"):
        added = networks(job, [attachment])[0]
        if added["Target"] in known:
            raise ValueError(f"service is already attached to network {attachment.target}")
        known.add(added["Target"])
        there.append(added)
    task["Networks"] = sorted(there, key=lambda item: str(item["Target"]))
