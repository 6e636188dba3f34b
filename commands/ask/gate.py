"""What may never happen: a request to see things answered with a command that changes or removes them."""

from __future__ import annotations

from functools import cache

from commands.ask import moods
from commands.ask.reading import Reading
from commands.ask.tokens import has_chinese
from commands.ask.understand import leftovers
from commands.risk import risk_of

LEAST, LEAST_SHORT = 3.0, 2.4
# Below it a verb stands where no order stands: "the stack had been taken down", "someone suggested docker system prune".
LEAST_ORDER = 0.5
# What an order may begin with before its verb: "in web run ls", "as root run …", "do a rolling restart".
PLACING = frozenset("in inside as from with on for at using compose do have make via by".split())
REMOVING = frozenset({"remove", "prune", "down", "leave", "kill", "revoke"})
# Prunes cannot tell what failed from what ended well.
FAILED = frozenset({"non-zero", "nonzero", "failed", "failing", "crashed", "unsuccessful", "unsuccessfully", "errored"})
HARMLESS = frozenset({"read"})


def enough(reading: Reading) -> bool:
    """True where the reading carries the text; a few words that are all explained need less."""
    words = [token for token in reading.tokens if not token.punct]
    left = leftovers(reading)
    strange = [i for i in left if reading.tokens[i].is_("han")]
    if len(strange) >= 4 and 2 * len(strange) >= len(words) and path_risk(reading.command) != "read":
        return False
    return reading.score >= (LEAST_SHORT if len(words) <= 4 and not left else LEAST)


@cache
def path_risk(path: str) -> str:
    """The risk of a command without regard to its flags."""
    from commands.parser import parse_text

    return str(risk_of(parse_text(f"docker {path}")))


def allowed(reading: Reading) -> bool:
    """False where the verb does not carry the command's effect."""
    risk = path_risk(reading.command)
    if risk == "read":
        return True
    if moods.wondering(reading.tokens) or moods.failing(reading.tokens):
        return False
    verb = reading.intent.verb
    if verb is None:
        return not reading.intent.asking and reading.intent.score >= 3.0 and risk != "destroy"
    placed = reading.tokens[0].low in PLACING or any(token.low == "how" or has_chinese(token.text) for token in reading.tokens)
    if verb.weight < LEAST_ORDER and not placed:
        return False
    if reading.command == "container prune" and FAILED & reading.low():
        return False
    if risk == "destroy":
        return not REMOVING.isdisjoint(verb.classes)
    return True
