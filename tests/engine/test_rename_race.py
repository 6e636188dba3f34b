"""A second client that renames without pause brings no command to an object that was not judged.

Short in every run; with `DOCKWISE_FUZZ=long` the 10,000 tries.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections import Counter
from typing import Any

import pytest
from docker import APIClient
from docker.errors import APIError

from bot.core import Core
from bot.reply import ReplyKind
from scripts.private_engine import PrivateEngine
from tests.engine.judged_world import ask, core_for, make, printed

pytestmark = pytest.mark.engine
LONG = os.environ.get("DOCKWISE_FUZZ") == "long"
TRIES, SECONDS = (10_000, 7_200) if LONG else (600, 18)
# How often each is tried; what takes the Engine long is tried less.
VERBS = {
    "kill -s URG NAME": 20, "pause NAME": 20, "unpause NAME": 20, "update --cpu-shares 99 NAME": 20, "rename NAME by-bot": 20,
    "exec -d NAME true": 10, "exec NAME cat /etc/hostname": 10, "restart -t 0 NAME": 5, "stop -t 0 NAME": 5, "start NAME": 10,
    "rm -f NAME": 2, "commit NAME": 2, "network disconnect bridge NAME": 2, "kill NAME": 5,
}  # fmt: skip
ENDING = {"kill", "pause", "stop", "rm"}
HARMLESS = {"rename"}


class Renamer(threading.Thread):
    """Renames a container of its own and another team's, again and again, with a client of its own."""

    def __init__(self, engine: PrivateEngine, ours: str, theirs: str) -> None:
        super().__init__(daemon=True)
        self.ours, self.theirs = ours, theirs
        self.tricks = (self._swap, self._prefix_of_theirs, self._prefix_of_ours)
        self.trick = 0
        self.done = threading.Event()
        self.count = 0
        self._api = APIClient(base_url=engine.host, version="1.41")

    @property
    def word(self) -> str:
        """The word that stands for one, then for the other."""
        return ("target", self.theirs[:12], self.ours[:12])[self.trick]

    def run(self) -> None:
        while not self.done.is_set():
            self.tricks[self.trick]()
            self.count += 1

    def _rename(self, its_id: str, name: str) -> None:
        with contextlib.suppress(APIError):  # removed, or the name is taken for a moment
            self._api.rename(its_id, name)

    def _swap(self) -> None:
        """One name, now the one's, now the other's."""
        self._rename(self.theirs, "theirs")
        self._rename(self.ours, "target")
        self._rename(self.ours, "mine")
        self._rename(self.theirs, "target")

    def _prefix_of_theirs(self) -> None:
        """Ours has the beginning of the other one's id for a name, then it has not."""
        self._rename(self.ours, self.theirs[:12])
        self._rename(self.ours, "mine")

    def _prefix_of_ours(self) -> None:
        """The beginning of our id is the other one's name, then it is not."""
        self._rename(self.theirs, self.ours[:12])
        self._rename(self.theirs, "theirs")


def revive(engine: PrivateEngine, renamer: Renamer) -> None:
    """The container of the person's own team is there again and runs."""
    with contextlib.suppress(APIError):
        engine.api.unpause(renamer.ours)
    try:
        engine.api.start(renamer.ours)
    except APIError:
        renamer.ours = make(engine, f"mine-{time.monotonic_ns()}", "web")


@pytest.fixture
def core(clean: PrivateEngine) -> Any:
    with core_for(clean) as made:
        yield made


def test_no_rename_brings_a_command_to_what_was_not_judged(clean: PrivateEngine, core: Core) -> None:
    seed = random.SystemRandom().randrange(2**32)
    chosen = random.Random(seed)
    theirs = make(clean, "theirs", "db")
    renamer = Renamer(clean, make(clean, "mine", "web"), theirs)
    before = clean.api.inspect_container(theirs)
    began, since, outcomes = time.monotonic(), int(time.time()), Counter[str]()
    hit: list[tuple[str, Any]] = []
    renamer.start()
    tries = 0
    while tries < TRIES and time.monotonic() - began < SECONDS:
        if tries % 20 == 0:
            renamer.trick = chosen.randrange(len(renamer.tricks))
        tries += 1
        verb = chosen.choices(list(VERBS), list(VERBS.values()))[0]
        reply = ask(core, "web", f"docker {verb.replace('NAME', renamer.word)}")
        outcomes[f"{verb.split()[0]}: {'ran' if reply.ok else reply.kind.value}"] += 1
        if reply.ok and "cat" in verb and printed(reply)[1].strip() == theirs[:12]:
            hit.append((verb, printed(reply)))
        if reply.kind is ReplyKind.OUTPUT and verb.split()[0] in ENDING:
            revive(clean, renamer)
    renamer.done.set()
    renamer.join()
    events = clean.api.events(since=since, until=int(time.time()) + 1, filters={"container": [theirs]}, decode=True)
    hit += [
        (event["Action"], event["Actor"]["Attributes"])
        for event in events
        if event["Action"] not in HARMLESS or event["Actor"]["Attributes"].get("name") == "by-bot"
    ]
    after = clean.api.inspect_container(theirs)
    print(f"seed {seed}: {tries} tries, {renamer.count} rounds of renames, {time.monotonic() - began:.0f} s")
    print(dict(sorted(outcomes.items())))
    assert not hit, (seed, hit[:5])
    for key in ("State", "HostConfig", "Config", "RestartCount", "ExecIDs"):
        assert after[key] == before[key], (seed, key)
    assert sum(count for name, count in outcomes.items() if name.endswith(": ran")) > tries / 50
    assert outcomes.total() == tries and any(name.endswith(ReplyKind.REFUSED.value) for name in outcomes)
