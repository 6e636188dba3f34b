"""Every flag of every command that runs: its power is known, and an executor reads it before the first change is sent."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from commands import executors
from commands.check import check
from commands.effects import effects_of
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.parser import parse_text
from commands.risk import Risk, risk_of
from commands.spec.load import all_paths, command
from commands.spec.model import Flag
from commands.spec.powers import POWERS, powers

RUNNABLE = [path for path in all_paths() if executors.find(command(path).key)]
# What the fake daemon says of any object: enough for every executor that looks before it changes.
SPEC = {
    "Name": "x",
    "Labels": {},
    "Role": "worker",
    "Availability": "active",
    "TaskTemplate": {"ContainerSpec": {"Image": "busybox"}, "Networks": [], "Resources": {}},
    "Mode": {"Replicated": {"Replicas": 1}},
    "Orchestration": {},
    "Raft": {},
    "Dispatcher": {},
    "CAConfig": {},
    "EncryptionConfig": {},
    "EndpointSpec": {},
}
OBJECT = {
    "Id": "1" * 64,
    "ID": "1" * 25,
    "Name": "x",
    "Version": {"Index": 1},
    "Spec": SPEC,
    "PreviousSpec": SPEC,
    "ClusterVolume": {"ID": "1", "Version": {"Index": 1}, "Spec": {}},
    "Swarm": {"NodeID": "1", "LocalNodeState": "active", "ControlAvailable": True},
    "Config": {"Tty": False, "OpenStdin": False},
    "State": {"Running": True},
    "HostConfig": {"AutoRemove": False},
    "JoinTokens": {"Worker": "w", "Manager": "m"},
}
LISTS = ("/secrets", "/configs", "/services", "/networks", "/nodes", "/tasks")
# One word of each type, and values for flags that are checked more closely.
TYPES = {"int": "1", "int64": "1", "uint": "1", "uint64": "1", "uint16": "1", "uint32": "1", "float": "0.5", "bytes": "64m"}
TYPES |= {"decimal": "1", "duration": "5s", "filter": "label=a", "ulimit": "nofile=10", "stringToString": "a=b", "ip": "10.0.0.1"}
TYPES |= {"mount": "type=tmpfs,dst=/t", "network": "n1", "gpu-request": "all", "port": "80:80", "pref": "spread=node.labels.a"}
TYPES |= {"external-ca": "protocol=cfssl,url=https://h", "ipSlice": "10.0.0.1", "ipNetSlice": "10.0.0.0/8", "node-addr": "10.0.0.1"}
TYPES |= {"credential-spec": "config://x", "ipNet": "10.0.0.0/8", "secret": "x", "config": "x"}
VALUES = {
    "attach": "stdout",
    "device": "/dev/null",
    "device-cgroup-rule": "c 1:3 r",
    "blkio-weight-device": "/dev/sda:100",
    "device-read-bps": "/dev/sda:1mb",
    "device-write-bps": "/dev/sda:1mb",
    "device-read-iops": "/dev/sda:10",
    "device-write-iops": "/dev/sda:10",
    "sysctl": "net.ipv4.ip_forward=1",
    "sysctl-add": "net.ipv4.ip_forward=1",
    "add-host": "a:10.0.0.1",
    "host": "a:10.0.0.1",
    "host-add": "a:10.0.0.1",
    "dns": "10.0.0.1",
    "security-opt": "no-new-privileges",
    "publish": "80:80",
    "publish-add": "80:80",
    "restart": "always",
    "pull": "missing",
    "mode": "replicated",
    "availability": "active",
    "role": "worker",
    "change": "USER x",
    "subnet": "10.9.0.0/24",
    "stop-signal": "TERM",
    "stop-timeout": "5",
    "platform": "linux/amd64",
    "type": "mount",
    "userns": "",
    "pid": "",
    "ipc": "private",
    "cgroupns": "private",
    "entrypoint": "sh",
    "isolation": "default",
    "mac-address": "02:42:ac:11:00:02",
    "network": "n1",
    "log-driver": "local",
    "resolve-image": "never",
}
OPERANDS = {
    "container run": "busybox",
    "container create": "busybox",
    "container exec": "x true",
    "container commit": "x y",
    "container rename": "x y",
    "image tag": "x y",
    "image build": "https://github.com/a/b.git",
    "network connect": "n x",
    "network disconnect": "n x",
    "service create": "busybox",
    "service scale": "x=2",
    "swarm join": "10.0.0.1:2377",
    "swarm init": "",
    "swarm update": "",
    "swarm leave": "",
    "volume create": "",
}
# Flags that need another one beside them.
COMPANY = {
    ("network create", "ip-range"): "--subnet 10.0.0.0/8 --ip-range 10.0.0.0/16",
    ("network create", "gateway"): "--subnet 10.0.0.0/8 --gateway 10.0.0.1",
    ("network create", "aux-address"): "--subnet 10.0.0.0/8 --aux-address a=10.0.0.9",
    ("service create", "max-concurrent"): "--mode replicated-job --max-concurrent 2",
    ("network create", "ingress"): "--ingress",
}


class Sent(Exception):
    """A change reached the daemon."""


class Answer:
    """What the fake daemon answers to a question."""

    status_code, headers, content = 200, {}, b"{}"  # type: ignore[var-annotated]

    def __init__(self, url: str) -> None:
        self.many = url.partition("?")[0].endswith(LISTS)

    def json(self) -> Any:
        found = json.loads(json.dumps(OBJECT))
        return [found] if self.many else found


class FakeDaemon:
    """Answers questions with one object, and tells of the first change."""

    api_version, timeout, os_type, experimental = "1.51", 10, "linux", True

    def _url(self, path: str) -> str:
        return "http://x" + path

    def _get(self, url: str, **_: Any) -> Answer:
        return Answer(url)

    def _result(self, response: Answer, *_: Any, **__: Any) -> Any:
        return response.json()

    def _raise_for_status(self, *_: Any) -> None:
        return None

    def _post(self, *_: Any, **__: Any) -> None:
        raise Sent

    _put = _delete = _post


def with_flag(path: str, flag: Flag) -> str:
    """A command with that flag and a value that docker takes."""
    typed = COMPANY.get((path, flag.long))
    if typed is None:
        value = VALUES.get(flag.long, TYPES.get(flag.type, "a=b" if "label" in flag.long or "opt" in flag.long else "x"))
        typed = f"--{flag.long}" if flag.no_opt_default is not None else f"--{flag.long} {shlex.quote(value)}"
    return f"docker {path} {typed} {OPERANDS.get(path, 'x')}".strip()


def run(parsed: ParsedCommand) -> str:
    """What the executor says before anything is changed; "sent" where a change went out."""
    try:
        result = executors.run(parsed, Job(FakeDaemon()))  # type: ignore[arg-type]
    except Sent:
        return "sent"
    return result.stderr


def test_every_flag_of_every_command_that_runs_has_a_power() -> None:
    """A flag that docker learns later fails here, and needs `host_access` until it has a row."""
    assert set(powers()) == set(RUNNABLE)
    for path in RUNNABLE:
        flags = {flag.long for flag in command(path).flags} - {"help"}
        assert flags == set(powers()[path]), path
        assert set(powers()[path].values()) <= set(POWERS)


CHANGING = [path for path in RUNNABLE if risk_of(parse_text(f"docker {path} {OPERANDS.get(path, 'x')}")) is not Risk.READ]


@pytest.mark.parametrize("path", CHANGING)
def test_every_flag_is_read_before_anything_is_changed(path: str) -> None:
    """Only flags of the docker program's own terminal may go unread, and those in the table as unread never get out."""
    for flag in command(path).flags:
        power = powers()[path].get(flag.long)
        if flag.long == "help" or power in ("caller", None) or not flag.in_judge:
            continue
        text = with_flag(path, flag)
        parsed = check(text).parsed[0] if "-" in text else parse_text(text)
        if parsed.usage_error is not None:
            continue
        said = run(parsed)
        if power == "unread":
            assert f"--{flag.long} is not carried out here" in said, text
            assert any(f"--{flag.long}" in reason for reason in effects_of(parsed).refused), text
        else:
            assert "is not carried out here" not in said, (text, said)


def test_what_counts_only_afterwards_is_read_all_the_same() -> None:
    folder = Path(executors.__file__).parent
    for path, flags in powers().items():
        for flag in (flag for flag, power in flags.items() if power == "after"):
            text = (folder / f"{command(path).key}.py").read_text("utf-8")
            assert f'flags.on("{flag}")' in text or f'"{flag}"' in text, (path, flag)


def test_a_flag_without_a_row_needs_host_access(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**powers(), "container run": {"detach": "plain"}}
    monkeypatch.setattr("commands.effects.flags.powers", lambda: known)
    assert "--init is a flag whose power" in effects_of(parse_text("docker run --init busybox")).host_access[0]
    assert effects_of(parse_text("docker run -d busybox")).host_access == ()


def test_an_unread_flag_stops_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.executors.creating.body.security", lambda flags: {})
    said = run(parse_text("docker run -d --security-opt no-new-privileges busybox"))
    assert said == "--security-opt is not carried out here, so nothing was sent: leave it out\n"
    assert run(parse_text("docker run -d busybox")) == "sent"
