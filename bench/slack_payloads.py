"""Messages for hostile replies, by the thousand: how many are over Slack's limits (it should be none).

python -m bench.slack_payloads [--count 1000] [--from 0] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from tests.slack.hostile import check_one


def main(argv: list[str] | None = None) -> int:
    """Draw, check, count; status 1 when one message is refused."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv or [])
    began = time.perf_counter()
    wrong = {seed: found for seed in range(options.start, options.start + options.count) if (found := check_one(seed))}
    figures = {"payloads": options.count, "over the limits": len(wrong), "seconds": round(time.perf_counter() - began, 1)}
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:20} {value}")
        for seed, found in list(wrong.items())[:10]:
            print(f"seed {seed}: {found[:3]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
