"""Policy against specification: whatever is typed, a service that gets something of the host, or of another team, was refused.

Random commands are judged, and carried out on a swarm in memory as if nobody had judged them. What was written there is read
by a second, coarser reader, which knows neither flags nor the policy's tables. `DOCKWISE_FUZZ=long` tries many more.
"""

from __future__ import annotations

import copy
import os
import random
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from swarm_in_memory import IMAGES, KEPT, NETWORKS, OWN, VOLUMES, Swarm

from bot.config import parse
from bot.plan import make_plan
from bot.policy import decide, subject_of
from bot.request import Actor, Place, Surface
from commands.executors import run
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.parser import parse_text
from commands.risk import risk_of

SETTINGS = parse(
    """
roles: {change: {users: [U0CHANGE]}, web: {users: [U0WEB]}}
grants:
  - {roles: [change], risk: [change], host_access: false}
  - {roles: [web], risk: [change], labels: [team=web], host_access: true}
""",
    "test.yml",
    {},
)
PLACE = Place(Surface.SLACK, channel="C0OPS")
TRIES = 100_000 if os.environ.get("DOCKWISE_FUZZ") == "long" else 700

SOURCES = ["webvol", "dbvol", "rootvol", "plugvol", "fresh", "/etc", "/", "./x", "root{{.Service.Name}}", "{{1}}", "~", "a/b", ""]
TYPES = ["volume", "bind", "tmpfs", "npipe", "cluster", "image", "Bind", "VOLUME", "", "future"]
OPTIONS = ["volume-opt=o=bind", "volume-opt=type=none", "volume-opt=device=/", "volume-opt=type=tmpfs", "volume-driver=sshfs",
           "volume-driver=local", "readonly", "volume-nocopy", "volume-label=team=web", "bind-propagation=rshared", "tmpfs-size=1m",
           "volume-opt=o={{1}}", "consistency=cached"]  # fmt: skip
NAMES = ["host", "bridge", "webov", "dbov", "lan", "HOST", "none", "container:x", "nosuch", NETWORKS["host"]["Id"][:9]]
NAMES += [NETWORKS["dbov"]["Id"], "nethost"]
EXTRA = ["alias=q", "ip=10.0.0.9", "driver-opt=a=b", "gw-priority=0", "mac-address=02:42:ac:11:00:02", "ip="]
ODD = ['"', "'", ",", "=", "\n", " ", "\t", "\\", "{{", "}}", "name=host", "type=bind", ":", "/", "\r"]
SIMPLE = {
    "--label": ["team=web", "team=db", "a=b"], "--env": ["A=b"], "--user": ["0"], "--init": [None], "--read-only": [None],
    "--replicas": ["1", "0"], "--hostname": ["{{.Node.ID}}"], "--limit-memory": ["64m"], "--publish": ["80:80"], "--tty": [None],
    "--constraint": ["node.role==manager"], "--cap-drop": ["ALL"], "--dns": ["10.0.0.1"], "--no-healthcheck": [None],
    "--cap-add": ["ALL", "net_admin"], "--sysctl": ["a.b=1"], "--group": ["0"], "--generic-resource": ["gpu=1", "ssd=a"],
    "--log-driver": ["json-file", "syslog", "gelf", "none", "x"], "--log-opt": ["max-size=1m", "syslog-address=tcp://h:1"],
    "--credential-spec": ["config://webcon", "config://dbcon", "registry://x"], "--isolation": ["default", "process", "x"],
    "--oom-score-adj": ["-500", "5"],
}  # fmt: skip
ADDED = {
    "env",
    "label",
    "publish",
    "constraint",
    "dns",
    "sysctl",
    "group",
    "generic-resource",
    "mount",
    "network",
    "secret",
    "config",
}


def mount(dice: random.Random) -> str:
    fields = [f"{dice.choice(['type', 'Type'])}={dice.choice(TYPES)}"] if dice.random() < 0.8 else []
    if dice.random() < 0.9:
        fields.append(f"{dice.choice(['src', 'source', 'Source', 'SRC'])}={dice.choice(SOURCES)}")
    fields.append(f"{dice.choice(['dst', 'target', 'destination'])}=/d")
    fields += dice.sample(OPTIONS, dice.choice([0, 0, 1, 2, 3]))
    return record(dice, fields)


def network(dice: random.Random) -> str:
    name = dice.choice(NAMES)
    if dice.random() < 0.4:
        return name
    return record(dice, [f"{dice.choice(['name', 'Name', ' name'])}={name}", *dice.sample(EXTRA, dice.choice([0, 1, 2]))])


