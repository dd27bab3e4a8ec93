"""`explain` on schemas of a user's own, with keywords that ours do not have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.json_schema_suite import files

from orq_schema.errors import SchemaError, UnsupportedError
from orq_schema.explain.page import NoFieldError, Page, explain
from orq_schema.explain.path import shown
from orq_schema.explain.text import render_json, render_text
from orq_schema.explain.tree import tree_of
from orq_schema.explain.walk import everything

if TYPE_CHECKING:
    from pathlib import Path

    from orq_schema.validation.tree import Tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def tree(folder: Path, schema: Any) -> Tree:
    path = folder / "own.schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    return tree_of(str(path))


def pages(folder: Path, schema: Any, field: str) -> list[Page]:
    return explain(tree(folder, schema), field)


def types(folder: Path, schema: Any, field: str) -> list[str]:
    return [each.type for each in pages(folder, schema, field)]


def test_arrays_by_index(folder: Path) -> None:
    schema = {"prefixItems": [{"type": "string"}, {"type": "null"}], "items": {"type": "number"}}
    assert types(folder, schema, "[0]") == ["string"]
    assert types(folder, schema, "/1") == ["null"]
    assert types(folder, schema, "[7]") == ["number"]
    assert types(folder, schema, "[]") == ["string", "null", "number"]


def test_keys_by_pattern_and_the_rest(folder: Path) -> None:
    schema = {
        "properties": {"a": {"const": 1}},
        "patternProperties": {"^x-": {"type": "string"}},
        "additionalProperties": {"type": "boolean"},
    }
    assert types(folder, schema, "a") == ["1"]
    assert types(folder, schema, "x-y") == ["string", "boolean"]
    assert types(folder, schema, "other") == ["boolean"]


def test_a_closed_object_and_an_open_one(folder: Path) -> None:
    closed: dict[str, Any] = {"properties": {"count": {}}, "additionalProperties": False}
    explicit: dict[str, Any] = {"properties": {"count": {}}, "additionalProperties": True}
    for schema in (closed, explicit):
        with pytest.raises(NoFieldError) as caught:
            pages(folder, schema, "cuont")
        assert caught.value.meant == ("count",)
    assert types(folder, {"additionalProperties": True}, "anything") == ["anything"]


def test_one_name_in_two_branches_is_explained_twice(folder: Path) -> None:
    schema = {
        "oneOf": [
            {"title": "First", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            {"title": "Second", "properties": {"id": {"type": "integer"}}},
        ]
    }
    found = pages(folder, schema, "id")
    assert [(each.type, each.required, each.within) for each in found] == [
        ("string", True, ("First",)),
        ("integer", False, ("Second",)),
    ]


def test_conditions_and_conjunctions(folder: Path) -> None:
    schema = {
        "allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}],
        "if": {"required": ["b"]},
        "then": {"properties": {"b": {"minimum": 3}}},
        "dependentSchemas": {"c": {"properties": {"d": {"type": "null"}}}},
    }
    (found,) = pages(folder, schema, "a")
    assert found.required is True
    assert types(folder, schema, "b") == ["anything, at least 3"]
    assert types(folder, schema, "d") == ["null"]


def test_a_definition_adds_what_its_user_leaves_unsaid(folder: Path) -> None:
    schema = {
        "properties": {"a": {"$ref": "#/$defs/Word", "description": "Here.", "maxLength": 9}},
        "$defs": {"Word": {"type": "string", "description": "Anywhere.", "minLength": 1, "default": "x"}},
    }
    (found,) = pages(folder, schema, "a")
    assert found.type == "string, from 1 to 9 characters"
    assert found.descriptions == ("Here.", "Anywhere.")
    assert (found.default, found.definition, found.since) == (("x",), "Word", None)


def test_a_unit(folder: Path) -> None:
    schema = {
        "properties": {"ttl": {"$ref": "#/$defs/Ttl"}},
        "$defs": {"Ttl": {"type": "number", "x-unit": "seconds"}},
    }
    found = pages(folder, schema, "ttl")
    assert found[0].unit == "seconds"
    assert "  unit: seconds\n" in render_text(found)


def test_since_is_that_of_the_nearest(folder: Path) -> None:
    schema: dict[str, Any] = {
        "x-since": "2025-01-01",
        "properties": {
            "old": {"properties": {"below": {}}},
            "new": {"x-since": "2025-02-02", "properties": {"below": {}}},
            "defined": {"$ref": "#/$defs/Late"},
        },
        "$defs": {"Late": {"x-since": "2025-03-03", "type": "string"}},
    }
    since = {field: pages(folder, schema, field)[0].since for field in ("old.below", "new.below", "defined")}
    assert since == {"old.below": "2025-01-01", "new.below": "2025-02-02", "defined": "2025-03-03"}


def test_a_schema_that_contains_itself(folder: Path) -> None:
    schema = {
        "properties": {"children": {"items": {"$ref": "#"}, "type": "array"}, "name": {"type": "string"}}
    }
    assert types(folder, schema, "children.children.children[].name") == ["string"]
    assert len(list(everything(tree(folder, schema)))) == 4
    nested = {"type": "array", "items": {"$ref": "#"}}
    assert types(folder, nested, "[][][]") == ["array of array of array of array of array"]


def test_keys_that_need_a_pointer(folder: Path) -> None:
    schema = {"properties": {"a.b": {"type": "array", "items": {"properties": {"c/d": {"type": "null"}}}}}}
    (found,) = pages(folder, schema, "/a.b/0/c~1d")
    assert (found.field, found.type) == ("/a.b/0/c~1d", "null")
    assert [each.name for each in pages(folder, schema, "/a.b")[0].fields] == ["/a.b/0", "/a.b/0/c~1d"]


def test_what_nothing_is_said_of(folder: Path) -> None:
    schemas = (True, False)
    assert types(folder, schemas[0], "") == ["anything"]
    assert types(folder, schemas[1], "") == ["nothing: no value is allowed"]
    assert types(folder, {"properties": {"a": False}}, "a") == ["nothing: no value is allowed"]
    with pytest.raises(NoFieldError, match="has no members: its type is anything"):
        pages(folder, {"properties": {"a": {}}}, "a.b")


def test_hostile_text_is_escaped(folder: Path) -> None:
    evil = "\x1b[31m\n::error::"
    schema = {
        "title": evil,
        "properties": {evil: {"description": evil, "default": evil, "examples": [evil], "enum": [evil]}},
    }
    for field in ("", f"/{evil}"):
        text = render_text(pages(folder, schema, field))
        assert all(line.isprintable() and not line.startswith("::") for line in text.splitlines())


def test_references_in_a_circle_are_refused(folder: Path) -> None:
    with pytest.raises(UnsupportedError):
        tree(folder, {"anyOf": [{"$ref": "#"}]})


@pytest.mark.parametrize("keyword", ["anyOf", "allOf", "items", "not"])
def test_a_schema_nested_deeply(folder: Path, keyword: str) -> None:
    schema: dict[str, Any] = {"properties": {"a": {"type": "string"}}}
    for _ in range(150):
        schema = {keyword: [schema] if keyword.endswith("Of") else schema}
    try:
        found = tree(folder, schema)
    except (SchemaError, UnsupportedError):
        return
    assert explain(found, "")


def test_every_schema_of_the_official_suite(folder: Path) -> None:
    explained = 0
    for path in files(optional=False):
        for group in json.loads(path.read_bytes()):
            try:
                found = tree(folder, group["schema"])
            except (SchemaError, UnsupportedError):
                continue  # what refers to remote schemas
            for spot in everything(found):
                got = explain(found, shown(spot.steps))
                assert spot.node.location in {each.schema for each in got}
                assert render_text(got)
                assert render_json(got)
                explained += 1
    assert explained > 700
