"""The summary of a step on GitHub Actions with groups of problems: a Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report import groups_text
from orq_schema.report.github_summary import cell, place, row, table
from orq_schema.report.groups import Grouped

if TYPE_CHECKING:
    from orq_schema.report.groups import Group
    from orq_schema.report.summary import Summary

_HEAD = ("problems", "documents", "", "rule", "place", "the first of them")


class Report(Grouped):
    """The counts and the largest groups, in one piece at the end."""

    def close(self, summary: Summary) -> None:
        """Write the whole summary."""
        groups = self.groups.sorted()
        more = groups[groups_text.MOST :]
        problems = sum(each.problems for each in more)
        others = f"{problems:,} more in {len(more):,} smaller groups" if more else ""
        self.write(table(summary, _HEAD, [_row(each) for each in groups[: groups_text.MOST]], others))


def _row(group: Group) -> str:
    first = group.examples[0]
    return row((
        f"{group.problems:,}", f"{group.documents:,}", group.severity, cell(group.rule),
        cell(groups_text.place(group)), f"{place(first)}<br>{cell(first.message)}",
    ))  # fmt: skip
