"""Ask the judge for its verdicts on many texts, and keep them as data.

    python -m tests.differential.record [COUNT] [SEED]

Writes `verdicts.jsonl.gz` beside this file: a row a text, with `text`, `ok`, `exit` and the first `line` of a refusal.
Rows that depend on files or contexts of a machine are left out.
"""

from __future__ import annotations

import gzip
import json
import sys

from tests.differential.judge import VERSION, ask_all, available
from tests.differential.texts import FOLDER, realistic, texts

FILE = FOLDER / "verdicts.jsonl.gz"
COUNT, SEED = 11_000, 20_250


def rows() -> list[dict[str, object]]:
    """The recorded rows."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def record(count: int, seed: int) -> int:
    """Ask and write; the number of rows kept."""
    wanted = [text for text in realistic() if " compose " not in text and "$(docker" not in text]
    wanted += texts(seed, count)
    kept = [verdict.row() for verdict in ask_all(dict.fromkeys(wanted)) if not verdict.about_state]
    data = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in kept)
    FILE.write_bytes(gzip.compress(data.encode("utf-8"), mtime=0))
    return len(kept)


def main() -> None:
    """Record, or say what is missing."""
    if not available():
        sys.exit(f"docker {VERSION} is not on the PATH")
    arguments = [int(word) for word in sys.argv[1:]]
    print(f"{record(*[*arguments, *[COUNT, SEED][len(arguments) :]])} rows in {FILE.name}")


if __name__ == "__main__":
    main()
