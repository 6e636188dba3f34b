"""Docker's refusals in our words: the place, the reason, and what may have been meant."""

from __future__ import annotations

from random import Random

import pytest

from commands.check import check
from commands.findings import Severity
from commands.parser import parse_text
from commands.rules import from_usage_error, newer_than_host
from commands.rules.suggest import command_suggestion, docker_command_for, flag_suggestion, nearest
from commands.spec.load import children, command, paths
from commands.words import read


@pytest.mark.parametrize(
    ("text", "code", "place", "suggestion"),
    [
        ("docker rnu -d nginx", "unknown-command", "rnu", "docker run -d nginx"),
        ("docker creat network x", "unknown-command", "creat", "docker create network x"),
        ("docker list", "unknown-command", "list", "docker ps"),
        ("docker delete web", "unknown-command", "delete", "docker rm web"),
        ("docker network creat x", "unknown-command", "creat", "docker network create x"),
        ("docker volume delete x", "unknown-command", "delete", "docker volume rm x"),
        ("docker network mynet create", "unknown-command", "mynet", "docker network create mynet"),
        ("docker containers ls", "unknown-command", "containers", "docker container ls"),
        ("docker compose pss", "unknown-command", "pss", "docker compose ps"),
        ("docker sh web", "unknown-command", "sh", "docker exec -it web sh"),
        ("docker run --detatch nginx", "unknown-flag", "--detatch", "--detach"),
        ("docker run --port 80:80 nginx", "unknown-flag", "--port", "--publish"),
        ("docker run -name web nginx", "unknown-flag", "-n", "--name"),
        ("docker run --work_dir /x nginx", "unknown-flag", "--work_dir", "--workdir"),
        ("docker logs --lines 5 web", "unknown-flag", "--lines", "--tail"),
        ("docker run --restart", "missing-value", "--restart", "--restart unless-stopped"),
        ("docker run --rm=maybe nginx", "bad-value", "maybe", "--rm=true"),
        ("docker pull https://docker.io/nginx", "bad-reference", "https://docker.io/nginx", "docker.io/nginx"),
        ("docker run Nginx", "bad-reference", "Nginx", "nginx"),
        ("docker ps web", "too-many-arguments", "web", "docker ps --filter name=web"),
        ("docker logs container web", "too-many-arguments", None, "docker container logs web"),
        ("docker rename web", "missing-argument", None, "docker rename web NEW_NAME"),
    ],
)
def test_refusals(text: str, code: str, place: str | None, suggestion: str) -> None:
    error = next(problem for problem in check(text).problems if problem.severity is Severity.ERROR)
    assert error.code == code
    assert error.suggestion == suggestion
    if place is not None:
        assert text[slice(*error.span)] == place


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("docker service create --memory-swap 4g nginx", "docker 29"),
        ("docker ps --context prod", "before the command"),
        ("docker commit web -m hello web:1", "only before its arguments"),
        ("docker run --name web", "'web' was taken as the value of --name"),
        ("docker run --health-interval 5 nginx", "duration with its unit"),
        ("docker run -m lots nginx", "--memory"),
        ("docker run --tail 5 nginx", "docker logs"),
    ],
)
def test_refusals_say_why(text: str, words: str) -> None:
    error = next(problem for problem in check(text).problems if problem.severity is Severity.ERROR)
    assert words in error.message


@pytest.mark.parametrize(
    ("text", "says", "suggestion"),
    [
        ("docker run --rm --restart always nginx", "nothing is left to restart", None),
        ("docker run -d -a stdout nginx", "leave one of the two away", None),
        ("docker run -p 1.2.3.4:80 nginx", "both ports are named", "-p 1.2.3.4:80:80"),
        ("docker run -p localhost:80:80 nginx", "127.0.0.1 instead of localhost", "-p 127.0.0.1:80:80"),
        ("docker run --pull true nginx", "always, missing or never", "--pull always"),
        ("docker run --platform foo nginx", "linux/amd64", None),
        ("docker run --expose 8080:80 nginx", "publish it with -p 8080:80", None),
        ("docker run -m 2gigs nginx", "'gigs' is no unit", "2g"),
        ("docker run --memory -1 nginx", "0 means no limit", "0"),
        ("docker run --ulimit nofile nginx", "NAME=SOFT[:HARD]", "nofile=1024:2048"),
        ("docker run --mount type=bind,source=/x nginx", "target=/PATH", "type=bind,source=/x,target=/data"),
        ("docker run --network-alias x nginx", "a network of your own", None),
        ("docker ps --filter foo", "KEY=VALUE", None),
        ("docker inspect -f '{{.Foo' web", "every {{ needs its }}", None),
        ("docker system prune --volumes --filter until=24h", "volumes have no age", None),
        ("docker events --since foo", "neither a date", None),
        ("docker service scale web", "SERVICE=NUMBER", "web=3"),
        ("docker cp a b", "CONTAINER:PATH", None),
        ("docker build -t App .", "lower-case", "app"),
        ("docker run IMAGE", "stands for a name", None),
        ("docker run $IMAGE", "no shell fills in", None),
    ],
)
def test_refusals_in_plain_words(text: str, says: str, suggestion: str | None) -> None:
    error = next(problem for problem in check(text).problems if problem.severity is Severity.ERROR)
    assert says in error.message
    assert error.suggestion == suggestion


