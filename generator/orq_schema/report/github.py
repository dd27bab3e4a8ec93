"""The report for GitHub Actions: workflow commands that annotate the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.flood import Flood
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# what the runner unescapes: everywhere, and besides in the properties before the text
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


class Report(Sink):
    """A command for each problem as soon as it is found, few of a kind in one file, then how many there are more."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._file = ""
        self._flood = Flood()

    def source(self, file: str) -> None:
        """Close the file before."""
        self._rest()
        self._file = file
        self._flood = Flood()

    def add(self, problem: Problem) -> None:
        """Write `problem` at once, unless there were many like it."""
        if self._flood.takes(problem):
            at = f" ({printable(problem.pointer)})" if problem.pointer else ""
            hint = "" if problem.hint is None else f"\nhint: {printable(problem.hint)}"
            text = f"{printable(problem.message)}{at}{hint}"
            self.write(command(problem.severity, properties(problem), text))

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - the step summary has the counts
        """Close the last file."""
        self._rest()

    def _rest(self) -> None:
        for severity, rule, where, count in self._flood.left_out():
            placed = {"file": printable(relative(self._file)), "title": rule}
            at = f" at {printable(where)}" if where else ""
            self.write(command(severity, placed, f"{count:,} more like these{at}"))


def properties(problem: Problem) -> dict[str, object]:
    """Where the annotation of `problem` stands, and its title."""
    end = problem.detail.end
    found = {
        "file": printable(relative(problem.file)),
        "line": problem.line,
        "endLine": None if end is None else end[0],
        # GitHub takes columns only of what is on one line
        "col": problem.column,
        "endColumn": None if end is None or end[0] != problem.line else end[1],
        "title": problem.rule,
    }
    return {name: value for name, value in found.items() if value is not None}


def command(severity: str, placed: Mapping[str, object], text: str) -> str:
    """The workflow command, on a line of its own, that annotates what is `placed` there with `text`."""
    listed = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in placed.items())
    return f"::{_COMMANDS[severity]} {listed}::{text.translate(_IN_TEXT)}\n"
