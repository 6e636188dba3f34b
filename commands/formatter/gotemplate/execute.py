"""Run a tree over a value.

Mirrors Go's text/template/exec.go, errors included; steps, depth and output are bounded.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from commands.formatter.gofmt import quoted, text_of
from commands.formatter.gotemplate.evaluate import Evaluator
from commands.formatter.gotemplate.nodes import (
    ActionNode,
    BranchNode,
    ListNode,
    Node,
    PipeNode,
    TemplateError,
    TemplateNode,
    TextNode,
    WordNode,
)
from commands.formatter.gotemplate.reflecting import NOTHING, Maybe, Nothing, indirect, indirect_interface, truth
from commands.formatter.gotypes import ANY, INT, INTS, UINTS, type_of
from commands.formatter.govalues import Value

MAX_DEPTH = 150


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class State(Evaluator):
    """One run of a template."""

    def run(self, data: Value | None) -> str:
        """The whole output; TemplateError where it fails (what was written so far is then in `out`)."""
        dot: Maybe = NOTHING if data is None else data
        self.vars = [("$", dot)]
        if self.name not in self.trees:
            raise TemplateError(f"template: {self.name}: {quoted(self.name)} is an incomplete or empty template")
        try:
            self.walk(dot, self.trees[self.name])
        except RecursionError:
            self.fail("exceeded maximum template depth (100000)")
        return "".join(self.out)

    # -- walking
    def walk(self, dot: Maybe, node: Node) -> None:
        self.at(node)
        self.step()
        if isinstance(node, ActionNode):
            value = self.pipeline(dot, node.pipe)
            if not node.pipe.decl:
                self.print(node, value)
        elif isinstance(node, TextNode):
            self.write(node.text)
        elif isinstance(node, ListNode):
            for one in node.nodes:
                self.walk(dot, one)
        elif isinstance(node, BranchNode):
            if node.kind == "range":
                self.range(dot, node)
            else:
                self.if_or_with(dot, node)
        elif isinstance(node, TemplateNode):
            self.template(dot, node)
        elif isinstance(node, WordNode):
            raise _Break if node.word == "break" else _Continue

    def if_or_with(self, dot: Maybe, node: BranchNode) -> None:
        known = len(self.vars)
        value = self.pipeline(dot, node.pipe)
        held = indirect_interface(value)
        if truth(held):
            self.walk(value if node.kind == "with" else dot, node.body)
        elif node.otherwise is not None:
            self.walk(dot, node.otherwise)
        del self.vars[known:]

    def range(self, dot: Maybe, node: BranchNode) -> None:
        self.at(node)
        known = len(self.vars)
        value = indirect(self.pipeline(dot, node.pipe))[0]
        mark = len(self.vars)
        ran = False
        try:
            for index, item in self.items(value, len(node.pipe.decl)):
                ran = True
                self.step()
                if node.pipe.decl:
                    second = len(node.pipe.decl) > 1
                    self.bind(node.pipe, 0, index if second or item is None else item)
                    if second:
                        self.bind(node.pipe, 1, NOTHING if item is None else item)
                with contextlib.suppress(_Continue):
                    self.walk(index if item is None else item, node.body)
                del self.vars[mark:]
        except _Break:
            pass
        if not ran and node.otherwise is not None:
            self.walk(dot, node.otherwise)
        del self.vars[known:]

    def bind(self, pipe: PipeNode, which: int, value: Maybe) -> None:
        if pipe.assign:
            self.set_var(pipe.decl[which].idents[0], value)
        else:
            place = len(pipe.decl) - which
            name = self.vars[-place][0]
            self.vars[-place] = (name, value)

    def items(self, value: Maybe, variables: int) -> Iterator[tuple[Maybe, Maybe | None]]:
        if isinstance(value, Nothing):
            return
        kind, data = value.kind, value.data
        if kind in ("slice", "array"):
            for index in range(len(data or ())):
                yield Value(INT, index), value.item(index)
        elif kind == "map":
            for key in sorted(data or {}):
                yield Value(type_of(value.type.key), key), value.item(key)
        elif kind in INTS or kind in UINTS:
            if variables > 1:
                self.fail(f"can't use {data} to iterate over more than one variable")
            for index in range(data):
                yield Value(value.type, index), None
        elif kind == "string":
            self.fail(f"range can't iterate over {data}")
        else:
            self.fail(f"range can't iterate over {text_of(value)}")

    def template(self, dot: Maybe, node: TemplateNode) -> None:
        self.at(node)
        if node.name not in self.trees:
            self.fail(f"template {quoted(node.name)} not defined")
        if self.depth >= MAX_DEPTH:
            self.fail("exceeded maximum template depth (100000)")
        inner = NOTHING if node.pipe is None else self.pipeline(dot, node.pipe)
        variables, current = self.vars, self.current
        self.vars, self.current = [("$", inner)], node.name
        self.depth += 1
        self.walk(inner, self.trees[node.name])
        self.depth -= 1
        self.vars, self.current = variables, current

    # -- printing
    def print(self, node: Node, value: Maybe) -> None:
        self.at(node)
        if isinstance(value, Nothing):
            self.write("<no value>")
            return
        if value.kind == "ptr":
            held, _ = indirect(value)
            value = held if isinstance(held, Value) else value
            row = value.elem() if value.kind == "ptr" and value.methods is not None else None
            value = value if row is None else row
        if value.kind == "interface" and value.data is None:
            self.write("<no value>" if value.type is ANY else "<nil>")
            return
        if value.kind == "func":
            self.fail(f"can't print {node} of type {value.type.name}")
        self.write(text_of(value))
