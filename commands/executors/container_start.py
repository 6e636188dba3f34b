"""`docker start`, in the background or attached to one container's output."""

from __future__ import annotations

from commands.engine import FAILURES, check_name
from commands.executors.acting import ask, words_of
from commands.executors.attached import NotStarted, run_attached
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def container_start(parsed: ParsedCommand, job: Job) -> Result:
    """Start each container; print the names that worked. Mirrors docker/cli cli/command/container/start.go."""
    flags = FlagValues(parsed)
    if flags.on("attach") or flags.on("interactive"):
        return _attached(parsed, job)
    out: list[str] = []
    err: list[str] = []
    failed: list[str] = []
    for name in parsed.args:
        try:
            ask(job, "POST", "containers", check_name("container", name), "start", query=_query(flags), wait=True)
            out.append(name)
        except FAILURES as error:
            err.append(words_of(job, error))
            failed.append(name)
    if failed:
        err.append(f"Error: failed to start containers: {', '.join(failed)}")
    return Result.of_lines(out, err, exit_code=1 if failed else 0)


def _query(flags: FlagValues) -> dict[str, str]:
    named = (("checkpoint", "checkpoint"), ("checkpoint-dir", "checkpoint-dir"))
    return {key: flags.text(long) for long, key in named if flags.text(long)}


def _attached(parsed: ParsedCommand, job: Job) -> Result:
    """Start one container and print what it prints until it ends; its status is ours."""
    flags = FlagValues(parsed)
    if len(parsed.args) > 1:
        return Result.of_lines(err=["you cannot start and attach multiple containers at once"], exit_code=1)
    name = check_name("container", parsed.args[0])
    state = ask(job, "GET", "containers", name, "json").json()
    made, tty, removed = state["Id"], bool(state["Config"]["Tty"]), bool(state["HostConfig"]["AutoRemove"])
    body = {"AttachStdin": flags.on("interactive") and state["Config"]["OpenStdin"], "AttachStdout": True, "AttachStderr": True}
    try:
        return run_attached(job, made, body, tty, removed)
    except NotStarted as error:
        return Result.of_lines(err=[str(error)], exit_code=1)
