"""Offsets in a text to lines and columns, and what is wrong at an offset to a Problem."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.encoder import encode_basestring_ascii

from orq_schema.errors import Problem
from orq_schema.payload.document import NOWHERE, Place

_BREAK = re.compile(r"\r\n?|\n")
_SHOWN = 60


class Lines:
    r"""
    The places of the offsets of `content`.

    A line ends at `\n`, `\r\n` or a lone `\r`. With `only`, `content` is one physical line of that number,
    whatever carriage returns it has in it: a line of JSON Lines.
    """

    __slots__ = ("_first", "_starts", "content")

    def __init__(self, content: str, only: int | None = None) -> None:
        self.content = content
        self._first = only or 1
        self._starts: list[int] | None = [0] if only else None

    def place(self, offset: int) -> Place:
        """The line and the column of the code point at `offset`."""
        if self._starts is None:
            self._starts = [0, *[found.end() for found in _BREAK.finditer(self.content)]]
        index = bisect_right(self._starts, offset) - 1
        return Place(self._first + index, offset - self._starts[index] + 1)


class ReadError(Exception):
    """
    Why a text is no document, found at `offset`.

    `first` is the offset of an earlier thing that this one collides with. Inside the package only: what
    leaves it is a Problem.
    """

    def __init__(
        self, offset: int, rule: str, message: str, hint: str | None = None, *, first: int | None = None
    ) -> None:
        super().__init__(offset, rule, message, hint)
        self.offset = offset
        self.rule = rule
        self.message = message
        self.hint = hint
        self.first = first

    def problem(self, file: str, lines: Lines) -> Problem:
        """The finding in the words of a report."""
        hint = self.hint
        if self.first is not None:
            first = lines.place(self.first)
            hint = f"the first one is at line {first.line}, column {first.column}"
        return problem(file, self.rule, self.message, hint, lines.place(self.offset))


def problem(file: str, rule: str, message: str, hint: str | None = None, place: Place = NOWHERE) -> Problem:
    """A Problem of severity error that concerns the document as a whole, not a value in it."""
    return Problem(file, place.line, place.column, "", rule, "error", message, hint)


def shown(text: str) -> str:
    """`text` in double quotes, escaped to printable ASCII and cut, so that no name can forge a log line."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
    return encode_basestring_ascii(cut)


def duplicate_key(offset: int, key: str, first: int) -> ReadError:
    """A key that its object has already (RFC 8259 section 4: names within an object should be unique)."""
    return ReadError(offset, "duplicate-key", f"duplicate key {shown(key)}", first=first)


def too_deep(offset: int, limit: int) -> ReadError:
    """A container inside more than `limit - 1` others."""
    return ReadError(offset, "too-deep", f"nested deeper than the limit of {limit:,} levels")


def too_many_nodes(offset: int, limit: int) -> ReadError:
    """The value that passes the limit of values in a document."""
    return ReadError(offset, "too-many-nodes", f"more values than the limit of {limit:,} in one document")
