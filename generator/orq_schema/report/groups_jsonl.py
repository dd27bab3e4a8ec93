"""`--summary` for pipes: one JSON object a group of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report import groups_json
from orq_schema.report.json_report import dumped

if TYPE_CHECKING:
    from orq_schema.report.summary import Summary


class Report(groups_json.Report):
    """Each group on a line of its own, with the members that it has in the JSON report, at the end."""

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - the exit code says whether there are any
        """Write all groups."""
        for each in self.groups.sorted():
            self.write(dumped(groups_json.members(each)) + "\n")
