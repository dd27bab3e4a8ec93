"""The summary of a step on GitHub Actions: a Markdown table, which no string in it can break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.flood import Flood
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink
from orq_schema.report.text import closing

if TYPE_CHECKING:
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
        text = f"### orq-schema\n\n{closing(summary)}"
        if self._rows:
            text += "\n| | place | problem |\n| --- | --- | --- |\n" + "".join(self._rows)
        if self._more:
            text += f"\nand {self._more:,} more\n"
        self.write(text + "\n")


def _row(problem: Problem) -> str:
    place = ":".join(str(part) for part in (relative(problem.file), problem.line, problem.column) if part)
    hint = "" if problem.hint is None else f"<br>{_cell(problem.hint)}"
    return f"| {problem.severity} | {_cell(place)} | {_cell(problem.message)}{hint} |\n"


def _cell(text: str) -> str:
    """`text` cut, each sign in it as a character reference: then none of them is markup, a link or a mention."""
    shown = printable(text)
    cut = shown if len(shown) <= _CELL else f"{shown[: _CELL - 3]}..."
    return "".join(char if char.isalnum() or char == " " else f"&#{ord(char)};" for char in cut)
