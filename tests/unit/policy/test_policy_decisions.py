"""Who may run what: the decision, the grant it names, and what would be needed."""

from __future__ import annotations

import pytest

from bot.config import parse
from bot.config_model import Settings
from bot.limits_rate import forget, wait_seconds
from bot.policy import Decision, Target, decide, may_approve, needs_targets, roles_of, subject_of
from bot.policy_host_access import object_host_access
from bot.policy_refusals import about_script, never_run
from bot.request import TERMINAL, Actor, Place, Surface
from commands.parser import parse_text
from commands.risk import risk_of
from commands.words import read

SETTINGS = parse(
    """
hosts: {local: {}, prod-1: {url: "ssh://ops@prod-1"}}
roles:
  oncall: {users: [U0ALICE], usergroups: [S0ONCALL]}
  dba: {users: [U0ALICE, U0DAVE]}
  partner: {users: [U0GUEST]}
  admin: {users: [U0ROOT]}
grants:
  - {roles: [everyone], risk: [read], hosts: [local]}
  - {roles: [oncall], commands: [container restart], hosts: ["prod-*"], channels: [C0OPS], labels: [team=web], approval: confirm}
  - {roles: [dba], commands: ["container *"], risk: [change], hosts: ["prod-*"], labels: [team=db], approval: second}
  - {roles: [partner], commands: [logs], hosts: [local]}
  - {roles: [admin], risk: [change, destroy], approval: second}
  - {roles: [admin], risk: [change], hosts: [local], host_access: true, approval: confirm}
  - {roles: [local], risk: [read, change], hosts: [local]}
""",
    "test.yml",
    {},
)
OPS = Place(Surface.SLACK, "C0OPS")
ALICE, GUEST = Actor("U0ALICE"), Actor("U0GUEST", member=False, kind="guest")
WEB = Target("container", "a" * 64, "web", {"team": "web"})
DB = Target("container", "b" * 64, "db", {"team": "db"})
PRIV = Target("container", "c" * 64, "priv", {"team": "web"}, ("is privileged",))


def decided(
    text: str, *targets: Target, actor: Actor = ALICE, place: Place = OPS, host: str = "prod-1", settings: Settings = SETTINGS
) -> Decision:
    parsed = parse_text(text)
    missing = [target.name for target in targets if not target.id]
    return decide(settings, actor, place, host, [subject_of(parsed, risk_of(parsed), targets, missing)])


def test_the_grant_is_named() -> None:
    found = decided("docker restart web", WEB)
    assert (
        found.allowed and found.rule == "oncall: container restart on prod-* in C0OPS with team=web" and found.approval == "confirm"
    )
    assert found.view.as_dict() == {"allowed": True, "rule": found.rule, "approval": "confirm"}
    assert decided("docker ps", host="local", actor=Actor("U0ANY")).rule == "everyone: read on local"


def test_each_object_is_judged_and_the_strictest_approval_counts() -> None:
    both = decided("docker restart web db", WEB, DB)
    assert both.allowed and both.approval == "second" and len(both.grants) == 2 and "; " in both.rule
    assert not decided("docker restart web other", WEB, Target("container", "d" * 64, "other")).allowed


