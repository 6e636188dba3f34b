"""What is typed in a hurry, in whole words: "in bg", "atm", "loadtest-something"."""

from __future__ import annotations

import re

_STATE = "running|paused|stopped|exited|unhealthy|healthy|dead|restarting|crashed"
_FIELD = "exit code|restart count|ip|ip address|status|state|health|health status|start time"
_WRITTEN = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (
            r"\b(?:everything|anything|(?:all|every|any)(?: the)? containers?)(?: (?:that|which)(?:'s| is| are))? (?:called|named) "
            r"([\w-]+-)(?:something|whatever|anything|sth)\b",
            r"all containers with \1 in the name",
        ),
        (rf"^(?:the )?({_FIELD}) of ([\w.-]+)\s*\?*$", r"what is the \1 of \2"),
        (rf"^(?:is )?anything (?:stuck )?({_STATE})\s*\?*$", r"list \1 containers"),
        (r"\bin (?:the )?bg\b", "in the background"),
        (r"\batm\b(?=\s*[?.!]*$)", "right now"),
        (r"\s(?:even )?tho(?: (?:it's|it is) running)\b", " even if it is running"),
        (r"^whats\b", "what is"),
        (r"\bgive (?:em|'em|them) (\d+) ?(?:s|secs?|seconds?) to (?:shut down|stop|finish|exit)\b", r"timeout \1 seconds"),
        (r"\s*\b(?:don't ask|dont ask|yes,? i'?m sure|no questions asked)\b", " without confirmation"),
    )
)


def written_out(text: str) -> str:
    """The text with its shorthand in words; a text with quotes stays as it is."""
    if '"' in text or "`" in text or "$" in text:
        return text
    for pattern, plain in _WRITTEN:
        text = pattern.sub(plain, text)
    return text
