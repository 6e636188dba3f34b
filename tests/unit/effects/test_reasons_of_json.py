"""Reasons of containers, mounts, volumes, networks and logs from their JSON: what is known to be harmless has none."""

from __future__ import annotations

from typing import Any

import pytest

from commands.effects import (
    container_reasons,
    effects_of,
    inspected_reasons,
    log_reasons,
    mount_reasons,
    network_reasons,
    volume_reasons,
)
from commands.effects.mounts import bind_reasons
from commands.effects.networks import making_reasons
from commands.executors.creating.body import create_body
from commands.parser import parse_text

# What Engine 20.10 says of a container that was made without any flag.
PLAIN: dict[str, Any] = {
    "Binds": None, "ContainerIDFile": "", "LogConfig": {"Type": "syslog", "Config": {"syslog-address": "tcp://logs:1"}},
    "NetworkMode": "default", "PortBindings": {}, "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0}, "AutoRemove": False,
    "VolumeDriver": "", "VolumesFrom": None, "ConsoleSize": [0, 0], "CapAdd": None, "CapDrop": None, "CgroupnsMode": "host",
    "Dns": [], "DnsOptions": [], "DnsSearch": [], "ExtraHosts": None, "GroupAdd": None, "IpcMode": "private", "Cgroup": "",
    "Links": None, "OomScoreAdj": 0, "PidMode": "", "Privileged": False, "PublishAllPorts": False, "ReadonlyRootfs": False,
    "SecurityOpt": None, "UTSMode": "", "UsernsMode": "", "ShmSize": 67108864, "Runtime": "runc", "Isolation": "", "CpuShares": 0,
    "Memory": 0, "NanoCpus": 0, "CgroupParent": "", "BlkioWeight": 0, "BlkioWeightDevice": [], "BlkioDeviceReadBps": [],
    "BlkioDeviceWriteBps": [], "BlkioDeviceReadIOps": [], "BlkioDeviceWriteIOps": [], "CpuPeriod": 0, "CpuQuota": 0,
    "CpuRealtimePeriod": 0, "CpuRealtimeRuntime": 0, "CpusetCpus": "", "CpusetMems": "", "Devices": [], "DeviceCgroupRules": None,
    "DeviceRequests": None, "MemoryReservation": 0, "MemorySwap": 0, "MemorySwappiness": None, "OomKillDisable": False,
    "PidsLimit": None, "Ulimits": [], "CpuCount": 0, "CpuPercent": 0, "IOMaximumIOps": 0, "IOMaximumBandwidth": 0,
    "MaskedPaths": [
        "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
        "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
    ],
    "ReadonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
}  # fmt: skip


def inspected(**host: Any) -> tuple[str, ...]:
    return inspected_reasons({"Config": {}, "HostConfig": {**PLAIN, **host}, "NetworkSettings": {"Networks": {"bridge": {}}}})


def test_a_plain_container_has_no_reason() -> None:
    """The daemon's own defaults, its log driver among them, are nobody's access to the host."""
    assert inspected() == ()
    assert inspected_reasons({"HostConfig": {}}) == ()
    body = create_body(parse_text("docker run -d busybox"))
    assert container_reasons(body, body["HostConfig"], body["NetworkingConfig"]["EndpointsConfig"]) == ()


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ({"Privileged": True}, "is privileged"),
        ({"MaskedPaths": []}, "systempaths=unconfined"),
        ({"ReadonlyPaths": []}, "systempaths=unconfined"),
        ({"MaskedPaths": PLAIN["MaskedPaths"][3:]}, "systempaths=unconfined"),
        ({"NetworkMode": "container:abc"}, "another container's network"),
        ({"NetworkMode": "host"}, "the host's network"),
        ({"PidMode": "container:abc"}, "another container's process namespace"),
        ({"UTSMode": "strange"}, "not known here"),
        ({"Cgroup": "container:abc"}, "another container's control group"),
        ({"StorageOpt": {"size": "1G", "other": "x"}}, "storage driver"),
        ({"Annotations": {"a": "b"}}, "annotations"),
        ({"VolumeDriver": "evil"}, "the plugin evil"),
        ({"LaterThanThisTable": ["x"]}, "LaterThanThisTable"),
        ({"Tmpfs": {"/t": "size=1m,bind"}}, "mount option bind"),
        ({"Runtime": "nvidia"}, "runs under nvidia"),
        ({"Isolation": "none"}, "isolation none"),
    ],
)
def test_what_gives_something_of_the_host_has_a_reason(host: dict[str, Any], said: str) -> None:
    assert any(said in reason for reason in inspected(**host)), inspected(**host)


