"""What a second person may approve: everything that will run is on the card, hidden are plain secret values only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.redact import PLACEHOLDER, Redactor
from bot.unseen import PLAIN, unseen
from commands.parser import parse_text

RANDOM = "aGVsbG8gd29ybGQgdGhpcyBJcyBhIHRFc1Q5c0tkbGZqMzk0c2RmMjM0"

# (what runs, what must be readable on the card: the code in it)
CODE_SHOWN = [
    ("docker exec web1 sh -c 'password=;id>/p;cat /p'", ";id>/p;cat /p"),
    ("docker exec web1 sh -c 'API_TOKEN=x;rm${IFS}-rf${IFS}/x;id'", ";rm${IFS}-rf${IFS}/x;id"),
    ("docker exec web1 sh -c 'curl -u a:b;rm${IFS}-rf${IFS}/;id'", ";rm${IFS}-rf${IFS}/;id"),
    ("docker exec web1 sh -c 'secret=`id`'", "`id`"),
    ("docker exec web1 sh -c 'secret=$(id)'", "$(id)"),
    ("docker exec web1 sh -c 'secret=${HOME}x'", "${HOME}x"),
    ("docker exec web1 sh -c 'mysql -p\";id;\"'", ";id;"),
    ("docker exec web1 sh -c 'curl https://u:p;id@host/'", ";id@host/"),
    ("docker exec web1 sh -c 'wget --password=a|sh'", "|sh"),
    ("docker exec web1 sh -c 'token=a&reboot'", "&reboot"),
    ("docker exec web1 sh -c 'token=\"a\nreboot\"'", "reboot"),
    ("docker exec web1 sh -c 'token=<(id)'", "<(id)"),
    ("docker exec web1 bash -c \"password='x';id;'\"", ";id;"),
    ("docker run --entrypoint sh alpine -c 'password=;id'", ";id"),
    ("docker run --health-cmd 'password=;id' nginx", ";id"),
    ("docker create --name a alpine sh -c 'passwd=1;id'", ";id"),
    ("docker service create --name s alpine sh -c 'passwd=1;id'", ";id"),
    ("docker service update --args \"sh -c 'passwd=1;id'\" s", ";id"),
]

REFUSED = [
    "docker exec web1 sh -c 'API_TOKEN=x;rm${IFS}-rf${IFS}/x;id'",
    "docker exec web1 sh -c 'curl -u a:b;rm${IFS}-rf;id'",
    "docker exec -e CMD=id web1 sh -c 'eval \"$CMD\"'",
    'docker exec -e CMD=id web1 sh -c "eval \\$CMD"',
    "docker exec -e API_TOKEN=reboot web1 sh -c '$API_TOKEN'",
    "docker exec -e API_TOKEN=reboot web1 sh -c env",
    "docker exec --env=API_TOKEN=reboot web1 sh -c 'set'",
    "docker exec -eAPI_TOKEN=reboot web1 python -c 'import os;os.system(os.environ[\"API_TOKEN\"])'",
    "docker run --entrypoint sh -e X=id alpine -c '$X'",
    "docker run -e X=id alpine -c '`echo $X`'",
    "docker run -e A='b;id' nginx",
    "docker run -e A='rm -rf /' nginx",
    "docker run -e A=$'x' nginx",
    "docker run -e A='x\ny' nginx",
    "docker run -e A=é nginx",
    "docker run -e \"API_TOKEN=a'b'\" nginx",
    "docker run -e LD_PRELOAD=/x.so nginx",
    "docker run -e BASH_ENV=/x nginx",
    "docker run -e PATH=/x:/bin nginx",
    "docker run -e STARTUP_SCRIPT=/x nginx",
    "docker run -e NODE_OPTIONS=--require=/x.js nginx",
    "docker run --env PROMPT_COMMAND=id nginx",
    "docker run --env API_TOKEN_COMMAND=id nginx",
    "docker run --label ofelia.job-exec.token.command=reboot nginx",
    "docker exec web1 'env --token=nv'",
    "docker restart web # password=abcdef9",
    "API_TOKEN=abcdef9 docker restart web",
    "docker exec -w /opt/token=x web1 ls",
    "docker rename web ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "docker volume create -o o=username=a,password=b,bind v",
    "docker run -e A=id --health-cmd 'eval $A' nginx",
    "docker service create --name s --env A=id alpine sh -c '$A'",
    "docker service update --env-add A=id --health-cmd '$A' s",
    "docker service update --env-add A=id --entrypoint 'sh -c $A' s",
    "docker exec web1 sh token=evil.sh",
    "docker exec web1 nohup /opt/token=evil",
    "docker exec web1 /opt/token=evil",
    "docker exec web1 env API_TOKEN=reboot sh -c '$API_TOKEN'",
    "docker exec web1 python -c 'token=\"id\";import os;os.system(token)'",
    "docker exec web1 awk 'BEGIN{token=\"id\";system(token)}'",
    "docker run -v '/opt/token=x:/host' nginx",
    "docker run -v /password=a:/etc nginx",
    "docker run --mount 'type=bind,src=/,dst=/password=x' nginx",
    "docker run --network 'token=x' nginx",
    "docker run --health-cmd 'curl -u a:bcd9 http://h' nginx",
    "docker run team/app?token=evil nginx",
    f"docker exec web1 sh -c 'echo {RANDOM} | base64 -d | sh'",
    f"docker exec web1 tool --payload {RANDOM}",
    "docker build --build-arg A=b - <<'END'\nFROM alpine\nRUN $A\nEND",
    "docker build - <<'END'\nFROM alpine\nENV API_TOKEN=reboot\nRUN $API_TOKEN\nEND",
    "docker commit --change 'CMD token=x' web1 a:1",
    "docker exec -e API_TOKEN=x" + "y" * 5000 + "\\;id web1 true",
]

APPROVABLE = [
    "docker restart web",
    "docker run -d -e POSTGRES_PASSWORD=secret123 postgres",
    "docker run -e NODE_ENV=production -e DB_PASSWORD=a.b-c_9 nginx",
    "docker exec db mysql -uroot -pabc99 -e status",
    "docker exec db curl -u me:pw99x http://h/x",
    "docker exec -e A=b web1 python app.py --port 80",
    "docker run --label api-token=abc123 nginx",
    "docker swarm join --token SWMTKN-1-0abcd-1efgh 10.0.0.1:2377",
    "docker run --log-opt splunk-token=abc123 nginx",
    "docker run -e POSTGRES_PASSWORD=s3cretpw --health-cmd 'pg_isready -h db' postgres",
    "docker exec web1 sh -c 'rm -rf /tmp/cache; ls | wc -l'",
]


def reasons(text: str, redactor: Redactor) -> tuple[str, ...]:
    return unseen(parse_text(text), redactor.covered(text), redactor.sure(text))


@pytest.mark.parametrize(("text", "code"), CODE_SHOWN)
@pytest.mark.parametrize("mode", ["env", "names"])
def test_a_mask_ends_where_shell_begins(text: str, code: str, mode: str) -> None:
    assert code in Redactor(mode).command(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_be_code_and_is_hidden_is_refused(text: str) -> None:
    redactor = Redactor("env")
    shown = redactor.command(text)
    assert PLACEHOLDER in shown, "nothing is hidden here: the example shows nothing"
    found = reasons(text, redactor)
    assert found and "second person cannot approve" in found[0] and "instead" in found[-1]


@pytest.mark.parametrize("text", APPROVABLE)
def test_plain_secrets_and_visible_code_are_approvable(text: str) -> None:
    assert reasons(text, Redactor("env")) == ()


def test_a_value_met_before_hides_no_code() -> None:
    """Somebody gives a container a variable whose secret value is code, looks at it, and then asks for that very code."""
    redactor = Redactor("env")
    redactor.data({"Env": ["X_PASSWORD=Rm1;rm -rf /tmp/A9"]})
    text = "docker exec web1 sh -c 'Rm1;rm -rf /tmp/A9'"
    assert "rm -rf /tmp/A9" in redactor.command(text)
    redactor.data({"Env": ["X_PASSWORD=/opt/Bin7/evilTool"]})
    assert PLACEHOLDER not in redactor.command("docker exec web1 /opt/Bin7/evilTool") or reasons(
        "docker exec web1 /opt/Bin7/evilTool", redactor
    )


def test_hidden_places_are_those_of_the_text() -> None:
    """The places that are judged are the very ones that are not shown."""
    for text in (*REFUSED, *APPROVABLE, *(text for text, _ in CODE_SHOWN)):
        covered = Redactor("env").covered(text)
        at, pieces = 0, []
        for start, end in covered.hidden:
            pieces += [text[at:start], PLACEHOLDER]
            at = end
        assert "".join([*pieces, text[at:]]) == covered.text == Redactor("env").command(text)


PIECES = (
    """
