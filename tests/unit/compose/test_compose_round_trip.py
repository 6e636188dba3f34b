"""`docker run` → compose → `docker run` gives the same request; a service → `docker run` is what docker accepts."""

from __future__ import annotations

import pytest

from commands.canonical import canonical_text
from commands.check import check
from commands.composefile import compose_to_run, explain_compose, run_to_compose
from commands.parser import parse_text

CASES = [
    "docker run -d nginx",
    "docker run -d --name web -p 8080:80 nginx:1.27",
    "docker run -d --name web -p 127.0.0.1:8080:80 -p 53:53/udp -p 8443:443 nginx",
    "docker run -it ubuntu bash",
    "docker run -i alpine cat",
    "docker run -d -e A=b -e 'C=d e' -e HOME nginx",
    "docker run -d -e 'PRICE=5$' -e 'PATH=$HOME/bin' nginx",
    "docker run -d -v data:/data -v /srv/site:/usr/share/nginx/html:ro nginx",
    "docker run -d -v /data redis:7",
    "docker run -d --mount type=volume,source=data,target=/data redis",
    "docker run -d --mount type=bind,source=/srv/a,target=/b,readonly redis",
    "docker run -d --mount type=tmpfs,target=/run,tmpfs-size=67108864 redis",
    "docker run -d --mount type=bind,source=/a,target=/b,bind-propagation=rslave redis",
    "docker run -d --tmpfs /run --tmpfs /tmp:size=64m nginx",
    "docker run -d --restart unless-stopped nginx",
    "docker run -d --restart on-failure:5 nginx",
    "docker run -d --memory 512m --memory-swap 1g --memory-reservation 256m --cpus 1.5 nginx",
    "docker run -d --cpu-shares 512 --cpuset-cpus 0,2 --cpu-quota 50000 --cpu-period 100000 nginx",
    "docker run -d --pids-limit 200 --oom-score-adj -500 nginx",
    "docker run -d --ulimit nofile=1024:2048 --ulimit nproc=512 nginx",
    "docker run -d --cap-drop ALL --cap-add NET_ADMIN --cap-add SYS_TIME nginx",
    "docker run -d --privileged --read-only --init nginx",
    "docker run -d --security-opt no-new-privileges --user 1000:1000 --workdir /app nginx",
    "docker run -d --network host nginx",
    "docker run -d --network none alpine sleep 5",
    "docker run -d --network container:web alpine sleep 5",
    "docker run -d --network backend --network-alias api --network-alias web nginx",
    "docker run -d --network backend --ip 10.0.0.5 nginx",
    "docker run -d --network name=backend,alias=api,driver-opt=a=b nginx",
    "docker run -d --dns 1.1.1.1 --dns-search example.com --add-host db:10.0.0.2 --hostname web nginx",
    "docker run -d --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 nginx",
    "docker run -d --label team=web --label com.example.tier=front nginx",
    "docker run -d --health-cmd 'curl -f localhost || exit 1' --health-interval 30s --health-retries 3 --health-timeout 5s nginx",
    "docker run -d --no-healthcheck nginx",
    "docker run -d --entrypoint python app:1 -m http.server 8000",
    "docker run -d --entrypoint '' app:1 sh -c 'echo $HOME && sleep 5'",
    "docker run -d --stop-signal SIGQUIT --stop-timeout 30 nginx",
    "docker run -d --shm-size 1g --ipc host --pid host --uts host chrome",
    "docker run -d --gpus all --runtime nvidia cuda",
    "docker run -d --gpus device=0 cuda",
    "docker run -d --device /dev/ttyUSB0 --device-cgroup-rule 'c 188:* rmw' --group-add dialout app",
    "docker run -d --sysctl net.core.somaxconn=1024 --env-file app.env nginx",
    "docker run -d --platform linux/amd64 --pull always registry.example.com:5000/team/app:2",
    "docker run -d --volumes-from web:ro alpine sleep 5",
    "docker run -d --blkio-weight 300 --device-read-bps /dev/sda:1mb nginx",
    "docker run -d --expose 9000 --expose 9001/udp nginx",
    "docker run -d --link db:database nginx",
    "docker run -d --userns host --cgroupns private --storage-opt size=10G nginx",
    "docker run -d --annotation a=b --mac-address 02:42:ac:11:00:02 nginx",
    "docker run -d -p 22:22 -p 8000-8010:8000-8010 -p 80 sshd",
    "docker run -d --name caf nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
]