def test_networks_of_a_container_count_with_their_options() -> None:
    networks = {"n1": {"DriverOpts": {"com.docker.network.endpoint.sysctls": "x"}}, "host": {}}
    found = inspected_reasons({"HostConfig": PLAIN, "NetworkSettings": {"Networks": networks}})
    assert any("endpoint.sysctls" in reason for reason in found) and "shares the host's network" in found


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ({"Type": "bind", "Source": "/etc", "Target": "/x"}, "mounts /etc of the host"),
        ({"Source": "/etc", "Target": "/x"}, "mounts /etc of the host"),  # a swarm reads no type as `bind`
        ({"Type": "BIND", "Source": "/etc"}, "mounts /etc of the host"),
        ({"Type": "cluster", "Source": "x"}, "of the type cluster"),
        ({"Type": "later", "Source": "x"}, "of the type later"),
        ({"Type": "volume", "Source": "/etc"}, "mounts /etc of the host"),
        ({"Type": "volume", "Source": "a", "Later": 1}, "not known here (Later)"),
        ({"Type": "volume", "Source": "a", "VolumeOptions": {"DriverConfig": {"Name": "evil"}}}, "the plugin evil"),
        ({"Type": "volume", "VolumeOptions": {"DriverConfig": {"Options": {"o": "bind", "device": "/"}}}}, "binds / of the host"),
        ({"Type": "volume", "VolumeOptions": {"DriverConfig": {"Options": {"later": "x"}}}}, "not known here (later)"),
        ({"Type": "volume", "VolumeOptions": {"Later": True}}, "not known here (Later)"),
    ],
)
def test_mounts(mount: dict[str, Any], said: str) -> None:
    assert any(said in reason for reason in mount_reasons(mount)), list(mount_reasons(mount))


def test_mounts_inside_docker_have_no_reason() -> None:
    options = {"NoCopy": True, "Labels": {"a": "b"}, "Subpath": "x", "DriverConfig": {"Name": "local"}}
    for mount in (
        {"Type": "volume", "Source": "data", "Target": "/d", "ReadOnly": True, "VolumeOptions": options},
        {"Type": "volume", "Target": "/d"},
        {"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1}},
        {"Type": "image", "Source": "busybox", "Target": "/i", "ImageOptions": {"Subpath": "x"}},
    ):
        assert list(mount_reasons(mount)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("data:/d", 0), ("data:/d:ro", 0), ("a.b-c_1:/d:rw,z", 0), ("/etc:/e", 1), ("./x:/e", 1), ("~:/e", 1), ("..:/e", 1),
        ("C:/x:/h", 1), ("c:\\x:/h", 1), ("a/b:/h", 1), ("\\\\host\\x:/h", 1), ("data:/d:rshared", 1), ("data:/d:later", 1),
        ("-x:/d", 1), ("é:/d", 1), ("data\n:/d", 1), ("$HOME:/d", 1),
    ],
)  # fmt: skip
def test_binds(text: str, count: int) -> None:
    assert len(list(bind_reasons(text))) == count


