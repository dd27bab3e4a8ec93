"""Find out which revisions of the orq object a value fits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.load.revisions import revisions
from orq_schema.validation.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.load.revisions import Revision
    from orq_schema.validation.engine import Engine

_RULE = "revision-fit"


class Fit(NamedTuple):
    """The engine of the revision to judge by, and a note on all that were tried."""

    engine: Engine
    note: Mistake


def fit(mistakes: Callable[[Engine], list[Mistake]], engine_of: Callable[[Revision], Engine]) -> Fit:
    """
    The newest revision that a value fits: by the engine of which it has no `mistakes` that are errors.

    Where there is none it is the nearest: the one with the fewest errors, the newest of several.
    """
    errors: dict[str, int] = {}
    for each in revisions():
        if each.path not in errors:
            errors[each.path] = sum(found.severity == "error" for found in mistakes(engine_of(each)))
    least = min(errors.values())
    chosen = next(each for each in reversed(revisions()) if errors[each.path] == least)
    if least:
        message = f"fits no revision; the nearest is {chosen.id}"
    else:
        message = f"fits {runs([not errors[each.path] for each in revisions()])}; the newest is {chosen.id}"
    return Fit(engine_of(chosen), Mistake((), at_key=False, rule=_RULE, severity="note", message=message))


def runs(fitting: list[bool]) -> str:
    """The revisions that fit, those in a row by the first and the last of them."""
    if all(fitting):
        return f"all {len(fitting)} revisions"
    found: list[str] = []
    for fits, group in groupby(zip(fitting, revisions(), strict=True), key=lambda each: each[0]):
        row = [each.id for _, each in group]
        if fits:
            found.append(row[0] if len(row) == 1 else f"{row[0]} to {row[-1]}")
    return f"the revision{'s' if sum(fitting) > 1 else ''} {', '.join(found)}"
