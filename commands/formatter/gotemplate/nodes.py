"""What a template is made of; `str()` of a node is how Go names it in an error.

Mirrors Go's text/template/parse/node.go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from commands.formatter.gofmt import quoted


class TemplateError(ValueError):
    """A template that Go refuses, or that fails while it runs; the text is Go's own.

    `written` is what it had put out before it failed.
    """

    written = ""


@dataclass(slots=True)
class Node:
    pos: int


@dataclass(slots=True)
class ListNode(Node):
    nodes: list[Node] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(map(str, self.nodes))


@dataclass(slots=True)
class TextNode(Node):
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True)
class VariableNode(Node):
    idents: list[str]

    def __str__(self) -> str:
        return ".".join(self.idents)


@dataclass(slots=True)
class FieldNode(Node):
    idents: list[str]

    def __str__(self) -> str:
        return "".join("." + ident for ident in self.idents)


@dataclass(slots=True)
class ChainNode(Node):
    node: Node
    fields: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        inner = f"({self.node})" if isinstance(self.node, PipeNode) else str(self.node)
        return inner + "".join("." + name for name in self.fields)


@dataclass(slots=True)
class IdentifierNode(Node):
    ident: str

    def __str__(self) -> str:
        return self.ident


@dataclass(slots=True)
class DotNode(Node):
    def __str__(self) -> str:
        return "."


@dataclass(slots=True)
class NilNode(Node):
    def __str__(self) -> str:
        return "nil"


@dataclass(slots=True)
class BoolNode(Node):
    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(slots=True)
class NumberNode(Node):
    """A constant: what it may stand for is None where it does not fit."""

    text: str
    integer: int | None = None
    unsigned: int | None = None
    floating: float | None = None
    complex: complex | None = None
    char: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True)
class StringNode(Node):
    quoted: str
    text: str

    def __str__(self) -> str:
        return self.quoted


@dataclass(slots=True)
class CommandNode(Node):
    args: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(f"({arg})" if isinstance(arg, PipeNode) else str(arg) for arg in self.args)


@dataclass(slots=True)
class PipeNode(Node):
    line: int
    assign: bool = False
    decl: list[VariableNode] = field(default_factory=list)
    commands: list[CommandNode] = field(default_factory=list)

    def __str__(self) -> str:
        names = ", ".join(map(str, self.decl)) + (" = " if self.assign else " := ") if self.decl else ""
        return names + " | ".join(map(str, self.commands))


@dataclass(slots=True)
class ActionNode(Node):
    line: int
    pipe: PipeNode

    def __str__(self) -> str:
        return f"{{{{{self.pipe}}}}}"


@dataclass(slots=True)
class BranchNode(Node):
    """`if`, `range` or `with`."""

    kind: str
    line: int
    pipe: PipeNode
    body: ListNode
    otherwise: ListNode | None

    def __str__(self) -> str:
        other = f"{{{{else}}}}{self.otherwise}" if self.otherwise is not None else ""
        return f"{{{{{self.kind} {self.pipe}}}}}{self.body}{other}{{{{end}}}}"


@dataclass(slots=True)
class WordNode(Node):
    """`end`, `else`, `break` or `continue` by itself."""

    word: str
    line: int

    def __str__(self) -> str:
        return f"{{{{{self.word}}}}}"


@dataclass(slots=True)
class TemplateNode(Node):
    line: int
    name: str
    pipe: PipeNode | None

    def __str__(self) -> str:
        return f"{{{{template {quoted(self.name)}{'' if self.pipe is None else f' {self.pipe}'}}}}}"