@pytest.mark.parametrize(
    ("volume", "count"),
    [
        ({"Driver": "local", "Options": None}, 0),
        ({"Driver": "local", "Options": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m,uid=1,noexec"}}, 0),
        ({"Driver": "local", "Options": {"size": "1G"}}, 0),
        ({"DriverOpts": {"type": "none", "o": "bind", "device": "/"}}, 1),
        ({"DriverOpts": {"type": "tmpfs", "device": "/", "o": "rbind"}}, 1),
        ({"DriverOpts": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m,move"}}, 1),
        ({"DriverOpts": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m, bind"}}, 1),
        ({"DriverOpts": {"type": "nfs", "o": "addr=10.0.0.1", "device": ":/x"}}, 1),
        ({"DriverOpts": {"device": "/dev/sda1"}}, 1),
        ({"DriverOpts": {"later": "x"}}, 1),
        ({"Driver": "evil"}, 1),
        ({"ClusterVolumeSpec": {"Group": "g"}}, 1),
        ({"ClusterVolume": {"ID": "x"}}, 1),
    ],
)
def test_volumes(volume: dict[str, Any], count: int) -> None:
    assert len(list(volume_reasons(volume))) == count


@pytest.mark.parametrize(
    ("network", "count"),
    [
        ({"Name": "n", "Driver": "bridge", "IPAM": {}}, 0),
        ({"Name": "n", "Driver": "overlay", "IPAM": {}}, 0),
        ({"Name": "none", "Driver": "null", "IPAM": {}}, 0),
        ({"Name": "host", "Driver": "host", "IPAM": {}}, 1),
        ({"Name": "other", "Driver": "host", "IPAM": {}}, 1),
        ({"Name": "lan", "Driver": "macvlan", "IPAM": {}}, 1),
        ({"Name": "lan", "Driver": "ipvlan", "IPAM": {}}, 1),
        ({"Name": "x", "Driver": "evil:latest", "IPAM": {}}, 1),
        ({"Name": "x", "IPAM": {}}, 1),
    ],
)
def test_joined_networks(network: dict[str, Any], count: int) -> None:
    assert len(list(network_reasons(network))) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ({"Name": "n"}, 0),
        ({"Driver": "bridge", "IPAM": {"Config": [{"Subnet": "10.1.0.0/16", "IPRange": "10.1.1.0/24"}]}}, 0),
        ({"IPAM": {"Driver": "default", "Config": [{"Subnet": "fd00:1::/64"}]}}, 0),
        ({"Options": {"com.docker.network.driver.mtu": "1400", "encrypted": ""}}, 0),
        ({"Options": {"com.docker.network.bridge.name": "docker0"}}, 1),
        ({"Options": {"parent": "eth0"}, "Driver": "macvlan"}, 2),
        ({"Options": {"later": "x"}}, 1),
        ({"Driver": "evil"}, 1),
        ({"IPAM": {"Driver": "evil"}}, 1),
        ({"IPAM": {"Options": {"a": "b"}}}, 1),
        ({"IPAM": {"Config": [{"Subnet": "8.8.8.0/24"}]}}, 1),
        ({"IPAM": {"Config": [{"Subnet": "10.0.0.0/7"}]}}, 1),
        ({"IPAM": {"Config": [{"Subnet": "100.64.0.0/10"}]}}, 1),
        ({"IPAM": {"Config": [{"Subnet": "no address"}]}}, 1),
        ({"ConfigFrom": {"Network": "x"}}, 1),
        ({"Ingress": True}, 1),
        ({"Later": 1}, 1),
    ],
)
def test_new_networks(body: dict[str, Any], count: int) -> None:
    assert len(list(making_reasons(body))) == count


@pytest.mark.parametrize(
    ("config", "count"),
    [
        ({"Type": "", "Config": {}}, 0),
        ({"Type": "json-file", "Config": {"max-size": "1m", "tag": "x"}}, 0),
        ({"Name": "local", "Options": {"max-file": "2"}}, 0),
        ({"Type": "journald", "Config": {"tag": "x"}}, 0),
        ({"Type": "none"}, 0),
        ({"Type": "syslog"}, 1),
        ({"Type": "later"}, 1),
        ({"Type": "", "Config": {"syslog-address": "tcp://1:1"}}, 1),
        ({"Type": "", "Config": {"awslogs-endpoint": "http://1"}}, 1),
        ({"Type": "json-file", "Config": {"later": "x"}}, 1),
    ],
)
def test_logs(config: dict[str, Any], count: int) -> None:
    assert len(list(log_reasons(config))) == count


@pytest.mark.parametrize(
    "text",
    [
        "docker run --network '\"name=a' busybox",
        "docker network create --subnet 10.0.0.0/8 --subnet 10.0.0.0/16 n",
        "docker run --security-opt seccomp=profile.json busybox",
        "docker run --use-api-socket busybox",
        "docker run -v ./x:/y busybox",
    ],
)
def test_a_request_that_cannot_be_made_has_a_reason(text: str) -> None:
    parsed = parse_text(text)
    assert parsed.usage_error is not None or effects_of(parsed).host_access


@pytest.mark.parametrize("flag", ["--network", "--mount", "--volume", "--name", "--log-opt", "--security-opt", "--tmpfs", "-p"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_value_has_one_line(flag: str, end: str) -> None:
    parsed = parse_text(f"docker run {flag} 'type=tmpfs,dst=/t{end},x=y' busybox")
    assert parsed.usage_error is not None or any("more than one line" in reason for reason in effects_of(parsed).refused)
    assert not effects_of(parse_text(f"docker run -e 'A=b{end}c' -l 'a=b{end}c' busybox")).refused
