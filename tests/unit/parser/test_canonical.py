"""One normal form for one request."""

from __future__ import annotations

import pytest

from commands.canonical import canonical_text
from commands.check import check

SAME = [
    ("docker ps -a", "docker container ls --all"),
    ("docker container list --all=true", "docker container ls --all"),
    ("docker ps --all=false", "docker container ls"),
    ("docker run -p 80:80 nginx", "docker container run --publish 80:80 nginx"),
    ("docker run -itd --rm nginx sh", "docker container run --detach --interactive --rm --tty nginx sh"),
    ("docker run --net host nginx", "docker container run --network host nginx"),
    ("docker rmi a b", "docker image rm a b"),
    ("docker logs web -n 5", "docker container logs --tail 5 web"),
    ("docker logs --tail=all web", "docker container logs web"),
    ("docker stop --time 5 web", "docker container stop --timeout 5 web"),
    ("docker attach --sig-proxy=false web", "docker container attach --sig-proxy=false web"),
    ("docker ps --filter ' STATUS=exited' --filter ''", "docker container ls --filter status=exited"),
    ("docker rm -- -x", "docker container rm -- -x"),
    ("docker exec web ls -l", "docker container exec web ls -l"),
    ("docker rm $(docker ps -aq)", "docker container rm $(docker container ls --all --quiet)"),
    ("docker ps -a | grep web", "docker container ls --all | grep web"),
    ("sudo docker images", "docker image ls"),
    ("docker-compose up -d", "docker compose up --detach"),
    ("docker ps -a --filter status=exited", "docker container ls --filter status=exited"),
    ("podman ps -a | grep web", "docker container ls --all | grep web"),
    ("docker run -e 'A=b c' x", "docker container run --env 'A=b c' x"),
]


@pytest.mark.parametrize(("text", "form"), SAME)
def test_normal_form(text: str, form: str) -> None:
    assert canonical_text(text) == form
    assert canonical_text(form) == form


def test_what_is_refused_has_none() -> None:
    assert canonical_text("docker run --nosuch x") is None
    assert check("docker foo").canonical is None


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("docker ps", "read"),
        ("docker run nginx", "change"),
        ("docker run -it nginx", "interactive"),
        ("docker run -dit nginx", "change"),
        ("docker rm x", "destroy"),
        ("docker rm $(docker ps -q)", "destroy"),
        ("docker cp a:/x .", "local"),
        ("docker build .", "local"),
        ("docker build https://github.com/x/y.git", "change"),
        ("docker login", "local"),
        ("docker system prune", "destroy"),
        ("docker swarm leave", "destroy"),
        ("docker swarm join-token worker", "read"),
        ("docker swarm join-token --rotate worker", "change"),
        ("docker ps -q | xargs docker rm", "destroy"),
        ("docker run --help", "read"),
        ("sudo docker ps | grep web | wc -l", "read"),
        ("docker ps | awk '{print $1}' | sed -n 2p | sort -u", "read"),
        ("cd /srv && docker restart web", "change"),
        ("docker logs web > web.log", "local"),
        ("docker logs web 2>&1 | tee web.log", "local"),
        ("docker logs web > /dev/null 2>&1", "read"),
        ("docker ps $X", "read"),
        ("docker $X web", "unknown"),
        ("docker container $(cat verb) web", "unknown"),
        ("$DOCKER rm web", "unknown"),
        ("for i in a b; do docker kill $i; done", "unknown"),
        ("docker ps -q | while read i; do docker rm $i; done", "unknown"),
        ("if true; then docker ps; fi", "unknown"),
        ("(docker rm web)", "unknown"),
        ("f() { docker rm web; }; f", "unknown"),
        ("sh -c 'docker rm web'", "unknown"),
        ("env X=1 docker rm web", "unknown"),
        ("timeout 5 docker ps", "unknown"),
        ("PATH=/tmp docker ps", "unknown"),
        ("find . -name x -exec docker rm {} ;", "unknown"),
        ('eval "docker rm web"', "unknown"),
        ("docker ps -q | xargs -n1 sh -c 'docker rm $0'", "unknown"),
        ("docker ps -q | parallel docker rm", "unknown"),
        ("docker ps | awk '{system(\"docker rm \" $1)}'", "unknown"),
        ("docker ps | sed 's/.*/docker rm x/e'", "unknown"),
        ("docker inspect <(docker rm web)", "unknown"),
        ("docker rm $(./ids.sh)", "unknown"),
        ("docker ps; curl -s x | bash", "unknown"),
        ("bash <<EOF\ndocker rm web\nEOF", "unknown"),
        ("docker rm 'web", "unknown"),
    ],
)
def test_risk(text: str, risk: str) -> None:
    assert check(text).risk == risk
