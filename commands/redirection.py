"""`2>&1`, `2>/dev/null`, `|&` and their like, done on a result: where each stream goes. Files are never opened.

As POSIX says (Shell Command Language, 2.7): from left to right, each sign on what the ones before it left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from commands.result import Result
from commands.words import Word

NULL = "/dev/null"
_DUPLICATE = re.compile(r"([012]?)>&([12])")
_TO = re.compile(r"([12&]?)>{1,2}\|?")
_INPUT = re.compile(r"0?<")


def unknown(redirects: Sequence[Word]) -> Word | None:
    """The first redirection that is not done here: to or from a file, or of a stream that docker does not have."""
    for sign, target, word in _signs(redirects):
        if _DUPLICATE.fullmatch(sign):
            if sign.startswith("0"):
                return word
        elif not ((_TO.fullmatch(sign) or _INPUT.fullmatch(sign)) and target == NULL):
            return word
    return None


def redirected(redirects: Sequence[Word], result: Result) -> Result:
    """The result with its streams where the signs send them; `unknown` was asked before."""
    goes = {"1": "stdout", "2": "stderr"}
    for sign, target, _ in _signs(redirects):
        if found := _DUPLICATE.fullmatch(sign):
            goes[found.group(1) or "1"] = goes[found.group(2)]
        elif (to := _TO.fullmatch(sign)) and target == NULL:
            for stream in ("1", "2") if to.group(1) == "&" else (to.group(1) or "1",):
                goes[stream] = ""
    if goes == {"1": "stdout", "2": "stderr"}:
        return result
    texts = {"stdout": "", "stderr": ""}
    if goes["1"] and goes["1"] == goes["2"]:
        texts[goes["1"]] = result.together
    else:
        for stream, text in (("1", result.stdout), ("2", result.stderr)):
            if goes[stream]:
                texts[goes[stream]] += text
    same = goes["1"] == "stdout" and not result.stderr
    return replace(result, stdout=texts["stdout"], stderr=texts["stderr"], order=(), data=result.data if same else None)


def _signs(redirects: Sequence[Word]) -> Iterator[tuple[str, str, Word]]:
    """(sign, target, word of the sign); a duplicate has its target in the sign."""
    words = iter(redirects)
    for word in words:
        if "&" in word.text[1:]:
            yield word.text, "", word
        else:
            target = next(words, None)
            yield word.text, target.text if target is not None else "", word
