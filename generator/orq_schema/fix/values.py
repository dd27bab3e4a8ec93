"""What mends make of JSON values: the measure by which a changed text is accepted, reckoned without the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.json_text import parse
from orq_schema.payload.number import JSON_NUMBER
from orq_schema.payload.text import ReadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orq_schema.errors import Mend
    from orq_schema.payload.document import Limits
    from orq_schema.pointer import Steps

_WORDS = frozenset(("true", "false", "null"))


class UnfitError(Exception):
    """A mend that the value it is meant for does not allow."""


def is_literal(text: str) -> bool:
    """Whether all of `text` is a number, boolean or null as JSON writes it (RFC 8259 sections 3 and 6)."""
    return text in _WORDS or JSON_NUMBER.fullmatch(text) is not None


def mended(value: Any, mends: Mapping[str, Mend], limits: Limits) -> Any:
    """
    `value`, which stays as it is, with each of `mends`, which are given by their pointers, made in it.

    Raises UnfitError where one of them cannot be: a key that is there already, a string that is no literal.
    """
    # a root of its own, so that the value itself can be replaced like any other
    root = [copied(value)]
    # what is deeper first: a mend changes the steps to what is below it
    for at in sorted(mends, key=lambda each: -each.count("/")):
        _mend((0, *pointer.resolve(value, at)[1]), mends[at], root, limits)
    return root[0]


def _mend(steps: Steps, mend: Mend, root: Any, limits: Limits) -> None:
    parent = root
    for step in steps[:-1]:
        parent = parent[step]
    last = steps[-1]
    if mend.rule == "wrap-in-list":
        parent[last] = [parent[last]]
    elif mend.rule == "unquote":
        parent[last] = _literal(parent[last], limits)
    elif mend.rule == "rename-key" and is_object(parent) and mend.argument and mend.argument not in parent:
        parent[mend.argument] = parent.pop(str(last))
    else:
        raise UnfitError


def _literal(text: Any, limits: Limits) -> Any:
    if not isinstance(text, str) or not is_literal(text):
        raise UnfitError
    try:
        return parse(text, limits)
    except ReadError:
        raise UnfitError from None


def copied(value: Any) -> Any:
    """A copy of `value` in which nothing is shared, as the uses of a YAML anchor are; never recursing."""
    root = [value]
    pending: list[Any] = [root]
    while pending:
        holder = pending.pop()
        places: list[Any] = list(holder) if is_object(holder) else list(range(len(holder)))
        for key in places:
            each = holder[key]
            if isinstance(each, (dict, list)):
                holder[key] = each.copy()
                pending.append(holder[key])
    return root[0]


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal and of the same types: `1`, `1.0` and `true` are three things."""
    pending = [(left, right)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if is_object(one):
            if one.keys() != other.keys():
                return False
            pending += [(each, other[key]) for key, each in one.items()]
        elif is_array(one):
            if len(one) != len(other):
                return False
            pending += zip(one, other, strict=True)
        elif one != other:
            return False
    return True


def same_at(at: str, left: Any, right: Any) -> bool:
    """Whether two documents have the same value at the pointer `at`."""
    try:
        return same(pointer.resolve(left, at)[0], pointer.resolve(right, at)[0])
    except LookupError:
        return False


def moved(at: str, mends: Mapping[str, Mend]) -> str:
    """
    Where the value at the pointer `at` is once `mends`, which are given by their pointers, have been made.

    A value that is put in a list keeps its pointer, which is the list's then; what is in it moves.
    """
    old = ""
    new = ""
    for token in at.split("/")[1:]:
        above = mends.get(old)
        if above is not None and above.rule == "wrap-in-list":
            new += "/0"
        old += f"/{token}"
        here = mends.get(old)
        renamed = here.argument if here is not None and here.rule == "rename-key" else None
        new += f"/{token}" if renamed is None else f"/{pointer.escape(renamed)}"
    return new
