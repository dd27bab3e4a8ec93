"""Arithmetic on constants, as far as it cannot run away: no result is much longer than what is written."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from orq_schema.payload.parts import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

# as many as the largest double has
_MOST_BITS = 1024
_MOST_POWER = 256

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
    ast.FloorDiv: lambda left, right: left // right,
    ast.Mod: lambda left, right: left % right,
    ast.Pow: pow,
}


def is_number(value: object) -> bool:
    """Whether `value` is an integer or a finite float, and no boolean."""
    return type(value) is int or (type(value) is float and math.isfinite(value))


def folded(kind: type[ast.operator], left: object, right: object) -> float | str | None:
    """What the operator `kind` makes of two constants; None where that is not simple, not finite, or too long."""
    if kind is ast.Mult and isinstance(left, str) and type(right) is int:
        return left * right if len(left) * right <= LONGEST_TEXT else None
    if kind is ast.Mult and isinstance(right, str) and type(left) is int:
        return folded(kind, right, left)
    if kind not in _OPERATORS or not _is_plain(left) or not _is_plain(right):
        return None
    if kind is ast.Pow and not -_MOST_POWER <= _number(right) <= _MOST_POWER:
        return None
    try:
        found = _OPERATORS[kind](_number(left), _number(right))
    except (ArithmeticError, ValueError):
        return None
    # a root of a negative number is complex
    return found if _is_plain(found) else None


def _is_plain(value: object) -> bool:
    return is_number(value) and (not isinstance(value, int) or value.bit_length() <= _MOST_BITS)


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0
