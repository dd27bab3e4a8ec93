"""Write JSON values as Python or JSON source, and note where each key and value comes to stand."""

from __future__ import annotations

import json
import keyword
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.jsonvalue import elements, is_array, is_object, members

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.pointer import Steps

Steps_ = tuple[str | int, ...]


class Style(NamedTuple):
    """How to write: `indent` for one member a line, `calls` for `dict(key=...)`, `quote` for strings."""

    indent: bool = False
    calls: bool = False
    quote: str = '"'
    python: bool = True


class Writer:
    """
    The source of one value.

    `text` has the places: `keys` and `values` by JSON Pointer, as offsets. `hidden` may give other source for what is
    at some steps.
    """

    def __init__(
        self, style: Style, hidden: Callable[[Steps], str | None] | None = None, start: str = ""
    ) -> None:
        self.style = style
        self.text = start
        self.keys: dict[str, int] = {}
        self.values: dict[str, int] = {}
        self._hidden = hidden or _nothing

    def write(self, value: Any, steps: Steps = ()) -> None:
        self.values[pointer.join(steps)] = len(self.text)
        other = self._hidden(steps)
        if other is not None:
            self.text += other
        elif is_object(value):
            self._object(value, steps)
        elif is_array(value):
            self._items("[", "]", [((*steps, index), each) for index, each in enumerate(value)], steps)
        else:
            self.text += self._scalar(value)

    def place(self, at: str, *, key: bool) -> tuple[int, int]:
        """Give the line and column of the key or value at the pointer `at`."""
        return place(self.text, (self.keys if key else self.values)[at])

    def _object(self, value: dict[str, Any], steps: Steps) -> None:
        members = [((*steps, key), each) for key, each in value.items()]
        if self.style.calls and all(key.isidentifier() and not keyword.iskeyword(key) for key in value):
            self._items("dict(", ")", members, steps, call=True)
        else:
            self._items("{", "}", members, steps)

    def _items(
        self, opening: str, closing: str, items: list[tuple[Steps_, Any]], steps: Steps, *, call: bool = False
    ) -> None:
        self.text += opening
        for number, (inner, each) in enumerate(items):
            self.text += "\n" + "    " * (len(inner)) if self.style.indent else " " if number else ""
            if opening != "[":
                self.keys[pointer.join(inner)] = len(self.text)
                self.text += f"{inner[-1]}=" if call else f"{self._scalar(inner[-1])}: "
            self.write(each, inner)
            last = number == len(items) - 1
            self.text += "," if not last or (self.style.indent and self.style.python) else ""
        if items and self.style.indent:
            self.text += "\n" + "    " * len(steps)
        self.text += closing

    def _scalar(self, value: Any) -> str:
        if not self.style.python:
            return json.dumps(value)
        if isinstance(value, str):
            text = json.dumps(value, ensure_ascii=False)
            if self.style.quote == "'" and '"' not in value and "'" not in value:
                return f"'{text[1:-1]}'"
            # JSON's escapes are Python's, but for the solidus, which is not escaped here
            return text
        return repr(value)


def places(value: Any, steps: Steps_ = ()) -> list[Steps_]:
    """Give the steps to every value in `value`, itself included, outer ones first."""
    held: list[tuple[str | int, Any]] = list(members(value).items()) or list(enumerate(elements(value)))
    return [steps, *[each for step, inner in held for each in places(inner, (*steps, step))]]


def place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _nothing(_: Steps) -> str | None:
    return None
