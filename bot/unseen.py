"""What a second person would agree to without seeing it: hidden parts of a command that may be more than a secret value.

    unseen(parsed, redactor.covered(parsed.text), plainly) -> reasons; () where nothing hidden can be anything but a secret

A person who approves sees the command without its secrets. So whatever is hidden has to be one plain word that nothing
visible runs: the value of a variable, a label, a log option, or of a flag of the container's program. Anything else (shell,
blanks, a value that a visible shell could run, a name that programs take code from, half of a path or a mount) cannot be
shown, so it cannot be approved by a second person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.redaction import PLACEHOLDER
from bot.redaction.code_words import INTERPRETERS, RUNS, Piece, command_line, pieces, program
from bot.redaction.covering import Covered
from bot.redaction.names import secret_name
from commands.parsed import FlagUse, ParsedCommand
from commands.words import Word

Span = tuple[int, int]
CANNOT = "A part of this command cannot be shown, so a second person cannot approve it:"
INSTEAD = (
    "What to do instead: leave the hidden part out, give it to the container in another way (a file in a volume, a docker secret, "
    "the image's own settings), or have it run by somebody whose grant asks for no second person."
)
# What a password or a token looks like as one plain word: nothing in it means anything to a shell, ends a word or parts a list.
PLAIN = re.compile(r"[A-Za-z0-9_+/=.:@%~^!*#?-]+")
# Code in which a hidden value cannot come to run: plain words, no variable, no quote, no pattern.
INERT = re.compile(r"[A-Za-z0-9_ ./:@%+,=-]*")
VARIABLES = frozenset({"env", "env-add", "build-arg"})
VALUES = VARIABLES | {"label", "label-add", "container-label", "container-label-add", "log-opt", "annotation"}
# Flags whose whole value is a secret.
SECRETS = frozenset({"token", "password"})
# Words by which a program comes at its variables, or at another program.
_REACHES = frozenset({"env", "printenv", "set", "export", "declare", "typeset", "readonly", "eval", "source", ".", "exec", "xargs"})
# Variables that programs take code from, or the place of code: words of their names, and well-known names.
_CODE_WORDS = frozenset(
    """
    cmd cmds command commands script scripts exec entrypoint startup start hook hooks eval shell preload path opts opt options args
    arguments flags plugin plugins module modules init run runner handler editor visual pager browser wrapper askpass extension
    extensions
    """.split()
)
_CODE_NAMES = re.compile(
    r"(?i)(?:LD|DYLD|BASH|NPM_CONFIG|GIT_CONFIG|GCONV|LUA)_.*|.*(?:PATH|OPTS?|OPTIONS|PRELOAD|FLAGS|STARTUP|ASKPASS)|PYTHON(?:HOME|BREAKPOINT"
    r"|INSPECT|WARNINGS)|PERL5?(?:LIB|DB)|RUBYLIB|GIT_(?:SSH|EXTERNAL_DIFF|PROXY_COMMAND)|PHPRC|PHP_INI_.*|IFS|PS[0-4]|ENV|TERMINFO.*"
    r"|LESSOPEN|LESSCLOSE|SHELLOPTS|BASHOPTS|CC|CXX|LD|R_PROFILE\w*|HOSTALIASES"
)
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")


def unseen(parsed: ParsedCommand, covered: Covered, sure: Iterable[Span]) -> tuple[str, ...]:
    """Why a second person cannot approve the command; `sure` are places that are secrets by their name or form."""
    if not covered.hidden:
        return ()
    sure = tuple(sure)
    found = list(dict.fromkeys(_reasons(parsed, covered, sure)))
    return (CANNOT, *found, INSTEAD) if found else ()


def _reasons(parsed: ParsedCommand, covered: Covered, sure: tuple[Span, ...]) -> Iterator[str]:
    if parsed.spec is None:
        yield "it cannot be read as one docker command."
        return
    if parsed.stdin:
        yield "a Dockerfile is code, and values are hidden in it or go into it."
        return
    reached = False
    for span in covered.hidden:
        hidden = parsed.text[span[0] : span[1]]
        use = next((one for one in parsed.uses if one.value_span and _inside(span, one.value_span)), None)
        word = next((one for one in command_line(parsed) if _inside(span, one.span)), None)
        if use is not None:
            yield from _in_flag(parsed.text, use, span)
            reached = reached or use.long in VARIABLES
        elif word is not None:
            yield from _in_command_line(parsed, word, span, sure)
            reached = True
        else:
            yield f"what is hidden stands in {_around(parsed, span)}, which is more than a value."
            continue
        if not PLAIN.fullmatch(hidden):
            yield f"the hidden value in {_where(use, word)} is more than one plain word: it may be code."
    if reached:
        yield from _runnable(parsed, covered)


def _inside(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _in_flag(text: str, use: FlagUse, span: Span) -> Iterator[str]:
    """A flag's value: only what stands behind the `=` of a variable, a label or a log option."""
    assert use.value_span is not None
    name = use.value.partition("=")[0]
    if use.long in SECRETS and text[use.value_span[0] : use.value_span[1]].strip("\"'") == text[span[0] : span[1]]:
        return
    if use.long not in VALUES or "=" not in text[use.value_span[0] : span[0]]:
        yield f"a part of --{use.long} is hidden."
    elif _names_code(name):
        yield f"programs take code, or the place of code, from what is named like {name}."


