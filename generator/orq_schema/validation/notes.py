"""Comments that are not in the text of the document that they are about: before a block, or in a text made over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.errors import Problem
from orq_schema.validation.comments import noted, said
from orq_schema.validation.judge import NO_VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Comments
    from orq_schema.validation.comments import Part


class _Noted(NamedTuple):
    file: str
    comments: Comments
    parts: list[Part]
    used: set[Part]


class Notes:
    """The comments of one file; to be asked about each of its documents."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, tuple[int, int] | None], _Noted] = {}

    def applied(self, file: str, comments: Comments, problems: list[Problem]) -> list[Problem]:
        """Those of `problems`, all of one document, that none of `comments` switches off."""
        key = id(comments.lines), comments.span
        if key not in self._found:
            self._found[key] = _Noted(file, comments, list(noted(comments)), set())
        noted_ = self._found[key]
        return [each for each in problems if not _switched_off(each, noted_)]

    def unused(self) -> Iterator[tuple[Part, Problem]]:
        """What has done nothing, and what to say of it."""
        for each in self._found.values():
            for part in each.parts:
                if part not in each.used:
                    line, column = each.comments.lines.place(part.at)
                    message, hint = said(part.rule)
                    yield (
                        part,
                        Problem(each.file, line, column, "", "unused-ignore", "warning", message, hint),
                    )
        self._found.clear()


def _switched_off(problem: Problem, noted_: _Noted) -> bool:
    if problem.rule in NO_VERDICT:
        return False
    found = [
        each for each in noted_.parts if each.line in (0, problem.line) and each.rule in (None, problem.rule)
    ]
    noted_.used.update(found)
    return bool(found)