@pytest.mark.parametrize(
    ("text", "targets", "actor", "place", "host", "said"),
    [
        (
            "docker restart db",
            [Target("container", "1", "db", {"team": "x"})],
            ALICE,
            OPS,
            "prod-1",
            "container db does not carry team=",
        ),
        ("docker restart web", [WEB], ALICE, Place(Surface.SLACK, "C0LUNCH"), "prod-1", "granted in C0OPS only"),
        ("docker restart web", [WEB], ALICE, OPS, "local", "granted on prod-*, not on local"),
        ("docker restart web", [WEB], Actor("U0BOB"), OPS, "prod-1", "is for oncall"),
        ("docker restart priv", [PRIV], ALICE, OPS, "prod-1", "priv: is privileged. The grant needs host_access: true"),
        ("docker restart gone", [Target("container", "", "gone")], ALICE, OPS, "prod-1", "There is no 'gone' on this host"),
        ("docker ps", [], GUEST, OPS, "local", "Guests may run nothing unless a role names their user id"),
        ("docker volume rm v", [], ALICE, OPS, "prod-1", "is for admin"),
        ("docker ps", [], ALICE, OPS, "nosuch", "There is no host 'nosuch'"),
        ("docker run busybox", [], ALICE, OPS, "prod-1", "this command names none"),
    ],
)
def test_a_refusal_says_what_is_missing(text: str, targets: list[Target], actor: Actor, place: Place, host: str, said: str) -> None:
    found = decided(text, *targets, actor=actor, place=place, host=host)
    assert not found.allowed and found.approval == "none"
    assert said in found.explanation, found.explanation


def test_what_would_be_needed_is_a_grant_that_then_allows_it() -> None:
    for text, targets in (
        ("docker kill web", [WEB]),
        ("docker run --privileged x", []),
        ("docker volume rm v", []),
        ("docker exec priv id", [PRIV]),
    ):
        refused = decided(text, *targets)
        assert not refused.allowed and refused.needed in refused.rule
        widened = parse(
            "hosts: {prod-1: {url: 'ssh://x'}}\nroles: {oncall: {users: [U0ALICE]}, dba: {users: [U0ALICE]}}\n"
            f"grants:\n  - {refused.needed}\n",
            "x.yml",
            {},
        )
        assert decided(text, *targets, settings=widened).allowed, refused.needed


def test_guests_and_bots_have_only_what_names_them() -> None:
    assert roles_of(SETTINGS, GUEST) == {"partner"}
    assert decided("docker logs web", actor=GUEST, host="local").rule == "partner: container logs on local"
    assert roles_of(SETTINGS, Actor("U0X", member=False, kind="external", usergroups=frozenset({"S0ONCALL"}))) == set()
    assert roles_of(SETTINGS, Actor("U0X", usergroups=frozenset({"S0ONCALL"}))) == {"oncall", "everyone"}
    assert roles_of(SETTINGS, TERMINAL) == {"local", "everyone"} and roles_of(SETTINGS, Actor("U0X", local=True)) == {"everyone"}


def test_the_grant_that_asks_for_least_is_taken() -> None:
    root = Actor("U0ROOT")
    assert decided("docker run x", actor=root, host="local").approval == "confirm"
    assert decided("docker run --privileged x", actor=root, host="local").approval == "confirm"
    assert not decided("docker run --privileged x", actor=root, host="prod-1").allowed
    assert decided("docker run x", actor=root, host="prod-1").approval == "second"


def test_one_command_that_is_not_allowed_refuses_all() -> None:
    subjects = [subject_of(parsed, risk_of(parsed)) for parsed in (parse_text("docker ps"), parse_text("docker rm -f web"))]
    assert not decide(SETTINGS, TERMINAL, Place(), "local", subjects).allowed
    assert decide(SETTINGS, TERMINAL, Place(), "local", subjects[:1]).allowed
    assert not decide(SETTINGS, TERMINAL, Place(), "local", []).allowed


def test_what_is_only_used_is_judged_too() -> None:
    used = Target("volume", "bound", "bound", {}, ("the volume binds / of the host",), acts=False)
    made = Target("container", "(new)", "x")
    assert not decided("docker run -v bound:/x busybox", made, used, actor=Actor("U0ROOT"), host="prod-1").allowed
    assert decided("docker run -v data:/x busybox", made, actor=Actor("U0ROOT"), host="prod-1").allowed


