"""Values in JSON that is written as a string in other JSON, as logs keep the bodies of requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema import pointer
from orq_schema.payload.document import Document, Unread
from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.json_text import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orq_schema.payload.document import Limits, Span
    from orq_schema.payload.text import Lines

# where a pointer goes into the JSON that the string there holds
_INTO = re.compile(r"#(?=/|$)")
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Reached(NamedTuple):
    """
    Where a pointer leads: the document, or the one in a string of it, and the pointer from there on.

    `way` is the pointer up to there, with its `#`. Without a pointer what is to be checked is to be looked for.
    """

    document: Document
    at: str | None
    way: str = ""


def check(at: str) -> None:
    """Raises ValueError where `at` is neither a JSON Pointer nor several with `#` between them."""
    for each in _INTO.split(at):
        pointer.split(each)


def reached(document: Document, pointers: Sequence[str], limits: Limits) -> Reached | Unread:
    """
    Where the first of `pointers` leads that leads anywhere; Unread where that is into a string that is no JSON.

    Raises LookupError where there is none.
    """
    for at in pointers:
        try:
            return _reached(document, at, limits)
        except LookupError:
            continue
    raise LookupError


def _reached(document: Document, at: str, limits: Limits) -> Reached | Unread:
    try:
        # a key may end with the mark
        pointer.resolve(document.value, at)
    except LookupError:
        found = _INTO.search(at)
        if found is None:
            raise
        way, rest = at[: found.start()], at[found.end() :]
        inner = _inner(document, way, limits)
        if isinstance(inner, Unread):
            return inner._replace(problem=inner.problem._replace(pointer=way))
        deeper = _reached(inner, rest, limits) if rest else Reached(inner, None)
        return deeper if isinstance(deeper, Unread) else deeper._replace(way=f"{way}#{deeper.way}")
    return Reached(document, at)


def _inner(document: Document, at: str, limits: Limits) -> Document | Unread:
    """The JSON that the string at the pointer `at` holds; LookupError where there is no string."""
    value, steps = pointer.resolve(document.value, at)
    span = document.span(steps)
    if not isinstance(value, str) or span is None:
        raise LookupError(at)
    runs = (
        _runs(document.lines, span) if document.kind in ("json", "jsonl") else _copied(document, value, span)
    )
    return read_json(document.file, "json", Embedded(document.lines, runs), limits)


def _runs(lines: Lines, span: Span) -> Iterator[Run]:
    """What a string of JSON means, piece by piece (RFC 8259 section 7)."""
    start, end = span[0] + 1, span[1] - 1
    yield Run("", span[0], start)
    for found in _ESCAPE.finditer(lines.content, start, end):
        yield written(lines, start, found.start())
        yield Run(_meant(found), *found.span())
        start = found.end()
    yield written(lines, start, end)


def _meant(found: re.Match[str]) -> str:
    high, low, unit, letter = found.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return chr(int(unit, 16)) if unit else _LETTERS.get(letter, letter)


def _copied(document: Document, value: str, span: Span) -> Iterator[Run]:
    """A string of another language: exact where it stands as it is, else in one piece."""
    at = document.lines.content.find(value, *span)
    yield written(document.lines, at, at + len(value)) if at >= 0 else Run(value, *span)
