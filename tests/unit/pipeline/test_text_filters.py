"""The text programs behind a pipe, compared with the real ones on this machine."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from commands.text_filters import NotHere, prepare
from commands.words import read

TEXT = (
    "CONTAINER ID   IMAGE          NAMES\nabc   nginx:1.27   web\ndef   redis   cache\nghi  nginx:1.27   web2\n"
    "10 x b\n9 x a\n2 y c\n\nlast line no\n"
)
COMMANDS = r"""
grep nginx
grep -i NGINX
grep -v nginx
grep -c nginx
grep -w web
grep -E 'web|cache'
grep 'web\|cache'
grep -o 'n[a-z]*'
grep -n web
grep -A1 def
grep -B 1 -A1 def
grep -x redis
grep '^abc'
grep -F '1.27'
grep 'a.c$'
grep '[[:digit:]]'
grep -e web -e red
grep -m1 nginx
grep -q nginx
grep nothing
grep -E '(a|b){2}'
grep 'x\+'
grep '*'
head -2
head -n 3
head -n -2
head -c 10
tail -2
tail -n +2
tail -n1
wc -l
wc
wc -w
wc -c
sort
sort -r
sort -n
sort -k2
sort -k3,3
sort -k1,1n
sort -u
sort -nr
sort -h
sort -V
sort -t x -k2
sort -f
uniq
uniq -c
cut -d' ' -f1
cut -c1-5
cut -d: -f2
cut -d: -f2 -s
cut -f1
cut -c 2,4-
awk '{print $1}'
awk '{print $1,$3}'
awk 'NR>1 {print $2}'
awk '/nginx/ {print $NF}'
awk '{print $1 ":" $2}'
awk -F: '{print $2}'
awk 'NR==2'
awk '$2=="x" {print $3}'
awk '$1>5 {print}'
awk '{print NF}'
awk '$1 ~ /^[a-d]/ {print $1}'
awk 'NR>1 && $2=="x" {print $1}'
""".strip().split("\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_filter_prints_what_the_real_program_prints(command: str) -> None:
    program = command.split()[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not on this machine")
    if program == "awk" and subprocess.run(["awk", "BEGIN{print 1}"], capture_output=True, check=False).returncode:
        pytest.skip("awk does not run on this machine")
    stage = next(read(command).stages())
    ours = prepare(stage)(TEXT)
    real = subprocess.run(
        ["/bin/sh", "-c", command],
        input=TEXT,
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert (ours.stdout, ours.exit_code) == (real.stdout, real.returncode)


@pytest.mark.parametrize(
    "command",
    [
        "sed s/a/b/",
        "grep -r x",
        "grep -f pats",
        "grep x /etc/passwd",
        "head file",
        "awk 'BEGIN {system(\"id\")}'",
        "sort -o out",
        "grep '\\(a\\)\\1'",
        "tee x",
        "xargs rm",
        "cut -d: -f",
        "sort -k0",
    ],
)
def test_what_is_not_evaluated_is_refused(command: str) -> None:
    stage = next(read(command).stages())
    with pytest.raises(NotHere):
        prepare(stage)


def test_a_hostile_pattern_does_not_hang() -> None:
    stage = next(read("grep -E '(a+)+$'").stages())
    assert prepare(stage)("a" * 50_000 + "b\n").exit_code == 1
