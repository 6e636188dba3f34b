"""Texts that only ask about a change or tell of one: "can I delete it?", "the push was denied"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.ask import tables
from commands.ask.tokens import Token, has_chinese

REMOVALS = frozenset("delete remove prune drop erase kill stop restart clean purge wipe rm".split())
FAILING = frozenset("failed fails denied refused rejected hangs hung broke broken timed".split())


def wondering(tokens: Sequence[Token]) -> bool:
    """True where a text only asks about a change: "can I delete it?", "could the image be removed?", 被停止了吗, 为什么重启."""
    said = "".join(token.text for token in tokens if has_chinese(token.text))
    if said:
        asked = any(word in said for word in ASKED_ZH)
        if asked and not any(word in said for word in ("怎么", "如何", "怎样", "请", "帮", "把", "将")):
            return True
        return any(word in said for word in ("为什么", "为何", "为啥")) or (
            said.endswith(("吗", "了没", "了没有")) and not any(word in said for word in ("能", "可以", "可否", "请", "帮", "麻烦"))
        )
    lows = [token.low for token in tokens if not token.punct and token.low not in ("ok", "well", "so", "hey", "hi")]
    if (_asks_back(tokens, lows) or _reported(lows)) and not _ends_in_an_order(tokens):
        return True
    if not lows or lows[0] not in ("can", "may", "should", "shall", "could", "must"):
        return False
    if lows[1:2] in (["i"], ["we"]):
        return lows[0] in ("may", "should", "shall", "must") or bool(REMOVALS & set(lows[2:4]))
    return "be" in lows[2:8] and not {"you", "please", "kindly"} & set(lows)


def _asks_back(tokens: Sequence[Token], lows: list[str]) -> bool:
    """True for "did someone delete it?", "will web be restarted?", "dude who's eating it", "…; which are they?"."""
    if not lows or "how" in lows or {"command", "flag", "option"} & set(lows):
        return False
    if lows[0] in AUXILIARIES and lows[1:2] not in (["you"], ["it"], ["there"], ["u"]):
        return True
    if lows[0] in ("have", "had") and lows[1:2] and lows[1] in SOMEBODY:
        return True
    if "who" in lows[:2] and not {"the", "all", "every", "any"} & set(lows[:1]):
        return True
    if _inner_question(tokens):
        return True
    if tokens[-1].low != "?":
        return False
    last = max((i for i, token in enumerate(tokens[:-1]) if token.punct), default=-1)
    return lows[0] in ("any", "anything", "anyone") or (
        last >= 0 and tokens[last + 1].low in ("which", "what", "who", "where") and last + 2 < len(tokens)
    )


def _ends_in_an_order(tokens: Sequence[Token]) -> bool:
    """True for "who broke it? anyway, restart api": the last clause begins with an order that does more than look."""
    from commands.ask import verbs

    last = max((i for i, token in enumerate(tokens[:-1]) if token.punct), default=-1) + 1
    while last < len(tokens) and tokens[last].low in ("anyway", "please", "then", "now", "so", "just", "and", "well", "ok"):
        last += 1
    clause = tuple(tokens[last:])
    if not last or tokens[-1].low == "?" or len(clause) < 2:
        return False
    return any(verb.start == 0 and verb.weight >= 0.9 and "show" not in verb.classes for verb in verbs.find(clause)[0])


def _inner_question(tokens: Sequence[Token]) -> bool:
    """True where one of the clauses is a question about things: "as regards memory, which container eats the most? …"."""
    start = 0
    for i, token in enumerate(tokens):
        if token.punct:
            clause = tokens[start:i]
            if token.low == "?" and len(clause) > 2 and clause[0].low in ("which", "what", "who", "where", "whose"):
                return True
            start = i + 1
    return False


def _reported(lows: list[str]) -> bool:
    """True for "Bob told me to delete web", "the wiki says you restart it": somebody else's words."""
    if not lows or lows[0] in ("i", "we", "you"):
        return False
    feared = lows[0] in ("my", "our", "the") and "that" in lows[2:5] and bool({"is", "was"} & set(lows[1:4]))
    return feared or bool(REPORTING & set(lows[1:5]))


REPORTING = frozenset("told said says suggested suggests recommended recommends claims claimed mentioned insists".split())
AUXILIARIES = frozenset({"did", "has", "was", "were", "is", "are", "does", "will"})
SOMEBODY = frozenset({"anybody", "anyone", "someone", "somebody", "we", "they", "any", "the", "all"})
ASKED_ZH = tables.words("ASKED_ZH")
# What only looks, and what says that something is to be done all the same.
SEEING_ZH = tables.words("SEEING_ZH")
# What tells or asks and orders nothing: 已经删掉了, 停过几次, 有多大, … 的启动命令, 文档上写着 …
SHOWN_ZH = re.compile(
    r"就好了[，,。！!]*(?:谢谢|多谢|辛苦了?)?[。！!]*$|"
    r"(?:显示|列|展示|打印)出来|不是(?:让|叫|要)你|没(?:让|叫)你|的(?:那些|这些|哪些)(?:容器|镜像|网络|数据卷|卷|服务|节点)[。？?]*$"
)
TELLING_ZH = re.compile(
    r"是要[^，。]{1,8}的[。！!]*$|"
    r"已经[^，。]{0,12}了[。！!]*$|过(?:几|多少)次|几次了|有?多(?:大|久|长|少)|了没[有]?[?？。]*$|没说要|每次[^，。]{1,12}都"
    r"|的[^的，。]{0,8}(?:情况|状态|启动命令|运行命令|策略|时间|次数|设置|进度|原因|起因|后果|记录|历史|参数|大小|占用|结果|信号)(?:是什么|是啥)?[?？。]*$"
    r"|^(?:文档|网上|有人|同事|老板|论坛|他们?|她|[A-Za-z]{2,12}\s*)(?:上|里)?(?:都)?(?:说|写|建议|让我|叫我)"
)
CHANGES_ZH = ("删", "停", "杀", "重启", "清", "移除", "关", "启动", "恢复", "取消")
ORDERING_ZH = ("把", "将", "然后", "后再", "之后", "并", "请", "麻烦")


def looking(text: str) -> bool:
    """True for a Chinese text that only looks, or describes what was done to something: 拉下来的镜像有哪些, 被删除的文件."""
    if SHOWN_ZH.search(text):
        return True
    text = text.replace("谁来", "")
    if any(word in text for word in ORDERING_ZH):
        return False
    if TELLING_ZH.search(text) and not text.lstrip().startswith(CHANGES_ZH):
        return True
    text = re.sub(r"(?:不管|无论|不论)[^，。]{0,6}是不是", "", text)
    return any(word in text for word in SEEING_ZH) or ("被" in text and not text.lstrip().startswith(CHANGES_ZH))


def failing(tokens: Sequence[Token]) -> bool:
    """True for "push to ghcr.io was denied", "image pull failed for app:3": what went wrong, and no order."""
    for i, token in enumerate(tokens):
        if token.low not in FAILING or i < 2 or any(one.punct for one in tokens[:i]):
            continue
        before = {one.low for one in tokens[:i]}
        follow = tokens[i + 1] if i + 1 < len(tokens) else None
        ends = follow is None or follow.punct or follow.low in ("for", "with", "because", "at", "on", "out", "again", "by")
        if ends and not before & {
            "if",
            "that",
            "which",
            "when",
            "who",
            "whose",
            "all",
            "every",
            "any",
            "have",
            "just",
            "why",
            "and",
        }:
            return tokens[0].low not in ("remove", "delete", "restart", "show", "list", "find", "get", "start", "stop", "please")
    return False
