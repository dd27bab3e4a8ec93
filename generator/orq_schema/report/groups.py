"""Problems by rule and place: how many there are of each kind, in how many documents, and the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.errors import NO_DETAIL
from orq_schema.grouping import Grouping
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Problem, Severity
    from orq_schema.report.sink import Write

EXAMPLES = 3


class Tally:
    """How many problems were counted, and in how many documents."""

    __slots__ = ("_last", "documents", "problems")

    def __init__(self) -> None:
        self.problems = 0
        self.documents = 0
        self._last: tuple[object, ...] | None = None

    def add(self, problem: Problem) -> None:
        """Count `problem`; those of one document come one after another."""
        self.problems += 1
        document = _document(problem)
        self.documents += document != self._last
        self._last = document


class Group(Tally):
    """
    Problems of one rule at places that are alike; `pointer` is None for those of many places that have no group.

    `examples` are the first ones, without what only a longer report shows.
    """

    __slots__ = ("examples", "pointer", "rule", "severity")

    def __init__(self, severity: Severity, rule: str, pointer: str | None) -> None:
        super().__init__()
        self.severity = severity
        self.rule = rule
        self.pointer = pointer
        self.examples: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Count `problem`, and keep it if it is one of the first."""
        super().add(problem)
        if len(self.examples) < EXAMPLES:
            # an excerpt would keep the whole document
            self.examples.append(problem._replace(detail=NO_DETAIL))


class Groups:
    """The groups of a run, in bounded memory."""

    def __init__(self) -> None:
        self._grouping = Grouping()
        self._groups: dict[tuple[str, str, str | None], Group] = {}

    def add(self, problem: Problem) -> None:
        """Count `problem` in its group."""
        pointer = self._grouping.of(problem.severity, problem.rule, problem.pointer)
        key = problem.severity, problem.rule, pointer
        if key not in self._groups:
            self._groups[key] = Group(problem.severity, problem.rule, pointer)
        self._groups[key].add(problem)

    def sorted(self) -> list[Group]:
        """All groups, the largest first; of the same size the one first that was there first."""
        return sorted(self._groups.values(), key=lambda each: -each.problems)


class Grouped(Sink):
    """A report that has the `groups` of problems, at the end."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self.groups = Groups()

    def add(self, problem: Problem) -> None:
        """Count `problem`."""
        self.groups.add(problem)


def _document(problem: Problem) -> tuple[object, ...]:
    """What tells the document of `problem` from all others of the run; its place where it could not be read."""
    record = problem.detail.record
    place = (problem.line, problem.column) if record is None else (record.line, record.column)
    return problem.file, *place
