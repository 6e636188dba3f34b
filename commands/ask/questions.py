"""Questions with an answer of their own: is it running, how was it started, what does that flag do, and what is not for us."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.answer import Answer
from commands.ask import clean, slots, tables, texts
from commands.ask.asked import Asked
from commands.ask.operands import text_of
from commands.ask.tokens import Token

_STARTED = r"(?:been started|started|start|run|ran|launched|launch|created|create|made|deployed)"
_REVERSE = re.compile(
    rf"\bhow (?:was|were|is|did (?:you|we|they|i|someone|somebody)|has)\b.*\b{_STARTED}\b"
    r"|\b(?:what|which)(?: docker)?(?: run)? (?:command|options|flags|arguments|parameters)\b.*"
    r"\b(?:was used|were used|started|launched|created|ran|start|did)\b"
    r"|\b(?:reconstruct|recover|rebuild|reverse|recreate|regenerate|get back|get|show|print|give)\b.*"
    r"\b(?:run command|docker run)\b(?!.*\bhow to\b)"
    r"|是(?:怎么|如何|用什么命令)(?:被)?(?:启动|运行|创建|跑起来)的"
    r"|(?:启动|运行|创建).{0,12}(?:用的|时用的|时使用的)(?:是)?(?:什么)?(?:命令|参数)"
    r"|(?:还原|反推|恢复).*(?:启动命令|run 命令|命令)|用什么命令(?:启动|运行|创建)的",
    re.IGNORECASE,
)
_HOW_TO = re.compile(r"\bhow (?:do|can|could|should|would) (?:i|we|you|one)\b|\bhow to\b", re.IGNORECASE)
_RUNNING = re.compile(
    r"^\s*(?:is|are|was|has)\s+(?:the\s+|my\s+|our\s+)?(?:container\s+|service\s+)?[\"'`]?([\w][\w.-]*)[\"'`]?\s+(?:container\s+)?(?:been\s+)?(?:still\s+|currently\s+|already\s+|actually\s+)?"
    r"(running|up|alive|down|healthy|unhealthy|stopped|paused|restarting|restarted|exited|dead|there|killed|crashed|started)\b[^,]*$",
    re.IGNORECASE,
)
_RUNNING_ZH = re.compile(
    r"^\s*(?:容器\s*)?([A-Za-z0-9][\w.-]*)\s*(?:容器)?(?:还)?(?:是否)?(?:(?:正)?在)?(?:运行|跑|启动|活)(?:着|中|起来)?(?:了)?(?:吗|没有?|么|不)?[?？。]*$"
)
_IMAGE_OF = re.compile(
    r"^\s*(?:what|which)\s+image\s+(?:is|does)\s+(?:the\s+)?(?:container\s+)?([\w][\w.-]*)\s+(?:running|run|using|use|based on)\b",
    re.IGNORECASE,
)
_STATE = tables.words("_STATE")
_OF_FLAGS = re.compile(
    r"\b(?:flags?|options?|arguments?|parameters?|switches|syntax|usage)\b.*\b(?:of|for|does|has|take|accept)\b|\bhelp\b.*\b(?:for|on|with|about)\b.*\bdocker\b|--?\w[\w-]*.*\b(?:do|does|mean|means|for)\b"
    r"|\b(?:what|explain|meaning|purpose)\b.*\s--?\w|(?:选项|参数|标志).*(?:哪些|什么)|--?\w[\w-]*\s*(?:是|有|参数|选项)?.*(?:什么|意思|作用|干嘛)|什么是\s*--?\w",
    re.IGNORECASE,
)


_SHOW = re.compile(
    r"^\W*(?:please\s+)?(?:do not|don't|never)\b"
    r"|^\W*(?:please\s+)?(?:show|list|display|give|get|print|fetch|find)\b(?! (?:me )?(?:how|why|the difference|an? example))",
    re.IGNORECASE,
)


def special(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """Yes-or-no questions about one container, and how a container was started."""
    words = prepared.text
    image = _IMAGE_OF.match(words)
    if image and not _general(image[1]):
        command = f"docker ps --filter name={image[1]}"
        return _made(text, command, 0.85, ((image[0].strip(), command),))
    found = _RUNNING.match(words) or (_RUNNING_ZH.match(words) if prepared.chinese else None)
    if found and not _general(found[1]):
        return _state_of(text, found)
    if _REVERSE.search(words) and not _HOW_TO.search(words) and not re.search(r"\bimage\b.*\bbuil", words):
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


def _state_of(text: str, found: re.Match[str]) -> Asked:
    name = found[1]
    state = found[2].lower() if found.re is _RUNNING else "running"
    command = f"docker ps --filter name={name}"
    if state in _STATE:
        command = f"docker ps --all --filter name={name}"
    elif state in ("healthy", "unhealthy"):
        command = f"docker ps --filter health={state} --filter name={name}"
    return _made(text, command, 0.95, ((found[0].strip(), command),))


def _general(word: str) -> bool:
    low = word.lower()
    return (
        low in tables.everyday()
        or low in tables.vocabulary()
        or low in ("containers", "docker", "images", "services", "it", "everything")
    )


def _reverse(text: str, tokens: Sequence[Token]) -> Asked:
    names = [token for token in tokens if slots.free(token) and not token.punct]
    if not names:
        return Asked(text, "incomplete", "docker inspect CONTAINER", None, 0.85, needs=("container",), special="reverse")
    command = f"docker inspect {text_of(names[-1])}"
    return _made(text, command, 0.9, ((text_of(names[-1]), "CONTAINER"),)).but(special="reverse")


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
        and not things & bases
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
    if _OF_FLAGS.search(words):
        from commands import reference

        found = reference.lookup(words)
        if found is not None:
            return _answer(text, found, 0.95)
    shape = topics.form(words)
    if _SHOW.match(words):
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
    if not _ASKS.search(words) or _PLEA.match(words):
        return None
    sharp = shape in (topics.Form.COMPARE, topics.Form.WHY, topics.Form.WHAT_IF)
    if not sharp and seen and not _GENERAL.search(words):
        return None
    return _topic(text, words, 0.5 if sharp else 0.75)


_PLEA = re.compile(
    r"^\W*(?:how about|why (?:don't|dont|not)|(?:can|could|would|will) (?:you|we)\b(?! (?:explain|tell me (?:why|how|what))))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]|^\W*(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|should|would|will|must"
    r"|may|has|have|am|explain|tell|compare|describe|whats)\b"
    r"|\bvs\b|\bversus\b|\bdifference\b|\bmean\b|什么|怎么|为何|为啥|区别|不同|吗|如何|哪|是否|能不能|可不可以|意思|作用|解释|介绍|原理|还是",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\bwhat(?: is|'s|s| are) (?:an? |docker\b)|\bwhat (?:does|do)\b|\bmean(?:s|ing)?\b|\bexplain\b|\bpurpose\b"
    r"|\bsafe\b|\bdifference\b"
    r"|什么是|是什么|什么意思|作用|原理|解释",
    re.IGNORECASE,
)


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


def last_resort(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """An answer for a text that became no command."""
    from commands import topics

    return _topic(text, prepared.text, 0.8) if topics.looks_like_question(prepared.text) else None


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
