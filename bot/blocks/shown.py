"""What a card shows, as plain data: made from a `Reply`, kept in the store, drawn again with other filters without a new run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.reply import Reply, ReplyKind

MOST_KEPT = 200_000  # characters of output that are kept for filters; the whole is sent as a file anyway
MOST_TEXT = 4_000


@dataclass(frozen=True)
class View:
    """How the card is looked at just now. `page` counts from the end for logs, from the start for lists."""

    explain: bool = False
    raw: bool = False
    grep: str = ""
    level: str = ""
    since: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    page: int = 0

    @classmethod
    def of(cls, data: dict[str, Any]) -> View:
        """From stored JSON; keys that are not known are left out."""
        known = {item.name for item in fields(cls)}
        kept = {key: value for key, value in data.items() if key in known}
        return cls(**kept | {"columns": tuple(kept.get("columns", ()))})

    @property
    def filtered(self) -> bool:
        """True when something is hidden by choice."""
        return bool(self.grep or self.level or self.since or self.columns or self.sort)


@dataclass(frozen=True)
class Shown:
    """A reply without its program objects: strings, numbers, lists and dicts only."""

    kind: str
    text: str = ""
    heard: str = ""
    understood: str = ""
    command: str = ""
    exact: bool = True  # False where secrets in the command are masked: it cannot be run as it is shown
    path: str = ""
    args: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    host: str = ""
    ok: bool = True
    exit_code: int = 0
    note: str = ""
    risk: str = ""
    problems: tuple[dict[str, Any], ...] = ()
    parts: tuple[dict[str, Any], ...] = ()
    stdout: str = ""
    stderr: str = ""
    together: str = ""
    ran: bool = False
    kept_whole: bool = True
    decision: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    approval: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    next_steps: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    document: dict[str, Any] = field(default_factory=dict)
    replies: tuple[Shown, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    truncated: str = ""
    asker: str = ""
    lang: str = "en"

    def as_json(self, most: int = MOST_KEPT) -> dict[str, Any]:
        """For the store: of very long output the end is kept of a log, the start of anything else, and that it is not all."""
        return asdict(self.within(most))

    def within(self, most: int) -> Shown:
        """The same card with no more than about so many characters in it; what several hosts said shares them."""
        out, err = self.stdout, self.stderr
        share = most // max(1, len(self.replies))
        changed: dict[str, Any] = {"replies": tuple(inner.within(share) for inner in self.replies)} if self.replies else {}
        if len(out) > most or len(err) > most // 4:
            out = out[-most:] if self.path.endswith("logs") else out[:most]
            both = self.together[-most:]
            changed |= {"stdout": out, "stderr": err[-most // 4 :], "together": both, "kept_whole": False}
        if len(self.command) > most // 4:
            changed |= {"command": _clip(self.command, most // 4), "exact": False}
        for name in ("parts", "problems"):
            if getattr(self, name) and sum(len(str(one)) for one in getattr(self, name)) > most:
                changed[name] = ()
        return replace(self, **changed) if changed else self

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Shown:
        """From the store."""
        known = {item.name for item in fields(cls)}
        kept = {key: value for key, value in data.items() if key in known}
        for name in ("args", "flags", "problems", "parts", "alternatives", "needs", "suggestions"):
            kept[name] = tuple(kept.get(name, ()))
        for name in ("next_steps", "why"):
            kept[name] = tuple((str(first), str(second)) for first, second in kept.get(name, ()))
        kept["replies"] = tuple(cls.of_json(reply) for reply in kept.get("replies", ()))
        return cls(**kept)


def _document(document: Any, lang: str) -> dict[str, Any]:
    """A report on a file as text for people."""
    return {"shown": str(document.as_text(lang))} if hasattr(document, "as_text") else {"shown": str(document or "")}


def _clip(text: str, most: int = MOST_TEXT) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def shown(reply: Reply, heard: str = "", asker: str = "") -> Shown:
    """Everything a card needs of a reply."""
    parsed, result = reply.parsed, reply.result
    out, err = (result.stdout, result.stderr) if result else ("", "")
    truncated = reply.truncated or (f"cut at the limit of {result.truncated_by}" if result and result.truncated else "")
    return Shown(
        kind=str(reply.kind),
        text=_clip(reply.text),
        heard=_clip(heard),
        understood=_clip(reply.understood),
        command=reply.command,
        exact=parsed is None or parsed.text.strip() == reply.command.strip(),
        path=parsed.path if parsed else "",
        args=tuple(word[:300] for word in parsed.args[:20]) if parsed else (),
        flags=tuple(dict.fromkeys(use.long for use in parsed.uses)) if parsed else (),
        host=reply.host,
        ok=reply.ok,
        exit_code=reply.exit_code,
        note=reply.note,
        risk=reply.risk,
        problems=tuple(finding.as_dict() for finding in reply.problems),
        parts=tuple(reply.parts),
        stdout=out,
        stderr=err,
        together=result.together if result is not None and out and err else "",
        ran=result is not None,
        decision=asdict(reply.decision) if reply.decision else {},
        plan=asdict(reply.plan) if reply.plan else {},
        approval=asdict(reply.approval) if reply.approval else {},
        answer=asdict(reply.answer) if reply.answer else {},
        alternatives=reply.alternatives,
        needs=reply.needs,
        next_steps=tuple((step.label, step.request) for step in reply.next_steps),
        suggestions=reply.suggestions,
        document=_document(reply.document, reply.lang) if reply.kind == ReplyKind.DOCUMENT else {},
        replies=tuple(shown(inner) for inner in reply.replies),
        why=reply.why,
        reference=reply.reference,
        truncated=truncated,
        asker=asker,
        lang=reply.lang,
    )
