from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.instances import mutate, valid
from tests.support.schemas import is_valid, write

from orq_schema.compile.validator import Validator
from orq_schema.errors import UnsupportedError
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load, revisions
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
    with pytest.raises(UnsupportedError, match="two definitions are called 'Tree'") as caught:
        bundled(tmp_path, contents)
    assert (caught.value.problem.rule, caught.value.problem.pointer) == ("bundle-name", "/prefixItems/1/$ref")


def test_a_file_without_a_title_is_called_as_it_is_and_may_refer_to_itself(tmp_path: Path) -> None:
    write(tmp_path, "node.schema.json", {"properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}}})
    made = bundled(tmp_path, {"items": {"$ref": "node.schema.json"}})
    assert made["items"] == {"$ref": "#/$defs/node"}
    schema = from_contents(made)
    assert [is_valid(schema, [{"next": {"n": n}}]) for n in (1, "1")] == [True, False]


def test_a_reference_to_the_whole_stays_one(tmp_path: Path) -> None:
    contents = {"$id": "https://example.com/r.json", "properties": {"child": {"$ref": "r.json"}}}
    assert bundled(tmp_path, contents)["properties"] == {"child": {"$ref": "#"}}


def test_limits_beside_a_reference_to_a_property_hold_too(tmp_path: Path) -> None:
    reference = {"$ref": "parts.json#/properties/size", "type": ["number", "string"], "maximum": 5}
    schema = from_contents(bundled(tmp_path, {"properties": {"length": reference}}))
    verdicts = [is_valid(schema, {"length": value}) for value in (5, 6, "x")]
    assert verdicts == [True, False, False]


def test_anchors_and_embedded_resources(tmp_path: Path) -> None:
    embedded: dict[str, Any] = {
        "$id": "sub/count.json",
        "$ref": "#/$defs/N",
        "$defs": {"N": {"type": "integer"}},
    }
    library = {
        "$id": "https://example.com/lib/all.json",
        "$defs": {"c": embedded, "s": {"$anchor": "text", "type": "string"}},
    }
    root = {
        "$id": "https://example.com/lib/root.json",
        "properties": {
            "a": {"$ref": "all.json#text"},
            "b": {"$ref": "all.json#/$defs/c"},
            "c": {"$ref": "sub/count.json"},
        },
    }
    write(tmp_path, "all.json", library)
    made = bundled(tmp_path, root)
    assert '"$anchor"' not in json.dumps(made)
    schema = from_contents(made)
    verdicts = [
        is_valid(schema, value) for value in ({"a": "", "b": 1, "c": 1}, {"a": 1}, {"b": ""}, {"c": ""})
    ]
    assert verdicts == [True, False, False, False]


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        ({"properties": {"a": {"items": {"$ref": "#/properties/a"}}}}, "/properties/a/items/items/$ref"),
        ({"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}}, "/$dynamicAnchor"),
        ({"items": {"$dynamicRef": "#"}}, "/items/$dynamicRef"),
    ],
)
def test_what_no_definition_can_stand_for_is_refused(contents: Any, place: str, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError) as caught:
        bundled(tmp_path, contents)
    assert (caught.value.problem.rule, caught.value.problem.pointer) == ("unsupported-keyword", place)


def test_the_schema_itself_stays_as_it_was() -> None:
    schema = builtin("completions-request")
    before = repr(schema.contents)
    made = bundle(schema)
    assert made["properties"]["orq"]["$ref"] == "#/$defs/Orq"
    assert repr(schema.contents) == before


def test_what_refers_to_nothing_else_is_its_own_bundle() -> None:
    schema = builtin("orq")
    assert bundle(schema) == schema.contents


@pytest.mark.parametrize("identifier", [each.id for each in revisions() if each.twin_of is None])
def test_a_revision_in_one_file_judges_as_its_own(identifier: str) -> None:
    schema = load(find(identifier))
    made = bundle(schema)
    # nothing is around it that it could refer to
    one = Validator(from_contents(made))
    rng = random.Random(identifier)  # noqa: S311 - samples, no secrets
    judge = Validator(schema)
    for _ in range(50):
        payload = mutate(valid(schema, rng), rng)
        assert one.is_valid(payload) is judge.is_valid(payload)
