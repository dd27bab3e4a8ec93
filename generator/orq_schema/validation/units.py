"""Numbers that are right in another unit: milliseconds for seconds, per cent for a share, `1h` for 3600."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.validation.tree import Node, Tree, in_place

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGE = 10**12
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([a-z]+)")
_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
}  # fmt: skip


def rescaled(tree: Tree, fits: Callable[[Node, Any], bool], node: Node, value: Any) -> str | None:
    """
    The number that `value` probably stands for, if `node` accepts that.

    The unit is what the annotation `x-unit` of the schema says; a share is a number from 0 to 1.
    """
    parts = in_place(tree, node)
    seconds = any(each.says("x-unit") == "seconds" for each in parts)
    if isinstance(value, str):
        duration = _duration(value) if seconds else None
        return f"write {_plain(duration)}: the unit is seconds" if duration and fits(node, duration) else None
    # a number of other size was not meant for another unit; beyond that an integer cannot even be divided
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 < value < _LARGE:
        return None
    # who writes a week as 604800 counts in seconds
    if seconds and value % 1000 == 0 and fits(node, value / 1000):
        return f"{_plain(value / 1000)}? the unit is seconds, not milliseconds"
    shares = any(each.says("minimum") == 0 and each.says("maximum") == 1 for each in parts)
    if shares and value == int(value) and fits(node, value / 100):
        return f"{_plain(value / 100)}? the range is from 0 to 1, not to 100"
    return None


def _duration(text: str) -> float | None:
    """The seconds that `text`, such as `30 min`, says."""
    found = _DURATION.fullmatch(text.strip().lower())
    scale = None if found is None else _SECONDS.get(found[2])
    return None if found is None or scale is None else float(found[1]) * scale


def _plain(number: float) -> str:
    return f"{number:.10g}"
