"""Docker's grammar: each line is what docker 28.2.2 itself says."""

from __future__ import annotations

import pytest

from commands.parser import parse_text

ACCEPTED = {
    "docker run --rm=false nginx": ("container_run", ["nginx"]),
    "docker run -it=false nginx": ("container_run", ["nginx"]),
    "docker run -itdp 80:80 nginx": ("container_run", ["nginx"]),
    "docker run -p8080:80 -p=81:81 nginx": ("container_run", ["nginx"]),
    "docker run --name -x nginx": ("container_run", ["nginx"]),
    "docker run --name -- nginx": ("container_run", ["nginx"]),
    "docker ps -n -1": ("container_ls", []),
    "docker ps -ln5": ("container_ls", []),
    "docker run nginx -p 80:80 --nosuch": ("container_run", ["nginx", "-p", "80:80", "--nosuch"]),
    "docker rm a -f": ("container_rm", ["a"]),
    "docker logs a -n 5": ("container_logs", ["a"]),
    "docker -- ps": ("container_ls", []),
    "docker ps --": ("container_ls", []),
    "docker rm -- -f": ("container_rm", ["-f"]),
    "docker exec -- -x ls": ("container_exec", ["-x", "ls"]),
    "docker network remove x": ("network_rm", ["x"]),
    "docker image rmi x": ("image_rm", ["x"]),
    "docker container ps": ("container_ls", []),
    "docker run --net host nginx": ("container_run", ["nginx"]),
    "docker stack up -c f s": ("stack_deploy", ["s"]),
    "docker --context x ps": ("container_ls", []),
    "docker compose -f x.yml up -d web": ("compose_up", ["web"]),
    "docker buildx build -t x .": ("buildx_build", ["."]),
}

REFUSED = {
    "docker run --nosuch nginx": ("unknown flag: --nosuch", 125),
    "docker run -itZ nginx": ("unknown shorthand flag: 'Z' in -Z", 125),
    "docker run -d= nginx": ("unknown shorthand flag: '=' in -=", 125),
    "docker run --name": ("flag needs an argument: --name", 125),
    "docker run -itp": ("flag needs an argument: 'p' in -p", 125),
    "docker run --=x": ("bad flag syntax: --=x", 125),
    "docker run ---x": ("bad flag syntax: ---x", 125),
    "docker run --rm=maybe x": (
        'invalid argument "maybe" for "--rm" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
        125,
    ),
    "docker run -m abc x": ('invalid argument "abc" for "-m, --memory" flag: invalid size: \'abc\'', 125),
    "docker ps --filter foo": ('invalid argument "foo" for "-f, --filter" flag: bad format of filter (expected name=value)', 125),
    "docker run": ("docker: 'docker run' requires at least 1 argument", 1),
    "docker ps x": ("docker: 'docker ps' accepts no arguments", 1),
    "docker image remove": ("docker: 'docker image rm' requires at least 1 argument", 1),
    "docker port a b c": ("docker: 'docker port' requires at least 1 and at most 2 arguments", 1),
    "docker login a b": ("docker: 'docker login' requires at most 1 argument", 1),
    "docker context use": ("accepts 1 arg(s), received 0", 1),
    "docker foo": ("docker: unknown command: docker foo", 1),
    "docker image historys x": ("docker: unknown command: docker image historys", 1),
    "docker container --nosuch ls": ("unknown flag: --nosuch", 125),
    "docker --nosuch ps": ("unknown flag: --nosuch", 125),
    "docker help foo": ("unknown help topic: foo", 1),
    "docker commit a -m x b": ("docker: 'docker commit' requires at least 1 and at most 2 arguments", 1),
    "docker commit --no-pause a": ("unknown flag: --no-pause", 125),
    "docker run --help --nosuch": ("unknown flag: --nosuch", 125),
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    parsed = parse_text(text)
    key, args = ACCEPTED[text]
    assert parsed.usage_error is None
    assert (parsed.key, list(parsed.args)) == (key, args)


@pytest.mark.parametrize("text", REFUSED)
def test_refused_with_dockers_own_words(text: str) -> None:
    error = parse_text(text).usage_error
    assert error is not None
    assert (error.headline, error.exit_code) == REFUSED[text]


@pytest.mark.parametrize(
    "text", ["docker", "docker container", "docker run --help", "docker ps extra --help", "docker nosuch --help", "docker help run"]
)
def test_help_is_fine(text: str) -> None:
    parsed = parse_text(text)
    assert parsed.usage_error is None
    assert parsed.help or parsed.path == "help"


def test_the_usage_that_follows_a_message() -> None:
    error = parse_text("docker run --nosuch x").usage_error
    assert error is not None
    assert error.message == (
        "unknown flag: --nosuch\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\n"
        "Run 'docker run --help' for more information"
    )


def test_values_are_typed_and_places_exact() -> None:
    text = 'docker run -d --name web -p 80:80 -p 443:443 --memory=512m -e "A=b c" nginx:1.27 sh -c "x"'
    parsed = parse_text(text)
    assert parsed.value("detach") is True and parsed.value("rm") is False
    assert parsed.value("publish") == ("80:80", "443:443")
    assert parsed.values("env") == ("A=b c",)
    assert parsed.args == ("nginx:1.27", "sh", "-c", "x")
    for use in parsed.uses:
        assert text[slice(*use.span)] == use.spelling
    memory = parsed.uses_of("memory")[0]
    assert memory.value_span is not None and text[slice(*memory.value_span)] == "512m"
    env = parsed.uses_of("env")[0]
    assert env.value_span is not None and text[slice(*env.value_span)] == '"A=b c"'


def test_a_deprecated_spelling_is_noticed_and_counts_for_its_successor() -> None:
    parsed = parse_text("docker stop --time 5 web")
    assert parsed.notices == ("Flag --time has been deprecated, use --timeout instead",)
    assert parsed.value("timeout") == 5
