"""All that there is to say of one value: what the schema finds wrong, and what is valid and not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import members
from orq_schema.payload.unknown import KNOWN
from orq_schema.validation.explain import explain
from orq_schema.validation.lints import combined, lint

if TYPE_CHECKING:
    from orq_schema.payload.unknown import Unknown
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.mistake import Mistake


def review(  # noqa: PLR0913 - what there is to know of a value
    value: Any,
    engine: Engine,
    *,
    strict: bool,
    bare: bool = False,
    request: Any | None = None,
    unknown: Unknown = KNOWN,
) -> list[Mistake]:
    """
    The mistakes in `value`, in no order; `strict`, `bare` and `unknown` are those of `explain`.

    `request` is the body around an orq object. Lints, deprecations and what other revisions have to say are for our
    own schemas only. Raises DepthError where `value` is nested too deeply.
    """
    found = explain(value, engine, strict=strict, bare=bare, unknown=unknown)
    if engine.judges is None:
        return found
    if found:
        from orq_schema.validation.filters import explained
        from orq_schema.validation.history import dated

        found = dated(explained(found), value, engine)
    if engine.revision is not None:
        # nothing in the default revision is deprecated
        from orq_schema.validation.deprecation import deprecations

        found += deprecations(value, engine)
    if engine.judges == "request":
        inner = lint(members(value).get("orq"), value)
        return combined(found, [each._replace(steps=("orq", *each.steps)) for each in inner])
    return combined(found, lint(value, request))
