"""The report for merge requests on GitLab: the subset of Code Climate's format that it reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orq_schema.report.array import Array
from orq_schema.report.fingerprint import Fingerprints
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


class Report(Sink):
    """One JSON array, with an object for each problem as soon as it is found. All of it is ASCII."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._fingerprints = Fingerprints()
        self._found = Array(write, 0)

    def add(self, problem: Problem) -> None:
        """Write `problem` at once: there may be millions."""
        hint = "" if problem.hint is None else f"; {problem.hint}"
        found = {
            "description": printable(problem.message + hint),
            "check_name": problem.rule,
            "fingerprint": self._fingerprints.of(problem),
            "severity": _SEVERITIES[problem.severity],
            # GitLab takes no problem without a line
            "location": {"path": printable(relative(problem.file)), "lines": {"begin": problem.line or 1}},
        }
        self._found.add(json.dumps(found, indent=2))

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - GitLab counts for itself
        """Write the end of the report, and a line feed."""
        self._found.end()
        self.write("\n")
