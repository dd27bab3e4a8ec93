"""`--summary` for people: a table of the groups of problems, and below each the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.groups import Grouped
from orq_schema.report.printable import cells, escapes

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.groups import Group
    from orq_schema.report.summary import Summary

# columns of the whole, of the two counts, and of what is in front of an example
_WIDTH = 100
_COUNT = 9
# with a dash: what begins with two colons would be a command to GitHub's runner
_MARGIN = f"{'- ':>{2 * (_COUNT + 2)}}"
_CUT = "..."
_LONGEST_PLACE = 40
# of groups
MOST = 50


class Report(Grouped):
    """The table at the end, the largest group first, no line wider than 100 columns. Nothing where all is good."""

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - the closing line goes to standard error
        """Write the whole table."""
        groups = self.groups.sorted()
        if groups:
            self._line(("strong", f"{'problems':>{_COUNT}}  {'documents':>{_COUNT}}  rule and place"))
        for each in groups[:MOST]:
            self._group(each)
        more = groups[MOST:]
        if more:
            problems = sum(each.problems for each in more)
            self._line(("", f"{problems:>{_COUNT},}{'':{_COUNT + 4}}in {len(more):,} smaller groups"))

    def _group(self, group: Group) -> None:
        self._line(
            ("", f"{group.problems:>{_COUNT},}  {group.documents:>{_COUNT},}  "),
            (group.severity, group.severity),
            ("strong", f" {group.rule}"),
            ("", f" {place(group)}"),
        )
        for each in group.examples:
            at = fitted(_place(each), _LONGEST_PLACE, at_end=False)
            self._line(("", _MARGIN), ("frame", f"{at}: "), ("", "".join(escapes(each.message))))

    def _line(self, *parts: tuple[str, str]) -> None:
        room = _WIDTH
        found = ""
        for index, (style, part) in enumerate(parts):
            # only the last part is as long as it likes
            text = fitted(part, room) if index == len(parts) - 1 else part
            room -= cells(text)
            found += self._painted(style, text)
        self.write(f"{found.rstrip()}\n")

    def _painted(self, style: str, text: str) -> str:
        if not self.colour:
            return text
        from orq_schema.report.colour import painted

        return painted(style, text)


def place(group: Group) -> str:
    """Where the problems of `group` are, in words where that is no one place."""
    if group.pointer is None:
        return "elsewhere"
    return "".join(escapes(group.pointer)) or "the whole document"


def fitted(text: str, room: int, *, at_end: bool = True) -> str:
    """Printable `text` in no more than `room` columns, cut at its end or at its start."""
    if cells(text) <= room:
        return text
    kept = ""
    taken = len(_CUT)
    for char in text if at_end else reversed(text):
        taken += cells(char)
        if taken > room:
            break
        kept = kept + char if at_end else char + kept
    return kept + _CUT if at_end else _CUT + kept


def _place(problem: Problem) -> str:
    at = ":".join([str(part) for part in (problem.file, problem.line, problem.column) if part is not None])
    return "".join(escapes(at))
