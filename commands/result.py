"""What a command printed and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """Standard output, standard error and exit status, as the docker program gives them.

    `truncated` says that a limit (lines, bytes or seconds) cut the output; `truncated_by` names the limit, and
    `newest` says that the end is what is kept then (logs), not the beginning. `data` is the Engine's JSON behind the
    text (a list or an object) for surfaces that draw it in another way; None where there is none. `order` is
    how the lines of both streams came: (stream, number of lines) pairs; empty where only one stream has any.
    """

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0
    truncated: bool = False
    truncated_by: str = ""
    data: object = None
    newest: bool = False
    order: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of_lines(cls, out: Iterable[str] = (), err: Iterable[str] = (), exit_code: int = 0, data: object = None) -> Result:
        """A result from lines without their line ends."""
        return cls("".join(line + "\n" for line in out), "".join(line + "\n" for line in err), exit_code, data=data)

    @property
    def together(self) -> str:
        """Both streams as a terminal shows them: line by line in the order in which they came.

        Without an order, or where it no longer fits (masking took lines away), standard error stands after standard output.
        """
        left = {"stdout": _lines(self.stdout), "stderr": _lines(self.stderr)}
        counted = {name: sum(count for stream, count in self.order if stream == name) for name in left}
        if not self.order or any(len(lines) != counted[name] for name, lines in left.items()):
            return self.stdout + self.stderr
        at = dict.fromkeys(left, 0)
        out: list[str] = []
        for stream, count in self.order:
            out += left[stream][at[stream] : at[stream] + count]
            at[stream] += count
        return "".join(out)

    @property
    def ok(self) -> bool:
        """True when the exit status is 0."""
        return self.exit_code == 0


def _lines(text: str) -> list[str]:
    """Lines with their ends, by line feeds alone: a carriage return is part of its line."""
    *whole, last = text.split("\n")
    return [line + "\n" for line in whole] + ([last] if last else [])
