"""Where the subschemas of a draft 2020-12 schema are (core sections 10 and 11, Appendix A)."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.pointer import Steps

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# keywords whose value is a schema, a list of schemas, a map of schemas
ONE = (
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
)
LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
MAP = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")


def children(schema: Any) -> Iterator[tuple[Steps, Any]]:
    """Each immediate subschema of `schema` with the steps to it, in the order of the schema's own keys."""
    if not is_object(schema):
        return
    for keyword, value in schema.items():
        if keyword in ONE:
            yield (keyword,), value
        elif keyword in LIST and is_array(value):
            for index, each in enumerate(value):
                yield (keyword, index), each
        elif keyword in MAP and is_object(value):
            for name, each in value.items():
                yield (keyword, name), each


def replaced(schema: dict[str, Any], made: Callable[[Steps, Any], Any]) -> dict[str, Any]:
    """A copy of `schema` with what `made` gives for the steps to each immediate subschema, and that, in its place."""
    copied = {keyword: copy.copy(value) for keyword, value in schema.items()}
    for steps, below in children(schema):
        holder: Any = copied if len(steps) == 1 else copied[str(steps[0])]
        holder[steps[-1]] = made(steps, below)
    return copied


def walk(schema: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """`schema` and all subschemas below it, parents first. References are not followed."""
    pending = [(steps, schema)]
    while pending:
        at, each = pending.pop()
        yield at, each
        pending.extend((at + below, child) for below, child in reversed(list(children(each))))
