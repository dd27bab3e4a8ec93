"""`--summary` for GitHub Actions: an annotation for each group of problems, where the first of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.github import command, properties
from orq_schema.report.groups import Grouped
from orq_schema.report.groups_text import MOST, place
from orq_schema.report.printable import printable
from orq_schema.report.text import counted

if TYPE_CHECKING:
    from orq_schema.report.groups import Group
    from orq_schema.report.summary import Summary


class Report(Grouped):
    """A command for each group at the end, the largest first: the runner shows ten of a level."""

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - the step summary has the counts
        """Write the first groups, and how many there are more."""
        groups = self.groups.sorted()
        for each in groups[:MOST]:
            self.write(command(each.severity, properties(each.examples[0]), _said(each)))
        more = groups[MOST:]
        if more:
            problems = sum(each.problems for each in more)
            self.write(command("note", {}, f"{problems:,} more in {len(more):,} smaller groups"))


def _said(group: Group) -> str:
    first = group.examples[0]
    hint = "" if first.hint is None else f"\nhint: {printable(first.hint)}"
    counts = f"{counted(group.problems, 'problem')} in {counted(group.documents, 'document')}"
    return f"{printable(first.message)}\n{counts}: {place(group)}{hint}"
