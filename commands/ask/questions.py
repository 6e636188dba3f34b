"""Questions with an answer of their own: is it running, how was it started, what does that flag do, and what is not for us."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.answer import Answer
from commands.ask import clean, forms, operands, slots, tables, texts
from commands.ask.asked import Asked
from commands.ask.reading import Reading
from commands.ask.tokens import Token, has_chinese

# From here on a topic may stand beside a command, and below this a command gives way to it.
SURE_OF_TOPIC = 0.85
UNSURE_OF_COMMAND, SURE_OF_COMMAND = 0.6, 0.8
_STATE = tables.words("_STATE")


# What asks about one container, the command ({0} is its name), what else may help, how sure.
OF_ONE = (
    *((pattern, f"docker inspect --format '{template}' {{0}}", (), 0.92) for pattern, template in forms.FIELDS),
    (forms.DIED, "docker logs {0}", ("docker inspect {0}",), 0.8),
    (forms.DIED_ZH, "docker logs {0}", ("docker inspect {0}",), 0.8),
    (forms.STATE_ZH, "docker ps --all --filter name={0}", ("docker inspect {0}",), 0.85),
    (forms.TOUCHED, "docker diff {0}", (), 0.88),
    (forms.ON_NETWORK, "docker ps --filter network={0}", ("docker network inspect {0}",), 0.85),
)


# The same, by whether they are in Chinese.
OF_ONE_BY_LANGUAGE = {chinese: tuple(row for row in OF_ONE if has_chinese(row[0].pattern) == chinese) for chinese in (False, True)}


def special(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """Yes-or-no questions about one container, and how a container was started."""
    words = prepared.text
    told = _explained(text, words) or _of_one(text, words, prepared.chinese)
    if told is not None:
        return told
    found = forms.RUNNING.match(words) or (forms.RUNNING_ZH.match(words) if prepared.chinese else None)
    if found and not _general(found[1]):
        return _state_of(text, found)
    if forms.REVERSE.search(words) and not forms.HOW_TO.search(words) and not re.search(r"\bimage\b.*\bbuil", words):
        return _reverse(text, tokens)
    if _everything(tokens):
        return Asked(
            text,
            "unknown",
            hint=texts.hint("zh" if prepared.chinese else "en", "everything"),
            confidence=0.3,
            alternatives=("docker system prune", "docker container prune", "docker image prune --all", "docker volume prune"),
        )
    return None


def _of_one(text: str, words: str, chinese: bool) -> Asked | None:
    """What image a container runs, since when, whether it is up, who has a port."""
    port = forms.ON_PORT.match(words) or forms.ON_PORT_ZH.match(words)
    if port:
        command = f"docker ps --filter publish={port[1]}"
        return _made(text, command, 0.95, ((port[0].strip(), command),))
    for pattern, command, others, sure in OF_ONE_BY_LANGUAGE[chinese]:
        found = pattern.match(words)
        if found and not _general(found[1]):
            command = command.replace("{0}", found[1])
            return _made(text, command, sure, ((found[0].strip(), command),)).but(
                alternatives=tuple(other.replace("{0}", found[1]) for other in others)
            )
    for pattern, every, sure in ((forms.IMAGE_OF, False, 0.9), (forms.HOW_LONG, True, 0.9), (forms.TROUBLE, True, 0.75)):
        found = pattern.match(words)
        if found and not _general(found[1]):
            command = f"docker ps {'--all ' if every else ''}--filter name={found[1]}"
            asked = _made(text, command, sure, ((found[0].strip(), command),))
            return asked.but(alternatives=(f"docker logs --tail 50 {found[1]}",)) if pattern is forms.TROUBLE else asked
    happened = _happened(text, words)
    if happened is not None:
        return happened
    found = forms.BUILT.match(words)
    if found:
        return _made(text, f"docker history {found[1]}", 0.85, ((found[0].strip(), f"docker history {found[1]}"),))
    found = forms.WRITTEN.match(words)
    if found and not _general(found[1] or found[2]):
        command = f"docker logs {found[1] or found[2]}"
        return _made(text, command, 0.8, ((found[0].strip(), command),))
    found = forms.FILE_OF.match(words)
    if found and not _general(found[2]):
        command = f"docker exec {found[2]} {'ls' if found[1].endswith('/') else 'cat'} {found[1]}"
        return _made(text, command, 0.85, ((found[0].strip(), command),))
    found = forms.STATE_IF.match(words)
    return _state_of(text, found) if found and not _general(found[1]) else None


def _happened(text: str, words: str) -> Asked | None:
    """Who did what to a thing, docker does not say; that it was done, and when, its events do."""
    found = forms.DEED.match(words)
    if found:
        deed, thing, name = found[1].lower(), (found[2] or found[4] or "container").lower(), found[3]
    else:
        found = forms.DEED_ZH.match(words)
        if not found or not (found[1] or found[4]):
            return None
        deed, thing, name = found[1] or found[4], forms.OBJECTS.get(found[3] or "容器", "container"), found[2]
    if _general(name):
        return None
    command = f"docker events --filter event={forms.EVENTS[deed]} --filter {thing}={name} --since 24h"
    return _made(text, command, 0.75, ((found[0].strip(), command),)).but(alternatives=(f"docker {thing} inspect {name}",))


def _explained(text: str, words: str) -> Asked | None:
    """ "explain docker run -p 80:80 nginx": every word of it, and nothing is run."""
    from commands.explain import explain
    from commands.parser import parse_text

    found = forms.EXPLAIN.match(words)
    parsed = parse_text(found[1]) if found else None
    if found is None or parsed is None or parsed.usage_error or not parsed.spec or not (parsed.uses or parsed.args):
        return None
    lines = [f"- `{part.text}` – {part.explanation}" for part in explain(parsed) if part.explanation]
    return Asked(text, "answer", answer=Answer(found[1], "\n".join(lines)), confidence=0.95, special="explain")


def _state_of(text: str, found: re.Match[str]) -> Asked:
    name = found[1]
    state = found[2].lower() if found.re is not forms.RUNNING_ZH else "running"
    command = f"docker ps --filter name={name}"
    if state in _STATE:
        command = f"docker ps --all --filter name={name}"
    elif state in ("healthy", "unhealthy"):
        command = f"docker ps --filter health={state} --filter name={name}"
    return _made(text, command, 0.95, ((found[0].strip(), command),))


def _general(word: str) -> bool:
    low = word.lower()
    if low in operands.NAMELIKE:
        return False
    return (
        low in tables.everyday()
        or low in tables.vocabulary()
        or low in ("containers", "docker", "images", "services", "it", "everything")
    )


def _reverse(text: str, tokens: Sequence[Token]) -> Asked:
    names = [token for token in tokens if slots.free(token) and not token.punct]
    if not names:
        return Asked(text, "incomplete", "docker inspect CONTAINER", None, 0.85, needs=("container",), special="reverse")
    command = f"docker inspect {operands.text_of(names[-1])}"
    return _made(text, command, 0.9, ((operands.text_of(names[-1]), "CONTAINER"),)).but(special="reverse")


def _everything(tokens: Sequence[Token]) -> bool:
    """ "delete everything", "clean it all up", and nothing that says what."""
    lows = [token.low for token in tokens if not token.punct]
    bases = {token.base for token in tokens}
    removing = {"delete", "remove", "destroy", "wipe", "nuke", "erase", "kill", "purge", "rm", "drop"} & bases
    things = {
        "container",
        "image",
        "volume",
        "network",
        "service",
        "stack",
        "unused",
        "dangling",
        "stopped",
        "cache",
        "data",
        "node",
        "secret",
        "config",
        "compose",
        "system",
    }
    vague = {"everything", "all", "stuff"} & set(lows)
    return (
        bool(removing and vague)
        and len(lows) <= 6
        and not things & (bases | set(lows))
        and not any(slots.free(token) and token.low != "nuke" for token in tokens)
    )


def _made(text: str, command: str, confidence: float, why: tuple[tuple[str, str], ...]) -> Asked:
    from commands.canonical import canonical_text

    return Asked(text, "command", command, canonical_text(command), confidence, why=why)


def concept(text: str, prepared: clean.Clean, tokens: Sequence[Token], seen: bool = False) -> Asked | None:
    """A question about how docker works, answered from the reference or a topic; None where it is none, or has no answer.

    `seen` is True where the words make a command that only looks: then a soft question is a request.
    """
    from commands import topics

    words = prepared.text
    if forms.ANYTHING.match(words):
        return None
    if forms.OF_FLAGS.search(words):
        from commands import reference

        found = reference.lookup(words)
        if found is not None:
            return _answer(text, found, 0.95)
    if any(token.own for token in tokens) and seen:
        return None
    shape = topics.form(words)
    if forms.SHOW.match(words):
        return None
    if shape in (topics.Form.REQUEST, topics.Form.HOW, topics.Form.NONE) or _about_things(tokens, words):
        return None
    if (
        shape is topics.Form.WHEN
        and not re.match(r"^\W*(?:when|where|who|什么时候|何时|哪里)", words, re.IGNORECASE)
        and "?" not in words
        and "？" not in words
    ):
        return None
    if not forms.ASKS.search(words) or forms.PLEA.match(words):
        return None
    sharp = shape in (topics.Form.COMPARE, topics.Form.WHY, topics.Form.WHAT_IF)
    if not sharp and seen and not forms.GENERAL.search(words):
        return None
    return _topic(text, words, 0.5 if sharp else 0.75)


def _about_things(tokens: Sequence[Token], words: str) -> bool:
    """True for questions about this host: "what is running", "what images do I have", "what are the logs of web"."""
    lows = {token.low for token in tokens}
    low = words.lower()
    if re.match(r"^\s*(?:why|when (?:should|do)|should|can (?:i|a)|what (?:happens|does|if))\b", low) or re.search(
        r"\bvs\b|\bversus\b|\bdifference\b|区别|为什么|什么意思|什么是", low
    ):
        return False
    if re.match(r"^\s*(?:what|which)\b.*\b(?:command|way) (?:to|for|do|can)\b", low):
        return True
    if re.match(r"^\s*(?:what|who|which|anything)\b", low) and re.search(
        r"\b(?:unhealthy|healthy|paused|restarting|last container|newest container|latest container)\b", low
    ):
        return True
    if re.match(r"^\s*anything\b", low) or re.search(r"\b(?:know|see|tell me|show me) which containers\b", low):
        return True
    if {"running", "using", "listening", "happening", "consuming", "eating"} & lows and re.match(r"^\s*(?:what|who|which)", low):
        return True
    if re.match(r"^\s*how (?:many|much|long|big|old)\b", low) and "should" not in low:
        return True
    owned = re.search(
        r"\b(?:containers|images|volumes|networks|services|nodes|stacks|tasks|logs|ports|processes|version|ids?|names|events|status|secrets"
        r"|contexts|plugins)\b",
        low,
    )
    general = re.search(
        r"^\s*(?:what|which)(?: is| are|'s) (?:an? |docker (?!version|images|containers)|the purpose|the use|the point)"
        r"|\b(?:mean|means|for|work|used for)\b\s*\??$|\bexit code \d",
        low,
    )
    if owned and not general and re.match(r"^\s*(?:what|which|who|where|are|is|do|does|have|any|how many)\b", low):
        return True
    return bool(re.search(r"(?:哪些|哪个|多少|几个|有没有)", low)) or (
        any(slots.free(token) for token in tokens) and not re.search(r"什么|how|what|explain", low)
    )


def preferred(text: str, prepared: clean.Clean, tokens: Sequence[Token], sure: float) -> Asked | None:
    """A flag or command looked up, a pasted message, or a question of knowledge that is no surer a command (`sure`)."""
    from commands import reference, topics

    words = prepared.text
    if forms.ANYTHING.match(words):
        return None
    found = reference.lookup(words)
    if found is not None:
        return _answer(text, found, 0.95)
    if any(token.own for token in tokens) and sure > 0:
        return None
    if not topics.is_message(words) and (sure >= SURE_OF_COMMAND or forms.SHOW.match(words) or _about_things(tokens, words)):
        return None
    known = topics.prefer_answer(words)
    answer = known.answer() if known is not None else None
    return _answer(text, answer, known.confidence) if known is not None and answer is not None else None


def of_somebodys(best: Reading, prepared: clean.Clean) -> bool:
    """True where the command names a thing that can only be the person's own: `1fdfd1f54c1b`, `api-gateway`, "web" in quotes."""
    from commands import topics

    if topics.form(prepared.text) in (topics.Form.COMPARE, topics.Form.WHY, topics.Form.WHAT_IF):
        return False
    places = [i for i, _ in best.operand_words] + [use.value_at for use in best.uses if use.value_at >= 0]
    return any(
        token.own or token.quoted or (token.is_("named", "id") and not token.is_("number") and token.low not in operands.IMAGES)
        for token in (best.tokens[i] for i in places)
    )


