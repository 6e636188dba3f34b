"""How many requests of a table of words and commands `ask` understands: by group, by folds of forms, with its confidence and speed.

    python bench/ask.py TABLE.jsonl [--show] [--form TEXT]

A row holds `text`, `gold` (acceptable commands) and `wild` (words of a gold that stand for something the text does not give).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from ask_table import same  # noqa: E402

from commands.ask import ask  # noqa: E402
from commands.canonical import canonical_text  # noqa: E402
from commands.parser import parse_text  # noqa: E402
from commands.risk import risk_of  # noqa: E402

FOLDS = 5


def measure(rows: list[dict[str, Any]], show: bool = False) -> dict[str, Any]:
    """Ask every row; the result holds counts by group and form, confidences, times and dangerous misreadings."""
    right: dict[str, list[bool]] = defaultdict(list)
    strict: list[bool] = []
    groups: dict[str, list[bool]] = defaultdict(list)
    buckets: dict[float, list[bool]] = defaultdict(list)
    times: list[float] = []
    dangers: list[str] = []
    ask("list containers")
    for row in rows:
        start = time.perf_counter()
        asked = ask(row["text"])
        times.append(time.perf_counter() - start)
        command = asked.command if asked.kind in ("command", "incomplete") else None
        good = any(same(command, gold, row["wild"]) for gold in row["gold"])
        strict.append(
            (command is not None and any(canonical_text(command) == canonical_text(gold) for gold in row["gold"]))
            or (good and bool(row["wild"]))
        )
        right[row["form"]].append(good)
        groups[f"{row.get('source', '')} {row.get('lang', '')}"].append(good)
        buckets[int(asked.confidence * 10) / 10].append(good)
        if (
            command
            and str(risk_of(parse_text(row["gold"][0]))) == "read"
            and str(risk_of(parse_text(command))) in ("change", "destroy")
        ):
            dangers.append(f"{row['text']} => {command}")
        if show and not good:
            print(f"[{asked.confidence:.2f}] {row['text']}\n      {command or asked.kind}\n      {row['gold'][0]}")
    return {"right": right, "groups": groups, "buckets": buckets, "times": times, "dangers": dangers, "strict": strict}


def _share(values: Iterable[bool]) -> str:
    found = list(values)
    return f"{sum(found)}/{len(found)} = {sum(found) / max(1, len(found)):.1%}"


def main() -> None:
    """Print the figures of a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--show", action="store_true", help="print the rows that went wrong")
    parser.add_argument("--form", default="", help="only rows whose form or group holds this text")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.table.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if options.form in row["form"] or options.form in row.get("group", "")]
    found = measure(rows, options.show)
    right = found["right"]
    print("all rows      ", _share(good for goods in right.values() for good in goods))
    print("by canonical  ", _share(found["strict"]))
    print("forms, evenly ", f"{statistics.mean(sum(goods) / len(goods) for goods in right.values()):.1%} of {len(right)}")
    for fold in range(FOLDS):
        forms = sorted(right)[fold::FOLDS]
        print(f"fold {fold + 1}        ", _share(good for form in forms for good in right[form]))
    for group, goods in sorted(found["groups"].items()):
        print(f"{group:24}", _share(goods))
    for bucket, goods in sorted(found["buckets"].items(), reverse=True):
        print(f"confidence {bucket:.1f}    ", _share(goods))
    print("dangerous     ", len(found["dangers"]), *found["dangers"], sep="\n  " if found["dangers"] else " ")
    times = sorted(found["times"])
    print(f"milliseconds   median {statistics.median(times) * 1000:.2f}, 95 % {times[int(len(times) * 0.95)] * 1000:.2f}")


if __name__ == "__main__":
    main()
