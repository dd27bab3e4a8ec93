"""The report for people: one line for each problem, a hint below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.summary import Summary


class Report(Sink):
    """Each problem as soon as it is found."""

    def add(self, problem: Problem) -> None:
        """Write `problem` at once."""
        self.write(line(problem))


def line(problem: Problem) -> str:
    """`file:line:column: severity: message (pointer)`, and the hint on a line of its own."""
    place = "".join(f"{part}:" for part in (problem.line, problem.column) if part is not None)
    at = f" ({printable(problem.pointer)})" if problem.pointer else ""
    head = f"{printable(problem.file)}:{place} {problem.severity}: {printable(problem.message)}{at}\n"
    return head if problem.hint is None else f"{head}  hint: {printable(problem.hint)}\n"


def closing(summary: Summary) -> str:
    """The last line, which goes to standard error: what was read, and what came of it."""
    said = [_count(summary.files, "file"), _count(summary.documents, "document")]
    found = [_count(summary.errors, "error"), _count(summary.warnings, "warning")]
    return f"{', '.join(said)}: {', '.join(found)}\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
