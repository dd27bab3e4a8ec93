"""JSON values as the specification compares them (core section 4.2.2), and as people read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

ATOMS = ("object", "array", "string", "integer", "fraction", "boolean", "null")
"""The kinds of values: the types of JSON, numbers told apart by whether they are whole."""

ALL = frozenset(ATOMS)
NUMERIC = frozenset(("integer", "fraction"))


def identity(value: Any) -> Hashable:
    """What two values have in common exactly where JSON Schema calls them equal: 1 and 1.0, but not 1 and true."""
    if is_object(value):
        return "object", frozenset((key, identity(each)) for key, each in value.items())
    if is_array(value):
        return "array", tuple(identity(each) for each in value)
    return kind(value) in NUMERIC, isinstance(value, bool), value


def kind(value: Any) -> str:
    """The one of ATOMS that `value` is of."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "fraction"
    if isinstance(value, str):
        return "string"
    return "object" if is_object(value) else "array" if is_array(value) else "null"


def atoms(types: Any) -> frozenset[str]:
    """The kinds that the value of the keyword `type` allows (validation section 6.1.1)."""
    listed = [types] if isinstance(types, str) else types
    return frozenset(atom for each in listed for atom in (NUMERIC if each == "number" else (each,)))


def text(value: Any) -> str:
    """`value` as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def size(value: Any) -> tuple[int, int, str]:
    """A key to sort by: what is shorter, and of that what is plainer, comes first."""
    written = text(value)
    return len(written), sum(not char.isalnum() for char in written), written


def distinct(values: Iterable[Any]) -> list[Any]:
    """`values` without those equal to an earlier one."""
    return list({identity(each): each for each in reversed(list(values))}.values())[::-1]
