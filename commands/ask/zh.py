"""Chinese: phrases cut by the longest match and read as the English words of the lexicon."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from commands.ask import morph, shapes, tables
from commands.ask.tokens import PUNCT, Token, cut

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@cache
def phrases() -> dict[str, str]:
    """Chinese phrase → English words."""
    return {key: rest.strip() for _, key, _, rest in tables.rows("zh")}


@cache
def _longest() -> int:
    return max((len(key) for key in phrases()), default=1)


def tokens_of(text: str) -> list[Token]:
    """The words of a Chinese (or mixed) text, as the English lexicon's."""
    if _TOLD.search(text) and not _TELLS_TO.search(text):
        text = _TOLD.sub("停着", text)
    asked = _WHAT.match(text)
    if asked:
        of = [Token(word, word, word, 0, 0, frozenset({"word"})) for word in ("what", "is", "of")]
        head = _shift(tokens_of(asked[2]), asked.start(2))
        return morph.with_bases([*of[:2], *head, of[2], *tokens_of(asked[1])])
    out: list[Token] = []
    at = 0
    for match in _RUN.finditer(text):
        out += _shift(cut(text[at : match.start()]), at)
        out += _segment(match[0], match.start())
        at = match.end()
    out += _shift(cut(text[at:]), at)
    made = _asked_first(_every(_order(_labels(_counted(_identified(_by_neighbour(_joined(out))))))))
    made = _imperative(made, text)
    return morph.with_bases(_listed(made, text) if _THINGS_ALONE.search(text) else made)


# "… 的容器", "… 的容器，只要 ID": a phrase about things ends the text or its first clause.
_THINGS_ALONE = re.compile(
    r"^(?!.*(?:启动|创建|运行|新建|跑|起|建)(?:一个|一台|个|一下))[^，,。；;]*?的\s*(?:已?停止|已?退出|运行中?|正在运行|已?暂停|所有|全部|未使用)?的?\s*"
    r"(?:容器|镜像|网络|数据卷|卷|服务|节点|任务|事件|插件)\s*(?:$|[。？?]|[，,]\s*(?:只|仅|要|按|以|表格|显示|看))"
)
# "web 的重启策略是什么": what is Y of X.
_WHAT = re.compile(
    r"^\s*(?:请问|问一下)?\s*([^，,。？?]{1,40}?)的([^的，,。？?]{2,10})(?:是什么|是多少|是啥|多少|是哪个)\s*[?？]?\s*$"
)
# web 停了 says how it is; 把 web 停了 is an order.
_TOLD = re.compile(r"停了|关了")
_TELLS_TO = re.compile(r"[把将吧请帮先]|[都全]停了|[都全]关了|^(?:停|关)了")
_DESCRIBING = ("了", "着", "过", "失败", "成功", "超过", "中的")
ORDERS = tables.words("ZH_ORDERS")


def _listed(tokens: list[Token], text: str) -> list[Token]:
    """由 nginx 启动的容器 asks to see things: what the clause says of them is no order."""
    if tokens and tokens[0].low in VERBS | ORDERS and text[tokens[0].end :].lstrip().startswith(_DESCRIBING):
        return [Token("", "list", "list", 0, 0, frozenset({"word"})), *tokens]
    if not tokens or tokens[0].low in VERBS | ORDERS or tokens[0].text in ("给", "为", "对", "等", "把", "将", "让", "帮"):
        return tokens
    return [Token("", "list", "list", 0, 0, frozenset({"word"})), *tokens]


def _asked_first(tokens: list[Token]) -> list[Token]:
    """ "… 的容器有哪些" is "which containers …": the question word in front."""
    for i, token in enumerate(tokens):
        if token.low == "which" and i:
            return [token, *tokens[:i], *tokens[i + 1 :]]
    return tokens


def _labels(tokens: list[Token]) -> list[Token]:
    """标签 is a tag of images and a label of everything else, or where `key=value` follows."""
    lows = {token.low for token in tokens}
    label = any(token.is_("pair") for token in tokens) or (
        ("container" in lows or "volume" in lows or "network" in lows or "image" not in lows)
        and lows.isdisjoint({"tag-it", "build"})
    )
    word = "label" if label else "tag"
    tagged = {"label-or-tag", "retag"} if any(token.is_("pair") for token in tokens) else {"label-or-tag"}
    return [replace(token, low=word, base=word) if token.low in tagged else token for token in tokens]


