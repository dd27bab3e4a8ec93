from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.schemas import is_valid, write

from orq_schema.errors import SchemaError
from orq_schema.load.bundle import bundle
from orq_schema.load.schema import builtin, from_contents, load_file

if TYPE_CHECKING:
    from pathlib import Path

PARTS: dict[str, Any] = {
    "title": "Parts",
    "properties": {"size": {"description": "How large.", "type": "number", "default": 1}},
    "$defs": {"Tree": {"properties": {"child": {"$ref": "#/$defs/Tree"}, "leaf": {"$ref": "#/$defs/a~1b"}}}},
}
PARTS["$defs"]["a/b"] = {"type": "string"}


def bundled(folder: Path, contents: Any) -> dict[str, Any]:
    write(folder, "parts.json", PARTS)
    return bundle(load_file(write(folder, "root.json", contents)))


def test_definitions_of_other_files_become_its_own(tmp_path: Path) -> None:
    made = bundled(tmp_path, {"$id": "https://example.com/r", "items": {"$ref": "parts.json#/$defs/Tree"}})
    assert made == {
        "$id": "https://example.com/r",
        "items": {"$ref": "#/$defs/Tree"},
        "$defs": {
            "Tree": {"properties": {"child": {"$ref": "#/$defs/Tree"}, "leaf": {"$ref": "#/$defs/a~1b"}}},
            "a/b": {"type": "string"},
        },
    }
    schema = from_contents(made)
    good, bad = [{"child": {"leaf": "x"}}], [{"child": {"leaf": 1}}]
    assert [is_valid(schema, value) for value in (good, bad)] == [True, False]


def test_a_property_is_put_in_place_and_what_stands_beside_the_reference_wins(tmp_path: Path) -> None:
    reference = {"$ref": "parts.json#/properties/size", "description": "How long.", "deprecated": True}
    made = bundled(tmp_path, {"properties": {"length": reference}})
    expected = {"description": "How long.", "type": "number", "default": 1, "deprecated": True}
    assert made == {"properties": {"length": expected}}


def test_a_whole_file_is_called_by_its_title(tmp_path: Path) -> None:
    made = bundled(tmp_path, {"items": {"$ref": "parts.json"}})
    assert made["items"] == {"$ref": "#/$defs/Parts"}
    assert made["$defs"]["Parts"] == {"title": "Parts", "properties": PARTS["properties"]}


def test_two_definitions_of_one_name_are_refused(tmp_path: Path) -> None:
    contents: dict[str, Any] = {
        "$defs": {"Tree": {}},
        "prefixItems": [{"$ref": "#/$defs/Tree"}, {"$ref": "parts.json#/$defs/Tree"}],
    }
    with pytest.raises(SchemaError, match="two definitions are called 'Tree'"):
        bundled(tmp_path, contents)


def test_the_schema_itself_stays_as_it_was() -> None:
    schema = builtin("completions-request")
    before = repr(schema.contents)
    made = bundle(schema)
    assert made["properties"]["orq"]["$ref"] == "#/$defs/Orq"
    assert repr(schema.contents) == before


def test_what_refers_to_nothing_else_is_its_own_bundle() -> None:
    schema = builtin("orq")
    assert bundle(schema) == schema.contents
