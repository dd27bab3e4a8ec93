"""Differences in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.evolve.values import ALL, ATOMS, NUMERIC, text

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 60
_PAST = {
    "deprecated": "no longer deprecated",
    "readOnly": "no longer read-only",
    "writeOnly": "no longer write-only",
}
_PRESENT = {"deprecated": "deprecated", "readOnly": "read-only", "writeOnly": "write-only"}


def value(given: Any) -> str:
    """`given` as JSON, cut where it is long."""
    written = text(given)
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}..."


def kinds(atoms: frozenset[str]) -> str:
    """The types that `atoms` are, such as `number or null`."""
    if atoms == ALL:
        return "any value"
    names = [each for each in ATOMS if each in atoms]
    if atoms >= NUMERIC:
        names = [{"integer": "number"}.get(each, each) for each in names if each != "fraction"]
    return " or ".join("a fraction" if each == "fraction" else each for each in names) or "nothing"


def types(old: frozenset[str], new: frozenset[str]) -> str:
    """What became of the types."""
    if new - old == frozenset(("null",)) and old < new:
        return "null allowed"
    if old - new == frozenset(("null",)) and new < old and new:
        return "null no longer allowed"
    return f"{kinds(old)} -> {kinds(new)}"


def only(values: Sequence[Any]) -> str:
    """That there is a list of values where there was none."""
    return f"only {', '.join(value(each) for each in values[:5])}{', ...' if len(values) > 5 else ''}"  # noqa: PLR2004 - few


def limit(keyword: str, before: Sequence[Any], after: Sequence[Any]) -> str:
    """What became of a keyword with a plain value."""
    if not before:
        return f"{keyword} {_several(after)} added"
    if not after:
        return f"{keyword} {_several(before)} removed"
    return f"{keyword} {_several(before)} -> {_several(after)}"


def annotation(keyword: str, before: Sequence[Any], after: Sequence[Any]) -> str | None:
    """What became of an annotation; None where nothing did."""
    if keyword in _PRESENT:
        was, now = before == [True], after == [True]
        return None if was is now else _PRESENT[keyword] if now else _PAST[keyword]
    return limit(keyword, before, after)


def _several(values: Sequence[Any]) -> str:
    return " and ".join(value(each) for each in values)
