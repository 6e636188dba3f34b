"""Plans for prunes: exactly what would go, worked out as the daemon works it out, filters included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.planning.look import Draft, Json, Look, name_of, size
from bot.policy import Target
from bot.reply import PlanItem
from commands.executors.unused import BadFilter, Filters, Unused, build_cache, has_one_name, references
from commands.parsed import ParsedCommand


def prune(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`container`, `image`, `volume`, `network`, `builder` and `system prune`: all that goes is judged, whatever its number."""
    try:
        _prune(parsed, look, draft)
    except BadFilter as error:
        draft.warn(f"docker refuses: {error}")
        draft.summary = "nothing would go"


def _prune(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    now = Unused(look.api, Filters.parse((use.value for use in parsed.uses if use.long == "filter"), look.api))
    what = parsed.path.split()[0]
    freed = 0.0
    if what in ("container", "system"):
        gone = now.containers()
        freed += _add(
            draft, "container", gone, lambda row: (row["Id"], name_of(row), row.get("SizeRw")), lambda row: f"is {row.get('State')}"
        )
        now.gone = frozenset(str(row["Id"]) for row in gone)
    if what in ("network", "system"):
        _add(draft, "network", now.networks(), lambda row: (row["Id"], row["Name"], 0), lambda row: "nothing is on it")
    if what == "volume" or (what == "system" and parsed.value("volumes")):
        rows = now.volumes(what == "volume" and bool(parsed.value("all")))
        _add(draft, "volume", rows, lambda row: (row["Name"], row["Name"], 0), lambda row: "no container uses it; its data is lost")
    if what in ("image", "system"):
        freed += _images(parsed, now, draft)
    if what in ("builder", "system"):
        freed += _build_cache(parsed, now, look, draft)
    count = draft.count
    draft.summary = (
        f"{count} {'object goes' if count == 1 else 'objects go'}, up to {size(freed)} freed" if count else "nothing would go"
    )


def _add(draft: Draft, kind: str, rows: Iterable[Json], what: Any, why: Any) -> float:
    freed = 0.0
    for row in rows:
        identity, name, amount = what(row)
        freed += amount or 0
        notes = (size(amount),) if amount else ()
        item = PlanItem(kind, str(identity), str(name), f"is removed: {why(row)}", notes)
        seal = " ".join(references(dict(row))) if kind == "image" else ""
        draft.add(item, Target(kind, str(identity), str(name), dict(row.get("Labels") or {}), seal=seal), seal)
    return freed


def _images(parsed: ParsedCommand, now: Unused, draft: Draft) -> float:
    """Images that go, and names that images in use lose: all of them one by one, until only the last is left."""
    rows = now.images(bool(parsed.value("all")))
    used = [row for row in rows if now.is_used(row)]
    for row in used:
        _lost_names(row, draft)
    return _add(
        draft,
        "image",
        (row for row in rows if row not in used),
        lambda row: (row["Id"], _image_name(row), row.get("Size")),
        lambda row: "no container uses it",
    )


def _lost_names(row: Json, draft: Draft) -> None:
    shown = {references({"RepoTags": [tag]})[0]: tag for tag in row.get("RepoTags") or () if not tag.startswith("<none>")}
    names = references(dict(row))
    seal = " ".join(names)
    kept = next((name for name in reversed(names) if name in shown), names[-1])
    last = shown.get(kept, kept)
    while names and not has_one_name(names):
        name, names = names[0], names[1:]
        if name in shown:
            effect = f"loses this name; the image stays as {last}, because a container uses it"
            target = Target("image name", f"{row['Id']} {shown[name]}", shown[name], dict(row.get("Labels") or {}), seal=seal)
            draft.add(PlanItem("image", str(row["Id"]), shown[name], effect, (), f"docker tag {last} {shown[name]}"), target, seal)


def _image_name(row: Json) -> str:
    tags = [tag for tag in row.get("RepoTags") or () if tag != "<none>:<none>"]
    return ", ".join(tags) or str(row["Id"])[7:19]


def _build_cache(parsed: ParsedCommand, now: Unused, look: Look, draft: Draft) -> float:
    """Records of the build cache; listed as one item."""
    rows = build_cache(look.api, bool(parsed.value("all")), now.filters)
    if not rows:
        return 0.0
    freed = float(sum(row.get("Size") or 0 for row in rows))
    item = PlanItem("build cache", "", f"{len(rows)} records", f"are removed: up to {size(freed)}; later builds take longer")
    ids = sorted(str(row.get("ID")) for row in rows)
    draft.add(item, Target("build cache", "build cache", f"{len(rows)} records"), *ids)
    draft.records += ids
    return freed
