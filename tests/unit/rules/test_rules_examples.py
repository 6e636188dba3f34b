"""Every rule is shown by its own commands: the bad ones give its finding, the good ones do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands.check import check
from commands.findings import Severity
from commands.rules import all_rules
from commands.rules.base import Rule, ScriptRule, examples, why

RULES = [*all_rules()[0], *all_rules()[1]]


def surface(rule: Rule | ScriptRule) -> str:
    return "slack" if getattr(rule, "surfaces", ()) == ("slack",) else "terminal"


def cases(label: str) -> list[tuple[Rule | ScriptRule, str]]:
    return [pytest.param(rule, text, id=f"{rule.code} {text[:60]}") for rule in RULES for text in examples(type(rule), label)]


@pytest.mark.parametrize(("rule", "text"), cases("bad:"))
def test_bad_command_gives_the_finding(rule: Rule | ScriptRule, text: str) -> None:
    found = [problem for problem in check(text, surface(rule)).problems if problem.code == rule.name]
    assert found, f"{rule.code} says nothing about {text}"
    for problem in found:
        start, end = problem.span
        assert 0 <= start < end <= len(text)
        assert problem.message and not problem.message.endswith(".")


@pytest.mark.parametrize(("rule", "text"), cases("good:"))
def test_good_command_does_not(rule: Rule | ScriptRule, text: str) -> None:
    assert rule.name not in [problem.code for problem in check(text, surface(rule)).problems]


def test_there_are_many_and_each_is_whole() -> None:
    assert len(RULES) >= 60
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        kind = type(rule)
        assert re.fullmatch(r"DW\d{3}", rule.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
        assert rule.severity in {Severity.WARNING, Severity.INFO}, "errors are docker's alone"
        assert examples(kind, "bad:") and examples(kind, "good:"), rule.code
        assert why(kind).endswith("."), rule.code


def test_applies_to_names_commands_that_exist() -> None:
    from commands.spec.load import all_paths, command

    keys = {command(path).key for path in all_paths()}
    for rule in all_rules()[0]:
        assert set(rule.applies_to) <= keys, (rule.code, set(rule.applies_to) - keys)


def test_flags_name_flags_that_exist() -> None:
    from commands.spec.load import all_paths, command

    by_key = {command(path).key: command(path) for path in all_paths()}
    known = {long for spec in by_key.values() for long in spec.by_long}
    for rule in all_rules()[0]:
        assert set(rule.flags) <= known, (rule.code, set(rule.flags) - known)


def test_page_of_rules_is_current() -> None:
    import runpy

    root = Path(__file__).resolve().parents[3]
    page = runpy.run_path(str(root / "scripts" / "make_rules_page.py"))["page"]()
    assert (root / "docs" / "rules.md").read_text("utf-8") == page, "run scripts/make_rules_page.py"
    for rule in RULES:
        assert f"### {rule.code} {rule.name} " in page


@pytest.mark.parametrize(
    "text",
    [
        "docker run -d nginx:1.27",
        "docker ps",
        "docker ps -a --filter status=exited",
        "docker logs -f --tail 100 web",
        "docker stop web",
        "docker run --rm alpine:3.20 echo hi",
        "docker compose up -d",
        "docker images",
        "docker exec web ls",
        "docker network create backend",
        "docker volume ls",
        "docker inspect web",
        "docker stats --no-stream",
    ],
)
def test_ordinary_commands_are_left_alone(text: str) -> None:
    problems = check(text).problems
    assert len(problems) <= 1
    assert all(problem.severity is Severity.INFO for problem in problems)