def record(dice: random.Random, fields: list[str]) -> str:
    """A record of comma-separated values; fields in any order, some in quotes, some changed at random."""
    dice.shuffle(fields)
    quoted = ['"' + field.replace('"', '""') + '"' if dice.random() < 0.25 else field for field in fields]
    text = ",".join(quoted)
    for _ in range(dice.choice([0, 0, 0, 1, 2])):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(ODD) + text[at + dice.choice([0, 1]) :]
    return text


def reference(dice: random.Random, kind: str) -> str:
    name = dice.choice([*KEPT[kind], "nosuch"])
    return name if dice.random() < 0.5 else record(dice, [f"{dice.choice(['source', 'src'])}={name}", "target=x"])


def flags(dice: random.Random, update: bool) -> list[str]:
    words: list[str] = []
    for _ in range(dice.choice([0, 1, 1, 2, 2, 3, 4])):
        flag = dice.choice(["--mount", "--mount", "--network", "--network", "--secret", "--config", *SIMPLE])
        value = {"--mount": mount, "--network": network}.get(flag, lambda _: None)(dice)
        if flag in ("--secret", "--config"):
            value = reference(dice, flag[2:])
        elif flag in SIMPLE:
            value = dice.choice(SIMPLE[flag])
        if update and flag[2:] in ADDED:
            flag += "-add"
        words += [flag] if value is None else dice.choice([[flag, value], [f"{flag}={value}"]])
    if update and dice.random() < 0.2:
        words += dice.choice(
            [["--mount-rm", "/h"], ["--network-rm", "dbov"], ["--secret-rm", "dbsec"], ["--rollback"], ["--force"]]
        )
    return words


def service(dice: random.Random) -> dict[str, Any]:
    container: dict[str, Any] = {"Image": dice.choice([*IMAGES, "gone:1"]), "Env": ["A=1"]}
    task: dict[str, Any] = {"ContainerSpec": container, "Runtime": "container"}
    if dice.random() < 0.25:
        source = dice.choice(["webvol", "dbvol", "rootvol", "fresh", "/etc"])
        container["Mounts"] = [{"Type": "bind" if source.startswith("/") else "volume", "Source": source, "Target": "/h"}]
    if dice.random() < 0.25:
        task["Networks"] = [{"Target": dice.choice(list(NETWORKS.values()))["Id"]}]
    if dice.random() < 0.2:
        row = dice.choice(list(KEPT["secret"].values()))
        container["Secrets"] = [{"File": {"Name": "x"}, "SecretID": row["ID"], "SecretName": row["Spec"]["Name"]}]
    if dice.random() < 0.1:
        container["Privileges"] = dice.choice(
            [{"Seccomp": {"Mode": "unconfined"}}, {"CredentialSpec": None}, {"NoNewPrivileges": True}]
        )
    labels = dice.choice([OWN, OWN, OWN, {"team": "db"}, {}])
    return {"Name": "s", "Labels": labels, "TaskTemplate": task, "Mode": {"Replicated": {"Replicas": 1}}}


def command(dice: random.Random) -> str:
    kind = dice.choice(["create"] * 4 + ["update"] * 4 + ["rollback", "scale"])
    if kind == "create":
        words = ["create", "-d", "--no-resolve-image", *flags(dice, False)]
        words += ["--label", "team=web"] if dice.random() < 0.7 else []
        words += [dice.choice([*IMAGES, "gone:1", "dbapp:1"]), "true"]
    elif kind == "update":
        image = ["--image", dice.choice([*IMAGES])] if dice.random() < 0.1 else []
        words = ["update", "-d", "--no-resolve-image", *image, *flags(dice, True), "s"]
    else:
        words = [kind, "-d", "s=2" if kind == "scale" else "s"]
    return "docker service " + " ".join(map(shlex.quote, words))


# -- the second reader: what was written, whoever wrote it ------------------------------------------------------------


def of_the_host(spec: dict[str, Any]) -> bool:
    task = spec.get("TaskTemplate") or {}
    container = task.get("ContainerSpec") or {}
    if any(_mount_of_the_host(one) for one in container.get("Mounts") or ()):
        return True
    drivers = {row["Id"]: row["Driver"] for row in NETWORKS.values()}
    attached = task.get("Networks") or ()
    if any(drivers.get(one["Target"]) in ("host", "macvlan") or one.get("DriverOpts") for one in attached):
        return True
    reserved = ((task.get("Resources") or {}).get("Reservations") or {}).get("GenericResources")
    privileges = container.get("Privileges") or {}
    unconfined = (privileges.get("Seccomp") or {}).get("Mode") or any((privileges.get("CredentialSpec") or {}).values())
    log = (task.get("LogDriver") or {}).get("Name") not in (None, "json-file", "none")
    odd = container.get("Isolation", "default") not in ("default", "process") or container.get("OomScoreAdj", 0) < 0
    given = (container.get("CapabilityAdd"), container.get("Sysctls"), container.get("Groups"), reserved, unconfined)
    return any(given) or log or odd


