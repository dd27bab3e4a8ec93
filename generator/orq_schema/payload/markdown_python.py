"""Python as documentation shows it: with brackets that are never closed, and `...` for what is not told."""

from __future__ import annotations

import tokenize
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.text import line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.text import Lines

_PAIRS = {"(": ")", "[": "]", "{": "}"}
# between which `...` is no value, but stands for members or arguments
_OPEN = frozenset((*_PAIRS, ","))
_CLOSED = frozenset((*_PAIRS.values(), ",", ""))
# as long as `...`
_MORE = "**_"
_IDLE = frozenset((tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT))


class _Token(NamedTuple):
    text: str
    start: int


def is_elided(text: str) -> bool:
    """Whether something is left out of a `text`, as `...` or as an ellipsis says."""
    return "..." in text or "\N{HORIZONTAL ELLIPSIS}" in text


def completed(lines: Lines) -> Embedded:
    """The text of `lines` with the brackets closed that are open at its end, and what is left out spread in."""
    text = lines.content
    elisions, closers = _look(list(_tokens(text)))
    runs: list[Run] = []
    at = 0
    for start, end in elisions:
        runs += [written(lines, at, start), Run(_MORE, start, end)]
        at = end
    # on a line of their own: the last one may end with a comment
    return Embedded(lines, [*runs, written(lines, at, len(text)), Run(f"\n{closers}", len(text), len(text))])


def _look(tokens: list[_Token]) -> tuple[list[Span], str]:
    """Where members or arguments are left out, and what closes the brackets that are open."""
    opened: list[str] = []
    elisions: list[Span] = []
    for number, token in enumerate(tokens):
        if token.text in _PAIRS:
            opened.append(_PAIRS[token.text])
        elif opened and token.text == opened[-1]:
            opened.pop()
        elif token.text == "..." and opened and opened[-1] != "]":
            following = tokens[number + 1].text if number + 1 < len(tokens) else ""
            if tokens[number - 1].text in _OPEN and following in _CLOSED:
                elisions.append((token.start, token.start + len(token.text)))
    return elisions, "".join(reversed(opened))


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a text as far as it has any."""
    starts = line_starts(text)
    try:
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type not in _IDLE and token.string:
                yield _Token(token.string, starts[token.start[0] - 1] + token.start[1])
    except (tokenize.TokenError, SyntaxError, IndexError):
        return
