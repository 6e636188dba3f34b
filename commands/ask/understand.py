"""Scored readings of one sentence, best first."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import adjust, concepts, filling, intents, morph, operands, programs, reading, render, slots, tables
from commands.ask.intents import Intent
from commands.ask.reading import Reading
from commands.ask.tokens import Token, cut

# Words that say what a text is, not what it wants.
FLAGS_WANTED = frozenset(
    {"container update", "node update", "service update", "swarm update", "context update", "plugin set", "volume update"}
)
ONE_ONLY = frozenset(
    {
        "container port",
        "container top",
        "container diff",
        "container logs",
        "container wait",
        "container attach",
        "container rename",
    }
)
# Commands that act on a container by its name, which holds no colon and no slash.
OF_CONTAINERS = frozenset(
    f"container {action}"
    for action in "start stop restart kill pause unpause update rename logs attach top port diff wait stats".split()
)
AS_NEW = frozenset(
    (
        "background as named port interactively detached ip address terminal tty network environment variable volume memory "
        "mounted published failure"
    ).split()
)
SOFT = tables.words("SOFT")


def tokens_of(text: str) -> list[Token]:
    """The words of an English text, with dictionary forms."""
    return morph.with_bases(cut(text))


def readings(tokens: Sequence[Token]) -> list[Reading]:
    """All readings worth a thought, best first."""
    found = concepts.find(tokens)
    out = [read(tokens, found, intent) for intent in intents.readings(tokens, found)]
    return sorted(out, key=lambda one: (-one.score, one.command))


def read(tokens: Sequence[Token], found: concepts.Found, intent: Intent) -> Reading:
    """One reading: flags, operands, the command's text, and its score."""
    made = Reading(intent.command, tokens, found, intent)
    made.explained |= set(intent.used)
    reading.gather(made)
    adjust.apply(made)
    _skip_names(made)
    filling.fill(made)
    _named(made)
    _idioms(made)
    made.text = render.command(made)
    made.score = _score(made)
    return made


def _named(made: Reading) -> None:
    """ "the container named web": the word before a name that is in the command says nothing more."""
    for i, word in enumerate(made.tokens):
        if (
            i
            and word.is_("word", "named", "quoted")
            and made.tokens[i - 1].low in ("named", "called")
            and (word.value or word.text) in made.operands
        ):
            made.explained.add(i - 1)


def _skip_names(made: Reading) -> None:
    """Compose's own file names are no operands."""
    if made.command.startswith("compose"):
        for i, token in enumerate(made.tokens):
            if token.low in ("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml", "docker-compose", "n") or (
                token.quoted and token.low in ("stdout", "stdin", "stderr")
            ):
                made.explained.add(i)


def _idioms(made: Reading) -> None:
    """Several targets: "stop all running containers" → `docker stop $(docker ps -q)`."""
    from commands.ask import idioms

    idioms.apply(made)


def leftovers(made: Reading) -> list[int]:
    """Places of words that no part of the command accounts for."""
    left = []
    fillers = tables.fillers()
    for i, token in enumerate(made.tokens):
        if token.punct or i in made.explained or (not token.own and (token.low in SOFT or token.base in SOFT)):
            continue
        if token.low in fillers and not (token.quoted or token.own):
            continue
        left.append(i)
    return left


def _score(made: Reading) -> float:
    score = made.intent.score
    for i in leftovers(made):
        token = made.tokens[i]
        if slots.free(token):
            score -= 0.9 if token.is_("word") and not token.quoted else 1.6
        elif token.base in tables.vocabulary():
            score -= 0.45
        else:
            score -= 0.25
    if (
        made.command == "container update"
        and "CONTAINER" in made.needs
        and not made.low() & {"update", "existing", "running", "change", "modify"}
    ):
        score -= 3.2
    if made.command in ("container run", "container create") and any(word.startswith(("./", "/")) for word in made.operands[:1]):
        score -= 4.0
    verb = made.intent.verb
    word = verb.word if verb else ""
    started = word in ("run", "start", "launch", "spin", "boot", "fire")
    imaged = any(word in operands.IMAGES or ":" in word for word in made.operands[:1])
    if made.command == "container update" and verb and verb.classes.get("run"):
        score -= 3.0
    if (
        made.command == "container run"
        and "inside" in made.found
        and not imaged
        and len(made.operands) > 1
        and "IMAGE" not in made.needs
    ):
        score -= 1.5
    if (
        made.command == "image ls"
        and word in ("search", "browse")
        and not {"local", "locally", "my", "downloaded", "here"} & made.low()
    ):
        score -= 3.0
    if made.command == "search" and {"local", "locally", "downloaded"} & made.low() and "registry" not in made.found:
        score -= 3.0
    if (
        made.command == "container exec"
        and imaged
        and (started or "container" not in made.low() or {"newcontainer", "autoremove"} & made.found.keys())
    ):
        score -= 2.5
    if (
        made.command == "container run"
        and word in ("connect", "attach", "join")
        and made.operands
        and not imaged
        and "IMAGE" not in made.needs
    ):
        score -= 2.5
    if made.command == "container exec" and started and "CONTAINER" in made.needs and _whole_container(made):
        score -= 2.5
    if made.command in ("container stop", "container kill", "container restart", "container pause") and "log" in made.found:
        at = made.found["log"][1]
        score -= 3.0 if at not in made.explained and made.tokens[at : at + 1] and made.tokens[at].base == "log" else 0.0
    if made.command in OF_CONTAINERS and any({":", "/"} & set(word) and word[0] != "$" for word in made.operands):
        score -= 4.0
    if made.command in ("container run", "container create") and word in ("want", "need", "like") and "containers" in made.low():
        score -= 3.0
    if made.command == "container start" and word == "bring" and {"latest", "last", "newest", "recently", "recent"} & made.low():
        score -= 4.0
    if made.command == "container commit" and any(word.endswith((".tar", ".tgz", ".tar.gz")) for word in made.operands):
        score -= 3.0
    if made.command == "container ls" and _of_the_container(made):
        score -= 2.0
    if made.command == "image tag" and any("=" in word for word in made.operands):
        score -= 4.0
    if made.command == "container rename" and made.needs == ["NEW_NAME"]:
        score -= 1.5
    if made.command == "container start" and imaged and made.low() & AS_NEW:
        score -= 3.0
    inside = "inside" in made.found and "newcontainer" not in made.found
    if made.command == "container run" and inside and word == "execute":
        score -= 1.5
    if made.command == "container run" and inside and "existing" in made.found and not imaged:
        score -= 2.0
    if made.command == "container run" and inside and made.has("name") and not imaged:
        score -= 2.0
    if made.command == "container run" and programs.spoken(made.command, made.tokens):
        score += 1.0
    for use in made.uses:
        score += 0.35 + 0.25 * (use.end - use.start) if use.end > use.start else 0.0
        if use.value_at >= 0:
            score += 0.8
    score += 0.5 * len(made.operand_words)
    score -= 0.35 * len(made.needs)
    score += _number_of_things(made)
    if made.command in FLAGS_WANTED and not made.uses and not (made.command == "plugin set" and "KEY=VALUE" not in made.operands):
        score -= 4.0
    if (
        "set" in (made.intent.verb.classes if made.intent.verb else {})
        and made.command in ("container run", "image build", "compose up")
        and not made.uses
    ):
        score -= 1.0
    return score


