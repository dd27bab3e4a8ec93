"""The short way through what is the same for every value finds what the long way finds."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.instances import valid
from tests.support.mutations import mutate
from tests.support.random_schemas import Schemas

from orq_schema.errors import OrqSchemaError
from orq_schema.load.schema import builtin, from_contents
from orq_schema.validation import undeclared
from orq_schema.validation.engine import compiled, own
from orq_schema.validation.explain import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.validation.engine import Engine


VALUES: list[Any] = [None, 5, "retry", [], [{"retries": 1}], {}, {"retry": 5}, {"retry": [[{}]]}]


def never(*_: object) -> None:
    """No subschemas are the same for every value."""


def long_way(monkeypatch: pytest.MonkeyPatch, value: Any, engine: Engine) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(undeclared, "plain", never)
        return explain(value, engine, strict=True)


def payloads(count: int) -> Iterator[Any]:
    chance = random.Random(20250904)  # noqa: S311 - a repeatable test, no secret
    schema = builtin("orq")
    for _ in range(count):
        yield mutate(valid(schema, chance), chance)


def test_on_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = own("orq")
    found = 0
    for value in payloads(300):
        mistakes = explain(value, engine, strict=True)
        assert mistakes == long_way(monkeypatch, value, engine)
        found += any(each.rule == "unknown-key" for each in mistakes)
    assert found > 50


def test_on_any_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    found = 0
    for seed in range(400):
        source = Schemas(random.Random(seed))  # noqa: S311 - as above
        try:
            engine = compiled(from_contents(source.schema(), name="any"))
        except OrqSchemaError:
            continue
        for _ in range(5):
            value = source.instance(4)
            try:
                mistakes = explain(value, engine, strict=True)
            except OrqSchemaError:
                continue
            assert mistakes == long_way(monkeypatch, value, engine)
            found += any(each.rule == "unknown-key" for each in mistakes)
    assert found > 50


@pytest.mark.parametrize("value", VALUES)
def test_a_value_of_any_type(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = own("orq")
    assert explain(value, engine, strict=True) == long_way(monkeypatch, value, engine)


def test_the_short_way_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not, the comparison above says nothing."""

    def fail(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(undeclared.Walk, "_object", fail)
    text = '{"retry": {"count": 3}, "inputs": {"any": {"key": [{}]}}, "thread": {"id": "t", "tags": ["a"]}}'
    assert explain(json.loads(text), own("orq"), strict=True) == []
