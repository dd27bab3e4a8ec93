from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.compile.modules import compiled, errors

from orq_schema.compile.output import basic
from orq_schema.errors import SchemaError, UnsupportedError

REMOTE = {
    "https://example.com/remote": {"$defs": {"text": {"type": "string"}}, "items": {"$ref": "#/$defs/text"}}
}
NESTED: Any = {
    "$id": "https://example.com/root",
    "properties": {
        "a/b": {"$ref": "#/$defs/part"},
        "r": {"$ref": "remote"},
        "inner": {"$id": "inner", "properties": {"x": {"type": "null"}}},
    },
    "$defs": {
        "part": {
            "$id": "dir/part",
            "$defs": {"n": {"$anchor": "n", "minimum": 3}},
            "properties": {"n~": {"$ref": "#n"}},
        }
    },
}


def test_the_places_of_an_error() -> None:
    validator = compiled(NESTED, REMOTE)
    found = list(validator.iter_errors({"r": [1], "a/b": {"n~": 1}, "inner": {"x": 1}}))
    assert [(each.instance_pointer, each.schema_pointer, each.absolute_location) for each in found] == [
        ("/r/0", "/properties/r/$ref/items/$ref/type", "https://example.com/remote#/$defs/text/type"),
        (
            "/a~1b/n~0",
            "/properties/a~1b/$ref/properties/n~0/$ref/minimum",
            "https://example.com/dir/part#/$defs/n/minimum",
        ),
        ("/inner/x", "/properties/inner/properties/x/type", "https://example.com/inner#/properties/x/type"),
    ]
    assert [(each.keyword, each.expected) for each in found] == [
        ("type", "string"),
        ("minimum", 3),
        ("type", "null"),
    ]
    assert all(each.message.startswith("expected ") and each.branches == () for each in found)


def test_every_definition_has_its_canonical_location() -> None:
    assert set(compiled(NESTED, REMOTE).definitions) == {
        "https://example.com/root#",
        "https://example.com/dir/part#",
        "https://example.com/dir/part#/$defs/n",
        "https://example.com/remote#",
        "https://example.com/remote#/$defs/text",
        "https://example.com/inner#",
    }


def test_all_errors_in_the_order_of_the_document() -> None:
    schema = {
        "required": ["z"],
        "properties": {"b": {"items": {"type": "integer"}}, "a": {"minimum": 5, "multipleOf": 2}},
        "additionalProperties": False,
    }
    assert errors(schema, {"x": 1, "a": 3, "b": ["x", 1, None]}) == [
        ("", "/required"),
        ("/x", "/additionalProperties"),
        ("/a", "/properties/a/minimum"),
        ("/a", "/properties/a/multipleOf"),
        ("/b/0", "/properties/b/items/type"),
        ("/b/2", "/properties/b/items/type"),
    ]


def test_the_errors_of_alternatives() -> None:
    schema = {"oneOf": [{"type": "string"}, {"properties": {"a": {"const": 1}}, "required": ["b"]}]}
    (error,) = compiled(schema).iter_errors({"a": 2})
    assert (error.keyword, error.schema_pointer) == ("oneOf", "/oneOf")
    inner = [[(each.instance_pointer, each.schema_pointer) for each in branch] for branch in error.branches]
    assert inner == [
        [("", "/oneOf/0/type")],
        [("", "/oneOf/1/required"), ("/a", "/oneOf/1/properties/a/const")],
    ]
    (error,) = compiled({"oneOf": [{"minimum": 1}, {"maximum": 3}]}).iter_errors(2)
    assert error.branches == ()
    assert "fits 2 of the alternatives" in error.message


@pytest.mark.parametrize(
    ("schema", "value", "keyword", "pointer"),
    [
        ({"properties": {"a/b": False}}, {"a/b": 1}, "properties", "/properties/a~1b"),
        ({"items": False}, [1], "items", "/items"),
        ({"prefixItems": [True, False]}, [1, 2], "prefixItems", "/prefixItems/1"),
        ({"allOf": [True, False]}, 1, "allOf", "/allOf/1"),
        (
            {"patternProperties": {"items": False}},
            {"items": 1},
            "patternProperties",
            "/patternProperties/items",
        ),
        ({"dependentSchemas": {"not": False}}, {"not": 1}, "dependentSchemas", "/dependentSchemas/not"),
        ({"if": True, "then": False}, 1, "then", "/then"),
        ({"propertyNames": False}, {"a": 1}, "propertyNames", "/propertyNames"),
        ({"additionalProperties": False}, {"a": 1}, "additionalProperties", "/additionalProperties"),
        ({"unevaluatedItems": False}, [1], "unevaluatedItems", "/unevaluatedItems"),
        ({"$ref": "#/$defs/no", "$defs": {"no": False}}, 1, "$ref", "/$ref"),
    ],
)
def test_the_schema_false_is_named_after_what_applied_it(
    schema: Any, value: Any, keyword: str, pointer: str
) -> None:
    (error,) = compiled(schema).iter_errors(value)
    assert (error.keyword, error.schema_pointer) == (keyword, pointer)


