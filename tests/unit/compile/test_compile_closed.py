"""What passes the closed schema has nothing wrong with it: compared with the search that it spares."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.line_damage import damage_bytes
from tests.support.lines import line
from tests.support.mutations import mutate

from orq_schema import compile_schema, resources
from orq_schema.compile.closed import closed
from orq_schema.errors import UnsupportedError
from orq_schema.generated import orq_closed
from orq_schema.load.schema import from_contents
from orq_schema.validation.engine import OwnTree, compiled, own
from orq_schema.validation.explain import explain

ORQ = own("orq")
TREE = OwnTree(resources.schema_path("orq"))
SEARCHING = ORQ._replace(is_closed=compiled(from_contents({"not": {}})).is_valid, tree=lambda: TREE)

ONE = {
    "$ref": "#/$defs/outer",
    "$defs": {
        "outer": {
            "type": "object",
            "properties": {
                "a": {"$ref": "#/$defs/choice"},
                "m": {"additionalProperties": {"type": "integer"}},
            },
            "required": ["a"],
        },
        "choice": {
            "anyOf": [
                {"type": "object", "properties": {"x": {"type": "integer"}, "y": {}}, "required": ["x"]},
                {"type": "object", "properties": {"y": {"type": "string"}}},
                {"type": "object", "additionalProperties": {"type": "boolean"}},
                {"type": "string"},
            ]
        },
    },
}
KEYS = st.sampled_from(["a", "m", "x", "y", "z"])
VALUES = st.recursive(
    st.sampled_from([None, True, 1, "s"]), lambda inner: st.dictionaries(KEYS, inner) | st.lists(inner)
)


def test_most_good_lines_pass_and_have_nothing_to_say_of_them() -> None:
    rng = random.Random(6)  # noqa: S311 - a repeatable run
    values = [json.loads(line("bare", rng)) for _ in range(300)]
    # not those with a range, whose keys are declared by two branches that do not know of each other
    assert sum(map(orq_closed.is_valid, values)) > 250
    assert not [each for value in values for each in explain(value, SEARCHING, strict=True)]


def test_no_damaged_value_passes_that_has_something_wrong_with_it() -> None:
    rng = random.Random(7)  # noqa: S311 - as above
    passed = refused = 0
    for _ in range(4_000):
        value = json.loads(line("bare", rng))
        for _ in range(rng.randint(1, 3)):
            value = mutate(value, rng)
        if orq_closed.is_valid(value):
            passed += 1
            assert explain(value, SEARCHING, strict=True) == [], value
        else:
            refused += 1
            # what passes a part of it spares the search there
            assert explain(value, ORQ, strict=True) == explain(value, SEARCHING, strict=True), value
    assert passed > 100
    assert refused > 1_000


def test_damaged_bytes_that_can_still_be_read() -> None:
    rng = random.Random(8)  # noqa: S311 - as above
    for _ in range(3_000):
        try:
            value = json.loads(damage_bytes(line("bare", rng), rng))
        except ValueError:
            continue
        if orq_closed.is_valid(value):
            assert explain(value, SEARCHING, strict=True) == [], value


@given(VALUES)
def test_unions_of_records_and_maps(value: object) -> None:
    schema = from_contents(ONE)
    if compile_schema(closed(schema).contents).is_valid(value):
        assert explain(value, compiled(schema), strict=True) == []


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ({"a": {"x": 1, "y": 2}}, True),
        ({"a": {"z": True, "q": False}}, True),
        ({"a": "s", "m": {"any": 1}}, True),
        ({"a": {"x": 1, "z": 2}}, False),
        ({"a": "s", "b": 1}, False),
    ],
)
def test_what_is_declared_passes(value: object, *, accepted: bool) -> None:
    assert compile_schema(closed(from_contents(ONE)).contents).is_valid(value) is accepted


DECEIVING: list[Any] = [
    {"not": {"required": ["a"]}},
    {"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
    {"patternProperties": {"^a": {}}},
    {"anyOf": [{"type": "object"}, {"properties": {"a": {}}}]},
    {"anyOf": [{"$ref": "#/$defs/any"}, {"properties": {"a": {}}}], "$defs": {"any": True}},
    {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}},
    {"unevaluatedProperties": False, "properties": {"a": {}}},
]


@pytest.mark.parametrize("schema", DECEIVING)
def test_what_could_deceive_is_refused(schema: object) -> None:
    with pytest.raises(UnsupportedError, match="cannot be closed"):
        closed(from_contents(schema))
