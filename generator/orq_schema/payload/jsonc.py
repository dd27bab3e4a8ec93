"""JSON with comments, trailing commas and elisions, as documentation has it, and JSON5: made into strict JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.marks import VALUE, left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.text import Lines

_TOKEN = re.compile(
    r"""
      (?P<string> "(?:[^"\\\r\n]|\\.)*" )
    | (?P<single> '(?:[^'\\\r\n]|\\(?:\r\n|.|\n))*' )
    | (?P<comment> //[^\r\n]* | /\*.*?\*/ )
    | (?P<elision> \.\.\.[^\r\n,\]}"']* | \N{HORIZONTAL ELLIPSIS} )
    | (?P<word> [A-Za-z_$][\w$]* )
    | (?P<space> [\s\ufeff]+ )
    | (?P<other> [^\s"'/.A-Za-z_$] | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ELIDED = re.compile(r"[/*\s]*(?:\.\.\.|\N{HORIZONTAL ELLIPSIS})")
_COLON = re.compile(r"\s*:")
_ESCAPE = re.compile(r"\\(?:\r\n|.|\n)|\"", re.DOTALL)
_OPENERS = {"{": "}", "[": "]"}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def strict(lines: Lines, *, json5: bool = False) -> Embedded:
    """
    The text of `lines` as strict JSON, where it is JSON with comments; anything else is left as it is.

    Comments and trailing commas are left out. `...`, also as a comment, stands for members, items or a value that
    are not told, and becomes a mark. With `json5` keys need no quotes, and strings may have single ones.
    """
    return Embedded(lines, _Writer(lines, json5=json5).runs())


class _Writer:
    def __init__(self, lines: Lines, *, json5: bool) -> None:
        self._lines = lines
        self._json5 = json5
        self._open: list[str] = []
        # the last token that counts
        self._last = ""
        self._marks = 0

    def runs(self) -> Iterator[Run]:
        tokens = list(self._tokens())
        for index, token in enumerate(tokens):
            following = next((each for each in tokens[index + 1 :] if each.kind != "space"), None)
            yield from self._run(token, "" if following is None else following.text)
            if token.kind != "space":
                self._last = token.text

    def _tokens(self) -> Iterator[_Token]:
        """The tokens of the text without its comments, but for those that are an elision."""
        for found in _TOKEN.finditer(self._lines.content):
            kind = found.lastgroup or ""
            if kind == "comment":
                kind = "elision" if _ELIDED.match(found.group()) else ""
            if kind:
                yield _Token(kind, found.group(), *found.span())

    def _run(self, token: _Token, following: str) -> Iterator[Run]:
        if token.kind == "elision":
            yield self._elided(token, following)
        elif token.kind == "word" and self._json5 and _COLON.match(self._lines.content, token.end):
            yield from self._quoted(token, token.start, token.end)
        elif token.kind == "single" and self._json5:
            yield from self._quoted(token, token.start + 1, token.end - 1)
        elif token.text == "," and following in ("}", "]") and self._last not in ("{", "[", ","):
            yield Run("", token.start, token.end)
        else:
            if token.text in _OPENERS:
                self._open.append(token.text)
            elif token.text in _OPENERS.values() and self._open:
                self._open.pop()
            yield written(self._lines, token.start, token.end)

    def _elided(self, token: _Token, following: str) -> Run:
        self._marks += 1
        if self._last == ":":
            return Run(VALUE, token.start, token.end)
        before = "," if self._last not in ("{", "[", ",", "") else ""
        after = "," if following not in ("}", "]", ",", "") else ""
        mark = left_out(self._marks, member=self._open[-1:] != ["["])
        return Run(f"{before}{mark}{after}", token.start, token.end)

    def _quoted(self, token: _Token, start: int, end: int) -> Iterator[Run]:
        """What is between `start` and `end` as a string of JSON."""
        yield Run('"', token.start, start)
        at = start
        for found in _ESCAPE.finditer(self._lines.content, start, end):
            yield written(self._lines, at, found.start())
            yield Run(_escape(found.group()), *found.span())
            at = found.end()
        yield written(self._lines, at, end)
        yield Run('"', end, token.end)


def _escape(text: str) -> str:
    """What an escape of JSON5 is in JSON: a line that is continued, and quotes that need none or need one."""
    if text == '"':
        return r"\""
    if text[1:] in {"\n", "\r\n", "\r"}:
        return ""
    return "'" if text == r"\'" else text
