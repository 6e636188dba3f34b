"""The shell's rules for words, operators and quotes, read by hand so that every piece keeps its place."""

from __future__ import annotations

import re

from commands.findings import Finding, Severity
from commands.words import Pipeline, Script, Stage, Substitution, Word

_PLAIN = re.compile(r"[^\s'\"\\$`|&;<>()#]+")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_PROMPT = re.compile(r"[$%❯➜>#]|\[?\w[\w.-]*@[\w.-]+(?::\S*)?\]?[$#%]")
_REDIRECT = re.compile(r"(?:\d|&)?>{1,2}(?:&\d|&-)?|<{1,3}(?!\()")
_LEADERS = frozenset({"sudo", "time", "nohup", "command", "exec", "doas"})
_REDIRECT_SIGN = re.compile(r"(?:\d|&)>")


class Reader:
    """A hand-written reader of the shell's word rules, over text[at:end]."""

    def __init__(self, text: str, at: int, end: int, closing: str = "", depth: int = 0) -> None:
        self.text, self.at, self.end, self.closing, self.depth = text, at, end, closing, depth
        self.problems: list[Finding] = []
        self.comments: list[Word] = []
        self.operators: list[Word] = []
        self.pipelines: list[Pipeline] = []
        self.stages: list[Stage] = []
        self.words: list[Word] = []
        self.redirects: list[Word] = []
        self.joiner = ""
        self.closed = not closing

    def script(self) -> Script:
        """Read to the end (or to the closing mark)."""
        while self.at < self.end:
            char = self.text[self.at]
            if self.closing and char == self.closing:
                self.closed = True
                break
            if char == "\\" and self.text.startswith(("\n", "\r\n"), self.at + 1):
                self.at += 3 if self.text[self.at + 1] == "\r" else 2
            elif char == "\n":
                self._end_pipeline("\n", None)
                self.at += 1
            elif char.isspace():
                self.at += 1
            elif char == "#" and (self.words or not self._prompt()):
                self._comment()
            elif char in "|&;":
                self._operator(char)
            elif char in "<>" or (char in "12&" and self._redirect_here()):
                self._redirect()
            else:
                self.words.append(self._word())
        self._end_pipeline("", None)
        return Script(self.text, tuple(self.pipelines), tuple(self.problems), tuple(self.comments), tuple(self.operators))

    def _prompt(self) -> bool:
        """True where `# docker …` is a root prompt rather than a comment."""
        rest = self.text[self.at + 1 : self.at + 40].lstrip(" ")
        return self.text[self.at + 1 : self.at + 2] == " " and rest.startswith(("docker ", "sudo docker", "docker-compose "))

    def _comment(self) -> None:
        stop = self.text.find("\n", self.at, self.end)
        stop = self.end if stop < 0 else stop
        self.comments.append(Word(self.text[self.at : stop], self.at, stop))
        self.at = stop

    def _operator(self, char: str) -> None:
        two = self.text[self.at : self.at + 2]
        if char == "&" and self._redirect_here():
            self._redirect()
            return
        sign = two if two in {"&&", "||", ";;", "|&"} else char
        word = Word(sign, self.at, self.at + len(sign))
        self.operators.append(word)
        self.at += len(sign)
        if sign in {"|", "|&"}:
            self._end_stage(errors_too=sign == "|&")
        else:
            self._end_pipeline(sign, word)

    def _redirect_here(self) -> bool:
        if self.at > 0 and not self.text[self.at - 1].isspace():
            return False
        return bool(_REDIRECT_SIGN.match(self.text, self.at))

    def _redirect(self) -> None:
        found = _REDIRECT.match(self.text, self.at)
        if not found:
            self.words.append(self._word())
            return
        self.redirects.append(Word(found.group(), self.at, found.end()))
        self.at = found.end()
        if "&" in found.group()[1:]:
            return
        while self.at < self.end and self.text[self.at] in " \t":
            self.at += 1
        if self.at < self.end and self.text[self.at] not in "\n|&;<>":
            self.redirects.append(self._word())

    def _end_stage(self, errors_too: bool = False) -> None:
        words = self.words
        cut = 0
        if len(words) > 1 and not self.stages and not words[0].quoted and _PROMPT.fullmatch(words[0].text):
            cut = 1
        while cut < len(words) - 1:
            text = words[cut].text
            of_sudo = cut > 0 and words[cut - 1].text in {"sudo", "doas"} and text.startswith("-")
            if of_sudo or text in _LEADERS or _ASSIGNMENT.match(text):
                cut += 1
            else:
                break
        if words or self.redirects:
            self.stages.append(Stage(tuple(words[cut:]), tuple(words[:cut]), tuple(self.redirects), errors_too))
        self.words, self.redirects = [], []

    def _end_pipeline(self, joiner: str, word: Word | None) -> None:
        self._end_stage()
        if self.stages:
            self.pipelines.append(Pipeline(tuple(self.stages), self.joiner))
            self.joiner = joiner
        elif word is not None:
            self.joiner = joiner
        self.stages = []

    def _word(self) -> Word:
        """One word, from here to the next unquoted blank or operator."""
        text, start = self.text, self.at
        out: list[str] = []
        subs: list[Substitution] = []
        quoted = False
        while self.at < self.end:
            plain = _PLAIN.match(text, self.at, self.end)
            if plain:
                out.append(plain.group())
                self.at = plain.end()
                continue
            char = text[self.at]
            if char.isspace() or char in "|&;" or (char in "<>" and not text.startswith(("<(", ">("), self.at)):
                break
            if self.closing and char == self.closing:
                break
            if char == "\\":
                if text.startswith("\n", self.at + 1):
                    self.at += 2
                    continue
                quoted = True
                out.append(text[self.at + 1 : self.at + 2])
                self.at += 2
            elif char == "'":
                quoted = True
                out.append(self._single())
            elif char == '"':
                quoted = True
                out.append(self._double(subs))
            elif char == "`" or text.startswith("$(", self.at):
                out.append(self._substitution(subs, quoted=False))
            else:
                out.append(char)
                self.at += 1
        self.at = min(self.at, self.end)
        return Word("".join(out), start, self.at, quoted, tuple(subs), text[start : self.at])

    def _single(self) -> str:
        stop = self.text.find("'", self.at + 1, self.end)
        if stop < 0:
            return self._unclosed("'")
        inner = self.text[self.at + 1 : stop]
        self.at = stop + 1
        return inner

    def _unclosed(self, mark: str) -> str:
        self.problems.append(
            Finding(
                "unbalanced-quote",
                Severity.ERROR,
                f"the quote {mark} that begins here is never closed",
                (self.at, self.at + 1),
                f"close it with another {mark}, or take it away",
            )
        )
        inner = self.text[self.at + 1 : self.end]
        self.at = self.end
        return inner

    def _double(self, subs: list[Substitution]) -> str:
        text, begin = self.text, self.at
        out: list[str] = []
        at = begin + 1
        while at < self.end:
            char = text[at]
            if char == '"':
                self.at = at + 1
                return "".join(out)
            if char == "\\" and at + 1 < self.end and text[at + 1] in '"\\$`\n':
                if text[at + 1] != "\n":
                    out.append(text[at + 1])
                at += 2
            elif char == "`" or text.startswith("$(", at):
                self.at = at
                out.append(self._substitution(subs, quoted=True))
                at = self.at
            else:
                out.append(char)
                at += 1
        self.at = begin
        return self._unclosed('"')

    def _substitution(self, subs: list[Substitution], quoted: bool) -> str:
        """`$(…)` or `` `…` ``: read inside, kept in the word as it was typed."""
        start = self.at
        mark, closing = ("`", "`") if self.text[start] == "`" else ("$(", ")")
        if self.depth > 20 or self.text.startswith("$((", start):
            self.at += len(mark)
            return mark
        inner = Reader(self.text, start + len(mark), self.end, closing, self.depth + 1)
        script = inner.script()
        if not inner.closed:
            self.problems.append(
                Finding(
                    "unbalanced-quote",
                    Severity.ERROR,
                    f"the {mark} that begins here is never closed",
                    (start, start + len(mark)),
                    f"close it with {closing}",
                )
            )
            self.at = self.end
            return self.text[start : self.end]
        self.at = inner.at + 1
        self.problems.extend(inner.problems)
        subs.append(Substitution(start, self.at, script, quoted))
        return self.text[start : self.at]
