"""Advice and conflicts: one class a rule, a module a subject.

`findings` is asked for every command, so rules are kept by the command and the flags they speak of,
and a module of rules is imported once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from commands.findings import Finding
from commands.rules.base import Rule, ScriptRule, subclasses
from commands.rules.errors import from_usage_error

if TYPE_CHECKING:
    from commands.parsed import ParsedCommand
    from commands.words import Script

__all__ = ["Rule", "ScriptRule", "about_script", "all_rules", "findings", "from_usage_error", "newer_than_host"]

# Beyond this many characters nobody reads advice, and looking for it would take long.
_LONGEST = 20_000
_NOT_RULES = {"base", "errors", "hints", "suggest"}


@cache
def all_rules() -> tuple[tuple[Rule, ...], tuple[ScriptRule, ...]]:
    """One of each rule, by code: those about commands, and those about texts."""
    for module in iter_modules(__path__):
        if module.name not in _NOT_RULES:
            import_module(f"{__name__}.{module.name}")
    rules = sorted((kind() for kind in subclasses(Rule)), key=lambda rule: rule.code)
    scripts = sorted((kind() for kind in subclasses(ScriptRule)), key=lambda rule: rule.code)
    return tuple(rules), tuple(scripts)


@cache
def _rules_of(key: str, surface: str) -> tuple[tuple[Rule, frozenset[str]], ...]:
    fitting = (rule for rule in all_rules()[0] if (not rule.applies_to or key in rule.applies_to) and surface in rule.surfaces)
    return tuple((rule, frozenset(rule.flags)) for rule in fitting)


def findings(parsed: ParsedCommand, surface: str = "terminal") -> list[Finding]:
    """All advice about one command, in the order of its places; docker's own refusal is not among it."""
    if (parsed.help and not parsed.uses) or len(parsed.text) > _LONGEST:
        return []
    if parsed.usage_error is not None and not vars(parsed.namespace):
        parsed = replace(parsed, arg_words=())  # docker stopped reading: which words are operands is not known
    typed = {use.long for use in parsed.uses}
    out: list[Finding] = []
    for rule, flags in _rules_of(parsed.key, surface):
        if not flags or not flags.isdisjoint(typed):
            out.extend(rule.check(parsed))
    out.sort(key=lambda finding: finding.span)
    return out


def newer_than_host(parsed: ParsedCommand, api: str) -> list[Finding]:
    """What a daemon of that API version (`1.41`) does not know, in docker's words; errors, for a host that is known."""
    from commands.rules.deprecated import newer_than

    return newer_than(parsed, api)


def about_script(script: Script) -> list[Finding]:
    """Advice about what stands around the docker commands of a text."""
    out: list[Finding] = []
    for rule in all_rules()[1]:
        out.extend(rule.check(script))
    out.sort(key=lambda finding: finding.span)
    return out
