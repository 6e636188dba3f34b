"""`make bench`: every measurement, or those named: `python -m bench check ask`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench

NEEDS_TIME = {"slack_load"}


def main(names: list[str]) -> int:
    """Run the named measurements; all that take less than a minute when none is named."""
    known = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]
    for name in names or [name for name in known if name not in NEEDS_TIME]:
        if name not in known:
            print(f"no measurement {name!r}; there are {', '.join(known)}", file=sys.stderr)
            return 2
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
