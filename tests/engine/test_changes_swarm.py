"""What changing commands ask of a swarm is what the docker program asks; a stand-in plays the manager."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import ANSWERS, NOTHING, cases, differences

pytestmark = pytest.mark.docker_program


def as_file(name: str) -> dict[str, Any]:
    """How a task sees a secret or a config."""
    return {"Name": name, "UID": "0", "GID": "0", "Mode": 0o444}


PLAIN: dict[str, Any] = {
    "Name": "s",
    "Labels": {"a": "b"},
    "TaskTemplate": {
        "ContainerSpec": {"Image": "busybox:latest@sha256:11", "Env": ["A=1"], "Init": False},
        "Resources": {},
        "Networks": [{"Target": "n1id"}],
        "ForceUpdate": 0,
        "Runtime": "container",
    },
    "Mode": {"Replicated": {"Replicas": 2}},
    "UpdateConfig": {"Parallelism": 1},
    "EndpointSpec": {"Mode": "vip"},
}
FULL: dict[str, Any] = {
    "Name": "s",
    "Labels": {"a": "b", "c": "d"},
    "TaskTemplate": {
        "ContainerSpec": {
            "Image": "busybox:1",
            "Labels": {"x": "1", "y": "1"},
            "Args": ["sleep", "5"],
            "Env": ["A=1", "B=2", "C=3"],
            "Groups": ["3", "5"],
            "Mounts": [{"Type": "volume", "Source": "v", "Target": "/x"}, {"Type": "tmpfs", "Target": "/t"}],
            "Healthcheck": {"Test": ["CMD-SHELL", "ls"], "Interval": 1000000000},
            "Hosts": ["1.2.3.4 web db", "5.6.7.8 web"],
            "DNSConfig": {"Nameservers": ["8.8.8.8", "9.9.9.9"], "Search": ["a.b"], "Options": ["o"]},
            "Secrets": [{"File": as_file("sec1"), "SecretID": "sec1id", "SecretName": "sec1"}],
            "Configs": [{"File": as_file("cfg1"), "ConfigID": "cfg1id", "ConfigName": "cfg1"}],
            "Sysctls": {"a": "1"},
            "CapabilityAdd": ["CAP_SYS_TIME"],
            "CapabilityDrop": ["CAP_CHOWN"],
            "Ulimits": [{"Name": "nofile", "Hard": 2, "Soft": 1}],
            "Init": True,
            "TTY": True,
        },
        "Resources": {
            "Limits": {"NanoCPUs": 5, "MemoryBytes": 6},
            "Reservations": {"MemoryBytes": 4, "GenericResources": [{"DiscreteResourceSpec": {"Kind": "gpu", "Value": 2}}]},
        },
        "RestartPolicy": {"Condition": "on-failure", "Delay": 7},
        "Placement": {
            "Constraints": ["node.role==manager", "x==y"],
            "Preferences": [{"Spread": {"SpreadDescriptor": "p"}}, {"Spread": {"SpreadDescriptor": "o"}}],
            "MaxReplicas": 1,
        },
        "Networks": [{"Target": "n1id"}, {"Target": "n9id", "Aliases": ["z"]}],
        "LogDriver": {"Name": "json-file", "Options": {"max-file": "3"}},
        "ForceUpdate": 3,
        "Runtime": "container",
    },
    "Mode": {"Replicated": {"Replicas": 2}},
    "UpdateConfig": {"Parallelism": 4, "Delay": 1, "FailureAction": "continue", "Monitor": 2, "Order": "start-first"},
    "EndpointSpec": {
        "Mode": "vip",
        "Ports": [
            {"Protocol": "tcp", "TargetPort": 80, "PublishedPort": 8080, "PublishMode": "ingress"},
            {"Protocol": "udp", "TargetPort": 53, "PublishedPort": 53, "PublishMode": "host"},
        ],
    },
}
SWARM: dict[str, Any] = {
    "ID": "sw1",
    "Version": {"Index": 5},
    "Spec": {
        "Name": "default",
        "Orchestration": {"TaskHistoryRetentionLimit": 5},
        "Raft": {"SnapshotInterval": 10000, "KeepOldSnapshots": 0},
        "Dispatcher": {"HeartbeatPeriod": 5000000000},
        "CAConfig": {"NodeCertExpiry": 7776000000000000},
        "TaskDefaults": {},
        "EncryptionConfig": {"AutoLockManagers": False},
    },
    "JoinTokens": {"Worker": "SWMTKN-w", "Manager": "SWMTKN-m"},
}


def named(one: Any) -> tuple[int, Any]:
    """A network by whatever name it is asked for."""
    name = one.path.rsplit("/", 1)[1]
    return 200, {"Id": f"{name}id", "Name": name, "Scope": "swarm", "Driver": "overlay"}


def manager(spec: dict[str, Any], manager_status: bool = False) -> list[tuple[str, str, Any]]:
    """The answers of a manager whose services all have one specification."""
    about = {"Role": "worker", "Availability": "active", "Labels": {"x": "y"}}
    node: dict[str, Any] = {"ID": "node1", "Version": {"Index": 3}, "Spec": about}
    if manager_status:
        node |= {"ManagerStatus": {"Leader": True, "Addr": "10.0.0.1:2377"}}
    volume = {"ID": "cv", "Version": {"Index": 4}, "Spec": {"Availability": "active"}}
    service = {"ID": "svc1", "Version": {"Index": 7}, "Spec": spec, "PreviousSpec": spec, "Endpoint": {}}
    return [
        ("GET", "/services/[^/]+", (200, service)),
        ("POST", "/services/create", (201, {"ID": "svc9"})),
        ("POST", "/services/[^/]+/update", (200, {"Warnings": ["w1"]})),
        ("GET", "/nodes/[^/]+", (200, node)),
        ("POST", "/nodes/[^/]+/update", (200, None)),
        ("POST", "/swarm/init", (200, "node77")),
        ("POST", "/swarm/(join|leave|update)", (200, None)),
        ("GET", "/swarm", (200, SWARM)),
        ("GET", "/swarm/unlockkey", (200, {"UnlockKey": "KEY"})),
        ("GET", "/info", (200, {"Swarm": {"NodeID": "node77", "ControlAvailable": manager_status, "LocalNodeState": "active"}})),
        ("POST", "/plugins/[^/]+/(enable|disable)", (200, None)),
        ("GET", "/networks/[^/]+", named),
        ("GET", "/networks", (200, [{"Id": "n1id", "Name": "n1"}, {"Id": "n2id", "Name": "n2"}])),
        ("GET", "/secrets", (200, [{"ID": f"sec{n}id", "Spec": {"Name": f"sec{n}"}} for n in (1, 2)])),
        ("GET", "/configs", (200, [{"ID": f"cfg{n}id", "Spec": {"Name": f"cfg{n}"}} for n in (1, 2)])),
        ("GET", "/services", (200, [{"ID": "svc1", "Spec": {"Name": "st_web"}}])),
        ("GET", "/distribution/.*/json", (401, {"message": "no auth"})),
        ("GET", "/volumes/[^/]+", (200, {"Name": "v", "ClusterVolume": volume})),
        ("PUT", "/volumes/[^/]+", (200, None)),
    ]


PLATFORMS = [{"architecture": machine, "os": "linux"} for machine in ("arm64", "amd64", "arm")]
KNOWN = [
    ("GET", "/distribution/.*/json", (200, {"Descriptor": {"digest": "sha256:" + "9a" * 32}, "Platforms": PLATFORMS})),
    *manager(PLAIN, manager_status=True),
]


@pytest.mark.parametrize("version", ["1.50", "1.41"])
@pytest.mark.parametrize(("file", "spec"), [("swarm.txt", PLAIN), ("services.txt", PLAIN), ("services-rm.txt", FULL)])
def test_requests_and_output_are_dockers(program: PrivateEngine, version: str, file: str, spec: dict[str, Any]) -> None:
    lines = cases(file) if version == "1.50" else cases(file)[::3]
    found = differences(program, lines, version, manager(spec))
    assert not found, (len(found), found[:2])


@pytest.mark.parametrize("version", ["1.24", "1.29", "1.40", "1.43", "1.47"])
def test_older_daemons_are_treated_as_docker_treats_them(program: PrivateEngine, version: str) -> None:
    found = differences(program, cases("older.txt"), version, [*manager(PLAIN), *ANSWERS])
    assert not found, (len(found), found[:2])


@pytest.mark.parametrize("file", ["swarm.txt", "services.txt"])
def test_with_a_registry_that_knows_the_image(program: PrivateEngine, file: str) -> None:
    found = differences(program, cases(file)[::2], "1.50", KNOWN)
    assert not found, (len(found), found[:2])


@pytest.mark.parametrize("file", ["swarm.txt", "services.txt"])
def test_refusals_are_told_as_docker_tells_them(program: PrivateEngine, file: str) -> None:
    found = differences(program, cases(file)[::3], "1.50", NOTHING)
    assert not found, (len(found), found[:2])
