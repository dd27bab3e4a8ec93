"""A JSON array whose items are written one by one, in the layout that the standard library gives with an indent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orq_schema.report.sink import Write

_INDENT = "  "


class Array:
    """Written by `write`; `level` is how many containers are around the array."""

    def __init__(self, write: Write, level: int) -> None:
        self._write = write
        self._outer = "\n" + _INDENT * level
        self._inner = self._outer + _INDENT
        self._empty = True

    def add(self, item: str) -> None:
        """Write `item`, the JSON text of the next item, over several lines or on one."""
        # there is no line feed in a string: it is escaped
        indented = item.replace("\n", self._inner)
        self._write(f"{'[' if self._empty else ','}{self._inner}{indented}")
        self._empty = False

    def end(self) -> None:
        """Write the end of the array."""
        self._write("[]" if self._empty else f"{self._outer}]")
