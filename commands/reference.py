"""Questions about the command line itself, answered from the reference: "what does --cap-add do", "flags of docker ps".

Every example in an answer is a command that our own parser accepts.
"""

from __future__ import annotations

from commands.answer import Answer
from commands.explaining.flags import flag_text, note
from commands.referencing import entries, pages
from commands.referencing.question import Question, read
from commands.spec.load import command
from commands.spec.model import Flag


def lookup(text: str) -> Answer | None:
    """The answer to a question about commands and flags; None where the text is no such question."""
    question = read(text)
    if question is None:
        return None
    answer = {
        "flag": _flags_asked,
        "default": _flags_asked,
        "values": _flags_asked,
        "difference": _difference,
        "flags": pages.all_flags,
        "filters": pages.filters,
        "fields": pages.fields,
        "examples": pages.examples,
        "help": pages.whole_command,
        "what": pages.whole_command,
    }[question.kind]
    found = answer(question)
    if found is not None and question.lang == "zh":
        from commands.referencing.chinese import in_chinese

        return in_chinese(found)
    return found


def help_text(path: str) -> str:
    """Our help of a command, as plain text; of docker itself for "". KeyError for a path that does not exist."""
    from commands.referencing.helping import help_page

    return help_page(path)


def _owner(question: Question, spelling: str) -> tuple[str, Flag] | None:
    """The command that a flag is asked for, and the flag; a cluster such as `-it` is taken apart before."""
    if question.path:
        flag = entries.find_flag(command(question.path), spelling)
        if flag is not None:
            return question.path, flag
        general = entries.find_flag(None, spelling)
        return ("", general) if general is not None else None
    found = entries.commands_with(spelling)
    if found:
        flag = entries.find_flag(command(found[0]), spelling)
        return (found[0], flag) if flag is not None else None
    general = entries.find_flag(None, spelling)
    return ("", general) if general is not None else None


def _spellings(question: Question) -> list[str]:
    """The flags asked for; `-itd` as its letters where no long flag is spelled so."""
    out: list[str] = []
    for spelling in question.flags:
        if not spelling.startswith("--") and len(spelling) > 2:
            out += [f"-{letter}" for letter in spelling[1:]]
        else:
            out.append(spelling)
    return list(dict.fromkeys(out))


def _flags_asked(question: Question) -> Answer | None:
    found = [_owner(question, spelling) for spelling in _spellings(question)]
    known = [pair for pair in found if pair is not None]
    if not known or len(known) < len(found):
        return _unknown_flag(question) if question.path and not known else None
    if len(known) == 1:
        return _one_flag(question, *known[0])
    lines = [f"- `{entries.spelled(flag)}` – {note(path, flag)}" for path, flag in known]
    path, flag = known[0]
    return pages.page(f"{entries.spoken(path)} {' '.join(question.flags)}", lines, path, _example(path, flag))


def _example(path: str, flag: Flag) -> tuple[str, ...]:
    text = entries.example_of(path, flag.long) if path else ""
    return (text,) if text else ()


def _one_flag(question: Question, path: str, flag: Flag) -> Answer:
    name = entries.spoken(path)
    lines = [f"`{entries.spelled(flag)}` – {note(path, flag)}", ""]
    if question.value and not flag.is_bool:
        lines.insert(1, f"Here: {flag_text(path, flag, question.value, typed=True).value}")
    if question.kind == "default":
        lines = [f"Default of `{entries.spelled(flag)}` in `{name}`: **{entries.default_of(flag)}**.", "", lines[0], ""]
    lines.append(f"- Takes: {entries.kind_of(flag)}")
    if question.kind != "default":
        lines.append(f"- Default: {entries.default_of(flag)}")
    lines += [f"- {said}" for said in (entries.values_of(flag), _age(flag)) if said]
    others = [other for other in entries.commands_with(f"--{flag.long}") if other != path]
    if others:
        shown = ", ".join(f"`{entries.spoken(other)}`" for other in others[:5])
        lines.append(f"- The same name in: {shown}{' …' if len(others) > 5 else ''}")
    example = _example(path, flag)
    lines += ["", f"Example: `{example[0]}`"] if example else []
    title = f"{f'docker {question.typed}' if question.typed and path == question.path else name} --{flag.long}"
    related = (f"{name} --help",) if path else ()
    return pages.page(title, [*lines, *_other_meaning(question, path, flag)], path, example, related)


