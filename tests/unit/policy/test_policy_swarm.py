"""What commands on a swarm, and specifications of services, are known to do to hosts; what is not known counts as access."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config import parse
from bot.policy import decide, subject_of
from bot.policy_host_access import JUDGED, host_access_reasons
from bot.request import Actor, Place, Surface
from commands.effects.swarm import Use, pinned_to, service_reasons, service_uses
from commands.effects.swarm_commands import GROUPS, POWERS, command_reasons
from commands.parser import parse_text
from commands.risk import risk_of
from commands.spec.load import all_paths, command

SETTINGS = parse(
    """
roles: {admin: {users: [U0ADMIN]}, root: {users: [U0ROOT]}}
grants:
  - {roles: [admin], risk: [read, change, destroy], host_access: false}
  - {roles: [root], risk: [read, change, destroy], host_access: true}
""",
    "test.yml",
    {},
)
OPS = Place(Surface.SLACK, channel="C0OPS")
RUNNABLE = [path for path in all_paths() if path.split()[0] in GROUPS and not command(path).has_subcommands]


def test_every_command_of_a_swarm_and_of_plugins_is_decided_on() -> None:
    assert set(RUNNABLE) == set(POWERS)


def test_a_command_that_is_not_decided_on_needs_host_access() -> None:
    assert command_reasons("swarm explode") == ("docker swarm explode is not known to the policy",)
    assert command_reasons("plugin") == () == command_reasons("container run")


# Whoever may change and destroy, without access to the host, may do this to a swarm, and nothing else.
WITHOUT_HOST_ACCESS = frozenset(
    """
    node inspect;node ls;node ps;plugin inspect;plugin ls;service create;service inspect;service logs;service ls;service ps
    service rm;service rollback;service scale;service update;stack config;stack ls;stack ps;stack rm;stack services
    secret create;secret inspect;secret ls;secret rm;config create;config inspect;config ls;config rm
    """.replace("\n", ";")
    .replace("    ", "")
    .split(";")
)


def test_what_changes_whom_a_swarm_trusts_or_what_plugins_it_has_needs_host_access() -> None:
    assert {path for path, reason in POWERS.items() if not reason} == WITHOUT_HOST_ACCESS - {""}
    assert {f"service {verb}" for verb in ("create", "update", "rollback", "scale")} <= JUDGED


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm update --external-ca protocol=cfssl,url=https://evil.example",
        "docker swarm update --cert-expiry 1h",
        "docker swarm update --autolock",
        "docker swarm update --task-history-limit 1",
        "docker swarm leave --force",
        "docker swarm ca",
        "docker swarm ca --rotate",
        "docker swarm join-token worker",
        "docker node promote n1",
        "docker node demote n1",
        "docker node update --role manager n1",
        "docker node update --label-add zone=a n1",
        "docker node update --availability drain n1",
        "docker node rm n1",
        "docker plugin disable authz",
        "docker plugin disable -f authz",
        "docker plugin rm authz",
        "docker plugin rm -f authz",
        "docker plugin enable authz",
        "docker plugin set authz A=b",
        "docker plugin upgrade authz",
        "docker plugin install vieux/sshfs",
    ],
)
def test_a_grant_without_host_access_does_not_cover_it(text: str) -> None:
    parsed = parse_text(text)
    subject = subject_of(parsed, risk_of(parsed))
    refused = decide(SETTINGS, Actor("U0ADMIN"), OPS, "local", [subject])
    assert host_access_reasons(parsed)
    assert not refused.allowed and "host_access: true" in refused.explanation
    assert decide(SETTINGS, Actor("U0ROOT"), OPS, "local", [subject]).allowed


def spec(task: dict[str, Any] | None = None, **container: Any) -> dict[str, Any]:
    return {"Name": "s", "TaskTemplate": {"ContainerSpec": {"Image": "busybox", **container}, **(task or {})}}


FOUND = {
    ("volume", "plain"): {"Name": "plain", "Driver": "local", "Options": None},
    ("volume", "bound"): {"Name": "bound", "Driver": "local", "Options": {"type": "none", "o": "bind", "device": "/etc"}},
    ("volume", "nfs"): {"Name": "nfs", "Driver": "local", "Options": {"type": "nfs", "o": "addr=1.2.3.4", "device": ":/x"}},
    ("volume", "plugged"): {"Name": "plugged", "Driver": "sshfs", "Options": {}},
    ("network", "n1"): {"Id": "n1", "Name": "ov", "Driver": "overlay"},
    ("network", "n2"): {"Id": "n2", "Name": "host", "Driver": "host"},
    ("network", "n3"): {"Id": "n3", "Name": "lan", "Driver": "macvlan"},
    ("network", "n4"): {"Id": "n4", "Name": "weave", "Driver": "weaveworks/net-plugin"},
    ("network", "n5"): {"Id": "n5", "Name": "br", "Driver": "bridge", "ConfigFrom": {"Network": "conf"}},
}


def reasons(one: dict[str, Any], nodes: int = 1, node: str = "me") -> list[str]:
    return list(service_reasons(one, lambda kind, ref: FOUND.get((kind, ref)), nodes, node))


def volume(source: str, **more: Any) -> dict[str, Any]:
    return {"Type": "volume", "Source": source, "Target": "/d", **more}


HARMLESS: list[dict[str, Any]] = [
    spec(),
    spec(
        Mounts=[volume("plain"), volume("new"), {"Type": "tmpfs", "Target": "/t"}, {"Type": "image", "Source": "a", "Target": "/i"}]
    ),
    spec(Init=True, TTY=True, ReadOnly=True, Isolation="default", User="0", Ulimits=[{"Name": "nofile", "Hard": 1, "Soft": 1}]),
    spec(Privileges={"CredentialSpec": None, "SELinuxContext": None, "NoNewPrivileges": True, "Seccomp": {"Mode": "default"}}),
    spec(OomScoreAdj=500, CapabilityDrop=["ALL"], Secrets=[{"SecretID": "x", "SecretName": "y"}]),
    spec({"Networks": [{"Target": "n1", "Aliases": ["a"]}], "LogDriver": {"Name": "json-file", "Options": {"max-size": "1m"}}}),
    spec({"Runtime": "container", "ForceUpdate": 3, "Placement": {"Constraints": ["node.role==worker"]}, "RestartPolicy": {}}),
    spec({"Resources": {"Limits": {"NanoCPUs": 1, "Pids": 4}, "Reservations": {"MemoryBytes": 5}}}),
]
WITH_THE_HOST: list[tuple[dict[str, Any], str]] = [
    (spec(Mounts=[{"Type": "bind", "Source": "/etc", "Target": "/h"}]), "/etc of the host"),
    (spec(Mounts=[{"Source": "/etc", "Target": "/h"}]), "/etc of the host"),
    (spec(Mounts=[volume("bound")]), "binds /etc of the host"),
    (spec(Mounts=[volume("nfs")]), "makes the host mount"),
    (spec(Mounts=[volume("plugged")]), "of the plugin sshfs"),
    (spec(Mounts=[volume("new", VolumeOptions={"DriverConfig": {"Name": "sshfs"}})]), "plugin sshfs"),
    (spec(Mounts=[volume("new", VolumeOptions={"DriverConfig": {"Options": {"o": "bind", "device": "/"}}})]), "binds /"),
    (spec(Mounts=[volume("new", Future=True)]), "settings that are not known"),
    (spec(Mounts=[volume("root{{.Task.Slot}}")]), "holds a template"),
    (spec(Mounts=[volume("new", VolumeOptions={"DriverConfig": {"Options": {"o": "{{1}}"}}})]), "holds a template"),
    (spec(Mounts=[{"Type": "cluster", "Source": "c", "Target": "/d"}]), "of the type cluster"),
    (spec(Mounts=[{"Type": "npipe", "Source": "//./pipe/x", "Target": "/d"}]), "of the type npipe"),
    (spec(Mounts=[{"Type": "future", "Target": "/d"}]), "of the type future"),
    (spec({"Networks": [{"Target": "n2"}]}), "the network host is the host's own network"),
    (spec({"Networks": [{"Target": "n3"}]}), "the network lan is of the driver macvlan"),
    (spec({"Networks": [{"Target": "n4"}]}), "weaveworks"),
    (spec({"Networks": [{"Target": "n5"}]}), "the network br takes its settings from a network of each node"),
    (spec({"Networks": [{"Target": "host"}]}), "shares the host's network"),
    ({**spec(), "Networks": [{"Target": "n2"}]}, "the network host is the host's own network"),
    (
        spec({"Networks": [{"Target": "n1", "DriverOpts": {"com.docker.network.endpoint.sysctls": "x"}}]}),
        "is not known to be harmless",
    ),
    (spec({"Networks": [{"Target": "n1", "Future": "x"}]}), "settings of the attachment to ov are"),
    (spec(CapabilityAdd=["CAP_SYS_ADMIN"]), "CAP_SYS_ADMIN"),
    (spec(Sysctls={"kernel.x": "1"}), "kernel.x"),
    (spec(Groups=["docker"]), "groups of its hosts (docker)"),
    (spec(Isolation="future"), "isolation future"),
    (spec(OomScoreAdj=-1), "end the host's own processes first"),
    (spec(Privileges={"Seccomp": {"Mode": "unconfined"}}), "seccomp"),
    (spec(Privileges={"Seccomp": {"Mode": "custom", "Profile": "e30="}}), "seccomp"),
    (spec(Privileges={"Seccomp": {"Profile": "e30="}}), "seccomp"),
    (spec(Privileges={"AppArmor": {"Mode": "disabled"}}), "AppArmor"),
    (spec(Privileges={"SELinuxContext": {"Disable": True}}), "SELinux"),
    (spec(Privileges={"SELinuxContext": {"Type": "spc_t"}}), "SELinux"),
    (spec(Privileges={"CredentialSpec": {"Config": "c"}}), "credentials"),
    (spec(Privileges={"CredentialSpec": {"File": "f"}}), "credentials"),
    (spec(Privileges={"Future": True}), "settings of the privileges are not known"),
    (spec(Devices=[{"PathOnHost": "/dev/kmsg"}]), "settings of the container are not known here (Devices)"),
    (spec(MaskedPaths=[]), "MaskedPaths"),
    (
        spec({"Resources": {"Reservations": {"GenericResources": [{"DiscreteResourceSpec": {"Kind": "gpu", "Value": 1}}]}}}),
        "devices",
    ),
    (spec({"Resources": {"Devices": [1]}}), "settings of the resources are not known"),
    (spec({"Resources": {"Limits": {"Future": 1}}}), "settings of the limits are not known"),
    (spec({"PluginSpec": {"Name": "p"}}), "runs a plugin"),
    (spec({"Runtime": "plugin"}), "runs a plugin or another runtime (plugin)"),
    (spec({"Runtime": "wasm"}), "another runtime (wasm)"),
    (spec({"Future": {}}), "settings of the task are not known"),
    ({**spec(), "Future": []}, "settings of the service are not known"),
    (spec({"LogDriver": {"Name": "syslog", "Options": {"syslog-address": "tcp://127.0.0.1:9"}}}), "syslog"),
    (spec({"LogDriver": {"Name": "someplugin"}}), "someplugin"),
    (spec({"LogDriver": {"Name": "", "Options": {"syslog-address": "tcp://127.0.0.1:9"}}}), "syslog-address"),
    (spec({"NetworkAttachmentSpec": {"ContainerID": "x"}}), "settings of the task are not known"),
]


@pytest.mark.parametrize("one", HARMLESS)
def test_an_ordinary_service_gives_nothing_of_its_hosts(one: dict[str, Any]) -> None:
    assert reasons(one) == []


@pytest.mark.parametrize(("one", "said"), WITH_THE_HOST)
def test_a_service_that_is_as_much_as_root_says_why(one: dict[str, Any], said: str) -> None:
    assert any(said in reason for reason in reasons(one)), reasons(one)


def test_volumes_of_other_nodes_cannot_be_looked_at() -> None:
    """A swarm of several nodes has a volume of that name on each; only a constraint keeps the tasks here."""
    one = spec({"Placement": {"Constraints": []}}, Mounts=[volume("plain")])
    assert any("on this node only" in reason for reason in reasons(one, nodes=3))
    for constraint, kept in (("node.id==me", True), ("Node.ID == me", True), ("node.id!=me", False), ("node.id==other", False)):
        one["TaskTemplate"]["Placement"]["Constraints"] = ["node.role==manager", constraint]
        assert pinned_to(one, "me") is kept is not any("on this node only" in reason for reason in reasons(one, nodes=3))
    assert not pinned_to(one, "")
    assert reasons(spec(Mounts=[{"Type": "volume", "Target": "/anonymous"}]), nodes=3) == []


def test_everything_that_a_service_uses_is_named() -> None:
    one = spec(
        {"Networks": [{"Target": "n1"}]},
        Mounts=[
            volume("v", VolumeOptions={"Labels": {"a": "b"}}), volume("t{{.Task.Slot}}"),
            {"Type": "image", "Source": "i:1", "Target": "/i"}, {"Type": "cluster", "Source": "c", "Target": "/c"},
            {"Type": "bind", "Source": "/x", "Target": "/x"}, {"Type": "tmpfs", "Target": "/y"},
        ],
        Secrets=[{"SecretID": "s1", "SecretName": "sec"}],
        Configs=[{"ConfigID": "c1", "ConfigName": "cfg", "Runtime": {}}],
        Privileges={"CredentialSpec": {"Config": "c2"}},
    )  # fmt: skip
    one["Networks"] = [{"Target": "n2"}]
    assert [(use.kind, use.ref) for use in service_uses(one)] == [
        ("image", "busybox"), ("volume", "v"), ("volume", "t{{.Task.Slot}}"), ("image", "i:1"), ("volume", "c"),
        ("network", "n1"), ("network", "n2"), ("secret", "s1"), ("config", "c1"), ("config", "c2"),
    ]  # fmt: skip
    assert [use.fixed for use in service_uses(one)].count(False) == 1
    assert Use("volume", "v", "v", labels=(("a", "b"),)) in service_uses(one)


def test_of_several_filters_with_one_key_none_narrows_a_list() -> None:
    def counted(text: str) -> tuple[str, ...]:
        parsed = parse_text(text)
        return subject_of(parsed, risk_of(parsed)).label_filters

    assert counted("docker service ls --filter label=team=web --filter label=team=web -f label=a=b") == (
        "team=web",
        "team=web",
        "a=b",
    )
    assert counted("docker service ls --filter label=team=web --filter label=team=db -f label=a=b") == ("a=b",)
    assert counted("docker secret ls -f label=team=web -f LABEL=team") == ()
    assert counted("docker config ls -f 'label= team=web' -f label=team=") == ()
    assert counted("docker node ls -f label=team=web -f node.label=team=db") == ("team=db",)
