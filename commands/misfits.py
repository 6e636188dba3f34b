"""Whether something failed because a daemon's answer has other types than docker's API: then it is not our fault, and is said.

with spending():
    try: …
    except WRONG_TYPES:
        said = misfit_heard()     # "" where the answers were as they should be: the fault is ours
"""

from __future__ import annotations

from typing import Any

from commands.budget import current

# What reading a value of another type than expected raises.
WRONG_TYPES = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError)


def misfit_heard() -> str:
    """What is wrong with the answers that came under the budget that holds now, the latest first."""
    from commands.formatter.gounmarshal import misfit

    heard = list(reversed(current().heard))
    said = next((said for path, data in heard if (said := misfit(path, data))), "")
    return said or next((f"the daemon answered null in place of an object (GET {path})" for path, data in heard if _null(data)), "")


def _null(data: Any, depth: int = 4) -> bool:
    """True for a null that Go reads as an empty object and Python does not: the whole answer, or an item of a list in it."""
    if data is None:
        return True
    if depth == 0 or not isinstance(data, (list, dict)):
        return False
    if isinstance(data, list):
        return any(_null(item, depth - 1) for item in data)
    return any(_null(item, depth - 1) for item in data.values() if isinstance(item, (list, dict)))
