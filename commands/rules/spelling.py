"""Slips of the fingers and of copying: dashes, quotes, words that docker takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.findings import Finding
from commands.parsed import ParsedCommand
from commands.rules.base import Rule


class NameLooksLikeFlag(Rule):
    """A flag that needs a value takes the next word, even one that looks like a flag.

    bad:  docker run --name -d nginx:1.27
    good: docker run --name web -d nginx:1.27
    """

    code, name = "DW209", "flag-as-value"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            value = use.value
            if (
                len(value) < 2
                or value[0] != "-"
                or use.value_span is None
                or use.value_span[0] <= use.span[1] + 0
                or use.flag.is_bool
            ):
                continue
            if use.value_span[0] == use.span[1] + 1 and parsed.text[use.span[1]] == "=":
                continue
            known = parsed.spec is not None and (
                (value.startswith("--") and value[2:].partition("=")[0] in parsed.spec.by_long) or value[1] in parsed.spec.by_short
            )
            if known and not re.fullmatch(r"-\d[\w.]*", value):
                yield self.finding(
                    f"{use.spelling} takes the next word, so its value is {value!r} and docker does not see that flag", use.whole
                )


class BooleanWithWord(Rule):
    """A switch takes no word of its own: in `--rm false` the word is taken for the image.

    bad:  docker run --rm false nginx:1.27
    good: docker run --rm=false nginx:1.27
    """

    code, name = "DW210", "boolean-with-word"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.arg_words or not parsed.uses:
            return
        for word in parsed.arg_words[:1]:
            before = [use for use in parsed.uses if use.flag.is_bool and use.value_span is None and use.span[1] < word.start]
            if word.text in {"true", "false"} and before and parsed.text[before[-1].span[1] : word.start].isspace():
                use = before[-1]
                yield self.finding(
                    f"{use.spelling} takes no word after it, so {word.text!r} is taken for the first argument",
                    (use.span[0], word.end),
                    f"{use.spelling}={word.text}",
                )


class OneDashLongFlag(Rule):
    """After one dash docker reads single letters: `-publish` is `-p ublish`.

    bad:  docker run -detach nginx:1.27
    good: docker run --detach nginx:1.27
    """

    code, name = "DW211", "one-dash-long-flag"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        spec = parsed.spec
        if spec is None or not parsed.uses:
            return
        starts = {use.span[0]: use for use in parsed.uses if len(use.spelling) == 2}
        for word in parsed.words:
            if word.start in starts and len(word.text) > 3 and word.text[1] != "-":
                long = word.text[1:].partition("=")[0]
                flag = spec.by_long.get(long)
                if flag is not None and not flag.hidden:
                    use = starts[word.start]
                    read = f"{use.spelling} {use.value!r}" if use.value_span else "single letters"
                    yield self.finding(
                        f"after one dash docker reads {word.text} as {read}; a long flag has two",
                        (word.start, word.start + 1 + len(long)),
                        f"--{long}",
                    )


class DashLookalike(Rule):
    """Word processors turn `--` into one long dash, which docker takes for a plain word.

    bad:  docker run —name web nginx:1.27
    good: docker run --name web nginx:1.27
    """

    code, name = "DW212", "dash-lookalike"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.words[1:]:
            if word.text[:1] in "–—−" and len(word.text) > 1:
                dashes = "--" if len(word.text.lstrip("–—−-")) > 1 else "-"
                yield self.finding(
                    "this is a typographic dash, which docker does not take for a flag",
                    word.span,
                    dashes + word.text.lstrip("–—−-"),
                )


class SmartQuotes(Rule):
    """Typographic quotes are letters to the shell and to docker; they hold nothing together.

    bad:  docker ps --filter “name=web”
    good: docker ps --filter "name=web"
    """

    code, name = "DW213", "smart-quotes"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.words[1:]:
            if not word.quoted and word.text[:1] in "“”„‘’«":
                plain = re.sub("[“”„«»]", '"', re.sub("[‘’]", "'", word.text))
                yield self.finding("these are typographic quotes; write straight ones", word.span, plain)


class InvisibleCharacter(Rule):
    """A character that nobody sees, copied from a web page, becomes part of the word.

    bad:  docker run nginx:1.27\u200b
    good: docker run nginx:1.27
    """

    code, name = "DW214", "invisible-character"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for word in parsed.words:
            if not word.text.isascii():
                clean = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", word.text)
                if clean != word.text:
                    yield self.finding(
                        "this word holds an invisible character, which docker takes for part of it", word.span, clean
                    )