def test_objects_are_looked_up_only_where_they_count() -> None:
    def needed(text: str, settings: Settings = SETTINGS) -> bool:
        parsed = parse_text(text)
        return needs_targets(settings, subject_of(parsed, risk_of(parsed)))

    assert needed("docker restart web") and needed("docker run x") and not needed("docker ps")
    labelled = parse("grants: [{roles: [everyone], risk: [read], labels: [a=b]}]", "x.yml", {})
    assert needed("docker logs web", labelled)
    asked = parse("grants: [{roles: [everyone], risk: [read], approval: second}]", "x.yml", {})
    assert needed("docker logs web", asked), "what somebody agrees to is what is shown afterwards"


def test_a_list_narrowed_to_the_labels_of_a_grant_is_within_it() -> None:
    labelled = parse("grants: [{roles: [everyone], risk: [read], labels: [team=web, tier=front]}]", "x.yml", {})
    both = "docker ps --filter label=team=web -f label=tier=front"
    assert decided(both, host="local", settings=labelled).allowed
    for text in (
        "docker ps",
        "docker ps --filter label=team=web",
        "docker ps --filter label=team=db -f label=tier=front",
        "docker info",
    ):
        assert not decided(text, host="local", settings=labelled).allowed
    assert "--filter label=team=web --filter label=tier=front" in decided("docker ps", host="local", settings=labelled).explanation


def test_tokens_of_a_swarm_are_as_much_as_its_hosts() -> None:
    assert not decided("docker swarm join-token manager", host="local", actor=Actor("U0BOB")).allowed
    assert decided("docker swarm join-token manager", host="local", actor=TERMINAL, settings=parse("", "x.yml", {})).allowed


def test_who_may_approve() -> None:
    parsed = parse_text("docker restart db")
    subjects = [subject_of(parsed, risk_of(parsed), [DB])]
    dave, bob = Actor("U0DAVE"), Actor("U0BOB")
    assert may_approve(SETTINGS, dave, ALICE, OPS, "prod-1", subjects, "second").allowed
    assert not may_approve(SETTINGS, bob, ALICE, OPS, "prod-1", subjects, "second").allowed
    assert "second person" in may_approve(SETTINGS, ALICE, ALICE, OPS, "prod-1", subjects, "second").explanation
    assert "Only the person who asked" in may_approve(SETTINGS, dave, ALICE, OPS, "prod-1", subjects, "confirm").explanation
    assert may_approve(SETTINGS, ALICE, ALICE, OPS, "prod-1", subjects, "confirm").allowed


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("docker run busybox", 0),
        ("docker run --privileged=false busybox", 0),
        ("docker run --privileged --privileged=false busybox", 0),
        ("docker run --privileged=false --privileged busybox", 1),
        ("docker run -itv/:/h busybox", 1),
        ("docker run -v data:/d busybox", 0),
        ("docker run -v /only busybox", 0),
        ("docker run busybox --privileged -v /:/h", 0),
        ("docker run -v a:/a -v /b:/b:ro busybox", 1),
        ("docker run --mount type=tmpfs,dst=/t busybox", 0),
        ("docker run --pid host --ipc host busybox", 2),
        ("docker volume create x", 0),
        ("docker volume create -o type=tmpfs -o device=tmpfs x", 0),
        ("docker volume create -o o=bind -o device=/ x", 1),
        ("docker run --security-opt no-new-privileges busybox", 0),
        ("docker exec web id", 0),
        ("docker exec --privileged web id", 1),
        ("docker run --runtime runc busybox", 0),
        ("docker swarm join --token x h:1", 1),
        ("docker update --restart always web", 0),
    ],
)
def test_host_access_of_flags(text: str, count: int) -> None:
    parsed = parse_text(text)
    assert len(subject_of(parsed, risk_of(parsed)).host_access) == count


