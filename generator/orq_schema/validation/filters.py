"""What to say of a filter whose `and`, `or` or `not` is taken for the name of a metadata field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.validation.hints import normal, quoted

if TYPE_CHECKING:
    from orq_schema.pointer import Steps
    from orq_schema.validation.mistake import Mistake

_JOINING = ("and", "or")


def explained(mistakes: list[Mistake]) -> list[Mistake]:
    """`mistakes` in an orq object, or in the body around it; those in such a field with a hint that says so."""
    return [
        each
        if each.severity != "error" or (hint := _hint(each.steps)) is None or each.mend is not None
        else each._replace(hint=hint)
        for each in mistakes
    ]


def _hint(steps: Steps) -> str | None:
    if "filter_by" not in steps:
        return None
    inner = steps[steps.index("filter_by") + 1 :]
    # below `and` and `or` there are fields only, as there are beside them
    is_nested = len(inner) > 1 and inner[0] in _JOINING and isinstance(inner[1], int)
    field = next(iter(inner[2:] if is_nested else inner), None)
    word = normal(field) if isinstance(field, str) else ""
    if word == "not":
        return f'{quoted(field)} is read as the name of a field: use "ne" or "nin" for one field'
    if word not in _JOINING:
        return None
    if is_nested:
        return f"{quoted(field)} is read as the name of a field: filters cannot be nested"
    return (
        None if field == word else f"did you mean {quoted(word)}? then all other fields belong into its list"
    )
