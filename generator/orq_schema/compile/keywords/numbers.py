"""Keywords for numbers: validation section 6.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.keywords.base import Check
from orq_schema.compile.writer import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.compile.site import Site
    from orq_schema.compile.writer import Expression


def _compare(operator: str) -> Callable[[Site, Any], list[str]]:
    return lambda site, limit: [f"{site.value} {operator} {literal(limit)}"]


def _multiple(site: Site, of: Any) -> list[str]:
    return [f"not {site.helper('is_multiple')}({site.value}, {literal(of)})"]


def _sentence(site: Site, _: Any) -> tuple[str | Expression, ...]:
    return (f"expected {words.number(site.schema)}, found ", site.found())


def _multiple_sentence(site: Site, of: Any) -> tuple[str | Expression, ...]:
    return (f"expected a multiple of {of}, found ", site.found())


UNITS = (
    Check("minimum", "number", _compare("<"), _sentence),
    Check("maximum", "number", _compare(">"), _sentence),
    Check("exclusiveMinimum", "number", _compare("<="), _sentence),
    Check("exclusiveMaximum", "number", _compare(">="), _sentence),
    Check("multipleOf", "number", _multiple, _multiple_sentence),
)
