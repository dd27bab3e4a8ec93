"""Problems that a saved report has already, so that only new ones are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.errors import Problem
from orq_schema.jsonvalue import is_array, members
from orq_schema.payload.text import reason
from orq_schema.report.fingerprint import Fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOREIGN = "not a report of ours: save one with --output json:FILE"


class Baseline(NamedTuple):
    """A saved report: the name of its file, and the problems in it, in their order."""

    file: str
    problems: tuple[Problem, ...]


class Known:
    """What is known from a baseline; to be asked about each problem of a run, in the order of the run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        fingerprints = Fingerprints()
        self._known = {fingerprints.of(each) for each in problems}
        self._fingerprints = Fingerprints()

    def __contains__(self, problem: Problem) -> bool:
        """Whether the next problem is known: as many of a kind as there were, and no more."""
        return self._fingerprints.of(problem) in self._known


def load(file: str) -> Baseline:
    """
    The baseline `file`, a JSON report.

    ValueError with what is wrong where it cannot be read, or is no such report.
    """
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - pathlib costs 8 ms at start-up
            data = stream.read()
    except OSError as error:
        raise ValueError(reason(error)) from None
    try:
        problems = members(json.loads(data)).get("problems")
    except (ValueError, RecursionError):
        raise ValueError(_FOREIGN) from None
    if not is_array(problems):
        raise ValueError(_FOREIGN)
    return Baseline(file, tuple([_problem(members(each)) for each in problems]))


def _problem(found: dict[str, Any]) -> Problem:
    """One of a report's problems, as far as a fingerprint needs it."""
    texts: list[Any] = [found.get(name) for name in ("file", "pointer", "rule", "message")]
    if not all(isinstance(each, str) for each in texts):
        raise ValueError(_FOREIGN)
    file, pointer, rule, message = texts
    return Problem(file, None, None, pointer, rule, "error", message)
