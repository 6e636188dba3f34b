"""Items one after the other, with a look ahead, and Go's words for what does not fit.

Mirrors the first part of Go's text/template/parse/parse.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from commands.formatter.gotemplate.lex import Item, Lexer
from commands.formatter.gotemplate.nodes import ListNode, TemplateError


class Items:
    """The items of one text."""

    def __init__(self, name: str, text: str, has_function: Callable[[str], bool]) -> None:
        self.name = name
        self.lexer = Lexer(text, has_function)
        self.has_function = has_function
        self.back: list[Item] = []
        self.line = 1
        self.action_line = 0
        self.vars = ["$"]
        self.range_depth = 0
        self.depth = 0
        self.trees: dict[str, ListNode] = {}

    def next(self) -> Item:
        item = self.back.pop() if self.back else self.lexer.next_item()
        self.line = item.line
        return item

    def peek(self) -> Item:
        item = self.next()
        self.back.append(item)
        return item

    def next_non_space(self) -> Item:
        item = self.next()
        while item.kind == "space":
            item = self.next()
        return item

    def peek_non_space(self) -> Item:
        item = self.next_non_space()
        self.back.append(item)
        return item

    def error(self, message: str) -> NoReturn:
        raise TemplateError(f"template: {self.name}:{self.line}: {message}")

    def unexpected(self, item: Item, context: str) -> NoReturn:
        if item.kind == "error":
            extra = ""
            if self.action_line and self.action_line != item.line:
                extra = f" in action started at {self.name}:{self.action_line}"
                if item.val.endswith(" action"):
                    extra = extra[len(" in action") :]
            self.error(f"{item}{extra}")
        self.error(f"unexpected {item} in {context}")

    def expect(self, kinds: tuple[str, ...], context: str) -> Item:
        item = self.next_non_space()
        if item.kind not in kinds:
            self.unexpected(item, context)
        return item
