"""Answers about a whole command: its flags, filters, fields, examples, and the command itself."""

from __future__ import annotations

from commands.answer import Answer
from commands.referencing import entries
from commands.referencing.question import Question
from commands.spec import notes
from commands.spec.load import all_paths, command, values
from commands.spec.model import Command

_MOST_FLAGS = 12


def name_of(question: Question) -> str:
    """The command as it was asked for: `docker ps`."""
    return entries.spoken(question.typed or question.path)


def page(title: str, lines: list[str], path: str, shown: tuple[str, ...] = (), related: tuple[str, ...] = ()) -> Answer:
    """An answer from lines; the command to go on with is the first example that deletes nothing."""
    return Answer(title, "\n".join(lines), (entries.site(path),), entries.harmless(shown), related, 1.0, shown)


def all_flags(question: Question) -> Answer:
    spec = command(question.path)
    flags = [flag for flag in spec.flags if not flag.hidden and flag.long != "help"]
    usage = entries.usage(spec, question.typed)
    if not flags:
        lines = [f"`{usage}`", "", f"`{name_of(question)}` has no flags of its own."]
    else:
        lines = [f"`{usage}`", "", *(f"- {entries.line(spec.path, flag)}" for flag in flags)]
    return page(f"Flags of {name_of(question)}", lines, spec.path, _accepted_examples(spec.path)[:1], (f"help {question.typed}",))


def _accepted_examples(path: str) -> tuple[str, ...]:
    return tuple(text for text in notes.examples(path) if entries.accepted(text))


def whole_command(question: Question) -> Answer:
    """Summary, usage, the flags people use, examples."""
    spec = command(question.path)
    lines = [notes.summary(spec.path), "", f"Usage: `{entries.usage(spec, question.typed)}`"]
    others = [alias for alias in spec.aliases if alias != question.typed]
    if others:
        lines.append(f"Also: {', '.join(f'`docker {alias}`' for alias in others)}")
    if spec.has_subcommands:
        lines += ["", *(f"- `docker {path}` – {notes.summary(path)}" for path in _subcommands(spec))]
    lines += _main_flags(spec)
    shown = _accepted_examples(spec.path)
    if shown:
        lines += ["", "Examples:", *(f"- `{text}`" for text in shown)]
    if spec.deprecated:
        lines += ["", "This command is deprecated."]
    return page(name_of(question), lines, spec.path, shown, (f"flags of docker {question.typed}",))


def _subcommands(spec: Command) -> list[str]:
    depth = len(spec.path.split()) + 1
    return [
        path for path in all_paths() if path.startswith(spec.path + " ") and len(path.split()) == depth and not command(path).hidden
    ]


def _main_flags(spec: Command) -> list[str]:
    """Up to a dozen flags, those that people use most first."""
    flags = [flag for flag in spec.flags if not flag.hidden and flag.long != "help"]
    if not flags:
        return []
    used = {long: place for place, long in enumerate(notes.table("asking")["flags"])}
    picked = sorted(flags, key=lambda flag: used.get(flag.long, len(used)))[:_MOST_FLAGS]
    more = len(flags) - len(picked)
    tail = [f"- … and {more} more: ask `flags of {entries.spoken(spec.path)}`"] if more else []
    return ["", "Flags:" if not more else "Main flags:", *(f"- {entries.line(spec.path, flag)}" for flag in picked), *tail]


def examples(question: Question) -> Answer | None:
    """Whole commands that show it."""
    shown = _accepted_examples(question.path)
    lines = [notes.summary(question.path), "", *(f"- `{text}`" for text in shown)]
    return page(f"Examples of {name_of(question)}", lines, question.path, shown) if shown else None


def _program_table(name: str, path: str) -> dict[str, object]:
    program = path.split(" ")[0] if path.startswith(("compose ", "buildx ")) else "docker"
    found: dict[str, object] = values(name, program).get(path.removeprefix(program + " "), {})
    return found


def filters(question: Question) -> Answer | None:
    """The filter keys of a list, with what they take."""
    table = _program_table("filters", question.path)
    if not table:
        return None
    from commands.explaining.listing import filtered

    lines = []
    first = ""
    for key, facts in table.items():
        if not isinstance(facts, dict) or not facts.get("documented", True) or not facts.get("accepted", True):
            continue
        options = facts.get("values")
        takes = ", ".join(options) if options else "true, false" if facts.get("type") == "bool" else str(facts.get("type", "text"))
        sample = options[0] if options else "true" if facts.get("type") == "bool" else "VALUE"
        first = first or (f"{key}={sample}" if options else "")
        lines.append(f"- `{key}` ({takes}) – {filtered(f'{key}={sample}', question.path)}")
    example = f"docker {question.typed} --filter {first or 'label=team=web'}"
    head = f"`--filter KEY=VALUE` of `{name_of(question)}`; different keys must all match, of several values of one key any may:"
    shown = (example,) if entries.accepted(example) else ()
    return page(f"Filters of {name_of(question)}", [head, "", *lines], question.path, shown)


def fields(question: Question) -> Answer | None:
    """The fields that a template of a list can name."""
    table = _program_table("formats", question.path)
    rows = table.get("placeholders")
    if not isinstance(rows, list) or not rows:
        return None
    names = [str(row["name"]).lstrip(".") for row in rows]
    example = f"docker {question.typed} --format '{{{{.{names[0]}}}}}'"
    listed = ", ".join(f"`.{name}`" for name in names)
    lines = [f"Fields for `--format` of `{name_of(question)}`:", "", listed, ""]
    lines.append(f"`table {{{{.{names[0]}}}}}` adds titles; `json` prints all of them.")
    return page(f"Fields of {name_of(question)}", lines, question.path, (example,) if entries.accepted(example) else ())