def with_topic(asked: Asked, prepared: clean.Clean) -> Asked:
    """A "how do I …" that names nothing of its own: the topic stands beside the command, or in its place where that is unsure."""
    from commands import topics

    words = prepared.text
    if asked.kind == "command" and topics.form(words) is not topics.Form.HOW:
        return asked
    if asked.kind == "incomplete" and topics.form(words) in (topics.Form.REQUEST, topics.Form.NONE):
        return asked
    found = topics.find(words)
    if found.topic is None or found.confidence < SURE_OF_TOPIC:
        return asked
    answer = found.answer()
    if answer is None:
        return asked
    if asked.kind == "unknown" or (asked.confidence < UNSURE_OF_COMMAND and not asked.alternatives):
        return _answer(asked.text, answer, found.confidence).but(lang=asked.lang)
    return asked.but(answer=answer)


def last_resort(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """An answer for a text that became no command."""
    from commands import topics

    return _topic(text, prepared.text, 0.75 if topics.looks_like_question(prepared.text) else 0.8)


def _topic(text: str, words: str, least: float) -> Asked | None:
    from commands import topics

    found = topics.find(words)
    answer = found.answer() if found.confidence >= least else None
    return _answer(text, answer, found.confidence) if answer is not None else None


def _answer(text: str, answer: Answer, confidence: float) -> Asked:
    from commands.canonical import canonical_text

    canonical = canonical_text(answer.command) if answer.command else None
    command = answer.command if canonical else None
    return Asked(text, "answer", command, canonical, round(min(confidence, answer.confidence), 2), answer=answer)