def test_dockers_own_line_is_quoted() -> None:
    for text in ("docker run --nosuch nginx", "docker foo", "docker run --rm --restart always nginx", "docker rename a"):
        parsed = parse_text(text)
        assert parsed.usage_error is not None
        assert parsed.usage_error.headline in from_usage_error(parsed).message
        assert "docker says" not in from_usage_error(parsed, quoted=False).message


def test_no_refusal_has_no_finding() -> None:
    with pytest.raises(ValueError, match="no usage error"):
        from_usage_error(parse_text("docker ps"))


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        (["pul", "nginx"], "docker pull nginx"),
        (["PS"], "docker ps"),
        (["iamges"], "docker images"),
        (["ls", "container"], "docker container ls"),
        (["cleanup"], "docker system prune"),
        (["dockerps"], "docker ps"),
        (["container-ls"], "docker container ls"),
        (["qwertyuiop"], None),
        ([], None),
    ],
)
def test_command_suggestion(words: list[str], suggestion: str | None) -> None:
    assert command_suggestion(words) == suggestion


@pytest.mark.parametrize(
    ("path", "spelling", "suggestion"),
    [
        ("run", "--pubish", "--publish"),
        ("run", "--Name", "--name"),
        ("run", "--memroy", "--memory"),
        ("run", "--detac", "--detach"),
        ("ps", "-A", "-a"),
        ("build", "--dockerfile", "--file"),
        ("run", "--zzzzzz", None),
    ],
)
def test_flag_suggestion(path: str, spelling: str, suggestion: str | None) -> None:
    assert flag_suggestion(command(path), spelling) == suggestion


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("dokcer ps -a", "docker ps -a"),
        ("ps -a", "docker ps -a"),
        ("Docker run nginx", "docker run nginx"),
        ("hello there", None),
        ("dcoker-compose up", "docker compose up"),
    ],
)
def test_text_that_is_not_docker(text: str, suggestion: str | None) -> None:
    assert docker_command_for(next(read(text).stages()).words) == suggestion


def test_nearest_is_careful_with_short_words() -> None:
    assert nearest("x", ["ps", "rm", "cp"]) is None
    assert nearest("rmm", ["rm", "rmi"]) in {"rm", "rmi"}


def test_suggestions_are_accepted_by_our_parser() -> None:
    for text in ("docker rnu -d nginx", "docker list", "docker delete web", "docker network creat x", "docker compose pss"):
        error = next(problem for problem in check(text).problems if problem.severity is Severity.ERROR)
        assert error.suggestion is not None
        assert check(error.suggestion).ok, error.suggestion


def test_flag_newer_than_the_host() -> None:
    parsed = parse_text("docker run -d --health-start-interval 2s nginx:1.27")
    assert newer_than_host(parsed, "1.44") == []
    (finding,) = newer_than_host(parsed, "1.41")
    assert finding.severity is Severity.ERROR
    assert finding.message == '"--health-start-interval" requires API version 1.44, but the Docker daemon API version is 1.41'
    assert parsed.text[slice(*finding.span)] == "--health-start-interval 2s"


def _slips(word: str, random: Random) -> str:
    """A word with one slip of the fingers: a letter left out, swapped, replaced or added."""
    at = random.randrange(len(word))
    slip = random.choice(("out", "swap", "replace", "add"))
    if slip == "out" and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if slip == "swap" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = random.choice("abcdefghijklmnopqrstuvwxyz")
    return word[:at] + letter + (word[at + 1 :] if slip == "replace" else word[at:])


def test_most_slips_of_the_fingers_are_understood() -> None:
    random = Random(11)
    names = [name for name in children("") if len(name) > 2 and not name.startswith("_")]
    flags = [flag.long for flag in command("run").flags if not flag.hidden and len(flag.long) > 3]
    commands = [(slip, name) for name in names for _ in range(8) if (slip := _slips(name, random)) not in paths()]
    found = sum((command_suggestion([slip, "x"]) or "docker ?").split()[1] == name for slip, name in commands)
    assert found / len(commands) > 0.95
    typed = [(slip, long) for long in flags for _ in range(3) if (slip := _slips(long, random)) not in command("run").by_long]
    found = sum(flag_suggestion(command("run"), f"--{slip}") == f"--{long}" for slip, long in typed)
    assert found / len(typed) > 0.95
