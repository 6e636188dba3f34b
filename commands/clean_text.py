"""Text from outside as text that every part can hold: valid Unicode without NUL, letter for letter in the same place.

    well_formed("a\\ud800b") -> "a\\x1ab"      # as long as before, so that spans into it stay right
    decoded(b"a\\xffb") -> "a\\x1ab"

What is replaced becomes U+001A, the control character SUBSTITUTE: sentences are read all the same, and a command with it
is refused as one with any other control character, so that nothing runs that nobody wrote.
"""

from __future__ import annotations

import re
from typing import Any

# Half a surrogate pair is no character: it cannot be encoded. NUL ends strings in C, and PostgreSQL refuses it.
_BAD = re.compile("[\ud800-\udfff\0]")
REPLACEMENT = "\x1a"


def well_formed(text: str) -> str:
    """The text with every lone surrogate and every NUL replaced."""
    if text.isascii() and "\0" not in text:
        return text
    return _BAD.sub(REPLACEMENT, text)


def decoded(raw: bytes) -> str:
    """Bytes that should be UTF-8, as text; each byte that is not is replaced."""
    return well_formed(raw.decode("utf-8", "surrogateescape"))


def well_formed_data(data: Any) -> Any:
    """Decoded JSON with every text in it well formed, keys too."""
    if isinstance(data, str):
        return well_formed(data)
    if isinstance(data, list):
        return [well_formed_data(item) for item in data]
    if isinstance(data, dict):
        return {well_formed_data(key): well_formed_data(value) for key, value in data.items()}
    return data
