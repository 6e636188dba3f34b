"""A quiz, a tip of the day, what to learn next: asked for in words, kept for an hour in the conversation."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from bot.reply import NextStep, Reply, ReplyKind
from bot.request import Request
from commands.answer import Answer

if TYPE_CHECKING:
    from bot.core import Core

SPACE = "quiz"
SECONDS = 3600.0
_GIVEN = re.compile(r"^\s*(?:answer\s+|答案?\s*)?[\"'(]?([a-dA-D1-4])[\"').。]?\s*$")
_TOPIC = re.compile(r"^\s*(?:topic|主题)\s*[:：]\s*([a-z0-9-]{1,60})\s*$", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def learning(core: Core, request: Request) -> Reply | None:
    """The reply to a text that asks to learn, or that answers the question asked last; None for any other text."""
    given = _GIVEN.match(request.text)
    if given:
        return _marked(core, request, given.group(1))
    from commands.topics import learning as lessons

    named = _TOPIC.match(request.text)
    if named:
        return _topic(request, named.group(1).lower())
    what = lessons.wanted(request.text)
    if what is None:
        return None
    lang = "zh" if _CHINESE.search(request.text) else "en"
    if what == "quiz":
        return _quiz(core, request, lang)
    if what == "tip":
        answer = lessons.tip(datetime.now(UTC).date(), lang)
        return Reply(ReplyKind.ANSWER, request.text, lang=lang, answer=answer)
    seen = set(_seen(core, request))
    topics = lessons.next_topics(seen)
    title = "接下来可以学" if lang == "zh" else "What to learn next"
    lines = "\n".join(f"{number}. {topic.title_in(lang)}" for number, topic in enumerate(topics, 1))
    steps = tuple(NextStep(topic.title_in(lang)[:60], f"{'主题' if lang == 'zh' else 'topic'}: {topic.slug}") for topic in topics)
    _remember(core, request, seen | {topic.slug for topic in topics[:1]})
    return Reply(ReplyKind.ANSWER, request.text, lang=lang, answer=Answer(title, lines), next_steps=steps)


def _topic(request: Request, slug: str) -> Reply | None:
    """`topic: NAME`: that page."""
    from commands.topics import load, page

    if slug not in {topic.slug for topic in load()}:
        return None
    lang = "zh" if _CHINESE.search(request.text) else "en"
    return Reply(ReplyKind.ANSWER, request.text, lang=lang, answer=page(slug).answer(lang))


def _quiz(core: Core, request: Request, lang: str) -> Reply:
    from commands.topics.learning import quiz

    seed = SystemRandom().randrange(1 << 30)
    question = quiz(seed, lang)
    if request.conversation:
        core.store.put(SPACE, _key(request), {"seed": seed, "lang": lang}, ttl=SECONDS)
    title = "小测验：回答一个字母" if lang == "zh" else "Quiz: answer with a letter"
    steps = tuple(NextStep(f"{letter}. {name}"[:70], letter) for letter, name in zip("ABCD", question.titles, strict=False))
    choices = "\n".join(f"- {letter}. {name}" for letter, name in zip("ABCD", question.titles, strict=False))
    answer = Answer(title, question.text.replace("\n> ", "\n\n", 1) + f"\n\n{choices}")
    return Reply(ReplyKind.ANSWER, request.text, lang=lang, answer=answer, next_steps=steps)


def _marked(core: Core, request: Request, given: str) -> Reply | None:
    """An answer to the question that waits in this conversation; None where none waits."""
    if not request.conversation:
        return None
    pending: Any = core.store.take(SPACE, _key(request))
    if not isinstance(pending, dict):
        return None
    from commands.topics.learning import check_answer

    lang = str(pending.get("lang", "en"))
    marked = check_answer(int(pending["seed"]), given, lang)
    shown = marked.explanation
    answer = Answer(marked.text, shown.text, shown.sources, shown.command, shown.related)
    again = NextStep("再来一题" if lang == "zh" else "Another one", "考考我" if lang == "zh" else "quiz me")
    return Reply(ReplyKind.ANSWER, request.text, lang=lang, answer=answer, next_steps=(again,))


def _key(request: Request) -> str:
    """Each person has a question of their own, also in a shared thread."""
    return f"{request.conversation}|{request.actor.user or 'local'}"


def _seen(core: Core, request: Request) -> list[str]:
    found = core.store.get("seen-topics", request.actor.user or "local")
    return [str(one) for one in found] if isinstance(found, list) else []


def _remember(core: Core, request: Request, seen: set[str]) -> None:
    core.store.put("seen-topics", request.actor.user or "local", sorted(seen))
