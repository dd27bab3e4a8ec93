"""All that there is to say of one value: what the schema finds wrong, and what is valid and not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import members
from orq_schema.validation.explain import explain
from orq_schema.validation.lints import combined, lint

if TYPE_CHECKING:
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.mistake import Mistake


def review(
    value: Any, engine: Engine, *, strict: bool, bare: bool = False, request: Any | None = None
) -> list[Mistake]:
    """
    The mistakes in `value`, in no order; `strict` and `bare` are those of `explain`.

    `request` is the body around an orq object. Lints are for our own schemas only. Raises DepthError where `value`
    is nested too deeply.
    """
    found = explain(value, engine, strict=strict, bare=bare)
    if engine.judges == "request":
        inner = lint(members(value).get("orq"), value)
        return combined(found, [each._replace(steps=("orq", *each.steps)) for each in inner])
    return combined(found, lint(value, request)) if engine.judges == "orq" else found
