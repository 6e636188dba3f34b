"""Go's fmt: what `%v`, `print` and a bare `{{.X}}` write.

Mirrors fmt/print.go and fmt/format.go for the verbs that templates use.
"""

from __future__ import annotations

from collections.abc import Callable

from commands.budget import Exceeded
from commands.formatter.gotypes import FLOATS, INTS, STRING, UINTS, type_of
from commands.formatter.govalues import Value, zero

Leaf = Callable[[Value], str]
# The most letters that one call writes.
MOST = 1_000_000
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\"}


def quoted(text: str, mark: str = '"', ascii_only: bool = False) -> str:
    """strconv.Quote."""
    out = []
    for char in text:
        if char == mark:
            out.append("\\" + mark)
        elif char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif char == " " or (char.isprintable() and (not ascii_only or char < "\x80")):
            out.append(char)
        elif char < " " or char == "\x7f":
            out.append(f"\\x{ord(char):02x}")
        else:
            out.append(f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}")
    return mark + "".join(out) + mark


def float_text(number: float, verb: str = "v", precision: int | None = None, bits: int = 64) -> str:
    """A float under `%v`, `%g`, `%f` or `%e`; shortest form where no precision is given."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "+Inf" if number > 0 else "-Inf"
    if verb in "xX":
        return _hexadecimal(number, verb)
    if verb in "fF":
        return f"{number:.{6 if precision is None else precision}f}"
    if verb in "eE":
        return f"{number:.{6 if precision is None else precision}{verb}}"
    if precision is not None:
        return f"{number:.{precision or 1}g}"
    digits, exponent = _shortest(number, bits)
    sign = "-" if str(number).startswith("-") else ""
    if exponent < -4 or exponent >= 21:
        tail = f"e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
        return sign + digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + tail
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    rest = digits[exponent + 1 :]
    return sign + whole + ("." + rest if rest else "")


def _hexadecimal(number: float, verb: str) -> str:
    """`0x1.4p+01`."""
    mantissa, _, exponent = number.hex().partition("p")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    text = f"{mantissa}p{exponent[0]}{exponent[1:].zfill(2)}"
    return text.upper() if verb == "X" else text


def _shortest(number: float, bits: int) -> tuple[str, int]:
    if number == 0:
        return "0", 0
    text = f"{abs(number):.17e}" if bits == 64 else ""
    for width in range(17):
        text = f"{abs(number):.{width}e}"
        if (bits == 64 and float(text) == abs(number)) or (bits == 32 and _single(float(text)) == _single(abs(number))):
            break
    mantissa, _, exponent = text.partition("e")
    return mantissa.replace(".", "").rstrip("0") or "0", int(exponent)


def _single(number: float) -> bytes:
    import struct

    return struct.pack("f", number)


def text_of(
    value: Value | None, verb: str = "v", plus: bool = False, sharp: bool = False, depth: int = 0, leaf: Leaf | None = None
) -> str:
    """One value under `%v`, `%s`, `%d` …; None is Go's nil interface. `leaf` writes what is not made of others."""
    if value is None:
        return "<nil>" if verb in "vT" else f"%!{verb}(<nil>)"
    special = _method_text(value) if verb in "vsxXq" and not sharp else None
    if special is not None:
        return leaf(Value(STRING, special)) if leaf else _string(special, verb)
    kind = value.kind
    if kind == "interface":
        held = value.elem()
        return "<nil>" if held is None else text_of(held, verb, plus, sharp, depth + 1, leaf)
    if kind == "ptr":
        return _pointer(value, verb, plus, sharp, depth, leaf)
    if kind in ("struct", "map", "slice", "array"):
        return _composite(value, verb, plus, sharp, depth, leaf)
    if leaf:
        return leaf(value)
    return _scalar(value, verb, plus and verb != "v", sharp)  # %+v names fields, it signs no numbers


def _pointer(value: Value, verb: str, plus: bool, sharp: bool, depth: int, leaf: Leaf | None) -> str:
    held = value.elem()
    if held is not None and depth == 0 and held.kind in ("struct", "map", "slice", "array"):
        return "&" + text_of(held, verb, plus, sharp, depth + 1, leaf)
    if verb in "bodxX":
        return format(0 if held is None else _address(value), verb)
    if verb == "v":
        return "<nil>" if held is None else f"0x{_address(value):x}"
    inner = "<nil>" if held is None else f"0x{_address(value):x}"
    if held is not None and held.kind in ("struct", "map", "slice", "array"):
        inner = "&" + text_of(held, depth=1)
    return f"%!{verb}({value.type.name}={inner})"


def _address(value: Value) -> int:
    """Somewhere in memory: a number that looks like one of Go's."""
    return 0xC000000000 | (abs(id(value.data)) & 0xFFFFFF8)


def _method_text(value: Value) -> str | None:
    if value.kind == "interface" or (not value.type.methods and value.methods is None):
        return None
    from commands.formatter.gomethods import string_of

    return string_of(value)


def _composite(value: Value, verb: str, plus: bool, sharp: bool, depth: int, leaf: Leaf | None) -> str:
    kind, data = value.type, value.data
    if kind.kind == "struct":
        parts = []
        for one in kind.fields:
            of_field = type_of(one.type)
            # A row that docker computes holds no data of its own.
            inner = Value(of_field, data[one.name] if data and one.name in data else zero(of_field))
            held = inner.elem() if inner.kind == "interface" else inner
            text = "<nil>" if held is None else text_of(held, verb, plus, sharp, depth + 1, leaf)
            parts.append(f"{one.name}:{text}" if plus or sharp else text)
        return f"{kind.name}{{{', '.join(parts)}}}" if sharp else "{" + " ".join(parts) + "}"
    if kind.kind == "map":
        pairs = []
        for key in sorted(data or ()):
            name = text_of(Value(type_of(kind.key), key), verb, plus, sharp, depth + 1, leaf)
            pairs.append(f"{name}:{text_of(value.item(key), verb, plus, sharp, depth + 1, leaf)}")
        return f"{kind.name}{{{', '.join(pairs)}}}" if sharp else "map[" + " ".join(pairs) + "]"
    if kind.elem == "uint8" and verb in "sqxX" and data is not None:
        return _string(bytes(data).decode("utf-8", "replace"), verb)
    items = [text_of(value.item(i), verb, plus, sharp, depth + 1, leaf) for i in range(len(data or ()))]
    return f"{kind.name}{{{', '.join(items)}}}" if sharp else "[" + " ".join(items) + "]"


