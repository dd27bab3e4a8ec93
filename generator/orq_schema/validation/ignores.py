"""Leave out the problems that comments in a payload switch off, and tell of comments that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document
    from orq_schema.payload.text import Lines
    from orq_schema.validation.comments import Part
    from orq_schema.validation.notes import Notes

_LANGUAGES = frozenset(("yaml", "toml", "python"))


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
        self._notes: Notes | None = None

    def lose(self) -> None:
        """Part of the file could not be read: nobody knows what the comments there are for."""
        self._lost = True

    def applied(self, document: Document, problems: list[Problem]) -> list[Problem]:
        """Those of `problems`, all of `document`, that no comment switches off; and its comments that do nothing."""
        problems = self._noted(document, problems)
        if document.kind not in _LANGUAGES:
            return problems
        from orq_schema.validation.comments import in_source, kept, outside, parts

        passed: list[Problem] = []
        if document.lines is not self._lines:
            passed = list(self._unused())
            self._file, self._lines = document.file, document.lines
            found = parts(document.lines)
            self._parts = in_source(found, document) if document.kind == "python" else list(found)
        if not self._parts:
            return passed + problems
        # the documents of a source are not apart: others may be on the same lines
        is_apart = document.kind != "python"
        if is_apart:
            self._parts = outside(self._parts, document)
        left = passed + kept(problems, self._parts, self._used)
        if is_apart:
            left += self._unused(before=document.root.end)
        return sorted(left, key=lambda each: (each.line or 0, each.column or 0))

    def rest(self) -> list[Problem]:
        """The comments behind the last document that do nothing, and those beside documents."""
        found = list(self._unused())
        if self._notes is not None and not self._lost:
            found += [problem for part, problem in self._notes.unused() if not self._is_needless(part)]
        return found

    def _noted(self, document: Document, problems: list[Problem]) -> list[Problem]:
        """Those of `problems` that no comment beside the text of `document` switches off."""
        for each in () if document.origin is None else document.origin.comments:
            from orq_schema.validation.notes import Notes

            self._notes = self._notes or Notes()
            problems = self._notes.applied(document.file, each, problems)
        return problems

    def _unused(self, before: int | None = None) -> Iterator[Problem]:
        """The comments before that offset that have done nothing; they are settled then."""
        settled = [each for each in self._parts if before is None or each.at < before]
        self._parts = self._parts[len(settled) :]
        for each in settled:
            needless = self._is_needless(each)
            if each not in self._used and not needless and not self._lost and self._lines is not None:
                from orq_schema.validation.comments import unused

                yield unused(self._file, self._lines, each)

    def _is_needless(self, part: Part) -> bool:
        """Whether an option does what a comment is for."""
        return bool(self._ignored) if part.rule is None else part.rule in self._ignored
