"""Which subschemas lead back to one another, through references and into the parts of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.compile.resolution import Resolution, Subschema, in_place, into_parts
from orq_schema.jsonvalue import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.compile.resolution import Scope

Key = tuple[int, "Scope"]


def components(resolution: Resolution) -> dict[Key, int]:
    """
    The number of the strongly connected component of each subschema that is evaluated.

    Two of the same number lead to each other. Tarjan's algorithm, without recursion.
    """
    return _Search(resolution).run()


class _Search:
    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._components: dict[Key, int] = {}
        self._order: dict[Key, int] = {}
        self._lowest: dict[Key, int] = {}
        self._open: list[Key] = []
        self._path: list[tuple[Key, Iterator[Subschema]]] = []

    def run(self) -> dict[Key, int]:
        self._enter(self._resolution.root)
        while self._path:
            key, following = self._path[-1]
            each = next(following, None)
            if each is None:
                self._leave(key)
            elif is_object(each.contents) and each.key not in self._order:
                self._enter(each)
            elif each.key in self._order and each.key not in self._components:
                self._lowest[key] = min(self._lowest[key], self._order[each.key])
        return self._components

    def _enter(self, schema: Subschema) -> None:
        self._order[schema.key] = self._lowest[schema.key] = len(self._order)
        self._open.append(schema.key)
        self._path.append((schema.key, self._following(schema)))

    def _following(self, schema: Subschema) -> Iterator[Subschema]:
        for _, each in in_place(self._resolution, schema):
            yield each
        yield from into_parts(self._resolution, schema)

    def _leave(self, key: Key) -> None:
        self._path.pop()
        if self._path:
            outer = self._path[-1][0]
            self._lowest[outer] = min(self._lowest[outer], self._lowest[key])
        if self._lowest[key] == self._order[key]:
            number = len(self._components)
            while key not in self._components:
                self._components[self._open.pop()] = number
