"""`$(docker …)` inside a command and text programs behind a pipe, evaluated in this process; never a shell.

Each docker command comes out as a `ParsedCommand` of its own, so that each is checked and decided on its own.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commands.budget import current
from commands.parsed import ParsedCommand
from commands.parser import parse
from commands.result import Result
from commands.text_filters import MAX_WORD, NotHere, number, options, prepare
from commands.words import Pipeline, Script, Stage, Substitution, Word, read

# Runs one docker command that stands in a larger text: `last` is True for the one whose output is wanted.
Run = Callable[[ParsedCommand, bool], Result]
# Told how many docker commands come next, before any of them runs; it may refuse them by an exception.
Begin = Callable[[int], None]
MAX_OPERANDS = 500


@dataclass(frozen=True, slots=True)
class _Runs:
    """How one docker command of the text is run, and who is told of them before."""

    run: Run
    begin: Begin

    def one(self, parsed: ParsedCommand, last: bool) -> Result:
        """Run a command that stands by itself."""
        self.begin(1)
        return self.run(parsed, last)

    def inside(self) -> _Runs:
        """The same for commands inside another one: none of them is the last."""
        return _Runs(lambda parsed, last: self.run(parsed, False), self.begin)


@dataclass(frozen=True, slots=True)
class Ready:
    """A docker command with every `$(…)` in it replaced, and the text programs that its output goes through."""

    parsed: ParsedCommand
    filters: tuple[Stage, ...] = ()

    @property
    def text(self) -> str:
        """The same as one line that can be read again: what runs, exactly."""
        stages = [shlex.join(word.text for word in stage.words) for stage in self.filters]
        return " | ".join([self.parsed.text, *stages])


def is_simple(script: Script) -> bool:
    """True for one docker command with nothing to evaluate in it."""
    stages = list(script.stages())
    return len(stages) == 1 and not stages[0].redirects and not any(word.substitutions for word in stages[0].words)


def refuse(script: Script) -> None:
    """NotHere for the first thing that is not evaluated: another program, a file, an operator, a loop."""
    for pipeline in script.pipelines:
        if pipeline.joiner in {"&", ";;"}:
            raise NotHere(None, f"{pipeline.joiner} is not evaluated here")
        for index, stage in enumerate(pipeline.stages):
            _refuse_stage(stage, first=index == 0)


def _refuse_stage(stage: Stage, first: bool) -> None:
    harmless = {"2>&1", "2>/dev/null"}
    redirects = [word for word in stage.redirects if word.text not in harmless and word.text not in {"2>", "/dev/null"}]
    if redirects:
        raise NotHere(redirects[0], "output cannot be sent to a file here; leave the redirection away")
    if first and not stage.is_docker:
        name = stage.words[0] if stage.words else None
        raise NotHere(name, f"{stage.program[:40]!r} is not docker; only docker commands run here")
    if not first and not stage.is_docker:
        if stage.program == "xargs":
            _xargs(stage)
        else:
            prepare(stage)
    if not first and stage.is_docker:
        raise NotHere(stage.words[0], "docker does not read the output of another command here; use $(…) or | xargs docker …")
    for word in stage.words:
        for inner in word.substitutions:
            refuse(inner.script)


def evaluate(script: Script, run: Run, begin: Begin = lambda count: None) -> Result:
    """Run a whole text: each pipeline in turn, by `&&`, `||`, `;` and line ends.

    What `run` and `begin` raise goes through; NotHere where something is not evaluated (then nothing has been run), Exceeded
    where the budget that holds now does not reach for what comes through a pipe.
    """
    refuse(script)
    return _evaluate(script, _Runs(run, begin))


def _evaluate(script: Script, run: _Runs) -> Result:
    out, err, status = "", "", 0
    result = Result()
    for index, pipeline in enumerate(script.pipelines):
        if index and ((pipeline.joiner == "&&" and status) or (pipeline.joiner == "||" and not status)):
            continue
        result = _pipeline(pipeline, run, last=index == len(script.pipelines) - 1)
        current().text(len(out) + len(err) + len(result.stdout) + len(result.stderr))
        out, err, status = out + result.stdout, err + result.stderr, result.exit_code
    if len(script.pipelines) == 1:
        return result
    return Result(out, err, status, result.truncated, result.truncated_by)


def _pipeline(pipeline: Pipeline, run: _Runs, last: bool) -> Result:
    stages = pipeline.stages
    parsed = resolve(stages[0], run)
    more = [index for index, stage in enumerate(stages) if stage.program == "xargs"]
    result = run.one(parsed, last and not more)
    if result.exit_code and not result.stdout:
        return result  # a count of nothing would pass for an answer
    return _rest(stages[1:], result, run, last)


def _rest(stages: Sequence[Stage], result: Result, run: _Runs, last: bool) -> Result:
    text, err, data, status = result.stdout, result.stderr, result.data, result.exit_code
    for index, stage in enumerate(stages):
        data = None
        if stage.program != "xargs":
            passed = prepare(stage)(text)
            text, status = passed.stdout, passed.exit_code
            continue
        later = any(other.program == "xargs" for other in stages[index + 1 :])
        text, more, status = _run_xargs(stage, text, run, last and not later)
        err += more
    return Result(text, err, status, result.truncated, result.truncated_by, data)


def filtered(stages: Sequence[Stage], result: Result) -> Result:
    """A result after the text programs behind it; `stages` hold no xargs."""
    if not stages:
        return result
    text, status = result.stdout, result.exit_code
    for stage in stages:
        passed = prepare(stage)(text)
        text, status = passed.stdout, passed.exit_code
    return Result(text, result.stderr, status, result.truncated, result.truncated_by)


def resolve(stage: Stage, run: _Runs) -> ParsedCommand:
    """A docker command with every `$(…)` in it run and replaced by what it printed, split at blanks as a shell would."""
    if not any(word.substitutions for word in stage.words):
        return parse(stage.words, _text_of(stage))
    texts: list[str] = []
    for word in stage.words:
        texts += _expanded(word, run) if word.substitutions else [word.text]
    return of_texts(texts)


def of_texts(texts: Sequence[str]) -> ParsedCommand:
    """A command from words alone: its text is written so that it reads back as the same words."""
    size = sum(map(len, texts))
    if size > MAX_WORD:
        raise NotHere(None, f"this would be a command of {size:,} characters; {MAX_WORD:,} is the most here")
    if len(texts) > MAX_OPERANDS:
        raise NotHere(None, f"this would name {len(texts)} objects in one command; {MAX_OPERANDS} is the most here")
    text = shlex.join(texts)
    script = read(text)
    stage = next(script.stages(), None)
    return parse(stage.words if stage else (), text)


def _text_of(stage: Stage) -> str:
    return shlex.join(word.text for word in stage.words)


def _expanded(word: Word, run: _Runs) -> list[str]:
    pieces: list[list[str]] = [[""]]
    rest = word.text
    for inner in word.substitutions:
        typed = _typed(inner, word)
        before, _, rest = rest.partition(typed)
        pieces[-1][-1] += before
        output = _inner(inner, run)
        if len(output) > MAX_WORD:
            raise NotHere(word, f"the command inside gave {len(output):,} characters; {MAX_WORD:,} is the most that fits in here")
        if inner.quoted:
            pieces[-1][-1] += output.rstrip("\n")
            continue
        values = output.split()
        _no_flags(values, word)
        if values:
            pieces[-1][-1] += values[0]
            pieces[-1] += values[1:]
    pieces[-1][-1] += rest
    words = [text for piece in pieces for text in piece]
    return [text for text in words if text] if not word.quoted else words


def _no_flags(values: Sequence[str], word: Word) -> None:
    """What a command prints may name objects; it may never become a flag of another one."""
    bad = next((value for value in values if value.startswith("-")), None)
    if bad is not None:
        raise NotHere(word, f"the command inside gave {bad[:40]!r}, which would be read as a flag")


def _typed(inner: Substitution, word: Word) -> str:
    at = inner.start - word.start
    raw = word.raw[at : at + inner.end - inner.start]
    return raw if raw in word.text else inner.script.text[inner.start : inner.end]


def _inner(inner: Substitution, run: _Runs) -> str:
    return _evaluate(inner.script, run.inside()).stdout


def _xargs(stage: Stage) -> tuple[int, str, bool, tuple[Word, ...]]:
    """`xargs [-r] [-n N] [-I {}] docker …`: (operands at a time, placeholder, run on nothing, the words)."""
    start = next((index for index, word in enumerate(stage.words) if index and word.text == "docker"), None)
    if start is None:
        raise NotHere(stage.words[0], "behind a pipe xargs may only start docker")
    found, operands = options(
        stage.words[:start], "rt", "nIL", {"no-run-if-empty": "r", "max-args": "n", "replace": "I", "max-lines": "L"}
    )
    if operands:
        raise NotHere(operands[0], "xargs is read as: xargs [-r] [-n N] [-I {}] docker …")
    count, mark, on_nothing = 0, "", True
    for letter, value, word in found:
        if letter in "nL":
            count = number(word, value, least=1)
        elif letter == "I":
            mark, count = value, 1
        elif letter == "r":
            on_nothing = False
    return count, mark, on_nothing, stage.words[start:]


def _run_xargs(stage: Stage, text: str, run: _Runs, last: bool) -> tuple[str, str, int]:
    count, mark, on_nothing, words = _xargs(stage)
    if len(text) > MAX_WORD:
        raise NotHere(stage.words[0], f"xargs would read {len(text):,} characters; {MAX_WORD:,} is the most here")
    values = [line for line in text.splitlines() if line.strip()] if mark else _shell_split(text, stage)
    if not values and (not on_nothing or mark):
        return "", "", 0
    _no_flags(values, stage.words[0])
    size = count or max(len(values), 1)
    groups = [values[at : at + size] for at in range(0, len(values), size)] or [[]]
    if len(groups) > MAX_OPERANDS:
        raise NotHere(stage.words[0], f"this would be {len(groups)} commands; {MAX_OPERANDS} is the most here")
    run.begin(len(groups))
    out, err, status = "", "", 0
    for group in groups:
        if mark and group:
            grown = sum(word.text.count(mark) for word in words) * len(group[0])
            if grown > MAX_WORD:
                raise NotHere(stage.words[0], f"this would be a command of {grown:,} characters; {MAX_WORD:,} is the most here")
        texts = [word.text.replace(mark, group[0]) for word in words] if mark and group else [word.text for word in words] + group
        result = run.run(of_texts(texts), last and len(groups) == 1)
        current().text(len(out) + len(err) + len(result.stdout) + len(result.stderr))
        out, err = out + result.stdout, err + result.stderr
        status = 123 if result.exit_code and result.exit_code < 126 else result.exit_code or status
    return out, err, status


def _shell_split(text: str, stage: Stage) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise NotHere(stage.words[0], "xargs cannot split this: a quote in it is never closed") from None