def _mount_of_the_host(one: dict[str, Any]) -> bool:
    source, text = str(one.get("Source", "")), str(one)
    if one.get("Type") not in ("volume", "tmpfs", "image") or "{{" in text:
        return True
    if one["Type"] == "volume" and ((not source.isalnum() and source) or source in ("rootvol", "plugvol")):
        return True
    driver = (one.get("VolumeOptions") or {}).get("DriverConfig") or {}
    options = driver.get("Options") or {}
    return (
        driver.get("Name") not in (None, "", "local")
        or (bool(options) and options.get("type") != "tmpfs")
        or "bind" in str(options)
    )


def of_another_team(spec: dict[str, Any], before: dict[str, Any] | None) -> bool:
    task = spec.get("TaskTemplate") or {}
    container = task.get("ContainerSpec") or {}
    used: list[dict[str, str]] = [(before or spec).get("Labels") or {}]
    ids = {row["ID"]: row["Spec"]["Labels"] for kind in KEPT.values() for row in kind.values()}
    ids |= {row["Id"]: row["Labels"] for row in NETWORKS.values() if "com.docker.swarm.predefined" not in row["Labels"]}
    used += [ids[one["Target"]] for one in task.get("Networks") or () if one["Target"] in ids]
    used += [ids[one["SecretID"]] for one in container.get("Secrets") or ()]
    used += [ids[one["ConfigID"]] for one in container.get("Configs") or ()]
    for one in container.get("Mounts") or ():
        if one.get("Type") == "volume" and one.get("Source"):
            made = (one.get("VolumeOptions") or {}).get("Labels") or {}
            used.append(VOLUMES[one["Source"]]["Labels"] if one["Source"] in VOLUMES else made)
    image = IMAGES.get(container["Image"].removesuffix(":latest"), {})
    return any(labels.get("team") != "web" for labels in used) or image.get("team") == "db"


def doubtful(text: str) -> bool:
    """Harmless as the second reader sees it, but refused for what it cannot see: lines, options of a driver, a registry."""
    return any(part in text for part in ("\n", "\r", "--log-opt", "type=image", "Type=image"))


def allowed(parsed: ParsedCommand, swarm: Swarm, user: str) -> bool:
    """The decision, made as for any command."""
    _, targets = make_plan(parsed, swarm)
    missing = [target.name for target in targets if not target.id and target.acts]
    return decide(SETTINGS, Actor(user), PLACE, "local", [subject_of(parsed, risk_of(parsed), targets, missing)]).allowed


def test_no_service_gets_what_its_makers_may_not_have() -> None:
    dice = random.Random(12)
    written = harmless = 0
    for _ in range(TRIES):
        text = command(dice)
        parsed = parse_text(text)
        if parsed.usage_error is not None:
            continue
        swarm = Swarm(service(dice), service(dice))
        before = None if " create " in text else copy.deepcopy(swarm.service)
        may = {user: allowed(parsed, swarm, user) for user in ("U0CHANGE", "U0WEB")}
        assert swarm.sent is None and (before is None or swarm.service == before), f"judging changes nothing: {text}"
        run(parsed, Job(swarm))
        if swarm.sent is None:
            continue
        written += 1
        root = of_the_host(swarm.sent)
        assert not (root and may["U0CHANGE"]), (text, swarm.sent)
        assert not (of_another_team(swarm.sent, before) and may["U0WEB"]), (text, swarm.sent)
        if not root and not (before and of_the_host(before)) and not doubtful(text):
            assert may["U0CHANGE"], ("refused although it is harmless", text, swarm.sent)
            harmless += 1
    assert written > TRIES / 4 and harmless > TRIES / 20, (written, harmless)


@pytest.mark.parametrize(
    ("text", "host", "team"),
    [
        ("docker service create -d --network host busybox", True, False),
        ("docker service create -d --mount src=rootvol,dst=/d --label team=web busybox", True, False),
        ("docker service create -d --label team=web --secret dbsec busybox", False, True),
        ("docker service create -d --label team=web busybox", False, False),
    ],
)
def test_the_second_reader_sees_what_it_is_there_for(text: str, host: bool, team: bool) -> None:
    swarm = Swarm({}, {})
    run(parse_text(text.replace("-d ", "-d --no-resolve-image ")), Job(swarm))
    assert swarm.sent is not None and of_the_host(swarm.sent) is host
    assert of_another_team(swarm.sent, None) is (team or "team=web" not in text)
