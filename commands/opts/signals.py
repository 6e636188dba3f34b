"""Signals: `SIGTERM`, `TERM`, `15`.

Mirrors moby/sys signal (ParseSignal): the client sends any text, the daemon knows these.
"""

from __future__ import annotations

from dataclasses import dataclass

NUMBERS = {
    "ABRT": 6, "ALRM": 14, "BUS": 7, "CHLD": 17, "CLD": 17, "CONT": 18, "FPE": 8, "HUP": 1, "ILL": 4, "INT": 2, "IO": 29,
    "IOT": 6, "KILL": 9, "PIPE": 13, "POLL": 29, "PROF": 27, "PWR": 30, "QUIT": 3, "SEGV": 11, "STKFLT": 16, "STOP": 19,
    "SYS": 31, "TERM": 15, "TRAP": 5, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "USR1": 10, "USR2": 12, "VTALRM": 26,
    "WINCH": 28, "XCPU": 24, "XFSZ": 25, "RTMIN": 34, "RTMAX": 64,
}  # fmt: skip
NUMBERS |= {f"RTMIN+{step}": 34 + step for step in range(1, 16)} | {f"RTMAX-{step}": 64 - step for step in range(1, 15)}
_NAMES = {number: name for name, number in reversed(NUMBERS.items())}


@dataclass(frozen=True, slots=True)
class Signal:
    """`--signal HUP`, by its number on Linux."""

    number: int

    @classmethod
    def parse(cls, text: str) -> Signal:
        """Read a name or a number; ValueError with the daemon's text."""
        if text.isascii() and text.isdigit():
            if int(text) == 0:
                raise ValueError(f"invalid signal: {text}")
            return cls(int(text))
        number = NUMBERS.get(text.upper().removeprefix("SIG"))
        if number is None:
            raise ValueError(f"invalid signal: {text}")
        return cls(number)

    @property
    def name(self) -> str:
        """`SIGHUP`; the number itself where it has no name."""
        found = _NAMES.get(self.number)
        return f"SIG{found}" if found else str(self.number)

    def __str__(self) -> str:
        return self.name
