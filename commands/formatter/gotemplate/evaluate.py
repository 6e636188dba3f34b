"""Values of pipelines, fields, calls and arguments.

Mirrors the second half of Go's text/template/exec.go (evalPipeline and below), errors included; steps and output are bounded.
"""

from __future__ import annotations

import time
from sys import getsizeof
from typing import Any, NoReturn

from commands.budget import ITEM, Exceeded, current
from commands.formatter.gofmt import quoted
from commands.formatter.gomethods import method
from commands.formatter.gotemplate.function import Function, FunctionError
from commands.formatter.gotemplate.nodes import (
    BoolNode,
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
    TemplateError,
    VariableNode,
)
from commands.formatter.gotemplate.reflecting import NOTHING, Maybe, Nothing, given, indirect, indirect_interface, reflected, truth
from commands.formatter.gotypes import ANY, BOOL, FLOAT64, FLOATS, INT, INTS, STRING, UINTS, GoType, type_of
from commands.formatter.govalues import Value

MAX_STEPS = 400_000
MAX_OUTPUT = 8_000_000
MAX_SECONDS = 10.0


_COMPLEX = type_of("complex128")


class Evaluator:
    """One run of a template: its variables, its bounds, and what its expressions mean."""

    def __init__(
        self, name: str, text: str, trees: dict[str, ListNode], functions: dict[str, Function], missing_key_error: bool
    ) -> None:
        self.name = name
        self.text = text
        self.trees = trees
        self.functions = functions
        self.missing_key_error = missing_key_error
        self.out: list[str] = []
        self.size = 0
        self.steps = 0
        self.budget = current()
        self.deadline = time.monotonic() + MAX_SECONDS
        self.depth = 0
        self.vars: list[tuple[str, Maybe]] = []
        self.node: Node | None = None
        self.current = name

    # -- errors and bounds
    def at(self, node: Node | None) -> None:
        self.node = node

    def fail(self, message: str) -> NoReturn:
        if self.node is None:
            raise TemplateError(f"template: {self.current}: {message}")
        before = self.text[: self.node.pos]
        line = 1 + before.count("\n")
        column = len(before[before.rfind("\n") + 1 :].encode())
        raise TemplateError(f"template: {self.name}:{line}:{column}: executing {quoted(self.current)} at <{self.node}>: {message}")

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS or (self.steps % 64 == 0 and time.monotonic() > self.deadline):
            self.fail("the template takes too many steps")
        if self.steps % 64 == 0:
            self.spend(0)

    def spend(self, amount: int) -> None:
        """Count memory that a value takes; the template fails where all of them take too much, or the time is up."""
        try:
            self.budget.spend(amount)
            self.budget.in_time()
        except Exceeded as problem:
            self.fail(str(problem))

    def write(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_OUTPUT:
            self.fail("the template prints too much")
        self.spend(getsizeof(text))
        self.out.append(text)

    # -- variables
    def set_var(self, name: str, value: Maybe) -> None:
        for index in range(len(self.vars) - 1, -1, -1):
            if self.vars[index][0] == name:
                self.vars[index] = (name, value)
                return
        self.fail(f"undefined variable: {name}")

    def get_var(self, name: str) -> Maybe:
        for known, value in reversed(self.vars):
            if known == name:
                return value
        return self.fail(f"undefined variable: {name}")

    # -- pipelines
    def pipeline(self, dot: Maybe, pipe: PipeNode) -> Maybe:
        self.at(pipe)
        value: Maybe | None = None
        for command in pipe.commands:
            value = self.command(dot, command, value)
            if isinstance(value, Value) and value.type is ANY:
                value = NOTHING if value.data is None else value.data
        assert value is not None
        for variable in pipe.decl:
            if pipe.assign:
                self.set_var(variable.idents[0], value)
            else:
                self.vars.append((variable.idents[0], value))
        return value

    def command(self, dot: Maybe, command: CommandNode, final: Maybe | None) -> Maybe:
        first = command.args[0]
        if isinstance(first, FieldNode):
            return self.field_node(dot, first, command.args, final)
        if isinstance(first, ChainNode):
            return self.chain_node(dot, first, command.args, final)
        if isinstance(first, IdentifierNode):
            return self.function(dot, first, command, command.args, final)
        if isinstance(first, PipeNode):
            self.no_function(command.args, final)
            return self.pipeline(dot, first)
        if isinstance(first, VariableNode):
            return self.variable_node(dot, first, command.args, final)
        self.at(first)
        self.no_function(command.args, final)
        if isinstance(first, NilNode):
            self.fail("nil is not a command")
        return dot if isinstance(first, DotNode) else self.constant(first)

    def constant(self, node: Node) -> Value:
        if isinstance(node, BoolNode):
            return Value(BOOL, node.value)
        if isinstance(node, StringNode):
            return Value(STRING, node.text)
        assert isinstance(node, NumberNode)
        self.at(node)
        text = node.text
        if node.complex is not None and node.floating is None:
            return Value(_COMPLEX, node.complex)
        hexadecimal = text.lower().lstrip("+-").startswith("0x")
        if node.floating is not None and not hexadecimal and not node.char and any(c in text for c in ".eEpP"):
            return Value(FLOAT64, node.floating)
        if node.integer is not None:
            return Value(INT, node.integer)
        if node.unsigned is not None:
            self.fail(f"{text} overflows int")
        return Value(FLOAT64, node.floating)

    def no_function(self, args: list[Any], final: Maybe | None) -> None:
        if len(args) > 1 or final is not None:
            self.fail(f"can't give argument to non-function {args[0]}")

    def field_node(self, dot: Maybe, node: FieldNode, args: list[Any], final: Maybe | None) -> Maybe:
        self.at(node)
        return self.chain(dot, dot, node, node.idents, args, final)

    def chain_node(self, dot: Maybe, node: ChainNode, args: list[Any], final: Maybe | None) -> Maybe:
        self.at(node)
        if isinstance(node.node, NilNode):
            self.fail(f"indirection through explicit nil in {node}")
        return self.chain(dot, self.arg(dot, None, node.node), node, node.fields, args, final)

    def variable_node(self, dot: Maybe, node: VariableNode, args: list[Any], final: Maybe | None) -> Maybe:
        self.at(node)
        value = self.get_var(node.idents[0])
        if len(node.idents) == 1:
            self.no_function(args, final)
            return value
        return self.chain(dot, value, node, node.idents[1:], args, final)

    def chain(self, dot: Maybe, receiver: Maybe, node: Node, idents: list[str], args: list[Any], final: Maybe | None) -> Maybe:
        for ident in idents[:-1]:
            receiver = self.field(dot, ident, node, [], None, receiver)
        return self.field(dot, idents[-1], node, args, final, receiver)

    def field(self, dot: Maybe, name: str, node: Node, args: list[Any], final: Maybe | None, receiver: Maybe) -> Maybe:
        if isinstance(receiver, Nothing):
            if self.missing_key_error:
                self.fail(f"nil data; no entry for key {quoted(name)}")
            return NOTHING
        held, is_nil = indirect(receiver)
        if isinstance(held, Value) and held.kind == "interface" and is_nil:
            self.fail(f"nil pointer evaluating {held.type.name}.{name}")
        assert isinstance(held, Value)
        found = None if is_nil and held.kind == "ptr" else method(held, name)
        if found is not None:
            return self.call(dot, found, node, name, args, final)
        has_args = len(args) > 1 or final is not None
        type_name = receiver.type.name
        if held.kind == "struct" and held.methods is None:
            if name in held.type.paths:
                value = held.field(name)
                if value is None:
                    self.fail(f"nil pointer evaluating {held.type.paths[name][-1]}.{name}")
                if has_args:
                    self.fail(f"{name} has arguments but cannot be invoked as function")
                return value
        elif held.kind == "map" and held.type.key == "string":
            if has_args:
                self.fail(f"{name} is not a method but has arguments")
            if held.data and name in held.data:
                return held.item(name)
            if self.missing_key_error:
                self.fail(f"map has no entry for key {quoted(name)}")
            return NOTHING
        elif held.kind == "ptr" and is_nil:
            elem = type_of(held.type.elem)
            if not (elem.kind == "struct" and name not in elem.paths):
                self.fail(f"nil pointer evaluating {type_name}.{name}")
        return self.fail(f"can't evaluate field {name} in type {type_name}")

    # -- calls
    def function(self, dot: Maybe, node: IdentifierNode, command: Node, args: list[Any], final: Maybe | None) -> Maybe:
        self.at(node)
        if node.ident not in self.functions:
            self.fail(f"{quoted(node.ident)} is not a defined function")
        return self.call(dot, self.functions[node.ident], command, node.ident, args, final)

    def call(self, dot: Maybe, function: Function, node: Node, name: str, args: list[Any], final: Maybe | None) -> Maybe:
        args = args[1:]
        self.step()
        count = len(args) + (final is not None)
        fixed = len(function.params)
        if function.variadic is not None:
            if count < fixed:
                self.fail(f"wrong number of args for {name}: want at least {fixed} got {len(args)}")
        elif count != fixed:
            self.fail(f"wrong number of args for {name}: want {fixed} got {count}")
        if name in ("and", "or") and function.builtin:
            return self.and_or(dot, name, args, final)
        kinds = [*function.params, *([function.variadic] * (count - fixed) if function.variadic is not None else [])]
        values: list[Value | None] = []
        for kind, arg in zip(kinds, args, strict=False):
            values.append(given(self.arg(dot, kind, arg)))
        if final is not None:
            values.append(given(self.validate(final, kinds[-1], function.builtin)))
        if name == "call" and function.builtin:
            values.insert(0, Value(STRING, str(args[0]) if args else reflected(final)))
        try:
            result = function.call(*values)
        except (FunctionError, Exceeded) as problem:
            self.at(node)
            self.fail(f"error calling {name}: {problem}")
        if result is not None and result.kind in ("string", "slice"):
            self.spend(getsizeof(result.data) if result.kind == "string" else ITEM * len(result.data or ()))
        return NOTHING if result is None else result

    def and_or(self, dot: Maybe, name: str, args: list[Any], final: Maybe | None) -> Maybe:
        value: Maybe = NOTHING
        for arg in args:
            value = self.arg(dot, ANY, arg)
            if truth(indirect_interface(value)) == (name == "or"):
                return value
        return final if final is not None else value

    # -- arguments
    def arg(self, dot: Maybe, kind: GoType | None, node: Node) -> Maybe:
        self.at(node)
        wanted = kind or ANY
        if isinstance(node, DotNode):
            return self.validate(dot, wanted)
        if isinstance(node, NilNode):
            if wanted is ANY:
                return NOTHING
            if wanted.kind in ("interface", "ptr", "map", "slice", "func"):
                return Value(wanted, None)
            self.fail(f"cannot assign nil to {wanted.name}")
        if isinstance(node, FieldNode):
            return self.validate(self.field_node(dot, node, [node], None), wanted)
        if isinstance(node, VariableNode):
            return self.validate(self.variable_node(dot, node, [node], None), wanted)
        if isinstance(node, PipeNode):
            return self.validate(self.pipeline(dot, node), wanted)
        if isinstance(node, IdentifierNode):
            return self.validate(self.function(dot, node, node, [node], None), wanted)
        if isinstance(node, ChainNode):
            return self.validate(self.chain_node(dot, node, [node], None), wanted)
        return self.literal(node, wanted)

    def literal(self, node: Node, wanted: GoType) -> Value:
        kind = wanted.kind
        if kind == "interface":
            return self.constant(node)
        if kind == "bool" and isinstance(node, BoolNode):
            return Value(wanted, node.value)
        if kind == "string" and isinstance(node, StringNode):
            return Value(wanted, node.text)
        if isinstance(node, NumberNode):
            if kind in INTS and node.integer is not None:
                return Value(wanted, node.integer)
            if kind in UINTS and node.unsigned is not None:
                return Value(wanted, node.unsigned)
            if kind in FLOATS and node.floating is not None:
                return Value(wanted, node.floating)
        names = {"bool": "bool", "string": "string", **dict.fromkeys(INTS, "integer"), **dict.fromkeys(UINTS, "unsigned integer")}
        if kind in names or kind in FLOATS:
            self.fail(f"expected {names.get(kind, 'float')}; found {node}")
        return self.fail(f"can't handle {node} for arg of type {wanted.name}")

    def validate(self, value: Maybe, wanted: GoType, reflected: bool = False) -> Maybe:
        if isinstance(value, Nothing):
            if wanted is ANY:
                return NOTHING
            if wanted.kind in ("interface", "ptr", "map", "slice", "func"):
                return Value(wanted, None)
            self.fail(f"invalid value; expected {wanted.name}")
        if wanted is ANY or value.type.name == wanted.name:
            return value
        if value.kind == "interface" and value.data is not None:
            return self.validate(value.data, wanted)
        if value.kind == "ptr" and value.type.elem == wanted.name:
            if value.data is None:
                self.fail(f"dereference of nil pointer of type {wanted.name}")
            held = value.elem()
            assert held is not None
            return held
        if wanted.kind == "slice" and value.kind == "slice" and value.type.elem == wanted.elem:
            return Value(wanted, value.data)  # a named slice is assignable to its unnamed type
        return self.fail(f"wrong type for value; expected {wanted.name}; got {value.type.name}")
