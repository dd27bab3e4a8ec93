"""The summary of a step on GitHub Actions: a Markdown table, which no string in it can break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.flood import Flood
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink
from orq_schema.report.text import closing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

# GitHub takes 1 MiB: 100 rows of 3 cells of 300 characters, each ten bytes at most
_ROWS = 100
_CELL = 300


class Report(Sink):
    """The counts and the first problems, few of a kind in one file, in one piece at the end."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._flood = Flood()
        self._rows: list[str] = []
        self._more = 0

    def source(self, file: str) -> None:  # noqa: ARG002 - each file has a flood of its own
        """Problems of another file are no more of the same."""
        self._flood = Flood()

    def add(self, problem: Problem) -> None:
        """Keep `problem` until the end, or count it."""
        if len(self._rows) < _ROWS and self._flood.takes(problem):
            self._rows.append(_row(problem))
        else:
            self._more += 1

    def close(self, summary: Summary) -> None:
        """Write the whole summary."""
        more = f"{self._more:,} more" if self._more else ""
        self.write(table(summary, ("", "place", "problem"), self._rows, more))


def table(summary: Summary, head: tuple[str, ...], rows: list[str], more: str) -> str:
    """A section with the counts and, if there are `rows`, a table of them; `more` says what is not in it."""
    text = f"### orq-schema\n\n{closing(summary)}"
    if rows:
        text += f"\n{row(head)}{row(['---'] * len(head))}{''.join(rows)}"
    if more:
        text += f"\nand {more}\n"
    return text + "\n"


def row(cells: Iterable[str]) -> str:
    """A line of the table."""
    return f"| {' | '.join(cells)} |\n"


def place(problem: Problem) -> str:
    """File, line and column, as a cell."""
    return cell(
        ":".join(str(part) for part in (relative(problem.file), problem.line, problem.column) if part)
    )


def _row(problem: Problem) -> str:
    hint = "" if problem.hint is None else f"<br>{cell(problem.hint)}"
    return row((problem.severity, place(problem), f"{cell(problem.message)}{hint}"))


def cell(text: str) -> str:
    """`text` cut, each sign in it as a character reference: then none of them is markup, a link or a mention."""
    shown = printable(text)
    cut = shown if len(shown) <= _CELL else f"{shown[: _CELL - 3]}..."
    return "".join(char if char.isalnum() or char == " " else f"&#{ord(char)};" for char in cut)
