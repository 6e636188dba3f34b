"""Secrets on a real engine, asked for in every way that prints them, through the core; and approvals from card to result."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from adversarial_world import OPS, ask, core_for

from bot.audit import AuditError, Entry
from bot.config import parse
from bot.core import Core
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Actor, Place, Request
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine

TOKEN, PASSWORD, PLAIN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "Tr0ub4dor&3-horse", "plain-setting-77"
SECRETS = (TOKEN, PASSWORD)


@pytest.fixture(scope="module")
def core(engine: PrivateEngine) -> Iterator[Core]:
    engine.remove_containers()
    script = f'echo booting; echo using {TOKEN}; echo db says $DB_PASSWORD; echo \'{{"password": "{PASSWORD}"}}\' >&2; sleep 1000'
    for words in (
        [
            "run",
            "-d",
            "--name",
            "leaky",
            "-e",
            f"DB_PASSWORD={PASSWORD}",
            "-e",
            f"SETTING={PLAIN}",
            "-e",
            f"GH={TOKEN}",
            "--label",
            f"api-token={TOKEN}",
            "--health-cmd",
            f"check --token {TOKEN}",
            engine.image,
            "sh",
            "-c",
            script,
            "--password",
            PASSWORD,
        ],
        ["create", "--name", "web", "--label", "team=web", engine.image, "sleep", "1000"],
    ):
        done = engine.docker(*words)
        assert done.returncode == 0, done.stderr
    with core_for(engine) as made:
        yield made
    engine.remove_containers()


def everything_said(reply: Reply) -> str:
    """All that a surface could draw of a reply."""
    result = reply.result
    shown = [
        reply.text,
        reply.command,
        reply.note,
        reply.canonical,
        reply.understood,
        reply.plan,
        reply.approval,
        reply.problems,
        reply.parts,
    ]
    return repr(shown) + (repr((result.stdout, result.stderr, result.data)) if result else "") + repr(reply.extra)


@pytest.mark.parametrize(
    "text",
    [
        "docker inspect leaky",
        "docker inspect --format '{{.Config.Env}}' leaky",
        "docker inspect -f '{{json .Config}}' leaky",
        "docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' leaky",
        "docker inspect -f '{{index .Config.Env 0}}' leaky",
        "docker inspect -f '{{slice (index .Config.Env 0) 12}}' leaky",
        "docker inspect -f '{{index .Config.Labels \"api-token\"}}' leaky",
        "docker inspect -f '{{.Config.Healthcheck.Test}}' leaky",
        "docker inspect -f '{{.Args}}' leaky",
        "docker inspect -f '{{join .Config.Cmd \" \"}}' leaky",
        "docker container inspect leaky | grep -i token",
        "docker ps -a --no-trunc",
        "docker ps -a --no-trunc --format '{{.Command}} {{.Labels}}'",
        "docker ps -a --format json --no-trunc",
        "docker ps -a --format '{{.Label \"api-token\"}}'",
        "docker logs leaky",
        "docker logs leaky | cut -c1-200",
        "docker logs leaky | awk '{print $2}'",
        "docker top leaky",
        "docker top leaky e",
        "docker top leaky auxe",
        "docker top leaky -ef e",
        "docker top leaky -o pid,args e",
        "docker top leaky axe -o args",
        "docker exec leaky env",
        "docker exec leaky printenv DB_PASSWORD",
        "docker exec leaky sh -c 'echo $DB_PASSWORD | rev | rev'",
        "docker exec leaky sh -c 'set'",
        "docker exec leaky sh -c 'export -p'",
        "docker exec leaky printenv GH",
        "docker exec leaky sh -c 'echo $GH'",
        "docker exec leaky cat /proc/1/environ",
        "docker exec leaky cat /proc/1/cmdline",
        "docker events --since 10m --until 0s",
        "docker events --since 10m --until 0s --format '{{json .}}'",
        "docker info",
        "docker system df -v",
        f"docker inspect nosuch-{TOKEN}",
        f"docker run --rm -e TOKEN={TOKEN} -e P={PLAIN} busybox env",
        f"docker login -u me -p {TOKEN}",
        f"docker exec leaky echo {TOKEN}",
        f"docker run --nosuch -e TOKEN={TOKEN} busybox",
        f"docker rm -f web-{TOKEN}",
    ],
)
def test_no_secret_is_said(core: Core, text: str) -> None:
    reply = ask(core, "root", text)
    said = everything_said(reply)
    assert reply.kind is not ReplyKind.ERROR, reply.note
    for secret in SECRETS:
        assert secret not in said, said[max(0, said.find(secret) - 200) : said.find(secret) + 60]
    if "nosuch" not in text and "login" not in text and "web-" not in text:
        assert PLAIN not in said, "mode env hides every variable's value"


def test_a_refusal_holds_no_secret_either(core: Core) -> None:
    for text in (
        f"docker run -e TOKEN={TOKEN} busybox",
        f"docker login -u me -p {PASSWORD}",
        f"docker run -it -e A={PLAIN} busybox",
        f"docker -H tcp://me:{PASSWORD}@h ps",
    ):
        reply = ask(core, "member", text)
        assert not reply.ok
        for secret in (*SECRETS, PLAIN):
            assert secret not in everything_said(reply), reply


def test_nothing_of_it_is_in_the_audit(core: Core) -> None:
    export = "\n".join(core.audit.export())
    assert "leaky" in export and core.audit.verify().ok
    for secret in (*SECRETS, f"P={PLAIN}"):
        assert secret not in export


@pytest.mark.usefixtures("core")
def test_the_person_at_the_terminal_may_see_them(engine: PrivateEngine) -> None:
    with tempfile.TemporaryDirectory(prefix="dockwise-policy-") as folder:
        text = f'hosts: {{local: {{url: "{engine.host}"}}}}\nstorage: "sqlite:///{folder}/state.db"\n'
        core = Core(parse(text, "test.yml", {}), {})
        command = "docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' leaky"
        shown = core.answer(Request(command, TERMINAL, show_secrets=True))
        assert shown.result is not None and f"DB_PASSWORD={PASSWORD}" in shown.result.stdout.split("\n")
        for actor in (TERMINAL, Actor("U0ROOT")):
            hidden = core.answer(Request(command, actor, show_secrets=actor is not TERMINAL))
            assert hidden.result is not None and "DB_PASSWORD=[redacted]" in hidden.result.stdout.split("\n")
        core.close()


@pytest.fixture
def careful(engine: PrivateEngine) -> Iterator[Core]:
    """Two on-call people; a restart needs a confirmation, a removal a second person."""
    with tempfile.TemporaryDirectory(prefix="dockwise-policy-") as folder:
        text = f"""
