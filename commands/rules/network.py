"""Ports and networks: who can reach what, and what the daemon will refuse."""

from __future__ import annotations

from collections.abc import Iterator

from commands.explaining.ports import split_port
from commands.findings import Finding, Severity
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.base import RUN, RUN_LIKE, Rule
from commands.rules.values import place

# Ports whose owners rarely mean the whole world, and what answers there.
_PRIVATE = {
    "22": "SSH", "2375": "a Docker daemon", "2376": "a Docker daemon", "3306": "MySQL", "5432": "PostgreSQL", "6379": "Redis",
    "27017": "MongoDB", "9200": "Elasticsearch", "9300": "Elasticsearch", "11211": "memcached", "5672": "RabbitMQ",
    "15672": "RabbitMQ's console", "1433": "SQL Server", "1521": "Oracle", "5984": "CouchDB", "8086": "InfluxDB",
    "9042": "Cassandra", "2379": "etcd", "8500": "Consul", "5601": "Kibana", "9092": "Kafka", "2181": "ZooKeeper",
}  # fmt: skip


def published(parsed: ParsedCommand) -> Iterator[tuple[FlagUse, str, str, str]]:
    """Each `-p` with address, host port and container port."""
    for use in parsed.uses_of("publish"):
        if "=" not in use.value and use.value and not any(char in use.value for char in "$`"):
            address, host, container, _ = split_port(use.value)
            yield use, address, host, container


def _local(use: FlagUse, host: str, container: str) -> str:
    return f"127.0.0.1:{host}:{use.value.rpartition(':')[2]}"


