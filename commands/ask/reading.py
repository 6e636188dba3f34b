"""One reading of a text: a command with its flags and operands, and what of the text it explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from commands.ask import cues, pairs, slots, sparing
from commands.ask.concepts import Found
from commands.ask.intents import Intent
from commands.ask.tokens import Token
from commands.ask.verbs import Verb
from commands.spec.model import Flag

NOWHERE: frozenset[int] = frozenset()
PLACEHOLDER = "VALUE"
STATES = frozenset({"running", "exited", "paused", "restarting", "dead", "created", "removing"})


@dataclass
class Use:
    """A flag, filter or column that some words asked for."""

    kind: str
    key: str
    value: str | None
    start: int
    end: int
    value_at: int = -1


@dataclass
class Reading:
    """A command being put together; `explained` holds the places of words accounted for, `told` those of values in words."""

    command: str
    tokens: Sequence[Token]
    found: Found
    intent: Intent
    uses: list[Use] = field(default_factory=list)
    operands: list[str] = field(default_factory=list)
    operand_words: list[tuple[int, str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)
    narrowing: set[int] = field(default_factory=set)
    score: float = 0.0
    text: str = ""
    notes: list[str] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def has(self, key: str, kind: str = "flag") -> bool:
        """True when that flag, filter or column was asked for."""
        return any(use.key == key and use.kind == kind for use in self.uses)

    def drop(self, key: str, kind: str = "flag") -> None:
        """Forget a flag, filter or column."""
        self.uses = [use for use in self.uses if not (use.key == key and use.kind == kind)]

    def valued(self, key: str) -> bool:
        """True when a flag, filter or column of that name has its value."""
        return any(use.key == key and use.value is not None for use in self.uses)

    def drop_unvalued(self, key: str) -> None:
        """Forget what was asked for without a value."""
        self.uses = [use for use in self.uses if not (use.key == key and use.value is None)]

    def low(self) -> set[str]:
        """All words, lower-case."""
        return {token.low for token in self.tokens if not token.own}


def gather(reading: Reading) -> None:
    """Find flags, filters and columns by their cues, with their values."""
    from commands.ask import literal, programs, said

    tokens = reading.tokens
    verb = reading.intent.verb
    programs.reserve(reading.command, tokens, reading.explained)
    _typed(reading)
    said.gather(reading)
    hits = [hit for hit in cues.of(reading.command).scan(tokens) if not _is_verb(verb, hit) and not _mistaken(tokens, hit)]
    literal.flags(reading)
    literal.filters(reading)
    literal.templates(reading)
    hits.sort(
        key=lambda hit: (
            -(hit[1] - hit[0]),
            not hit[2].own,
            hit[2].kind == "column",
            hit[0] if hit[1] - hit[0] > 1 else 0,
            not hit[2].strict,
            hit[0],
        )
    )
    held = {i for i in reading.explained if i not in reading.intent.used} | reading.told
    named = {i for start, end, cue in hits if end - start > 1 or not cue.strict for i in range(start, end)}
    valued: dict[str, set[int]] = {}
    for start, end, cue in hits:
        if cue.value is not None and end - start == 1:
            valued.setdefault(cue.key, set()).add(start)
    taken: set[int] = set()
    ends = {(cue.key, end) for _, end, cue in hits if cue.strict}
    for start, end, cue in hits:
        span = set(range(start, end))
        if span & (held | taken) or sparing.spared(tokens, start, cue.key):
            continue
        found = (
            _value(reading, start, end, cue, taken | held | (named - span - valued.get(cue.key, NOWHERE)))
            if _wants(reading, cue)
            else (-1, "")
        )
        unnamed = cue.kind == "filter" and not cue.tight and cue.key != "id" and _unnamed(tokens, start, end)
        if cue.kind == "filter" and cue.key == "id" and found[0] >= 0 and _no_id(tokens, start, end, found[0]):
            continue
        if cue.tight and any(other.kind == "filter" and other.key != cue.key and end <= at < found[0] for at, _, other in hits):
            continue  # "that use the network backend": no image
        if cue.kind == "filter" and end - start == 1 and found[0] > end and (cue.key, found[0]) in ends:
            continue  # "names and ports of … with port 80": the nearer mention has the value
        if found[0] < 0 and cue.strict and not unnamed:
            continue
        taken |= span
        if found[0] >= 0:
            taken |= {
                i for i in range(min(found[0], end), max(found[0] + 1, start)) if i == found[0] or tokens[i].low in slots.CONNECT
            }
        _use(reading, start, end, cue, found)
    reading.uses.sort(key=lambda use: use.start)


def _no_id(tokens: Sequence[Token], start: int, end: int, at: int) -> bool:
    """True for "the IDs of the containers that have node:20", "the ID of the one named web": ids are asked for."""
    between = [token.low for token in tokens[end:at]]
    plural = tokens[end - 1].low in ("ids", "identifiers") and len(between) > 2
    return plural or bool({"named", "called", "name"} & set(between))


def _typed(reading: Reading) -> None:
    """What needs no cue: spans of time, conditions of lists."""
    from commands.ask import conditions, literal, narrowing

    literal.between(reading)
    conditions.find(reading)
    if reading.command in ("container ls", "image ls"):
        narrowing.between(reading)
    if reading.command == "container ls":
        narrowing.container_ls(reading)


def _is_verb(verb: Verb | None, hit: tuple[int, int, cues.Cue]) -> bool:
    """True where a cue is nothing but the verb itself; "rotate", "follow" and "force" are flags as well."""
    start, end, cue = hit
    if verb is None or not (verb.start <= start and end <= verb.end) or ("set" in verb.classes and start == verb.start):
        return False
    return cue.key not in ("force", "build", "bootstrap", "check", verb.word) and cue.value != verb.word


def _mistaken(tokens: Sequence[Token], hit: tuple[int, int, cues.Cue]) -> bool:
    """Columns are nouns: "named" is not the column "name", but "created at" is one."""
    start, end, cue = hit
    if cue.kind != "column" or (end - start > 1 and tokens[start].base not in ("container", "image")):
        return False
    return any(tokens[i].low != tokens[i].base and not tokens[i].low.endswith("s") for i in range(start, end))


def _wants(reading: Reading, cue: cues.Cue) -> bool:
    """True where a value has to be found."""
    if cue.kind == "column" or cue.value is not None:
        return False
    flag = cues.spec_of(reading.command, cue.kind, cue.key)
    return flag is not None and (not flag.is_bool or cue.kind == "filter")


def _unnamed(tokens: Sequence[Token], start: int, end: int) -> bool:
    """True for a value that is spoken of and not given: "a specific volume", "filter by exit code"."""
    near = [token.low for token in tokens[max(0, start - 2) : min(len(tokens), end + 2)]]
    said = {"specific", "given", "certain", "particular", "specified", "substring"} & set(near)
    first = any(token.low == "filter" for token in tokens[:2]) or (start > 1 and tokens[start - 2].base == "filter")
    return bool(said) or (first and start > 0 and tokens[start - 1].low == "by")


def put(reading: Reading, use: Use) -> None:
    """Add a use; its words and its value's are explained."""
    reading.uses.append(use)
    reading.explained.update(range(use.start, use.end))
    if use.value_at >= 0:
        reading.explained.add(use.value_at)


