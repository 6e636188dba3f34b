"""Which commands a text may mean: verbs and things looked up in the lexicon, scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from commands.ask import concepts, tables, verbs
from commands.ask.tokens import Token
from commands.spec import load

# Classes that only look, whatever their verb; "give" and "get" mean another class with the right object only.
SEEING = tables.words("SEEING")


# Things that are shown: behind a preposition they belong to what is asked for.
SHOWN = frozenset({"history", "port", "log", "stat", "process", "event", "change", "version"})


# What starts so far behind the likeliest command never catches up.
HOPELESS = 4.3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of `intents.txt`."""

    command: str
    verbs: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...]
    weight: float

    def fits(self, found: concepts.Found) -> bool:
        """True where everything needed was found and nothing unwanted."""
        for name in self.needs:
            if name not in found:
                return False
        return not self.without or not any(name in found for name in self.without)


# Rows of a verb by the first concept they need, "" for those that need none: few of them can fit a text.
Table = dict[str, dict[str, list[Row]]]


@dataclass(frozen=True)
class Intent:
    """A command that may be meant: how well it fits, and the words that said so."""

    command: str
    score: float
    verb: verbs.Verb | None
    used: frozenset[int]
    asking: bool = False


@cache
def _rows() -> tuple[Table, Table]:
    engine: Table = {}
    compose: Table = {}
    from importlib import resources

    text = resources.files("commands.ask").joinpath("lexicon", "intents.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        command, classes, wanted, weight = (part.strip() for part in line.split("|"))
        names = [word for word in wanted.replace("&", " ").split() if word != "-"]
        row = Row(
            command,
            tuple(classes.split()),
            tuple(name for name in names if name[0] != "!"),
            tuple(name[1:] for name in names if name[0] == "!"),
            float(weight),
        )
        table = compose if command.startswith("compose") else engine
        for name in row.verbs:
            table.setdefault(name.rstrip("*"), {}).setdefault(row.needs[0] if row.needs else "", []).append(row)
    return engine, compose


def _fitting(table: Table, name: str, found: concepts.Found) -> Iterator[Row]:
    """The rows of a verb's class that fit what the text speaks of."""
    rows = table.get(name)
    if rows is None:
        return
    for concept in ("", *found):
        for row in rows.get(concept, ()):
            if row.fits(found):
                yield row


@cache
def _paths() -> tables.Phrases:
    found = tables.Phrases()
    for spelling, (program, inner) in load.paths().items():
        path = inner if program == "docker" else f"{program} {inner}".strip()
        if " " in spelling or spelling in ("ps", "rmi") or (program == "docker" and not load.command(spelling).has_subcommands):
            found.add(f"docker {spelling}", path)
        if spelling.startswith("compose "):
            found.add(spelling, path)
    return found


def readings(tokens: Sequence[Token], found: concepts.Found, limit: int = 5) -> list[Intent]:
    """The likeliest commands, best first."""
    orders, asking = verbs.find(tokens)
    engine, compose = _rows()
    composed = "compose" in found and ("stack" not in found or _program(tokens, found["compose"]))
    table = compose if composed else engine
    context = frozenset(i for name in ("compose", "buildx") if name in found for i in range(found[name][1], found[name][2]))
    best: dict[str, Intent] = {}
    first = orders[0].start if orders else 0
    for order, weight in _candidates(orders, tokens):
        for name, alone in order.classes.items():
            if name == "set" and order.start != first:
                continue
            seen = 1.2 if order.classes.get("show") and not alone and name not in SEEING else 0.0
            for row in _fitting(table, name, found):
                if not alone and f"{name}*" in row.verbs:
                    continue
                _consider(best, row, found, 1.5 + (1.0 if alone else 0.0) + weight - seen, order, asking)
    if asking or not orders or all(order.weight < 0.9 for order in orders):
        for row in _fitting(table, "-", found):
            _consider(best, row, found, 1.6 if asking else 0.8, None, asking)
    for start, end, path in _paths().scan(tokens):
        if path in best:
            old = best[path]
            best[path] = Intent(path, old.score + 2.5, old.verb, old.used | frozenset(range(start, end)), asking)
        elif not asking and not load.command(path).has_subcommands and path.startswith("compose ") == composed:
            best[path] = Intent(path, 3.2, None, frozenset(range(start, end)), asking)
    ranked = sorted(best.values(), key=lambda intent: (-intent.score, intent.command))
    kept = [intent for intent in ranked[:limit] if intent.score > ranked[0].score - HOPELESS]
    return [replace(intent, used=intent.used | context) if context else intent for intent in kept]


def _program(tokens: Sequence[Token], said: tuple[float, int, int]) -> bool:
    """True for "with docker compose", the program, and for "my compose stack"; not for the file that a stack is deployed from."""
    _, start, end = said
    if end < len(tokens) and tokens[end].base == "stack":
        return True
    after = tokens[end].base if end < len(tokens) else ""
    return (
        tokens[end - 1].low in ("compose", "docker-compose")
        and after not in ("file", "yml", "yaml", "definition")
        and bool(start and tokens[start - 1].low in ("with", "using", "via", "through"))
    )


def _candidates(orders: list[verbs.Verb], tokens: Sequence[Token]) -> list[tuple[verbs.Verb, float]]:
    """The first verb with its whole weight; a later one only where the first leads nowhere on its own or sets what it does."""
    if not orders:
        return []
    first = orders[0].start
    out = [(order, min(order.weight, 1.5)) for order in orders if order.start == first]
    seeing = any(order.classes.get("show") for order, _ in out)
    setting = any("set" in order.classes for order, _ in out)
    for order in orders:
        if order.start != first and (not seeing or order.joined or "login" in order.classes):
            aside = setting and tokens[order.start - 1].low in ("when", "while")
            out.append((order, min(order.weight, 1.0) - (0.4 if aside else 1.2)))
    return out


def _consider(
    best: dict[str, Intent], row: Row, found: concepts.Found, start: float, order: verbs.Verb | None, asking: bool
) -> None:
    score = start + row.weight
    used: set[int] = set()
    for name in row.needs:
        weight, first, last = found[name]
        if order is not None and first >= order.start and last <= order.end and name not in ("shell",):
            weight = 0.2
        score += weight - (0.6 if weight == 0.5 and name not in concepts.THINGS and name in SHOWN else 0.0)
        if name not in ("pathlike", "signalname", "sizelike", "imageref"):
            used.update(range(first, last))
    if "buildx" in found and not row.command.startswith("buildx"):
        score -= 3.0
    if not row.command.startswith("compose"):
        score -= sum(
            0.9 for name, (weight, _, _) in found.items() if weight == 2.0 and name in concepts.THINGS and name not in row.needs
        )
    if order is not None:
        used.update(range(order.start, order.end))
    old = best.get(row.command)
    if old is None or score > old.score:
        best[row.command] = Intent(row.command, score, order, frozenset(used), asking)
