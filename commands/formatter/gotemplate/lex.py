"""A template's text → items.

Mirrors Go's text/template/parse/lex.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commands.formatter.gofmt import quoted

KEYWORDS = ("block", "break", "continue", "define", "else", "end", "if", "range", "nil", "template", "with")
LEFT, RIGHT, COMMENT_END = "{{", "}}", "*/"
_SPACES = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `kind` is Go's name without `item` (`leftDelim`), a keyword itself, or `.`."""

    kind: str
    pos: int
    val: str
    line: int

    def __str__(self) -> str:
        if self.kind == "EOF":
            return "EOF"
        if self.kind == "error":
            return self.val
        if self.kind in KEYWORDS or self.kind == ".":
            return f"<{self.val}>"
        return quoted(self.val[:10]) + "..." if len(self.val.encode()) > 10 else quoted(self.val)


def code_point(char: str) -> str:
    """Go's `%#U`."""
    return f"U+{ord(char):04X} '{char}'" if char.isprintable() else f"U+{ord(char):04X}"


class Lexer:
    """Items of one text, a next one at a time; after an error or the end, nothing but the end."""

    def __init__(self, text: str, has_function: Callable[[str], bool]) -> None:
        self.text = text
        self.pos = self.start = self.depth = 0
        self.line = self.start_line = 1
        self.has_function = has_function
        self.items = self._run()

    def next_item(self) -> Item:
        return next(self.items, Item("EOF", self.pos, "EOF", self.start_line))

    # -- small steps
    def _peek(self) -> str:
        return self.text[self.pos : self.pos + 1]

    def _emit(self, kind: str) -> Item:
        val = self.text[self.start : self.pos]
        item = Item(kind, self.start, val, self.start_line)
        self.line += val.count("\n")
        self._ignore()
        return item

    def _ignore(self) -> None:
        self.start, self.start_line = self.pos, self.line

    def _error(self, message: str) -> Item:
        item = Item("error", self.start, message, self.start_line)
        self.pos = len(self.text)
        return item

    def _skip(self, count: int) -> None:
        self.line += self.text.count("\n", self.pos, self.pos + count)
        self.pos += count
        self._ignore()

    def _right_delim(self) -> tuple[bool, bool]:
        """Whether a closing delimiter is here, and whether it has a trim marker."""
        if self.text.startswith(" -" + RIGHT, self.pos) or self._trim_marker_right():
            return True, True
        return self.text.startswith(RIGHT, self.pos), False

    def _trim_marker_right(self) -> bool:
        return self._peek() != "" and self._peek() in _SPACES and self.text.startswith("-" + RIGHT, self.pos + 1)

    # -- states
    def _run(self) -> Iterator[Item]:
        while True:
            left = self.text.find(LEFT, self.pos)
            if left < 0:
                self.pos = len(self.text)
                if self.pos > self.start:
                    yield self._emit("text")
                yield self._emit("EOF")
                return
            trim = self._trim_left(left + len(LEFT))
            end = len(self.text[:left].rstrip(_SPACES)) if trim else left
            if end > self.start:
                self.pos = end
                yield self._emit("text")
            self._skip_to(left)
            inside = left + len(LEFT) + (2 if trim else 0)
            if self.text.startswith("/*", inside):
                self._skip_to(inside)
                problem = self._comment()
                if problem:
                    yield problem
                    return
                continue
            self.pos = left + len(LEFT)
            yield self._emit("leftDelim")
            self._skip_to(inside)
            self.depth = 0
            for item in self._inside():
                yield item
                if item.kind == "error":
                    return

    def _trim_left(self, at: int) -> bool:
        return self.text.startswith("-", at) and self.text[at + 1 : at + 2] != "" and self.text[at + 1] in _SPACES

    def _skip_to(self, at: int) -> None:
        self.pos = max(self.pos, self.start)
        self._skip(at - self.pos)

    def _comment(self) -> Item | None:
        end = self.text.find(COMMENT_END, self.pos + 2)
        if end < 0:
            return self._error("unclosed comment")
        self._skip_to_kept(end + len(COMMENT_END))
        found, trim = self._right_delim()
        if not found:
            return self._error("comment ends before closing delimiter")
        self._close(trim)
        return None

    def _skip_to_kept(self, at: int) -> None:
        self.line += self.text.count("\n", self.pos, at)
        self.pos = at

    def _close(self, trim: bool) -> None:
        self.pos += len(RIGHT) + (2 if trim else 0)
        self._ignore()
        if trim:
            rest = self.text[self.pos :]
            self._skip(len(rest) - len(rest.lstrip(_SPACES)))

    def _inside(self) -> Iterator[Item]:
        while True:
            found, trim = self._right_delim()
            if found:
                if self.depth:
                    yield self._error("unclosed left paren")
                    return
                if trim:
                    self.pos += 2
                    self._ignore()
                self.pos += len(RIGHT)
                item = self._emit("rightDelim")
                if trim:
                    rest = self.text[self.pos :]
                    self._skip(len(rest) - len(rest.lstrip(_SPACES)))
                yield item
                return
            char = self._peek()
            if not char:
                yield self._error("unclosed action")
                return
            item = self._one(char)
            yield item
            if item.kind == "error":
                return

    def _one(self, char: str) -> Item:
        if char in _SPACES:
            return self._space()
        self.pos += 1
        if char == "=":
            return self._emit("assign")
        if char == ":":
            if self._peek() != "=":
                return self._error("expected :=")
            self.pos += 1
            return self._emit("declare")
        if char == "|":
            return self._emit("pipe")
        if char in "\"'":
            return self._quote(char)
        if char == "`":
            end = self.text.find("`", self.pos)
            if end < 0:
                return self._error("unterminated raw quoted string")
            self.pos = end + 1
            return self._emit("rawString")
        if char == "$":
            return self._field_or_variable("variable")
        if char == "." and self._peek() and not "0" <= self._peek() <= "9":
            return self._field_or_variable("field")
        if char in "+-." or "0" <= char <= "9":
            self.pos -= 1
            return self._number()
        if char == "_" or char.isalpha() or char.isdigit():
            return self._identifier()
        if char == "(":
            self.depth += 1
            return self._emit("leftParen")
        if char == ")":
            self.depth -= 1
            return self._error("unexpected right paren") if self.depth < 0 else self._emit("rightParen")
        if " " < char < "\x7f":
            return self._emit("char")
        return self._error(f"unrecognized character in action: {code_point(char)}")

    def _space(self) -> Item:
        while self._peek() and self._peek() in _SPACES and not self._trim_marker_right():
            self.pos += 1
        return self._emit("space")

    def _quote(self, mark: str) -> Item:
        while True:
            char = self._peek()
            self.pos += 1
            if char == "\\" and self._peek() not in ("", "\n"):
                self.pos += 1
            elif char in ("", "\n") or char == "\\":
                return self._error("unterminated quoted string" if mark == '"' else "unterminated character constant")
            elif char == mark:
                return self._emit("string" if mark == '"' else "charConstant")

    def _word(self) -> None:
        while self._peek() and (self._peek() == "_" or self._peek().isalnum()):
            self.pos += 1

    def _at_end_of_word(self) -> bool:
        char = self._peek()
        return char == "" or char in _SPACES or char in ".,|:()" or self.text.startswith(RIGHT, self.pos)

    def _identifier(self) -> Item:
        self._word()
        word = self.text[self.start : self.pos]
        if not self._at_end_of_word():
            return self._error(f"bad character {code_point(self._peek())}")
        if word in KEYWORDS:
            plain = word in ("break", "continue") and self.has_function(word)
            return self._emit("identifier" if plain else word)
        return self._emit("bool" if word in ("true", "false") else "identifier")

    def _field_or_variable(self, kind: str) -> Item:
        if self._at_end_of_word():
            return self._emit("variable" if kind == "variable" else ".")
        self._word()
        if not self._at_end_of_word():
            return self._error(f"bad character {code_point(self._peek())}")
        return self._emit(kind)

    def _number(self) -> Item:
        if not self._scan_number():
            return self._error(f"bad number syntax: {quoted(self.text[self.start : self.pos])}")
        if self._peek() in ("+", "-"):
            if not self._scan_number() or self.text[self.pos - 1] != "i":
                return self._error(f"bad number syntax: {quoted(self.text[self.start : self.pos])}")
            return self._emit("complex")
        return self._emit("number")

    def _accept(self, chars: str, many: bool = False) -> bool:
        begin = self.pos
        while self._peek() and self._peek() in chars:
            self.pos += 1
            if not many:
                break
        return self.pos > begin

    def _scan_number(self) -> bool:
        self._accept("+-")
        digits = "0123456789_"
        if self._accept("0"):
            if self._accept("xX"):
                digits = "0123456789abcdefABCDEF_"
            elif self._accept("oO"):
                digits = "01234567_"
            elif self._accept("bB"):
                digits = "01_"
        self._accept(digits, many=True)
        if self._accept("."):
            self._accept(digits, many=True)
        if (len(digits) == 11 and self._accept("eE")) or (len(digits) == 23 and self._accept("pP")):
            self._accept("+-")
            self._accept("0123456789_", many=True)
        self._accept("i")
        if self._peek() and (self._peek() == "_" or self._peek().isalnum()):
            self.pos += 1
            return False
        return True
