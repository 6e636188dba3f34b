"""Whether the value of a key has the shape it must have, to the depth that is read here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_DURATION = re.compile(r"\d+|(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+")


def scalar(value: Any) -> bool:
    """A text or a number."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def texts(value: Any) -> bool:
    """A list of texts or numbers."""
    return isinstance(value, list) and all(scalar(one) for one in value)


def one_or_texts(value: Any) -> bool:
    """A text, or a list of them."""
    return value is None or scalar(value) or texts(value)


def plain_map(value: Any) -> bool:
    """A mapping to texts, numbers, switches or nothing."""
    return isinstance(value, dict) and all(one is None or isinstance(one, bool) or scalar(one) for one in value.values())


def rows_or(check: Callable[[dict[str, Any]], bool]) -> Callable[[Any], bool]:
    """A list of texts or of mappings that fit."""
    return lambda value: isinstance(value, list) and all(scalar(one) or (isinstance(one, dict) and check(one)) for one in value)


def keyed(value: Any) -> bool:
    """A list of names, or a mapping of names to mappings (or nothing)."""
    return texts(value) or (isinstance(value, dict) and all(one is None or isinstance(one, dict) for one in value.values()))


def _health(value: Any) -> bool:
    return isinstance(value, dict) and all(
        one_or_texts(one) if key == "test" else one is None or isinstance(one, bool) or scalar(one) for key, one in value.items()
    )


def _logging(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and scalar(value.get("driver", ""))
        and (value.get("options") is None or plain_map(value["options"]))
    )


def _limit(value: Any) -> bool:
    return scalar(value) or (isinstance(value, dict) and scalar(value.get("soft")) and scalar(value.get("hard")))


def _networks(value: Any) -> bool:
    if not keyed(value):
        return False
    rows = [row for row in value.values() if row] if isinstance(value, dict) else []
    return all(
        texts(inner) if key in ("aliases", "link_local_ips") else plain_map(inner) if key == "driver_opts" else scalar(inner)
        for row in rows
        for key, inner in row.items()
    )


def _blkio(value: Any) -> bool:
    return isinstance(value, dict) and all(
        scalar(one) or (isinstance(one, list) and all(isinstance(row, dict) and plain_map(row) and "path" in row for row in one))
        for one in value.values()
    )


def _build(value: Any) -> bool:
    if not isinstance(value, dict):
        return scalar(value)
    plain = all(scalar(value[key]) for key in ("context", "dockerfile", "target") if value.get(key) is not None)
    return plain and (value.get("args") is None or texts(value["args"]) or plain_map(value["args"]))


def _gpus(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list)
        and all(
            isinstance(row, dict)
            and all(
                texts(one) if key in ("device_ids", "capabilities") else scalar(one) for key, one in row.items() if key != "options"
            )
            for row in value
        )
    )


def _deploy(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    resources = value.get("resources") or {}
    limits = resources.get("limits") if isinstance(resources, dict) else resources
    return isinstance(resources, dict) and (limits is None or plain_map(limits)) and scalar(value.get("replicas", 1))


def _mount(row: dict[str, Any]) -> bool:
    return all(plain_map(one) if isinstance(one, dict) else isinstance(one, bool) or scalar(one) for one in row.values())


# Keys with more inside than their sort says.
DEEP: dict[str, Callable[[Any], bool]] = {
    "blkio_config": _blkio,
    "build": _build,
    "command": one_or_texts,
    "configs": rows_or(lambda row: scalar(row.get("source", ""))),
    "depends_on": keyed,
    "deploy": _deploy,
    "entrypoint": one_or_texts,
    "env_file": lambda value: one_or_texts(value) or rows_or(lambda row: scalar(row.get("path")))(value),
    "environment": lambda value: texts(value) or plain_map(value),
    "gpus": _gpus,
    "healthcheck": _health,
    "labels": lambda value: texts(value) or plain_map(value),
    "annotations": lambda value: texts(value) or plain_map(value),
    "extra_hosts": lambda value: texts(value) or (isinstance(value, dict) and all(one_or_texts(one) for one in value.values())),
    "logging": _logging,
    "networks": _networks,
    "ports": rows_or(plain_map),
    "secrets": rows_or(lambda row: scalar(row.get("source", ""))),
    "stop_grace_period": lambda value: "$" in str(value) or bool(_DURATION.fullmatch(str(value))),
    "storage_opt": plain_map,
    "sysctls": lambda value: texts(value) or plain_map(value),
    "ulimits": lambda value: isinstance(value, dict) and all(_limit(one) for one in value.values()),
    "volumes": rows_or(_mount),
}
# Lists of plain texts.
_LISTS = """
    cap_add cap_drop device_cgroup_rules devices dns_opt expose external_links group_add links profiles security_opt volumes_from
"""
DEEP.update(dict.fromkeys(_LISTS.split(), texts))
DEEP.update(dict.fromkeys(("dns", "dns_search", "tmpfs", "label_file"), one_or_texts))


def top_level(section: str, value: Any) -> bool:
    """A section of the file: a mapping of names to mappings, or to nothing."""
    if value is None:
        return True
    if not (isinstance(value, dict) and all(row is None or isinstance(row, dict) for row in value.values())):
        return False
    return all(_defined(section, row) for row in value.values() if row)


def _defined(section: str, row: dict[str, Any]) -> bool:
    options = row.get("driver_opts")
    ipam = row.get("ipam") or {}
    configs = ipam.get("config") if isinstance(ipam, dict) else ipam
    return (
        scalar(row.get("name", ""))
        and scalar(row.get("driver") or "")
        and (options is None or plain_map(options))
        and isinstance(ipam, dict)
        and (configs is None or (isinstance(configs, list) and all(isinstance(one, dict) and plain_map(one) for one in configs)))
    )
