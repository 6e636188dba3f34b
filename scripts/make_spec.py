"""Write commands/spec/facts/*.json from a folder of reference files.

    python3 scripts/make_spec.py REFERENCE_FOLDER

The reference holds facts of several versions; what is written speaks of the version that the
verdicts are compared with (`compared_with`), and keeps the newer value under `newer`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parent.parent / "commands" / "spec" / "facts"
FILES = {"docker": "docker-cli.json", "compose": "compose.json", "buildx": "buildx.json"}
FLAG_KEYS = {
    "long", "short", "type", "default", "default_text", "no_opt_default", "repeatable", "comma_split", "hidden", "deprecated",
    "min_api", "in_28_2_2", "persistent", "alias_of", "takes_value",
}  # fmt: skip
COMMAND_KEYS = {
    "path", "aliases", "usage", "args_pattern", "args", "interspersed", "has_subcommands", "runnable", "hidden", "deprecated",
    "component", "min_api", "swarm", "in_28_2_2", "flags", "mounted_at",
}  # fmt: skip


def older(item: dict[str, Any]) -> dict[str, Any]:
    """The item as it was in the version compared with; what changed since goes under `newer`."""
    changed = item.get("differs_in_28_2_2") or {}
    item = {key: value for key, value in item.items() if key != "differs_in_28_2_2"}
    newer = {key: item[key] for key in changed if key in item and key != "aliases_only_there"}
    for key, value in changed.items():
        if key != "aliases_only_there":
            item[key] = value
    if newer:
        item["newer"] = newer
    return item


def without_defaults(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is None, False or empty: the loader puts it back."""
    return {key: value for key, value in item.items() if value is not None and value is not False and value not in ("", [], {})}


def flag_facts(flag: dict[str, Any]) -> dict[str, Any]:
    """One flag, compact; facts of use to explanations under `facts`."""
    flag = older(flag)
    facts = without_defaults({key: value for key, value in flag.items() if key not in FLAG_KEYS})
    row = without_defaults({key: value for key, value in flag.items() if key in FLAG_KEYS and key != "takes_value"})
    if flag.get("in_28_2_2") is False:
        row["absent"] = True
    row.pop("in_28_2_2", None)
    if facts:
        row["facts"] = facts
    return row


def command_facts(command: dict[str, Any]) -> dict[str, Any]:
    """One command, compact."""
    only_there = (command.get("differs_in_28_2_2") or {}).get("aliases_only_there", [])
    command = older(command)
    path = command["path"]
    parent = path.rsplit(" ", 1)[0] + " " if " " in path else ""
    facts = without_defaults({key: value for key, value in command.items() if key not in COMMAND_KEYS})
    row = without_defaults(
        {key: value for key, value in command.items() if key in COMMAND_KEYS and key not in {"path", "mounted_at"}}
    )
    row["aliases"] = list(dict.fromkeys([*row["aliases"], *(parent + name for name in only_there)]))
    if command.get("mounted_at") and command["mounted_at"] != [path]:
        facts["mounted_at"] = command["mounted_at"]
    args = command.get("args") or {}
    row["args"] = [args.get("min", 0), args.get("max"), args.get("rule")]
    row["interspersed"] = bool(command.get("interspersed"))
    if command.get("in_28_2_2") is False:
        row["absent"] = True
    row.pop("in_28_2_2", None)
    row["flags"] = [flag_facts(flag) for flag in command.get("flags", [])]
    if facts:
        row["facts"] = facts
    return row


def main(folder: Path) -> None:
    """Write the three files of facts, and one with filters, formats, mounts and sets."""
    FACTS.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        data = json.loads((folder / source).read_text("utf-8"))
        rows = {path: command_facts(command) for path, command in data["commands"].items()}
        out = {
            "program": name,
            "source": data["source"],
            "globals": [flag_facts(flag) for flag in data["globals"]],
            "commands": rows,
        }
        write(name, out)
        extra = {key: data[key] for key in ("types", "filters", "mount", "network_options", "formats", "sets") if data.get(key)}
        write(f"{name}-values", extra)


def write(name: str, data: dict[str, Any]) -> None:
    """One file, a command a line, so that a change can be read."""
    path = FACTS / f"{name}.json"
    parts = []
    for key, value in data.items():
        if key in {"commands", "filters", "formats", "sets"}:
            lines = ",\n".join(
                f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in value.items()
            )
            parts.append(f" {json.dumps(key)}: {{\n{lines}\n }}")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
