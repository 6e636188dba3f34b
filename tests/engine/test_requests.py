"""Whole requests on a real engine: words, pipes, decisions, plans, approvals, several hosts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Actor, Place, Request, Surface
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine

CONFIG = """
hosts:
  local: {{}}
  other: {{url: "{host}"}}
  dead: {{url: "unix:///nonexistent/docker.sock"}}
roles:
  oncall: {{users: [U0ALICE, U0CAROL]}}
  admin: {{users: [U0ADMIN]}}
grants:
  - {{roles: [everyone], risk: [read], hosts: ["*"]}}
  - roles: [oncall]
    commands: [container restart, container stop, container start]
    hosts: [local]
    labels: [team=web]
    approval: confirm
  - {{roles: [admin], risk: [change, destroy], hosts: [local], approval: second}}
  - {{roles: [local], risk: [change, destroy], hosts: ["*"], approval: confirm, host_access: true}}
redact: none
"""
ALICE = Actor(user="U0ALICE")
ADMIN = Actor(user="U0ADMIN")
SECOND = Actor(user="U0CAROL")
BOB = Actor(user="U0BOB")
OPS = Place(Surface.SLACK, channel="C0OPS", thread="1.2")


@pytest.fixture(scope="module")
def containers(engine: PrivateEngine) -> Iterator[PrivateEngine]:
    engine.remove_containers()
    for arguments in (
        ["run", "-d", "--name", "web", "--label", "team=web", "--stop-timeout", "0", engine.image, "sleep", "1000"],
        ["run", "-d", "--name", "db", "--stop-timeout", "0", engine.image, "sleep", "1000"],
        ["run", "--name", "job1", engine.image, "false"],
        ["run", "--name", "job2", engine.image, "true"],
    ):
        engine.docker(*arguments)
    yield engine
    engine.remove_containers()


@pytest.fixture
def core(containers: PrivateEngine, tmp_path: Path) -> Iterator[Core]:
    environ = {"DOCKER_HOST": containers.host, "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/x.db"}
    core = Core(parse(CONFIG.format(host=containers.host), "dockwise.yml", environ), environ)
    yield core
    core.close()


def ask(core: Core, text: str, actor: Actor = TERMINAL, place: Place | None = None, **more: object) -> Reply:
    place = place or (Place() if actor.local else OPS)
    return core.answer(Request(text, actor, place, **more))  # type: ignore[arg-type]


def state(engine: PrivateEngine) -> str:
    return engine.docker("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}").stdout


@pytest.mark.parametrize(
    "text",
    [
        "docker ps -a --no-trunc",
        "docker images",
        "docker inspect web",
        "docker network ls",
        "docker nosuch",
        "docker inspect nosuch",
    ],
)
def test_a_read_prints_what_docker_prints(core: Core, containers: PrivateEngine, text: str) -> None:
    for _ in range(5):  # an age may tick between the two
        real = containers.docker(*text.split()[1:])
        reply = ask(core, text)
        assert reply.result is not None
        ours, theirs = (reply.result.stdout, reply.result.stderr, reply.exit_code), (real.stdout, real.stderr, real.returncode)
        if ours == theirs:
            break
    assert ours == theirs


def test_a_long_log_goes_whole_through_a_pipe_and_is_cut_behind_it(core: Core, containers: PrivateEngine) -> None:
    containers.docker("run", "--name", "long", containers.image, "seq", "1", "5000")
    last = ask(core, "docker logs long | tail -1")
    assert last.result is not None and last.result.stdout == "5000\n"
    counted = ask(core, "docker logs long | wc -l")
    assert counted.result is not None and counted.result.stdout == "5000\n"
    whole = ask(core, "docker logs long | grep -v x")
    assert whole.result is not None and whole.result.stdout.count("\n") == 1000 and whole.truncated
    plain = ask(core, "docker logs long")
    assert plain.result is not None and plain.result.truncated and plain.result.stdout.count("\n") == 1000
    containers.docker("rm", "long")


def test_words_run_as_the_command_they_mean(core: Core) -> None:
    reply = ask(core, "list exited containers")
    assert reply.kind is ReplyKind.OUTPUT and reply.command == "docker ps --filter status=exited"
    assert reply.result is not None and "job1" in reply.result.stdout and "web" not in reply.result.stdout


def test_a_pipe_is_evaluated_here(core: Core) -> None:
    reply = ask(core, "docker ps -a --format '{{.Names}}' | grep -E '^job' | sort | head -1")
    assert reply.result is not None and reply.result.stdout == "job1\n"


@pytest.mark.parametrize(
    "text", ["docker ps | sh", "docker ps > file", "docker ps | sed s/a/b/", "docker ps & docker info", "ls; docker ps"]
)
def test_other_programs_never_run(core: Core, text: str) -> None:
    reply = ask(core, text)
    assert not reply.ok and reply.kind is not ReplyKind.OUTPUT and not core.audit.rows(outcome="started")


def test_a_change_waits_for_the_person_at_the_terminal(core: Core, containers: PrivateEngine) -> None:
    before = state(containers)
    reply = ask(core, "docker stop db")
    assert reply.kind is ReplyKind.APPROVAL and reply.approval is not None and reply.plan is not None
    assert reply.plan.items[0].name == "db" and len(reply.plan.items[0].id) == 64
    assert state(containers) == before
    done = core.approve(reply.approval.id, TERMINAL, Place())
    assert done.ok and done.result is not None and done.result.stdout == "db\n"
    assert "db exited" in state(containers)
    again = core.approve(reply.approval.id, TERMINAL, Place())
    assert not again.ok and "already" in again.note
    assert ask(core, "docker start db", yes=True).ok


def test_what_no_grant_names_is_refused_and_says_what_is_needed(core: Core, containers: PrivateEngine) -> None:
    before = state(containers)
    reply = ask(core, "docker rm -f db", BOB)
    assert reply.kind is ReplyKind.REFUSED and reply.decision is not None and not reply.decision.allowed
    assert "grant" in reply.note
    assert state(containers) == before


def test_labels_of_the_object_decide(core: Core) -> None:
    assert ask(core, "docker restart web", ALICE).kind is ReplyKind.APPROVAL
    refused = ask(core, "docker restart db", ALICE)
    assert refused.kind is ReplyKind.REFUSED and "team=web" in refused.note
    both = ask(core, "docker restart $(docker ps -q)", ALICE)
    assert both.kind is ReplyKind.REFUSED and "db" in both.note


def test_a_second_person_approves_and_nobody_twice(core: Core, containers: PrivateEngine) -> None:
    reply = ask(core, "docker rm job2", ADMIN)
    assert reply.kind is ReplyKind.APPROVAL and reply.approval is not None and reply.approval.mode == "second"
    assert not core.approve(reply.approval.id, ADMIN, OPS).ok
    assert not core.approve(reply.approval.id, BOB, OPS).ok
    assert "job2" in state(containers)
    denied = core.deny(reply.approval.id, ADMIN, OPS)
    assert "nothing was run" in denied.note and "job2" in state(containers)


def test_an_approval_is_refused_when_the_state_has_drifted(core: Core, containers: PrivateEngine) -> None:
    containers.docker("create", "--name", "drift", containers.image, "true")
    reply = ask(core, "docker rm drift")
    assert reply.approval is not None
    containers.docker("rm", "drift")
    containers.docker("create", "--name", "drift", containers.image, "true")
    pressed = core.approve(reply.approval.id, TERMINAL, Place())
    assert not pressed.ok and "drift" in state(containers)
    containers.docker("rm", "drift")


def test_substituted_ids_are_resolved_before_anything_is_asked(core: Core, containers: PrivateEngine) -> None:
    for name in ("old1", "old2"):
        containers.docker("create", "--name", name, "--label", "old=1", containers.image, "true")
    reply = ask(core, "docker rm $(docker ps -aq --filter label=old)")
    assert reply.kind is ReplyKind.APPROVAL and reply.plan is not None and reply.approval is not None
    assert {item.name for item in reply.plan.items} == {"old1", "old2"}
    assert "$(" not in reply.command
    assert core.approve(reply.approval.id, TERMINAL, Place()).ok
    assert "old1" not in state(containers)


@pytest.mark.parametrize(
    "text",
    ["docker run -it busybox sh", "docker exec -it web sh", "docker cp web:/etc/hosts .", "docker login", "docker compose up"],
)
def test_what_needs_a_terminal_or_files_is_explained_and_never_run(core: Core, containers: PrivateEngine, text: str) -> None:
    before = state(containers)
    reply = ask(core, text, yes=True)
    assert not reply.ok and reply.kind is ReplyKind.REFUSED and reply.note and reply.parts
    assert state(containers) == before


def test_all_hosts_answer_and_a_dead_one_is_a_line(core: Core) -> None:
    began = time.monotonic()
    reply = ask(core, "docker ps -q on all hosts")
    assert time.monotonic() - began < 15
    assert [one.host for one in reply.replies] == ["local", "other", "dead"]
    assert [one.ok for one in reply.replies] == [True, True, False]
    assert "Cannot connect to the Docker daemon" in reply.replies[2].note
    changed = ask(core, "docker stop web on all hosts")
    assert changed.kind is ReplyKind.REFUSED


def test_a_host_may_be_named(core: Core) -> None:
    assert ask(core, "docker ps on other").host == "other"
    assert ask(core, "list running containers on other").host == "other"
    gone = ask(core, "docker ps", host="nosuch")
    assert not gone.ok and "local" in gone.note


def test_a_daemon_that_is_away_is_an_answer(core: Core) -> None:
    reply = ask(core, "docker ps", host="dead")
    assert reply.kind is ReplyKind.ERROR and reply.exit_code == 1
    assert reply.note.startswith("Cannot connect to the Docker daemon at unix:///nonexistent/docker.sock.")
    assert len(reply.note.splitlines()) == 2


def test_how_it_was_started(core: Core) -> None:
    reply = ask(core, "how was web started?")
    assert reply.ok and reply.result is not None
    assert reply.result.stdout.startswith("docker run") and "--label team=web" in reply.result.stdout


def test_everything_is_in_the_audit_and_its_chain_holds(core: Core) -> None:
    ask(core, "docker ps")
    ask(core, "docker rm -f db", BOB)
    rows = core.audit.rows()
    assert {row.outcome for row in rows} >= {"started", "done", "refused"}
    assert core.audit.verify().ok


def test_nothing_runs_when_the_audit_cannot_be_written(containers: PrivateEngine, tmp_path: Path) -> None:
    environ = {"DOCKER_HOST": containers.host, "HOME": str(tmp_path), "DOCKWISE_STORAGE": f"sqlite:///{tmp_path}/y.db"}
    core = Core(parse(CONFIG.format(host=containers.host), "dockwise.yml", environ), environ)
    assert ask(core, "docker ps").ok
    with core.store.write() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    reply = ask(core, "docker ps")
    assert not reply.ok and "audit" in reply.note
    core.close()


def test_can_i_says_by_which_grant(core: Core) -> None:
    yes = core.can_i(ALICE, OPS, "", "docker restart web")
    assert yes.ok and yes.decision is not None and "team=web" in yes.decision.rule
    no = core.can_i(BOB, OPS, "", "docker restart web")
    assert not no.ok and "oncall" in no.note
    for text in ("can-i docker restart web", "docker can-i restart web", "can-i restart web"):
        said = ask(core, text, ALICE)
        assert said.ok and said.command == "docker restart web" and said.kind is ReplyKind.CHECKED
    assert not core.audit.rows(outcome="started")


DOCKERFILE = 'FROM {image}\nRUN echo hello > /made\nCMD ["cat", "/made"]'


@pytest.mark.parametrize(
    "form",
    ["docker build -t given:1 - <<EOF\n{file}\nEOF", "docker build -t given:1 .\n```dockerfile\n{file}\n```"],
    ids=["heredoc", "fence"],
)
def test_a_dockerfile_given_as_text_is_built(core: Core, containers: PrivateEngine, form: str) -> None:
    text = form.format(file=DOCKERFILE.format(image=containers.image))
    reply = ask(core, text)
    assert reply.kind is ReplyKind.APPROVAL and reply.approval is not None and "RUN echo hello" in reply.command
    assert reply.command.startswith("docker build -t given:1 - <<")
    done = core.approve(reply.approval.id, TERMINAL, Place())
    assert done.ok and done.result is not None and "Successfully tagged given:1" in done.result.stdout
    assert containers.docker("run", "--rm", "given:1").stdout == "hello\n"
    containers.docker("rmi", "given:1")


def test_a_build_without_its_dockerfile_is_explained_only(core: Core) -> None:
    for text in ("docker build -t x -", "docker build -t x .", "docker build -t x - < Dockerfile"):
        assert ask(core, text, yes=True).kind is ReplyKind.REFUSED
