"""`--summary` for programs: one JSON object with the groups of problems, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.report.groups import Grouped
from orq_schema.report.json_report import counts, dumped, fields

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.groups import Group
    from orq_schema.report.summary import Summary

_OF_EXAMPLE = ("file", "line", "column", "pointer", "message", "hint")


class Report(Grouped):
    """One JSON object at the end. All of it is ASCII."""

    def close(self, summary: Summary) -> None:
        """Write the whole report, ended by a line feed."""
        groups = [members(each) for each in self.groups.sorted()]
        self.write(dumped({"groups": groups, "summary": counts(summary)}, indent=2) + "\n")


def members(group: Group) -> dict[str, Any]:
    """The members of `group` that reports for programs have, by name."""
    return {
        "rule": group.rule,
        "severity": group.severity,
        "pointer": group.pointer,
        "problems": group.problems,
        "documents": group.documents,
        "examples": [_example(each) for each in group.examples],
    }


def _example(problem: Problem) -> dict[str, Any]:
    found = fields(problem)
    return {name: found[name] for name in _OF_EXAMPLE}