def _shift(tokens: list[Token], by: int) -> list[Token]:
    return [replace(token, start=token.start + by, end=token.end + by) for token in tokens]


def _segment(run: str, at: int) -> list[Token]:
    table, out, i = phrases(), [], 0
    while i < len(run):
        for size in range(min(_longest(), len(run) - i), 0, -1):
            piece = run[i : i + size]
            if piece in table:
                out += [_word(word, piece, at + i, at + i + size) for word in table[piece].split()]
                i += size
                break
        else:
            number = _number(run[i:])
            if number:
                value, size = number
                out.append(
                    Token(
                        run[i : i + size], str(value), str(value), at + i, at + i + size, frozenset({"number"}), False, str(value)
                    )
                )
                i += size
            else:
                out.append(Token(run[i], run[i], run[i], at + i, at + i + 1, frozenset({"han"}), False, run[i]))
                i += 1
    return out


def _word(word: str, piece: str, start: int, end: int) -> Token:
    if word in (",", ".", "?"):
        return Token(piece, word, word, start, end, PUNCT)
    return Token(piece, word, word, start, end, shapes.kinds(word) - {"named"}, False, word)


def _number(text: str) -> tuple[int, int] | None:
    """A number in Chinese digits at the start: 二十五 → 25; with the count of characters."""
    match = re.match(r"[零一二两三四五六七八九十百千]+", text)
    if not match:
        return None
    total, digit = 0, 0
    for char in match[0]:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            factor = {"十": 10, "百": 100, "千": 1000}[char]
            total += (digit or 1) * factor
            digit = 0
    return total + digit, len(match[0])


# 以 www-data 身份: what follows the name of a user.
_AS_USER = ("身份", "用户身份", "用户", "用户的身份")


def _identified(tokens: list[Token]) -> list[Token]:
    """以 www-data 身份, 以 www-data 用户身份: the name behind "user"."""
    for i, token in enumerate(tokens[:-2]):
        if token.text in ("以", "用", "使用") and tokens[i + 2].text in _AS_USER and tokens[i + 1].text.isascii():
            rest = [one for one in tokens[i + 2 : i + 4] if one.text not in (*_AS_USER, "的")]
            user = replace(tokens[i + 2], low="user", base="user")
            return [*tokens[:i], replace(token, low="as", base="as"), user, tokens[i + 1], *rest, *tokens[i + 4 :]]
    return tokens


def _imperative(tokens: list[Token], text: str) -> list[Token]:
    """没人用的镜像全部清掉: the order at the end comes first; what was done to a thing (清掉的) is none."""
    if not tokens or any(token.low in VERBS | ORDERS for token in tokens[:2]) or "被" in text:
        return tokens
    ends = [i for i, token in enumerate(tokens) if token.low in TIDYING and token.text.endswith(("掉", "清", "吧", "净"))]
    others = [i for i, token in enumerate(tokens) if token.low in VERBS | (ORDERS - {"is"}) and i not in ends]
    if len(ends) != 1 or others or text[tokens[ends[0]].end :][:1] in ("的", "过"):
        return tokens
    at = ends[0]
    return [tokens[at], *tokens[:at], *tokens[at + 1 :]]


TIDYING = frozenset({"prune", "remove"})


def _by_neighbour(tokens: list[Token]) -> list[Token]:
    """Words whose neighbours tell what they mean: 退出 swarm is to leave it, 退出 alone is a state."""
    own = {"swarm"} & {one.low for one in tokens} or (tokens and tokens[0].low in ("remove", "create") and len(tokens) < 7)
    if tokens and tokens[-1].text == "配置" and own:
        tokens[-1] = replace(tokens[-1], low="config", base="config")
    for i, token in enumerate(tokens[:-1]):
        if token.text == "配置" and "swarm" in {one.low for one in tokens}:
            tokens[i] = replace(token, low="config", base="config")
        if token.text == "前" and tokens[i + 1].is_("number"):
            tokens[i] = replace(token, low="first", base="first")
        if token.text in ("打成", "生成") and tokens[i + 1].low.endswith((".tar", ".tgz", ".gz")):
            tokens[i] = replace(token, low="save", base="save")
        if token.text == "退出" and tokens[i + 1].low in ("swarm", "cluster"):
            tokens[i] = replace(token, low="leave", base="leave")
    return tokens


