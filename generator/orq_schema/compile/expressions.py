"""Put Python expressions together: negate them, bracket them, take alternatives apart."""

from __future__ import annotations

import re
from functools import lru_cache

# what stands in quotes, and brackets
_TOKENS = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()\[\]{}])""")

_CONSTANTS = {"True": "False", "False": "True"}
# the others have no opposite: NaN is neither less than a number nor at least as large
_OPPOSITES = ((" is not ", " is "), (" is ", " is not "), (" != ", " == "), (" == ", " != "))


def operators(expression: str) -> set[str]:
    """The boolean operators of `expression` that stand in no brackets."""
    masked = _mask(expression)
    return {operator for operator in (" and ", " or ", " if ") if operator in masked}


def grouped(expression: str) -> str:
    """`expression`, bracketed where it would fall apart next to `and` or `not`."""
    return f"({expression})" if operators(expression) else expression


def is_negation(expression: str) -> bool:
    """Whether `expression` is `not` of a whole."""
    return expression.startswith("not ") and not operators(expression)


def negated(expression: str) -> str:
    """The opposite of `expression`; it can stand between `or` and `or`."""
    if expression in _CONSTANTS:
        return _CONSTANTS[expression]
    if operators(expression):
        return f"not ({expression})"
    if expression.startswith("not "):
        inner = expression.removeprefix("not ")
        return inner[1:-1] if _is_bracketed(inner) and " if " not in operators(inner[1:-1]) else inner
    masked = _mask(expression)
    for one, other in _OPPOSITES:
        at = masked.find(one)
        if at >= 0:
            return expression[:at] + other + expression[at + len(one) :]
    return f"not {expression}"


def either(expressions: list[str]) -> str:
    """One expression that is true if one of `expressions` is; the empty string for none of them."""
    if len(expressions) == 1:
        return expressions[0]
    return " or ".join(f"({each})" if operators(each) - {" or "} else each for each in expressions)


def alternatives(expression: str) -> list[str]:
    """`(a or b)` taken apart; any other expression whole."""
    inner = expression[1:-1]
    if not _is_bracketed(expression) or operators(inner) != {" or "}:
        return [expression]
    parts: list[str] = []
    masked = _mask(inner)
    while " or " in masked:
        at = masked.index(" or ")
        parts.append(inner[:at])
        inner, masked = inner[at + 4 :], masked[at + 4 :]
    return [*parts, inner]


def _is_bracketed(expression: str) -> bool:
    masked = _mask(expression)
    return masked.startswith("(") and masked.endswith(")") and set(masked[1:-1]) <= {"_"}


@lru_cache(maxsize=4096)
def _mask(expression: str) -> str:
    """`expression` with all that stands in brackets or quotes blanked, outermost brackets excepted."""
    depth = 0
    masked: list[str] = []
    for index, piece in enumerate(_TOKENS.split(expression)):
        opens, closes = index % 2 and piece in "([{", index % 2 and piece in ")]}"
        depth -= bool(closes)
        masked.append("_" * len(piece) if depth or (index % 2 and not opens and not closes) else piece)
        depth += bool(opens)
    return "".join(masked)
