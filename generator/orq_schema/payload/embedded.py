"""A text that is written inside another one: read as any text, with its places in the whole file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.payload.document import Place, Span

# an escape; of a surrogate pair, which is one character, both halves (RFC 8259 section 7)
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")


class Run(NamedTuple):
    """
    What stands from `start` to `end` of the outer text, and the `text` that it means.

    Where both are equally long it is taken character by character, else as one: an escape, or what is left out.
    """

    text: str
    start: int
    end: int


class Embedded(Lines):
    """
    The text that `runs` of the text `outer` mean, in the order of `outer`.

    Offsets are those of `content`; lines and columns are those of the file. So whatever reads a text and tells of
    places in it need not know that it is inside another one, and shows nothing of what is around it. `outer` may
    be embedded itself.
    """

    __slots__ = ("_inner", "_outer", "_runs")

    def __init__(self, outer: Lines, runs: Iterable[Run]) -> None:
        self._outer = outer
        self._runs = list(runs)
        # where each run starts in `content`
        self._inner: list[int] = []
        length = 0
        for run in self._runs:
            self._inner.append(length)
            length += len(run.text)
        super().__init__("".join([run.text for run in self._runs]))

    def place(self, offset: int) -> Place:
        """The line and the column in the file of the code point at `offset`."""
        return self._outer.place(self.outside(offset))

    def line(self, number: int) -> Span:
        """What of `content` is on the line of that `number` of the file. IndexError if the file has no such line."""
        start, end = self._outer.line(number)
        return self.inside(start), self.inside(end)

    def outside(self, offset: int) -> int:
        """The offset in the outer text of the code point at `offset`; the end of it all at the end of `content`."""
        # of runs that start at the same offset all but the last one mean nothing
        index = bisect_right(self._inner, offset) - 1
        if index < 0:
            return 0
        run = self._runs[index]
        inside = offset - self._inner[index]
        if inside >= len(run.text):
            return run.end
        return run.start + (inside if len(run.text) == run.end - run.start else 0)

    def inside(self, offset: int) -> int:
        """The first offset in `content` that is at `offset` of the outer text or behind it."""
        index = bisect_right(self._runs, offset, key=lambda run: run.start) - 1
        if index < 0:
            return 0
        run = self._runs[index]
        passed = offset - run.start
        if passed and len(run.text) != run.end - run.start:
            passed = len(run.text)
        return self._inner[index] + min(passed, len(run.text))


def written(outer: Lines, start: int, end: int) -> Run:
    """What stands from `start` to `end` of `outer`, as it stands there."""
    return Run(outer.content[start:end], start, end)


def unescaped(outer: Lines, start: int, end: int) -> Iterator[Run]:
    """What the string of JSON means that stands from `start` to `end` of `outer`, quotes included, piece by piece."""
    at, end = start + 1, end - 1
    for escape in _ESCAPE.finditer(outer.content, at, end):
        yield written(outer, at, escape.start())
        yield Run(json.loads(f'"{escape.group()}"'), *escape.span())
        at = escape.end()
    yield written(outer, at, end)