def _string(text: str, verb: str) -> str:
    if verb == "q":
        return quoted(text)
    if verb in "xX":
        return text.encode().hex().upper() if verb == "X" else text.encode().hex()
    return text


def _scalar(value: Value, verb: str, plus: bool, sharp: bool) -> str:
    kind, data = value.kind, value.data
    if kind == "string":
        if sharp and verb == "v":
            return quoted(data)
        if sharp and verb == "q" and "`" not in data and all(c.isprintable() or c == "\t" for c in data):
            return f"`{data}`"
        return _string(data, verb) if verb in "vsqxX" else _bad(value, verb)
    if kind == "bool":
        return ("true" if data else "false") if verb in "vt" else _bad(value, verb)
    if kind in INTS or kind in UINTS:
        return _integer(value, verb, plus, sharp)
    if kind in FLOATS:
        if verb not in "vgGeEfFxX":
            return _bad(value, verb)
        text = float_text(data, verb, bits=32 if kind == "float32" else 64)
        return "+" + text if plus and not text.startswith("-") else text
    if kind == "complex128":
        if verb not in "vgGeEfFxX":
            return _bad(value, verb)
        parts = [float_text(part, verb) for part in (data.real, data.imag)]
        return f"({parts[0]}{'' if parts[1][0] in '+-' else '+'}{parts[1]}i)"
    return f"%!{verb}({value.type.name})"


def _integer(value: Value, verb: str, plus: bool, sharp: bool) -> str:
    number: int = value.data
    forms = {"v": "d", "d": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}
    if verb in forms:
        digits = format(abs(number), forms[verb])
        lead = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}.get(verb, "") if sharp else "0o" if verb == "O" else ""
        return ("-" if number < 0 else "+" if plus else "") + lead + digits
    if verb == "c":
        return chr(number) if 0 <= number < 0x110000 else "\ufffd"
    if verb == "q":
        return quoted(chr(number) if 0 <= number < 0x110000 else "\ufffd", "'")
    if verb == "U":
        return f"U+{number:04X}" + (f" '{chr(number)}'" if sharp else "")
    return _bad(value, verb)


def _bad(value: Value, verb: str) -> str:
    return f"%!{verb}({value.type.name}={text_of(value)})"


def unwrap(value: Value | None) -> Value | None:
    """An interface's content, as fmt gets its arguments."""
    while value is not None and value.kind == "interface":
        value = value.elem()
    return value


def sprint(values: list[Value | None]) -> str:
    """fmt.Sprint: a blank between two operands where neither is a string."""
    out, previous_string, size = [], True, 0
    for index, value in enumerate(map(unwrap, values)):
        is_string = value is not None and value.kind == "string"
        if index and not is_string and not previous_string:
            out.append(" ")
        out.append(text_of(value))
        size = _grown(size, out[-1])
        previous_string = is_string
    return "".join(out)


def _grown(size: int, text: str) -> int:
    """The size of what will be one text, with this piece; Exceeded before it is put together."""
    size += len(text) + 1
    if size > MOST:
        raise Exceeded("the text is too long", "bytes")
    return size


def sprintln(values: list[Value | None]) -> str:
    """fmt.Sprintln."""
    out, size = [], 0
    for value in values:
        out.append(text_of(unwrap(value)))
        size = _grown(size, out[-1])
    return " ".join(out) + "\n"


def formatted(value: Value | None, verb: str, flags: str, precision: int | None) -> str:
    """One value under a verb with a precision, not padded yet."""
    if verb == "T":
        return "<nil>" if value is None else value.type.name
    plus, sharp = "+" in flags, "#" in flags
    if verb == "p":
        return _bad(value, verb) if value is not None and value.kind not in ("ptr", "map", "slice", "func") else "0xc000000000"
    if value is not None and precision is not None:
        if value.kind in FLOATS and verb in "vgGeEfF":
            text = float_text(value.data, verb, precision, 32 if value.kind == "float32" else 64)
            return "+" + text if plus and not text.startswith("-") else text
        if value.kind == "string" and verb in "vsqxX":
            return text_of(Value(value.type, value.data[:precision]), verb, plus, sharp)
        if value.kind in INTS + UINTS and verb in "vdxXob":
            text = text_of(value, verb, plus, sharp)
            return ("-" if text.startswith("-") else "") + text.lstrip("-").zfill(precision)
    if value is not None and " " in flags and value.kind in INTS and verb in "vd" and value.data >= 0 and not plus:
        return " " + text_of(value, verb)
    return text_of(value, verb, plus, sharp)


def padded(text: str, value: Value | None, verb: str, flags: str, width: int) -> str:
    """The text in a field of that width."""
    if len(text) >= width:
        return text
    if "-" in flags:
        return text.ljust(width)
    if "0" in flags and value is not None and value.kind in (*INTS, *UINTS, *FLOATS):
        sign = text[:1] if text[:1] in "+-" and text else ""
        return sign + text[len(sign) :].zfill(width - len(sign))
    return text.rjust(width)
