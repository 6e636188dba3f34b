"""Questions with an answer of their own: is it running, how was it started, what does that flag do, and what is not for us."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.answer import Answer
from commands.ask import clean, slots, tables, texts
from commands.ask.asked import Asked
from commands.ask.operands import text_of
from commands.ask.tokens import Token

_REVERSE = re.compile(
    r"\bhow (?:was|were|is|did (?:you|we|they|i|someone|somebody)|has)\b.*\b(?:started|start|run|ran|launched|launch|created|create|made|deployed|been started)\b"
    r"|\b(?:what|which)(?: docker)?(?: run)? (?:command|options|flags|arguments|parameters)\b.*\b(?:was used|were used|started|launched|created|ran|start|did)\b"
    r"|\b(?:reconstruct|recover|rebuild|reverse|recreate|regenerate|get back|get|show|print|give)\b.*\b(?:run command|docker run)\b(?!.*\bhow to\b)"
    r"|是(?:怎么|如何|用什么命令)(?:被)?(?:启动|运行|创建|跑起来)的|(?:启动|运行|创建).{0,12}(?:用的|时用的|时使用的)(?:是)?(?:什么)?(?:命令|参数)|(?:还原|反推|恢复).*(?:启动命令|run 命令|命令)|用什么命令(?:启动|运行|创建)的",
    re.IGNORECASE,
)
_RUNNING = re.compile(r"^\s*(?:is|are)\s+(?:the\s+|my\s+)?(?:container\s+|service\s+)?[\"'`]?([\w][\w.-]*)[\"'`]?\s+(?:container\s+)?(?:still\s+|currently\s+|already\s+)?(running|up|alive|down|healthy|unhealthy|stopped|paused|restarting|exited|dead|there)\b[^,]*$", re.IGNORECASE)
_RUNNING_ZH = re.compile(r"^\s*(?:容器\s*)?([A-Za-z0-9][\w.-]*)\s*(?:容器)?(?:还)?(?:是否)?(?:(?:正)?在)?(?:运行|跑|启动|活)(?:着|中|起来)?(?:了)?(?:吗|没有?|么|不)?[?？。]*$")
_CONCEPT = re.compile(
    r"^\s*(?:what (?:is|are|does|do|happens|'s)\b|what's\b|why\b(?! (?:don't|dont|not)\b)|explain\b|(?:what is )?(?:the )?difference between|when (?:should|do|would)\b|should i\b|can (?:i|a|you) (?!(?:show|see|get|list|please|stop|run|start|remove|delete|give|tell|display|help))"
    r"|is it (?:safe|possible|ok|bad|good)|does\b|do (?:i|we) (?:need|have)|how (?:does|do (?:containers|images|volumes|networks|layers|docker))\b|how (?:can|do|should) i (?:debug|troubleshoot|fix|learn|secure|reduce|persist|write|choose)\b|compare\b|tell me about\b|which (?:is|one)\b)"
    r"|\bvs\.?\b|\bversus\b|\b\w+ or \w+\s*\?|什么是|是什么(?!命令|状态|版本)|有什么(?:区别|用|不同)|区别|为什么|为啥|怎么回事|原理|作用|(?:是)?干什么的|做什么的|什么意思|解释",
    re.IGNORECASE,
)
_STATE = {"down": "exited", "stopped": "exited", "exited": "exited", "dead": "dead", "paused": "paused", "restarting": "restarting"}


def special(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """Yes-or-no questions about one container, and how a container was started."""
    words = prepared.text
    found = _RUNNING.match(words) or (_RUNNING_ZH.match(words) if prepared.chinese else None)
    if found and not _general(found[1]):
        name = found[1]
        state = (found[2].lower() if found.re is _RUNNING else "running")
        command = f"docker ps --filter name={name}"
        if state in _STATE:
            command = f"docker ps --all --filter name={name}"
        elif state in ("healthy", "unhealthy"):
            command = f"docker ps --filter health={state} --filter name={name}"
        elif state == "there":
            command = f"docker ps --all --filter name={name}"
        return _made(text, command, 0.95, ((found[0].strip(), command),))
    if _REVERSE.search(words) and "how do i" not in words.lower() and "how can i" not in words.lower() and "how to" not in words.lower():
        return _reverse(text, tokens)
    if _everything(tokens):
        return Asked(text, "unknown", hint=texts.hint("zh" if prepared.chinese else "en", "everything"), confidence=0.3,
                     alternatives=("docker system prune", "docker container prune", "docker image prune --all", "docker volume prune"))  # fmt: skip
    return None


def _general(word: str) -> bool:
    return word.lower() in tables.everyday() or word.lower() in ("containers", "docker", "container", "images", "services", "daemon", "it", "everything", "swarm")


def _reverse(text: str, tokens: Sequence[Token]) -> Asked:
    names = [token for token in tokens if slots.free(token) and not token.punct]
    if not names:
        return Asked(text, "incomplete", "docker inspect CONTAINER", None, 0.85, needs=("container",), special="reverse")
    command = f"docker inspect {text_of(names[-1])}"
    return _made(text, command, 0.9, ((text_of(names[-1]), "CONTAINER"),)).but(special="reverse")


def _everything(tokens: Sequence[Token]) -> bool:
    """"delete everything", "clean it all up", and nothing that says what."""
    lows = [token.low for token in tokens if not token.punct]
    removing = {"delete", "remove", "destroy", "wipe", "nuke", "erase", "kill", "purge", "rm", "drop"} & {token.base for token in tokens}
    things = {"container", "image", "volume", "network", "service", "stack", "unused", "dangling", "stopped", "cache", "data", "node", "secret", "config", "compose", "system"}
    return bool(removing) and bool({"everything", "all"} & set(lows)) and len(lows) <= 6 and not things & {token.base for token in tokens} and not any(slots.free(token) for token in tokens)


def _made(text: str, command: str, confidence: float, why: tuple[tuple[str, str], ...]) -> Asked:
    from commands.canonical import canonical_text

    return Asked(text, "command", command, canonical_text(command), confidence, why=why)


def concept(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """A question about how docker works, answered from the reference or a topic; None where it is none, or has no answer."""
    words = prepared.text
    if not _CONCEPT.search(words) or _about_things(tokens, words):
        return None
    return _answered(text, words, 0.9)


def _about_things(tokens: Sequence[Token], words: str) -> bool:
    """True for questions about this host: "what is running", "what images do I have", "what are the logs of web"."""
    lows = {token.low for token in tokens}
    low = words.lower()
    if re.match(r"^\s*(?:what is|what's|what are|what)\b", low):
        if {"running", "using", "listening", "wrong", "happening", "consuming"} & lows and not {"mean", "difference", "--"} & lows:
            return True
        owned = re.search(r"\b(?:containers|images|volumes|networks|services|nodes|stacks|logs|ports|processes|version|ids?|names|events|status|secrets|contexts|plugins)\b", low)
        article = re.search(r"^\s*what(?: is|'s) (?:an? |docker|the difference|the purpose|the use of|the point)", low)
        if owned and not article and not re.search(r"\b(?:mean|for|work|used for)\b|\bexit code \d|--\w", low):
            return True
    return bool(re.match(r"^\s*(?:what|which)\b.*\b(?:command|way) (?:to|for|do|can)\b", low))


def last_resort(text: str, prepared: clean.Clean, tokens: Sequence[Token]) -> Asked | None:
    """An answer for a text that became no command."""
    return _answered(text, prepared.text, 0.7)


def _answered(text: str, words: str, confidence: float) -> Asked | None:
    answer = _lookup(words) or _topic(words)
    if answer is None:
        return None
    canonical = None
    if answer.command:
        from commands.canonical import canonical_text

        canonical = canonical_text(answer.command)
    return Asked(text, "answer", answer.command, canonical, min(confidence, answer.confidence), answer=answer)


def _lookup(words: str) -> Answer | None:
    try:
        from commands import reference
    except ImportError:
        return None
    found: Answer | None = reference.lookup(words)
    return found


def _topic(words: str) -> Answer | None:
    try:
        from commands import topics

        found = topics.find(words)
    except (ImportError, AttributeError):
        return None
    answer = getattr(found, "answer", found)
    return answer if isinstance(answer, Answer) else None
