"""Go's fmt.Sprintf, its complaints in the text included. What it would grow to is counted before it is made.

Mirrors fmt/print.go, doPrintf, and its helpers: the verbs themselves are in `gofmt`.
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.budget import Exceeded
from commands.formatter.gofmt import MOST, formatted, padded, text_of, unwrap
from commands.formatter.gotypes import INTS, UINTS
from commands.formatter.govalues import Value

# Where Go stops reading a number: widths and precisions up to ten million are fine by it.
_TOO_LARGE = 1_000_000


@dataclass(slots=True)
class _Verb:
    """One verb: its flags, width and precision, and whether its argument's number was right."""

    flags: str = ""
    width: int = 0
    precision: int | None = None
    good: bool = True


class _Printer:
    """One call: the place in the format, the next argument, and what was written."""

    def __init__(self, form: str, values: list[Value | None]) -> None:
        self.form, self.values = form, [unwrap(value) for value in values]
        self.at = self.next = self.size = 0
        self.reordered = self.after_index = False
        self.out: list[str] = []

    def write(self, text: str) -> None:
        self.take(len(text))
        self.out.append(text)

    def take(self, amount: int) -> None:
        """Count letters before they are there."""
        self.size += amount
        if self.size > MOST:
            raise Exceeded("the text is too long", "bytes")

    def run(self) -> str:
        form, end = self.form, len(self.form)
        while self.at < end:
            percent = form.find("%", self.at)
            if percent != self.at:
                self.write(form[self.at : percent if percent >= 0 else end])
                self.at = percent if percent >= 0 else end
                continue
            self.at += 1
            if not self.verb():
                break
        if not self.reordered and self.next < len(self.values):
            self.extra()
        return "".join(self.out)

    def verb(self) -> bool:
        """One verb after its percent sign; False where the format ends before it."""
        one = _Verb(flags=self.flags())
        self.index(one)
        self.width(one)
        self.precision(one)
        if not self.after_index:
            self.index(one)
        if self.at >= len(self.form):
            self.write("%!(NOVERB)")
            return False
        letter = self.form[self.at]
        self.at += 1
        if letter == "%":
            self.write("%")
        elif not one.good:
            self.write(f"%!{letter}(BADINDEX)")
        elif self.next >= len(self.values):
            self.write(f"%!{letter}(MISSING)")
        else:
            self.next += 1
            self.argument(self.values[self.next - 1], letter, one)
        return True

    def flags(self) -> str:
        start = self.at
        while self.at < len(self.form) and self.form[self.at] in "#0+- ":
            self.at += 1
        return self.form[start : self.at]

    def index(self, one: _Verb) -> None:
        """`[3]`: the argument's number, from 1."""
        self.after_index = False
        if self.form[self.at : self.at + 1] != "[":
            return
        self.reordered = True
        closed = self.form.find("]", self.at + 1)
        if closed < 0 or len(self.form) - self.at < 3:
            one.good = False
            self.at += 1
            return
        number, stop = self.number(self.at + 1, closed)
        self.at = closed + 1
        if number is None or stop != closed:
            one.good = False
        else:
            self.after_index = True
            if 0 < number <= len(self.values):
                self.next = number - 1
            else:
                one.good = False

    def number(self, start: int, end: int) -> tuple[int | None, int]:
        """Digits as a number, and where they end; None where there are none, or far too many (they end the format then)."""
        at, found = start, 0
        while at < end and self.form[at] in "0123456789":
            if found > _TOO_LARGE:
                return None, end
            found = found * 10 + int(self.form[at])
            at += 1
        return (found if at > start else None), at

    def from_argument(self) -> int | None:
        """The number that `*` stands for; None where the argument is no number, or too large a one."""
        if self.next >= len(self.values):
            return None
        value = self.values[self.next]
        self.next += 1
        if value is None or value.kind not in INTS + UINTS or abs(value.data) > _TOO_LARGE:
            return None
        return int(value.data)

    def width(self, one: _Verb) -> None:
        if self.form[self.at : self.at + 1] == "*":
            self.at += 1
            given = self.from_argument()
            if given is None:
                self.write("%!(BADWIDTH)")
            elif given < 0:
                one.flags = one.flags.replace("0", "") + "-"
            one.width = abs(given or 0)
            self.after_index = False
            return
        found, self.at = self.number(self.at, len(self.form))
        one.width = found or 0
        if self.after_index and found is not None:
            one.good = False

    def precision(self, one: _Verb) -> None:
        if self.form[self.at : self.at + 1] != ".":
            return
        self.at += 1
        if self.after_index:
            one.good = False
        self.index(one)
        if self.form[self.at : self.at + 1] == "*":
            self.at += 1
            given = self.from_argument()
            one.precision = None if given is None or given < 0 else given
            if one.precision is None:
                self.write("%!(BADPREC)")
            self.after_index = False
            return
        found, self.at = self.number(self.at, len(self.form))
        one.precision = found or 0

    def argument(self, value: Value | None, letter: str, one: _Verb) -> None:
        """One argument under its verb."""
        plus, sharp = "+" in one.flags, "#" in one.flags

        def leaf(part: Value | None) -> str:
            digits = 0 if part is None or part.kind == "string" else one.precision or 0
            counted = max(one.width, digits)
            self.take(counted)
            text = formatted(part, letter, one.flags, one.precision)
            if part is not None and text.startswith(f"%!{letter}(") and (part.kind != "string" or letter not in "vsqxX"):
                plain = padded(formatted(part, "v", one.flags, one.precision), part, "v", one.flags, one.width)
                text = f"%!{letter}({part.type.name}={plain})"
            else:
                text = padded(text, part, letter, one.flags, one.width)
            self.take(max(0, len(text) - counted))
            return text

        if value is not None and value.kind in ("struct", "map", "slice", "array", "ptr") and letter not in "Tp":
            # The address of a pointer has no more than one way to be written; what it points to has.
            self.out.append(text_of(value, letter, plus, sharp, 0, leaf))
        else:
            self.out.append(leaf(value))

    def extra(self) -> None:
        self.write("%!(EXTRA ")
        for count, value in enumerate(self.values[self.next :]):
            self.write(", " if count else "")
            self.write("<nil>" if value is None else f"{value.type.name}={text_of(value)}")
        self.write(")")


def sprintf(text: str, values: list[Value | None]) -> str:
    """fmt.Sprintf; Exceeded before a text of more than a million letters is made."""
    return _Printer(text, values).run()
