"""Limits of numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Number = int | float


class Bound(NamedTuple):
    """A limit of numbers, and whether a number may be equal to it."""

    value: Number
    open: bool


def lowest(minimum: Sequence[Number], exclusive: Sequence[Number], *, whole: bool) -> Bound | None:
    """The highest of several limits from below; of `whole` numbers one that may be reached."""
    found = [*(Bound(each, open=False) for each in minimum), *(Bound(each, open=True) for each in exclusive)]
    limit = max(found, default=None)
    if limit is None or not whole:
        return limit
    return Bound(math.floor(limit.value) + 1 if limit.open else math.ceil(limit.value), open=False)


def highest(maximum: Sequence[Number], exclusive: Sequence[Number], *, whole: bool) -> Bound | None:
    """The lowest of several limits from above; of `whole` numbers one that may be reached."""
    found = [*(Bound(each, open=False) for each in maximum), *(Bound(each, open=True) for each in exclusive)]
    limit = min(found, default=None, key=lambda each: (each.value, not each.open))
    if limit is None or not whole:
        return limit
    return Bound(math.ceil(limit.value) - 1 if limit.open else math.floor(limit.value), open=False)


def crossed(lower: Bound | None, upper: Bound | None) -> bool:
    """Whether no number is within both limits."""
    return (
        lower is not None
        and upper is not None
        and (lower.value > upper.value or (lower.value == upper.value and (lower.open or upper.open)))
    )
