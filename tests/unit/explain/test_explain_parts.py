"""Parts cover the words, in order, each with what it says here."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.check import check
from commands.explain import explain
from commands.parser import parse_text
from commands.spec import notes
from commands.spec.load import all_paths
from commands.words import split

DIGEST = "sha256:" + "0123456789abcdef" * 4
KINDS = {"program", "command", "flag", "value", "argument", "container-command"}


def covered(text: str) -> None:
    """Every word is covered, in order, without overlaps; parts quote the text."""
    parts = check(text).parts
    at = 0
    for part in parts:
        start, end = part["span"]
        assert start >= at, (text, part)
        at = end
        assert text[start:end] == part["text"]
        assert part["kind"] in KINDS
        assert part["explanation"].strip(), (text, part)
    places = {index for part in parts for index in range(*part["span"])}
    for word in split(text):
        for inner in word.substitutions:
            assert set(range(inner.start, inner.start + 1)) <= places
        assert {index for index in range(word.start, word.end) if not text[index].isspace()} <= places, (text, word)


def explanation(text: str, word: str) -> str:
    """What is said about the first part with that text."""
    return next(str(part["explanation"]) for part in check(text).parts if part["text"] == word)


@pytest.mark.parametrize("path", all_paths())
def test_examples_of_every_command_are_covered(path: str) -> None:
    for text in notes.examples(path):
        covered(text)


@pytest.mark.parametrize(
    "text",
    [
        "sudo docker rm -f $(docker ps -aq --filter status=exited) | grep -i web",
        "$ docker ps -a",
        "# docker ps",
        "docker run -d \\\n  --name web \\\n  nginx:1.27",
        "docker stop web && docker rm web # tidy up",
        "DOCKER_HOST=ssh://ops@prod docker ps",
        "docker logs web > out.txt 2>&1",
        "docker ps -q | xargs -r docker inspect --format '{{.Name}}'",
        "docker run -v \"$(pwd)\":/src alpine:3.20 sh -c 'ls | wc -l'",
        "docker ps; docker images",
        "docker-compose up -d web",
        "podman run --rm alpine:3.20",
        "docker run --nosuch -d --name x nginx ls",
        "docker run -m abc -d nginx",
        "docker run -itZ nginx",
        "docker rnu -d -p 80:80 nginx",
        "docker network creat backend",
        "docker foo --bar baz",
        "docker ps -- ",
        "docker run --name",
        "docker run --help --nosuch",
        "docker --nosuch ps",
        "docker -H tcp://x:1 -D ps",
        "docker exec web",
        "docker rename a b c d",
        "docker run '' nginx",
        "docker run --name '' nginx",
        "hello world",
        "cd /tmp && docker build -t x .",
        "for c in a b; do docker restart $c; done",
        "docker run -e A='x y' -e B=\"q\" nginx:1.27 -- -x",
        "docker container --nosuch ls",
        "docker compose -f a.yml -p shop up -d --scale web=3",
        "docker rm `docker ps -q`",
        "docker run nginx -d -p 80:80",
    ],
)
def test_any_text_is_covered(text: str) -> None:
    covered(text)


words = st.sampled_from(
    [
        "docker",
        "run",
        "ps",
        "-it",
        "-d",
        "--rm",
        "-p",
        "80:80",
        "--name",
        "web",
        "nginx",
        "--",
        "-",
        "--nosuch",
        "-x",
        "network",
        "create",
        "rm",
        "''",
        "-p8080:80",
        "--name=x",
        "--rm=maybe",
        "|",
        "grep",
        "&&\n",
        "",
        "",
        "",
        "$(docker\xa0ps\xa0-q)",
        ">",
        "f.txt",
        "compose",
        "up",
        "-e",
        "A=b",
        "--help",
        "-h",
        "exec",
        "logs",
        "#",
        "=",
        "--=x",
        '"a\xa0b"',
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(words, min_size=1, max_size=9))
def test_any_mix_of_words_is_covered(mix: list[str]) -> None:
    covered("docker " + " ".join(mix).replace("\xa0", " "))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="docker runps-=:'\"$()|&;<>#\\/{}.,~éß \n\t", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(check("docker " + text).parts, tuple)


@pytest.mark.parametrize(
    ("text", "word", "says"),
    [
        (
            "docker run -p 127.0.0.1:8080:80 nginx",
            "127.0.0.1:8080:80",
            "Port 8080 at 127.0.0.1, so only from the host itself, leads to port 80",
        ),
        ("docker run -p 8080:80 nginx", "8080:80", "Port 8080 on every address of the host leads to port 80 in the container."),
        ("docker run -p 80 nginx", "80", "A free port that Docker picks on every address of the host leads to port 80"),
        (
            "docker run -p 8000-8010:8000-8010/udp nginx",
            "8000-8010:8000-8010/udp",
            "lead to ports 8000-8010 (UDP) in the container.",
        ),
        ("docker run -p [::1]:80:80 nginx", "[::1]:80:80", "Port 80 at ::1, so only from the host itself"),
        ("docker run -d --restart on-failure:3 nginx", "on-failure:3", "at most 3 times in a row"),
        ("docker run -d --restart unless-stopped nginx", "unless-stopped", "unless you stopped it by hand"),
        ("docker run -v data:/data:ro nginx", "data:/data:ro", "The volume data is mounted at /data; read-only"),
        (
            "docker run -v /srv:/srv nginx",
            "/srv:/srv",
            "The host's file or folder /srv is mounted at /srv; the container may change it.",
        ),
        ("docker run -v /data nginx", "/data", "A new volume without a name is mounted at /data."),
        ("docker run --mount type=bind,src=/a,dst=/b,ro nginx", "type=bind,src=/a,dst=/b,ro", "/a is mounted at /b; read-only"),
        ("docker run --mount type=tmpfs,dst=/b,tmpfs-size=64m nginx", "type=tmpfs,dst=/b,tmpfs-size=64m", "at most 64 MiB"),
        ("docker run --tmpfs /run:size=64m,noexec nginx", "/run:size=64m,noexec", "at most 64 MiB is mounted at /run with noexec"),
        ("docker run -m 1536m nginx", "1536m", "1.5 GiB"),
        ("docker run --cpus 1.5 nginx", "1.5", "1.5 processors"),
        ("docker run --cpus 1/2 nginx", "1/2", "0.5 processors"),
        ("docker run -e A=b nginx", "A=b", "The variable A is b in the container."),
        ("docker run -e DB_PASSWORD=hunter2 nginx", "DB_PASSWORD=hunter2", "gets the secret value given"),
        ("docker run -e HOME nginx", "HOME", "the value it has where you run docker"),
        ("docker run -u 1000:1000 nginx", "1000:1000", "user id 1000 and group id 1000"),
        ("docker run --user root nginx", "root", "the user root, with all of root's rights"),
        ("docker run --network host nginx", "host", "the host's own network"),
        ("docker run --network backend nginx", "backend", "the network backend"),
        ("docker run --network container:db nginx", "container:db", "shares the network of the container db"),
        ("docker run --health-cmd true --health-interval 1m30s nginx", "1m30s", "every 1 minute 30 seconds"),
        ("docker run --stop-timeout 90 nginx", "90", "1 minute 30 seconds"),
        ("docker run --cap-add NET_ADMIN nginx", "NET_ADMIN", "firewall"),
        ("docker run --ulimit nofile=1024:2048 nginx", "nofile=1024:2048", "open files"),
        ("docker run --add-host db:10.0.0.5 nginx", "db:10.0.0.5", "The name db leads to 10.0.0.5."),
        ("docker run --add-host host.docker.internal:host-gateway nginx", "host.docker.internal:host-gateway", "the host itself"),
        ("docker run --log-driver none nginx", "none", "thrown away"),
        ("docker run --log-opt max-size=10m nginx", "max-size=10m", "10 MiB"),
        ("docker run --gpus 2 nginx", "2", "2 graphics processors"),
        ("docker run --platform linux/arm64 nginx", "linux/arm64", "Linux on 64-bit ARM (arm64)"),
        ("docker run --pid host nginx", "host", "every process of the host"),
        ("docker kill -s 9 web", "9", "SIGKILL"),
        ("docker kill -s HUP web", "HUP", "read the configuration again"),
        ("docker ps --filter status=exited", "status=exited", "Only containers whose state is exited are shown."),
        ("docker images --filter dangling=true", "dangling=true", "without a name"),
        ("docker image prune --filter until=24h", "until=24h", "made more than 1 day ago are deleted"),
        ("docker ps --format '{{.Names}} {{.Status}}'", "'{{.Names}} {{.Status}}'", "Names and Status"),
        ("docker inspect --format '{{.State.Status}}' web", "'{{.State.Status}}'", "State.Status"),
        ("docker logs --tail 5 web", "5", "The last 5 lines"),
        ("docker events --since 1h", "1h", "Events of the last hour."),
        ('docker ps --filter "name=web', "ps", "Lists containers"),
        ("docker logs --since 2h web", "2h", "Only lines written in the last 2 hours."),
        ("docker pull nginx", "nginx", "tag latest because none is given"),
        ("docker pull ghcr.io/team/app:1.4", "ghcr.io/team/app:1.4", "from the registry ghcr.io"),
        (f"docker run nginx@{DIGEST}", f"nginx@{DIGEST}", "exactly the content"),
        ("docker run alpine:3.20 sh -c 'echo hi'", "'echo hi'", "A command line that sh reads inside the container."),
        ("docker run redis:7 --appendonly yes", "--appendonly", "given to the image's own program"),
        ("docker exec web ls -l", "-l", "docker passes it on unread"),
        ("docker cp web:/etc/x .", "web:/etc/x", "/etc/x inside the container web"),
        ("docker cp a.txt web:/tmp/", "a.txt", "on your machine"),
        ("docker tag a:1 reg.example.com/a:2", "reg.example.com/a:2", "a push goes to reg.example.com"),
        ("docker build -t app:1 .", ".", "the folder you are in"),
        ("docker service scale web=5", "web=5", "5 copies of web run."),
        (
            "docker service update --update-order start-first web",
            "start-first",
            "The new task starts before the old one is stopped",
        ),
        ("docker run -it nginx", "-it", "can write to the program. -t: Gives the program a terminal"),
        ("docker run --rm=false nginx", "--rm=false", "Switched off here, as it is by default"),
        ("docker attach --sig-proxy=false web", "--sig-proxy=false", "switched off here"),
        ("docker stop --time 5 web", "--time", "Deprecated: use --timeout"),
        ("docker ps", "ps", "`docker ps` is short for `docker container ls`"),
        ("docker run -p 8080:80/tcp nginx", "-p", "Publishes a port of the container on the host."),
    ],
)
def test_what_is_said(text: str, word: str, says: str) -> None:
    assert says in explanation(text, word)


@pytest.mark.parametrize(
    ("text", "word", "says"),
    [
        ("sudo docker ps", "sudo", "as root"),
        ("$ docker ps", "$", "A prompt that was copied along"),
        ("DOCKER_HOST=x docker ps", "DOCKER_HOST=x", "which daemon to talk to"),
        ("docker ps | grep -i web", "|", "Hands what the left side prints"),
        ("docker ps | grep -i web", "-i", "Upper and lower case"),
        ("docker ps | grep -iv web", "-iv", "-v: Keeps the lines that do not match."),
        ("docker ps | grep -i web", "web", "What to look for: web."),
        ("docker ps | head -n 3", "3", "The value of -n"),
        ("docker ps | head -3", "-3", "The first 3 lines."),
        ("docker ps | awk '{print $1}'", "'{print $1}'", "Prints column 1 of each line."),
        ("docker rm $(docker ps -aq)", "$(", "What the command inside prints is put here"),
        ("docker logs web > out.txt", "out.txt", "The file that is written"),
        ("docker ps # all of them", "# all of them", "A comment"),
        ("docker stop a && docker rm a", "&&", "only when the one before worked"),
        ("docker rnu -d nginx", "rnu", "did you mean `docker run -d nginx`?"),
        ("docker rnu -d nginx", "-d", "Runs in the background"),
        ("docker run --detatch nginx", "--detatch", "did you mean --detach?"),
        ("docker run -m abc -d nginx", "abc", "is no size"),
        ("docker run -m abc -d nginx", "-d", "Runs in the background"),
        ("docker foo bar", "bar", "a command that docker does not know"),
        ("for c in a b; do docker restart $c; done", "restart", "Stops containers and starts them again"),
        ("for c in a b; do docker restart $c; done", "in", "A word of the shell's loop"),
        ("watch -n 5 docker ps -a", "-a", "Shows stopped containers too"),
        ("ssh prod docker ps", "ps", "Lists containers"),
        ("docker run -e FOO=$FOO nginx:1.27", "FOO=$FOO", "what your shell makes of $FOO"),
        ("docker compose -p shop up", "shop", "The project is called shop"),
        ("docker compose --profile dev up", "--profile", "Switches a profile on"),
        ("docker --context prod ps", "prod", "the daemon of the context prod"),
        ("docker network --nosuch ls", "ls", "Lists the networks."),
        ("docker buildx --builder x build .", "x", "The builder x does the work."),
    ],
)
def test_what_is_said_around_and_of_wrong_words(text: str, word: str, says: str) -> None:
    assert says in explanation(text, word)


@pytest.mark.parametrize(
    "text",
    [
        "docker run -e DB_PASSWORD=hunter2 nginx",
        "docker run --label api_token=hunter2 nginx",
        "docker run --log-driver splunk --log-opt splunk-token=hunter2 nginx",
        "docker build --build-arg NPM_TOKEN=hunter2 .",
        "docker build https://ci:hunter2@git.example.com/app.git",
        "docker login -u ci -p hunter2",
        "docker run app:1 --password=hunter2",
        "docker exec -e SECRET=hunter2 web sh",
        "docker swarm join --token hunter2 10.0.0.1:2377",
        "docker volume create -o password=hunter2 data",
        "docker run -e URL=https://me:hunter2@example.com nginx",
        "docker service create --env API_KEY=hunter2 nginx",
    ],
)
def test_secrets_are_not_repeated(text: str) -> None:
    assert not [part for part in check(text).parts if "hunter2" in str(part["explanation"])]


def test_a_word_is_one_part() -> None:
    parts = explain(parse_text("docker run -itdp 80:80 --name=web -eA=b nginx:1.27 ls -l"))
    assert [(part.kind, part.text) for part in parts] == [
        ("program", "docker"), ("command", "run"), ("flag", "-itdp"), ("value", "80:80"), ("flag", "--name=web"), ("flag", "-eA=b"),
        ("argument", "nginx:1.27"), ("container-command", "ls"), ("container-command", "-l"),
    ]  # fmt: skip


def test_collected_texts_are_covered() -> None:
    sample = Path(os.environ.get("DOCKWISE_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "data" / "validate-dev.jsonl"
    if not sample.exists():
        pytest.skip("the folder of collected texts is not here")
    for line in sample.read_text("utf-8").splitlines():
        covered(json.loads(line)["text"])
