"""The report for people: each problem with the lines that it is about, and a hint below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.printable import escapes
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.errors import Excerpt, Problem
    from orq_schema.report.flood import Flood
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

# a style, as report/colour.py names it, and a text in it; a line is some of these
Part = tuple[str, str]


class Report(Sink):
    """
    Each problem as soon as it is found, few of a kind in one file, then how many there are more.

    What the schema says of a field is said once a file.
    """

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._file = ""
        self._flood: Flood | None = None
        self._told = set[str]()

    def source(self, file: str) -> None:
        """Close the file before."""
        self._rest()
        self._file, self._flood = file, None
        self._told.clear()

    def add(self, problem: Problem) -> None:
        """Write `problem` at once, unless there were many like it."""
        if self._flood is None:
            from orq_schema.report.flood import Flood

            self._flood = Flood()
        if self._flood.takes(problem):
            about = problem.detail.about
            self._lines(_whole(problem, about=None if about in self._told else about))
            self._told.add(about or "")

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - the closing line goes to standard error
        """Close the last file."""
        self._rest()

    def _rest(self) -> None:
        for severity, rule, where, count in self._flood.left_out() if self._flood else ():
            many = f"{count:,} more {severity}{'' if count == 1 else 's'} of rule {rule}"
            self._lines([[("strong", f"{self._file}:"), ("", f" {many}{f' at {where}' if where else ''}")]])

    def _lines(self, lines: Iterable[list[Part]]) -> None:
        self.write("".join([f"{_line(parts, colour=self.colour)}\n" for parts in lines]))


def line(problem: Problem) -> str:
    """`file:line:column: severity: message (pointer)`, and the hint on a line of its own."""
    return "".join([f"{_line(parts, colour=False)}\n" for parts in (_head(problem), *_hint(problem))])


def _line(parts: list[Part], *, colour: bool) -> str:
    """One line, made harmless as a whole: parts that are harmless may not be so side by side."""
    text = "".join([text for _, text in parts])
    shown = escapes(text)
    if text.lstrip(" ").startswith("::"):
        # what GitHub's runner takes for a command
        shown[text.index(":")] = r"\x3a"
    if not colour:
        return "".join(shown)
    from orq_schema.report.colour import painted

    found = ""
    at = 0
    for style, part in parts:
        found += painted(style, "".join(shown[at : at + len(part)]))
        at += len(part)
    return found


def _whole(problem: Problem, about: str | None) -> list[list[Part]]:
    excerpts = problem.detail.excerpts()
    found = [_head(problem), *_frame(problem.severity, excerpts)]
    if about is not None:
        # in line with the frame
        margin = max((len(str(each.line)) for each in excerpts), default=1)
        found.append([("frame", f"{'':{margin}} ="), ("", f" {about}")])
    return found + _hint(problem)


def _head(problem: Problem) -> list[Part]:
    place = "".join([f"{part}:" for part in (problem.line, problem.column) if part is not None])
    at = f" ({problem.pointer})" if problem.pointer else ""
    return [
        ("strong", f"{problem.file}:{place}"), ("", " "), (problem.severity, f"{problem.severity}:"),
        ("", f" {problem.message}"), ("frame", at),
    ]  # fmt: skip


def _frame(style: str, excerpts: tuple[Excerpt, ...]) -> list[list[Part]]:
    if not excerpts:
        return []
    from orq_schema.report.frame import frame

    return [
        [("frame", gutter), ("", f" {text}" if text else ""), (style, f" {marks}" if marks else "")]
        for gutter, text, marks in frame(excerpts)
    ]


def _hint(problem: Problem) -> list[list[Part]]:
    return [] if problem.hint is None else [[("note", "  hint:"), ("", f" {problem.hint}")]]


def closing(summary: Summary) -> str:
    """The last line, which goes to standard error: what was read, and what came of it."""
    said = [counted(summary.files, "file"), counted(summary.documents, "document")]
    found = [counted(summary.errors, "error"), counted(summary.warnings, "warning")]
    if summary.known:
        found.append(f"{summary.known:,} known (baseline)")
    if summary.fixable:
        found.append(f"up to {summary.fixable:,} fixable with --fix")
    return f"{', '.join(said)}: {', '.join(found)}\n"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
