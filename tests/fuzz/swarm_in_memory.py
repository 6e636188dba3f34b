"""A manager of a swarm in memory, behind the SDK's own client: answers questions about a fixed world, keeps what is written."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from docker import APIClient
from requests import PreparedRequest, Response

NODE = "n0de00000000000000000node"
OWN, OTHER = {"team": "web"}, {"team": "db"}


def _id(kind: str, name: str) -> str:
    return (kind[:3] + re.sub(r"[^a-z0-9]", "", name) + "x" * 25)[:25]


def _rows(kind: str, named: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    return {
        name: {"ID": _id(kind, name), "Version": {"Index": 7}, "Spec": {"Name": name, "Labels": labels}}
        for name, labels in named.items()
    }


def _network(name: str, driver: str, labels: dict[str, str]) -> dict[str, Any]:
    return {"Id": _id("network", name), "Name": name, "Driver": driver, "Scope": "swarm", "Labels": labels, "IPAM": {}}


NETWORKS = {
    name: _network(name, driver, labels)
    for name, driver, labels in (
        ("host", "host", {"com.docker.swarm.predefined": "true"}),
        ("bridge", "bridge", {"com.docker.swarm.predefined": "true"}),
        ("webov", "overlay", OWN),
        ("dbov", "overlay", OTHER),
        ("lan", "macvlan", OWN),
    )
}
VOLUMES: dict[str, dict[str, Any]] = {
    "webvol": {"Driver": "local", "Labels": OWN, "Options": None},
    "dbvol": {"Driver": "local", "Labels": OTHER, "Options": None},
    "rootvol": {"Driver": "local", "Labels": OWN, "Options": {"type": "none", "o": "bind", "device": "/"}},
    "plugvol": {"Driver": "sshfs", "Labels": OWN, "Options": {}},
}
KEPT = {kind: _rows(kind, {f"web{kind[:3]}": OWN, f"db{kind[:3]}": OTHER}) for kind in ("secret", "config")}
IMAGES = {"busybox": {}, "webapp:1": OWN, "dbapp:1": OTHER}


class Swarm(APIClient):  # type: ignore[misc]
    """The client; `service` and `previous` are the specifications of the one service `s`, `sent` what was last written."""

    def __init__(self, service: dict[str, Any], previous: dict[str, Any]) -> None:
        super().__init__(base_url="http://in-memory:1", version="1.48")
        self.service, self.previous = service, previous
        self.sent: dict[str, Any] | None = None

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        address = urlsplit(str(request.url))
        path = re.sub(r"^/v1\.48/", "", unquote(address.path))
        query = {key: values[-1] for key, values in parse_qs(address.query).items()}
        status, found = self._answer(str(request.method), path, query, request.body)
        response = Response()
        response.status_code, response._content = status, json.dumps(found).encode()
        response.request, response.url = request, str(request.url)
        response.headers["Content-Type"] = "application/json"
        return response

    def _answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if method == "POST":
            spec = json.loads(body)
            self.sent = self.previous if query.get("rollback") == "previous" else spec
            return (201, {"ID": "s" * 25}) if path == "services/create" else (200, {"Warnings": None})
        kind, _, name = path.partition("/")
        if kind == "info":
            return 200, {"Swarm": {"NodeID": NODE, "Nodes": 1, "ControlAvailable": True}}
        if not name:
            return 200, list(KEPT.get(kind.removesuffix("s"), {}).values())
        found = self._one(kind.removesuffix("s"), name)
        return (404, {"message": f"{kind} {name} not found"}) if found is None else (200, found)

    def _one(self, kind: str, name: str) -> Any:
        if kind == "service":
            base = {"ID": "s" * 25, "Version": {"Index": 3}, "Spec": self.service, "PreviousSpec": self.previous}
            return base if name in ("s", "s" * 25) else None
        if kind == "network":
            return NETWORKS.get(name) or next((row for row in NETWORKS.values() if row["Id"].startswith(name)), None)
        if kind == "volume":
            return {"Name": name, "Mountpoint": f"/v/{name}", **VOLUMES[name]} if name in VOLUMES else None
        if kind == "image":
            labels = IMAGES.get(name.removesuffix("/json").removesuffix(":latest"))
            return None if labels is None else {"Id": f"sha256:{name}", "Config": {"Labels": labels}}
        rows = KEPT.get(kind, {})
        return rows.get(name) or next((row for row in rows.values() if row["ID"] == name), None)
