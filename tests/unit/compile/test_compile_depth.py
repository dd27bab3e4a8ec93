from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.compile.modules import compiled

from orq_schema.errors import DepthError, SchemaError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable


def nested(depth: int, key: str = "") -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {key: value} if key else [value]
    return value


RECURSIVE: list[tuple[Any, str]] = [
    ({"items": {"$ref": "#"}}, ""),
    ({"properties": {"a": {"$ref": "#"}}}, "a"),
    ({"anyOf": [{"type": "integer"}, {"type": "object", "additionalProperties": {"$ref": "#"}}]}, "a"),
    ({"uniqueItems": True}, ""),
    ({"items": {"uniqueItems": True}}, ""),
    ({"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}}, ""),
    (
        {
            "anyOf": [{"properties": {"a": {"$ref": "#"}}}, {"required": ["b"]}],
            "unevaluatedProperties": False,
        },
        "a",
    ),
]


@pytest.mark.parametrize(("schema", "key"), RECURSIVE)
def test_an_instance_that_is_100000_deep(schema: Any, key: str) -> None:
    validator, value = compiled(schema), nested(100_000, key)
    namespace: dict[str, Any] = {"__name__": "standalone"}
    exec(validator.source, namespace)  # noqa: S102 - our own text
    for ask in (validator.is_valid, validator.iter_errors):
        with pytest.raises(DepthError, match="nested too deeply"):
            ask(value)
    for name in ("is_valid", "iter_errors", "check"):
        with pytest.raises(namespace["DepthError"], match="nested too deeply"):
            namespace[name](value)


@pytest.mark.parametrize("keyword", ["const", "enum"])
def test_equality_with_deep_values(keyword: str) -> None:
    deep = nested(58)
    schema = {keyword: deep if keyword == "const" else [deep]}
    assert [compiled(schema).is_valid(value) for value in (deep, nested(100_000), nested(57))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("depth", [61, 900, 100_000])
def test_a_constant_too_deep_for_python(depth: int) -> None:
    with pytest.raises((UnsupportedError, SchemaError)) as caught:
        compiled({"properties": {"a": {"const": nested(depth)}}})
    assert caught.value.problem.pointer in ("/properties/a/const", "")


@pytest.mark.parametrize("key", ["not", "items", "properties"])
@pytest.mark.parametrize("depth", [500, 100_000])
def test_a_schema_too_deep(key: str, depth: int) -> None:
    schema: Any = {}
    for _ in range(depth):
        schema = {key: {"a": schema} if key == "properties" else schema}
    with pytest.raises(SchemaError) as caught:
        compiled(schema)
    assert caught.value.problem.rule == "too-deep"


@pytest.mark.parametrize(
    "key", ["not", "items", "properties", "anyOf", "allOf", "if", "contains", "unevaluatedItems"]
)
def test_a_schema_30_deep_is_compiled(key: str) -> None:
    # Python's limits are twenty loops, a hundred levels of indentation, two hundred brackets
    schema: Any = {"type": "string"}
    for _ in range(30):
        inner = {"a": schema} if key == "properties" else [schema] if key in ("anyOf", "allOf") else schema
        schema = {key: inner, **({"then": {}, "else": {"type": "null"}} if key == "if" else {})}
    value: Any = 1
    for _ in range(30):
        value = {"a": value} if key == "properties" else [value]
    validator = compiled(schema)
    assert validator.is_valid(value) is not bool(list(validator.iter_errors(value)))


def at_depth(depth: int, ask: Callable[[], Any]) -> Any:
    return at_depth(depth - 1, ask) if depth else ask()


def test_near_the_end_of_the_stack() -> None:
    validator = compiled({"properties": {"a": {"items": {"type": "integer"}}}})
    value = {"a": ["x"]}
    said: list[str] = []

    def ask() -> None:
        try:
            said.append(
                "ok" if not validator.is_valid(value) and list(validator.iter_errors(value)) else "wrong"
            )
        except DepthError:
            said.append("depth")

    def descend(depth: int) -> None:
        try:
            at_depth(depth, ask)
        except RecursionError:
            # not even a call was possible any more
            said.append("end")

    for depth in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit()):
        descend(depth)
    last = said.index("end")
    assert set(said[:last]) == {"ok", "depth"}
    assert said[last - 3 : last] == ["depth"] * 3
    assert set(said[last:]) == {"end"}


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"$ref": "#"}, "/$ref"),
        ({"allOf": [{"anyOf": [{"$ref": "#"}]}]}, "/allOf/0/anyOf/0/$ref"),
        ({"not": {"$ref": "#"}}, "/not/$ref"),
        ({"if": True, "then": {"$ref": "#"}}, "/then/$ref"),
        ({"dependentSchemas": {"a/b": {"$ref": "#"}}}, "/dependentSchemas/a~1b/$ref"),
        ({"$dynamicAnchor": "n", "oneOf": [{"$dynamicRef": "#n"}]}, "/oneOf/0/$dynamicRef"),
        (
            {
                "properties": {"p": {"$ref": "#/$defs/A"}},
                "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}},
            },
            "/$defs/B/$ref",
        ),
        (
            {"anyOf": [{"$ref": "#/$defs/A"}], "$defs": {"A": {"$id": "a", "$ref": "/"}}, "$id": "http://x/"},
            "/$ref",
        ),
    ],
)
def test_a_reference_in_a_circle(schema: Any, pointer: str) -> None:
    with pytest.raises(UnsupportedError, match="leads back to itself") as caught:
        compiled(schema)
    assert caught.value.problem.pointer == pointer


