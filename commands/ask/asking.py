"""`ask`: from a person's words to a command, an answer, or an honest "unknown"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commands.ask import (
    clean,
    concepts,
    confidence,
    context,
    elsewhere,
    gate,
    moods,
    narrowing,
    render,
    sequence,
    standins,
    tables,
    texts,
    understand,
    unwanted,
    verbs,
)
from commands.ask.asked import Asked
from commands.ask.memory import Memory
from commands.ask.reading import Reading
from commands.ask.tokens import Token

# A request in words is short; a longer text is a document or a slip, and reading it would take its time.
LONGEST = 1500
# Below it a text is read again without what stands in parentheses.
UNSURE = 0.75
# From here a request that looks at something by its name is no question about Docker in general.
SURE_OF_NAME = 0.4
# From here the order behind a told clause counts, where the whole text gives none.
UNSURE_BEHIND = 0.5
# What a text may begin with that is the name of things and no order.
NOUN_LEADS = tables.words("NOUN_LEADS")
SETTING = frozenset({"container run", "container create", "container update", "image build"})


def ask(text: str, memory: Memory | None = None) -> Asked:
    """What a text asks for. Deterministic, offline; `memory` holds what was said before in the same conversation."""
    if len(text) > LONGEST:
        ready = clean.already_command(text.strip())
        if ready:
            return Asked(text, "command", ready, _canonical(ready), 1.0)
        return Asked(text, "unknown", hint=texts.hint("en", "long"))
    prepared = clean.clean(text)
    lang = "zh" if prepared.chinese else "en"
    ready = clean.already_command(prepared.text)
    if ready:
        asked = Asked(text, "command", ready, _canonical(ready), 1.0, lang=lang, host=prepared.host)
        return _remembered(asked, memory)
    if memory is not None:
        follow = memory.resolve(prepared, text)
        if follow is not None:
            return _remembered(follow.but(lang=lang), memory)
    if not prepared.text.strip():
        return Asked(text, "unknown", lang=lang, hint=texts.hint(lang, "empty"))
    wanted = unwanted.without(prepared.text, prepared.chinese)
    if wanted != prepared.text:
        prepared = replace(clean.clean(wanted), host=prepared.host)
    asked = _asked(text, prepared, lang)
    said, where = elsewhere.take(prepared.text)
    if where and not (asked.command or "").startswith("docker context "):
        there = _asked(text, clean.clean(said), lang)
        if there.kind == "command" or (there.kind == "incomplete" and asked.kind == "unknown"):
            return _remembered(_on(there, where, prepared.host), memory)
    if asked.kind != "answer" and asked.confidence < UNSURE and clean.ASIDE.search(prepared.text):
        plain = clean.clean(clean.ASIDE.sub(" ", text))
        again = _asked(text, plain, lang) if plain.text.strip() else asked
        asked = again if again.kind != "unknown" and again.confidence >= asked.confidence + 0.15 else asked
    return _remembered(asked.but(host=asked.host or prepared.host), memory)


def _on(asked: Asked, context: str, host: str) -> Asked:
    """The same, for a context that the text names."""
    command = elsewhere.told(asked.command or "", context)
    canonical = _canonical(command) if asked.kind == "command" else asked.canonical
    return asked.but(command=command, canonical=canonical, host=host, why=(*asked.why, (context, f"--context {context}")))


def _asked(text: str, prepared: clean.Clean, lang: str) -> Asked:
    """The text read as a whole, and without what people tell before they ask."""
    asked = _read(text, prepared, lang)
    behind, told = context.rest(prepared, prepared.tokens(), asked.kind == "unknown")
    if len(behind) < 4:
        return asked
    plain = _read(text, clean.clean(behind), lang)
    return plain if _better(plain, asked, told) else asked


def _better(plain: Asked, asked: Asked, told: list[str]) -> bool:
    """Whether the text without what is only told before says more surely what is wanted."""
    if plain.kind == "command" and plain.confidence >= UNSURE_BEHIND and asked.kind != "command":
        return True
    if plain.kind == "command" and asked.kind == "command":
        words, kept = (asked.command or "").split(), (plain.command or "").split()
        places = ("docker login", "docker logout", "docker pull", "docker push")
        strays = not (asked.command or "").startswith(places) and any(name in words and name not in kept for name in told)
        if not strays and set(kept) < set(words):
            return False
        return strays or plain.confidence >= asked.confidence + 0.1
    return asked.kind in ("unknown", "answer") and plain.kind == "incomplete"


def _read(text: str, prepared: clean.Clean, lang: str) -> Asked:
    from commands.ask import questions

    tokens = prepared.tokens()
    if not prepared.chinese and _names_things(tokens):
        prepared = clean.clean(f"show {prepared.text}")
        tokens = prepared.tokens()
    special = questions.special(text, prepared, tokens)
    if special is not None:
        return special.but(lang=lang, confidence=special.confidence)
    found = understand.readings(tokens)
    only_looks = prepared.chinese and moods.looking(prepared.text)
    kept = [one for one in found if gate.allowed(one) and not (only_looks and gate.path_risk(one.command) != "read")]
    enough = bool(kept) and gate.enough(kept[0])
    sure = confidence.of(kept) if enough else 0.0
    looking = enough and gate.path_risk(kept[0].command) == "read"
    seen = looking and sure >= 0.85
    if sure and _concrete(kept[0]):
        sure = max(sure, questions.SURE_OF_COMMAND)
    if kept and "denied" in kept[0].notes:
        return Asked(text, "unknown", lang=lang, hint=texts.hint(lang, "denied"), alternatives=(kept[0].text,))
    first = None
    if not (looking and sure >= SURE_OF_NAME and questions.of_somebodys(kept[0], prepared)):
        first = questions.preferred(text, prepared, tokens, sure) or questions.concept(text, prepared, tokens, seen)
    if first is not None:
        return first.but(lang=lang)
    several = sequence.split(prepared, tokens)
    if several:
        steps = _steps(text, several, lang)
        if steps is not None:
            return steps
    if not enough:
        later = questions.last_resort(text, prepared, tokens)
        if later is not None:
            return later.but(lang=lang)
        listed = _listed(text, prepared)
        if listed is not None:
            return listed.but(lang=lang)
        close = tuple(dict.fromkeys(one.text for one in kept[:3])) if kept and kept[0].score > gate.LEAST - 1.5 else ()
        return Asked(text, "unknown", lang=lang, hint=texts.hint(lang, "unknown"), alternatives=close)
    return questions.with_topic(_command(text, kept, lang), prepared)


def _names_things(tokens: Sequence[Token]) -> bool:
    """True for "all images labelled beta, …": a text that begins with the things and gives no order."""
    lows = [token.low for token in tokens[:7]]
    if not lows or lows[0] not in NOUN_LEADS or any(token.low == "?" or token.low in narrowing.ORDERED for token in tokens):
        return False
    many = any(_plural(tokens, i) for i in range(min(7, len(tokens))))
    orders, asking = verbs.find(tokens)
    return many and not asking and not any(any(order.classes.values()) for order in orders)


def _plural(tokens: Sequence[Token], i: int) -> bool:
    """True for "containers", "each running container"."""
    token = tokens[i]
    each = {"each", "every"} & {one.low for one in tokens[max(0, i - 3) : i]}
    return token.base in concepts.THINGS and (token.low != token.base or bool(each))


def _listed(text: str, prepared: clean.Clean) -> Asked | None:
    """A text that only names things ("IDs of the python images") is read once more as a wish to see them."""
    seeing = "列出" if prepared.chinese else "show "
    kept = [one for one in understand.readings(clean.clean(seeing + prepared.text).tokens()) if gate.allowed(one)]
    if not kept or not gate.enough(kept[0]) or gate.path_risk(kept[0].command) != "read" or confidence.of(kept) < UNSURE:
        return None
    if narrowing.ORDERED & kept[0].low():
        return None
    asked = _command(text, kept, "")
    return asked.but(confidence=round(max(0.3, asked.confidence - 0.15), 2)) if asked.kind != "unknown" else None


def _concrete(reading: Reading) -> bool:
    """True where an option has a value that only a request gives: a size, a path, a pair."""
    values = [reading.tokens[use.value_at] for use in reading.uses if use.kind == "flag" and use.value and use.value_at >= 0]
    wanted = ("number", "size", "duration", "path", "pair", "ports", "ip")
    return reading.command in SETTING and (bool(reading.told) or any(token.is_(*wanted) for token in values))


def _command(text: str, kept: list[Reading], lang: str) -> Asked:
    best = kept[0]
    sure = confidence.of(kept)
    others = tuple(dict.fromkeys(one.text for one in kept[1:4] if one.text != best.text and one.score > best.score - 2.5))
    kind = "incomplete" if best.needs else "command"
    needs = tuple(dict.fromkeys(texts.need(need, lang) for need in best.needs))
    canonical = _canonical(best.text) if not best.needs else standins.canonical(best.text, best.needs)
    if canonical is None and not best.needs and best.command != "image load":
        kind, sure = "unknown", min(sure, 0.3)
    return Asked(text, kind, best.text, canonical, sure, others, needs, lang=lang, why=_why(best))


def _steps(text: str, parts: tuple[str, str], lang: str) -> Asked | None:
    """Two orders in one text, as `first && second`; None where one of them is no whole command."""
    first = ask(parts[0])
    second = ask(sequence.filled(parts[1], first.command or ""))
    if first.kind != "command" or second.kind != "command" or not first.command or not second.command:
        return None
    if first.command == second.command or min(first.confidence, second.confidence) < 0.5:
        return None
    command = f"{first.command} && {second.command}"
    sure = round(min(first.confidence, second.confidence) * 0.95, 2)
    return Asked(text, "command", command, _canonical(command), sure, lang=lang, why=(*first.why, *second.why))


def _why(best: Reading) -> tuple[tuple[str, str], ...]:
    """Which words gave which part."""
    out: list[tuple[str, str]] = []
    if best.intent.used:
        spoken = " … ".join(best.tokens[i].text for i in sorted(best.intent.used))
        out.append((spoken, f"docker {render.spelling(best.command)}"))
    for use in sorted(best.uses, key=lambda one: one.start):
        if use.end <= use.start:
            continue
        words = " ".join(token.text for token in best.tokens[use.start : use.end])
        if use.value_at >= 0 and not use.start <= use.value_at < use.end:
            words += f" … {best.tokens[use.value_at].text}"
        part = (
            f"--filter {use.key}={use.value}" if use.kind == "filter" else f"--{use.key}" + (f" {use.value}" if use.value else "")
        )
        out.append((words, part))
    for i, placeholder in best.operand_words:
        out.append((best.tokens[i].text, placeholder))
    return tuple(out)


def _canonical(command: str) -> str | None:
    from commands.canonical import canonical_text

    return canonical_text(command)


def _remembered(asked: Asked, memory: Memory | None) -> Asked:
    if memory is not None and asked.kind in ("command", "incomplete") and asked.command:
        memory.note(asked)
    return asked
