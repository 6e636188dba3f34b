"""Validate and explain a text: the verdict of the docker program, our findings, and every word explained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from commands import heredoc
from commands.canonical import of_script
from commands.findings import Finding, Severity
from commands.parsed import ParsedCommand
from commands.parser import parse
from commands.risk import highest, risk_of
from commands.words import MAX_TEXT, STAND_INS, Script, Stage, Word, as_docker, read


@dataclass(frozen=True)
class Checked:
    """The answer of `dockwise check`; `parsed` holds every docker command of the text, inner ones first."""

    text: str
    script: Script
    parsed: tuple[ParsedCommand, ...]
    problems: tuple[Finding, ...]
    surface: str = "terminal"

    @property
    def ok(self) -> bool:
        """True when docker would accept every command in the text."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def main(self) -> ParsedCommand | None:
        """The outermost first docker command; None where there is none."""
        if not self.parsed:
            return None
        return min(self.parsed, key=lambda parsed: (parsed.words[0].start, -parsed.words[-1].end))

    @property
    def command(self) -> str | None:
        """Its full management form, None where unknown."""
        main = self.main
        return main.path or None if main else None

    @property
    def canonical(self) -> str | None:
        """The text's normal form; None when it is not ok."""
        if not self.ok:
            return None
        return of_script(self.script, {parsed.words[0].start: parsed for parsed in self.parsed})

    @property
    def risk(self) -> str:
        """The highest risk among its commands."""
        return str(highest(risk_of(parsed) for parsed in self.parsed))

    @property
    def usage_error(self) -> str | None:
        """What docker prints when it refuses the first command that is wrong."""
        for parsed in self.parsed:
            if parsed.usage_error:
                return parsed.usage_error.message
        return None

    @property
    def parts(self) -> tuple[dict[str, Any], ...]:
        """Every word of the text explained, as in the contract."""
        from commands.explain import explain_script

        parts = [part.as_dict() for part in explain_script(self.script, self.parsed)]
        if self.parsed and self.parsed[0].stdin:
            start = len(self.script.text)
            start += len(self.text[start:]) - len(self.text[start:].lstrip())
            said = (
                "The Dockerfile, given as text: the build reads it on its standard input, and there is no folder of files with it."
            )
            parts.append({"span": [start, len(self.text)], "text": self.text[start:], "kind": "value", "explanation": said})
        return tuple(parts)

    def as_dict(self) -> dict[str, Any]:
        """The contract's shape."""
        return {
            "text": self.text,
            "ok": self.ok,
            "command": self.command,
            "canonical": self.canonical,
            "risk": self.risk,
            "problems": [problem.as_dict() for problem in self.problems],
            "parts": list(self.parts),
        }


def check(text: str, surface: str = "terminal") -> Checked:
    """Check a text. Never raises for what a person wrote."""
    given = heredoc.split(text) if len(text) <= MAX_TEXT else None
    script = read(given[0] if given else text)
    problems: list[Finding] = list(script.problems)
    parsed: list[ParsedCommand] = []
    if not problems:
        for stage, piped in _stages(script):
            parsed.append(_parse(stage, text, piped))
        if given and len(parsed) == 1:
            parsed[0] = replace(parsed[0], stdin=given[1])
        if not parsed:
            problems.append(_nothing(script))
    problems += _findings(script, parsed, surface)
    return Checked(text, script, tuple(parsed), tuple(problems), surface)


def _stages(script: Script) -> list[tuple[Stage, bool]]:
    """Docker commands, and those of programs that take docker's words, inner ones first; True where a pipe adds operands."""
    out: list[tuple[Stage, bool]] = []
    for stage in script.stages():
        for word in stage.words:
            for inner in word.substitutions:
                out += _stages(inner.script)
        if stage.is_docker or stage.program in STAND_INS:
            out.append((stage, False))
        elif stage.program == "xargs" and (rest := _after_xargs(stage)):
            out.append((Stage(rest), True))
    return out


def _after_xargs(stage: Stage) -> tuple[Word, ...]:
    """`xargs -r docker rm`: the docker command in it (its operands come from the pipe)."""
    for index, word in enumerate(stage.words):
        if word.text == "docker" and index:
            return stage.words[index:]
    return ()


def _parse(stage: Stage, text: str, piped: bool) -> ParsedCommand:
    parsed = parse(as_docker(stage.words), text)
    if piped and parsed.usage_error is not None and parsed.usage_error.code == "missing-argument":
        return replace(parsed, usage_error=None)  # xargs adds what the pipe brings
    return parsed


def _nothing(script: Script) -> Finding:
    text = script.text
    if not text.strip():
        return Finding("empty", Severity.ERROR, "there is no command in this text", (0, len(text)), "docker ps")
    stage = next(script.stages(), None)
    if stage is None or not stage.words:
        return Finding("empty", Severity.ERROR, "there is no command in this text", (0, len(text)), "docker ps")
    from commands.rules.suggest import docker_command_for

    word = stage.words[0]
    return Finding(
        "not-docker",
        Severity.ERROR,
        f"{word.text[:60]!r} is not docker; a docker command begins with the word docker",
        word.span,
        docker_command_for(stage.words),
    )


def _findings(script: Script, parsed: list[ParsedCommand], surface: str) -> list[Finding]:
    from commands import rules

    out: list[Finding] = []
    for command in parsed:
        if command.usage_error:
            out.append(rules.from_usage_error(command))
        out += rules.findings(command, surface)
    out += rules.about_script(script)
    return out
