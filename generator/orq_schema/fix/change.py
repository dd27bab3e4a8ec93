"""A change of a text: the mend that it makes, where, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.errors import Mend
    from orq_schema.pointer import Steps


class Edit(NamedTuple):
    """Write `text` in place of what is between `start` and `end`, offsets in code points."""

    start: int
    end: int
    text: str


class Spot(NamedTuple):
    """A value: the index of its document in the text, and the steps to it."""

    document: int
    steps: Steps

    @property
    def pointer(self) -> str:
        """The steps as a JSON Pointer."""
        return pointer.join(self.steps)


class Change(NamedTuple):
    """
    One `mend` in the text; `edits` are in the order of the text.

    There are several `spots` where YAML aliases make several values of the same text.
    """

    mend: Mend
    edits: tuple[Edit, ...]
    spots: tuple[Spot, ...]

    @property
    def extent(self) -> tuple[int, int]:
        """From the first to behind the last place that is changed."""
        return self.edits[0].start, self.edits[-1].end


def apart(changes: Iterable[Change]) -> list[Change]:
    """Those of `changes` that can be made together: of two that overlap the outer one, else the first."""
    taken: list[Change] = []
    end = -1
    for change in sorted(changes, key=lambda each: (each.extent[0], -each.extent[1])):
        if change.extent[0] >= end:
            taken.append(change)
            end = change.extent[1]
    return taken


def written(text: str, changes: Iterable[Change]) -> str:
    """`text` with all of `changes` made; they do not overlap."""
    return replaced(text, (edit for change in changes for edit in change.edits))


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all of `edits` made; they do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*parts, text[at:]))
