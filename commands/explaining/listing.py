"""Filters, formats, tails and times: what is shown, and how."""

from __future__ import annotations

import re

from commands.explaining.text import count, duration, listed, seconds_of, shown, span_of_time

_FIELD = re.compile(r"\.([A-Za-z][\w.]*)")
_THINGS = {
    "container": "containers", "image": "images", "network": "networks", "volume": "volumes", "service": "services",
    "node": "nodes", "secret": "secrets", "config": "configs", "plugin": "plugins", "stack": "stacks", "search": "images",
    "system": "events", "builder": "cache entries", "context": "contexts",
}  # fmt: skip
_FILTERS = {
    "status": "whose state is {}", "name": "whose name contains {}", "id": "whose id begins with {}",
    "ancestor": "made from the image {}", "before": "made before {}", "since": "made after {}",
    "exited": "that ended with status {}", "health": "whose health is {}", "network": "on the network {}",
    "volume": "that mount {}", "publish": "that publish port {}", "expose": "that expose port {}",
    "is-task": "that belong to a service: {}", "reference": "whose name matches {}", "driver": "with the driver {}",
    "scope": "of scope {}", "type": "of the type {}", "role": "with the role {}", "membership": "with membership {}",
    "mode": "of the mode {}", "node": "on the node {}", "desired-state": "whose wanted state is {}",
    "node.label": "whose node has the label {}", "enabled": "that are switched on: {}", "capability": "with the capability {}",
    "stars": "with at least {} stars", "is-official": "that are official: {}", "event": "of the kind {}",
    "container": "of the container {}", "image": "of the image {}", "service": "of the service {}", "daemon": "of the daemon {}",
    "plugin": "of the plugin {}", "secret": "of the secret {}", "config": "of the config {}", "ref": "of the build {}",
    "repository": "of the repository {}", "isolation": "with the isolation {}", "runtime": "with the runtime {}",
    "source": "that come from {}",
}  # fmt: skip


def things(path: str) -> str:
    """What a command lists: `containers` for `container ls`."""
    if path.startswith("compose"):
        return "projects" if path.endswith(" ls") else "containers"
    if path.startswith("buildx"):
        return "builds" if "history" in path else "cache entries"
    if path.endswith(" ps"):
        return "tasks"
    if path == "stack services":
        return "services"
    if path == "system prune":
        return "objects"
    return _THINGS.get(path.partition(" ")[0], "objects")


def filtered(value: str, path: str) -> str:
    """`--filter KEY=VALUE`."""
    key, equals, text = value.partition("=")
    if not equals:
        return f"Only what matches {shown(value)}."
    key = key.strip().lower()
    negated = key.endswith("!")
    key = key.rstrip("!")
    what = things(path)
    verb = "are deleted" if path.endswith("prune") else "are shown"
    if key == "label":
        name, has_value, wanted = text.partition("=")
        which = f"the label {shown(name)}{' with the value ' + shown(wanted) if has_value else ''}"
        return f"Only {what} {'without' if negated else 'with'} {which} {verb}."
    if key == "dangling" and what in {"images", "volumes", "networks"}:
        return _dangling(path, text.lower() in {"1", "true", "t"}, what, verb)
    if key == "until":
        ago = seconds_of(text)
        when = f"more than {span_of_time(abs(ago))} ago" if ago else f"before {_moment(text)}"
        return f"Only {what} made {when} {verb}."
    if key in _FILTERS:
        return f"Only {what} {_FILTERS[key].format(shown(text))} {verb}."
    return f"Only {what} whose {key} is {shown(text)} {verb}."


def _dangling(path: str, on: bool, what: str, verb: str) -> str:
    if what == "images":
        return (
            f"Only images without a name (<none>) {verb}."
            if on
            else "Every unused image is meant, with a name too."
            if verb == "are deleted"
            else f"Only images with a name {verb}."
        )
    return f"Only {what} that no container uses {verb}." if on else f"Only {what} that a container uses {verb}."


def _moment(value: str) -> str:
    """A time of docker's: how long ago, or when."""
    total = seconds_of(value)
    if total is not None:
        return "now" if total == 0 else f"{span_of_time(abs(total))} {'ago' if total > 0 else 'from now'}"
    if re.fullmatch(r"\d{9,}(\.\d+)?", value):
        from datetime import UTC, datetime

        try:
            return datetime.fromtimestamp(float(value), UTC).strftime("%d %B %Y %H:%M:%S UTC")
        except (ValueError, OverflowError, OSError):
            return shown(value)
    return shown(value)


def since(value: str, path: str) -> str:
    """`--since`."""
    total = seconds_of(value)
    if total is not None and total > 0:
        return f"{_what(path)} {'of' if path.endswith('events') else 'in'} the last {_bare_one(span_of_time(total))}."
    return f"{_what(path)} after {_moment(value)}."


def _bare_one(span: str) -> str:
    """`1 hour` → `hour`, after `the last`."""
    return span.removeprefix("1 ") if span.count(" ") == 1 else span


def until(value: str, path: str) -> str:
    """`--until`."""
    total = seconds_of(value)
    if total is not None and total > 0 and not path.endswith("events"):
        return f"{_what(path)} more than {span_of_time(total)} ago."
    return f"{_what(path)} {'up to' if path.endswith('events') else 'before'} {_moment(value)}."


def _what(path: str) -> str:
    return "Events" if path.endswith("events") else "Only lines written"


def tail(value: str, path: str) -> str:
    """`--tail`."""
    if value == "all":
        return "All lines are shown."
    each = " of each container" if path.startswith(("compose", "service")) else ""
    return (
        f"The last {count(int(value), 'line')}{each} {'is' if value == '1' else 'are'} shown first."
        if value.isdecimal()
        else f"Docker takes {shown(value)} for all lines."
    )


def last(value: str, path: str) -> str:
    """`ps --last`."""
    if not value.lstrip("+").isdecimal() or int(value) == 0:
        return "There is no limit to how many are shown."
    return f"The {count(int(value), 'newest container')} {'is' if int(value) == 1 else 'are'} shown, whatever the state."


def formatted(value: str, path: str) -> str:
    """`--format`."""
    if value == "json":
        return (
            "A line of JSON for each."
            if path.endswith((" ls", " ps", "stats", "events", "history", "search", "images", "volumes", "df"))
            else "The whole as JSON."
        )
    if value == "table":
        return "A table with the usual columns."
    if value in {"raw", "pretty", "yaml"}:
        return {"raw": "Plain lines of key and value.", "pretty": "Readable text.", "yaml": "YAML."}[value]
    if "{{" not in value:
        return f"The text {shown(value)} is printed as it is, for each."
    table = value.startswith("table")
    fields = list(
        dict.fromkeys(name for piece in re.findall(r"\{\{(.*?)\}\}", value, re.DOTALL) for name in _FIELD.findall(" " + piece))
    )
    if not fields:
        return "The whole as JSON, by a Go template." if "json" in value else "Printed by a Go template."
    names = listed([name.replace("\\t", "") for name in fields[:8]])
    names += " …" if len(fields) > 8 else ""
    if any(word in value for word in ("range ", "range.", "{{if", "{{ if", "{{with", "{{- ")):
        return f"Printed by a Go template from {names}."
    if "json" in value and len(fields) == 1:
        return f"Only {names} is printed, as JSON."
    if table:
        return f"A table with the columns {names}." if len(fields) > 1 else f"A table with the column {names}."
    return f"Only {names} {'is' if len(fields) == 1 else 'are'} printed."


def wait_time(value: str, path: str) -> str:
    """A duration, for sentences of its own."""
    return duration(value)
