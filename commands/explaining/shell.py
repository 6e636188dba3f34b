"""What stands around docker commands: prompts, sudo, variables, pipes, substitutions, redirections, comments.

Nothing here is given to a shell; the parts only say what a shell would do with the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commands.explaining.parts import ARGUMENT, COMMAND, FLAG, PROGRAM, VALUE, Part
from commands.explaining.text import count, shown
from commands.spec import notes

if TYPE_CHECKING:
    from commands.parsed import ParsedCommand
    from commands.words import Script, Stage, Word

Explain = Callable[["ParsedCommand"], list[Part]]
_LOOPS = frozenset({"for", "while", "until", "do", "done", "if", "then", "else", "fi", "case", "esac"})
_PATTERNS = frozenset({"grep", "egrep", "fgrep"})
_DOCKER_VARIABLES = {
    "DOCKER_HOST": "tells docker which daemon to talk to",
    "DOCKER_BUILDKIT": "chooses the builder: 1 is BuildKit, 0 the old one",
    "DOCKER_CONTEXT": "tells docker which context to use",
    "DOCKER_CONFIG": "tells docker where its settings are",
    "DOCKER_TLS_VERIFY": "makes docker check the daemon's certificate",
    "DOCKER_CERT_PATH": "tells docker where the TLS certificates are",
    "DOCKER_DEFAULT_PLATFORM": "sets the platform where `--platform` is not given",
    "DOCKER_API_VERSION": "fixes the version of the API that docker speaks",
    "DOCKER_CONTENT_TRUST": "switches the check of image signatures on (1) or off (0)",
    "COMPOSE_PROJECT_NAME": "sets the name of the Compose project",
    "COMPOSE_FILE": "tells Compose which files to read",
    "COMPOSE_PROFILES": "switches Compose profiles on",
    "BUILDKIT_PROGRESS": "chooses how the progress of builds is shown",
}
_OPERATORS = {
    "|": "Hands what the left side prints to the right side.",
    "|&": "Hands what the left side prints, errors too, to the right side.",
    "&&": "The next command runs only when the one before worked.",
    "||": "The next command runs only when the one before failed.",
    ";": "The next command runs afterwards, whatever became of the one before.",
    ";;": "Ends a case of the shell.",
    "&": "Runs the command before it in the background of the shell.",
}
_REDIRECTS = {
    ">": "Writes the output to a file, which follows.",
    "1>": "Writes the output to a file, which follows.",
    ">>": "Appends the output to a file, which follows.",
    "2>": "Writes error messages to a file, which follows.",
    "2>>": "Appends error messages to a file, which follows.",
    "&>": "Writes output and error messages to a file, which follows.",
    "2>&1": "Sends error messages where the output goes.",
    "1>&2": "Sends the output where error messages go.",
    ">&2": "Sends the output where error messages go.",
    "<": "Reads the input from a file, which follows.",
    "<<": "Reads the input from the lines that follow, up to a mark.",
    "<<<": "Reads the input from the word that follows.",
}


def script_parts(script: Script, by_start: Mapping[int, ParsedCommand], explain: Explain) -> list[Part]:
    """Every word of a text as a part, in order of stages; the caller sorts."""
    text = script.text
    out: list[Part] = []
    for pipeline in script.pipelines:
        for stage in pipeline.stages:
            out += _prefix(stage, text)
            out += _stage(stage, text, by_start, explain)
            out += _redirects(stage, text)
    for word in script.operators:
        out.append(_part(word, text, ARGUMENT, _OPERATORS.get(word.text, "An operator of the shell.")))
    for word in script.comments:
        out.append(_part(word, text, ARGUMENT, "A comment: it has no effect."))
    return out


def _part(word: Word, text: str, kind: str, explanation: str) -> Part:
    return Part((word.start, word.end), text[word.start : word.end], kind, explanation)


def _prefix(stage: Stage, text: str) -> Iterator[Part]:
    after_sudo = False
    for word in stage.prefix:
        name, equals, _ = word.text.partition("=")
        if word.text in {"sudo", "doas"}:
            after_sudo = True
            yield _part(
                word,
                text,
                PROGRAM,
                "Runs the command as root. Docker needs that only where your user may not use the daemon's socket.",
            )
        elif word.text in {"time", "nohup", "command", "exec"}:
            said = {"time": "Measures how long the command takes.", "nohup": "Lets the command go on after you log out."}
            yield _part(word, text, PROGRAM, said.get(word.text, "A word of the shell: it runs the command that follows."))
        elif after_sudo and word.text.startswith("-"):
            yield _part(word, text, FLAG, "A flag of sudo, not of docker.")
        elif equals and re.fullmatch(r"[A-Za-z_]\w*", name):
            what = _DOCKER_VARIABLES.get(name)
            yield _part(
                word,
                text,
                ARGUMENT,
                f"Sets the variable {name} for this command; it {what}."
                if what
                else f"Sets the variable {name} for this command only.",
            )
        else:
            yield _part(word, text, ARGUMENT, "A prompt that was copied along: it is not part of the command.")


def _stage(stage: Stage, text: str, by_start: Mapping[int, ParsedCommand], explain: Explain) -> list[Part]:
    if not stage.words:
        return []
    words = stage.words
    parsed = by_start.get(words[0].start)
    if parsed is None and stage.is_docker:  # a text that could not be read to its end is not parsed before
        from commands.parser import parse

        parsed = parse(words, text)
    if parsed is None and words[0].text == "xargs":
        at = next((index for index, word in enumerate(words) if index and word.start in by_start), None)
        if at is not None:
            inner = explain(by_start[words[at].start])
            return _insides(list(_other(words[:at], text)) + inner, words, text, by_start, explain)
    if parsed is None:
        inside = next((index for index, word in enumerate(words) if index and word.text == "docker"), 0)
        if inside:  # `do docker …`, `watch docker …`, `ssh host docker …`
            from commands.parser import parse

            parts = [*_other(words[:inside], text), *explain(parse(words[inside:], text))]
            return _insides(parts, words, text, by_start, explain)
    parts = explain(parsed) if parsed is not None else list(_other(words, text))
    return _insides(parts, words, text, by_start, explain)


def _insides(
    parts: list[Part], words: Sequence[Word], text: str, by_start: Mapping[int, ParsedCommand], explain: Explain
) -> list[Part]:
    """Words with `$(docker …)` in them: what is around it, and the parts of the inner command."""
    nested = {word.start: word for word in words if any(_has_docker(inner.script, by_start) for inner in word.substitutions)}
    if not nested:
        return parts
    out: list[Part] = []
    for part in parts:
        word = nested.get(part.span[0])
        if word is None:
            out.append(part)
            continue
        at = word.start
        for number, inner in enumerate(word.substitutions):
            mark = 2 if text.startswith("$(", inner.start) else 1
            opening = Part(
                (at, inner.start + mark),
                text[at : inner.start + mark],
                part.kind,
                f"{part.explanation} What the command inside prints is put here, word by word.",
            )
            out.append(
                opening
                if number == 0
                else Part(opening.span, opening.text, part.kind, "What the command inside prints is put here.")
            )
            out += script_parts(inner.script, by_start, explain)
            at = inner.end - 1
        out.append(Part((at, word.end), text[at : word.end], part.kind, "Ends the inner command."))
    return out


def _has_docker(script: Script, by_start: Mapping[int, ParsedCommand]) -> bool:
    return any(stage.words and stage.words[0].start in by_start for stage in script.stages())


def _other(words: Sequence[Word], text: str) -> Iterator[Part]:
    """A program that is not docker, with its words."""
    name = words[0].text
    program = name.rpartition("/")[2]
    known = notes.table("shell")["programs"].get(program)
    yield _part(words[0], text, PROGRAM, known or f"Another program than docker ({shown(name)}); nothing is known of it here.")
    flags = notes.table("shell")["flags"].get(program, {})
    pattern_seen = False
    previous = ""
    for word in words[1:]:
        if program in _LOOPS:
            yield _part(word, text, ARGUMENT, "A word of the shell's loop or condition.")
        elif word.text.startswith("-") and len(word.text) > 1 and not word.quoted:
            yield _part(word, text, FLAG, _flag(program, flags, word.text))
        elif previous in flags and "follow" in flags[previous]:
            yield _part(word, text, VALUE, f"The value of {previous}: {shown(word.text)}.")
        elif program in _PATTERNS and not pattern_seen:
            pattern_seen = True
            yield _part(word, text, ARGUMENT, f"What to look for: {shown(word.text)}.")
        elif program == "awk" and not pattern_seen:
            pattern_seen = True
            yield _part(word, text, ARGUMENT, _awk(word.text))
        else:
            yield _part(word, text, ARGUMENT if program != "cd" else COMMAND, f"A word for {shown(name)}.")
        previous = word.text


def _flag(program: str, flags: Mapping[str, str], text: str) -> str:
    if text in flags:
        return flags[text]
    number = re.fullmatch(r"-n?(\d+)", text)
    if program in {"head", "tail"} and number:
        return f"{'The first' if program == 'head' else 'The last'} {count(int(number.group(1)), 'line')}."
    letters = [flags.get(f"-{letter}", "") for letter in text[1:]] if not text.startswith("--") else []
    if letters and all(letters):
        return " ".join(f"-{letter}: {said}" for letter, said in zip(text[1:], letters, strict=True))
    head = flags.get(text[:2], "") if not text.startswith("--") else ""
    return f"{head} Here: {shown(text[2:])}." if head else f"A flag of {program}, not of docker."


def _awk(text: str) -> str:
    columns = re.findall(r"\$(\d+|NF)", text)
    if re.fullmatch(r"\s*\{\s*print [\s$\d,NF\"']+\}\s*", text) and columns:
        return f"Prints column {' and '.join(columns)} of each line."
    return "The program that awk runs for each line."


def _redirects(stage: Stage, text: str) -> Iterator[Part]:
    target_of = ""
    for word in stage.redirects:
        if target_of:
            yield _part(
                word, text, ARGUMENT, f"The file that is {'read' if target_of.startswith('<') else 'written'}: {shown(word.text)}."
            )
            target_of = ""
        else:
            yield _part(word, text, ARGUMENT, _REDIRECTS.get(word.text, "Sends input or output elsewhere."))
            target_of = "" if "&" in word.text[1:] else word.text
