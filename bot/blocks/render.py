"""Reply → Slack message: one way of drawing for every kind of reply and of command."""

from __future__ import annotations

import re

from bot.blocks import answers
from bot.blocks.approvals import add_approval, add_host_access, add_plan, plan_text
from bot.blocks.columns import Columns, read_columns
from bot.blocks.containers import add_containers
from bot.blocks.inspection import add_summary, read_objects
from bot.blocks.lists import TABLES, add_table
from bot.blocks.loglines import add_log, is_logs, log_buttons
from bot.blocks.message import MOST_FALLBACK, Builder, File, Message, clip_bytes, clip_units
from bot.blocks.output import add_text
from bot.blocks.parts import Element, action_value, actions, button, context, section
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View, shown
from bot.blocks.verdict import command_file, errors, explanation, explanation_lines, top
from bot.blocks.words import bold, clean, code, escaped
from bot.reply import Reply

TAILED = (
    "container logs",
    "container run",
    "container exec",
    "container start",
    "image pull",
    "image push",
    "image build",
    "container wait",
)


def render(reply: Reply, scene: Scene = Scene(), view: View = View(), heard: str = "", asker: str = "") -> Message:  # noqa: B008 - frozen
    """The message for a reply."""
    return draw(shown(reply, heard, asker), scene, view)


def draw(card: Shown, scene: Scene = Scene(), view: View = View()) -> Message:  # noqa: B008 - frozen
    """The message for a card: drawn anew whenever somebody changes how it is looked at."""
    builder = Builder()
    builder.keep(actions(_foot(card, view, scene)))
    files: list[File] = []
    whole = _body(builder, card, view, scene, files)
    if builder.page is not None:  # the buttons that turn pages, now that it is known how many lines one has
        builder.replace_foot(actions(_foot(card, view, scene, builder.page)))
    if not whole and _whole_text(card) and scene.first:
        files.insert(0, File(_file_name(card), _whole_text(card), clip_units(card.command or "Answer", 200)))
    if card.truncated:
        builder.add(context(f"✂️ {escaped(clip_units(card.truncated, 400))}"))
    if not builder.blocks():
        builder.add(section("Nothing to show."))
    return Message(builder.blocks(), fallback(card, bool(files)), tuple(files))


def _body(builder: Builder, card: Shown, view: View, scene: Scene, files: list[File]) -> bool:
    """Draw what the kind of reply asks for; True when everything is in the message."""
    simple = {
        "answer": answers.add_answer,
        "question": answers.add_question,
        "unknown": answers.add_unknown,
        "error": answers.add_error,
        "document": answers.add_document,
    }
    if card.kind in simple:
        return simple[card.kind](builder, card)
    if card.kind == "fanout":
        return _fanout(builder, card)
    if card.kind == "refused":
        whole = answers.add_refused(builder, card)
        _explain(builder, card, view, files, always=bool(errors(card)))
        return whole
    told = card.kind != "approval" or add_host_access(builder, card.plan)
    top(card, builder)
    if card.kind == "approval":
        whole = add_approval(builder, card) and told
        file = command_file(card)
        if file:
            files.append(file)
        _explain(builder, card, view, files)
        return whole
    if card.kind == "checked":
        if not errors(card) and card.note:
            builder.add(section(escaped(clip_units(clean(card.note), 1_500))))
        _explain(builder, card, view, files, always=bool(errors(card)))
        return True
    if card.note:
        builder.add(section(f"⚠️ {escaped(clip_units(clean(card.note), 1_500))}"))
    if card.plan.get("warnings"):
        add_plan(builder, {"warnings": card.plan["warnings"]})
    _explain(builder, card, view, files)
    return _output(builder, card, view, scene)


def _explain(builder: Builder, card: Shown, view: View, files: list[File], always: bool = False) -> None:
    if view.explain or always:
        file = explanation(card, builder)
        if file:
            files.append(file)


def _output(builder: Builder, card: Shown, view: View, scene: Scene) -> bool:
    """The output of a command that ran, in the way that suits the command."""
    if is_logs(card) and card.ok:
        return add_log(builder, card, view)
    if not view.raw:
        table = table_of(card)
        if card.path == "container ls" and table is not None and "NAMES" in table.headings:
            return add_containers(builder, card, view, scene, table) and not card.stderr
        if table is not None:
            return add_table(builder, card, view, scene, table) and not card.stderr
        objects = read_objects(card.stdout) if card.path.endswith("inspect") else None
        if objects is not None:
            add_summary(builder, card, scene, objects)
            if card.stderr:
                add_text(builder, card.stderr, share=0.5)
            return scene.card != ""
    return _printed(builder, card, view)


def _printed(builder: Builder, card: Shown, view: View) -> bool:
    """Standard output and standard error as they are."""
    out = card.stdout
    if view.grep and out:
        from bot.blocks.filters import filter_words, filtered_lines

        kept = filtered_lines(clean(out).rstrip("\n").split("\n"), view)
        builder.add(context(f"{escaped(filter_words(view))}: {len(kept):,} lines"))
        out = "\n".join(kept)
    tail = card.path in TAILED
    whole = True
    if card.stderr.strip():
        whole = add_text(builder, card.stderr, share=0.5 if out.strip() else 1.0, label="on standard error" if out.strip() else "")
    if out.strip():
        whole = add_text(builder, out, tail=tail) and whole
    if not out.strip() and not card.stderr.strip():
        builder.add(context("it printed nothing" if card.ok else f"it printed nothing and ended with status {card.exit_code}"))
    return whole


def table_of(card: Shown) -> Columns | None:
    """The table a command printed, where the command prints one and no other form was asked for."""
    if card.path not in (*TABLES, "container ls") or not card.ok or {"format", "quiet"} & set(card.flags):
        return None
    if card.path == "system df" and "verbose" in card.flags:
        return None
    return read_columns(card.stdout)


