"""Two subschemas say the same only where no value tells them apart."""

from __future__ import annotations

from typing import Any

import pytest

from orq_schema.load.schema import from_contents
from orq_schema.validation.alike import saying
from orq_schema.validation.engine import LoadedTree

TWO: dict[str, Any] = {
    "$ref": "#/$defs/a",
    "$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"maximum": 2}},
}


def said(schema: Any) -> str:
    tree = LoadedTree(from_contents(schema))
    return saying(tree, [tree.root])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"type": "string", "description": "Old."}, {"description": "New.", "title": "A", "type": "string"}),
        (TWO, {**TWO, "title": "again"}),
    ],
)
def test_words_for_people_make_no_difference(first: Any, second: Any) -> None:
    assert said(first) == said(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"maximum": 2}, {"maximum": 3}),
        ({"properties": {"description": {"type": "string"}}}, {"properties": {}}),
        ({"const": {"description": "a"}}, {"const": {"description": "b"}}),
        ({"enum": [{"title": "a"}]}, {"enum": [{"title": "b"}]}),
        # what differs is two references away
        (TWO, {**TWO, "$defs": {**TWO["$defs"], "b": {"maximum": 3}}}),
    ],
)
def test_what_decides_does(first: Any, second: Any) -> None:
    assert said(first) != said(second)


def test_a_definition_that_refers_to_itself_comes_to_an_end() -> None:
    schema: dict[str, Any] = {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}
    assert said(schema)