@pytest.mark.parametrize("command", CASES)
def test_round_trip(command: str) -> None:
    parsed = parse_text(command)
    assert parsed.usage_error is None, parsed.usage_error
    text = run_to_compose(parsed)
    assert "# not in a compose file" not in text
    report = explain_compose(text)
    assert report.ok, report.as_text()
    back = compose_to_run(text)
    assert len(back) == 1
    assert canonical_text(back[0]) == canonical_text(command), text


def test_what_a_service_cannot_say_is_a_comment() -> None:
    text = run_to_compose(parse_text("docker run -d --rm -P --cidfile id --name web nginx"))
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# not in a compose file: --rm",
        "# not in a compose file: -P",
        "# not in a compose file: --cidfile id",
    ]
    assert explain_compose(text).ok


def test_the_file_reads_like_one_written_by_hand() -> None:
    text = run_to_compose(parse_text("docker run -d --name web -p 22:22 -v data:/data --network backend -e A=b nginx:1.27"))
    assert text == (
        "services:\n"
        "  web:\n"
        "    image: nginx:1.27\n"
        "    container_name: web\n"
        "    ports:\n"
        '      - "22:22"\n'
        "    volumes:\n"
        "      - data:/data\n"
        "    environment:\n"
        "      - A=b\n"
        "    networks:\n"
        "      - backend\n"
        "networks:\n"
        "  backend:\n"
        "    external: true\n"
        "volumes:\n"
        "  data:\n"
        "    name: data\n"
    )


@pytest.mark.parametrize("command", ["docker ps", "docker run", "docker run --nosuch nginx", "ls"])
def test_only_a_good_run_becomes_a_service(command: str) -> None:
    with pytest.raises(ValueError):
        run_to_compose(parse_text(command))


SHOP = """\
name: shop
services:
  web:
    build:
      context: ./web
      args:
        VERSION: "2"
    ports:
      - target: 80
        published: "8080"
        host_ip: 127.0.0.1
    environment:
      DB_HOST: db
      DEBUG: "true"
      FROM_SHELL:
      GREETING: "hi ${USER}"
      PRICE: 5$$
    depends_on:
      db:
        condition: service_healthy
    command: serve --port 80 "a b"
    deploy:
      resources:
        limits: {memory: 256M, cpus: "0.5"}
  db:
    image: postgres:16
    volumes:
      - db-data:/var/lib/postgresql/data
      - type: bind
        source: ./init
        target: /docker-entrypoint-initdb.d
        read_only: true
    healthcheck:
      test: ["CMD", "pg_isready", "-U", "postgres"]
      interval: 5s
    stop_grace_period: 1m30s
volumes:
  db-data:
    driver_opts: {type: nfs}
"""


def test_services_become_commands_in_order() -> None:
    assert compose_to_run(SHOP) == [
        "docker network create shop_default",
        "docker volume create --opt type=nfs db-data",
        "docker run --detach --name db --volume db-data:/var/lib/postgresql/data"
        " --mount type=bind,source=./init,target=/docker-entrypoint-initdb.d,readonly --network shop_default --network-alias db"
        " --health-cmd 'pg_isready -U postgres' --health-interval 5s --stop-timeout 90 postgres:16",
        "docker build --tag web --build-arg VERSION=2 ./web",
        "docker run --detach --name web --publish 127.0.0.1:8080:80 --env DB_HOST=db --env DEBUG=true --env FROM_SHELL"
        " --env \"GREETING=hi ${USER}\" --env 'PRICE=5$' --network shop_default --network-alias web --memory 256M --cpus 0.5"
        " web serve --port 80 'a b'",
    ]
    for command in compose_to_run(SHOP):
        assert check(command).ok, check(command).problems


def test_networks_and_their_options() -> None:
    text = (
        "services:\n  a:\n    image: nginx:1\n    networks: {front: {aliases: [x]}, back: {ipv4_address: 10.9.0.5}}\n"
        "networks:\n  front:\n    name: real-front\n    external: true\n"
        "  back:\n    internal: true\n    ipam:\n      config: [{subnet: 10.9.0.0/24}]\n"
    )
    assert compose_to_run(text) == [
        "docker network create --internal --subnet 10.9.0.0/24 back",
        "docker run --detach --network name=real-front,alias=x --network name=back,ip=10.9.0.5 nginx:1",
    ]
