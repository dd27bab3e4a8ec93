"""Leave out the problems that comments in a payload switch off, and tell of comments that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.errors import Problem
from orq_schema.validation.judge import NO_VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document
    from orq_schema.payload.text import Lines
    from orq_schema.validation.comments import Part

_LANGUAGES = frozenset(("yaml", "toml"))


class Ignores:
    """
    The comments of one file, in a language that has them; to be asked about each of its documents, in their order.

    A comment holds for its line, or for the next one if it stands alone. What gave no verdict cannot be switched
    off. `ignored` are the rules that are switched off anyway, for which no comment is needed.
    """

    def __init__(self, ignored: frozenset[str] = frozenset()) -> None:
        self._ignored = ignored
        self._file = ""
        self._lines: Lines | None = None
        self._parts: list[Part] = []
        self._used: set[Part] = set()
        self._lost = False

    def lose(self) -> None:
        """Part of the file could not be read: nobody knows what the comments there are for."""
        self._lost = True

    def applied(self, document: Document, problems: list[Problem]) -> list[Problem]:
        """Those of `problems`, all of `document`, that no comment switches off; and its comments that do nothing."""
        if document.kind not in _LANGUAGES:
            return problems
        from orq_schema.validation.comments import outside, parts

        if document.lines is not self._lines:
            self._file, self._lines = document.file, document.lines
            self._parts = list(parts(document.lines))
        if not self._parts:
            return problems
        self._parts = outside(self._parts, document)
        kept = [each for each in problems if not self._switched_off(each)]
        kept += self._unused(before=document.root.end)
        return sorted(kept, key=lambda each: (each.line or 0, each.column or 0))

    def rest(self) -> list[Problem]:
        """The comments behind the last document that do nothing."""
        return list(self._unused())

    def _switched_off(self, problem: Problem) -> bool:
        if problem.rule in NO_VERDICT:
            return False
        found = [
            each for each in self._parts if each.line == problem.line and each.rule in (None, problem.rule)
        ]
        self._used.update(found)
        return bool(found)

    def _unused(self, before: int | None = None) -> Iterator[Problem]:
        """The comments before that offset that have done nothing; they are settled then."""
        settled = [each for each in self._parts if before is None or each.at < before]
        self._parts = self._parts[len(settled) :]
        for each in settled:
            needless = bool(self._ignored) if each.rule is None else each.rule in self._ignored
            if each not in self._used and not needless and not self._lost and self._lines is not None:
                from orq_schema.validation.comments import said

                line, column = self._lines.place(each.at)
                message, hint = said(each.rule)
                yield Problem(self._file, line, column, "", "unused-ignore", "warning", message, hint)
