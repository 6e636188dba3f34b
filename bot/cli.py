"""The console program `dockwise`: check, ask, run, chat, serve, doctor, and a few more.

Heavy imports happen inside the verb that needs them, so that `dockwise check` starts quickly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Reloader
    from bot.core import Core

USAGE_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status (0 fine, 1 an input was rejected, 2 the call was wrong)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _utf8()
    options = parser().parse_args(arguments)
    if options.version:
        print(f"dockwise {_version()}")
        return 0
    if not options.verb:
        parser().print_help()
        return USAGE_ERROR
    try:
        return _verb(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _silence_stdout()
        return 0


def _utf8() -> None:
    """Write UTF-8 whatever the locale says; what cannot be written is escaped, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="surrogateescape")


def _silence_stdout() -> None:
    """The reader has gone: nothing more is to be written, also not while Python ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The verbs and their options."""
    top = argparse.ArgumentParser(
        prog="dockwise", description="Knows the Docker command line: checks, explains, asks back, and runs what it may."
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    verbs = top.add_subparsers(dest="verb", metavar="VERB")
    for name, about in (
        ("check", "validate and explain a Docker command"),
        ("ask", "turn words into a Docker command, or answer a question"),
    ):
        verb = verbs.add_parser(name, help=about)
        _text(verb)
    run = verbs.add_parser("run", help="run a command, or words for one, on a configured host")
    _text(run)
    _config(run)
    run.add_argument("--host", default="", help="one of the configured hosts")
    run.add_argument("--user", default=None, type=_somebody, help="run as that Slack user id")
    run.add_argument("--channel", default="", help="as if asked in that channel id")
    run.add_argument("--yes", action="store_true", help="confirm at the terminal")
    run.add_argument("--no-redact", action="store_true", help="show secret values to the person at the terminal")
    chat = verbs.add_parser("chat", help="talk to the bot in a terminal, or through a pipe")
    _config(chat)
    chat.add_argument("--host", default="", help="one of the configured hosts")
    chat.add_argument("--no-redact", action="store_true", help="show secret values")
    serve = verbs.add_parser("serve", help="run the bot in Slack")
    _config(serve)
    serve.add_argument("--http", metavar="HOST:PORT", default=None, help="signed HTTP in place of Socket Mode")
    doctor = verbs.add_parser("doctor", help="say what is set up and what is not")
    _config(doctor)
    doctor.add_argument("--quiet", action="store_true", help="print only what is wrong")
    can = verbs.add_parser("can-i", help="say whether somebody may run a command, and by which grant")
    can.add_argument("user", type=_somebody, help="a Slack user id, or local")
    can.add_argument("channel", nargs="?", default="", help="a channel id")
    can.add_argument("text", help="the docker command, quoted")
    can.add_argument("--host", default="")
    _config(can)
    audit = verbs.add_parser("audit", help="list, filter, show, export, verify and sign the audit")
    audit.add_argument("action", nargs="?", default="list", choices=("list", "show", "export", "verify", "sign"))
    audit.add_argument("row", nargs="?", default="", help="with show: a row's number, or the reference of a request")
    audit.add_argument("--full", action="store_true", help="with show: the exact command, secrets and all (needs DOCKWISE_KEY)")
    for name in ("user", "host", "channel", "outcome", "words", "reference", "since", "until", "head"):
        audit.add_argument(f"--{name}", default="")
    audit.add_argument("--limit", type=int, default=50)
    _config(audit)
    document = verbs.add_parser("dockerfile", help="explain and lint a Dockerfile or a compose file")
    document.add_argument("file", help="its path, or - for standard input")
    document.add_argument("--json", action="store_true", help="as JSON")
    return top


def _somebody(text: str) -> str:
    """A user id; an empty one is an id that got lost, and never the person at the terminal."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty: name somebody, or leave it out")
    return text


def _text(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("text", nargs="*", help="the text; several words are joined by blanks")
    verb.add_argument("--jsonl", action="store_true", help="read a JSON object a line, write one a line")


def _config(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--config", default=None, metavar="FILE", help="the configuration (DOCKWISE_CONFIG, or ./dockwise.yml)")


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("dockwise")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _verb(options: argparse.Namespace) -> int:
    if options.verb in {"check", "ask", "run"}:
        from bot import headless

        return headless.main(options)
    if options.verb == "chat":
        from bot.chat import chat

        return with_core(options, lambda core: chat(core, sys.stdin, host=options.host, show_secrets=options.no_redact))
    if options.verb == "serve":
        from bot.server import serve

        status = with_settings(options, lambda reloader: serve(reloader, os.environ, options.http))
        # Everything is given back by now; threads that hang on a dead host or on Slack would keep Python from ending.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    if options.verb == "doctor":
        from bot.doctor import doctor

        return doctor(options.config, os.environ, sys.stdout, quiet=options.quiet)
    if options.verb == "dockerfile":
        from bot.documents import document_main

        return document_main(options.file, options.json)
    from bot import verbs

    return with_core(options, lambda core: verbs.run(core, options))


def with_settings(options: argparse.Namespace, work: Callable[[Reloader], int]) -> int:
    """Read the configuration, then work; a broken one is told in a line and is status 2."""
    from bot.config import ConfigError, Reloader

    try:
        reloader = Reloader(options.config, os.environ)
    except ConfigError as error:
        print(f"dockwise: {error}", file=sys.stderr)
        return USAGE_ERROR
    from bot.logs import configure

    configure("info" if options.verb == "serve" else "error", reloader.settings.redact)
    return work(reloader)


def with_core(options: argparse.Namespace, work: Callable[[Core], int]) -> int:
    """The same with a core, closed at the end."""

    def on(reloader: Reloader) -> int:
        from bot.core import Core

        core = Core(reloader, os.environ)
        try:
            return work(core)
        finally:
            core.close()

    return with_settings(options, on)


if __name__ == "__main__":
    sys.exit(main())
