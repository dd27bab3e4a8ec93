"""
Values worth trying: those at the edges of what two views demand, small ones first.

For each kind of value what lies on, just within and just beyond each limit of either side; each listed value,
default and example; each key left out, each added; each item and property varied by what its own views give, those
first that the old view accepts and the new one refuses.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from orq_schema.evolve.values import distinct, size
from orq_schema.evolve.view import View, below
from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

_PLAIN: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    0.5,
    1.5,
    "",
    "a",
    "b",
    "aa",
    "A",
    "1",
    " ",
    [],
    {},
)
_NAMES = ("a", "b", "c", "A", "1", "", "x-1", "aa", "$a", "zzz")
# how many values of a part are tried in the whole, and how many values there are of a view in all
_KILLERS, _FINE, _OTHERS, _MOST = 6, 3, 2, 1_000
_LONGEST, _WIDEST = 2_000, 40
# beyond it a whole number has no double, nor halves
_LARGEST_DOUBLE = sys.float_info.max
# parts of parts of parts that a value may need
_DEEPEST = 3
# pairs of views beyond which parts are not looked into: definitions that refer to one another make any number
_LARGEST = 1_500


class Samples:
    """Values for pairs of views, remembered."""

    def __init__(self) -> None:
        self._known: dict[Hashable, list[Any]] = {}
        self._fitting: dict[Hashable, Any] = {}
        self._parted: dict[Hashable, tuple[list[Any], list[Any], list[Any]]] = {}

    def of(self, old: View, new: View, depth: int) -> list[Any]:
        """Values to try where `old` and `new` meet, the smallest first; parts of parts as far as `depth`."""
        if len(self._known) > _LARGEST:
            depth = 0
        key = (old.key, new.key, depth)
        if key not in self._known:
            self._known[key] = []  # what leads back here adds nothing
            found = distinct(_usable(_all(self, old, new, depth)))
            self._known[key] = sorted(found, key=size)[:_MOST]
        return self._known[key]

    def apart(self, old: View, new: View, depth: int) -> list[Any]:
        """Those values that `old` accepts and `new` refuses."""
        return self._sorted(old, new, depth)[1]

    def fitting(self, old: View, new: View) -> Any:
        """A small value that both accept, else one that `old` does; null where none is found."""
        key = (old.key, new.key)
        if key not in self._fitting:
            self._fitting[key] = None  # as long as it is being looked for
            good: list[Any] = []
            for depth in range(1, _DEEPEST + 1):
                accepted, refused, _ = self._sorted(old, new, depth)
                good = [*accepted, *good, *refused]
                if accepted:
                    break
            self._fitting[key] = good[0] if good else None
        return self._fitting[key]

    def properties(self, old: View, new: View, names: Iterable[str]) -> dict[str, Any]:
        """A fitting value for each of the properties `names`."""
        return {name: self.fitting(old.property(name), new.property(name)) for name in names}

    def items(self, old: View, new: View, indices: Iterable[int]) -> list[Any]:
        """A fitting value for each of the items at `indices`."""
        return [self.fitting(old.item(index), new.item(index)) for index in indices]

    def spare(self, old: View, new: View, taken: AbstractSet[str]) -> Iterator[tuple[str, Any]]:
        """Keys beside those `taken` that both may have, each with a value: to have as many as are asked for."""
        for name in (*_NAMES, *sorted(old.names | new.names), *(f"a{count}" for count in range(_WIDEST))):
            if name not in taken and old.may_have(name) and new.may_have(name):
                mine, theirs = old.property(name), new.property(name)
                value = self.fitting(mine, theirs)
                if mine.accepts(value) and theirs.accepts(value):
                    yield name, value

    def parts(self, old: View, new: View, depth: int) -> list[Any]:
        """Few values for a part of a value: such as tell the views apart, such as do not, and some that are wrong."""
        fine, refused, others = self._sorted(old, new, depth)
        return [*refused[:_KILLERS], *fine[:_FINE], *others[:_OTHERS]]

    def _sorted(self, old: View, new: View, depth: int) -> tuple[list[Any], list[Any], list[Any]]:
        """The values that both accept, those that only `old` does, and those that it refuses."""
        key = (old.key, new.key, depth)
        if key not in self._parted:
            found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
            for each in self.of(old, new, depth):
                found[2 if not old.accepts(each) else 0 if new.accepts(each) else 1].append(each)
            self._parted[key] = found
        return self._parted[key]


def _usable(values: Iterable[Any]) -> Iterator[Any]:
    return (each for each in values if not isinstance(each, float) or math.isfinite(each))


def _all(samples: Samples, old: View, new: View, depth: int) -> Iterator[Any]:
    yield from _PLAIN
    for view in (old, new):
        yield from _listed(view)
        yield from _numbers(view)
        yield from _strings(view)
    if depth > 0:
        yield from _arrays(samples, old, new, depth - 1)
        yield from _objects(samples, old, new, depth - 1)
        yield from _alternatives(samples, old, new, depth)


def _listed(view: View) -> Iterator[Any]:
    for keyword in ("enum", "examples"):
        for values in view.found(keyword):
            yield from values
    for keyword in ("const", "default", "example"):
        yield from view.found(keyword)


def _numbers(view: View) -> Iterator[int | float]:
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        for limit in view.found(keyword):
            yield from (
                limit,
                limit + 1,
                limit - 1,
                limit * 2,
                limit * 3,
                math.floor(limit),
                math.ceil(limit),
            )
            if abs(limit) < _LARGEST_DOUBLE:
                yield from (limit + 0.5, limit - 0.5, limit / 2)
    if view.lower is not None and view.upper is not None:
        middle = view.lower.value + view.upper.value
        yield middle / 2 if abs(middle) < _LARGEST_DOUBLE else middle // 2


def _strings(view: View) -> Iterator[str]:
    for keyword in ("minLength", "maxLength"):
        for length in view.found(keyword):
            yield from ("a" * int(near) for near in (length - 1, length, length + 1) if 0 <= near <= _LONGEST)


def _lengths(old: View, new: View, keywords: tuple[str, ...]) -> list[int]:
    limits = [each for view in (old, new) for keyword in keywords for each in view.found(keyword)]
    near = {int(limit) + step for limit in limits for step in (-1, 0, 1)} | {1, 2}
    return sorted(each for each in near if 0 < each <= _WIDEST)


def _arrays(samples: Samples, old: View, new: View, depth: int) -> Iterator[list[Any]]:
    if "array" not in old.types:
        return
    prefix = max(old.prefix, new.prefix)
    first = samples.items(old, new, range(prefix))
    for index in range(prefix):
        for each in samples.parts(old.item(index), new.item(index), depth):
            yield [*first[:index], each, *first[index + 1 :]]
            yield [*first[:index], each]
    further = samples.parts(old.item(prefix), new.item(prefix), depth)
    wanted = [below(view, node, "contains") for view in (old, new) for node in view.having("contains")]
    matching = [each for inner in wanted for each in samples.parts(inner, inner, depth)]
    least = max(0, int(min(old.least("minItems"), _WIDEST)) - prefix)
    plain = [each for each in (*_PLAIN, *range(3, _WIDEST)) if old.item(prefix).accepts(each)]
    for each in distinct([*further, *matching]):
        yield [*first, each, *plain[: max(0, least - 1)]]
    for length in _lengths(old, new, ("minItems", "maxItems", "minContains", "maxContains")):
        yield [*first, *plain][:length]
        for each in distinct([*further, *matching]):
            yield [*first, *([each] * length)][:length]


def _objects(samples: Samples, old: View, new: View, depth: int) -> Iterator[dict[str, Any]]:
    if "object" not in old.types:
        return
    names = sorted(old.names | new.names | _mentioned(old) | _mentioned(new))
    base = samples.properties(old, new, sorted(old.required))
    fuller = base | samples.properties(old, new, sorted(new.required - old.required))
    for start in (base, fuller) if fuller != base else (base,):
        yield start
        yield from ({key: value for key, value in start.items() if key != left} for left in start)
        for name in (*names, *_unknown_names(samples, old, new)):
            for each in samples.parts(old.property(name), new.property(name), depth):
                yield start | {name: each}
    whole = samples.properties(old, new, names)
    yield whole
    yield from ({key: value for key, value in whole.items() if key != left} for left in whole)
    for count in _lengths(old, new, ("minProperties", "maxProperties")):
        spare = samples.properties(old, new, (*_NAMES, *names))
        yield dict([*base.items(), *((key, each) for key, each in spare.items() if key not in base)][:count])


def _mentioned(view: View) -> set[str]:
    """Keys that keywords other than `properties` speak of."""
    found = {
        name
        for each in view.found("dependentRequired")
        for key, names in each.items()
        for name in (key, *names)
    }
    return found | view.required | {name for each in view.found("dependentSchemas") for name in each}


def _unknown_names(samples: Samples, old: View, new: View) -> list[str]:
    """A name that nothing declares; where patterns or `propertyNames` speak of names, more of them."""
    free = [name for name in _NAMES if name not in old.names | new.names]
    views = (old, new)
    about = [
        View(view.side, (view.below(node, "propertyNames"),))
        for view in views
        for node in view.having("propertyNames")
    ]
    if not about and not any(list(view.having("patternProperties")) for view in views):
        return free[:1]
    values = [each for inner in about for each in samples.of(inner, inner, 1)]
    return list(dict.fromkeys([*free, *(each for each in values if isinstance(each, str))]))


def _alternatives(samples: Samples, old: View, new: View, depth: int) -> Iterator[Any]:
    for union in old.unions:
        for branch in old.branches(union):
            yield from samples.of(branch, new, depth)
    for union in new.unions:
        for branch, alone in zip(new.branches(union), union.branches, strict=True):
            yield from samples.of(old, branch, depth)
            # what tells the views apart may be what only this branch speaks of
            yield from _joined(old, samples, View(new.side, (alone,)), depth)
    for view in (old, new):
        for keyword in ("not", "if", "then", "else"):
            for node in view.having(keyword):
                yield from _joined(old, samples, View(view.side, (view.below(node, keyword),)), depth)


def _joined(old: View, samples: Samples, inner: View, depth: int) -> Iterator[Any]:
    """Values of `inner`, objects also with what `old` requires."""
    for each in samples.of(inner, inner, depth):
        yield each
        if is_object(each) and old.required - each.keys():
            yield samples.properties(old, old, old.required) | each


def simpler(value: Any) -> Iterator[Any]:
    """Values that say less than `value`, one step away: a part left out, a part made plainer."""
    if is_object(value):
        for key in value:
            yield {name: each for name, each in value.items() if name != key}
        for key, each in value.items():
            yield from (value | {key: plainer} for plainer in simpler(each))
    elif is_array(value):
        for index, each in enumerate(value):
            yield value[:index] + value[index + 1 :]
            yield from ([*value[:index], plainer, *value[index + 1 :]] for plainer in simpler(each))
    else:
        plain: tuple[Any, ...] = ("", "a", 0, 1, True, None, [], {})
        yield from (each for each in plain if size(each) < size(value))
