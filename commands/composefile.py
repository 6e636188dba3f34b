"""Compose files in one call: read, check, explain, and turn into `docker run` and back.

`explain_compose(text)` never raises for what somebody wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from commands.composing import advice, shape, to_run
from commands.composing.explain import explain
from commands.composing.from_run import run_to_compose
from commands.composing.reader import Read, read
from commands.findings import Finding, Severity

__all__ = ["ComposeReport", "compose_to_run", "explain_compose", "looks_like_compose", "run_to_compose"]
_FENCE = re.compile(r"```[\w.-]*[ \t]*\n(.*?)\n?```", re.S)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class ComposeReport:
    """A compose file, read: what each service does, what was found (spans into `text`), and its `docker run` commands."""

    read: Read
    services: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    findings: tuple[Finding, ...]
    commands: tuple[str, ...] = ()
    kind: str = field(default="compose", init=False)

    @property
    def text(self) -> str:
        """The file as it was read."""
        return self.read.text

    @property
    def ok(self) -> bool:
        """True when nothing in it stops Compose."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def line_of(self, finding: Finding) -> int:
        """The line a finding is about, from 1."""
        return self.text.count("\n", 0, finding.span[0]) + 1

    def as_text(self, lang: str = "en") -> str:
        """The whole report for people."""
        chinese = lang == "zh"
        count = len(self.services)
        if self.ok:
            names = ", ".join(f"`{name}`" for name, _ in self.services)
            lines = [
                f"包含 {count} 个服务的 compose 文件：{names}。"
                if chinese
                else f"A compose file with {count} service{'s' * (count != 1)}: {names}."
            ]
        else:
            first = next(one for one in self.findings if one.severity is Severity.ERROR)
            at = self.line_of(first)
            lines = [
                f"这个 compose 文件不能用：第 {at} 行：{first.message}。"
                if chinese
                else f"This compose file does not work: line {at}: {first.message}."
            ]
        for name, said in self.services:
            lines += ["", f"{name}:", *(f"  {zh if chinese else en}" for en, zh in said)]
        if self.findings:
            lines += ["", "意见：" if chinese else "Remarks:"]
        for finding in self.findings:
            mark = {"error": "✗", "warning": "!", "info": "·"}[str(finding.severity)]
            lines.append(f"{mark} {'行' if chinese else 'line'} {self.line_of(finding)}: {finding.message} [{finding.code}]")
        if self.commands:
            lines += ["", "用 docker run 表示：" if chinese else "The same with docker run:", "```sh", *self.commands, "```"]
        return "\n".join(lines).rstrip() + "\n"

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "kind": self.kind,
            "ok": self.ok,
            "text": self.text,
            "services": [
                {"name": name, "explanation": [en for en, _ in said], "explanation_zh": [zh for _, zh in said]}
                for name, said in self.services
            ],
            "problems": [{**finding.as_dict(), "line": self.line_of(finding)} for finding in self.findings],
            "commands": list(self.commands),
        }


def explain_compose(text: str) -> ComposeReport:
    """Read a compose file (a code fence around it is taken off), check its shape, explain each service."""
    parsed = read(_unfenced(text))
    findings = sorted([*shape.check(parsed), *advice.advise(parsed)], key=lambda one: (_ORDER[one.severity], one.span, one.code))
    data = parsed.data if isinstance(parsed.data, dict) else {}
    services = data.get("services") if isinstance(data.get("services"), dict) else {}
    said = tuple(
        (str(name), tuple(explain(str(name), shape.sound(one)))) for name, one in (services or {}).items() if isinstance(one, dict)
    )
    stopped = any(finding.severity is Severity.ERROR for finding in findings)
    return ComposeReport(parsed, said, tuple(findings), () if stopped else tuple(to_run.commands_of(parsed)))


def compose_to_run(text: str) -> list[str]:
    """`docker run …` for every service, after what has to be made first. ValueError where the file does not work."""
    report = explain_compose(text)
    if not report.ok:
        first = report.findings[0]
        raise ValueError(f"line {report.line_of(first)}: {first.message}")
    return list(report.commands)


def _unfenced(text: str) -> str:
    match = _FENCE.search(text)
    return match[1] + "\n" if match else text


def looks_like_compose(text: str) -> bool:
    """True for a text of several lines with `services:` at its left edge and names below it, also a broken one."""
    body = _unfenced(text)
    if body.count("\n") < 1:
        return False
    if re.search(r"^services:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*[ \t]+[\"']?[\w.-]+[\"']?:", body, re.M):
        return True
    return bool(
        re.search(r"^[ \t]{2,}(?:image|build):", body, re.M)
        and re.search(r"^(?:version|services|volumes|networks)[ \t]*:", body, re.M)
    )
