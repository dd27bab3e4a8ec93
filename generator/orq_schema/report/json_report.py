"""The report for programs: one JSON object with all problems and a summary."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from orq_schema.report.array import Array
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary


class Report(Sink):
    """One JSON object, piece by piece. All of it is ASCII, so that no terminal can trip over it."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._problems: Array | None = None

    def add(self, problem: Problem) -> None:
        """Write `problem` at once: there may be millions."""
        self._begun().add(dumped(fields(problem), indent=2))

    def close(self, summary: Summary) -> None:
        """Write the rest of the report, ended by a line feed."""
        self._begun().end()
        end = dumped({"summary": counts(summary)}, indent=2)
        self.write(f",{end.removeprefix('{')}\n")

    def _begun(self) -> Array:
        if self._problems is None:
            self.write('{\n  "problems": ')
            self._problems = Array(self.write, 1)
        return self._problems


def fields(problem: Problem) -> dict[str, Any]:
    """The members of `problem` that reports for programs have, by name."""
    found = problem._asdict()
    del found["detail"]
    return found


def counts(summary: Summary) -> dict[str, int]:
    """The members of `summary` that reports for programs have, by name."""
    return {
        "files": summary.files,
        "documents": summary.documents,
        "errors": summary.errors,
        "warnings": summary.warnings,
    }


def dumped(value: dict[str, Any], *, indent: int | None = None) -> str:
    """`value` as JSON, in ASCII, without the signs that make a build server take a line for a command."""
    return re.sub("#(?=#)", r"\\u0023", json.dumps(value, indent=indent))
