"""What is proven, what is not, and that what is proven holds for instances."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.support.instances import mutate, valid
from tests.support.random_schemas import Schemas

from orq_schema.compile.validator import Validator
from orq_schema.errors import OrqSchemaError
from orq_schema.evolve.compare import compare
from orq_schema.evolve.disjoint import disjoint
from orq_schema.evolve.proof import Prover
from orq_schema.evolve.side import Side
from orq_schema.evolve.view import View
from orq_schema.jsonvalue import is_object, members
from orq_schema.load.schema import from_contents
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
LIST = {
    "$defs": {"N": {"type": "object", "properties": {"next": {"$ref": "#/$defs/N"}}}},
    "$ref": "#/$defs/N",
}
SAFE: list[tuple[Any, Any]] = [
    (False, {"type": "string"}),
    ({"type": "string"}, True),
    ({"type": "integer"}, {"type": "number"}),
    ({"type": "number", "multipleOf": 2}, {"type": "integer"}),
    ({"const": 3}, {"type": "integer", "minimum": 3}),
    ({"enum": ["a", "b"]}, {"enum": ["b", "c", "a"]}),
    ({"enum": [1, "a", 7], "type": "string"}, {"const": "a"}),
    ({"type": ["boolean", "null"]}, {"enum": [None, False, True]}),
    ({"type": "integer", "minimum": 0, "maximum": 2}, {"enum": [0, 1.0, 2]}),
    ({"type": "integer", "exclusiveMinimum": 0}, {"minimum": 1}),
    ({"type": "integer", "minimum": 0.5}, {"minimum": 1}),
    ({"exclusiveMinimum": 1}, {"minimum": 1}),
    ({"multipleOf": 6}, {"multipleOf": 3}),
    ({"minimum": 5, "maximum": 4, "type": "number"}, {"type": "string"}),
    ({"type": "string", "minimum": 5}, {"type": "string", "maximum": 1}),
    ({"minLength": 3}, {"minLength": 2}),
    ({"pattern": "^a"}, {"pattern": "^a"}),
    ({"format": "email"}, {"format": "uuid"}),
    ({"required": ["a", "b"]}, {"minProperties": 2}),
    ({"properties": {"a": {}}, "additionalProperties": False}, {"maxProperties": 1}),
    ({"properties": {"a": {}}, "additionalProperties": False}, {"propertyNames": {"maxLength": 1}}),
    ({"additionalProperties": {"type": "integer"}}, {"properties": {"a": {"type": "number"}}}),
    (
        {"patternProperties": {"^a": {"type": "string"}}},
        {"patternProperties": {"^a": {"type": ["string", "null"]}}},
    ),
    ({"patternProperties": {"^a": {"minimum": 2}}}, {"properties": {"ab": {"minimum": 1}}}),
    ({"required": ["a", "b"]}, {"dependentRequired": {"a": ["b"]}}),
    ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"]}}),
    ({"dependentSchemas": {"a": {"required": ["b", "c"]}}}, {"dependentSchemas": {"a": {"required": ["b"]}}}),
    ({"items": {"minimum": 2}}, {"prefixItems": [{"minimum": 1}], "items": {"minimum": 2}}),
    ({"prefixItems": [{"const": 1}], "items": {"const": 2}}, {"items": {"enum": [1, 2]}}),
    ({"prefixItems": [{"const": 1}], "maxItems": 1}, {"items": {"const": 1}}),
    ({"minItems": 1, "items": {"const": 1}}, {"contains": {"type": "integer"}}),
    ({"contains": {"const": 1}, "minContains": 2}, {"contains": {"type": "integer"}}),
    ({"contains": {"const": 1}}, {"minItems": 1}),
    ({"maxItems": 1}, {"uniqueItems": True}),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": ["null", "string", "array"]}),
    ({"type": ["null", "string"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ({"type": "number"}, {"anyOf": [{"type": "integer"}, {"type": "number"}]}),
    ({"oneOf": [{"const": 1}, {"const": 2}]}, {"oneOf": [{"const": 2}, {"const": 1}, {"const": 3}]}),
    ({"oneOf": [{"minimum": 1}, {"maximum": 3}]}, {"oneOf": [{"maximum": 3}, {"minimum": 1}]}),
    ({"oneOf": [{"type": "string"}]}, {"type": "string"}),
    ({"type": "string"}, {"not": {"type": "number"}}),
    ({"minimum": 5, "type": "number"}, {"not": {"maximum": 4, "type": "number"}}),
    (
        {"type": "object", "required": ["k"], "properties": {"k": {"const": "a"}}},
        {"not": {"required": ["k"], "properties": {"k": {"const": "b"}}}},
    ),
    ({"type": "string"}, {"if": {"type": "number"}, "then": False}),
    ({"if": {"minimum": 1}, "then": {"maximum": 2}}, {"if": {"minimum": 1}, "then": {"maximum": 3}}),
    ({"allOf": [{"minimum": 1}, {"minimum": 3}]}, {"minimum": 2}),
    (
        {"unevaluatedProperties": False, "properties": {"a": {}}},
        {"unevaluatedProperties": False, "properties": {"a": {}}},
    ),
    (LIST, {"$defs": {"M": {"properties": {"next": {"$ref": "#/$defs/M"}}}}, "$ref": "#/$defs/M"}),
    (LIST, {"type": "object", "properties": {"next": {"type": "object"}}}),
]
UNSAFE: list[tuple[Any, Any]] = [
    (True, {"type": "string"}),
    ({"type": "number"}, {"type": "integer"}),
    ({"minimum": 1}, {"minimum": 1, "type": "number"}),
    ({"minimum": 1}, {"exclusiveMinimum": 1}),
    ({"type": "number", "exclusiveMinimum": 0}, {"minimum": 1}),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}),
    ({"enum": [1]}, {"enum": [True]}),
    ({"multipleOf": 3}, {"multipleOf": 6}),
    (OPEN, OPEN | {"additionalProperties": False}),
    (OPEN, {"type": "object", "properties": {"b": {"type": "string"}}}),
    (
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"additionalProperties": {"minLength": 1}},
    ),
    ({"properties": {"a": False}}, {"maxProperties": 0}),
    ({"patternProperties": {"^a": {"type": "string"}}}, {"additionalProperties": {"type": "string"}}),
    (
        {"patternProperties": {"^a": {"type": "null"}}, "additionalProperties": {"type": "string"}},
        {"additionalProperties": {"type": "string"}},
    ),
    ({"required": ["a"]}, {"dependentRequired": {"b": ["c"]}}),
    ({"items": {"minimum": 2}}, {"contains": {"minimum": 2}}),
    ({"contains": {"const": 1}, "maxContains": 2}, {"contains": {"type": "integer"}, "maxContains": 2}),
    ({"contains": {"const": 1}, "minContains": 0}, {"contains": {"const": 1}}),
    ({"prefixItems": [{"const": 1}]}, {"items": {"const": 1}}),
    ({"minItems": 2}, {"uniqueItems": True}),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}),
    ({"type": ["string", "number"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
    ({"const": 1}, {"oneOf": [{"const": 1}, {"type": "integer"}]}),
    ({"oneOf": [{"minimum": 1}, {"maximum": 3}]}, {"oneOf": [{"minimum": 1}, {"maximum": 2}]}),
    ({"not": {"minimum": 1}}, {"not": {"minimum": 0}}),
    ({"minimum": 5}, {"if": {"maximum": 7}, "then": {"type": "string"}}),
    ({"if": {"minimum": 1}, "then": {"maximum": 3}}, {"if": {"minimum": 1}, "then": {"maximum": 2}}),
    ({"properties": {"a": {}}}, {"properties": {"a": {}}, "unevaluatedProperties": False}),
    # what is evaluated below counts too
    (
        {"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False},
        {"allOf": [{"properties": {"b": {}}}], "unevaluatedProperties": False},
    ),
    (LIST, {"$defs": LIST["$defs"], "$ref": "#/$defs/N", "properties": {"next": {"required": ["next"]}}}),
]


def why_not(old: Any, new: Any, *, free_names: bool = False) -> str | None:
    sides = Side(from_contents(old)), Side(from_contents(new))
    prover = Prover(*sides, free_names=free_names)
    return prover.why_not(*(View(side, (side.root,)) for side in sides))


@pytest.mark.parametrize(("old", "new"), SAFE)
def test_proven(old: Any, new: Any) -> None:
    assert why_not(copy.deepcopy(old), copy.deepcopy(new)) is None


@pytest.mark.parametrize(("old", "new"), UNSAFE)
def test_not_proven(old: Any, new: Any) -> None:
    assert why_not(copy.deepcopy(old), copy.deepcopy(new)) is not None


def test_every_schema_accepts_what_it_accepts() -> None:
    for old, new in (*SAFE, *UNSAFE):
        for each in (old, new):
            assert why_not(copy.deepcopy(each), copy.deepcopy(each)) is None


def test_a_new_name_is_passed_over_only_where_names_are_free() -> None:
    named: dict[str, Any] = OPEN | {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    assert why_not(OPEN, named) is not None
    assert why_not(OPEN, named, free_names=True) is None
    assert why_not(OPEN, named | {"required": ["b"]}, free_names=True) is not None
    # another alternative has declared it: it is not new
    old = {"anyOf": [OPEN, {"type": "object", "properties": {"b": {"type": "integer"}}}]}
    assert (
        why_not(old, {"type": "object", "properties": {"b": {"type": "integer"}}}, free_names=True)
        is not None
    )
    # a map says what every name means
    assert why_not(
        {"additionalProperties": {"type": "string"}}, {"properties": {"b": {"minLength": 1}}}, free_names=True
    )


def test_a_dynamic_reference_is_not_followed() -> None:
    schema = {"$id": "https://example.com/a", "$dynamicAnchor": "node", "items": {"$dynamicRef": "#node"}}
    assert why_not(schema, schema) == "where `$dynamicRef` leads is not followed"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"type": "string"}, {"type": "number"}, True),
        ({"minimum": 3, "type": "number"}, {"maximum": 3}, False),
        ({"minimum": 3, "type": "number"}, {"exclusiveMaximum": 3}, True),
        ({"type": "string", "minLength": 3}, {"maxLength": 2}, True),
        ({"enum": ["a", 1]}, {"type": "string", "not": {"const": "a"}}, True),
        (
            {"required": ["a"], "type": "object"},
            {"properties": {"b": {}}, "additionalProperties": False},
            True,
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "null"}, False),
        ({}, {}, False),
    ],
)
def test_disjoint(one: Any, other: Any, *, expected: bool) -> None:
    first, second = (View(side, (side.root,)) for side in map(Side, map(from_contents, (one, other))))
    assert disjoint(first, second) is expected
    assert disjoint(second, first) is expected


def varied(schema: Any, rng: random.Random) -> Any:
    """Return `schema` with a keyword or two taken out, put in, or copied from elsewhere in it."""
    changed = copy.deepcopy(schema)
    fixed = {"$id", "$defs", "$anchor", "$dynamicAnchor"}
    for _ in range(rng.randint(1, 3)):
        places = [each for _, each in walk(changed) if is_object(each)]
        place = rng.choice(places)
        other: Any = rng.choice((place, rng.choice(places), Schemas(rng).subschema(1)))
        kept = {key: each for key, each in place.items() if key in fixed or rng.random() < 0.7}
        more = copy.deepcopy(members(other))
        place.clear()
        place.update(
            kept | {key: each for key, each in more.items() if key not in fixed and rng.random() < 0.5}
        )
    return changed


def proven(seed: int, is_proven: Callable[[Any, Any], bool]) -> int:
    """How many pairs of random schemas are proven; fails where an instance shows one of them to be wrong."""
    count = 0
    for number in range(40):
        rng = random.Random(seed * 1000 + number)  # noqa: S311 - a repeatable test, no secret
        old = Schemas(rng).schema()
        new = varied(old, rng)
        try:
            judges = [Validator(from_contents(each)).is_valid for each in (old, new)]
        except OrqSchemaError:
            continue  # a reference in a circle, or to what is gone
        if not is_proven(old, new):
            continue
        count += 1
        for value in (instance(old, rng) for _ in range(60)):
            assert judges[1](value) or not judges[0](value), (old, new, value)
    return count


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proven_holds_for_random_schemas_and_instances(seed: int) -> None:
    assert proven(seed, lambda old, new: why_not(old, new) is None) >= 5


@pytest.mark.parametrize("seed", range(4))
def test_of_a_part_nothing_is_called_compatible_that_breaks(seed: int) -> None:
    """Of two properties one breaks for sure: what is claimed of the other has to hold by itself."""

    def is_compatible(old: Any, new: Any) -> bool:
        found = compare(*(from_contents(beside(*each)) for each in ((old, 0), (new, 3))))
        assert "breaking" in {each.writers for each in found if each.pointer == "/y"}
        return {each.writers for each in found if each.pointer != "/y"} <= {"compatible"}

    assert proven(seed, is_compatible) >= 5


def beside(schema: Any, minimum: int) -> Any:
    """A record with a property of `schema`, an identified resource of its own, and a number."""
    inner = {"$id": "https://example.com/inner"} | schema
    return {"type": "object", "properties": {"x": inner, "y": {"type": "integer", "minimum": minimum}}}


def instance(schema: Any, rng: random.Random) -> Any:
    near = rng.random()
    if near < 0.3:
        return Schemas(rng).instance(3)
    try:
        made = valid(from_contents(schema), rng)
    except Exception:  # noqa: BLE001 - the generator does not know all keywords
        return Schemas(rng).instance(3)
    return made if near < 0.6 else mutate(made, rng)


def test_the_values_of_a_view_are_those_of_the_specification() -> None:
    """The few values that stand for a view are all there are, as another validator sees them."""
    for schema in (
        {"enum": [1, "a", None, True], "type": ["integer", "null"]},
        {"type": ["null", "boolean"]},
    ):
        side = Side(from_contents(schema))
        judge: Any = Draft202012Validator(schema)
        candidates: list[Any] = [1, "a", None, True, False, 0, 2]
        listed = View(side, (side.root,)).values
        assert listed is not None
        for value in candidates:
            assert judge.is_valid(value) is any(
                each is value or (each == value and type(each) is type(value)) for each in listed
            )
