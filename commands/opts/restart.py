"""Restart policies: `always`, `on-failure:3`.

Mirrors docker/cli opts/parse.go (ParseRestartPolicy).
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import GoNumberError, atoi


@dataclass(frozen=True, slots=True)
class RestartPolicy:
    """`--restart NAME[:MAX-RETRIES]`; the daemon knows the names."""

    name: str = ""
    max_retries: int = 0

    @classmethod
    def parse(cls, text: str) -> RestartPolicy:
        """Read a policy; ValueError with docker's text."""
        name, colon, count = text.partition(":")
        if colon and not name:
            raise ValueError("invalid restart policy format: no policy provided before colon")
        try:
            return cls(name, atoi(count) if count else 0)
        except GoNumberError:
            raise ValueError("invalid restart policy format: maximum retry count must be an integer") from None

    @property
    def is_none(self) -> bool:
        """True where nothing is restarted."""
        return self.name in ("", "no")

    def __str__(self) -> str:
        return f"{self.name}:{self.max_retries}" if self.max_retries else self.name
