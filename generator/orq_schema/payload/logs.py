"""Values in JSON that is written as a string in other JSON, as logs keep the bodies of requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema import pointer
from orq_schema.payload.document import Document, Unread
from orq_schema.payload.embedded import Embedded, Run, unescaped, written
from orq_schema.payload.json_text import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orq_schema.payload.document import Limits, Span

# where a pointer goes into the JSON that the string there holds
_INTO = re.compile(r"#(?=/|$)")


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
    is_json = document.kind in ("json", "jsonl")
    runs = unescaped(document.lines, *span) if is_json else _copied(document, value, span)
    return read_json(document.file, "json", Embedded(document.lines, runs), limits)


def _copied(document: Document, value: str, span: Span) -> Iterator[Run]:
    """A string of another language: exact where it stands as it is, else in one piece."""
    at = document.lines.content.find(value, *span)
    yield written(document.lines, at, at + len(value)) if at >= 0 else Run(value, *span)
