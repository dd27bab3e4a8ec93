"""Say in words what a schema expects: the sentences of error messages."""

from __future__ import annotations

import json
from typing import Any

from orq_schema.jsonvalue import is_array

_ARTICLES = {"object": "an", "array": "an", "integer": "an"}


def of_type(name: str) -> str:
    """The type `name` with its article; null has none."""
    return name if name == "null" else f"{_ARTICLES.get(name, 'a')} {name}"


def any_of(choices: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def all_of(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def types(schema: dict[str, Any]) -> str:
    """The `type` of `schema` and its bounds: `a number from 1 to 5`."""
    names: list[str] = schema["type"] if is_array(schema["type"]) else [schema["type"]]
    return any_of(
        [f"{of_type(name)}{bounds(schema) if name in ('number', 'integer') else ''}" for name in names]
    )


def bounds(schema: dict[str, Any]) -> str:
    """The numeric range of `schema`, with a space before it: ` from 1 to 5`; empty where there is none."""
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None and above is None and below is None:
        return f" from {low} to {high}"
    parts = (("of at least", low), ("above", above), ("of at most", high), ("below", below))
    said = [f"{word} {number}" for word, number in parts if number is not None]
    return f" {' and '.join(said)}" if said else ""


def number(schema: dict[str, Any]) -> str:
    """What a number must be by the bounds of `schema`."""
    kind = schema.get("type")
    return f"{of_type(kind) if kind in ('number', 'integer') else 'a number'}{bounds(schema)}"


def count(amount: int, noun: str) -> str:
    """`1 item`, `2 items`, `2 properties`."""
    if amount == 1:
        return f"1 {noun}"
    return f"{amount} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


def values(choices: list[Any]) -> str:
    """The values that `enum` or `const` allows."""
    shown = [json.dumps(each, ensure_ascii=False) for each in choices]
    if not shown:
        return "nothing: no value is allowed here"
    return shown[0] if len(shown) == 1 else f"one of {any_of(shown)}"
