"""Problems by rule and place: how many there are of each kind, in how many documents, and the first of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.errors import NO_DETAIL

if TYPE_CHECKING:
    from orq_schema.errors import Problem, Severity

EXAMPLES = 3
# of keys in one object that are told apart for a rule, of objects that have such, and of groups: memory is bounded
_KEYS = 12
_OBJECTS = 1_000
_GROUPS = 500
# of a pointer, in code points
_LONGEST = 300
_ANY = "*"
_INDEX = re.compile("[0-9]+")


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
    """The groups of a run, as many as it takes to tell what is wrong, and no more than fit into memory."""

    def __init__(self) -> None:
        self._places = _Places()
        self._groups: dict[tuple[str, str, str | None], Group] = {}

    def add(self, problem: Problem) -> None:
        """Count `problem` in its group."""
        pointer: str | None = self._places.of(problem.rule, problem.pointer)
        if (problem.severity, problem.rule, pointer) not in self._groups and len(self._groups) >= _GROUPS:
            pointer = None
        found = self._groups.get((problem.severity, problem.rule, pointer))
        if found is None:
            found = Group(problem.severity, problem.rule, pointer)
            self._groups[problem.severity, problem.rule, pointer] = found
        found.add(problem)

    def sorted(self) -> list[Group]:
        """All groups, the largest first; of the same size the one first that was there first."""
        return sorted(self._groups.values(), key=lambda each: -each.problems)


class _Places:
    """
    Pointers with `*` for what varies: indices, and keys of an object that has had many others.

    So keys that are a user's own, such as those of `inputs`, are a few places and one more for all others. What one
    rule finds there does not blur the places of another.
    """

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], set[str]] = {}

    def of(self, rule: str, pointer: str) -> str:
        """The place of `pointer`, which is cut where it is very long."""
        place = ""
        for token in pointer.split("/")[1:]:
            place = f"{place}/{self._step((rule, place), token)}"
            if len(place) > _LONGEST:
                return f"{place[:_LONGEST]}..."
        return place

    def _step(self, above: tuple[str, str], token: str) -> str:
        if _INDEX.fullmatch(token):
            return _ANY
        keys = self._keys.get(above)
        if keys is None:
            if len(self._keys) >= _OBJECTS:
                return _ANY
            keys = self._keys[above] = set()
        if token not in keys:
            if len(keys) >= _KEYS or len(token) > _LONGEST:
                return _ANY
            keys.add(token)
        return token


def _document(problem: Problem) -> tuple[object, ...]:
    """What tells the document of `problem` from all others of the run; its place where it could not be read."""
    record = problem.detail.record
    place = (problem.line, problem.column) if record is None else (record.line, record.column)
    return problem.file, *place