def test_host_access_of_objects() -> None:
    def container(**host: object) -> tuple[str, ...]:
        return object_host_access(
            {"HostConfig": {"CgroupnsMode": "private", "IpcMode": "private", "NetworkMode": "bridge", **host}, "Mounts": []}
        )

    assert container() == ()
    assert container(Privileged=True) == ("is privileged",)
    assert container(NetworkMode="host", PidMode="host") == ("shares the host's process namespace", "shares the host's network")
    assert container(Binds=["/:/h", "data:/d"]) == ("mounts / of the host",)
    assert container(CapAdd=["NET_ADMIN"], Devices=[{"PathOnHost": "/dev/x"}]) == (
        "has the capability NET_ADMIN",
        "has the device /dev/x",
    )
    assert object_host_access({"HostConfig": {}, "Mounts": [{"Type": "bind", "Source": "/x"}]}) == ("mounts /x of the host",)
    assert object_host_access({"Mountpoint": "/m", "Driver": "local", "Options": {"o": "bind", "device": "/"}})
    assert object_host_access({"Mountpoint": "/m", "Driver": "local", "Options": None}) == ()
    spec = {"ContainerSpec": {"Mounts": [{"Type": "bind", "Source": "/x"}]}}
    assert object_host_access({"Spec": {"TaskTemplate": spec}}) == ("mounts /x of the host",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docker -H tcp://x ps", "hosts are named in the configuration"),
        ("docker --context x ps", "contexts belong"),
        ("docker run --env-file x busybox", "-e NAME=value"),
        ("docker run -e HOME busybox", "write HOME=value"),
        ("docker run --cidfile x busybox", "the id is in the answer"),
        ("docker build .", "address of a Git repository"),
        ("docker cp a:/x .", "where it is typed"),
        ("docker exec -it web sh", "needs a terminal"),
        ("docker rm ../x", "is no name or id"),
        ("docker logs 'a b'", "is no name or id"),
        ("docker run --security-opt seccomp=x.json busybox", "reads a file"),
        ("docker volume create /etc", "is no name or id"),
        ("docker rm we\u0431", "is no name or id"),
        ("docker rm w\u200beb", "ZERO WIDTH SPACE".lower()),
    ],
)
def test_what_is_never_run_says_what_to_do(text: str, said: str) -> None:
    parsed = parse_text(text)
    reasons = never_run(parsed, str(risk_of(parsed)))
    assert any(said in reason for reason in reasons), reasons


@pytest.mark.parametrize(
    "text",
    [
        "docker rm web",
        "docker rm /web",
        "docker inspect sha256:" + "a" * 64,
        "docker rmi 127.0.0.1:5000/a/b:1",
        "docker pull a/b@sha256:" + "a" * 64,
        "docker run -e A= busybox",
        "docker run busybox cat ../x '*' http://h",
        "docker exec web ls /tmp/*",
        "docker build https://github.com/a/b.git#main:x",
    ],
)
def test_ordinary_commands_are_not_caught(text: str) -> None:
    parsed = parse_text(text)
    assert never_run(parsed, str(risk_of(parsed))) == ()


def test_settings_and_files_of_the_shell() -> None:
    assert "which host" in about_script(read("DOCKER_HOST=tcp://x docker ps"))[0]
    assert "files of the bot's machine" in about_script(read("docker ps > x"))[0]
    assert (
        about_script(read("docker ps 2>&1"))
        == ()
        == about_script(read("docker ps 2>/dev/null"))
        == about_script(read("A=b docker ps"))
    )


def test_rates() -> None:
    forget()
    settings = parse('limits: {per_person: "3/minute", per_host: "5/minute", changes_per_person: "1/minute"}', "x.yml", {})
    assert [wait_seconds(settings, ALICE, "local") > 0 for _ in range(4)] == [False, False, False, True]
    assert [wait_seconds(settings, Actor("U0BOB"), "local") > 0 for _ in range(3)] == [False, False, True], "the host is full"
    assert [wait_seconds(settings, Actor("U0BOB"), "prod-1", change=True) > 0 for _ in range(2)] == [False, True]
    assert 0 < wait_seconds(settings, ALICE, "other") <= 60 and wait_seconds(settings, TERMINAL, "local") == 0
    forget()
