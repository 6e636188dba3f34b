"""The canonical form of a command that holds placeholders: docker refuses `IMAGE` as a reference, so a stand-in goes through it."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What a placeholder's flag may want: a name, a number, a size, a time, a pair, an address, a path, a platform, an image.
VALUES = (
    "dw-value",
    "7107",
    "7107m",
    "7107s",
    "dw=7107",
    "dw:10.71.0.77",
    "10.71.0.77",
    "10.71.0.0/16",
    "/dw/7107",
    "/dw/7107:/dw/7107",
    "7107:7107",
    "linux/dw7107",
)


def canonical(command: str, needs: Sequence[str]) -> str | None:
    """The canonical form with the placeholders in their places; None where no stand-in makes docker take the command."""
    from commands.canonical import canonical_text

    words = sorted({re.escape(need) for need in needs}, key=len, reverse=True)
    if not words:
        return canonical_text(command)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
    for value in VALUES:
        used: dict[str, str] = {}

        def stand(match: re.Match[str], value: str = value, used: dict[str, str] = used) -> str:
            word = match[0]
            other = value if word == "VALUE" else "7107" if word in ("PORT", "REPLICAS") else f"dw-{word.lower()}"
            other = {"KEY=VALUE": "dw=pair", "HOST:PORT": "10.71.0.78:71"}.get(word, other)
            used[other] = word
            return other

        found = canonical_text(pattern.sub(stand, command))
        if found is not None:
            for other in sorted(used, key=len, reverse=True):
                found = found.replace(other, used[other])
            return found
        if "VALUE" not in needs:
            return None
    return None