def _in_command_line(parsed: ParsedCommand, word: Word, span: Span, sure: tuple[Span, ...]) -> Iterator[str]:
    """The container's own command: only the value of one of its flags, and a password in an address."""
    words = command_line(parsed)
    at = words.index(word)
    before = words[at - 1].text if at else ""
    flagged = word.text.startswith("-") or (before.startswith("-") and before.strip("-") != "")
    if at == 0 or not (flagged or "://" in word.text):
        yield "a word of the container's command is hidden that may name what is run."
    elif not any(start < span[1] and end > span[0] for start, end in sure):
        yield "a word of the container's command is hidden only because it looks random: it may be code in another form."
    if any(program(one) in INTERPRETERS for piece in pieces(parsed) for one in piece.text.split()):
        yield "the container's command is for a shell or another program that runs words, and one of them is hidden."


def _runnable(parsed: ParsedCommand, covered: Covered) -> Iterator[str]:
    """A hidden value beside visible code that could run it."""
    for piece in pieces(parsed):
        shown = _shown(parsed.text, piece, covered)
        words = {program(word) for word in shown.split()}
        if not INERT.fullmatch(shown) or words & _REACHES:
            yield "the container's command is code that can use a hidden value as code."
            return


def _shown(text: str, piece: Piece, covered: Covered) -> str:
    """The piece's words without what is hidden in them, as they are typed where something is."""
    hidden = [span for span in covered.hidden if _inside(span, piece.span)]
    if not hidden:
        return piece.text
    shown, at = "", piece.span[0]
    for start, end in hidden:
        shown += text[at:start]
        at = end
    return (shown + text[at : piece.span[1]]).replace(PLACEHOLDER, "")


def _names_code(name: str) -> bool:
    words = [word.lower() for word in _SPLIT.split(name) if word]
    if _CODE_NAMES.fullmatch(name) or (words[-1:] and words[-1] in _CODE_WORDS):
        return True
    return not secret_name(name) and bool(_CODE_WORDS.intersection(words))


def _where(use: FlagUse | None, word: Word | None) -> str:
    return f"--{use.long}" if use is not None else "the container's command" if word is not None else "the command"


def _around(parsed: ParsedCommand, span: Span) -> str:
    """What a hidden place belongs to, in words."""
    for use in parsed.uses:
        if use.whole[0] < span[1] and use.whole[1] > span[0]:
            return f"--{use.long}"
    if parsed.path in RUNS and any(word.start < span[1] and word.end > span[0] for word in command_line(parsed)):
        return "several words of the container's command"
    return "a name or another word of the command"
