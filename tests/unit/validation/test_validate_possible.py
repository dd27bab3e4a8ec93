"""Errors of values that are not known in full, by schemas of any kind."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.python_source import places
from tests.support.random_schemas import Schemas

from orq_schema.errors import OrqSchemaError
from orq_schema.load.schema import from_contents
from orq_schema.payload.unknown import STAND_IN, Unknown
from orq_schema.validation.engine import Engine, compiled
from orq_schema.validation.explain import explain
from orq_schema.validation.redaction import value_at

if TYPE_CHECKING:
    from orq_schema.pointer import Steps


def engine(schema: Any) -> Engine:
    return compiled(from_contents(schema))


def errors(schema: Any, value: Any, unknown: Unknown) -> list[tuple[Steps, str]]:
    found = explain(value, engine(schema), strict=False, unknown=unknown)
    return [(each.steps, each.rule) for each in found if each.severity == "error"]


def hidden(value: Any, chosen: list[Steps]) -> Any:
    """`value` with a stand-in at each of the `chosen` places, outer ones first."""
    root = [copy.deepcopy(value)]
    for steps in chosen:
        holder: Any = root
        try:
            for step in (0, *steps)[:-1]:
                holder = holder[step]
            holder[(0, *steps)[-1]] = STAND_IN
        except (TypeError, IndexError):
            # what is around it is a stand-in already
            continue
    return root[0]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_valid_value_has_no_error_however_little_is_known(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable, no secret
    source = Schemas(rng)
    schema = source.schema()
    try:
        by = engine(schema)
    except OrqSchemaError:
        return
    for _ in range(10):
        value = source.instance(3)
        if not by.is_valid(value):
            continue
        chosen = [each for each in places(value) if rng.random() < 0.3]
        found = explain(hidden(value, chosen), by, strict=False, unknown=Unknown(frozenset(chosen)))
        assert [each for each in found if each.severity == "error"] == []


X = STAND_IN
OPEN = frozenset[tuple[()]]({()})


@pytest.mark.parametrize(
    ("schema", "value", "rule"),
    [
        # sure: it does not matter what is in there
        ({"type": "array"}, {"a": X}, "type"),
        ({"type": ["array", "null"]}, [{"a": X}], None),
        ({"additionalProperties": False, "properties": {"a": True}}, {"a": X, "b": 1}, "additional-properties"),
        ({"propertyNames": {"maxLength": 1}}, {"a": X, "bb": 1}, "property-names"),
        ({"required": ["b"]}, {"a": X}, "required"),
        ({"minProperties": 2}, {"a": X}, "min-properties"),
        ({"maxProperties": 0}, {"a": X}, "max-properties"),
        ({"minItems": 2}, [X], "min-items"),
        ({"maxItems": 0}, [X], "max-items"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": X}, "dependent-required"),
        ({"properties": {"b": False}}, {"a": X, "b": 1}, "properties"),
        ({"anyOf": [{"properties": {"b": {"type": "null"}}}, {"required": ["c"]}]}, {"a": X, "b": 1}, "type"),
        # not sure
        ({"properties": {"a": False}}, {"a": X}, None),
        ({"properties": {"a": {"type": "null"}}}, {"a": X}, None),
        ({"enum": [{"a": 1}]}, {"a": X}, None),
        ({"const": [1]}, [X], None),
        ({"not": {"required": ["a"]}}, {"a": X}, None),
        ({"uniqueItems": True}, [X, X], None),
        ({"contains": {"type": "null"}}, [X], None),
        ({"contains": {"type": "string"}, "maxContains": 1}, [X, X], None),
        ({"oneOf": [{"required": ["a"]}, True]}, {"a": X}, None),
        ({"oneOf": [{"properties": {"a": {"type": "null"}}}, {"required": ["b"]}]}, {"a": X}, None),
        ({"if": {"properties": {"a": {"type": "null"}}}, "else": {"required": ["b"]}}, {"a": X}, None),
        ({"if": {"properties": {"a": {"type": "string"}}}, "then": {"required": ["b"]}}, {"a": X}, None),
        ({"properties": {"c": {"if": True, "then": {"type": "null"}}}}, {"a": X, "c": 1}, "type"),
        ({"anyOf": [{"properties": {"a": {"type": "null"}}}], "unevaluatedProperties": False}, {"a": X}, None),
        ({"prefixItems": [True, {"type": "null"}]}, [X, 1], "type"),
    ],
)  # fmt: skip
def test_what_is_sure(schema: Any, value: Any, rule: str | None) -> None:
    unknown = Unknown(frozenset(each for each in places(value) if value_at(value, each) == X))
    assert [each for _, each in errors(schema, value, unknown)] == ([] if rule is None else [rule])


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"required": ["b"]}, {}),
        ({"minProperties": 2}, {"a": 1}),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}),
        ({"minItems": 2}, [1]),
        ({"maxItems": 0}, [X]),
        ({"contains": {"type": "null"}}, [1]),
        ({"prefixItems": [True, {"type": "null"}]}, [1, 1]),
        ({"anyOf": [{"required": ["b"]}, {"required": ["c"]}]}, {"a": 1}),
        ({"if": {"required": ["b"]}, "else": {"required": ["c"]}}, {}),
    ],
)
def test_there_may_be_more_members(schema: Any, value: Any) -> None:
    assert errors(schema, value, Unknown()) != []
    assert errors(schema, value, Unknown(open=OPEN)) == []


def test_a_text_that_is_made_at_run_time_is_no_error() -> None:
    unknown = Unknown(texts=frozenset({("a",)}))
    schemas: list[dict[str, Any]] = [
        {"type": "number"}, {"type": ["number", "null"]}, {"anyOf": [{"type": "number"}, {"type": "null"}]},
        {"maxLength": 1}, {"enum": ["a"]}, {"pattern": "^y"}, {"const": "b"}, {"not": {"type": "string"}},
    ]  # fmt: skip
    for each in schemas:
        assert errors({"properties": {"a": each}}, {"a": f"x{X}"}, Unknown()) != []
        assert errors({"properties": {"a": each}}, {"a": f"x{X}"}, unknown) == []
