"""Document: one JSON value out of a payload file, and the places of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.payload.text import Lines
    from orq_schema.pointer import Steps


class Place(NamedTuple):
    """Line and column from 1, columns in code points; None where there is no place."""

    line: int | None
    column: int | None


NOWHERE = Place(None, None)
_NO_KEYS: dict[str, int] = {}


class Limits(NamedTuple):
    """
    What one document may have at most.

    `depth` counts containers around and including the deepest one, `nodes` counts values after the expansion
    of YAML aliases, `digits` counts the digits of one number, fraction and exponent included.
    """

    depth: int = 1000
    nodes: int = 1_000_000
    digits: int = 4300


class Node:
    """
    Where a value starts, and the same for all that is in it.

    `members` is a dict for an object, a list for an array, None for a scalar. `keys` has the offset of each
    key of an object. A YAML alias shares the node of its anchor.
    """

    __slots__ = ("keys", "members", "start")

    def __init__(self, start: int, members: dict[str, Node] | list[Node] | None = None) -> None:
        self.start = start
        self.members = members
        # only an object's are ever added to
        self.keys: dict[str, int] = {} if isinstance(members, dict) else _NO_KEYS


class Document:
    """
    One document of a payload file.

    `file` is the name as the user gave it, `value` the JSON value: dict, list, str, int, float, bool or None.
    `locate` gives the tree of positions; it is called when the first place is asked for, and once.
    """

    __slots__ = ("_lines", "_locate", "_root", "file", "value")

    def __init__(self, file: str, value: Any, lines: Lines, locate: Callable[[], Node]) -> None:
        self.file = file
        self.value = value
        self._lines = lines
        self._locate = locate
        self._root: Node | None = None

    def place(self, steps: Steps) -> Place:
        """Where the value at `steps` starts; nowhere if there is no such value."""
        node = self._node(steps)
        return NOWHERE if node is None else self._lines.place(node.start)

    def key_place(self, steps: Steps) -> Place:
        """Where the key that is the last of `steps` starts; nowhere if the last step is no key."""
        parent = self._node(steps[:-1]) if steps else None
        key = steps[-1] if steps else None
        if parent is None or not isinstance(key, str) or key not in parent.keys:
            return NOWHERE
        return self._lines.place(parent.keys[key])

    def _node(self, steps: Steps) -> Node | None:
        if self._root is None:
            self._root = self._locate()
        node: Node | None = self._root
        for step in steps:
            members = None if node is None else node.members
            if isinstance(members, dict) and isinstance(step, str):
                node = members.get(step)
            elif isinstance(members, list) and isinstance(step, int) and 0 <= step < len(members):
                node = members[step]
            else:
                return None
        return node
