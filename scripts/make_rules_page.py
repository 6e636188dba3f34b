"""Write docs/rules.md, the page of all rules, from their classes.

    python3 scripts/make_rules_page.py [--check]

With `--check` nothing is written; the status is 1 when the page is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "rules.md"
SUBJECTS = {
    "images": "Images",
    "run": "Starting and keeping running",
    "spelling": "Slips of the fingers",
    "values": "Values that the daemon refuses",
    "limits": "Limits",
    "listing": "Filters and formats",
    "network": "Ports and networks",
    "mounts": "Mounts",
    "root": "Power over the host",
    "sharing": "What is shared with the host",
    "secrets": "Secrets",
    "cleanup": "Deleting and killing",
    "order": "Words in the wrong place",
    "deprecated": "Old spellings and versions",
    "shell": "Shell words and pasted text",
}


def page() -> str:
    """The whole page, as Markdown."""
    from commands.rules import all_rules
    from commands.rules.base import examples, why

    rules, scripts = all_rules()
    everything = [*rules, *scripts]
    lines = [
        "# Rules",
        "",
        f"The {len(everything)} rules that `dockwise check` knows beyond docker's own refusals. This page comes from the",
        "classes in `commands/rules/` by `scripts/make_rules_page.py`; every command on it is run by a test.",
        "",
        "A `warning` says that the command will probably fail on the daemon, or do something else than meant; an `info` is",
        "worth knowing. Neither changes the verdict: docker accepts these commands.",
    ]
    for module, title in SUBJECTS.items():
        mine = [rule for rule in everything if type(rule).__module__.endswith(f".{module}")]
        lines += ["", f"## {title}"]
        for rule in mine:
            kind = type(rule)
            where = ", in Slack" if getattr(rule, "surfaces", ()) == ("slack",) else ""
            lines += ["", f"### {rule.code} {rule.name} ({rule.severity}{where})", "", why(kind), "", "```console"]
            lines += [f"# bad\n{command}" for command in examples(kind, "bad:")]
            lines += [f"# good\n{command}" for command in examples(kind, "good:")]
            lines += ["```"]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or compare it."""
    text = page()
    if "--check" in sys.argv:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == text else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
