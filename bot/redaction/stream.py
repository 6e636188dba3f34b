"""Masking of a text that comes in pieces: nothing is given out before it is sure that no secret crosses the cut."""

from __future__ import annotations

from collections.abc import Callable

# A line longer than this is given out in parts, cut where no word is.
LONGEST_LINE = 65_536
_BLANKS = " \t,;|\"'"


class MaskStream:
    """`feed` pieces, get masked text as soon as lines are whole; `close` gives the rest."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        self._mask = mask
        self._held = ""
        self._in_key = False

    def feed(self, piece: str) -> str:
        """The masked text that can be given out now."""
        self._held += piece
        cut = self._held.rfind("\n") + 1
        if not cut and len(self._held) > LONGEST_LINE:
            cut = max(self._held.rfind(blank, 0, len(self._held) - 4096) for blank in _BLANKS) + 1 or len(self._held) - 4096
        if not cut:
            return ""
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._give(ready)

    def close(self) -> str:
        """The masked rest."""
        ready, self._held = self._held, ""
        return self._give(ready) if ready else ""

    def _give(self, ready: str) -> str:
        """Mask whole lines; the lines of a private key that goes on in a later piece are held back one by one."""
        if self._in_key:
            end = ready.find("-----END")
            if end == -1:
                return ""
            self._in_key = False
            return self._give(ready[ready.rfind("\n", 0, end) + 1 :])
        begin = ready.rfind("-----BEGIN")
        if begin != -1 and "PRIVATE KEY" in ready[begin : begin + 60] and ready.find("-----END", begin) == -1:
            self._in_key = True
        return self._mask(ready)