class PublishedToAll(Rule):
    """`-p 8080:80` listens on every address of the host, past most firewalls; an address in front keeps it in.

    bad:  docker run -d -p 8080:80 nginx:1.27
    good: docker run -d -p 127.0.0.1:8080:80 nginx:1.27
    """

    code, name, severity = "DW401", "published-to-all", Severity.INFO
    applies_to, flags = RUN_LIKE, ("publish",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.given("network") and "host" in parsed.values("network"):
            return
        for use, address, host, container in published(parsed):
            if address in {"", "0.0.0.0", "::"} and container.partition("-")[0] not in _PRIVATE:
                better = _local(use, host, container)
                yield self.finding(
                    f"everybody who reaches the host reaches this port; {better} keeps it to the host itself", place(use), better
                )


class PrivateServicePublished(Rule):
    """Databases and the like seldom belong on every address of a host, where Docker's rules pass the firewall by.

    bad:  docker run -d -p 5432:5432 postgres:16
    good: docker run -d -p 127.0.0.1:5432:5432 postgres:16
    """

    code, name = "DW402", "private-service-published"
    applies_to, flags = RUN_LIKE, ("publish",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, address, host, container in published(parsed):
            what = _PRIVATE.get(container.partition("-")[0])
            if what and address in {"", "0.0.0.0", "::"}:
                yield self.finding(
                    f"{what} would answer to everybody who reaches the host", place(use), _local(use, host, container)
                )


class PublishOnHostNetwork(Rule):
    """On the host's network the container's ports are the host's, and `-p` is thrown away.

    bad:  docker run -d --network host -p 8080:80 nginx:1.27
    good: docker run -d --network host nginx:1.27
    """

    code, name = "DW403", "publish-on-host-network"
    applies_to, flags = RUN_LIKE, ("network",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "host" not in [use.value for use in parsed.uses_of("network")]:
            return
        for use in parsed.uses:
            if use.long in {"publish", "publish-all"}:
                yield self.finding("on the host's network nothing is published: the program's own port is the host's", use.whole)


class PublishOnOtherNetwork(Rule):
    """A container that shares another's network, or has none, has no ports of its own to publish.

    bad:  docker run -d --network container:web -p 8080:80 nginx:1.27
    good: docker run -d --network container:web nginx:1.27
    """

    code, name = "DW404", "publish-without-network"
    applies_to, flags = RUN, ("network",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        values = [use.value for use in parsed.uses_of("network")]
        shared = [value for value in values if value.startswith("container:") or value == "none"]
        for use in parsed.uses if shared else ():
            if use.long in {"publish", "publish-all", "expose"}:
                why = "publish the port on the container whose network this is" if shared[0] != "none" else "it has no network"
                yield self.finding(f"with --network {shared[0]} no port can be published: {why}", use.whole)


class HostPortTwice(Rule):
    """One port of the host leads to one place; the second container port cannot have it.

    bad:  docker run -d -p 8080:80 -p 8080:443 nginx:1.27
    good: docker run -d -p 8080:80 -p 8443:443 nginx:1.27
    """

    code, name = "DW405", "host-port-twice"
    applies_to, flags = RUN_LIKE, ("publish",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        seen: set[tuple[str, str, str]] = set()
        for use, address, host, container in published(parsed):
            key = (address or "0.0.0.0", host, container.partition("/")[2] or use.value.partition("/")[2] or "tcp")
            if host and host != "0" and "-" not in host and key in seen:
                yield self.finding(f"port {host} of the host is given away twice", place(use))
            seen.add(key)


class LegacyLink(Rule):
    """`--link` is a leftover; on a network of your own containers find each other by name.

    bad:  docker run -d --link db:db web:1
    good: docker run -d --network backend web:1
    """

    code, name = "DW406", "legacy-link"
    applies_to, flags = RUN, ("link",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("link"):
            yield self.finding(
                "links are a leftover: make a network (`docker network create NAME`) and put both containers on it (--network)",
                use.whole,
            )


class FixedAddressOnDefaultNetwork(Rule):
    """Fixed addresses work only on a network of your own whose subnet you set.

    bad:  docker run -d --ip 172.17.0.9 nginx:1.27
    good: docker run -d --network backend --ip 172.30.0.9 nginx:1.27
    """

    code, name = "DW407", "fixed-address-on-default-network"
    applies_to, flags = RUN, ("ip", "ip6")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        networks = [use.value for use in parsed.uses_of("network")]
        if not networks or networks[0] in {"bridge", "default", "host", "none"}:
            for use in parsed.uses:
                if use.long in {"ip", "ip6"}:
                    yield self.finding(
                        "the daemon gives fixed addresses only on a network of your own (`docker network create --subnet …`)",
                        use.whole,
                    )


class NotAnAddress(Rule):
    """What must be an address or a subnet is only checked by the daemon.

    bad:  docker network create --subnet 172.30.0.0 backend
    bad:  docker network connect --ip web1 backend web
    good: docker network create --subnet 172.30.0.0/16 backend
    """

    code, name = "DW408", "not-an-address"
    flags = ("ip", "ip6", "subnet", "gateway", "ip-range", "link-local-ip")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        import ipaddress

        for use in [use for use in parsed.uses if use.long in self.flags]:
            for value in use.value.split(","):
                if not value or "$" in value:
                    continue
                try:
                    if use.long in {"subnet", "ip-range"}:
                        if "/" not in value:
                            raise ValueError("no mask")
                        ipaddress.ip_interface(value)
                    else:
                        ipaddress.ip_address(value)
                except ValueError:
                    kind = "a subnet such as 172.30.0.0/16" if use.long in {"subnet", "ip-range"} else "an IP address"
                    yield self.finding(
                        f"{value!r} is not {kind}, and the daemon refuses it",
                        place(use),
                        f"{value}/16" if kind != "an IP address" and value.count(".") == 3 else None,
                    )


class LoopbackDns(Rule):
    """Inside a container 127.0.0.1 is the container itself, not the host and its name server.

    bad:  docker run -d --dns 127.0.0.1 nginx:1.27
    good: docker run -d --dns 192.168.1.1 nginx:1.27
    """

    code, name = "DW409", "loopback-dns"
    applies_to, flags = RUN, ("dns",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if "host" in [use.value for use in parsed.uses_of("network")]:
            return
        for use in parsed.uses_of("dns"):
            if use.value.startswith("127.") or use.value == "::1":
                yield self.finding("inside the container this is the container itself, where no name server listens", place(use))


class DaemonWithoutTls(Rule):
    """A daemon on plain TCP obeys everybody who reaches the port, as root.

    bad:  docker -H tcp://prod:2375 ps
    good: docker -H ssh://ops@prod ps
    """

    code, name = "DW410", "daemon-without-tls"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if not parsed.global_uses:
            return
        safe = any(use.long in {"tls", "tlsverify"} for use in parsed.global_uses)
        for use in parsed.global_uses:
            if use.long == "host" and use.value.startswith(("tcp://", "http://")) and not safe:
                host = use.value.partition("://")[2].partition(":")[0]
                if not host.startswith(("127.", "localhost")):
                    yield self.finding(
                        "without TLS everybody who reaches this port controls the host; use --tlsverify, or ssh://",
                        place(use),
                        f"ssh://{host}" if host else None,
                    )
