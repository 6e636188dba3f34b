"""Go's literals: strings, characters and numbers.

Mirrors strconv.Unquote and newNumber of text/template/parse/node.go.
"""

from __future__ import annotations

import re

from commands.formatter.gofmt import quoted
from commands.formatter.gotemplate.nodes import NumberNode

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_WIDTHS = {"x": 2, "u": 4, "U": 8}
_FLOAT = re.compile(r"[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?")
_HEX_FLOAT = re.compile(r"[+-]?0[xX][0-9a-fA-F_]*\.?[0-9a-fA-F_]*[pP][+-]?\d+")
_INT = re.compile(r"[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)")


def unquote(literal: str) -> str:
    """The text of a quoted or raw string, or of a character; ValueError `invalid syntax` where it is none."""
    mark, body = literal[0], literal[1:-1]
    if mark == "`":
        return body.replace("\r", "")
    out = bytearray()
    at = 0
    while at < len(body):
        char = body[at]
        at += 1
        if char != "\\":
            out += char.encode("utf-8", "surrogatepass")
            continue
        code, at = body[at : at + 1], at + 1
        if code in _SIMPLE and code and not (code in "'\"" and code != mark):
            out += _SIMPLE[code].encode()
        elif code in _WIDTHS and code:
            digits, at = body[at : at + _WIDTHS[code]], at + _WIDTHS[code]
            if not re.fullmatch(rf"[0-9a-fA-F]{{{_WIDTHS[code]}}}", digits):
                raise ValueError("invalid syntax")
            number = int(digits, 16)
            if code != "x" and (number > 0x10FFFF or 0xD800 <= number < 0xE000):
                raise ValueError("invalid syntax")
            out += bytes([number]) if code == "x" else chr(number).encode()
        elif re.fullmatch("[0-7]{3}", body[at - 1 : at + 2]) and int(body[at - 1 : at + 2], 8) < 256:
            out.append(int(body[at - 1 : at + 2], 8))
            at += 2
        else:
            raise ValueError("invalid syntax")
    text = out.decode("utf-8", "replace")
    if mark == "'" and len(text) != 1:
        raise ValueError("invalid syntax")
    return text


def number(pos: int, text: str, kind: str) -> NumberNode:
    """A number constant; ValueError with Go's words where it is none."""
    node = NumberNode(pos, text)
    if kind == "charConstant":
        try:
            value = ord(unquote(text))
        except ValueError:
            raise ValueError(f"malformed character constant: {text}") from None
        node.integer, node.unsigned, node.floating, node.char = value, value, float(value), True
        return node
    if kind == "complex":
        node.complex = complex(text.replace("_", "").replace("i", "j"))
        return _simplified(node)
    if text.endswith("i"):
        imaginary = _floating(text[:-1])
        if imaginary is not None:
            node.complex = complex(0, imaginary)
            return _simplified(node)
    if _INT.fullmatch(text):
        value = _integer(text)
        node.unsigned = value if 0 <= value < 1 << 64 and text[0] not in "+-" else None
        node.integer = value if -(1 << 63) <= value < 1 << 63 else None
        if value == 0:
            node.unsigned = 0
        fitting = node.integer if node.integer is not None else node.unsigned
        if fitting is None:
            if "." not in text and "e" not in text.lower():
                raise ValueError(f"integer overflow: {quoted(text)}")
        else:
            node.floating = float(fitting)
            return node
    floating = _floating(text)
    if floating is None:
        raise ValueError(f"illegal number syntax: {quoted(text)}")
    if not any(c in text for c in ".eEpP"):
        raise ValueError(f"integer overflow: {quoted(text)}")
    node.floating = floating
    if floating == int(floating) and abs(floating) < 1 << 63:
        node.integer = int(floating)
    if floating >= 0 and floating == int(floating) and floating < 1 << 64:
        node.unsigned = int(floating)
    return node


def _integer(text: str) -> int:
    digits = text.lstrip("+-").replace("_", "")
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        digits = "0o" + digits[1:]
    value = int(digits, 0)
    return -value if text.startswith("-") else value


def _floating(text: str) -> float | None:
    if _HEX_FLOAT.fullmatch(text):
        return float.fromhex(text.replace("_", ""))
    if not _FLOAT.fullmatch(text) or (("_" in text) and not text.lower().startswith("0x")):
        return None
    value = float(text)
    return None if value in (float("inf"), float("-inf")) else value


def _simplified(node: NumberNode) -> NumberNode:
    assert node.complex is not None
    if node.complex.imag == 0:
        node.floating = node.complex.real
        if node.floating == int(node.floating):
            node.integer = int(node.floating)
            node.unsigned = node.integer if node.integer >= 0 else None
    return node