def test_what_would_have_been_evaluated_is_not_told_of() -> None:
    schema = {
        "$ref": "#/$defs/base",
        "unevaluatedProperties": False,
        "$defs": {
            "base": {
                "oneOf": [{"required": ["a"], "properties": {"a": {"type": "null"}}}, {"required": ["b"]}]
            }
        },
    }
    assert errors(schema, {"a": 1}) == [("", "/$ref/oneOf")]
    assert errors(schema, {"a": None, "c": 1}) == [("/c", "/unevaluatedProperties")]


# what core section 12.4 asks of output, in our words
UNIT: Any = {
    "type": "object",
    "required": ["valid", "keywordLocation", "instanceLocation", "error"],
    "properties": {
        "valid": {"const": False},
        "keywordLocation": {"type": "string", "pattern": "^(/|$)"},
        "absoluteKeywordLocation": {"type": "string", "pattern": "^[a-z]+:.*#"},
        "instanceLocation": {"type": "string", "pattern": "^(/|$)"},
        "error": {"type": "string", "minLength": 1},
    },
    "if": {"properties": {"keywordLocation": {"pattern": "/\\$(ref|dynamicRef)/"}}},
    "then": {"required": ["absoluteKeywordLocation"]},
    "additionalProperties": False,
}
BASIC: Any = {
    "type": "object",
    "required": ["valid"],
    "oneOf": [
        {"properties": {"valid": {"const": True}, "errors": False}},
        {
            "properties": {
                "valid": {"const": False},
                "errors": {"type": "array", "minItems": 1, "items": UNIT},
            },
            "required": ["errors"],
        },
    ],
}


@pytest.mark.parametrize("value", [{}, {"r": [1], "a/b": {"n~": 1}}, {"inner": {"x": 0}}])
def test_basic_output(value: Any) -> None:
    validator = compiled(NESTED, REMOTE)
    found = basic(validator.iter_errors(value))
    judge: Any = Draft202012Validator(BASIC)
    judge.validate(found)
    assert found["valid"] is validator.is_valid(value)


def test_basic_output_is_flat() -> None:
    schema = {"anyOf": [{"minimum": 3}, {"oneOf": [{"type": "null"}, {"const": 1}]}]}
    found = basic(compiled(schema).iter_errors(2))
    assert [each["keywordLocation"] for each in found["errors"]] == [
        *("/anyOf", "/anyOf/0/minimum", "/anyOf/1/oneOf", "/anyOf/1/oneOf/0/type", "/anyOf/1/oneOf/1/const"),
    ]
    assert all("absoluteKeywordLocation" not in each for each in found["errors"])


def test_a_refusal_names_keyword_and_pointer() -> None:
    with pytest.raises(UnsupportedError) as caught:
        compiled({"properties": {"a": {"pattern": "a++"}}})
    assert (caught.value.problem.pointer, caught.value.problem.rule) == (
        "/properties/a/pattern",
        "unsupported-keyword",
    )
    with pytest.raises(UnsupportedError) as caught:
        compiled({"$ref": "urn:a"}, {"urn:a": {"patternProperties": {"(?i)a": False}}})
    assert (caught.value.problem.file, caught.value.problem.pointer) == ("urn:a", "/patternProperties")


@pytest.mark.parametrize("required", [True, False])
def test_a_vocabulary_that_nobody_knows(required: bool) -> None:  # noqa: FBT001 - as in a metaschema
    vocabularies = {"https://json-schema.org/draft/2020-12/vocab/core": True, "urn:mine": required}
    remotes = {"urn:meta": {"$id": "urn:meta", "$vocabulary": vocabularies}}
    schema = {"$schema": "urn:meta", "type": "string"}
    if not required:
        assert compiled(schema, remotes).is_valid(1)
        return
    with pytest.raises(SchemaError, match="urn:mine") as caught:
        compiled(schema, remotes)
    assert (caught.value.problem.rule, caught.value.problem.pointer) == ("schema-dialect", "/$schema")


def test_an_embedded_resource_has_its_own_dialect() -> None:
    remotes = {"urn:meta": {"$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": True}}}
    inner = {"$id": "urn:inner", "$schema": "urn:meta", "type": "string"}
    validator = compiled(
        {"$id": "urn:outer", "type": "array", "items": {"$ref": "urn:inner"}, "$defs": {"i": inner}}, remotes
    )
    assert [validator.is_valid(value) for value in ([1], 1)] == [True, False]


def test_a_schema_object_used_twice_is_two_subschemas() -> None:
    shared = {"$ref": "#/$defs/x"}
    schema = {
        "$id": "urn:root",
        "properties": {
            "a": shared,
            "b": {"$id": "urn:b", "properties": {"c": shared}, "$defs": {"x": {"type": "null"}}},
        },
        "$defs": {"x": {"type": "string"}},
    }
    validator = compiled(schema)
    assert validator.is_valid({"a": "x", "b": {"c": None}})
    assert not validator.is_valid({"a": None, "b": {"c": None}})
    assert not validator.is_valid({"a": "x", "b": {"c": "x"}})


def test_duplicate_anchors_lead_to_one_of_them() -> None:
    schema = {
        "items": {"$ref": "#n"},
        "$defs": {"a": {"$anchor": "n", "type": "null"}, "b": {"$anchor": "n", "type": "string"}},
    }
    validator = compiled(schema)
    assert validator.is_valid([None]) is not validator.is_valid(["a"])
