"""Say in a few words by which alternative of a union a value was judged, and what spoke for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_object
from orq_schema.pointer import split
from orq_schema.validation.choice import constant_errors, is_alike
from orq_schema.validation.hints import quoted

if TYPE_CHECKING:
    from orq_schema.validation.choice import Branch

_MOST_KEYS = 3


def reason(candidates: list[Branch], near: list[Branch], value: Any, at: str) -> str | None:
    """
    Why the one branch in `near` was chosen of `candidates` for the object `value`, which is at `at`.

    None where there was no choice, no single branch, or no key that decided.
    """
    others = [each for each in candidates if each not in near and is_alike(each.errors, at)]
    if len(near) != 1 or not others or not is_object(value):
        return None
    chosen = near[0]
    since = (
        _constant(chosen, others, value, at) or _key(chosen, others, value) or _none(chosen, others, value)
    )
    if since is None:
        return None
    return f"read as {_named(chosen, len(candidates))}, since {since}"


def _named(chosen: Branch, amount: int) -> str:
    if chosen.title is None:
        return f"alternative {chosen.number + 1} of {amount}"
    return quoted(chosen.title)


def _constant(chosen: Branch, others: list[Branch], value: dict[str, Any], at: str) -> str | None:
    """A member that has a constant of this branch, and of no other."""
    for place in constant_errors(others[0], at):
        key = split(place)[-1]
        theirs = all(place in constant_errors(each, at) for each in others)
        if theirs and key in chosen.declared and place not in constant_errors(chosen, at):
            # what the schema itself says, so that no value of the user's own is shown
            return f"{quoted(key)} is {quoted(value[key])}"
    return None


def _key(chosen: Branch, others: list[Branch], value: dict[str, Any]) -> str | None:
    """A key that this branch declares, and no other."""
    for key in value:
        if key in chosen.declared and all(key not in each.declared for each in others):
            return f"it has {quoted(key)}"
    return None


def _none(chosen: Branch, others: list[Branch], value: dict[str, Any]) -> str | None:
    """The value has none of the keys that the other branches declare."""
    keys = [key for each in others for key in each.declared]
    if chosen.declared or not keys or len(keys) > _MOST_KEYS or not value:
        return None
    first = quoted(next(iter(value)))
    return f"{first} is {'neither ' if len(keys) > 1 else 'not '}{' nor '.join(map(quoted, keys))}"
