"""The output formats of the specification: core section 12."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def basic(errors: Iterable[Any]) -> dict[str, Any]:
    """
    The `basic` output for `errors`, which `iter_errors` gave: core section 12.4.2.

    A flat list: after a failed `anyOf` or `oneOf` come the errors of its alternatives. The absolute location is
    left out where the schema has no absolute URI, since section 12.3.2 asks for one.
    """
    units = [_unit(error) for error in _flat(errors)]
    whole = {"valid": not units, "keywordLocation": "", "instanceLocation": ""}
    return {**whole, "errors": units} if units else whole


def _flat(errors: Iterable[Any]) -> Iterator[Any]:
    pending = list(errors)[::-1]
    while pending:
        error = pending.pop()
        yield error
        pending.extend(inner for branch in reversed(error.branches) for inner in reversed(branch))


def _unit(error: Any) -> dict[str, Any]:
    unit: dict[str, Any] = {"valid": False, "keywordLocation": error.schema_pointer}
    location: str = error.absolute_location
    if urlsplit(location).scheme:
        unit["absoluteKeywordLocation"] = location
    return {**unit, "instanceLocation": error.instance_pointer, "error": error.message}
