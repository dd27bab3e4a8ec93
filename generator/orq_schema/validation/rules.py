"""The ids of the rules that a schema states, made from its keywords."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache
def rule(keyword: str) -> str:
    """The id of the rule that `keyword` states: `additionalProperties` is `additional-properties`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", keyword).lower().lstrip("$")


# of each keyword that can say no, or that can have the subschema `false` under it; `false` is a whole schema
KEYWORD_RULES = (
    "type", "enum", "const", "minimum", "maximum", "exclusive-minimum", "exclusive-maximum", "multiple-of",
    "min-length", "max-length", "pattern", "format", "min-items", "max-items", "unique-items", "contains",
    "min-contains", "max-contains", "prefix-items", "items", "unevaluated-items", "min-properties",
    "max-properties", "required", "dependent-required", "properties", "pattern-properties",
    "additional-properties", "property-names", "unevaluated-properties", "dependent-schemas", "all-of",
    "any-of", "one-of", "not", "then", "else", "ref", "dynamic-ref", "false",
)  # fmt: skip
