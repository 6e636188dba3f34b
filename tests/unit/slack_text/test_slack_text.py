"""What Slack and keyboards do to a command line is undone: examples, and properties over made-up commands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack_text import changed, commands_in, plain_text

CASES = [
    ("<@U1> run `docker ps —all`", "run docker ps --all"),
    ("<@U1|dockwise>: docker ps", "docker ps"),
    ("docker run –it —rm “nginx”", 'docker run -it --rm "nginx"'),
    ("docker logs –f web –tail 5", "docker logs -f web --tail 5"),
    ("docker logs —f web", "docker logs -f web"),
    ("docker run –d –p 80:80 nginx", "docker run -d -p 80:80 nginx"),
    ("docker ps ––all", "docker ps --all"),
    ("docker exec web — ls", "docker exec web -- ls"),
    ("docker run −−rm nginx", "docker run --rm nginx"),
    ("docker stop web‑1", "docker stop web-1"),
    ("docker stop web–1", "docker stop web-1"),
    ("docker ps &amp;&amp; docker images &gt; x &lt; y", "docker ps && docker images > x < y"),
    ("echo &amp;lt; &amp;amp;", "echo &lt; &amp;"),
    ("docker pull <http://registry.example.com/a:1|registry.example.com/a:1>", "docker pull registry.example.com/a:1"),
    ("docker pull <https://ghcr.io/x>", "docker pull https://ghcr.io/x"),
    ("docker run -e A=<mailto:ops@example.com|ops@example.com> x", "docker run -e A=ops@example.com x"),
    ("docker run -e A=<mailto:ops@example.com> x", "docker run -e A=ops@example.com x"),
    ("docker run -p <tel:80808080|8080:8080> x", "docker run -p 8080:8080 x"),
    (
        "docker run -e WHO=<@U2|alice> <#C1|general> <!here> <!subteam^S1|@oncall>",
        "docker run -e WHO=@alice #general @here @oncall",
    ),
    ("logs since <!date^1700000000^{date}|yesterday>", "logs since yesterday"),
    ("docker ps -a…", "docker ps -a..."),
    ("docker\u00a0ps\u2009-a\u202f-q", "docker ps -a -q"),
    ("doc\u200bker ps\ufeff \u2060-a\u200e", "docker ps -a"),
    ("docker \u202eps", "docker ps"),
    ("docker run -e NAME=‘it’ x", "docker run -e NAME='it' x"),
    ("*docker ps*", "docker ps"),
    ("_docker ps -a_", "docker ps -a"),
    ("~docker ps~", "docker ps"),
    ("*_docker ps_*", "docker ps"),
    ("docker exec web cat __init__.py", "docker exec web cat __init__.py"),
    ("docker run --format '{{.Names}}_{{.ID}}_x' a", "docker run --format '{{.Names}}_{{.ID}}_x' a"),
    ("please stop *web* and _db_.", "please stop web and db."),
    ("docker ps --filter name=web*", "docker ps --filter name=web*"),
    ("docker exec my_app_db ls _x", "docker exec my_app_db ls _x"),
    ("docker run -v ~/a:/b x", "docker run -v ~/a:/b x"),
    ("`docker exec web ls *foo*`", "docker exec web ls *foo*"),
    ("```docker ps```", "docker ps"),
    ("```\ndocker ps\n```", "docker ps"),
    ("```bash\ndocker run \\\n  -it x\n```", "docker run \\\n  -it x"),
    ("look: ```FROM alpine\nRUN x```", "look: \nFROM alpine\nRUN x"),
    ("docker ps\r\n", "docker ps"),
    ("", ""),
    ("`", "`"),
    ("👩\u200d💻 docker ps", "👩\u200d💻 docker ps"),
]


@pytest.mark.parametrize(("raw", "meant"), CASES)
def test_undone(raw: str, meant: str) -> None:
    assert plain_text(raw, bot_user="U1") == meant


def test_what_was_read_is_shown_only_where_it_reads_differently() -> None:
    assert not changed("`docker ps`", "docker ps")
    assert not changed("a &amp; b", "a & b")
    assert not changed("<@U1> docker ps", "docker ps")
    assert changed("docker ps —all", "docker ps --all")
    assert changed("<http://a.io|a.io>", "a.io")


def test_commands_of_a_message() -> None:
    fence = "```docker ps\ndocker run \\\n  -it nginx```"
    text = f"Try\n{fence}\nor `docker images`\n$ sudo docker rm x\nplease run docker stop web\n`docker ps`"
    assert commands_in(text) == ["docker ps", "docker run \\\n  -it nginx", "docker images", "docker rm x", "docker stop web"]
    assert commands_in("docker is nice, and so is Docker Hub") == ["docker is nice, and so is Docker Hub"]
    assert commands_in("nothing here") == []
    assert commands_in("docker ps —all &amp; “x”") == ['docker ps --all & "x"']


NAMES = st.from_regex(r"[a-z][a-z0-9_.-]{0,12}[a-z0-9]", fullmatch=True)
LONG = st.sampled_from(
    ["all", "rm", "name", "publish", "filter", "tail", "env", "volume", "detach", "memory", "no-trunc", "restart"]
)
VALUES = st.text(st.sampled_from("abcXYZ019./:=@,+%&<>\"' "), min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def commands(draw: st.DrawFn) -> list[str]:
    """Words of a docker command, as a person types them."""
    words = ["docker", draw(st.sampled_from(["ps", "run", "logs", "stop", "images"]))]
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["long", "short", "name", "value"]))
        if kind == "long":
            words.append("--" + draw(LONG))
        elif kind == "short":
            words.append("-" + draw(st.sampled_from(["a", "it", "d", "q", "f", "p"])))
        elif kind == "name":
            words.append(draw(NAMES))
        else:
            words.append(draw(VALUES))
    return words


def as_slack_delivers(text: str, dashes: str, quotes: bool, blank: str, mark: str, hidden: bool) -> str:
    """The same text after a keyboard and Slack were at it."""
    if dashes:
        text = " ".join(dashes + word[2:] if word.startswith("--") and len(word) > 2 else word for word in text.split(" "))
    if quotes:
        text = text.replace('"', "“").replace("'", "’")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(" ", blank)
    if hidden:
        text = "\u200b".join(text)
        text = (
            text.replace("&\u200ba\u200bm\u200bp\u200b;", "&amp;")
            .replace("&\u200bl\u200bt\u200b;", "&lt;")
            .replace("&\u200bg\u200bt\u200b;", "&gt;")
        )
    return f"{mark}{text}{mark}"


@settings(max_examples=200, deadline=None)
@given(
    commands(),
    st.sampled_from(["", "—", "–"]),
    st.booleans(),
    st.sampled_from([" ", "\u00a0", "\u2009"]),
    st.sampled_from(["", "`", "```"]),
    st.booleans(),
)
def test_whatever_slack_and_keyboards_did_is_undone(
    words: list[str], dashes: str, quotes: bool, blank: str, mark: str, hidden: bool
) -> None:
    text = " ".join(" ".join(words).split())
    assert plain_text(as_slack_delivers(text, dashes, quotes, blank, mark, hidden)) == text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_failing_and_twice_is_as_once_for_plain_ones(text: str) -> None:
    once = plain_text(text)
    assert once == once.strip()
    assert not set(once) & set("“”‘’—–…\u200b\u202e\u00a0")
    commands_in(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("<>|@#!&;`*_~abc \n"), max_size=120))
def test_marks_in_any_order_end(text: str) -> None:
    plain_text(text)