@pytest.mark.parametrize(
    "schema",
    [
        {"propertyNames": {"$ref": "#"}},
        {"else": {"$ref": "#"}},
        {"contains": {"$ref": "#"}},
        {"$defs": {"A": {"$ref": "#/$defs/A"}}},
        {"contentSchema": {"$ref": "#"}},
        {"allOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/A"}], "$defs": {"A": {"type": "object"}}},
    ],
)
def test_references_that_are_no_circle(schema: Any) -> None:
    assert compiled(schema).is_valid({})


def tagged(kind: str) -> Any:
    properties = {"child": {"$ref": "#"}, "kind": {"const": kind}}
    return {"type": "object", "properties": properties, "required": ["kind"]}


def test_alternatives_told_apart_by_a_later_member_are_not_exponential() -> None:
    value: Any = {"kind": "a"}
    for _ in range(60):
        value = {"child": value, "kind": "b"}
    validator = compiled({"anyOf": [tagged("a"), tagged("b")]})
    start = time.perf_counter()
    assert validator.is_valid(value)
    assert list(validator.iter_errors(value)) == []
    assert time.perf_counter() - start < 1


FILTER: Any = {
    "anyOf": [
        {"type": "object", "required": ["field"], "properties": {"field": {"type": "string"}}},
        {"type": "object", "required": ["and"], "properties": {"and": {"items": {"$ref": "#"}}}},
        {"type": "object", "required": ["or"], "properties": {"or": {"items": {"$ref": "#"}}}},
    ]
}
UNEVALUATED: Any = {
    "properties": {"v": True},
    "anyOf": [
        {"properties": {"and": {"items": {"$ref": "#"}}}},
        {"properties": {"or": {"items": {"$ref": "#"}}}},
    ],
    "unevaluatedProperties": False,
}
CONDITION: Any = {
    "if": {"properties": {"and": {"items": {"$ref": "#"}}}},
    "then": {"type": "object"},
    "else": {"required": ["z"]},
}


@pytest.mark.parametrize(
    "schema", [FILTER, UNEVALUATED, CONDITION], ids=["filter", "unevaluated", "condition"]
)
@pytest.mark.parametrize("leaf", [{"field": "x"}, {"field": 1}, {"v": 1}])
def test_a_recursive_schema_is_not_exponential(schema: Any, leaf: Any) -> None:
    value = leaf
    for _ in range(500):
        value = {"and": [value]}
    validator = compiled(schema)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    try:
        start = time.perf_counter()
        said = validator.is_valid(value)
        decided = time.perf_counter() - start
        assert bool(list(validator.iter_errors(value))) is not said
    finally:
        sys.setrecursionlimit(limit)
    assert decided < 0.1
    assert time.perf_counter() - start < 10
