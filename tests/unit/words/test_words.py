"""Words, their places, and what people paste around a command."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.words import MAX_TEXT, Script, Word, read, split


def all_words(script: Script) -> list[Word]:
    return [word for stage in script.stages() for word in (*stage.prefix, *stage.words, *stage.redirects)]


@pytest.mark.parametrize(
    ("text", "program", "words", "prefix"),
    [
        ("docker ps -a", "docker", ["docker", "ps", "-a"], []),
        ("sudo docker ps", "docker", ["docker", "ps"], ["sudo"]),
        ("sudo -E docker ps", "docker", ["docker", "ps"], ["sudo", "-E"]),
        ("$ docker ps", "docker", ["docker", "ps"], ["$"]),
        ("# docker ps", "docker", ["docker", "ps"], ["#"]),
        ("root@host:~# docker ps", "docker", ["docker", "ps"], ["root@host:~#"]),
        ("FOO=1 BAR=2 docker ps", "docker", ["docker", "ps"], ["FOO=1", "BAR=2"]),
        ("docker run \\\n  -p 80:80 nginx", "docker", ["docker", "run", "-p", "80:80", "nginx"], []),
        ("docker ps --format '{{.ID}}\\t{{.Names}}'", "docker", ["docker", "ps", "--format", "{{.ID}}\\t{{.Names}}"], []),
        ('docker exec web sh -c "echo \\"hi\\""', "docker", ["docker", "exec", "web", "sh", "-c", 'echo "hi"'], []),
        ("docker run a''b \"\"", "docker", ["docker", "run", "ab", ""], []),
    ],
)
def test_one_command(text: str, program: str, words: list[str], prefix: list[str]) -> None:
    stage = next(read(text).stages())
    assert stage.program == program
    assert [word.text for word in stage.words] == words
    assert [word.text for word in stage.prefix] == prefix


def test_several_commands_pipes_comments_and_redirections() -> None:
    script = read("docker ps | grep web && docker images # look\n# a comment\ndocker rm $(docker ps -aq) > out 2>&1; docker info")
    assert [pipeline.joiner for pipeline in script.pipelines] == ["", "&&", "\n", ";"]
    assert [stage.program for stage in script.pipelines[0].stages] == ["docker", "grep"]
    assert [word.text for word in script.comments] == ["# look", "# a comment"]
    assert [word.text for word in script.pipelines[2].stages[0].redirects] == [">", "out", "2>&1"]
    inner = script.pipelines[2].stages[0].words[2].substitutions[0]
    assert script.text[inner.start : inner.end] == "$(docker ps -aq)"
    assert len(list(script.docker_stages())) == 5


def test_a_substitution_in_backquotes_and_in_quotes() -> None:
    script = read('docker rm `docker ps -q` "x $(docker ps) y"')
    words = next(script.stages()).words
    assert [len(word.substitutions) for word in words] == [0, 0, 1, 1]
    assert words[3].substitutions[0].quoted and not words[2].substitutions[0].quoted


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("docker run 'x", "unbalanced-quote", (11, 12)),
        ('docker run "x', "unbalanced-quote", (11, 12)),
        ("docker rm $(docker ps", "unbalanced-quote", (10, 12)),
        ("docker ps \x00", "control-character", (10, 11)),
        ("docker ps \udc80", "control-character", (10, 11)),
        ("docker \x1b[31m", "control-character", (7, 8)),
    ],
)
def test_what_is_broken_has_a_place(text: str, code: str, span: tuple[int, int]) -> None:
    problem = read(text).problems[0]
    assert (problem.code, problem.span) == (code, span)


def test_too_much_text_is_said_and_not_read() -> None:
    script = read("docker ps " + "x" * MAX_TEXT)
    assert script.problems[0].code == "too-long" and not script.pipelines


@given(st.text(max_size=60))
def test_reading_never_raises_and_places_are_exact(text: str) -> None:
    script = read(text)
    last = 0
    for word in sorted(all_words(script), key=lambda word: word.start):
        assert last <= word.start <= word.end <= len(text)
        assert not word.raw or word.raw == text[word.start : word.end]
        last = word.end


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12), min_size=1, max_size=6)
)
def test_what_shlex_joins_is_read_back(words: list[str]) -> None:
    text = shlex.join(["docker", "run", *words])
    assert [word.text for word in split(text)] == ["docker", "run", *words]


@given(st.text(alphabet="ab '\"\\$(){}|&;<>#`\n-=", max_size=40))
def test_hostile_punctuation_never_raises(text: str) -> None:
    read("docker " + text)
