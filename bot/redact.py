"""Take secrets out of everything that is shown, kept or logged.

    redactor = Redactor(settings.redact)        # "env" (every variable's value) | "names" | "none"
    redactor.text(output)                       # logs, tables, error texts; idempotent
    redactor.command("docker run -e A=b x")     # echoes, approval cards, audit rows
    redactor.parts(text, parts)                 # the explained words of a command
    redactor.data(inspected)                    # the Engine's JSON; the same object where nothing is secret
    stream = redactor.stream(); stream.feed(piece) …; stream.close()

With mode `none` everything comes back as it is. What is hidden reads `[redacted]`. All searches start from fixed
marks and are bounded, so that megabytes of hostile text take a fraction of a second each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from bot.redaction import PLACEHOLDER
from bot.redaction.code_words import ended_at_shell
from bot.redaction.command_line import variable_values
from bot.redaction.covering import Covered, cover
from bot.redaction.entropy import random_words
from bot.redaction.formats import known_formats, private_keys, urls
from bot.redaction.json_data import JsonMask
from bot.redaction.learnt import Learnt, bare_places, shared, unmistakable, worth_learning
from bot.redaction.named import dumped_variables, named_values, program_passwords
from bot.redaction.stream import MaskStream

__all__ = ["MODES", "PLACEHOLDER", "Redactor"]

MODES = ("env", "names", "none")
# Of so many values that stand under a secret's name in one text each is looked for elsewhere in it.
MOST_NAMED = 200
SHORTEST_OF_CONFIGS = 4
Span = tuple[int, int]


class Redactor:
    """One way of masking, for one request or for good. Safe from several threads.

    It remembers the secret values that it hid because of their names: the same value in the logs that are read next is hidden
    too. One that lives longer than a request must not (`remembers` False): whoever writes to it could teach it to hide words.
    """

    def __init__(self, mode: str = "env", remembers: bool = True) -> None:
        if mode not in MODES:
            raise ValueError(f"redact is one of {', '.join(MODES)}, not {mode!r}")
        self.mode = mode
        self.on = mode != "none"
        self._known = Learnt()
        self._remembers = remembers

    def text(self, text: str) -> str:
        """A text without values whose name or shape says that they are secret."""
        if not self.on:
            return text
        return cover(text, self._all_places(text)).text

    def _all_places(self, text: str, known: Iterable[str] = ()) -> list[Span]:
        """Everything in a text that is hidden, whatever kind of text it is; a value named in it also where it stands bare."""
        if len(text) < 6:
            return []
        named = list(named_values(text))
        values = {text[start:end] for start, end in named[:MOST_NAMED]}
        values = {value for value in values if worth_learning(value)}
        if self._remembers:
            for value in values:
                self._known.add(value)
        places = [*named, *_by_form(text), *random_words(text)]
        places += bare_places(text, {*values, *known, *self._known.values(), *shared.values()})
        if self.mode == "env":
            places += dumped_variables(text)
        return places

    def command(self, text: str) -> str:
        """A command line, or what somebody wrote; in mode `env` without any value of a variable or build argument."""
        if not self.on:
            return text
        return self.covered(text).text

    def covered(self, text: str) -> Covered:
        """The same, with the places that it hides. In words that are run a hidden value ends where shell begins."""
        if not self.on:
            return Covered(text)
        named = {text[start:end] for start, end in variable_values(text, every=False)}
        first = cover(text, ended_at_shell(text, variable_values(text, every=self.mode == "env")))
        places = self._all_places(first.text, filter(worth_learning, named))
        second = cover(first.text, ended_at_shell(first.text, places))
        return second.after(first, text)

    def sure(self, text: str) -> tuple[Span, ...]:
        """The places of a command that are hidden by their name or form, not only because they look random or were met before."""
        variables = variable_values(text, every=self.mode == "env") if self.on else ()
        return (*variables, *named_values(text), *_by_form(text)) if self.on else ()

    def parts(self, text: str, parts: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        """The explained words of a command (`dockwise check`'s shape): no secret in a word nor in what is said of it."""
        if not self.on:
            return tuple(dict(part) for part in parts)
        places = sorted({*ended_at_shell(text, [*variable_values(text, every=self.mode == "env"), *self._all_places(text)])})
        secrets = sorted({text[start:end] for start, end in places if end - start > 2}, key=len, reverse=True)
        shown = []
        for part in parts:
            start, end = part["span"]
            inside = [(max(at, start) - start, min(to, end) - start) for at, to in places if at < end and to > start]
            explanation = str(part["explanation"])
            for secret in secrets:
                explanation = explanation.replace(secret, PLACEHOLDER)
            word = cover(text[start:end], inside).text if inside else str(part["text"])
            shown.append({**part, "text": self.text(word), "explanation": self.text(explanation)})
        return tuple(shown)

    def data(self, data: Any) -> Any:
        """JSON of the Engine without secrets: inspect, history, info, top, events, services, stacks, configs."""
        return self._json.mask(data) if self.on else data

    def stream(self) -> MaskStream:
        """For a text that comes in pieces."""
        return MaskStream(self.text)

    @cached_property
    def _json(self) -> JsonMask:
        return JsonMask(self.text, every=self.mode == "env", learn=self._learn, known=self._known.values, content=self.content)

    def content(self, text: str) -> str:
        """What a config holds: a value that has a secret's name is hidden wherever it stands in it, however plain it is."""
        if not self.on:
            return text
        values = {text[start:end] for start, end in list(named_values(text))[:MOST_NAMED]}
        words = (re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text) for value in values if len(value) >= SHORTEST_OF_CONFIGS)
        return cover(text, [*self._all_places(text), *(found.span() for each in words for found in each)]).text

    def _learn(self, value: str) -> None:
        """A value that was hidden because of its name."""
        if worth_learning(value) and self._remembers:
            self._known.add(value)
            if unmistakable(value):
                shared.add(value)


def _by_form(text: str) -> Iterable[Span]:
    yield from known_formats(text)
    if "PRIVATE KEY" in text or "Private-Lines:" in text:
        yield from private_keys(text)
    if "://" in text:
        yield from urls(text)
    yield from program_passwords(text)
