"""What 3.0 and 3.1 write in their own ways, in draft 2020-12."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.openapi.documents import around, as_json, imported, schema

from orq_schema.compile.validator import compile_schema
from orq_schema.errors import OrqSchemaError, SchemaError, UnsupportedError
from orq_schema.openapi.importer import Wanted, import_property

PET: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
COMPONENTS = {"schemas": {"Pet": PET}}
REFERENCE = {"$ref": "#/components/schemas/Pet"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": "string", "enum": ["a"]},
        ),
        (
            {"type": "string", "enum": ["a", None], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"enum": ["a"], "nullable": True}, {"enum": ["a"]}),
        # only what stands beside it is what the clarification is about
        (
            {"allOf": [{"type": "string", "enum": ["a"]}], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"nullable": True}, {}),
        (
            {"type": "array", "items": {"type": "integer", "nullable": True}, "nullable": True},
            {"type": ["array", "null"], "items": {"type": ["integer", "null"]}},
        ),
        (
            {"type": "number", "minimum": 1, "exclusiveMinimum": True},
            {"type": "number", "exclusiveMinimum": 1},
        ),
        ({"type": "number", "maximum": 1, "exclusiveMaximum": False}, {"type": "number", "maximum": 1}),
        ({"type": "number", "exclusiveMinimum": True}, {"type": "number"}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        (
            {"type": "string", "example": None, "nullable": True},
            {"type": ["string", "null"], "examples": [None]},
        ),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"oneOf": [{"type": "string"}]}, {"type": "string"}),
        ({"allOf": [{"type": "string"}], "description": "A."}, {"description": "A.", "type": "string"}),
        (
            {"allOf": [{"type": "string", "description": "A."}, {"deprecated": True, "description": "B."}]},
            {"description": "B.", "deprecated": True, "type": "string"},
        ),
        (
            {"type": "string", "format": "uuid", "readOnly": True, "default": "a", "deprecated": True},
            {"deprecated": True, "readOnly": True, "type": "string", "format": "uuid", "default": "a"},
        ),
        (
            {"type": "string", "xml": {}, "externalDocs": {}, "x-any": 1, "discriminator": {}},
            {"type": "string"},
        ),
        ({"type": "object", "additionalProperties": {}}, {"type": "object", "additionalProperties": True}),
    ],
)
def test_3_0(given: Any, made: Any) -> None:
    whole = schema({"type": "object", "properties": {"a": given}}, "3.0.3")
    # a default that is not valid is a fact: it stays
    assert whole["properties"]["a"] == made
    assert list(whole["properties"]["a"]) == list(made)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"type": ["string"]}, {"type": "string"}),
        ({"type": "string", "nullable": True}, {"type": "string"}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"type": "number", "exclusiveMinimum": 1}, {"type": "number", "exclusiveMinimum": 1}),
        ({"type": "string", "examples": ["a", "b"], "example": "c"}, {"type": "string", "examples": ["c", "a", "b"]}),
        ({"type": "string", "examples": {"a": 1}}, {"type": "string"}),
        ({"anyOf": [{"type": "string", "minLength": 1}, NULL]}, {"type": ["string", "null"], "minLength": 1}),
        ({"anyOf": [{"enum": ["a"]}, {"type": "string"}]}, {"$ref": "#/$defs/A"}),
        (True, True),
        ({"prefixItems": [True], "items": False}, {"prefixItems": [True], "items": False}),
    ],
)  # fmt: skip
def test_3_1(given: Any, made: Any) -> None:
    assert schema({"type": "object", "properties": {"a": given}})["properties"]["a"] == made


@pytest.mark.parametrize(
    "given",
    [
        REFERENCE | {"nullable": True},
        {"allOf": [REFERENCE], "nullable": True},
        {"allOf": [REFERENCE, {"description": "A pet."}], "nullable": True},
        {"oneOf": [REFERENCE], "nullable": True},
        {"anyOf": [REFERENCE, {"type": "integer"}], "nullable": True},
        PET | {"nullable": True},
        PET | {"nullable": True, "allOf": [{"not": {"required": ["no"]}}]},
    ],
)
def test_null_is_allowed_wherever_3_0_says_nullable(given: Any) -> None:
    made = imported(around({"type": "object", "properties": {"mine": given}}, "3.0.3", COMPONENTS)).schema
    judge = compile_schema(made)
    assert judge.is_valid({"mine": None})
    assert judge.is_valid({"mine": {"id": "a"}})
    assert not judge.is_valid({"mine": {}})
    assert not judge.is_valid({"mine": "a"})


def test_a_union_of_a_reference_and_null_is_named_after_it() -> None:
    made = schema(
        {"type": "object", "properties": {"a": REFERENCE | {"nullable": True}, "b": REFERENCE}}, "3.0.3", COMPONENTS
    )  # fmt: skip
    assert made["properties"] == {"a": {"$ref": "#/$defs/PetOrNull"}, "b": {"$ref": "#/$defs/Pet"}}
    assert made["$defs"]["PetOrNull"]["anyOf"] == [{"$ref": "#/$defs/Pet"}, NULL]


def test_what_3_0_ignores_beside_a_reference() -> None:
    given = REFERENCE | {"required": ["no"], "description": "A pet."}
    old = imported(around({"type": "object", "properties": {"a": given}}, "3.0.3", COMPONENTS))
    assert old.schema["properties"]["a"] == {"$ref": "#/$defs/Pet", "description": "A pet."}
    assert len(old.notes.places["dropped what 3.0 ignores beside `$ref`"]) == 1
    new = schema({"type": "object", "properties": {"a": given}}, "3.1.0", COMPONENTS)
    assert new["properties"]["a"] == {"$ref": "#/$defs/Pet", "description": "A pet.", "required": ["no"]}


@pytest.mark.parametrize(
    "parts",
    [
        [{"additionalProperties": False, "properties": {"a": {}}}, {"properties": {"b": {}}}],
        [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"minLength": 2}}}],
        [{"type": "object"}, {"type": ["object", "null"]}],
        [{"minProperties": 1}, {"minProperties": 2}],
        [{"unevaluatedProperties": False}, {"properties": {"a": {}}}],
        [{"properties": {"a": {}}, "required": ["a"]}, {"properties": {"b": {}}, "required": ["b"]}],
        [{"patternProperties": {"^a": {"type": "string"}}}, {"additionalProperties": {"type": "number"}}],
    ],
)
@pytest.mark.parametrize("keyword", ["allOf", "allOf beside"])
def test_parts_are_put_together_only_where_that_says_the_same(parts: list[Any], keyword: str) -> None:
    given = {"allOf": parts} if keyword == "allOf" else parts[0] | {"allOf": parts[1:]}
    named = [each | {"title": f"Part {letter}"} for each, letter in zip(parts, "XY", strict=True)]
    given = {"allOf": named} if keyword == "allOf" else named[0] | {"allOf": named[1:]}
    judge, reference = compile_schema(imported(around(given)).schema), compile_schema(given)
    for value in (
        {},
        {"a": "x"},
        {"a": "xy"},
        {"b": 1},
        {"a": "xy", "b": 1},
        {"a": 1, "b": 2},
        {"c": 1},
        None,
        5,
    ):
        assert judge.is_valid(value) is reference.is_valid(value), value


def test_several_members_of_the_body_that_declare_the_property_all_hold() -> None:
    parts = [
        {
            "type": "object",
            "properties": {"orq": {"type": "object", "properties": {"a": {"type": "string"}}}},
        },
        {
            "type": "object",
            "properties": {"orq": {"type": "object", "properties": {"b": {"type": "string"}}}},
        },
    ]
    contents = around({})
    contents["paths"]["/v2/proxy/completions"]["post"]["requestBody"]["content"]["application/json"] = {
        "schema": {"allOf": parts}
    }
    judge = compile_schema(imported(contents).schema)
    assert judge.is_valid({"a": "x", "b": "x"})
    assert not judge.is_valid({"a": 1})
    assert not judge.is_valid({"b": 1})


def test_what_was_done_is_noted_with_places() -> None:
    given = {"type": "object", "required": ["a"], "properties": {"a": {"default": 1, "example": 1, "x-b": 1}}}
    notes = imported(around(given)).notes.places
    body = "/paths/~1v2~1proxy~1completions/post/requestBody/content/application~1json/schema"
    at = f"{body}/properties/orq/properties/a"
    assert notes == {
        "dropped `x-b`": [f"{at}/x-b"],
        "`example` made `examples`": [at],
        "kept `default` on a required property": [at],
    }


def test_invalid_examples_are_dropped_and_invalid_defaults_kept() -> None:
    made = imported(
        around(
            {"type": "object", "properties": {"a": {"type": "string", "default": 1, "examples": ["x", 2]}}}
        )
    )
    assert made.schema["properties"]["a"] == {"type": "string", "default": 1, "examples": ["x"]}
    assert made.notes.places == {
        "kept `default` that is not valid against its own schema": ["/properties/a"],
        "dropped `examples` that are not valid against their own schema": ["/properties/a"],
    }


def test_an_example_that_takes_too_long_to_check_is_dropped() -> None:
    tree = {
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/components/schemas/T"}, "title": f"T {each}"}
            for each in "ab"
        ]
    }
    value: Any = "leaf"
    for _ in range(50):
        value = [value]
    components = {"schemas": {"T": tree | {"example": value}}}
    made = imported(around({"$ref": "#/components/schemas/T"}, components=components))
    assert "examples" not in made.schema


@pytest.mark.parametrize("keyword", ["$id", "$anchor", "$dynamicRef"])
def test_what_would_be_lost_is_refused(keyword: str) -> None:
    with pytest.raises(UnsupportedError, match="cannot be carried over"):
        schema({keyword: "#a"})


@pytest.mark.parametrize(
    "given",
    [
        5, {"properties": 5}, {"anyOf": 5, "nullable": True}, {"anyOf": {}}, {"items": 5}, {"$ref": 5}, {"type": 5},
        {"properties": {"a": None}}, {"allOf": [None]}, {"required": [5]}, {"minimum": "1"}, {"type": "nothing"},
        {"enum": 5, "nullable": True}, {"properties": []}, {"required": {"a": 1}, "properties": {"a": {}}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
def test_what_is_no_schema_is_refused(given: Any, version: str) -> None:
    with pytest.raises(SchemaError):
        schema(given, version)


def test_other_dialects_are_refused() -> None:
    contents = around({}) | {"jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"}
    with pytest.raises(OrqSchemaError) as caught:
        import_property(as_json(contents), Wanted("POST /v2/proxy/completions", "orq"))
    assert (caught.value.problem.rule, caught.value.problem.pointer) == (
        "schema-dialect",
        "/jsonSchemaDialect",
    )
    contents["jsonSchemaDialect"] = "https://spec.openapis.org/oas/3.1/dialect/base"
    assert imported(contents).schema["title"] == "Orq"
