"""Whether a word is an order or describes something, by the words around it; and whether a text only asks."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import tables
from commands.ask.tokens import Token, has_chinese

# Verbs that are as often the first half of a noun: "restart count", "start time", "build history".
NOUN_VERBS = frozenset(
    (
        "restart start stop build pause kill update commit run create exec pull push prune rename deploy attach remove exit mount"
    ).split()
)
WISHES = frozenset(
    "want need like get have make cause allow tell ask force let configure set command order expect prefer help".split()
)
HEADS = frozenset(
    "count counts policy policies time times timeout history status state states event events date dates signal delay loop loops "
    "code codes reason duration record records behavior behaviour message messages session sessions usage speed".split()
)
THINGS = tables.words("THINGS")
# What lists show: at the start of a text and before "of" or "and" no order.
COLUMNS = frozenset({"name", "label", "tag", "image", "mount", "format", "size", "status", "port", "command", "digest"})
NOUN_BEFORE = tables.words("NOUN_BEFORE")
RELATIVE = tables.words("RELATIVE")
ASKING = tables.words("ASKING")
SUBJECTS = frozenset({"i", "we", "you", "one", "u", "me", "us", "someone", "people"})
GERUND_AFTER = tables.words("GERUND_AFTER")
# What may stand between "to" or the start and an order.
BETWEEN = tables.words("BETWEEN")
WONDERING = frozenset({"curious", "wondering", "wonder", "interested"})
NO_OBJECT_NOUN = tables.words("NO_OBJECT_NOUN")


def _first_word(tokens: Sequence[Token]) -> int:
    fillers = tables.fillers() - ASKING - {"how", "in", "not", "do", "does", "there", "any", "all"}
    for i, token in enumerate(tokens):
        if not token.punct and token.low not in fillers and token.low not in WONDERING:
            return i
    return 0


def asking(tokens: Sequence[Token]) -> bool:
    """True for "which containers …", "is web running": a question about how things are, not how to do them."""
    if not tokens:
        return False
    i = _first_word(tokens)
    low = tokens[i].low
    if (
        low in ("is", "are", "was", "were", "has", "have", "does", "do")
        and i
        and tokens[i - 1].low in ("it", "that", "you", "there", "they", "we", "i", "this", "sure", "these", "he", "she")
    ):
        return False
    follow = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if low in ("which", "who", "whose") and i and tokens[i - 1].base in THINGS:
        return False
    if low == "how":
        return follow in {
            "many",
            "much",
            "long",
            "big",
            "large",
            "old",
            "often",
            "was",
            "were",
            "did",
            "full",
            "far",
            "is",
            "are",
            "has",
        }
    if low in ("do", "does", "did", "have", "has", "not") and follow in SUBJECTS | {""}:
        return low in ("do", "did") and follow in ("i", "we") and any(t.base == "have" for t in tokens[i + 2 : i + 4])
    if low == "do" or low == "not":
        return False
    if low == "have":
        return False
    if low in ("what", "which") and any(t.low in ("command", "way", "flag") for t in tokens[i + 1 : i + 5]):
        return not any(t.low in ("to", "for", "i", "we") for t in tokens[i + 1 : i + 8])
    if (low == "what" and follow in ("should", "can")) or (low == "when" and "?" not in {t.low for t in tokens}):
        return False
    if low == "why" and follow == "not":
        return False
    if low in ("where", "when") and i + 1 < len(tokens) and tokens[-1].low != "?":
        return False
    return low in ASKING


def weight(tokens: Sequence[Token], i: int) -> float:
    """How likely the word is an order: 2 after "how do I", 1 at the start or after "to", 0 in "that run …"."""
    token = tokens[i]
    j = i - 1
    while j >= 0 and tokens[j].low in BETWEEN:
        if tokens[j].low == "to":
            break
        j -= 1
    before = tokens[j].low if j >= 0 else ""
    low = token.low
    is_base = low == token.base
    if has_chinese(token.text):
        if (i + 1 < len(tokens) and tokens[i + 1].low == "policy") or low in COLUMNS - {"label", "tag", "mount"}:
            return 0.0
        if not is_base or (i and low in NO_OBJECT_NOUN - {"start", "stop", "list", "build"}):
            return 0.0
        return 1.0 if before not in ("and", ",") else 0.7
    if not is_base:
        if low.endswith("ing") and before in ("am", "are") and i > 1 and tokens[i - 2].low in ("i", "we"):
            return 1.0
        if low in ("running", "restarting", "existing") and i + 1 < len(tokens) and tokens[i + 1].base in THINGS:
            return 0.0
        if low.endswith("ing") and j < 0 and len(tokens) > 1 and tokens[1].base in THINGS and tokens[1].low != tokens[1].base:
            return 0.0
        if low == "running" and (i + 1 == len(tokens) or tokens[i + 1].punct or tokens[i + 1].low in ("or", "and", "only")):
            return 0.0
        if low.endswith("ing") and before == "keep" and j > 0 and not tokens[j - 1].punct:
            return 0.0
        if low.endswith("ing"):
            lead = tokens[j - 1].low if j > 0 else ""
            thanked = before == "for" and lead in ("thanks", "thank", "you", "sorry", "kudos")
            if thanked or (before == "to" and lead in ("prior", "opposed")) or _told(tokens, i, j):
                return 0.0
            if before == "before" and low in ("removing", "deleting") and any(t.base in ("stop", "kill") for t in tokens[:i]):
                return 0.8
            if (before in GERUND_AFTER and before not in ("of",)) or j < 0 or tokens[j].punct:
                return 0.9
            return 0.0
        if low.endswith("ed") and before == "you" and any(token.low == "if" for token in tokens[max(0, i - 3) : i]):
            return 1.0
        if before in ("been", "being"):
            return 0.0
        if before == "be" and j and tokens[j - 1].low == "to" and _wish_for_another(tokens, j):
            return 1.5
        if before == "be" and _befalls(tokens, i, j):
            return 0.0
        if before in ("be", "get") or (low in ("logged",) and before in ("are", "am", "get")):
            return 0.8
        if before in ("is", "are") and any(t.low in ("ensure", "sure") for t in tokens[:i]):
            return 0.8
        if before == "want" or _wanted(tokens, i):
            return 0.7
        return 0.0
    if (
        low == "start"
        and i + 2 < len(tokens)
        and tokens[i + 1].low == "command"
        and tokens[i + 2].low in ("of", "plus", "and", "for")
    ):
        return 0.0
    if (
        before == "would"
        and j
        and tokens[j - 1].low not in SUBJECTS
        and not {"how", "command", "what"} & {one.low for one in tokens[:j]}
    ):
        return 0.2
    if low == "build" and i + 1 < len(tokens) and tokens[i + 1].low == "cache" and before not in ("to", "you", "i"):
        return 0.0
    noun = low in NOUN_VERBS and i + 1 < len(tokens) and tokens[i + 1].low in HEADS and before not in ("to", "you", "i", "we")
    if noun and ("to" not in {one.low for one in tokens[i + 2 :]} or low not in ("update", "deploy")):
        return 0.0
    if before == "am" and low == "interested":
        return 1.0
    if before == "to" and _infinitive_told(tokens, i, j):
        return 0.0
    if before == "to":
        return _after_to(tokens, j)
    if low in COLUMNS and i + 1 < len(tokens) and tokens[i + 1].low in ("and", ",", "of"):
        return 0.0
    if j < 0 or tokens[j].punct or (j == 0 and before.endswith("ly")):
        return 1.0
    if before == "so":
        return 0.9
    if before in SUBJECTS:
        return _after_subject(tokens, j)
    if before in ("and", "or", "then", "&"):
        return 0.6
    if before in RELATIVE:
        return 0.9 if before == "not" and j == 0 else 0.0
    if _made_to(tokens, i):
        return 0.9
    if before in NOUN_BEFORE:
        return 0.15
    if before in ("can", "could", "will") and j and tokens[j - 1].low in ("nobody", "noone", "none", "cannot", "neither"):
        return 0.0
    if before in (
        "can",
        "could",
        "will",
        "would",
        "should",
        "must",
        "do",
        "does",
        "may",
        "shall",
        "let",
        "lets",
        "help",
        "command",
        "go",
        "not",
    ):
        return 0.9
    if low in NO_OBJECT_NOUN and j >= 0:
        return 0.2
    return 0.4


def _wish_for_another(tokens: Sequence[Token], i: int) -> bool:
    """True in "I desire web to be stopped": a wish without anything to see."""
    said = {token.low for token in tokens[:i]}
    return bool(WISHING & said) and not SEEING & said and not RELATIVE & said


WISHING = frozenset({"want", "desire", "need", "like", "require", "expect", "wish"})
SEEING = frozenset({"see", "know", "list", "show", "view", "display", "tell", "print", "check", "find", "containers", "images"})


def _befalls(tokens: Sequence[Token], i: int, j: int) -> bool:
    """True in "will be deleted", "would be removed by them", "nothing to be created": what happens or does not."""
    future = tokens[j - 1].low if j else ""
    agent = future == "would" and any(token.low == "by" for token in tokens[i + 1 : i + 4])
    return future == "will" or agent or bool({"nothing", "none", "no"} & {one.low for one in tokens[:j]})


def _told(tokens: Sequence[Token], i: int, j: int) -> bool:
    """True in "stopping web takes forever": what the sentence speaks of."""
    begins = j < 0 or tokens[j].punct
    return begins and any(token.low in FINITE for token in tokens[i + 1 : i + 7] if not token.punct)


def _infinitive_told(tokens: Sequence[Token], i: int, j: int) -> bool:
    """True in "to remove it is an offence", "cron is going to prune them": no order either."""
    if j == 0 and any(token.low in ("is", "was", "would") for token in tokens[i + 1 : i + 14]):
        return True
    going = j > 2 and tokens[j - 1].low == "going" and tokens[j - 2].low in ("is", "are", "was", "were")
    return going and tokens[j - 3].low not in ("i", "we", "you", "how")


FINITE = frozenset({"takes", "took", "is", "was", "does", "did", "makes", "breaks", "fails", "causes", "seems", "looks", "feels"})


def _made_to(tokens: Sequence[Token], i: int) -> bool:
    """True in "make this node leave", "let web continue": what somebody is made to do."""
    for k in range(i - 2, max(-1, i - 6), -1):
        if tokens[k].punct:
            return False
        if tokens[k].low in ("make", "let"):
            from commands.ask import slots

            owner = tokens[i - 2] if tokens[i - 1].low in ("always", "never", "automatically") else tokens[i - 1]
            if slots.free(owner) or (owner.base in ("manager", "worker") and tokens[i].base == "leave"):
                return True
            return owner.base in THINGS or owner.low == "docker" or owner.is_("named", "image") or owner.own
    return False


def _wanted(tokens: Sequence[Token], i: int) -> bool:
    """True for "I want web stopped", "please have it removed"."""
    lows = [token.low for token in tokens[max(0, i - 9) : i]]
    follow = tokens[i + 1] if i + 1 < len(tokens) else None
    last = follow is None or follow.punct or follow.low in ("to", "onto", "by") or follow.low.endswith("ly")
    if last and tokens[i - 1].low.endswith("s") and tokens[i - 1].base in THINGS and follow is not None and follow.low == "to":
        return False
    return (
        last
        and any(word in ("want", "need", "have", "like", "get") for word in lows)
        and not any(word in RELATIVE or word in ("with", "having") for word in lows)
    )


def _after_to(tokens: Sequence[Token], j: int) -> float:
    """ "how to stop", "command to remove" count more than "containers to remove"."""
    k = j - 1
    before = tokens[k].low if k >= 0 else ""
    if before in (
        "how",
        "command",
        "way",
        "instruction",
        "commands",
        "flag",
        "want",
        "need",
        "like",
        "you",
        "docker",
        "possible",
        "is",
        "used",
    ):
        return 2.0 if before in ("how", "command", "way", "commands") else 1.2
    if k < 0 or tokens[k].punct:
        return 1.0
    if tokens[k].base in THINGS and not WISHES & {token.base for token in tokens[:k]}:
        return 0.1
    return 0.55


def _after_subject(tokens: Sequence[Token], j: int) -> float:
    """ "how do I stop", "can you show" are orders; "that I run" is not."""
    lows = [token.low for token in tokens[max(0, j - 3) : j]]
    if lows and lows[-1] in ("before", "after", "when", "while", "until", "once", "since"):
        return 0.0
    if "how" in lows:
        return 2.0
    if any(
        word in lows
        for word in (
            "can",
            "could",
            "would",
            "will",
            "should",
            "do",
            "does",
            "must",
            "let",
            "lets",
            "may",
            "shall",
            "if",
            "might",
            "help",
        )
    ):
        return 1.5 if "if" not in lows or "could" in lows or "would" in lows or "can" in lows else 0.4
    if "that" in lows or "which" in lows:
        return 0.0
    return 1.1 if tokens[j].low in ("i", "we", "me", "us") else 1.0
