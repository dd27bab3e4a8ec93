"""What an import changes on its way, to be told: counts by kind, with a place for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema import pointer

if TYPE_CHECKING:
    from orq_schema.pointer import Steps


class Notes:
    """
    What was done, by kind, in the order in which the kinds were met.

    A kind is a few words, such as "`nullable` made a type"; `places` has the JSON Pointers of each.
    """

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}

    def add(self, kind: str, steps: Steps) -> None:
        """Note that `kind` happened to what stands at `steps`."""
        self.places.setdefault(kind, []).append(pointer.join(steps))
