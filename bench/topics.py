"""How many questions find their topic, table by table, how sure the finder is, and how fast.

    python -m bench topics          python bench/topics.py TABLE.tsv [--show]

A row of a table: the topics that answer it (commas between them; `-` for none), a tab, the question.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from commands.topics import find  # noqa: E402

SURE = 0.8


def rows(path: Path) -> list[tuple[list[str], str]]:
    """The wanted topics and the question of every row."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split("\t")[0].split(","), line.split("\t")[1]) for line in lines]


def measure(path: Path, show: bool) -> None:
    """Print one line for a table, and its misses when asked to."""
    right = nothing = foreign = confident = wrong_and_sure = 0
    times: list[float] = []
    table = rows(path)
    for wanted, question in table:
        began = time.perf_counter()
        found = find(question)
        times.append(time.perf_counter() - began)
        got = found.topic.slug if found.topic else "-"
        foreign += wanted == ["-"]
        good = got in wanted or (wanted == ["-"] and found.confidence < 0.6)
        right += good and wanted != ["-"]
        nothing += good and wanted == ["-"]
        confident += good and found.confidence >= SURE
        wrong_and_sure += not good and found.confidence > SURE
        if show and not good:
            print(f"  {found.confidence:.2f} {got:28} wanted {','.join(wanted):28} {question}")
    asked = len(table) - foreign
    print(
        f"{path.stem:22} {right}/{asked} ({right / max(asked, 1):.1%}) right, {nothing}/{foreign} of what is not ours left alone, "
        f"{confident / max(asked, 1):.0%} right and sure, {wrong_and_sure} wrong and sure, "
        f"median {1000 * statistics.median(times):.2f} ms, slowest {1000 * max(times):.1f} ms"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure the given tables, or all of tests/cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print the questions that miss")
    options = parser.parse_args(arguments or [])
    began = time.perf_counter()
    find("warm up")
    print(f"first question, index and all: {1000 * (time.perf_counter() - began):.0f} ms")
    for path in options.tables or sorted((ROOT / "tests" / "cases").glob("questions*.tsv")):
        measure(path, options.show)


if __name__ == "__main__":
    main(sys.argv[1:])
