"""Proof that no value is in two views, which may be of the same side or of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.bounds import crossed
from orq_schema.evolve.values import NUMERIC

if TYPE_CHECKING:
    from orq_schema.evolve.view import View

_DEEPEST = 5


def disjoint(one: View, other: View, depth: int = 0) -> bool:
    """
    Whether it is proven that no value is in both.

    For each kind of value that both may have, one of these: the few values of the one are not in the other; limits
    exclude each other; a key that one of them requires has disjoint values; each branch of a union is disjoint.
    """
    common = one.types & other.types
    if depth > _DEEPEST:
        return not common
    return all(
        _apart(one.restricted(frozenset((kind,))), other.restricted(frozenset((kind,))), kind, depth)
        for kind in sorted(common)
    )


def _apart(one: View, other: View, kind: str, depth: int) -> bool:
    if one.is_empty or other.is_empty:
        return True
    for few, many in ((one, other), (other, one)):
        if few.values is not None and not any(
            few.accepts(each) and many.accepts(each) for each in few.values
        ):
            return True
    if kind in NUMERIC and (crossed(one.lower, other.upper) or crossed(other.lower, one.upper)):
        return True
    if any(_measured_apart(one, other, *sizes) for applies, *sizes in _SIZES if applies == kind):
        return True
    if kind == "object" and any(
        disjoint(one.property(name), other.property(name), depth + 1)
        for name in sorted(one.required | other.required)
    ):
        return True
    return any(
        all(disjoint(piece, whole, depth + 1) for piece in pieces)
        for view, whole in ((one, other), (other, one))
        for pieces in map(view.branches, view.unions)
    )


_SIZES = (
    ("string", "minLength", "maxLength"),
    ("array", "minItems", "maxItems"),
    ("object", "minProperties", "maxProperties"),
)


def _measured_apart(one: View, other: View, least: str, most: str) -> bool:
    return one.least(least) > other.most(most) or other.least(least) > one.most(most)
