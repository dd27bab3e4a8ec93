"""The report for pipes: one JSON object a line, each as soon as its problem is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.json_report import dumped, fields
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem


class Report(Sink):
    """Each problem on a line of its own, with the members that it has in the JSON report. All of it is ASCII."""

    def add(self, problem: Problem) -> None:
        """Write `problem` at once."""
        self.write(dumped(fields(problem)) + "\n")