def _value(reading: Reading, start: int, end: int, cue: cues.Cue, busy: set[int]) -> tuple[int, str]:
    """The place and text of the value beside a cue; (-1, "") for none."""
    tokens = reading.tokens
    pair = pairs.find(reading.command, cue.key, tokens, start, end, busy | reading.explained, reading.told)
    if pair is not None:
        return pair
    flag = cues.spec_of(reading.command, cue.kind, cue.key)
    if flag is None:
        return -1, ""
    if cue.kind == "flag" and cue.key in slots.FILES and reading.command != "image build":
        files = [i for i, token in enumerate(tokens) if token.is_("path") and token.text.count(".") and "/." not in token.text]
        if len(files) == 1 and files[0] not in busy | reading.explained and tokens[files[0]].text not in (".", ".."):
            return files[0], tokens[files[0]].value or tokens[files[0]].text
    test, loose = _tests(reading, flag, cue)
    closed = _closed(reading, flag, cue, start, end)
    if closed is not None:
        return closed
    stop = (busy | {i for i in reading.explained if i not in reading.intent.used}) - set(range(start, end))
    if cue.kind == "filter" and cue.key == "network" and start and end - start == 1 and tokens[start].low == "network":
        own = tokens[start - 1]
        if own.is_("named") and slots.free(own) and not own.punct:
            return (start - 1, own.value or own.text) if start - 1 not in stop else (-1, "")
    bare = all(tokens[i].low in slots.PREPOSITIONS for i in range(start, end))
    at = slots.after(tokens, end, test, stop, None if bare else loose, cue.tight)
    if at < 0 and not cue.tight and not bare:
        at = slots.before(tokens, start, loose if loose and cue.key == "profile" else test, stop)
    if at < 0 and cue.key in slots.ANYWHERE and cue.kind == "flag":
        free = [
            i
            for i, token in enumerate(tokens)
            if i not in stop and test(token) is not None and token.is_(*slots.LOOKS.get(cue.key, ("x",)))
        ]
        at = free[0] if len(free) == 1 else -1
    if at < 0 and flag.type in ("bytes", "duration") and not cue.strict:
        free = [i for i, token in enumerate(tokens) if i not in stop and token.is_("size" if flag.type == "bytes" else "duration")]
        at = free[0] if len(free) == 1 else -1
    if at < 0:
        return -1, ""
    value = test(tokens[at]) or (loose(tokens[at]) if loose else None) or tokens[at].value or tokens[at].text
    if (
        cue.key == "username"
        and at + 1 < len(tokens)
        and tokens[at].text.istitle()
        and tokens[at + 1].text.istitle()
        and slots.free(tokens[at + 1])
    ):
        return at + 1, (tokens[at].text + tokens[at + 1].text).lower()
    return at, value


