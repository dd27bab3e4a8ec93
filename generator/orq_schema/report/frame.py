"""Lay out the lines of a payload that a problem is about, with a caret under what is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.report.printable import cells, escapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.errors import Excerpt

# of a long line, in columns: the most that is shown, and how much of that in front of the caret
_MOST = 100
_BEFORE = 40
_CUT = "..."
_TAB = " " * 4


class View(NamedTuple):
    """A line as it is shown; the mark starts behind the first `start` columns and is `width` columns wide."""

    line: int
    text: str
    start: int
    width: int


def frame(excerpts: Sequence[Excerpt]) -> list[tuple[str, str, str]]:
    """
    The lines to show, each as gutter, text and marks, of which one may be empty; from the top to the bottom.

    Carets mark the first of `excerpts`, dashes the others.
    """
    marked = [(view(each), "-" if index else "^") for index, each in enumerate(excerpts)]
    rows: dict[tuple[int, str], str] = {}
    for (line, text, start, width), mark in sorted(marked, key=lambda each: (each[0].line, each[0].start)):
        rows[line, text] = rows.get((line, text), "").ljust(start)[:start] + mark * width
    margin = max(len(str(line)) for line, _ in rows)
    found = [(f"{'':{margin}} |", "", "")]
    for (line, text), marks in rows.items():
        found.append((f"{line:{margin}} |", text, ""))
        found.append((f"{'':{margin}} |", "", marks))
    return found


def view(excerpt: Excerpt) -> View:
    """The excerpt without anything that a terminal could take amiss, cut to what fits on a line."""
    shown = [
        _TAB if char == "\t" else text for char, text in zip(excerpt.text, escapes(excerpt.text), strict=True)
    ]
    sizes = [cells(each) for each in shown]
    low, high = _window(sizes, excerpt.start)
    text = "".join(shown[low:high])
    before, after = _CUT if low else "", _CUT if high < len(shown) else ""
    start = len(before) + sum(sizes[low : excerpt.start])
    width = sum(sizes[excerpt.start : min(high, excerpt.start + excerpt.width)])
    return View(excerpt.line, f"{before}{text}{after}".rstrip(), start, max(width, 1))


def _window(sizes: list[int], start: int) -> tuple[int, int]:
    """The part of a line to show, so that what is at `start` is in it."""
    if sum(sizes) <= _MOST:
        return 0, len(sizes)
    room = _MOST - 2 * len(_CUT)
    low, left = _taken(sizes, start, -1, _BEFORE)
    high, right = _taken(sizes, start, 1, room - left)
    # near the end of the line there is room for more in front
    return _taken(sizes, start, -1, room - right)[0] if high == len(sizes) else low, high


def _taken(sizes: list[int], at: int, step: int, room: int) -> tuple[int, int]:
    """How far from `at` the code points reach that fit in `room` columns, and how many those take."""
    taken = 0
    while 0 <= at + min(step, 0) < len(sizes) and taken + sizes[at + min(step, 0)] <= room:
        taken += sizes[at + min(step, 0)]
        at += step
    return at, taken
