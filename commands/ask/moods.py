"""Texts that only ask about a change or tell of one: "can I delete it?", "the push was denied"."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask.tokens import Token, has_chinese

REMOVALS = frozenset("delete remove prune drop erase kill stop restart clean purge wipe rm".split())
FAILING = frozenset("failed fails denied refused rejected hangs hung broke broken timed".split())


def wondering(tokens: Sequence[Token]) -> bool:
    """True where a text only asks about a change: "can I delete it?", "could the image be removed?", 被停止了吗, 为什么重启."""
    said = "".join(token.text for token in tokens if has_chinese(token.text))
    if said:
        asked = any(
            word in said
            for word in (
                "哪个",
                "哪里",
                "哪儿",
                "哪些",
                "多少",
                "是什么",
                "几个",
                "什么时候",
                "啥时候",
                "何时",
                "几时",
                "几点",
                "谁",
                "哪天",
            )
        )
        if asked and not any(word in said for word in ("怎么", "如何", "怎样", "请", "帮", "把", "将")):
            return True
        return any(word in said for word in ("为什么", "为何", "为啥")) or (
            said.endswith(("吗", "了没", "了没有")) and not any(word in said for word in ("能", "可以", "可否", "请", "帮", "麻烦"))
        )
    lows = [token.low for token in tokens if not token.punct and token.low not in ("ok", "well", "so", "hey", "hi")]
    if not lows or lows[0] not in ("can", "may", "should", "shall", "could", "must"):
        return False
    if lows[1:2] in (["i"], ["we"]):
        return lows[0] in ("may", "should", "shall", "must") or bool(REMOVALS & set(lows[2:4]))
    return "be" in lows[2:8] and not {"you", "please", "kindly"} & set(lows)


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
