"""`docker commit`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.registry_answers import full_name, split_reference
from commands.parsed import ParsedCommand
from commands.result import Result


def container_commit(parsed: ParsedCommand, job: Job) -> Result:
    """Make an image of a container; print its id. Mirrors docker/cli cli/command/container/commit.go."""
    flags = FlagValues(parsed)
    query: list[tuple[str, str]] = [("container", check_name("container", parsed.args[0]))]
    repository, tag = "", ""
    if len(parsed.args) > 1:
        name, tag, _ = split_reference(parsed.args[1])
        repository, tag = full_name(name), tag or "latest"
    query += [("repo", repository), ("tag", tag)]
    query += [("comment", flags.text("message")), ("author", flags.text("author"))]
    query += [("changes", change) for change in flags.raw("change")]
    if not flags.on("pause"):
        query.append(("pause", "0"))
    return Result(stdout=ask(job, "POST", "commit", query=query, wait=True).json()["Id"] + "\n")
