"""Examples and defaults against the schema that they stand in: published ones are not always valid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend  # pyright: ignore[reportUnknownVariableType] # partly typed

from orq_schema.jsonvalue import elements, is_object
from orq_schema.load.metaschema import first_error
from orq_schema.load.schema import from_contents
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.openapi.keywords import Schema
    from orq_schema.openapi.notes import Notes

_EXTEND: Any = extend  # pyright: ignore[reportUnknownVariableType] # partly typed
# keywords looked at, for all examples together: those that take more were made to take long
_MOST_STEPS = 20_000


class _TooManyStepsError(Exception):
    """Checking has taken as long as it may."""


def drop_invalid(schema: Schema, notes: Notes) -> Schema:
    """
    `schema`, a whole document, without the examples that are not valid where they stand; a default, a fact, stays.

    `schema` has no `$schema` yet: the library would take that as a reason to use a validator of its own. Raises
    SchemaError where it is not a valid schema.
    """
    judge = _Judge(schema)
    for steps, each in walk(schema):
        if not is_object(each):
            continue
        if "default" in each and not judge.is_valid(each["default"], each):
            notes.add("kept `default` that is not valid against its own schema", steps)
        given = elements(each.get("examples"))
        valid = [value for value in given if judge.is_valid(value, each)]
        if len(valid) < len(given):
            notes.add("dropped `examples` that are not valid against their own schema", steps)
            each["examples"] = valid
            if not valid:
                del each["examples"]
    return schema


class _Judge:
    def __init__(self, schema: Schema) -> None:
        loaded = from_contents(schema, name="the imported schema")
        self._left = _MOST_STEPS
        counted = {
            keyword: self._counted(check) for keyword, check in Draft202012Validator.VALIDATORS.items()
        }
        self._validator: Any = _EXTEND(Draft202012Validator, counted)(
            loaded.contents, registry=loaded.registry
        )
        self._resolver = loaded.resolver()

    def _counted(self, check: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any) -> Iterator[Any]:
            self._left -= 1
            if self._left < 0:
                raise _TooManyStepsError
            yield from check(*arguments) or ()

        return counting

    def is_valid(self, value: Any, subschema: Schema) -> bool:
        try:
            return first_error(self._validator.descend(value, subschema, resolver=self._resolver)) is None
        except (_TooManyStepsError, re.error, RecursionError):
            return False