def _of_the_container(made: Reading) -> bool:
    """True for "the logs of the container named web": what one container has, and no list."""
    if not {"log", "process", "stat", "change"} & made.found.keys() or "container" not in made.found:
        return False
    first = made.found["container"][1]
    tokens = made.tokens
    owned = (
        first
        and tokens[first].low == "container"
        and {"of", "for", "from", "in", "inside", "by"} & {token.low for token in tokens[max(0, first - 3) : first]}
    )
    named = first + 1 < len(tokens) and tokens[first + 1].low in ("named", "called")
    behind = first + 1 < len(tokens) and tokens[first + 1].base in ("log", "process")  # 名叫 web 的容器的日志
    return bool(owned and named) or (behind and bool({"named", "called"} & {token.low for token in tokens[:first]}))


def _whole_container(made: Reading) -> bool:
    """True for "run a container …": the container itself is what is run."""
    verb, tokens = made.intent.verb, made.tokens
    at = verb.end if verb else len(tokens)
    while at < len(tokens) and tokens[at].low in ("a", "an", "my", "the", "docker", "new"):
        at += 1
    return at < len(tokens) and tokens[at].low == "container" and "the" not in {token.low for token in tokens[:at]}


def _number_of_things(made: Reading) -> float:
    """Lists and prunes are for many, `inspect` and its like for one: "a container", "a stopped container"."""
    group, _, action = made.command.rpartition(" ")
    noun = group.split()[-1] if group else ""
    lists = any(token.low in ("containers", "images") for token in made.tokens)
    if made.command == "inspect" and lists and ("CONTAINER" in made.needs or "inspect" not in made.low()):
        return -2.5
    if not noun or noun not in concepts.THINGS:
        return 0.0
    many = any(token.low == noun + "s" for token in made.tokens) or any(
        token.low == noun and {"each", "every"} & {one.low for one in made.tokens[max(0, i - 3) : i]}
        for i, token in enumerate(made.tokens)
    )
    one = operands.generic(made, (noun,)) and not (many and not {"one", "specific", "certain", "given", "particular"} & made.low())
    if action == "ls" and one and noun in made.found and made.found[noun][0] >= 1.0 and not made.has("latest"):
        column = made.found[noun][2]
        return 0.0 if column < len(made.tokens) and made.tokens[column].base in ("id", "name", "identifier") else -1.2
    if (
        made.command in ONE_ONLY
        and many
        and not any(word == "CONTAINER" for _, word in made.operand_words)
        and "CONTAINER" in made.needs
    ):
        return -3.0
    if made.command == "container port" and "CONTAINER" in made.needs and {"what", "which"} & made.low():
        return -5.0 if "containers" in made.low() else -3.0
    named = any(use.kind == "filter" and use.key == "name" for use in made.uses)
    if action == "ls" and named and not many and "metadata" in made.found and any(token.low == noun for token in made.tokens):
        return -3.0
    if action == "inspect" and made.needs and many and "list" in made.low():
        return -3.5
    if action == "inspect" and made.needs and not one and not (made.intent.verb and made.intent.verb.classes.get("inspect")):
        return -2.5
    if action == "ls" and made.operand_words and "metadata" in made.found:
        return -1.5
    if action == "prune" and one:
        return -2.0
    return -1.2 if "whole" in made.notes else 0.0
