"""Text as Go prints it: quoting, as docker's messages use it.

Mirrors Go's strconv.Quote and fmt's %q.
"""

from __future__ import annotations

_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\", '"': '\\"'}


def quote(text: str) -> str:
    """`strconv.Quote`: double quotes, escapes, non-printing characters as \\x, \\u or \\U."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_char(char) for char in text) + '"'


def _char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() or char == " ":
        return char
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quote_rune(char: str) -> str:
    """`%q` of one character: single quotes."""
    if char == "'":
        return "'\\''"
    return "'" + ('"' if char == '"' else _char(char)) + "'"
