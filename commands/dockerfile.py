"""Dockerfiles in one call: read, explain, lint, correct.

`explain_dockerfile(text)` never raises for what somebody wrote: a broken file is explained as far
as it goes, and says where it breaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from commands.budget import Exceeded, current, spending
from commands.dockerfiles.advice import advise
from commands.dockerfiles.explain import Explained, explain
from commands.dockerfiles.fixes import corrected
from commands.dockerfiles.lint import lint
from commands.dockerfiles.model import INSTRUCTIONS, Broken, Dockerfile
from commands.dockerfiles.reader import SECONDS, read
from commands.dockerfiles.words import phrase
from commands.findings import Finding, Severity

# What hadolint says about a line where our own finding says it already.
SAID_ALREADY = {"DF101": ("DL3064",), "DF106": ("DL3025",), "DF109": ("DL3003", "SC2164"), "DF110": ("DL3059",)}
_FENCE = re.compile(r"```[\w.-]*[ \t]*\n(.*?)\n?```", re.S)
_FROM = re.compile(r"^\s*FROM\s+(?:--platform=\S+\s+)?[\w./:@${}-]+(?:\s+AS\s+\S+)?\s*$", re.I)
_WORD = re.compile(r"^\s*([A-Za-z]+)(?=\s|$)")


@dataclass(frozen=True)
class DockerfileReport:
    """A Dockerfile, read.

    `explained` are its instructions in order; `findings` everything that was found, errors first, with spans into `text`;
    `corrected` the text with all mechanical corrections, None where there are none;
    `linted` is False where hadolint could not be asked.
    """

    file: Dockerfile
    explained: tuple[Explained, ...]
    findings: tuple[Finding, ...]
    corrected: str | None = None
    linted: bool = True
    kind: str = field(default="dockerfile", init=False)

    @property
    def text(self) -> str:
        """The file as it was read."""
        return self.file.text

    @property
    def ok(self) -> bool:
        """True when docker could build it, as far as its own text goes."""
        return not self.file.broken

    def line_of(self, finding: Finding) -> int:
        """The line a finding is about, from 1."""
        return self.file.line_at(finding.span[0])

    def as_text(self, lang: str = "en") -> str:
        """The whole report for people, Markdown with little in it."""
        say = phrase(lang)
        lines = [self._headline(lang), ""]
        for one in self.explained:
            first = one.instruction.source.split("\n", 1)[0]
            more = " …" if "\n" in one.instruction.source else ""
            lines += [f"{one.instruction.lines[0]:>3}  {first}{more}", f"     {one.text(lang)}"]
        if self.findings:
            lines += ["", say["findings"]]
        for finding in self.findings:
            mark = {"error": "✗", "warning": "!", "info": "·"}[str(finding.severity)]
            lines.append(f"{mark} {say['line']} {self.line_of(finding)}: {finding.message} [{finding.code}]")
            if finding.suggestion and "\n" not in finding.suggestion:
                lines.append(f"    → {finding.suggestion}")
        if not self.linted:
            lines += ["", say["no-hadolint"]]
        if self.corrected is not None:
            lines += ["", say["corrected"], "```dockerfile", self.corrected.rstrip("\n"), "```"]
        return "\n".join(lines).rstrip() + "\n"

    def _headline(self, lang: str) -> str:
        say, file = phrase(lang), self.file
        if file.broken:
            first = file.broken[0]
            return say["broken"].format(line=first.line or 1, message=first.message)
        layers = sum(one.layer == "files" and one.instruction.stage == len(file.stages) - 1 for one in self.explained)
        key = "one-stage" if len(file.stages) == 1 else "stages"
        return say[key].format(stages=len(file.stages), base=file.stages[-1].base, layers=layers, count=len(self.findings))

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "kind": self.kind,
            "ok": self.ok,
            "text": self.text,
            "stages": [
                {"number": one.number, "name": one.name or None, "base": one.base, "platform": one.platform or None}
                for one in self.file.stages
            ],
            "instructions": [
                {
                    "instruction": one.instruction.name,
                    "lines": list(one.instruction.lines),
                    "span": list(one.instruction.span),
                    "text": one.instruction.source,
                    "explanation": one.en,
                    "explanation_zh": one.zh,
                    "layer": one.layer,
                    "form": one.form or None,
                    "stage": one.instruction.stage,
                }
                for one in self.explained
            ],
            "problems": [{**finding.as_dict(), "line": self.line_of(finding)} for finding in self.findings],
            "corrected": self.corrected,
            "linted": self.linted,
        }


def explain_dockerfile(text: str) -> DockerfileReport:
    """Read a Dockerfile (a code fence around it is taken off), explain each line, and say what to do better."""
    with spending(SECONDS):
        return _explained(read(unfenced(text)))


def _explained(file: Dockerfile) -> DockerfileReport:
    errors = [_error(one) for one in file.broken]
    try:
        own = advise(file)
        better = corrected(file)
        if better is not None and not _reads_better(file, better):
            better = None
    except Exceeded:
        late = Broken(1, (0, 0), f"this file cannot be read within {SECONDS:g} s")
        return DockerfileReport(replace(file, broken=(late,)), (), (_error(late),), linted=False)
    hints = lint(file) if not file.broken else ()
    said = {(one.span, code) for one in own for code in SAID_ALREADY.get(one.code, ())}
    findings = [*errors, *own, *(hint for hint in hints or () if (hint.span, hint.code) not in said)]
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    findings.sort(key=lambda one: (order[one.severity], one.span, one.code))
    return DockerfileReport(file, explain(file), tuple(findings), better, linted=hints is not None)


def _error(one: Broken) -> Finding:
    return Finding("DF001", Severity.ERROR, one.message, one.span, one.suggestion)


def _reads_better(file: Dockerfile, better: str) -> bool:
    """A correction counts only when it parses at least as well as what was written."""
    current().in_time()
    return len(read(better).broken) <= len(file.broken)


def unfenced(text: str) -> str:
    """The text inside the first code fence; the text itself where there is none."""
    match = _FENCE.search(text)
    return match[1] + "\n" if match else text


def looks_like_dockerfile(text: str) -> bool:
    """True for a text of several lines that is a Dockerfile, also a broken one, with or without a code fence."""
    fenced = re.match(r"\s*```dockerfile\b", text, re.I)
    lines = [line for line in unfenced(text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines or (len(lines) < 2 and not fenced):
        return False
    starts = [match[1] for line in lines if (match := _WORD.match(line))]
    known = [word for word in starts if word.upper() in INSTRUCTIONS]
    loud = [word for word in known if word.isupper()]
    first = next((line for line in lines if not re.match(r"\s*ARG\s", line, re.I)), "")
    if _FROM.match(first) and not re.search(r"\bimport\b", first):
        return bool(fenced) or len(known) >= 2
    return len(loud) >= 3 and len(set(loud)) >= 2 and len(loud) >= 0.3 * len(lines)