hosts: {{prod: {{url: "{engine.host}"}}}}
roles: {{oncall: {{users: [U0ALICE, U0BOB]}}}}
grants:
  - {{roles: [oncall], commands: [restart, run], approval: confirm}}
  - {{roles: [oncall], commands: [rm], approval: second}}
storage: "sqlite:///{folder}/state.db"
"""
        core = Core(parse(text, "test.yml", {}), {})
        yield core
        core.close()


def test_from_card_to_result(engine: PrivateEngine, careful: Core) -> None:
    engine.docker("create", "--name", "doomed", engine.image)
    alice, bob, eve = Actor("U0ALICE"), Actor("U0BOB"), Actor("U0EVE")
    card = careful.answer(Request("docker rm doomed", alice, OPS))
    assert card.kind is ReplyKind.APPROVAL and card.approval is not None and card.decision is not None
    assert (card.decision.allowed, card.decision.approval, card.ok) == (True, "second", False)
    assert [item.name for item in card.plan.items] == ["doomed"] if card.plan else False
    assert "second person" in careful.approve(card.approval.id, alice, OPS).note
    assert "is for oncall" in careful.approve(card.approval.id, eve, OPS).note
    assert engine.api.inspect_container("doomed")
    done = careful.approve(card.approval.id, bob, OPS)
    assert done.ok and done.result is not None and done.result.stdout == "doomed\n"
    again = careful.approve(card.approval.id, bob, OPS)
    assert not again.ok and "has been run already" in again.note
    outcomes = [row.outcome for row in careful.audit.rows(words="doomed")]
    assert outcomes[:2] == ["done", "started"] and "asked" in outcomes and careful.audit.verify().ok
    assert careful.audit.rows(outcome="done")[0].entry.approver == "U0BOB"


def test_drift_between_card_and_press(engine: PrivateEngine, careful: Core) -> None:
    alice, bob = Actor("U0ALICE"), Actor("U0BOB")
    engine.docker("create", "--name", "drifting", engine.image)
    card = careful.answer(Request("docker rm drifting", alice, OPS))
    engine.docker("rm", "drifting")
    engine.docker("create", "--name", "drifting", engine.image)
    assert card.approval is not None
    refused = careful.approve(card.approval.id, bob, OPS)
    assert not refused.ok and "drifting is gone or is another object now" in refused.note
    assert engine.api.inspect_container("drifting")
    engine.docker("rm", "drifting")


def test_a_secret_in_a_waiting_command_is_not_shown_and_still_runs(engine: PrivateEngine, careful: Core) -> None:
    alice = Actor("U0ALICE")
    card = careful.answer(Request(f"docker run --name sealed -d -e API_TOKEN={TOKEN} {engine.image} sleep 100", alice, OPS))
    assert card.approval is not None and TOKEN not in everything_said(card)
    storage = Path(careful.settings.storage.removeprefix("sqlite:///"))
    kept = b"".join(path.read_bytes() for path in storage.parent.iterdir())
    assert TOKEN.encode() not in kept and b"API_TOKEN" in kept
    done = careful.approve(card.approval.id, alice, OPS)
    assert done.ok and TOKEN not in everything_said(done)
    assert f"API_TOKEN={TOKEN}" in engine.api.inspect_container("sealed")["Config"]["Env"]
    engine.docker("rm", "-f", "sealed")


def test_a_run_whose_end_cannot_be_recorded_says_that_it_ran(
    engine: PrivateEngine, careful: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit, add = careful.audit, careful.audit._add

    def failing(given: Entry, phase: str, *others: Any, **more: Any) -> Any:
        if phase == "after":
            raise AuditError("nothing is run, because the audit cannot be written: disk full")
        return add(given, phase, *others, **more)

    monkeypatch.setattr(audit, "_add", failing)
    alice = Actor("U0ALICE")
    card = careful.answer(Request(f"docker run -d --name late {engine.image} sleep 100", alice, OPS))
    assert card.approval is not None
    reply = careful.approve(card.approval.id, alice, OPS)
    found = engine.api.inspect_container("late")
    assert reply.ok and reply.result is not None and reply.result.stdout.strip() == found["Id"]
    assert "It has run" in reply.note and "disk full" in reply.note and "nothing is run" not in reply.note
    monkeypatch.setattr(audit, "_add", add)
    careful.answer(Request("docker ps", alice, OPS))
    engine.docker("rm", "-f", "late")
    outcomes = [(row.outcome, row.detail[:13]) for row in audit.rows(limit=3)]
    assert ("done", "recorded late") in outcomes and audit.verify().ok


@pytest.mark.usefixtures("core")
def test_nothing_runs_when_the_audit_cannot_be_written(engine: PrivateEngine, careful: Core) -> None:
    careful.answer(Request("docker ps", Actor("U0ALICE"), OPS))
    storage = Path(careful.settings.storage.removeprefix("sqlite:///"))
    careful.store.close()
    for path in storage.parent.iterdir():
        path.unlink()
    storage.mkdir()
    before = engine.api.inspect_container("web")["State"]
    settings = parse(careful.settings.model_dump_json(exclude={"grants", "source"}), "x.yml", {})
    broken = Core(settings, {}, careful.store)
    for text, yes in (("docker start web", True), ("docker ps", False)):
        reply = broken.answer(Request(text, TERMINAL, Place(), yes=yes))
        assert not reply.ok and "audit cannot be written" in reply.note, reply
    assert engine.api.inspect_container("web")["State"] == before
