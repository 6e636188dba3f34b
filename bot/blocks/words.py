"""Text made safe to show: no escape sequences, no hidden or reversing characters, nothing that pings anybody."""

from __future__ import annotations

import re

_ANSI = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two- and three-letter ones
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HIDDEN = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _visible(match: re.Match[str]) -> str:
    letter = match[0]
    if letter <= "\x1f":
        return chr(0x2400 + ord(letter))
    return f"⟨U+{ord(letter):04X}⟩"


def without_ansi(text: str) -> str:
    """Colours and cursor movements taken out."""
    return _ANSI.sub("", text) if "\x1b" in text or "\x9b" in text else text


def clean(text: str) -> str:
    """Output as it can be shown: control, hidden and reversing characters become visible; line ends are `\\n`."""
    text = without_ansi(text).replace("\r\n", "\n")
    if "\r" in text:
        # A line that was written over shows its last state.
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return _SURROGATE.sub("\ufffd", _HIDDEN.sub(_visible, _CONTROL.sub(_visible, text)))


# What a client draws as nothing, or as an ordinary blank; beside those that `clean` shows.
_BLANK = re.compile(
    "[\u00a0\u00ad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u202f\u205f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """A command as it will run: nothing is taken out; what could not be seen, or would hide other words, is named."""
    shown = "".join(chr(0x2400 + ord(c)) if c < " " and c not in "\n\t" else c for c in text)
    return _SURROGATE.sub("\ufffd", _BLANK.sub(_visible, _HIDDEN.sub(_visible, re.sub("[\x7f-\x9f]", _visible, shown))))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def escaped(text: str) -> str:
    """For mrkdwn: `& < >` escaped, so that no `<!channel>` and no link is made of it."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """For mrkdwn: in code marks, on one line."""
    inside = escaped(" ".join(text.split())).replace("`", "ˋ")
    return f"`{inside}`" if inside else ""


def bold(text: str) -> str:
    """For mrkdwn: bold, on one line."""
    inside = escaped(" ".join(text.split())).replace("*", "∗")
    return f"*{inside}*" if inside else ""
