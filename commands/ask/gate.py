"""What may never happen: a request to see things answered with a command that changes or removes them."""

from __future__ import annotations

from commands.ask.reading import Reading
from commands.risk import risk_of

LEAST = 3.0
REMOVING = frozenset({"remove", "prune", "down", "leave", "kill", "revoke"})
HARMLESS = frozenset({"read"})


def allowed(reading: Reading) -> bool:
    """False where the verb does not carry the command's effect."""
    from commands.parser import parse_text

    risk = str(risk_of(parse_text(reading.text)))
    if risk == "read":
        return True
    verb = reading.intent.verb
    if verb is None:
        return not reading.intent.asking and reading.intent.score >= 3.0 and risk != "destroy"
    if risk == "destroy":
        return not REMOVING.isdisjoint(verb.classes)
    return True
