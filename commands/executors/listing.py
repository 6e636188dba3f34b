"""A list as a result: the text under a format, or the template's error with docker's status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commands.formatter.gotemplate import TemplateError
from commands.formatter.govalues import Value
from commands.formatter.listing import write
from commands.result import Result


def listed(form: str, rows: Iterable[Value], headers: Mapping[str, str], data: object) -> Result:
    """Print rows under a format. `data` is what the Engine gave."""
    try:
        return Result(write(form, rows, headers), data=data)
    except TemplateError as problem:
        return Result(stderr=f"{problem}\n", exit_code=1, data=data)
