from __future__ import annotations

from typing import Any

import pytest
from tests.unit.compile.modules import compiled

from orq_schema.compile.keywords import UNITS
from orq_schema.compile.shapes import KEYWORDS

# keyword: schema, values that are valid, values that are not
CASES: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "$dynamicRef": (
        {"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}, "maxItems": 1},
        [[[[]]], 1],
        [[[1, 2]]],
    ),
    "$ref": ({"$defs": {"a": {"type": "null"}}, "$ref": "#/$defs/a"}, [None], [1]),
    "additionalProperties": (
        {
            "properties": {"a": True},
            "patternProperties": {"^x": True},
            "additionalProperties": {"type": "null"},
        },
        [{"a": 1, "x1": 2, "b": None}, [], {}],
        [{"b": 1}],
    ),
    "allOf": ({"allOf": [{"minimum": 1}, {"maximum": 3}]}, [2, "a"], [0, 4]),
    "anyOf": ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, ["a", 3, None], [1]),
    "const": (
        {"const": {"a": [1, True]}},
        [{"a": [1.0, True]}],
        [{"a": [1, 1]}, {"a": [1, True], "b": 1}, None],
    ),
    "contains": (
        {"contains": {"type": "string"}, "minContains": 2, "maxContains": 3},
        [["a", 1, "b"], {}],
        [["a"], ["a", "b", "c", "d"]],
    ),
    "dependentRequired": (
        {"dependentRequired": {"a": ["b", "c"]}},
        [{}, {"a": 1, "b": 1, "c": 1}],
        [{"a": 1, "b": 1}],
    ),
    "dependentSchemas": (
        {"dependentSchemas": {"a": {"required": ["b"]}, "c": False}},
        [{"b": 1}, 1],
        [{"a": 1}, {"c": 1}],
    ),
    "enum": ({"enum": ["a", 1, None, [0]]}, ["a", 1.0, None, [0]], ["b", True, [False], 0]),
    "exclusiveMaximum": ({"exclusiveMaximum": 3}, [2.9, "a"], [3, 3.0]),
    "exclusiveMinimum": ({"exclusiveMinimum": 3}, [3.1, True], [3, 2]),
    "format": ({"format": "date"}, ["2024-02-29", 5], ["2023-02-29", "x"]),
    "if": (
        {"if": {"type": "integer"}, "then": {"minimum": 5}, "else": {"minLength": 2}},
        [5, "ab", None],
        [4, "a"],
    ),
    "items": ({"prefixItems": [True], "items": {"type": "integer"}}, [["a", 1], [], {}], [["a", "b"]]),
    "maxItems": ({"maxItems": 1}, [[1], "ab"], [[1, 2]]),
    "maxLength": ({"maxLength": 2}, ["ab", "\U0001f600\U0001f600", [1, 2, 3]], ["abc"]),
    "maxProperties": ({"maxProperties": 1}, [{"a": 1}, [1, 2]], [{"a": 1, "b": 2}]),
    "maximum": ({"maximum": 3}, [3.0, "x"], [4, 10**400]),
    "minItems": ({"minItems": 1}, [[1], ""], [[]]),
    "minLength": ({"minLength": 2}, ["ab", []], ["\U0001f600"]),
    "minProperties": ({"minProperties": 1}, [{"a": 1}, []], [{}]),
    "minimum": ({"minimum": 3}, [3, False], [2, -(10**400)]),
    "multipleOf": ({"multipleOf": 0.01}, [4.35, 1, 0, "x"], [4.355]),
    "not": ({"not": {"type": "string"}}, [1], ["a"]),
    "oneOf": ({"oneOf": [{"minimum": 1}, {"maximum": 3}]}, [0, 4], [2, "a"]),
    "pattern": ({"pattern": "^a$"}, ["a", 1], ["a\n", "b"]),
    "patternProperties": (
        {"patternProperties": {"^a": {"type": "null"}, "b": False}},
        [{"a": None}, 1],
        [{"a": 1}, {"b": 1}],
    ),
    "prefixItems": ({"prefixItems": [{"type": "null"}, False]}, [[None], [], {}], [[1], [None, 1]]),
    "properties": (
        {"properties": {"a": {"type": "null"}, "b": False}},
        [{"a": None}, {}, []],
        [{"a": 1}, {"b": None}],
    ),
    "propertyNames": ({"propertyNames": {"maxLength": 1}}, [{"a": 1}, "abc"], [{"ab": 1}]),
    "required": ({"required": ["a", "b"]}, [{"a": 1, "b": 2}, 1], [{"a": 1}]),
    "type": ({"type": ["integer", "null"]}, [1, 1.0, None], [True, 1.5, "1", [], {}]),
    "unevaluatedItems": (
        {"prefixItems": [True], "contains": {"type": "string"}, "unevaluatedItems": {"type": "null"}},
        [[1, "a", None], ["a"], {}],
        [[1, "a", 2]],
    ),
    "unevaluatedProperties": (
        {
            "properties": {"a": True},
            "anyOf": [{"required": ["b"], "properties": {"b": True}}, {}],
            "unevaluatedProperties": False,
        },
        [{"a": 1, "b": 2}, {}, []],
        [{"a": 1, "c": 2}],
    ),
    "uniqueItems": (
        {"uniqueItems": True},
        [[1, True, "1", [1], {"a": 1}], "aa"],
        [[1, 1.0], [{"a": [1]}, {"a": [1.0]}]],
    ),
}


def test_each_keyword_has_a_unit_and_a_case() -> None:
    assert set(CASES) == set(UNITS) == KEYWORDS


@pytest.mark.parametrize("keyword", CASES)
def test_a_keyword(keyword: str) -> None:
    schema, valid, invalid = CASES[keyword]
    validator = compiled(schema, assert_formats=True)
    for value in valid:
        assert validator.is_valid(value), value
        assert list(validator.iter_errors(value)) == []
    for value in invalid:
        assert not validator.is_valid(value), value
        assert list(validator.iter_errors(value)), value


@pytest.mark.parametrize("keyword", CASES)
def test_a_keyword_says_nothing_where_its_vocabulary_is_not_in_force(keyword: str) -> None:
    if keyword in ("$ref", "$dynamicRef", "format"):
        return
    schema, valid, invalid = CASES[keyword]
    core = {"$id": "urn:core", "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": True}}
    validator = compiled({"$schema": "urn:core", **schema}, {"urn:core": core})
    assert all(map(validator.is_valid, [*valid, *invalid]))


def test_formats_are_annotations_unless_asked_for() -> None:
    assert compiled({"format": "date"}).is_valid("x")
    vocabulary = "https://json-schema.org/draft/2020-12/vocab/"
    meta = {"$vocabulary": {f"{vocabulary}core": True, f"{vocabulary}format-assertion": True}}
    asserting = compiled({"$schema": "urn:m", "format": "date"}, {"urn:m": meta})
    assert [asserting.is_valid(value) for value in ("x", "2024-01-01")] == [False, True]


@pytest.mark.parametrize(
    "schema", [True, {}, {"x-unknown": 1}, {"then": False}, {"minContains": 3}, {"items": {}}]
)
def test_schemas_that_accept_everything(schema: Any) -> None:
    validator = compiled(schema)
    assert validator.is_valid(object())
    assert list(validator.iter_errors(None)) == []


def test_the_schema_false() -> None:
    validator = compiled(False)  # noqa: FBT003 - a boolean schema
    (error,) = validator.iter_errors({})
    assert (validator.is_valid(1), error.keyword, error.schema_pointer, error.absolute_location) == (
        False,
        "false",
        "",
        "#",
    )