def _counted(tokens: list[Token]) -> list[Token]:
    """apple 和 lemon 两个容器: the number only counts the names before it."""
    return [
        token
        for i, token in enumerate(tokens)
        if not (
            token.is_("number")
            and not token.text.isascii()
            and 1 < i < len(tokens) - 1
            and tokens[i - 1].text.isascii()
            and tokens[i - 2].low in ("and", ",", "、")
        )
    ]


def _joined(tokens: list[Token]) -> list[Token]:
    """Numbers before a unit become sizes and durations: 20 秒 → 20s."""
    out: list[Token] = []
    for token in tokens:
        if out and out[-1].is_("number") and not out[-1].quoted and token.low in shapes.TIME_UNITS and len(token.low) > 1:
            value = shapes.duration(out[-1].value, token.low)
            out[-1] = Token(
                out[-1].text + token.text, value, value, out[-1].start, token.end, frozenset({"duration"}), False, value
            )
        elif out and out[-1].is_("number") and not out[-1].quoted and token.low in shapes.SIZE_UNITS and len(token.low) > 1:
            value = shapes.size(out[-1].value, token.low)
            out[-1] = Token(out[-1].text + token.text, value, value, out[-1].start, token.end, frozenset({"size"}), False, value)
        else:
            out.append(token)
    return out


def _order(tokens: list[Token]) -> list[Token]:
    """The verb in front, where Chinese puts it last ("把 web 停掉")."""
    if tokens and tokens[0].low == "by":
        for i, token in enumerate(tokens):
            if token.low in VERBS or token.low == "filter":
                return [token, *tokens[:i], *tokens[i + 1 :]]
    if tokens and tokens[0].text in ("给", "为", "对"):
        tokens = _for_somebody(tokens)
    if len(tokens) > 2 and tokens[0].text.isascii() and tokens[1].low == "limit":
        return [tokens[1], tokens[0], *tokens[2:]]
    if tokens and tokens[0].low not in VERBS | ORDERS and tokens[-1].low in ("list", "show"):
        return [tokens[-1], *tokens[:-1]]
    for i, token in enumerate(tokens):
        if token.low == "ba" or token.low == "take-object":
            rest = tokens[i + 1 :]
            for j, later in enumerate(rest):
                if (
                    later.low in VERBS
                    and not later.text.endswith("上限")
                    and not (j + 1 < len(rest) and rest[j + 1].low in ("policy", "count", "history"))
                ):
                    end = j + 1
                    while end < len(rest) and rest[end].low in ("up", "down", "out"):
                        end += 1
                    return tokens[:i] + rest[j:end] + rest[:j] + rest[end:]
            return tokens[:i] + rest
    return tokens


def _every(tokens: list[Token]) -> list[Token]:
    """正在跑的容器全停掉 is "stop all running containers": 全 in front of what it counts, behind the verb."""
    for i, token in enumerate(tokens):
        if token.low != "all" or i == 0 or tokens[i - 1].base not in THINGS:
            continue
        ordered = i + 1 < len(tokens) and tokens[i + 1].low in VERBS | ORDERS
        start = next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].punct or tokens[j].low in VERBS | ORDERS), 0)
        if start and not tokens[start - 1].punct:
            return [*tokens[:start], token, *tokens[start:i], *tokens[i + 1 :]]
        if ordered:
            return [*tokens[:start], tokens[i + 1], token, *tokens[start:i], *tokens[i + 2 :]]
    return tokens


def _for_somebody(tokens: list[Token]) -> list[Token]:
    """给容器 web 限制内存 is "limit the memory for the container web": the verb in front, 指定 as one."""
    for i, token in enumerate(tokens[1:], 1):
        if token.low in GIVING or (token.text == "指定" and i + 1 < len(tokens) and i > 1):
            word = replace(token, low="set", base="set") if token.text == "指定" else token
            return [word, *tokens[i + 1 :], *tokens[:i]]
    return tokens


GIVING = frozenset("send limit add set tag assign specify allocate rename name mount change update give pull label".split())
VERBS = tables.words("VERBS")
THINGS = tables.words("THINGS")
