"""Clauses that name a change nobody wants now: "before I remove anything, …", "don't stop it, just …", 删除之前，先看看 …"""

from __future__ import annotations

import re

from commands.ask import tables
from commands.ask.context import IT_ZH, ITS

# Changes, as orders and as gerunds.
_CHANGE = r"(?:stop|remov|delet|kill|prun|restart|paus|touch|drop|wip|clean|drain|nuk|upgrad|recreat|destroy|clear)"
_CHANGED = rf"{_CHANGE}(?:e|p|pp|y|ing|ping|ning|ting|ed|es|s)?"
_MORE = r"[^,.;:!?]*"
_END = r"\s*(?:[,;:!?]|\.(?=\s)|\s-+\s)+\s*(?:but |so |and |just |only |please |for now |now |instead )*"
# At the start of a text or behind a stop. What a build keeps and a run starts with is said by options, and stays.
_LEAD = re.compile(
    r"(?:^|(?<=[,.;:!?]\s))(?:(?:ok|okay|so|well|ugh|hey|please|but|and|nah|no|hi|hmm),? )*"
    r"(?:"
    rf"(?:i|we)(?:'m|'re| am| are| was| were)? (?:not )?(?:about to|going to|gonna|thinking (?:of|about)|considering"
    rf"|planning (?:to|on)|tempted to|supposed to) (?:be )?{_CHANGED}\b"
    rf"|(?:i|we)(?:'ll| will) be {_CHANGED}\b"
    rf"|(?:thinking|considering|planning|contemplating) (?:of |about |on |to )?{_CHANGED}\b"
    rf"|(?:do not|don't|dont|not going to|no need to|never ?mind|not) (?!{_CHANGE}\w* (?:automatically|intermediate|"
    rf"untagged|parents)){_CHANGED}\b"
    rf"|(?:rather than|instead of|without) {_CHANGE}\w*ing\b(?! intermediate| untagged)"
    rf"|before (?:i|we|you) (?:start |begin |go )?(?:to )?{_CHANGED}\b"
    rf"|having (?:just |recently |already )?{_CHANGE}\w*ed\b"
    rf"){_MORE}{_END}(?=\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,;!]|\.(?=\s)|\s-+\s)+\s*(?:but |and |so |please )*"
    rf"(?:do not|don't|dont|no need to|before (?:i|we|you)(?: start| begin)?(?: to)?) {_CHANGED}\b"
    rf"(?! (?:automatically|intermediate|untagged|parents|its volumes|volumes|the volumes)){_MORE}[.!?]*\s*$",
    re.IGNORECASE,
)
_CHANGE_ZH = r"(?:删除|删|停止|停|杀|重启|创建|新建|清理|清|重新拉|拉|动|碰|启动|更新|下线|迁移|升级|暂停)"
_END_ZH = r"[，,。；;！!]\s*(?:就|只|而是)?(?:是)?(?:想)?"
_LEAD_ZH = re.compile(
    rf"^(?:先)?(?:别|不要|不是要|不是想|不想|不用|不需要|不打算|没打算|没想){_CHANGE_ZH}[^，,。；;！!]*{_END_ZH}(?=\S)"
    rf"|^(?:我)?(?:本来|原本|正)?(?:想|打算|准备|考虑|下周要|明天要|要)(?:把)?[^，,。；;]{{0,16}}?{_CHANGE_ZH}[^，,。；;！!]*{_END_ZH}"
    r"(?=[^，,。]*(?:看|查|哪|吗|谁|多少|几|确认|列|如何|怎么样|显示|啥|什么))"
)
_BEFORE_ZH = re.compile(
    rf"(?:在)?{_CHANGE_ZH}[^，,。；;]{{0,12}}?之?前[，,]?\s*先?(?:让我|给我|帮我)?(?=[^，,。]*(?:看|瞄|查|列|确认|显示))"
)
_LATIN = re.compile(r"[A-Za-z0-9][\w.:/-]*")
_CHANGES_WHAT = re.compile(rf"\b{_CHANGED} (?:the |my |our )?(?:container |service )?([A-Za-z0-9][\w./:-]*\w)", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w./:-])(?=[\w./:-]*[-_./:\d])([A-Za-z][\w./:-]*\w)")


_SPOKEN = re.compile(r"\b(?:container|volume|image|network|service|stack|node) ([A-Za-z0-9][\w./:-]*)(?<![.,:])", re.IGNORECASE)
_VAGUE = tables.words("NO_CONDITION") | frozenset({"anything", "something", "everything", "stuff", "things"})


def without(text: str, chinese: bool) -> str:
    """The text without such clauses, "it" replaced by the one name that they give; the text itself where it has none."""
    if chinese:
        return _without_zh(text)
    rest = _TAIL.sub("", _LEAD.sub("", text), count=1).strip()
    if rest == text or len(rest.split()) < 2:
        return text
    names = _told(text, rest)
    return ITS.sub(f"{names[0]}'s", _IT.sub(names[0], rest, count=1), count=1) if len(names) == 1 else rest


def _told(text: str, rest: str) -> list[str]:
    """The names that only the clauses left out have: behind a noun, by their shape, or as what is changed."""
    for pattern in (_SPOKEN, _NAME, _CHANGES_WHAT):
        found = [one[0] if pattern is _SPOKEN else one[1] for one in pattern.finditer(text)]
        names = [name for name in dict.fromkeys(found) if name not in rest and name.lower().split()[-1] not in _VAGUE]
        if names:
            return names
    return []


def _without_zh(text: str) -> str:
    rest = _BEFORE_ZH.sub("", _LEAD_ZH.sub("", text, count=1), count=1)
    if rest == text:
        return text
    names = [name for name in dict.fromkeys(_LATIN.findall(text)) if name not in rest]
    if len(names) != 1 or re.search(r"[A-Za-z]{2}", rest):
        return rest
    return IT_ZH.sub(names[0], rest, count=1) if IT_ZH.search(rest) else f"{names[0]} 的{rest}"
