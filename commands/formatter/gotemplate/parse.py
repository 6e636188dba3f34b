"""Items → a tree.

Mirrors Go's text/template/parse/parse.go, errors included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.formatter.gofmt import quoted
from commands.formatter.gotemplate.items import Items
from commands.formatter.gotemplate.lex import Item
from commands.formatter.gotemplate.literals import number, unquote
from commands.formatter.gotemplate.nodes import (
    ActionNode,
    BoolNode,
    BranchNode,
    ChainNode,
    CommandNode,
    DotNode,
    FieldNode,
    IdentifierNode,
    ListNode,
    NilNode,
    Node,
    NumberNode,
    PipeNode,
    StringNode,
    TemplateNode,
    TextNode,
    VariableNode,
    WordNode,
)

_OPERANDS = (
    "bool",
    "charConstant",
    "complex",
    ".",
    "field",
    "identifier",
    "number",
    "nil",
    "rawString",
    "string",
    "variable",
    "leftParen",
)
_MAX_DEPTH = 400


class Parser(Items):
    """One text; `trees` holds the main template under `name` and every defined one."""

    # -- structure
    def parse(self) -> dict[str, ListNode]:
        root = ListNode(0)
        while self.peek().kind != "EOF":
            if self.peek().kind == "leftDelim":
                delimiter = self.next()
                if self.next_non_space_is("define"):
                    self.definition()
                    continue
                self.back.append(delimiter)
            node = self.text_or_action()
            if isinstance(node, WordNode) and node.word in ("end", "else"):
                self.error(f"unexpected {node}")
            root.nodes.append(node)
        self.add(self.name, root)
        return self.trees

    def next_non_space_is(self, kind: str) -> bool:
        item = self.next_non_space()
        if item.kind == kind:
            return True
        self.back.append(item)
        return False

    def add(self, name: str, root: ListNode) -> None:
        old = self.trees.get(name)
        if old is None or _is_empty(old):
            self.trees[name] = root
        elif not _is_empty(root):
            self.error(f"template: multiple definition of template {quoted(name)}")

    def definition(self) -> None:
        name = self.unquoted(self.expect(("string", "rawString"), "define clause"))
        self.expect(("rightDelim",), "define clause")
        self.body_of(name, "define clause")

    def body_of(self, name: str, context: str) -> None:
        variables, depth = self.vars, self.range_depth
        self.vars, self.range_depth = ["$"], 0
        root, end = self.item_list()
        if end.word != "end":
            self.error(f"unexpected {end} in {context}")
        self.vars, self.range_depth = variables, depth
        self.add(name, root)

    def item_list(self) -> tuple[ListNode, WordNode]:
        out = ListNode(self.peek_non_space().pos)
        while self.peek_non_space().kind != "EOF":
            node = self.text_or_action()
            if isinstance(node, WordNode) and node.word in ("end", "else"):
                return out, node
            out.nodes.append(node)
        return self.error("unexpected EOF")

    def text_or_action(self) -> Node:
        item = self.next_non_space()
        if item.kind == "text":
            return TextNode(item.pos, item.val)
        if item.kind == "leftDelim":
            self.action_line = item.line
            try:
                return self.action()
            finally:
                self.action_line = 0
        return self.unexpected(item, "input")

    def action(self) -> Node:
        item = self.next_non_space()
        if item.kind in ("if", "range", "with"):
            branch: BranchNode = self.nested(lambda: self.control(item.kind))
            return branch
        if item.kind in ("break", "continue"):
            end = self.next_non_space()
            if end.kind != "rightDelim":
                self.unexpected(end, f"{{{{{item.kind}}}}}")
            if self.range_depth == 0:
                self.error(f"{{{{{item.kind}}}}} outside {{{{range}}}}")
            return WordNode(item.pos, item.kind, item.line)
        if item.kind == "end":
            return WordNode(self.expect(("rightDelim",), "end").pos, "end", item.line)
        if item.kind == "else":
            peeked = self.peek_non_space()
            if peeked.kind in ("if", "with"):
                return WordNode(peeked.pos, "else", peeked.line)
            end = self.expect(("rightDelim",), "else")
            return WordNode(end.pos, "else", end.line)
        if item.kind == "block":
            block: TemplateNode = self.nested(self.block)
            return block
        if item.kind == "template":
            return self.template()
        self.back.append(item)
        return ActionNode(item.pos, item.line, self.pipeline("command", "rightDelim"))

    def nested(self, step: Callable[[], Any]) -> Any:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.error("max expression depth exceeded")
        try:
            return step()
        finally:
            self.depth -= 1

    def control(self, kind: str) -> BranchNode:
        known = len(self.vars)
        peeked = self.peek_non_space()
        pipe = self.pipeline(kind, "rightDelim")
        self.range_depth += kind == "range"
        body, end = self.item_list()
        self.range_depth -= kind == "range"
        otherwise = None
        if end.word == "else":
            if kind in ("if", "with") and self.peek().kind == kind:
                self.next()
                otherwise = ListNode(end.pos, [self.nested(lambda: self.control(kind))])
            else:
                otherwise, last = self.item_list()
                if last.word != "end":
                    self.error(f"expected end; found {last}")
        del self.vars[known:]
        return BranchNode(pipe.pos, kind, peeked.line, pipe, body, otherwise)

    def block(self) -> TemplateNode:
        context = "block clause"
        item = self.next_non_space()
        name = self.template_name(item, context)
        pipe = self.pipeline(context, "rightDelim")
        self.body_of(name, context)
        return TemplateNode(item.pos, item.line, name, pipe)

    def template(self) -> TemplateNode:
        context = "template clause"
        item = self.next_non_space()
        name = self.template_name(item, context)
        pipe = None
        if self.next_non_space_is("rightDelim") is False:
            pipe = self.pipeline(context, "rightDelim")
        return TemplateNode(item.pos, item.line, name, pipe)

    def template_name(self, item: Item, context: str) -> str:
        if item.kind not in ("string", "rawString"):
            self.unexpected(item, context)
        return self.unquoted(item)

    def unquoted(self, item: Item) -> str:
        try:
            return unquote(item.val)
        except ValueError as problem:
            self.error(str(problem))

    # -- pipelines
    def pipeline(self, context: str, end: str) -> PipeNode:
        first = self.peek_non_space()
        pipe = PipeNode(first.pos, first.line)
        self.declarations(pipe, context)
        while True:
            item = self.next_non_space()
            if item.kind == end:
                self.check(pipe, context)
                return pipe
            if item.kind not in _OPERANDS:
                self.unexpected(item, context)
            self.back.append(item)
            pipe.commands.append(self.command())

    def declarations(self, pipe: PipeNode, context: str) -> None:
        while self.peek_non_space().kind == "variable":
            variable = self.next()
            after = self.peek()
            following = self.peek_non_space()
            if following.kind in ("assign", "declare"):
                pipe.assign = following.kind == "assign"
                self.next_non_space()
                pipe.decl.append(VariableNode(variable.pos, variable.val.split(".")))
                self.vars.append(variable.val)
                return
            if following.kind == "char" and following.val == ",":
                self.next_non_space()
                pipe.decl.append(VariableNode(variable.pos, variable.val.split(".")))
                self.vars.append(variable.val)
                if context == "range" and len(pipe.decl) < 2:
                    if self.peek_non_space().kind in ("variable", "rightDelim", "rightParen"):
                        continue
                    self.error("range can only initialize variables")
                self.error(f"too many declarations in {context}")
            if after.kind == "space":
                self.back.append(after)
            self.back.append(variable)
            return

    def check(self, pipe: PipeNode, context: str) -> None:
        if not pipe.commands:
            self.error(f"missing value for {context}")
        for index, command in enumerate(pipe.commands[1:]):
            if isinstance(command.args[0], (BoolNode, DotNode, NilNode, NumberNode, StringNode)):
                self.error(f"non executable command in pipeline stage {index + 2}")

    def command(self) -> CommandNode:
        out = CommandNode(self.peek_non_space().pos)
        while True:
            self.peek_non_space()
            operand = self.operand()
            if operand is not None:
                out.args.append(operand)
            item = self.next()
            if item.kind == "space":
                continue
            if item.kind in ("rightDelim", "rightParen"):
                self.back.append(item)
            elif item.kind != "pipe":
                self.unexpected(item, "operand")
            break
        if not out.args:
            self.error("empty command")
        return out

    def operand(self) -> Node | None:
        node = self.term()
        if node is None or self.peek().kind != "field":
            return node
        chain = ChainNode(self.peek().pos, node)
        while self.peek().kind == "field":
            chain.fields.append(self.next().val[1:])
        if isinstance(node, FieldNode):
            return FieldNode(chain.pos, [*node.idents, *chain.fields])
        if isinstance(node, VariableNode):
            return VariableNode(chain.pos, [*node.idents, *chain.fields])
        if isinstance(node, (BoolNode, StringNode, NumberNode, NilNode, DotNode)):
            self.error(f"unexpected . after term {quoted(str(node))}")
        return chain

    def term(self) -> Node | None:
        item = self.next_non_space()
        kind, pos, val = item.kind, item.pos, item.val
        if kind == "identifier":
            if not self.has_function(val):
                self.error(f"function {quoted(val)} not defined")
            return IdentifierNode(pos, val)
        if kind == ".":
            return DotNode(pos)
        if kind == "nil":
            return NilNode(pos)
        if kind == "variable":
            if val not in self.vars:
                self.error(f"undefined variable {quoted(val)}")
            return VariableNode(pos, [val])
        if kind == "field":
            return FieldNode(pos, [val[1:]])
        if kind == "bool":
            return BoolNode(pos, val == "true")
        if kind in ("charConstant", "complex", "number"):
            try:
                return number(pos, val, kind)
            except ValueError as problem:
                self.error(str(problem))
        if kind == "leftParen":
            pipe: PipeNode = self.nested(lambda: self.pipeline("parenthesized pipeline", "rightParen"))
            return pipe
        if kind in ("string", "rawString"):
            return StringNode(pos, val, self.unquoted(item))
        self.back.append(item)
        return None


def _is_empty(tree: ListNode) -> bool:
    return all(isinstance(node, TextNode) and not node.text.strip() for node in tree.nodes)
