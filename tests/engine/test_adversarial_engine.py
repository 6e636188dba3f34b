"""The table of attempts that must be refused, and the one of commands that must be allowed, on a real engine through the core."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from adversarial_world import ask, core_for, furnish, nothing_runs, rows, state_of

from bot.core import Core
from bot.reply import Reply, ReplyKind
from scripts.private_engine import PrivateEngine

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def core(engine: PrivateEngine) -> Iterator[Core]:
    engine.remove_containers()
    furnish(engine)
    with core_for(engine) as made:
        yield made
    engine.remove_containers()


def ran(reply: Reply) -> bool:
    """Something ran, or would once somebody presses; an answer from the reference or a question back is neither."""
    return reply.kind is not ReplyKind.ANSWER and bool(reply.ok or reply.approval)


def test_every_attempt_is_refused_and_nothing_has_changed(engine: PrivateEngine, core: Core) -> None:
    table = rows("adversarial.jsonl")
    assert len(table) >= 300
    before = state_of(engine)
    slipped = []
    with nothing_runs() as would:
        for row in table:
            count = len(would)
            reply = ask(core, row["who"], row["text"])
            internal = reply.kind is ReplyKind.ERROR and reply.note.startswith("Internal error")
            if len(would) > count or ran(reply) or internal:
                slipped.append((row["who"], row["text"], str(reply.kind), reply.note[:80]))
    assert not slipped, slipped[:20]
    # Nothing was going to run: now without the guard, so that the state is compared in earnest.
    for row in table[::5]:
        assert not ran(ask(core, row["who"], row["text"]))
    assert state_of(engine) == before


def test_every_refusal_says_why_without_secrets(core: Core) -> None:
    for row in rows("adversarial.jsonl")[::9]:
        reply = ask(core, row["who"], row["text"])
        said = reply.note or (reply.result.stderr if reply.result else "") or "".join(problem.message for problem in reply.problems)
        assert said.strip(), row


def test_what_must_be_allowed_is_allowed(core: Core) -> None:
    table = rows("allowed.jsonl")
    assert len(table) >= 120
    refused = []
    with nothing_runs() as would:
        for row in table:
            count = len(would)
            reply = ask(core, row["who"], row["text"])
            if len(would) == count and (reply.decision is None or not reply.decision.allowed):
                refused.append((row["who"], row["text"], reply.note[:80]))
    assert not refused, refused[:20]


def test_a_refusal_stands_in_the_audit_and_the_chain_holds(core: Core) -> None:
    reply = ask(core, "member", "docker rm -f web")
    row = core.audit.rows(user="U0BOB", outcome="refused", limit=1)[0]
    assert row.entry.reference == reply.reference
    assert row.entry.command == "docker rm -f web"
    assert core.audit.verify().ok
