"""Mutated attempts: whatever is done to a command that reaches the host, a person without host access is not let through.

The policy sees what docker's own grammar makes of the words, so a mutation may turn an attempt into something harmless
or into something that docker refuses; what it must never do is to be allowed while docker would still do the harm.
"""

from __future__ import annotations

import random
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import parse
from bot.policy import Target, decide, subject_of
from bot.request import Actor, Place, Surface
from commands.check import check
from commands.parser import parse_text
from commands.risk import risk_of

SETTINGS = parse(
    """
roles: {admin: {users: [U0ADMIN]}, root: {users: [U0ROOT]}}
grants:
  - {roles: [admin], risk: [read, change, destroy]}
  - {roles: [root], risk: [read, change, destroy], host_access: true}
""",
    "test.yml",
    {},
)
OPS = Place(Surface.SLACK, channel="C0OPS")
HARM = {
    "privileged": ["--privileged", "--privileged=true", "--privileged=1", "--privileged=T"],
    "volume": ["-v /:/h", "-v=/:/h", "-v/:/h", "--volume /:/h", "--volume=/etc:/e:ro", "-v /var/run/docker.sock:/s"],
    "mount": [
        "--mount type=bind,source=/,target=/h",
        "--mount=type=bind,src=/etc,dst=/e",
        "--mount readonly,target=/h,source=/,type=bind",
    ],
    "pid": ["--pid host", "--pid=host"],
    "network": ["--network host", "--net=host", "--network name=host"],
    "cap-add": ["--cap-add ALL", "--cap-add=sys_admin"],
    "device": ["--device /dev/sda", "--device=/dev/mem:/dev/mem"],
    "security-opt": ["--security-opt seccomp=unconfined", "--security-opt=apparmor:unconfined"],
    "volumes-from": ["--volumes-from other"],
    "sysctl": ["--sysctl a=b"],
    "group-add": ["--group-add docker"],
    "runtime": ["--runtime runsc"],
}
HARMLESS = [
    "-d",
    "--rm",
    "-P",
    "--init",
    "-e A=b",
    "-eA=b",
    "--name box1",
    "--name=box1",
    "-m 64m",
    "-m64m",
    "--memory=64m",
    "--cpus 1",
    "-p 8080:80",
    "-p8080:80",
    "--label a=b",
    "-la=b",
    "--read-only",
    "-w /tmp",
    "--hostname x",
    "-u 1000",
    "--restart no",
    "--privileged=false",
    "-v data:/data",
    "--network bridge",
    "--stop-signal TERM",
    "-dP",
    "-de A=b",
    "-dp 80:80",
    "--cap-drop ALL",
]
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad", "\u180e", "\x00", "\x1b", "\u2800"]


def allowed(text: str, user: str) -> bool:
    """Whether the bot would go on to run it."""
    checked = check(text)
    if not checked.ok:
        return False
    subjects = [subject_of(one, risk_of(one), (Target("container", "1" * 64, "web"),)) for one in checked.parsed]
    return bool(subjects) and decide(SETTINGS, Actor(user), OPS, "local", subjects).allowed


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_a_flag_that_reaches_the_host_is_never_hidden_by_the_words_around_it(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(HARM)))
    harm = data.draw(st.sampled_from(HARM[kind]))
    around = data.draw(st.lists(st.sampled_from(HARMLESS), max_size=6))
    if kind == "privileged":
        around = [word for word in around if word != "--privileged=false"]
    at = data.draw(st.integers(0, len(around)))
    verb = data.draw(st.sampled_from(["run", "container run", "create", "container create"]))
    words = [*around[:at], harm, *around[at:]]
    if "create" in verb:
        words = [word for word in words if word not in ("-d", "-dP", "-de A=b", "-dp 80:80")]
        words = words if harm in words else [*words, harm]
    text = f"docker {verb} {' '.join(words)} busybox sleep 1"
    parsed = parse_text(text)
    assert not allowed(text, "U0ADMIN"), text
    if parsed.usage_error is None:
        assert subject_of(parsed, risk_of(parsed)).host_access, text
        assert allowed(text, "U0ROOT"), text


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_invisible_characters_never_let_a_command_through(data: st.DataObject) -> None:
    text = data.draw(
        st.sampled_from(["docker run --privileged busybox", "docker rm -f web", "docker restart web", "docker run -v /:/h busybox"])
    )
    mark = data.draw(st.sampled_from(INVISIBLE))
    at = data.draw(st.integers(len("docker "), len(text)))
    assert not allowed(text[:at] + mark + text[at:], "U0ROOT"), (text, at, mark)


def test_random_edits_never_turn_a_refusal_into_a_harmful_permission() -> None:
    """Edits by the thousand; an allowed one must have lost every reason to be refused, as docker's grammar reads it."""
    generator = random.Random(20)
    alphabet = string.ascii_lowercase + "-=:/., '\"$"
    seeds = [f"docker run {harm} busybox id" for harms in HARM.values() for harm in harms]
    for round_ in range(6000):
        text = list(seeds[round_ % len(seeds)])
        for _ in range(generator.randint(1, 3)):
            at = generator.randrange(len("docker run "), len(text))
            action = generator.randrange(4)
            if action == 0:
                text.insert(at, generator.choice(alphabet))
            elif action == 1:
                del text[at]
            elif action == 2:
                text[at] = generator.choice(alphabet)
            else:
                text[at] = text[at].upper()
        line = "".join(text)
        if allowed(line, "U0ADMIN"):
            parsed = parse_text(line)
            assert not harmful(parsed.uses), line


def harmful(uses: object) -> bool:
    """An independent, coarser reading: would docker be given something of the host by these flags?"""
    final: dict[str, str] = {}
    for use in uses:  # type: ignore[attr-defined]
        final[use.long] = use.value
        value = use.value.lower()
        if use.long == "volume" and ":" in value and (value.startswith(("/", ".", "~")) or "/" in value.partition(":")[0]):
            return True
        if use.long == "mount" and "bind" in value:
            return True
        if use.long in ("cap-add", "device", "device-cgroup-rule", "gpus", "volumes-from", "sysctl", "group-add", "use-api-socket"):
            return True
        if use.long == "network" and (value == "host" or "name=host" in value.split(",") or value.startswith("container:")):
            return True
        if use.long == "security-opt" and ("unconfined" in value or "disable" in value):
            return True
    return final.get("privileged", "false") in ("true", "1", "t", "T", "TRUE", "True") or final.get("pid") == "host"
