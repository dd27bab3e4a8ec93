"""
Proof that one schema accepts all that another accepts. What is not proven here may be true all the same.

Let O and N be views, conjunctions of subschemas of the old and of the new side. That N accepts every value of O
(O <= N) is proven thus:

1. O is empty, or N demands nothing.
2. O has a node that says the same as N's (same.py).
3. Else each node of N is taken by itself, and of each the units in which keywords decide (rules.py): O <= N holds
   where it holds for every unit.
4. A unit holds for O if it holds for each of several views that together have all values of O: one for each branch of
   a union in O (every value of `anyOf`, and of `oneOf`, is valid under some branch), or one for each kind of value.
5. Where O has few values, a validator is asked about each.

References lead in circles. A pair (O, N) that is met again below itself is taken as proven there. That is induction
over the size of the value: a rule that goes to other subschemas for the same value goes downwards in one of the two
schemas, and no schema leads back to itself without going into a part of the value, which the compiler refuses. So a
pair can only be met again for a part, which is smaller; the smallest value in O and not in N cannot exist. What
rests on a pair that fails in the end is forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.nodes import lone_unions
from orq_schema.evolve.rules import UNITS
from orq_schema.evolve.same import Same
from orq_schema.evolve.values import ALL
from orq_schema.jsonvalue import members

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.rules import Unit
    from orq_schema.evolve.side import Side
    from orq_schema.evolve.view import View

# pairs that are looked at before a proof is given up
_BUDGET = 20_000
# branches within branches, of which each is tried alone
_DEEPEST_SPLIT = 3
# what a view of one kind can decide and a view of several cannot
_SPLIT_BY_KIND = ("enum", "const", "anyOf", "oneOf", "not", "if", "type")


class Prover:
    """
    Proves inclusions between views of two sides; `why_not` says why one is not proven, None where it is.

    With `free_names` a property that only N declares, and does not require, is passed over where O accepts any value
    of it: so proven, N accepts all of O but for values that use such names.
    """

    def __init__(self, old: Side, new: Side, *, free_names: bool = False) -> None:
        self.same = Same(old, new)
        self.free_names = free_names
        self._old = old
        self._new = new
        self._open: set[Hashable] = set()
        self._proven: dict[Hashable, None] = {}
        self._failed: dict[Hashable, str] = {}
        self._budget = _BUDGET

    def why_not(self, old: View, new: View) -> str | None:
        """Why it is not proven that `new` accepts all of `old`; None where it is."""
        if old.is_empty or new.is_anything:
            return None
        key = (old.key, new.key, old.names if self.free_names else None)
        if key in self._open or key in self._proven:
            return None
        if key not in self._failed:
            self._budget -= 1
            if self._budget < 0:
                return "the schemas are too large"
            before = len(self._proven)
            self._open.add(key)
            why = self._decided(old, new)
            self._open.discard(key)
            if why is None:
                self._proven[key] = None
                return None
            while len(self._proven) > before:
                self._proven.popitem()
            self._failed[key] = why
        return self._failed[key]

    def _decided(self, old: View, new: View) -> str | None:
        if "$dynamicRef" in self._old.resolution.keywords | self._new.resolution.keywords:
            return "where `$dynamicRef` leads is not followed"
        if new.only != ALL and not old.types <= new.only:
            return "kinds of values"
        reasons = (self.node(old, new, node) for node in new.nodes)
        return next((why for why in reasons if why is not None), None)

    def node(
        self, old: View, new: View, node: Subschema, keywords: Collection[str] | None = None
    ) -> str | None:
        """Why `node` of `new`, or its `keywords`, may refuse a value of `old`."""
        if node.contents is False:
            return "nothing is accepted any more"
        if any(self.same(each, node) for each in old.nodes):
            return None
        present = {each for each in members(node.contents) if keywords is None or each in keywords}
        present -= lone_unions(node.contents)
        reasons = (self._unit(old, new, node, unit, 0) for unit in UNITS if unit.keyword in present)
        return next((why for why in reasons if why is not None), None)

    def _unit(self, old: View, new: View, node: Subschema, unit: Unit, depth: int) -> str | None:
        if old.is_empty:
            return None
        values = old.values
        if values is not None:
            accepts = self._new.part(unit.schema(self._new, node))
            bad = any(old.accepts(value) and not accepts(value) for value in values)
            return f"`{unit.keyword}` refuses a value" if bad else None
        why = unit.why_not(self, old, new, node)
        if why is None or depth >= _DEEPEST_SPLIT:
            return why
        for pieces in _splits(old, unit.keyword):
            if all(self._unit(piece, new, node, unit, depth + 1) is None for piece in pieces):
                return None
        return why


def _splits(old: View, keyword: str) -> Iterator[list[View]]:
    """Ways to take `old` apart."""
    for union in old.unions:
        yield old.branches(union)
    if keyword in _SPLIT_BY_KIND and len(old.types) > 1:
        yield [old.restricted(frozenset((each,))) for each in sorted(old.types)]
