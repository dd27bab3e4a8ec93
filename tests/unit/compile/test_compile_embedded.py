"""Resources that are embedded in others, by whatever way one comes to them: in the form of the official suite."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from tests.unit.compile.modules import compiled

BASE = "https://example.com/lib/"
# `$id`s that are relative: to the document, and one to the other
INNER: dict[str, Any] = {
    "$id": "deep/inner.json",
    "properties": {"n": {"$ref": "number.json"}, "own": {"$ref": "#/$defs/Own"}},
    "$defs": {
        "Own": {"type": "string"},
        "n": {"$id": "number.json", "$ref": "#limit", "$defs": {"l": {"$anchor": "limit", "maximum": 9}}},
    },
}
OUTER = {"$defs": {"inner": INNER, "anything": True}}
TESTS = [({"n": 9}, True), ({"n": 10}, False), ({"own": ""}, True), ({"own": 1}, False)]

# the root refers to this, which refers to what is embedded, before it refers to the document around that
FIRST: dict[str, Any] = {
    "by its name": {"$ref": "deep/inner.json"},
    "nested deeper": {"properties": {"n": {"$ref": "deep/number.json"}}, "$ref": "deep/inner.json"},
    "by a place in it": {
        "properties": {"own": {"$ref": "deep/inner.json#/$defs/Own"}, "n": {"$ref": "deep/number.json#limit"}}
    },
    "by the document": {"$ref": "outer.json#/$defs/inner"},
}


def remotes(first: Any, outer: Any, **more: Any) -> dict[str, Any]:
    return {BASE + "first.json": first, BASE + "outer.json": outer, **more}


def root(*then: str) -> Any:
    return {"$id": BASE + "root.json", "allOf": [{"$ref": each} for each in ("first.json", *then)]}


ANYTHING = "outer.json#/$defs/anything"


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
@pytest.mark.parametrize("named", [False, True], ids=["as retrieved", "by its own name"])
def test_the_base_is_that_of_the_document_around_it(first: Any, *, named: bool) -> None:
    outer = {"$id": "outer.json", **OUTER} if named else OUTER
    others = remotes(first, outer)
    validator = compiled(root(ANYTHING), others)
    make: Any = Registry
    registry = make()
    for uri, each in others.items():
        registry = registry.with_resource(uri, DRAFT202012.create_resource(each))
    other: Any = Draft202012Validator(root(ANYTHING), registry=registry.crawl())
    for value, expected in TESTS:
        assert validator.is_valid(value) is expected
        assert other.is_valid(value) is expected


def test_a_document_found_in_one_place_and_named_for_another() -> None:
    # retrieved as /lib/outer.json, and called /lib/v2/outer.json from there
    outer = {"$id": "v2/outer.json", "$defs": {"n": {"$id": "n.json", "type": "integer"}, "anything": True}}
    for reference in ("v2/outer.json#/$defs/n", "v2/n.json"):
        validator = compiled(root(ANYTHING), remotes({"$ref": reference}, outer))
        assert [validator.is_valid(value) for value in (1, "1")] == [True, False]


def test_the_dialect_is_that_of_the_document_around_it() -> None:
    vocabulary = "https://json-schema.org/draft/2020-12/vocab/"
    wanted = ("core", "applicator", "validation", "format-assertion")
    meta = {"$id": BASE + "meta.json", "$vocabulary": {vocabulary + each: True for each in wanted}}
    outer = {
        "$schema": BASE + "meta.json",
        "$defs": {"d": {"$id": "day.json", "format": "date"}, "anything": True},
    }
    others = remotes({"$ref": "day.json"}, outer, **{BASE + "meta.json": meta})
    validator = compiled(root(ANYTHING), others)
    assert [validator.is_valid(value) for value in ("2026-02-28", "2026-02-30")] == [True, False]
