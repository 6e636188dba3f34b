"""Small things to learn from the topics: a quiz, a tip of the day, what to read next. Deterministic: a seed or a day decides.

A question of the quiz is a page's first sentence with the title to be guessed; wrong answers are titles of pages of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from commands.answer import Answer
from commands.topics.pagefile import Topic, load, page

# The way through the topics for somebody new; what is not named follows, concepts first.
_PATH = """
    first-container container image image-vs-container architecture list-containers run-vs-start interactive-terminal
    detached logs shell-into-container stop-vs-rm publish-ports environment-variables data-lost volumes bind-mounts
    dockerfile build-an-image layers build-cache cmd-vs-entrypoint dockerignore multi-stage-build web-app-step-by-step
    tags latest push networks container-dns restart-policies memory-limit exit-codes container-exits-immediately
    cleaning-up compose instruction-user docker-socket capabilities secrets pid-1 namespaces cgroups union-file-system
"""
PATH = tuple(_PATH.split())
# Words of a title that are not blotted out.
_PLAIN_WORDS = """
    the and versus what how why with for from not one two all its are that this image images container containers
    docker file files use run new old
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_QUIZ = re.compile(
    r"^\W*(?:(?:please\W+)?(?:quiz|test) me\b.*|(?:give me |ask me |start |another |next )?(?:an? "
    r"|the )?(?:docker )?(?:quiz|question for me|quiz question)\W*"
    r"|(?:来|出|给我|再来|考)(?:我)?(?:一|个|几|道|一道|一下|点)*(?:docker)?\s*(?:测验|小测验|题|题目|考题|问答|测试题).*"
    r"|考考我.*|测验一下.*|测验)\W*$",
    re.I,
)
_TIP = re.compile(
    r"^\W*(?:(?:give me |show me |what(?:'s| is) )?(?:an?|the|your|another|today'?s)?\s*(?:docker )?(?:tip|hint"
    r"|trick)(?: of the day| for today| today)?(?:,? please)?"
    r"|(?:给我)?(?:今日|今天的?|每日|每天)?(?:一个|一条|的)?(?:docker)?\s*(?:小?贴士|小?技巧|提示|小知识)(?:是什么)?)\W*$",
    re.I,
)
_NEXT = re.compile(
    r"^\W*(?:what (?:should|can|could|do) i (?:learn|read|study)(?: about)?(?: next| now| first| today)?|what(?:'s"
    r"| is) next to learn|teach me something(?: new)?(?: about docker)?"
    r"|what to learn(?: next)?|where (?:should|do) i go from here|next (?:topic|lesson)|suggest (?:me )?a topic"
    r"|(?:我)?(?:接下来|下一步|然后|现在|该|应该|要)*(?:我)?(?:应该|该|要|可以)?(?:再)?学(?:习)?(?:点)?(?:什么|啥|哪些"
    r"|哪个)(?:呢|好)?|教我点(?:新)?(?:东西|什么).*|下一(?:课|个主题))\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what to guess, from what; `answer` is the place of the right one in `choices` (slugs), from 0."""

    seed: int
    slug: str
    lang: str
    text: str
    choices: tuple[str, ...]
    titles: tuple[str, ...]
    answer: int

    def as_text(self) -> str:
        """The question with its choices, lettered."""
        return self.text + "\n" + "\n".join(f"{chr(65 + n)}. {title}" for n, title in enumerate(self.titles))


@dataclass(frozen=True, slots=True)
class Marked:
    """Whether an answer was right, and the page that says why."""

    right: bool
    answer: str
    explanation: Answer
    text: str


def wanted(text: str) -> str | None:
    """`quiz`, `tip` or `next` where a text asks for one of them; None otherwise."""
    text = text.strip()
    if len(text) > 80:
        return None
    for pattern, name in ((_QUIZ, "quiz"), (_TIP, "tip"), (_NEXT, "next")):
        if pattern.match(text):
            return name
    return None


def quiz(seed: int, lang: str = "en") -> Question:
    """A question for a seed: the same seed, the same question."""
    chance = Random(seed)
    topics = _askable()
    topic = topics[chance.randrange(len(topics))]
    kin = [other for other in topics if other.kind == topic.kind and other.slug != topic.slug]
    others = chance.sample(kin, 3) if len(kin) >= 3 else chance.sample([one for one in topics if one.slug != topic.slug], 3)
    chosen = [topic, *others]
    chance.shuffle(chosen)
    lead = "这段话说的是哪个主题？" if lang == "zh" else "Which topic is this about?"
    return Question(
        seed=seed,
        slug=topic.slug,
        lang=lang,
        text=f"{lead}\n> {_hidden(topic, lang)}",
        choices=tuple(one.slug for one in chosen),
        titles=tuple(one.title_in(lang) for one in chosen),
        answer=chosen.index(topic),
    )


def check_answer(seed: int, given: str, lang: str = "en") -> Marked:
    """Mark an answer: a letter, a number from 1, or a title (or the page's name)."""
    question = quiz(seed, lang)
    right_title = question.titles[question.answer]
    right = _place(question, given) == question.answer
    topic = page(question.slug)
    letter = chr(65 + question.answer)
    if lang == "zh":
        said = f"对了：{right_title}。" if right else f"不对，答案是 {letter}：{right_title}。"
    else:
        said = f"Right: {right_title}." if right else f"No, it is {letter}: {right_title}."
    return Marked(right, right_title, topic.answer(lang), said)


def _place(question: Question, given: str) -> int | None:
    text = given.strip().strip(".)（）。 ").lower()
    if re.fullmatch(r"[a-d]", text):
        return ord(text) - ord("a")
    if re.fullmatch(r"[1-4]", text):
        return int(text) - 1
    for n, (slug, title) in enumerate(zip(question.choices, question.titles, strict=True)):
        if text in (slug, title.lower()):
            return n
    return None


def tip(day: date, lang: str = "en") -> Answer:
    """The tip of a day: a page's most useful sentences, a different page every day until all have been."""
    topics = [
        one for one in load() if one.kind in ("howto", "concept", "flag", "instruction", "comparison", "problem") and one.examples
    ]
    order = list(topics)
    Random(len(topics)).shuffle(order)
    topic = order[day.toordinal() % len(order)]
    first = sentences(topic.prose(lang))[:3]
    joined = "".join(first) if lang == "zh" else " ".join(first)
    whole = topic.answer(lang)
    return Answer(
        title=topic.title_in(lang),
        text=f"{joined}\n\n```sh\n{topic.examples[0]}\n```",
        sources=whole.sources,
        command=whole.command,
        related=whole.related,
        examples=whole.examples,
    )


def next_topics(seen: Collection[str], count: int = 3) -> tuple[Topic, ...]:
    """What to learn next for somebody who has seen these pages (by name), in the order of the way through them."""
    return tuple(topic for topic in _order() if topic.slug not in seen)[:count]


@cache
def _order() -> tuple[Topic, ...]:
    known = {topic.slug: topic for topic in load()}
    first = [known.pop(slug) for slug in PATH]
    rank = {"concept": 0, "howto": 1, "instruction": 2, "flag": 3, "comparison": 4, "problem": 5, "exit": 6, "error": 7}
    return (*first, *sorted(known.values(), key=lambda topic: (rank[topic.kind], topic.slug)))


@cache
def _askable() -> tuple[Topic, ...]:
    return tuple(topic for topic in load() if topic.kind in ("concept", "instruction", "comparison", "flag", "exit"))


def sentences(text: str) -> list[str]:
    """The sentences of a page's prose, English or Chinese; a dot inside code or a name ends none."""
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+(?=[\"“(`$A-Z0-9*-])|(?<=[。！？])", text.strip()) if one.strip()]


def _hidden(topic: Topic, lang: str) -> str:
    """The first sentences, with the words of the title blotted out."""
    parts = sentences(topic.prose(lang))[:2]
    text = ("" if lang == "zh" else " ").join(parts)
    words = re.findall(r"[A-Za-z][\w./-]{2,}|\d{1,3}(?!\w)|--?[a-z][\w-]*|[\u4e00-\u9fff]{2,}", topic.title_in(lang))
    for word in sorted(words, key=len, reverse=True):
        if word.lower() not in _PLAIN:
            text = re.sub(
                rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?![\w-])" if word.isascii() else re.escape(word), "…", text, flags=re.I
            )
    return text
