"""LoadedSchema -> Model: shapes, names, refusals."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from orq_schema.errors import SchemaError, UnsupportedError
from orq_schema.ir.build import build
from orq_schema.ir.nodes import (
    Anything,
    Array,
    Literals,
    Mapping,
    Model,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from orq_schema.load import schema as load

if TYPE_CHECKING:
    from pathlib import Path

STRING, NULL = Scalar("string"), Scalar("null")


def model(contents: Any, remotes: dict[str, Any] | None = None) -> Model:
    return build(load.from_contents(contents, remotes, name="root"))


def field_type(schema: Any, **defs: Any) -> Type:
    root = model({"properties": {"x": schema}, "$defs": defs}).definition("Root").shape
    assert isinstance(root, Record)
    return root.fields[0].type


def record(made: Model, name: str) -> Record:
    shape = made.definition(name).shape
    assert isinstance(shape, Record)
    return shape


def test_orq_has_the_names_of_its_definitions() -> None:
    made = build(load.builtin("orq"))
    names = [each.name for each in made.definitions]
    assert names[-1] == made.root == "Orq"
    assert "EqualOperator" not in names
    operators = record(made, "FilterOperators")
    assert operators.one_of == ("eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "exists")
    assert not any(field.required for field in operators.fields)
    assert isinstance(made.definition("Filter").shape, Union)
    rerank = made.definition("RerankConfig")
    assert rerank.nullable
    assert isinstance(rerank.shape, Record)
    used = next(field for field in record(made, "KnowledgeBase").fields if field.key == "rerank_config")
    assert used.type == Union((Ref("RerankConfig"), NULL))


def test_a_reference_to_another_file_brings_what_it_needs() -> None:
    made = build(load.builtin("completions-request"))
    names = [each.name for each in made.definitions]
    assert made.root == "CompletionsRequest"
    assert {"Orq", "Stop", "FilterOperators"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (True, Anything()),
        ({}, Anything()),
        ({"description": "free"}, Anything()),
        ({"type": "string"}, STRING),
        ({"type": ["string", "null"]}, Union((STRING, NULL))),
        ({"type": ["null", "string"]}, Union((STRING, NULL))),
        ({"type": "object"}, Mapping(Anything())),
        ({"type": "object", "additionalProperties": {"type": "string"}}, Mapping(STRING)),
        ({"type": "array"}, Array(Anything())),
        ({"items": {"type": "string"}}, Array(STRING)),
        ({"const": 1}, Literals((1,))),
        ({"enum": ["a", None], "type": ["string", "null"]}, Literals(("a", None))),
        ({"enum": ["a", 1], "type": "string"}, Literals(("a",))),
        ({"enum": [1.0, 1, True]}, Literals((1, True))),
        (
            {"anyOf": [{"type": "string"}, {"oneOf": [{"type": "null"}, {"type": "string"}]}]},
            Union((STRING, NULL)),
        ),
        ({"anyOf": [{"const": "a"}, {"const": "b"}]}, Literals(("a", "b"))),
        ({"allOf": [{"type": "string"}]}, STRING),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}, {"description": "d"}]}, STRING),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, Scalar("integer")),
        ({"allOf": [{"$ref": "#/$defs/A"}], "default": "a"}, Ref("A")),
        ({"$ref": "#/$defs/A", "type": "string"}, Ref("A")),
        ({"$ref": "#/$defs/A", "maxLength": 2}, Ref("A")),
        ({"$dynamicRef": "#a"}, Ref("A")),
        ({"type": "string", "nullable": True}, STRING),
        ({"type": "string", "if": {"maxLength": 1}}, STRING),
    ],
)
def test_types(schema: Any, expected: Type) -> None:
    assert repr(field_type(schema, A={"$anchor": "a", "type": "string"})) == repr(expected)


@pytest.mark.parametrize(
    ("keyword", "schema"),
    [
        ("not", {"not": {}}),
        ("if", {"if": {"type": "string"}, "then": {"maxLength": 1}}),
        ("dependentSchemas", {"dependentSchemas": {"a": {"required": ["b"]}}}),
        ("patternProperties", {"patternProperties": {"a": {"type": "string"}}}),
        ("prefixItems", {"prefixItems": [{"type": "string"}]}),
        ("unevaluatedProperties", {"unevaluatedProperties": False}),
        ("unevaluatedItems", {"unevaluatedItems": {"type": "string"}}),
        ("$dynamicRef", {"$dynamicRef": "#node", "$defs": {"n": {"$dynamicAnchor": "node"}}}),
        ("type", {"type": "string", "allOf": [{"type": "number"}]}),
        ("required", {"required": ["a"], "additionalProperties": False}),
        ("enum", {"enum": [1], "type": "string"}),
    ],
)
def test_what_no_type_can_carry_is_refused(keyword: str, schema: Any) -> None:
    with pytest.raises(UnsupportedError) as caught:
        field_type(schema)
    problem = caught.value.problem
    assert problem.rule == "unsupported-keyword"
    assert problem.pointer.startswith("/properties/x")
    assert keyword in (problem.message + problem.pointer) or keyword == "type"


def test_the_first_refusal_in_the_order_of_the_document_is_reported() -> None:
    with pytest.raises(UnsupportedError) as caught:
        model({"$defs": {"A": {"not": {}}}, "properties": {"x": {"if": {}, "then": {"type": "string"}}}})
    assert caught.value.problem.pointer == "/$defs/A/not"


def test_false_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="allows no value"):
        field_type(schema=False)


def test_inline_shapes_are_named_by_title_or_by_place() -> None:
    made = model(
        {
            "properties": {
                "retry": {"properties": {"options": {"properties": {"a": True}}}},
                "tags": {"items": {"properties": {"b": True}}},
                "kind": {"title": "Sort of thing", "properties": {"c": True}},
                "pet": {
                    "oneOf": [
                        {"properties": {"type": {"const": "dog"}}, "required": ["type"]},
                        {"properties": {"type": {"const": "cat"}}, "required": ["type"]},
                    ]
                },
            }
        }
    )
    names = {each.name for each in made.definitions}
    assert names == {
        *("Root", "RootRetry", "RootRetryOptions", "RootTag", "SortOfThing"),
        *("RootPet", "RootPetDog", "RootPetCat"),
    }


def test_equal_shapes_share_a_name_and_others_may_not() -> None:
    same = {"title": "Box", "properties": {"a": {"type": "string"}}}
    made = model({"properties": {"x": same, "y": {**same, "description": "again"}}})
    assert [each.name for each in made.definitions] == ["Box", "Root"]
    with pytest.raises(UnsupportedError) as caught:
        model({"properties": {"x": same, "y": {"title": "Box", "properties": {"b": True}}}})
    assert caught.value.problem.pointer == "/properties/y"
    assert "/properties/x is called Box too" in caught.value.problem.message
    assert "title" in (caught.value.problem.hint or "")


def test_a_reference_to_a_property_stands_for_that_property() -> None:
    made = model(
        {
            "properties": {
                "size": {"type": "number", "description": "How large.", "minimum": 1},
                "sizes": {"items": {"$ref": "#/properties/size"}},
                "again": {"$ref": "#/properties/size", "deprecated": True},
                "box": {"properties": {"a": True}},
                "boxes": {"items": {"$ref": "#/properties/box"}},
                "part": {"$ref": "#/$defs/Part/properties/whole"},
            },
            "$defs": {"Part": {"properties": {"whole": {"$ref": "#/$defs/Part"}}}},
        }
    )
    assert {each.name for each in made.definitions} == {"Root", "RootBox", "Part"}
    fields = {field.key: field for field in record(made, "Root").fields}
    assert fields["again"].type == Scalar("number")
    assert (fields["again"].doc.description, fields["again"].doc.limits.minimum) == ("How large.", 1)
    assert fields["again"].doc.deprecated
    assert not fields["size"].doc.deprecated
    assert fields["sizes"].type == Array(Scalar("number"))
    assert fields["boxes"].type == Array(Ref("RootBox"))
    assert fields["part"].type == Ref("Part")


def test_a_property_that_is_in_itself_has_a_name() -> None:
    made = model({"properties": {"list": {"items": {"$ref": "#/properties/list"}}}})
    assert made.definition("RootList").shape == Array(Ref("RootList"))
    assert record(made, "Root").fields[0].type == Array(Ref("RootList"))


@pytest.mark.parametrize(
    "properties",
    [
        {"a": {"$ref": "#/properties/a"}},
        {"a": {"$ref": "#/properties/b"}, "b": {"$ref": "#/properties/a"}},
        {"a": {"allOf": [{"$ref": "#/properties/b"}]}, "b": {"$ref": "#/properties/a"}},
    ],
)
def test_properties_that_only_refer_to_each_other_are_a_cycle(properties: Any) -> None:
    with pytest.raises(SchemaError) as caught:
        model({"properties": properties})
    assert caught.value.problem.rule == "reference-cycle"


def test_all_of_joins_records() -> None:
    made = model(
        {
            "allOf": [
                {"$ref": "#/$defs/Base"},
                {"properties": {"b": {"type": "integer"}, "id": {"minLength": 1}}, "required": ["b"]},
                {"required": ["id"]},
            ],
            "$defs": {"Base": {"properties": {"id": {"type": "string"}, "b": {"type": "number"}}}},
        }
    )
    fields = {field.key: field for field in record(made, "Root").fields}
    assert list(fields) == ["id", "b"]
    assert fields["id"].required
    assert fields["id"].doc.limits.min_length == 1
    assert fields["b"].type == Scalar("integer")


def test_a_field_says_more_than_what_it_refers_to() -> None:
    schema = {"$ref": "#/$defs/A", "description": "here", "maximum": 5, "default": None}
    made = model(
        {
            "properties": {"x": schema},
            "$defs": {"A": {"type": "integer", "description": "there", "minimum": 1}},
        }
    )
    doc = record(made, "Root").fields[0].doc
    assert (doc.description, doc.limits.minimum, doc.limits.maximum, doc.default) == ("here", 1, 5, (None,))


def test_rules_without_words_are_noted_by_name() -> None:
    made = model({"properties": {"x": {"type": "array", "contains": {"not": {"type": "string"}}}}})
    assert record(made, "Root").fields[0].doc.limits.also == ("contains",)


def test_branches_that_only_require_leave_the_record() -> None:
    made = model({"properties": {"a": True, "b": True}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert [field.key for field in record(made, "Root").fields] == ["a", "b"]
    assert made.definition("Root").doc.limits.also == ("anyOf",)


def test_a_record_or_null_stays_a_record() -> None:
    made = model({"properties": {"x": {"anyOf": [{"properties": {"a": True}}, {"type": "null"}]}}})
    assert made.definition("RootX").nullable
    assert record(made, "Root").fields[0].type == Union((Ref("RootX"), NULL))


def test_open_closed_and_typed_rest() -> None:
    made = model(
        {
            "$defs": {
                "Open": {"properties": {"a": True}},
                "Closed": {"properties": {"a": True}, "additionalProperties": False},
                "Typed": {"properties": {"a": True}, "additionalProperties": {"type": "string"}},
                "Needy": {"type": "object", "required": ["z"]},
            }
        }
    )
    assert record(made, "Open").rest == Anything()
    assert record(made, "Closed").rest is None
    assert record(made, "Typed").rest == STRING
    assert [(field.key, field.required) for field in record(made, "Needy").fields] == [("z", True)]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}},
        {"anyOf": [{"$ref": "#"}, {"type": "string"}]},
        {"allOf": [{"$ref": "#"}, {"properties": {"a": True}}]},
    ],
)
def test_a_reference_to_itself_is_an_error(schema: Any) -> None:
    with pytest.raises(SchemaError, match="leads back to itself"):
        model(schema)


def test_recursion_through_values_is_allowed() -> None:
    made = model({"properties": {"children": {"items": {"$ref": "#"}}}})
    assert record(made, "Root").fields[0].type == Array(Ref("Root"))


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    schema: Any = {"type": "string"}
    for _ in range(200):
        schema = {"items": schema}
    with pytest.raises(SchemaError, match="nested too deeply"):
        model({"properties": {"x": schema}})


def test_order_puts_dependencies_first_and_records_before_aliases_in_a_circle() -> None:
    made = model(
        {
            "$ref": "#/$defs/A",
            "title": "Top",
            "$defs": {
                "A": {"properties": {"f": {"$ref": "#/$defs/F"}}},
                "F": {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}, {"type": "string"}]},
                "B": {"properties": {"f": {"$ref": "#/$defs/F"}}},
            },
        }
    )
    names = [each.name for each in made.definitions]
    assert names.index("F") > max(names.index("A"), names.index("B"))


def test_two_thousand_definitions_take_little_time() -> None:
    defs = {f"D{i}": {"properties": {"next": {"$ref": f"#/$defs/D{(i + 1) % 2000}"}}} for i in range(2000)}
    loaded = load.from_contents({"properties": {"a": {"$ref": "#/$defs/D0"}}, "$defs": defs}, name="big")
    started = time.perf_counter()
    assert len(build(loaded).definitions) == 2001
    assert time.perf_counter() - started < 2


def test_names_come_from_words_of_any_language() -> None:
    made = model(
        {"$defs": {"knowledge base": {"type": "string"}, "日本": {"type": "string"}, "JSONThing": True}}
    )
    assert {each.name for each in made.definitions} == {"KnowledgeBase", "日本", "JSONThing", "Root"}
    with pytest.raises(UnsupportedError, match="no letter"):
        model({"$defs": {"!!!": {"type": "string"}}})


def test_a_root_that_only_refers_to_a_definition_is_that_definition() -> None:
    made = build(
        load.from_contents(
            {"$ref": "#/$defs/Node", "$defs": {"Node": {"properties": {"a": True}}}}, name="node"
        )
    )
    assert made.root == "Node"
    assert [each.name for each in made.definitions] == ["Node"]


def test_files_are_not_named_by_where_they_are_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "a b.schema.json").write_text('{"$ref": "c.json"}')
    (tmp_path / "c.json").write_text('{"title": "Other", "properties": {"x": {"not": {}}}}')
    with pytest.raises(UnsupportedError) as caught:
        build(load.load_file(str(tmp_path / "a b.schema.json")))
    assert caught.value.problem.pointer == "/properties/x/not"
    (tmp_path / "c.json").write_text('{"title": "Other", "properties": {"x": {"$ref": "a%20b.schema.json"}}}')
    made = build(load.load_file(str(tmp_path / "a b.schema.json")))
    assert made.schema_id == "a b.schema.json"
