"""The report for programs: one JSON object with all problems and a summary."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary


class Report(Sink):
    """One JSON object at the end. All of it is ASCII, so that no terminal can trip over it."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._problems: list[dict[str, Any]] = []

    def add(self, problem: Problem) -> None:
        """Keep `problem` until the end."""
        self._problems.append(fields(problem))

    def close(self, summary: Summary) -> None:
        """Write the whole report, ended by a line feed."""
        counts = {
            "files": summary.files,
            "documents": summary.documents,
            "errors": summary.errors,
            "warnings": summary.warnings,
        }
        self.write(dumped({"problems": self._problems, "summary": counts}, indent=2) + "\n")


def fields(problem: Problem) -> dict[str, Any]:
    """The members of `problem` that reports for programs have, by name."""
    found = problem._asdict()
    del found["detail"]
    return found


def dumped(value: dict[str, Any], *, indent: int | None = None) -> str:
    """`value` as JSON, in ASCII, without the signs that make a build server take a line for a command."""
    return re.sub("#(?=#)", r"\\u0023", json.dumps(value, indent=indent))
