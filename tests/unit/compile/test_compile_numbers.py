from __future__ import annotations

import enum
import json
import time
from collections import OrderedDict
from typing import Any

import pytest
from tests.unit.compile.modules import compiled

BIG = 9007199254740993
NAN, INFINITY = float("nan"), 1e308 * 10


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        ({"type": "integer"}, 1.0, True),
        ({"type": "integer"}, 1e308, True),
        ({"type": "integer"}, True, False),
        ({"type": "number"}, False, False),
        ({"type": "boolean"}, 0, False),
        ({"const": 1}, True, False),
        ({"const": True}, 1, False),
        ({"const": 0.0}, -0.0, True),
        ({"enum": [[1, {"a": False}]]}, [1, {"a": 0}], False),
        ({"enum": [[1, {"a": 0}]]}, [1.0, {"a": 0.0}], True),
        ({"const": BIG}, float(BIG), False),
        ({"maximum": BIG - 1}, BIG, False),
        ({"exclusiveMinimum": float(BIG)}, BIG, True),
        ({"uniqueItems": True}, [BIG, float(BIG)], True),
        ({"uniqueItems": True}, [[1], [True], {"a": 1}, {"a": True}], True),
        ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], False),
        ({"multipleOf": 3}, BIG * 3, True),
        ({"multipleOf": 0.1}, 0.3, True),
        ({"multipleOf": 0.1}, 10**400, True),
        ({"multipleOf": 1e-300}, 1e300, True),
        ({"multipleOf": 0.0001}, 1e308, True),
        ({"multipleOf": 5e-324}, 1.5, True),
        ({"multipleOf": 1e308}, 5e-324, False),
        ({"multipleOf": 2}, INFINITY, False),
        ({"multipleOf": 2}, NAN, False),
        ({"maximum": 1e400}, INFINITY, True),
        ({"type": "integer"}, INFINITY, False),
        ({"type": "integer"}, NAN, False),
        ({"minLength": 2.0}, "a", False),
    ],
)
def test_equality_and_numbers(schema: Any, value: Any, valid: bool) -> None:  # noqa: FBT001 - a verdict
    validator = compiled(schema)
    start = time.perf_counter()
    assert validator.is_valid(value) is valid
    assert bool(list(validator.iter_errors(value))) is not valid
    assert time.perf_counter() - start < 1


class Level(enum.IntEnum):
    LOW = 1


class Colour(enum.StrEnum):
    RED = "red"


class Odd(float):
    def __repr__(self) -> str:
        return "odd"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer", "const": 1, "multipleOf": 0.5}, Level.LOW),
        ({"type": "string", "enum": ["red", "blue"], "pattern": "^r"}, Colour.RED),
        ({"type": "number", "multipleOf": 0.5}, Odd(1.5)),
        (
            {"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}},
            OrderedDict[str, Any](a=1),
        ),
    ],
)
def test_subclasses_count_as_the_types_that_they_are(schema: Any, value: Any) -> None:
    assert compiled(schema).is_valid(value)
    assert list(compiled({"not": schema}).iter_errors(value))


STRANGE: tuple[Any, ...] = (
    NAN,
    INFINITY,
    object(),
    b"x",
    (1,),
    frozenset({1, 2}),
    Level.LOW,
    Odd(2),
    10**5000,
    "\ud800",
)


@pytest.mark.parametrize("index", range(len(STRANGE)))
def test_no_value_crashes(index: int) -> None:
    leaf: Any = {
        "type": "string",
        "minimum": 3,
        "multipleOf": 2,
        "const": 5,
        "enum": [[0], {"a": 0}],
        "uniqueItems": True,
    }
    unlike: Any = {"minItems": 2, "minProperties": 2, "minLength": 3, "multipleOf": 7}
    schema: Any = {
        "anyOf": [leaf, {"items": leaf, "properties": {"a": leaf}, **unlike}],
        "type": ["array", "object"],
    }
    validator = compiled(schema)
    for value in (STRANGE[index], [STRANGE[index]], {"a": STRANGE[index]}):
        assert not validator.is_valid(value)
        assert list(validator.iter_errors(value))


HUNGRY = {
    "properties": {"a": {"type": "null"}},
    "patternProperties": {"^1$": False},
    "propertyNames": {"minLength": 2, "pattern": "b"},
    "additionalProperties": False,
    "dependentRequired": {"a": ["b"]},
    "unevaluatedProperties": False,
    "anyOf": [{"patternProperties": {"x": True}}, True],
}


@pytest.mark.parametrize("key", [1, 1.5, None, True, (1, "a"), b"b"])
def test_keys_that_are_no_strings_do_not_crash(key: Any) -> None:
    validator = compiled(HUNGRY)
    assert not validator.is_valid({key: 1, "a": 2})
    assert list(validator.iter_errors({key: 1, "a": 2}))


def test_the_value_is_left_alone() -> None:
    value = {"a": [1, {"b": None}], "c": "x"}
    schema = {"properties": {"d": {"default": 5}, "a": {"items": {"type": "string", "default": ""}}}}
    before = json.dumps(value)
    compiled(schema).is_valid(value)
    list(compiled(schema).iter_errors(value))
    assert json.dumps(value) == before
