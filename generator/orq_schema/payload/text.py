"""Offsets in a text to lines and columns, and what is wrong at an offset to a Problem."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.encoder import encode_basestring_ascii

from orq_schema.errors import Problem
from orq_schema.payload.document import NOWHERE, Place, Span, Unread

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
        starts = self._line_starts()
        index = bisect_right(starts, offset) - 1
        return Place(self._first + index, offset - starts[index] + 1)

    def line(self, number: int) -> Span:
        """The text of the physical line of that `number`, without its line break. IndexError if there is none."""
        starts = self._line_starts()
        index = number - self._first
        if not 0 <= index < len(starts):
            raise IndexError(number)
        if index + 1 == len(starts):
            return starts[index], len(self.content)
        end = starts[index + 1] - 1
        return starts[index], end - self.content.startswith("\r\n", end - 1)

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = line_starts(self.content)
        return self._starts


def line_starts(text: str) -> list[int]:
    """The offsets at which the lines of `text` start, as Lines has them."""
    return [0, *[found.end() for found in _BREAK.finditer(text)]]


class ReadError(Exception):
    """
    Why a text is no document, found at `offset`.

    `end` is where the offending token ends, if that is known, `first` the span of an earlier thing that it
    collides with. Inside this package only: what leaves it is an Unread.
    """

    def __init__(  # noqa: PLR0913 - what an Unread has, before its text is known
        self,
        offset: int,
        rule: str,
        message: str,
        hint: str | None = None,
        *,
        end: int | None = None,
        first: Span | None = None,
    ) -> None:
        super().__init__(offset, rule, message, hint)
        self.offset = offset
        self.rule = rule
        self.message = message
        self.hint = hint
        self.end = end
        self.first = first

    def unread(self, file: str, kind: str, lines: Lines) -> Unread:
        """The finding in the words of a report, with its places in `lines`."""
        hint = self.hint
        if self.first is not None:
            first = lines.place(self.first[0])
            hint = f"the first one is at line {first.line}, column {first.column}"
        found = problem(file, self.rule, self.message, hint, lines.place(self.offset))
        end = min(self.offset + 1, len(lines.content)) if self.end is None else self.end
        return Unread(found, kind, lines, (self.offset, end), self.first)


def problem(file: str, rule: str, message: str, hint: str | None = None, place: Place = NOWHERE) -> Problem:
    """A Problem of severity error that concerns the document as a whole, not a value in it."""
    return Problem(file, place.line, place.column, "", rule, "error", message, hint)


def shown(text: str) -> str:
    """`text` in double quotes, escaped to printable ASCII and cut, so that no name can forge a log line."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
    return encode_basestring_ascii(cut)


def duplicate_key(span: Span, key: str, first: Span) -> ReadError:
    """A key that its object has already (RFC 8259 section 4: names within an object should be unique)."""
    return ReadError(span[0], "duplicate-key", f"duplicate key {shown(key)}", end=span[1], first=first)


def too_deep(offset: int, limit: int) -> ReadError:
    """A container inside more than `limit - 1` others."""
    return ReadError(offset, "too-deep", f"nested deeper than the limit of {limit:,} levels")


def too_many_nodes(offset: int, limit: int) -> ReadError:
    """The value that passes the limit of values in a document."""
    return ReadError(offset, "too-many-nodes", f"more values than the limit of {limit:,} in one document")


def reason(error: OSError) -> str:
    """The system's words for `error`, in lower case, without the name of the file."""
    return (error.strerror or type(error).__name__).lower()