docker| |exec|run|-e|A=b|API_TOKEN=|x|;|id|sh|-c|'|"|password=|$|`|(|)|web1|nginx|--token|=|:|@|https://u:|curl -u a:|mysql -p|&&|\\
#|[redacted]|-v|/:/h|--health-cmd|secret|is|é|\t|{|}|,|--label|eyJhbGciOi.eyJzdWIi.abc|--entrypoint|--|service create|rm -rf /|env
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["docker exec web1 ", "docker run ", ""]))
def test_whatever_is_asked_for_what_is_agreed_to_is_what_was_seen(pieces: list[str], start: str) -> None:
    text = start + "".join(pieces)
    redactor = Redactor("env")
    covered = redactor.covered(text)
    at, rest = 0, covered.text
    for begin, end in covered.hidden:
        assert rest.startswith(text[at:begin] + PLACEHOLDER), (text, covered)
        rest, at = rest[begin - at + len(PLACEHOLDER) :], end
    assert rest == text[at:], (text, covered)
    if covered.hidden and reasons(text, redactor) == ():
        assert all(PLAIN.fullmatch(text[begin:end]) for begin, end in covered.hidden), (text, covered)
        assert Redactor("env").command(covered.text) == covered.text, "the card is masked once more, and hides nothing more"


def test_nothing_is_hidden_with_redact_none() -> None:
    text = "docker exec -e CMD=id web1 sh -c 'eval \"$CMD\"'"
    assert reasons(text, Redactor("none")) == () and Redactor("none").command(text) == text
