"""Whether two subschemas say the same: the proof that needs no rule for any keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.evolve.nodes import ASSERTING
from orq_schema.evolve.values import identity
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.subschemas import LIST, MAP, ONE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.side import Side
    from orq_schema.pointer import Steps

_COMPARED = ASSERTING | {"$ref", "allOf", "then", "else", "minContains", "maxContains", "format"}


class Same:
    """
    Compares subschemas of two sides keyword by keyword, annotations left out but for `also`, references followed.

    References may lead in circles: two subschemas are the same unless some difference can be reached (the greatest
    fixed point). So a pair is taken for the same while it is being looked at, and what followed from that is
    forgotten where it turns out to be wrong.
    """

    def __init__(self, old: Side, new: Side, *, also: frozenset[str] = frozenset()) -> None:
        self._compares = _COMPARED | also
        self._old = old
        self._new = new
        self._known: dict[Hashable, bool] = {}

    def __call__(self, old: Subschema, new: Subschema) -> bool:
        """Whether `old` of the one side and `new` of the other say the same."""
        if not (is_object(old.contents) and is_object(new.contents)):
            return self._boolean(old.contents) is self._boolean(new.contents) is not None
        key = (old.key, new.key)
        if key not in self._known:
            before = len(self._known)
            self._known[key] = True
            if not self._compared(old, new):
                for assumed in list(self._known)[before:]:
                    if self._known[assumed]:
                        del self._known[assumed]
                self._known[key] = False
        return self._known[key]

    def _boolean(self, contents: Any) -> bool | None:
        """What a schema without keywords stands for."""
        if isinstance(contents, bool):
            return contents
        return None if contents.keys() & self._compares else True

    def _compared(self, old: Subschema, new: Subschema) -> bool:
        mine = self._compares & old.contents.keys()
        if mine != self._compares & new.contents.keys() or "$dynamicRef" in mine:
            return False
        return self.keywords(old, new, sorted(mine))

    def keywords(self, old: Subschema, new: Subschema, keywords: Iterable[str]) -> bool:
        """Whether `old` and `new` say the same by each of `keywords`."""
        return all(self._keyword(old, new, keyword) for keyword in keywords)

    def _keyword(self, old: Subschema, new: Subschema, keyword: str) -> bool:
        if keyword == "$ref":
            return self(self._old.resolution.follow(old, keyword), self._new.resolution.follow(new, keyword))
        if (keyword in old.contents) is not (keyword in new.contents):
            return False
        if keyword not in old.contents:
            return True
        one, other = old.contents[keyword], new.contents[keyword]
        steps = list(_subschemas(keyword, one))
        if not steps:
            return _plain(keyword, one) == _plain(keyword, other)
        return set(steps) == set(_subschemas(keyword, other)) and all(
            self(self._old.resolution.below(old, *each), self._new.resolution.below(new, *each))
            for each in steps
        )


def _subschemas(keyword: str, value: Any) -> Iterator[Steps]:
    if keyword in ONE:
        yield (keyword,)
    elif keyword in LIST:
        yield from ((keyword, index) for index in range(len(value)))
    elif keyword in MAP:
        yield from ((keyword, name) for name in value)


def _plain(keyword: str, value: Any) -> Hashable:
    if keyword in {"type", "required", "enum"}:
        return frozenset(map(identity, value if is_array(value) else [value]))
    return identity(value)
