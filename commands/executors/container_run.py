"""`docker run`, in the background or attached without a terminal."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.attached import NotStarted, run_attached
from commands.executors.base import Job
from commands.executors.creating.containers import Refused, create_container
from commands.executors.flag_values import FlagValues
from commands.executors.streams import StreamError
from commands.parsed import ParsedCommand
from commands.result import Result

_HELP = "\n\nRun 'docker run --help' for more information\n"
_NOT_FOUND = ("executable file not found", "no such file or directory", "system cannot find the file specified")
_NOT_ALLOWED = ("permission denied", "is a directory")


def container_run(parsed: ParsedCommand, job: Job) -> Result:
    """Make a container and start it; attached, wait for its end and print both its streams.

    Mirrors docker/cli cli/command/container/run.go.
    """
    flags, made = FlagValues(parsed), ""
    err: list[str] = []
    try:
        made, body = create_container(parsed, job, err)
        if flags.on("detach"):
            ask(job, "POST", "containers", made, "start", wait=True)
            return Result(stdout=f"{made}\n", stderr="".join(err))
        return run_attached(job, made, body, flags.on("tty"), flags.on("rm"), "".join(err))
    except NotStarted as failed:
        return _failed(str(failed), err)
    except (Refused, StreamError) as error:
        return _failed(str(error), err)
    except FAILURES as error:
        shown = f"{made}\n" if made and flags.on("detach") else ""
        return _failed(words_of(job, error), err, shown)


def _failed(words: str, err: list[str], out: str = "") -> Result:
    """What docker prints, and its status: 127 for a program that is not there, 126 for one that cannot be run."""
    status = 125
    if any(mark in words for mark in _NOT_FOUND):
        status = 127
    elif any(mark in words for mark in _NOT_ALLOWED):
        status = 126
    return Result(stdout=out, stderr="".join(err) + f"docker: {words}{_HELP}", exit_code=status)
