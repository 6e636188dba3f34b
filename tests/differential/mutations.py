"""One thing changed in a command that people write: a typo, a foreign flag, a value too few or too many."""

from __future__ import annotations

import random
from collections.abc import Callable

from commands.spec.load import command
from commands.spec.model import Command

LETTERS = "abcdefghijklmnopqrstuvwxyz-"
TTY_SLIPS = ["-it", "-ti", "-itd", "--it", "-IT", "-i t", "-itz", "--i", "-i=true", "-it=false", "- it", "—it", "-d=false"]
HELP = ["--help", "-h", "--help=false", "help", "--help=x", "-help"]
Words = list[str]


def command_of(words: Words) -> Command | None:
    """The command that the words name."""
    for size in (3, 2, 1):
        try:
            return command(" ".join(words[1 : 1 + size]))
        except KeyError:
            continue
    return None


class Mutations:
    """Changes of a command's words, each out of a random source. `words[0]` is `docker`."""

    def __init__(self, source: random.Random, images: Words, anything: Words, odd: Words, names: Words) -> None:
        self.random, self.images, self.anything, self.odd, self.names = source, images, anything, odd, names

    def all(self) -> list[Callable[[Words], Words]]:
        """Every change that needs no other command."""
        return [
            self.typo_in_flag, self.drop_word, self.extra_word, self.late_flag, self.empty_value, self.one_dash, self.three_dashes,
            self.twice, self.typo_in_command, self.any_value, self.split_it, self.swap, self.upper, self.add_help, self.equals,
            self.bad_image,
        ]  # fmt: skip

    def place(self, words: Words, test: Callable[[str], bool]) -> int | None:
        """The place of a word that passes a test."""
        found = [index for index, word in enumerate(words) if index and test(word)]
        return self.random.choice(found) if found else None

    def insert(self, words: Words, new: Words, at: int | None = None) -> Words:
        """The words with others put in after the command's name."""
        one = command_of(words)
        lead = 1 + (len(one.path.split()) if one and " ".join(words[1:]).startswith(one.path) else 1)
        index = at if at is not None else self.random.randint(min(lead, len(words)), len(words))
        return [*words[:index], *new, *words[index:]]

    def typo(self, word: str) -> str:
        """A letter lost, doubled, added or wrong."""
        index = self.random.randrange(max(1, len(word)))
        letter = self.random.choice(LETTERS)
        return self.random.choice(
            [word[:index] + word[index + 1 :], word[:index] + letter + word[index:], word[:index] + letter + word[index + 1 :],
             word[:-1], word + "s"]
        )  # fmt: skip

    def typo_in_flag(self, words: Words) -> Words:
        """`--naem`."""
        index = self.place(words, lambda word: word.startswith("--") and len(word) > 3)
        if index is None:
            return words
        name, equals, value = words[index].partition("=")
        return [*words[:index], "--" + self.typo(name[2:]) + equals + value, *words[index + 1 :]]

    def drop_word(self, words: Words) -> Words:
        """One word less."""
        index = self.random.randrange(1, len(words)) if len(words) > 1 else None
        return words if index is None else words[:index] + words[index + 1 :]

    def extra_word(self, words: Words) -> Words:
        """One word more."""
        return [*words, self.random.choice([*self.names, *self.odd, "extra", "-x", "--", "--help"])]

    def late_flag(self, words: Words) -> Words:
        """A flag moved to the end."""
        index = self.place(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], *words[index + 1 :], words[index]]

    def empty_value(self, words: Words) -> Words:
        """`--flag=`."""
        index = self.place(words, lambda word: word.startswith("-") and len(word) > 1)
        if index is None:
            return words
        return [*words[:index], words[index].partition("=")[0] + "=", *words[index + 1 :]]

    def one_dash(self, words: Words) -> Words:
        """`-name`, or no dash at all."""
        index = self.place(words, lambda word: word.startswith("--") and len(word) > 3)
        return words if index is None else [*words[:index], words[index][self.random.choice([1, 2]) :], *words[index + 1 :]]

    def three_dashes(self, words: Words) -> Words:
        """`---name`, or `--n`."""
        index = self.place(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], "-" + words[index], *words[index + 1 :]]

    def twice(self, words: Words) -> Words:
        """A flag written twice."""
        index = self.place(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], words[index], *words[index:]]

    def typo_in_command(self, words: Words) -> Words:
        """`docker rnu`."""
        if len(words) < 2:
            return words
        index = 1 if len(words) < 3 or self.random.random() < 0.6 else 2
        return [*words[:index], self.typo(words[index]), *words[index + 1 :]]

    def any_value(self, words: Words) -> Words:
        """Something else after `=`."""
        index = self.place(words, lambda word: "=" in word and word.startswith("--") and "file" not in word and "-key" not in word)
        if index is None:
            return words
        return [*words[:index], words[index].partition("=")[0] + "=" + self.random.choice(self.anything), *words[index + 1 :]]

    def split_it(self, words: Words) -> Words:
        """What people make of `-it`."""
        return self.insert(words, [self.random.choice(TTY_SLIPS)])

    def swap(self, words: Words) -> Words:
        """Two neighbours in the wrong order."""
        if len(words) < 4:
            return words
        index = self.random.randrange(1, len(words) - 1)
        return [*words[:index], words[index + 1], words[index], *words[index + 2 :]]

    def upper(self, words: Words) -> Words:
        """A word in capitals."""
        index = self.random.randrange(1, len(words)) if len(words) > 1 else None
        return words if index is None else [*words[:index], words[index].upper(), *words[index + 1 :]]

    def add_help(self, words: Words) -> Words:
        """A call for help somewhere."""
        return self.insert(words, [self.random.choice(HELP)])

    def equals(self, words: Words) -> Words:
        """`--flag=value` where a blank was."""
        index = self.place(words, lambda word: word.startswith("-") and "=" not in word)
        if index is None or index + 1 >= len(words):
            return words
        return [*words[:index], f"{words[index]}={words[index + 1]}", *words[index + 2 :]]

    def bad_image(self, words: Words) -> Words:
        """Another last word: an image's name, good or bad."""
        return [*words[:-1], self.random.choice(self.images)] if len(words) > 2 else words
