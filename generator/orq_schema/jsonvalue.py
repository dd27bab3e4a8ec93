"""Ask what a JSON value is, so that a type checker knows it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether `value` is a JSON array."""
    return isinstance(value, list)


def members(value: Any) -> dict[str, Any]:
    """`value` where it is a JSON object, no members where it is anything else."""
    return value if is_object(value) else {}


def elements(value: Any) -> Sequence[Any]:
    """`value` where it is a JSON array, no elements where it is anything else."""
    return value if is_array(value) else ()
