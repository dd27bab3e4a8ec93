"""Comments that are not in the text of the document that they are about: before a block, or in a text made over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.validation.comments import kept, noted, unused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.errors import Problem
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
        return kept(problems, noted_.parts, noted_.used)

    def unused(self) -> Iterator[tuple[Part, Problem]]:
        """What has done nothing, and what to say of it."""
        for each in self._found.values():
            idle = [part for part in each.parts if part not in each.used]
            yield from ((part, unused(each.file, each.comments.lines, part)) for part in idle)
        self._found.clear()
