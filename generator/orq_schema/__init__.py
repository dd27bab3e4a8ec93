"""One JSON Schema for the orq request object: validators, models, types and docs from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.errors import (
    DepthError,
    OrqSchemaError,
    Problem,
    SchemaError,
    UnreadableError,
    UnsupportedError,
)
from orq_schema.version import __version__

if TYPE_CHECKING:
    from orq_schema.api import (
        Validator,
        compile_schema,
        fitting_revisions,
        is_valid,
        validate,
        validate_text,
    )
    from orq_schema.arrow import problems_of, validate_many

__all__ = [
    "DepthError",
    "OrqSchemaError",
    "Problem",
    "SchemaError",
    "UnreadableError",
    "UnsupportedError",
    "Validator",
    "__version__",
    "compile_schema",
    "fitting_revisions",
    "is_valid",
    "problems_of",
    "validate",
    "validate_many",
    "validate_text",
]

_FROM_API = frozenset(
    ("Validator", "compile_schema", "fitting_revisions", "is_valid", "validate", "validate_text")
)
_FROM_ARROW = frozenset(("problems_of", "validate_many"))


def __getattr__(name: str) -> Any:
    # the command imports this package too, and must not pay for the compiler when it starts
    if name in _FROM_API:
        from orq_schema import api

        return getattr(api, name)
    if name in _FROM_ARROW:
        from orq_schema import arrow

        return getattr(arrow, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
