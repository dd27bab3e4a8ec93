"""Which problems the page lists: the first of each kind, so that what is rare is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.flood import places

if TYPE_CHECKING:
    from orq_schema.errors import Problem

# of one rule at places that differ in nothing but indices; of one rule
_ALIKE = 10
_OF_ONE_RULE = 40


class Listing:
    """
    Takes the first problems of each kind.

    Whatever it takes of a run it also takes of a part of the run: so a part can tell what will not be wanted.
    """

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str, str], int] = {}
        self._of_rule: dict[tuple[str, str], int] = {}

    def takes(self, problem: Problem) -> bool:
        """Whether `problem` is listed."""
        rule = problem.severity, problem.rule
        of_rule = self._of_rule.get(rule, 0)
        if of_rule == _OF_ONE_RULE:
            # places are told apart only as long as it matters: they may be many
            return False
        kind = *rule, places(problem.pointer)
        alike = self._alike[kind] = self._alike.get(kind, 0) + 1
        self._of_rule[rule] = of_rule + (alike <= _ALIKE)
        return alike <= _ALIKE
