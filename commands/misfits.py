"""Whether something failed because a daemon's answer has other types than docker's API: then it is not our fault, and is said.

with spending():
    try: …
    except WRONG_TYPES:
        said = misfit_heard()     # "" where the answers were as they should be: the fault is ours
"""

from __future__ import annotations

from commands.budget import current

# What reading a value of another type than expected raises.
WRONG_TYPES = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError)


def misfit_heard() -> str:
    """What is wrong with the answers that came under the budget that holds now, the latest first."""
    from commands.formatter.gounmarshal import misfit

    return next((said for path, data in reversed(current().heard) if (said := misfit(path, data))), "")
