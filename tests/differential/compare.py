"""Compare our verdicts with the judge's, row by row.

python -m tests.differential.compare [FILE]      recorded rows, or a file of rows with text, ok, exit and reason
python -m tests.differential.compare --fresh COUNT SEED      new texts, asked now
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands.parser import parse_text


@dataclass
class Agreement:
    """How often we say what the judge says."""

    rows: int = 0
    refused: int = 0
    verdicts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    exits: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    @property
    def wrong_verdicts(self) -> float:
        """The share of rows with another verdict, in per cent."""
        return 100 * len(self.verdicts) / max(1, self.rows)

    @property
    def wrong_lines(self) -> float:
        """The share of refusals with another first line, in per cent."""
        return 100 * len(self.lines) / max(1, self.refused)

    def __str__(self) -> str:
        return (
            f"{self.rows} rows: {len(self.verdicts)} other verdicts ({self.wrong_verdicts:.2f} %); "
            f"{self.refused} refusals in common: {len(self.lines)} other first lines ({self.wrong_lines:.2f} %), "
            f"{len(self.exits)} other statuses, {len(self.messages)} other further lines"
        )


def compare(rows: Iterable[dict[str, Any]]) -> Agreement:
    """Our parser's verdict on each row beside the recorded one."""
    found = Agreement()
    for row in rows:
        text, line = row["text"], (row.get("line") or row.get("reason") or "").strip()
        error = parse_text(text).usage_error
        found.rows += 1
        if (error is None) != row["ok"]:
            found.verdicts.append(f"{text}\n    judge: {line or 'accepts'}\n    ours:  {error.headline if error else 'accepts'}")
        elif error is not None:
            found.refused += 1
            if error.headline.strip() != line:
                found.lines.append(f"{text}\n    judge: {line}\n    ours:  {error.headline}")
            elif row.get("message") and row["message"] != error.message.strip():
                found.messages.append(f"{text}\n    judge: {row['message']!r}\n    ours:  {error.message!r}")
            elif error.exit_code != row["exit"]:
                found.exits.append(f"{text}\n    judge: {row['exit']}\n    ours:  {error.exit_code}")
    return found


def fresh(count: int, seed: int) -> list[dict[str, Any]]:
    """Verdicts on new texts, asked now, with whole messages."""
    from tests.differential.judge import ask_all
    from tests.differential.texts import texts

    verdicts = [verdict for verdict in ask_all(texts(seed, count)) if not verdict.about_state]
    return [verdict.row() | {"message": verdict.message} for verdict in verdicts]


def main() -> None:
    """Print the agreement, and what differs."""
    from tests.differential.record import rows

    if sys.argv[1:2] == ["--fresh"]:
        asked = fresh(int(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) > 1:
        asked = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    else:
        asked = rows()
    found = compare(asked)
    for kind in ("verdicts", "lines", "exits", "messages"):
        for item in getattr(found, kind):
            print(f"{kind}: {item}")
    print(found)


if __name__ == "__main__":
    main()
