"""The report for programs: one JSON object with all problems and a summary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.summary import Summary


def render(problems: list[Problem], summary: Summary) -> str:
    """The whole report, ended by a line feed. All of it is ASCII, so that no terminal can trip over it."""
    counts = {
        "files": summary.files,
        "documents": summary.documents,
        "errors": summary.errors,
        "warnings": summary.warnings,
    }
    return json.dumps({"problems": [each._asdict() for each in problems], "summary": counts}, indent=2) + "\n"
