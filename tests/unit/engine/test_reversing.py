"""The `docker run` line of a container, from what `docker inspect` gives."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from commands.parser import parse_text
from commands.reverse import reverse

IMAGE: dict[str, Any] = {
    "Config": {
        "Env": ["PATH=/bin"],
        "Cmd": ["serve"],
        "Entrypoint": ["/entry"],
        "Labels": {"vendor": "x"},
        "ExposedPorts": {"80/tcp": {}},
    }
}


def container(config: dict[str, Any] | None = None, host: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A detached container of IMAGE with nothing special."""
    plain = {"Image": "app:1", "Hostname": "0123456789ab", "Env": ["PATH=/bin"], "Cmd": ["serve"], "Entrypoint": ["/entry"]}
    labels = {"Labels": {"vendor": "x"}, "ExposedPorts": {"80/tcp": {}}}
    kept = {"NetworkMode": "default", "ShmSize": 67108864, "LogConfig": {"Type": "json-file", "Config": {}}, "Runtime": "runc"}
    found = {"Id": "0123456789ab" + "c" * 52, "Name": "/web", "Config": {**plain, **labels, **(config or {})}}
    return {**found, "HostConfig": {**kept, **(host or {})}, **more}


def test_nothing_special_is_a_short_line() -> None:
    assert reverse(container(), IMAGE) == "docker run -d --name web app:1"


@pytest.mark.parametrize(
    ("config", "host", "words"),
    [
        ({"Env": ["PATH=/bin", "A=b c"]}, {}, "--env 'A=b c'"),
        ({"Labels": {"vendor": "x", "team": "web"}}, {}, "--label team=web"),
        ({"User": "1000:1000", "WorkingDir": "/srv"}, {}, "--user 1000:1000 --workdir /srv"),
        ({"OpenStdin": True, "Tty": True}, {}, "-d -i -t --name web"),
        ({"StopTimeout": 0}, {}, "--stop-timeout 0"),
        (
            {"Healthcheck": {"Test": ["CMD-SHELL", "ls /"], "Interval": 90_000_000_000}},
            {},
            "--health-cmd 'ls /' --health-interval 90s",
        ),
        ({"Healthcheck": {"Test": ["NONE"]}}, {}, "--no-healthcheck"),
        ({}, {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}}, "--publish 8080:80"),
        ({}, {"PortBindings": {"53/udp": [{"HostIp": "::1", "HostPort": "53"}]}}, "--publish '[::1]:53:53/udp'"),
        ({}, {"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}}, "--publish 127.0.0.1::80"),
        ({}, {"Binds": ["data:/data:ro"]}, "--volume data:/data:ro"),
        ({"Volumes": {"/cache": {}}}, {}, "--volume /cache"),
        ({}, {"Memory": 536870912, "MemorySwap": 1073741824}, "--memory 512m app:1"),
        ({}, {"Memory": 536870912, "MemorySwap": -1}, "--memory 512m --memory-swap -1"),
        ({}, {"NanoCpus": 1_500_000_000}, "--cpus 1.5"),
        ({}, {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}}, "--restart on-failure:3"),
        ({}, {"AutoRemove": True, "Privileged": True}, "--rm --privileged"),
        ({}, {"CapAdd": ["CAP_NET_ADMIN"], "CapDrop": ["ALL"]}, "--cap-add NET_ADMIN --cap-drop ALL"),
        ({}, {"Links": ["/db:/web/database"]}, "--link db:database"),
        ({}, {"Init": False}, "--init=false"),
        ({}, {"DeviceRequests": [{"Driver": "", "Count": -1, "Capabilities": [["gpu"]]}]}, "--gpus all"),
        (
            {},
            {"Devices": [{"PathOnHost": "/dev/x", "PathInContainer": "/dev/y", "CgroupPermissions": "r"}]},
            "--device /dev/x:/dev/y:r",
        ),
        ({}, {"LogConfig": {"Type": "json-file", "Config": {"max-size": "10m"}}}, "--log-opt max-size=10m"),
        ({}, {"Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}]}, "--ulimit nofile=1:2"),
        ({}, {"Mounts": [{"Type": "bind", "Source": "/a,b", "Target": "/c"}]}, "'type=bind,\"source=/a,b\",target=/c'"),
    ],
)
def test_what_was_said_is_said_again(config: dict[str, Any], host: dict[str, Any], words: str) -> None:
    line = reverse(container(config, host), IMAGE)
    assert words in line
    assert parse_text(line).usage_error is None


@pytest.mark.parametrize(
    ("config", "end"),
    [
        ({"Cmd": ["other", "a b"]}, "app:1 other 'a b'"),
        ({"Entrypoint": ["/bin/sh"], "Cmd": ["-c", "ls"]}, "--entrypoint /bin/sh app:1 -c ls"),
        ({"Entrypoint": ["/bin/sh", "-c"], "Cmd": ["ls"]}, "--entrypoint /bin/sh app:1 -c ls"),
        ({"Entrypoint": None, "Cmd": ["ls"]}, "--entrypoint '' app:1 ls"),
    ],
)
def test_the_program(config: dict[str, Any], end: str) -> None:
    assert reverse(container(config), IMAGE).endswith(end)


def test_networks_with_what_was_said_of_each() -> None:
    networks = {
        "shop": {"Aliases": ["db", "0123456789ab"], "IPAMConfig": {"IPv4Address": "10.0.0.5"}},
        "back": {"Aliases": ["0123456789ab"], "IPAMConfig": None},
    }
    line = reverse(container(host={"NetworkMode": "shop"}, NetworkSettings={"Networks": networks}), IMAGE)
    assert "--network shop --network-alias db --ip 10.0.0.5 --network back app:1" in line


def test_without_the_image_everything_counts_as_given() -> None:
    words = shlex.split(reverse(container()))
    assert words[-2:] == ["app:1", "serve"]
    assert "--entrypoint" in words


def test_the_daemons_own_defaults_are_left_out() -> None:
    host = {"CgroupnsMode": "private", "Runtime": "crun", "LogConfig": {"Type": "local", "Config": {}}}
    info = {"CgroupVersion": "2", "DefaultRuntime": "crun", "LoggingDriver": "local"}
    assert reverse(container(host=host), IMAGE, info) == "docker run -d --name web app:1"
    assert "--cgroupns private" in reverse(container(host=host), IMAGE, {"CgroupVersion": "1"})