def _closed(reading: Reading, flag: Flag, cue: cues.Cue, start: int, end: int) -> tuple[int, str] | None:
    """A value of a fixed set a few words behind the cue: "restart policy of redis to always"."""
    values = flag.facts.get("values", {})
    if cue.kind != "flag" or not values.get("closed") or values.get("kind") or flag.type not in ("string", "network"):
        return None
    closed = {str(value) for value in values.get("set", ()) if value}
    for k in range(end, min(len(reading.tokens), end + 7)):
        token = reading.tokens[k]
        if token.low in closed:
            return k, token.low
        if token.low.partition(":")[0] in closed and ":" in token.low:
            return k, token.low
    return None


def _tests(reading: Reading, flag: Flag, cue: cues.Cue) -> tuple[slots.Accept, slots.Accept | None]:
    if cue.kind == "filter":
        return pairs.filter_test(reading.command, cue.key), pairs.filter_test(reading.command, cue.key, loose=True)
    if cue.key in slots.STRICT_LOOK:
        return slots.accept(flag, cue.key), None
    return slots.accept(flag, cue.key), slots.accept(flag, cue.key, loose=True)


def _use(reading: Reading, start: int, end: int, cue: cues.Cue, found: tuple[int, str]) -> None:
    from commands.ask import several

    flag = cues.spec_of(reading.command, cue.kind, cue.key)
    if cue.kind == "column" or flag is None:
        put(reading, Use(cue.kind, cue.key, None, start, end))
        return
    if cue.kind != "filter" and flag.is_bool:
        value = cue.value if cue.value in ("true", "false") else None
        negated = cue.value is None and not cue.key.startswith("no-") and _negated(reading, start)
        if negated and flag.default is not True:
            reading.explained.update(range(start, end))
            return
        put(reading, Use(cue.kind, cue.key, "false" if negated else value, start, end))
        return
    if cue.value is not None:
        denied = cue.kind == "filter" and start > 0 and "not" in {token.low for token in reading.tokens[max(0, start - 2) : start]}
        opposite = {"true": "false", "false": "true"}.get(cue.value)
        if denied and cue.key in ("is-task", "is-official", "is-automated", "enabled") and opposite:
            put(reading, Use(cue.kind, cue.key, opposite, start, end))
        elif denied and cue.key == "type":
            reading.explained.update(range(start, end))
        else:
            put(reading, Use(cue.kind, cue.key, cue.value, start, end))
        return
    at, value = found
    put(reading, Use(cue.kind, cue.key, value or None, start, end, at))
    if at >= end and flag.repeatable and cue.kind == "flag":
        several.of_flag(reading, flag, cue, at)
    if at >= end and cue.kind == "filter":
        several.of_filter(reading, cue, at)
    if at >= 0:
        between = range(min(at, start), max(at + 1, end))
        reading.explained.update(
            i
            for i in between
            if reading.tokens[i].low in slots.CONNECT or i == at or (i >= end and reading.tokens[i].text in value)
        )


def _negated(reading: Reading, start: int) -> bool:
    """True behind "not", "without", "disable", unless that is the order itself."""
    return any(
        reading.tokens[i].low in ("not", "without", "no", "never", "avoid", "disable", "prevent")
        for i in range(max(0, start - 2), start)
        if not (reading.tokens[i].low in ("disable", "prevent") and i in reading.intent.used)
    )
