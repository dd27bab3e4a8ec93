"""What a run has seen so far, and the exit code that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orq_schema.errors import Problem

GOOD, FOUND, USAGE, UNREADABLE = range(4)


class Summary:
    """
    Counts of one run; `exit_code` is that of the worst that was seen.

    `known` counts the problems that a baseline hides; they are in no other figure. `fixable` counts those that have a
    safe mend.
    """

    __slots__ = ("documents", "errors", "exit_code", "files", "fixable", "known", "warnings")

    def __init__(self) -> None:
        self.files = 0
        self.documents = 0
        self.errors = 0
        self.warnings = 0
        self.known = 0
        self.fixable = 0
        self.exit_code = GOOD

    def add(self, problem: Problem, *, code: int = FOUND) -> None:
        """Count `problem`; `code` is the exit code if it is an error: UNREADABLE where something got no verdict."""
        if problem.severity == "error":
            self.errors += 1
            self.exit_code = max(self.exit_code, code)
        elif problem.severity == "warning":
            self.warnings += 1
