"""What `import orq_schema` offers: judge an orq object, or compile a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.compile.validator import Validator, compile_schema
from orq_schema.errors import Problem
from orq_schema.generated.orq_validator import is_valid
from orq_schema.validation.engine import own
from orq_schema.validation.explain import explain

if TYPE_CHECKING:
    from orq_schema.pointer import Steps

__all__ = ["Validator", "compile_schema", "is_valid", "validate"]


def validate(value: object, *, strict: bool = False) -> list[Problem]:
    """
    What is wrong with the orq object `value`, in the order of its keys; nothing if all is well.

    Unknown keys, which the API accepts, are problems of severity "warning", with `strict` "error". The problems
    have pointers from `value`, and no file, line or column.
    """
    mistakes = explain(value, own("orq"), strict=strict)
    ranks: dict[int, dict[str, int]] = {}
    mistakes.sort(key=lambda each: _order(value, each.steps, ranks))
    return [
        Problem("", None, None, pointer.join(each.steps), each.rule, each.severity, each.message, each.hint)
        for each in mistakes
    ]


def _order(value: Any, steps: Steps, ranks: dict[int, dict[str, int]]) -> list[int]:
    """Where the value at `steps` stands among the others; `ranks` keeps the order of each object's keys."""
    found: list[int] = []
    for step in steps:
        if isinstance(step, int):
            found.append(step)
        else:
            if id(value) not in ranks:
                ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
            found.append(ranks[id(value)][step])
        value = value[step]
    return found
