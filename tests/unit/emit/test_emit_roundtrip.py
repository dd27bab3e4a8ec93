"""`from_dict(x).to_dict() == x`, for valid payloads and for any other object."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import instances
from tests.unit.emit.modules import import_text, models_of

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load import schema as load

if TYPE_CHECKING:
    from types import ModuleType

ORQ = models_of(load.builtin("orq"), "roundtrip_orq_models")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        *(
            "retry",
            "count",
            "on_codes",
            "fallbacks",
            "knowledge_bases",
            "filter_by",
            "rerank_config",
            "inputs",
        ),
        *("and", "or", "in", "in_", "and_", "eq", "gte", "extra", "to_dict", "from_dict"),
    ]
)
LIKELY = st.recursive(
    JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)


def same(value: Any) -> str:
    """A text that tells 1, 1.0 and true apart, and not the order of keys."""
    return json.dumps(value, sort_keys=True)


def check(record: Any, payload: Any) -> None:
    before = same(payload)
    assert same(record.from_dict(payload).to_dict()) == before
    assert same(payload) == before


def test_valid_payloads_come_back() -> None:
    rng = random.Random(7)  # noqa: S311 - samples, no secrets
    schema = load.builtin("orq")
    for _ in range(1000):
        check(ORQ.Orq, instances.valid(schema, rng))


def test_damaged_payloads_come_back() -> None:
    rng = random.Random(11)  # noqa: S311
    schema = load.builtin("orq")
    for _ in range(1000):
        damaged = instances.mutate(instances.valid(schema, rng), rng)
        if isinstance(damaged, dict):
            check(ORQ.Orq, damaged)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(KEYS | st.text(max_size=5), LIKELY, max_size=6))
def test_any_object_comes_back(payload: dict[str, Any]) -> None:
    for name in ("Orq", "KnowledgeBase", "Retry", "RerankConfig", "FilterOperators"):
        check(getattr(ORQ, name), payload)


@pytest.mark.parametrize(
    ("filter_by", "kind"),
    [
        ({"price": {"gte": 1, "lte": 5.0}}, dict),
        ({"and": [{"a": {"in": ["x"]}}], "or": [{"b": {"exists": True}}]}, "AndFilter"),
        ({"or": []}, "OrFilter"),
        ({"and": {"eq": 1}}, dict),
        ({}, dict),
        ([1], list),
        (None, type(None)),
    ],
)
def test_the_branch_of_a_filter(filter_by: Any, kind: Any) -> None:
    payload = {"knowledge_bases": [{"knowledge_id": "k", "filter_by": filter_by}]}
    check(ORQ.Orq, payload)
    made = ORQ.Orq.from_dict(payload).knowledge_bases[0].filter_by
    assert isinstance(made, getattr(ORQ, kind) if isinstance(kind, str) else kind)
    if filter_by and "price" in filter_by:
        assert made["price"] == ORQ.FilterOperators(gte=1, lte=5)


def test_values_that_are_the_users_own_are_not_looked_into() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = {"a": [deep]}
    made = ORQ.Orq.from_dict({"inputs": {"deep": deep}})
    assert made.to_dict()["inputs"]["deep"] is deep


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_what_is_no_mapping_is_refused(data: Any) -> None:
    with pytest.raises(TypeError, match="Retry is made from a mapping, not from"):
        ORQ.Retry.from_dict(data)


def test_unset_is_one_object() -> None:
    made = ORQ.Orq.from_dict({"retry": {"count": 3}, "zz": 1})
    for other in (copy.deepcopy(made), pickle.loads(pickle.dumps(made)), dataclasses.replace(made)):  # noqa: S301
        assert other == made
        assert other.name is ORQ.UNSET
        assert other.to_dict() == made.to_dict()
    assert repr(ORQ.Retry()) == "Retry(count=UNSET, on_codes=UNSET, extra={})"
    assert ORQ.Orq().to_dict() == {}
    assert not ORQ.UNSET


def test_a_declared_key_wins_over_one_in_extra() -> None:
    assert ORQ.Retry(count=1, extra={"count": 2, "x": 3}).to_dict() == {"count": 1, "x": 3}


OTHERS: dict[str, Any] = {
    "tree": {"properties": {"value": True, "children": {"items": {"$ref": "#"}}}, "required": ["value"]},
    "json": {
        "properties": {"x": {"$ref": "#/$defs/Json"}},
        "$defs": {
            "Json": {
                "anyOf": [
                    {"type": "string"},
                    {"items": {"$ref": "#/$defs/Json"}},
                    {"additionalProperties": {"$ref": "#/$defs/Json"}, "type": "object"},
                    {"$ref": "#/$defs/Leaf"},
                ]
            },
            "Leaf": {"properties": {"leaf": {"type": "integer"}}, "required": ["leaf"]},
        },
    },
    "pets": {
        "properties": {
            "pet": {
                "oneOf": [
                    {
                        "title": "Dog",
                        "properties": {"type": {"const": "dog"}, "n": {"$ref": "#/$defs/N"}},
                        "required": ["type"],
                    },
                    {"title": "Cat", "properties": {"type": {"enum": ["cat", "lion"]}}, "required": ["type"]},
                    {"title": "Loose", "properties": {"z": {"$ref": "#/$defs/N"}}},
                ]
            },
            "pets": {"items": {"anyOf": [{"$ref": "#/properties/pet"}, {"type": "null"}]}},
        },
        "$defs": {"N": {"properties": {"n": {"type": "number"}}}},
    },
    "rest": {
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": {"$ref": "#/$defs/N"},
        "$defs": {"N": {"type": ["object", "null"], "properties": {"n": {"$ref": "#/$defs/N"}}}},
    },
    "lists": {
        "properties": {
            "x": {"anyOf": [{"items": {"$ref": "#/$defs/A"}}, {"items": {"items": {"$ref": "#/$defs/B"}}}]},
            "y": {"anyOf": [{"$ref": "#/$defs/A"}, {"items": {"$ref": "#/$defs/A"}}, {"type": "string"}]},
        },
        "$defs": {
            "A": {"properties": {"a": {"type": "string"}}},
            "B": {"properties": {"b": {"type": "string"}}, "required": ["b"]},
        },
    },
    "empty": {"type": "object", "additionalProperties": False},
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_schemas(name: str) -> None:
    schema = load.from_contents({"title": "Root", **OTHERS[name]}, name=name)
    models = models_of(schema, f"roundtrip_{name}_models")
    rng = random.Random(3)  # noqa: S311
    for _ in range(300):
        payload = instances.valid(schema, rng)
        if isinstance(payload, dict):
            check(models.Root, payload)
            damaged = instances.mutate(payload, rng)
            if isinstance(damaged, dict):
                check(models.Root, damaged)


def test_branches_are_told_by_their_literals() -> None:
    models: ModuleType = sys.modules.get("roundtrip_pets_models") or models_of(
        load.from_contents({"title": "Root", **OTHERS["pets"]}, name="pets"), "roundtrip_pets_models"
    )
    payload: dict[str, Any] = {
        "pet": {"type": "lion"},
        "pets": [{"type": "dog", "n": {"n": 1}}, None, {"z": {}}, {"type": "cow"}],
    }
    made = models.Root.from_dict(payload)
    assert isinstance(made.pet, models.Cat)
    assert [type(each).__name__ for each in made.pets] == ["Dog", "NoneType", "Loose", "Loose"]
    assert made.pets[0].n == models.N(n=1)
    assert made.to_dict() == payload


def test_pydantic_models_give_back_what_they_took() -> None:
    schema = load.builtin("orq")
    (text,) = TARGETS["pydantic"](build(schema), schema).values()
    module = import_text(text, "roundtrip_orq_pydantic")
    rng = random.Random(5)  # noqa: S311
    for _ in range(100):
        payload = instances.valid(schema, rng)
        dumped = module.Orq.model_validate(payload).model_dump(exclude_unset=True, by_alias=True)
        # pydantic has every number be a float
        assert dumped == payload or floats(dumped) == floats(payload)


def floats(value: Any) -> Any:
    return json.loads(json.dumps(value), parse_int=float)