def _fanout(builder: Builder, card: Shown) -> bool:
    """One answer a host, each with its share of the room."""
    for block in answers.top_of_words(card):
        builder.add(block)
    if card.command:
        from bot.blocks.verdict import command_block

        for block in command_block(card):
            builder.add(block)
    whole = True
    for index, inner in enumerate(card.replies):
        mark = "✅" if inner.ok else "❌"
        builder.add(section(f"{mark} {bold(inner.host or '?')}"))
        text = (inner.together or inner.stdout + inner.stderr) if inner.ran else inner.note
        share = 1.0 / max(1, len(card.replies) - index)
        whole = add_text(builder, text or inner.note or "it printed nothing", tail=False, share=share) and whole
    return whole


def _foot(card: Shown, view: View, scene: Scene, page: tuple[int, int] = (0, 0)) -> list[Element]:
    """The buttons under a card."""
    key = action_value(s=scene.card) if scene.card else ""
    found: list[Element | None] = []
    if card.kind == "output":
        if is_logs(card) and card.ok:
            found += log_buttons(card, view, scene, page)
        found += _steps(card)
        if key:
            if card.path.endswith("inspect") and read_objects(card.stdout) is not None:
                found.append(button("Summary" if view.raw else "Raw JSON", "dw_raw", key))
            if _filterable(card):
                found.append(button("Filter…", "dw_filter", key))
            if view.filtered:
                found.append(button("Clear filters", "dw_clear", key))
    elif card.kind in ("answer", "refused", "checked"):
        found += _steps(card)
    # The explanation of what ran is made when it is asked for.
    explainable = explanation_lines(card) or (card.command and card.kind == "output")
    if key and explainable and not (errors(card) and card.kind in ("checked", "refused")):
        found.append(button("Hide explanation" if view.explain else "Explain", "dw_explain", key))
    if card.kind == "output" and card.path and card.risk == "read" and card.exact:
        value = action_value(t=card.command, h=card.host, s=scene.card)
        found.append(button("↻ Again", "dw_again", value) if value and scene.may(card.command) else None)
    if key and scene.private and card.kind not in ("approval", "question"):
        found.append(button("Share here", "dw_share", key))
    if card.kind == "output" and card.command and card.risk == "read" and card.exact and (value := action_value(t=card.command)):
        found.append(button("☆ Keep", "dw_keep", value))
    return [element for element in found if element][:15]


def _steps(card: Shown) -> list[Element | None]:
    return [answers.run_button(request, card.host, label) for label, request in card.next_steps[:5]]


def _filterable(card: Shown) -> bool:
    return bool(card.stdout.strip()) and card.ok and (is_logs(card) or table_of(card) is not None or card.stdout.count("\n") > 5)


def _whole_text(card: Shown) -> str:
    """Everything a card has to say, as text."""
    if card.kind == "approval":
        return plan_text(card.plan)
    if card.kind == "answer":
        return f"{card.answer.get('title', '')}\n\n{card.answer.get('text', '')}\n"
    if card.kind == "document":
        return str(card.document.get("shown") or card.note)
    if card.kind == "fanout":
        return "\n".join(
            f"=== {inner.host}\n{inner.stdout}{inner.stderr}{'' if inner.ran else inner.note}" for inner in card.replies
        )
    if card.together and is_logs(card):
        return card.together
    if card.stdout and card.stderr:
        return f"{card.stdout}\n--- standard error ---\n{card.stderr}"
    return card.stdout or card.stderr


def _file_name(card: Shown) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", (card.path or card.kind).lower()).strip("-")
    return f"{base or 'answer'}.{'json' if card.path.endswith('inspect') and card.stdout.startswith('[') else 'txt'}"


def whole_file(card: Shown) -> File | None:
    """The whole output as a file, for the button; None where there is none."""
    text = _whole_text(card)
    return File(_file_name(card), text, clip_units(card.command or "Answer", 200)) if text.strip() else None


def fallback(card: Shown, with_file: bool = False) -> str:
    """The answer in plain words: for notifications, screen readers, and where blocks are refused."""
    lines = []
    if card.heard:
        lines.append(f"I read: {code(clip_units(card.heard, 200))}")
    if card.command:
        lines.append(code(clip_units(card.command, 500)))
    for problem in card.problems[:4]:
        lines.append(
            f"{'❌' if problem.get('severity') == 'error' else '⚠️'} {escaped(clip_units(str(problem.get('message', '')), 250))}"
        )
    if card.kind == "answer":
        lines.append(f"{bold(str(card.answer.get('title', '')))}\n{escaped(clip_units(str(card.answer.get('text', '')), 1_200))}")
    if card.note or card.document:
        lines.append(escaped(clip_units(clean(card.note or str(card.document.get("shown", ""))), 1_200)))
    lines += [code(clip_units(alternative, 120)) for alternative in card.alternatives[:4]] if card.kind == "question" else []
    if card.kind == "approval":
        lines.append(f"waits for {escaped(clip_units(str(card.approval.get('approvers', '')), 200))}")
    if card.kind == "output":
        lines.append("" if card.ok else f"exit {card.exit_code}")
        output = clean(card.stdout or card.stderr).strip("\n").replace("```", "ʼʼʼ")
        if output:
            kept = output[-1_000:]
            cut = "…\n" if len(kept) < len(output) else ""
            lines.append(f"```{cut}{escaped(kept)}```")
    if with_file:
        lines.append("(the whole is in the file)")
    text = "\n".join(line for line in lines if line) or "An answer from dockwise"
    return clip_bytes(clip_units(text, MOST_FALLBACK), 3_900)
