"""Every word of a command explained: what it is, and what it does here, with its value.

Words are explained in order, one part a word, so that the parts cover the text. A wrong command is
explained as well: what is known of it, and what may have been meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commands.explaining import operands, shell
from commands.explaining.flags import flag_text
from commands.explaining.parts import ARGUMENT, COMMAND, CONTAINER, FLAG, PROGRAM, VALUE, Part
from commands.spec import notes
from commands.spec.load import command, paths

if TYPE_CHECKING:
    from commands.parsed import FlagUse, ParsedCommand
    from commands.words import Script, Word

_MOST_ERRORS = 20  # unknown flags after which the rest is left unexplained
__all__ = ["Part", "explain", "explain_script"]


def explain(parsed: ParsedCommand) -> list[Part]:
    """The words of one docker command, in order."""
    return _Explainer(parsed).parts()


def explain_script(script: Script, parsed: Sequence[ParsedCommand]) -> list[Part]:
    """Every word of a text: its docker commands, and what stands around them."""
    by_start = {command.words[0].start: command for command in parsed if command.words}
    parts = shell.script_parts(script, by_start, explain)
    parts.sort(key=lambda part: part.span)
    return parts


class _Explainer:
    def __init__(self, parsed: ParsedCommand) -> None:
        self.parsed = parsed
        self.text = parsed.text
        self.path = parsed.path
        self.done: dict[int, Part] = {}
        self.own = {id(use) for use in parsed.uses}

    def parts(self) -> list[Part]:
        parsed = self.parsed
        if parsed.usage_error and parsed.usage_error.code == "unknown-command":
            guessed = self._as_suggested()
            if guessed is not None:
                return guessed
        self._program()
        self._commands()
        uses = [*parsed.global_uses, *parsed.uses]
        rest = list(parsed.arg_words)
        if parsed.usage_error and not vars(parsed.namespace):  # docker stopped reading at a flag
            more, rest = self._read_on(rest)
            uses += more
        self._flags(uses)
        self._operands(self._without_its_value(rest))
        self._left_over()
        return [self.done[start] for start in sorted(self.done)]

    def _add(self, word: Word, kind: str, explanation: str) -> None:
        self.done.setdefault(word.start, Part((word.start, word.end), self.text[word.start : word.end], kind, explanation))

    def _program(self) -> None:
        first = self.parsed.words[0]
        name = first.raw or first.text
        if name == "docker-compose":
            self._add(first, PROGRAM, "Compose version 1, which ended in 2023; today's spelling is `docker compose`.")
        elif name in {"podman", "nerdctl"}:
            self._add(
                first,
                PROGRAM,
                f"{name} is another program than docker that takes most of the same words; it is read here as docker.",
            )
        else:
            self._add(first, PROGRAM, "The Docker program: it sends what follows to the Docker daemon.")

    def _commands(self) -> None:
        typed = self.parsed.command_words
        names: list[str] = []
        for index, word in enumerate(typed):
            names.append(word.text)
            path = self.path if index == len(typed) - 1 else " ".join(names)
            summary = notes.summary(path)
            same = " ".join(names)
            if index == len(typed) - 1 and self.path and same != self.path:
                summary = (
                    f"{summary} (`docker {same}` is short for `docker {self.path}`.)"
                    if len(same) < len(self.path)
                    else f"{summary} (The same as `docker {self.path}`.)"
                )
            self._add(word, COMMAND, summary or f"The group of commands {word.text}.")

    def _flags(self, uses: Sequence[FlagUse]) -> None:
        """One part a word: a cluster's letters together, a value in a word of its own apart."""
        by_word: dict[int, list[FlagUse]] = {}
        index = 0
        words = self.parsed.words
        for use in uses:
            while index + 1 < len(words) and words[index + 1].start <= use.span[0]:
                index += 1
            while index > 0 and words[index].start > use.span[0]:
                index -= 1
            by_word.setdefault(index, []).append(use)
        for place, group in by_word.items():
            word = words[place]
            last = group[-1]
            apart = last.value_span is not None and last.value_span[0] >= word.end
            self._add(word, FLAG, self._of_flag(group, apart))
            if apart and last.value_span is not None:
                at = last.value_span[0]
                later = (words[index] for index in range(place + 1, len(words)))
                value_word = next((other for other in later if other.start <= at < max(other.end, other.start + 1)), None)
                if value_word is not None:
                    self._add(
                        value_word,
                        VALUE,
                        self._refused(value_word) or flag_text(self._owner(last), last.flag, last.value, typed=True).value,
                    )

    def _refused(self, word: Word) -> str:
        """What is wrong with a value that docker refuses; "" for others."""
        error = self.parsed.usage_error
        if error is None or error.code != "bad-value" or not word.start <= error.span[0] < max(word.end, word.start + 1):
            return ""
        from commands.rules.errors import from_usage_error

        return _as_sentence(from_usage_error(self.parsed, quoted=False).message)

    def _owner(self, use: FlagUse) -> str:
        """The command that a flag belongs to: the group before it for flags between levels, "" for docker's own."""
        if id(use) in self.own:
            return self.path
        before = " ".join(word.text for word in self.parsed.command_words if word.start < use.span[0])
        if not before and use in self.parsed.global_uses:
            return ""
        return self.path if before == self.parsed.typed_path else before

    def _of_flag(self, group: list[FlagUse], apart: bool) -> str:
        sentences = []
        for use in group:
            said = flag_text(self._owner(use), use.flag, use.value, typed=use.value_span is not None)
            text = said.note
            if use.value_span is not None and not (apart and use is group[-1]):
                text = f"{said.note} {said.value}".strip()
            sentences.append(f"{use.spelling}: {text}" if len(group) > 1 else text)
        return " ".join(sentences)

    def _operands(self, words: list[Word]) -> None:
        spec = self.parsed.spec
        own = _own_command_at(self.path)
        texts = [word.text for word in words[own or 0 :]]
        for index, word in enumerate(words):
            if word.start in self.done:
                continue
            if spec is None:
                self._add(word, ARGUMENT, "It belongs to a command that docker does not know, so nothing can be said about it.")
            elif own is not None and index >= own:
                self._add(word, CONTAINER, operands.command_word(self.path, index - own, texts))
            elif spec.has_subcommands and f"{self.parsed.typed_path} {word.text}" in paths():
                self._add(word, COMMAND, notes.summary(command(f"{self.parsed.typed_path} {word.text}").path))
            elif spec.has_subcommands and not spec.runnable:
                self._add(word, ARGUMENT, f"No command of `docker {self.parsed.typed_path}` has this name.")
            else:
                self._add(word, ARGUMENT, operands.operand(self.path, index, word.text, len(words)))

    def _without_its_value(self, rest: list[Word]) -> list[Word]:
        """The operands but for the word after a misspelt flag, where the flag that was meant takes a value."""
        error, spec = self.parsed.usage_error, self.parsed.spec
        if error is None or spec is None or error.code != "unknown-flag":
            return rest
        from commands.rules.errors import from_usage_error

        meant = spec.flag((from_usage_error(self.parsed, quoted=False).suggestion or "").lstrip("-"))
        wrong = next((word for word in self.parsed.words if _stands_in(error.span, word)), None)
        if meant is None or not meant.takes_value or wrong is None or "=" in wrong.text:
            return rest
        after = next((word for word in rest if word.start > wrong.start), None)
        if after is None or self.text[wrong.end : after.start].strip():
            return rest
        self._add(after, VALUE, f"Perhaps meant as the value of --{meant.long}; docker did not come to it.")
        return [word for word in rest if word is not after]

    def _left_over(self) -> None:
        """Words that neither flags nor operands took: `--`, and the word that is wrong."""
        error = self.parsed.usage_error
        for word in self.parsed.words:
            if word.start in self.done:
                continue
            if word.text == "--":
                self._add(word, FLAG, "Ends the flags: what follows is no flag even when it begins with a dash.")
            elif word.text.partition("=")[0] in {"--help", "-h"}:
                self._add(word, FLAG, "Shows the help of the command and does nothing else.")
            elif error is not None and _stands_in(error.span, word):
                from commands.rules.errors import from_usage_error

                said = _as_sentence(from_usage_error(self.parsed, quoted=False).message)
                self._add(word, FLAG if word.text.startswith("-") else ARGUMENT, said)
            elif word.text.startswith("-"):
                self._add(word, FLAG, f"`docker {self.parsed.typed_path}`".replace(" `", "`") + " has no such flag.")
            else:
                self._add(word, ARGUMENT, "docker stops reading before this word, so it has no effect here.")

    def _read_on(self, rest: list[Word]) -> tuple[list[FlagUse], list[Word]]:
        """The flags after the place where docker gave up, as far as they are known; and the other words."""
        parsed = self.parsed
        if (
            parsed.spec is None
            or parsed.usage_error is None
            or parsed.usage_error.code not in {"unknown-flag", "bad-value", "missing-value", "bad-flag-syntax"}
        ):
            return [], rest
        from commands.pflag import read_flags

        at = parsed.usage_error.span[1]
        before = [word for word in rest if word.end <= at]
        typed = {word.start for word in parsed.command_words}
        words = [
            word for word in parsed.words if word.start not in typed and word.start > at - 1 and word.start != parsed.words[0].start
        ]
        words = [
            word
            for word in words
            if word.start >= parsed.usage_error.span[0] and not (word.start <= parsed.usage_error.span[0] < word.end)
        ]
        uses = self._wrong_use()
        operands_found: list[Word] = list(before)
        for _ in range(_MOST_ERRORS):
            reading = read_flags(
                words, parsed.spec.by_long, parsed.spec.by_short, lambda flag, text: None, parsed.spec.interspersed
            )
            uses += reading.uses
            operands_found += reading.operands
            if not reading.error or not reading.rest:
                break
            words = list(reading.rest)
        return uses, operands_found

    def _wrong_use(self) -> list[FlagUse]:
        """The flag whose value docker refuses, so that flag and value are explained."""
        parsed = self.parsed
        error = parsed.usage_error
        if error is None or error.code != "bad-value" or parsed.spec is None:
            return []
        index = next((i for i, word in enumerate(parsed.words) if word.start <= error.span[0] < max(word.end, word.start + 1)), 0)
        word = parsed.words[index]
        from commands.parsed import FlagUse as Use

        if word.text.startswith("-") and len(word.text) > 1 and not (index and _takes_next(parsed, parsed.words[index - 1].text)):
            return []
        before = parsed.words[index - 1]
        flag = _flag_of(parsed, before.text)
        if flag is None:
            return []
        return [Use(flag, before.text, word.text, before.span, word.span)]

    def _as_suggested(self) -> list[Part] | None:
        """An unknown command explained by the one that may have been meant, word by word."""
        parsed = self.parsed
        error = parsed.usage_error
        if error is None:
            return None
        from commands.parser import parse
        from commands.rules.errors import from_usage_error

        finding = from_usage_error(parsed, quoted=False)
        wrong = next((word for word in parsed.words if word.start <= error.span[0] < max(word.end, word.start + 1)), None)
        if wrong is None or not finding.suggestion:
            return None
        meant = finding.suggestion.split(" ")[len(parsed.command_words) + 1 : len(parsed.command_words) + 2]
        words = tuple(replace(word, text=meant[0], raw=meant[0]) if word is wrong and meant else word for word in parsed.words)
        again = parse(words, parsed.text)
        if again.usage_error and again.usage_error.code == "unknown-command":
            return None
        message = _as_sentence(finding.message)
        return [Part(part.span, part.text, part.kind, message) if part.span[0] == wrong.start else part for part in explain(again)]


def _stands_in(span: tuple[int, int], word: Word) -> bool:
    """True where a place lies in a word; an empty place counts at the word's end too."""
    if span[0] == span[1]:
        return word.start <= span[0] <= word.end
    return span[0] < max(word.end, word.start + 1) and word.start < span[1]


def _as_sentence(message: str) -> str:
    """A finding's message as a sentence of its own."""
    first = message if message.startswith("docker") else message[:1].upper() + message[1:]
    return first if first.endswith(("?", ".", "!")) else first + "."


def _flag_of(parsed: ParsedCommand, text: str) -> Any:
    if parsed.spec is None:
        return None
    if text.startswith("--"):
        return parsed.spec.by_long.get(text[2:])
    return parsed.spec.by_short.get(text[-1:]) if text.startswith("-") else None


def _takes_next(parsed: ParsedCommand, text: str) -> bool:
    flag = _flag_of(parsed, text)
    return bool(flag is not None and flag.no_opt_default is None and "=" not in text)


def _own_command_at(path: str) -> int | None:
    """From which operand on the words are the container's own command; None where there is none."""
    return {
        "container run": 1, "container create": 1, "container exec": 1, "service create": 1, "compose run": 1, "compose exec": 1,
    }.get(path)  # fmt: skip
