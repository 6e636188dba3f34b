"""What a command printed and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """Standard output, standard error and exit status, as the docker program gives them.

    `truncated` says that a limit (lines, bytes or seconds) ended the output early;
    `truncated_by` names the limit. `data` is the Engine's JSON behind the text (a list or
    an object) for surfaces that draw it in another way; None where there is none.
    """

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0
    truncated: bool = False
    truncated_by: str = ""
    data: object = None

    @classmethod
    def of_lines(cls, out: Iterable[str] = (), err: Iterable[str] = (), exit_code: int = 0, data: object = None) -> Result:
        """A result from lines without their line ends."""
        return cls("".join(line + "\n" for line in out), "".join(line + "\n" for line in err), exit_code, data=data)

    @property
    def ok(self) -> bool:
        """True when the exit status is 0."""
        return self.exit_code == 0