def _other_meaning(question: Question, path: str, flag: Flag) -> list[str]:
    """Asked without a command, a short flag often means something else elsewhere."""
    if question.path or not question.flags[0].startswith("-") or question.flags[0].startswith("--"):
        return []
    lines: list[str] = []
    seen = {flag.long}
    for other in entries.commands_with(question.flags[0]):
        found = entries.find_flag(command(other), question.flags[0])
        if found is not None and found.long not in seen and other in entries.COMMON:
            seen.add(found.long)
            lines.append(f"- `{entries.spoken(other)} {question.flags[0]}` is `--{found.long}`: {note(other, found)}")
    return ["", "Elsewhere it means something else:", *lines[:5]] if lines else []


def _age(flag: Flag) -> str:
    """Versions and limits worth knowing; "" where there are none."""
    said = []
    if flag.deprecated or (flag.facts.get("newer") or {}).get("deprecated"):
        since = flag.facts.get("deprecated_since")
        said.append(f"deprecated{' since docker ' + since if since else ''}{', use --' + flag.alias_of if flag.alias_of else ''}")
    if flag.facts.get("since_version"):
        said.append(f"since version {flag.facts['since_version']}")
    if flag.min_api:
        said.append(f"needs API {flag.min_api}")
    if flag.facts.get("ostype"):
        said.append(f"{str(flag.facts['ostype']).capitalize()} daemons only")
    if not flag.in_judge:
        said.append("not known to docker 28.2")
    if flag.component == "buildx":
        said.append("needs buildx")
    if flag.facts.get("default_env"):
        said.append(f"the variable {flag.facts['default_env']} sets it too")
    return f"Notes: {'; '.join(said)}" if said else ""


def _unknown_flag(question: Question) -> Answer:
    from commands.rules.suggest import flag_suggestion

    spelling = question.flags[0]
    guess = flag_suggestion(command(question.path), spelling)
    hint = f" Did you mean `{guess}`?" if guess else ""
    elsewhere = [f"`{entries.spoken(path)}`" for path in entries.commands_with(spelling)[:4]]
    where = f" {', '.join(elsewhere)} {'has' if len(elsewhere) == 1 else 'have'} it." if elsewhere else ""
    return Answer(
        f"{pages.name_of(question)} {spelling}",
        f"`{pages.name_of(question)}` has no flag `{spelling}`.{hint}{where}",
        (entries.site(question.path),),
        confidence=0.9,
    )


def _difference(question: Question) -> Answer | None:
    pairs = [_owner(question, spelling) for spelling in question.flags]
    if None in pairs or len(pairs) != 2:
        return None
    (path, one), (other_path, other) = [pair for pair in pairs if pair is not None]
    if not question.path:
        both = [shared for shared in entries.commands_with(question.flags[0]) if shared in entries.commands_with(question.flags[1])]
        if not both:
            return None
        path = other_path = both[0]
        first, second = entries.find_flag(command(path), question.flags[0]), entries.find_flag(command(path), question.flags[1])
        if first is None or second is None:
            return None
        one, other = first, second
    if one.long == other.long:
        text = f"None: `-{one.short}` is the short spelling of `--{one.long}`. {note(path, one)}"
        return pages.page(f"{entries.spoken(path)} {' and '.join(question.flags)}", [text], path, _example(path, one))
    lines = [f"- `{entries.spelled(flag)}` ({entries.kind_of(flag)}): {note(path, flag)}" for flag in (one, other)]
    shown = (*_example(path, one), *_example(other_path, other))
    lines += ["", *(f"Example: `{text}`" for text in shown)]
    return pages.page(f"{entries.spoken(path)}: {question.flags[0]} and {question.flags[1]}", lines, path, shown)
