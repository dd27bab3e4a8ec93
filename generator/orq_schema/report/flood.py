"""Show a few of many problems that are alike, and count the others: for reports that people read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orq_schema.errors import Problem

# of one rule at places that differ in nothing but indices; of one rule in one file
_ALIKE = 5
_OF_ONE_RULE = 10
# so many places of a file are told apart: keys of the user's own may make any number of them
_MOST_PLACES = 10_000
_INDEX = re.compile(r"/\d+(?=/|$)")


class Flood:
    """The problems of one file: which are shown, and how many of which kind are not."""

    def __init__(self) -> None:
        self._alike: dict[tuple[str, ...], int] = {}
        self._of_rule: dict[tuple[str, ...], int] = {}
        self._left_out: dict[tuple[str, str, str], int] = {}

    def takes(self, problem: Problem) -> bool:
        """Whether `problem` is to be shown; it is counted if not."""
        rule = problem.severity, problem.rule
        where = places(problem.pointer)
        if (*rule, where) not in self._alike and len(self._alike) >= _MOST_PLACES:
            where = ""
        alike = self._alike[*rule, where] = self._alike.get((*rule, where), 0) + 1
        of_rule = self._of_rule[rule] = self._of_rule.get(rule, 0) + 1
        if alike <= _ALIKE and of_rule <= _OF_ONE_RULE:
            return True
        if alike <= _ALIKE:
            where = ""  # one of many places: to name each would be a flood too
        self._left_out[*rule, where] = self._left_out.get((*rule, where), 0) + 1
        return False

    def left_out(self) -> list[tuple[str, str, str, int]]:
        """Severity, rule, places with `*` for what varies (empty: various) and number of what was not shown."""
        return [(*kind, count) for kind, count in self._left_out.items()]


def places(pointer: str) -> str:
    """`pointer` with `*` for each index."""
    return _INDEX.sub("/*", pointer)


class Every:
    """In place of a flood: all problems are shown."""

    def takes(self, problem: Problem) -> bool:  # noqa: ARG002 - none is left out
        """Whether `problem` is to be shown."""
        return True
