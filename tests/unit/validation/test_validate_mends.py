"""Mends: changes that are made without asking, so that each must be right, and the verdict better for it."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.support.instances import mutate, pairs

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.schema import builtin, from_contents
from orq_schema.pointer import join
from orq_schema.validation.engine import compiled, own
from orq_schema.validation.explain import explain

if TYPE_CHECKING:
    from orq_schema.errors import Mend
    from orq_schema.validation.mistake import Mistake

MENDS = tuple[str, str, str | None]


def mends(value: Any, schema: Any = None) -> list[MENDS]:
    engine = own("orq") if schema is None else compiled(from_contents(schema))
    found = explain(value, engine, strict=False)
    return [(join(each.steps), each.mend.rule, each.mend.argument) for each in found if each.mend is not None]


def filtered(value: Any) -> Any:
    return {"knowledge_bases": [{"knowledge_id": "k", "filter_by": value}]}


FIELD = "/knowledge_bases/0/filter_by/f"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"retries": {"count": 3}}, [("/retries", "rename-key", "retry")]),
        ({"retry": {"onCodes": [429]}}, [("/retry/onCodes", "rename-key", "on_codes")]),
        ({"retry": {"on-codes": [429]}}, [("/retry/on-codes", "rename-key", "on_codes")]),
        ({"retry": {"ON_CODES": [429]}}, [("/retry/ON_CODES", "rename-key", "on_codes")]),
        ({"retry": {"cuont": 3}}, [("/retry/cuont", "rename-key", "count")]),
        ({"falbacks": []}, [("/falbacks", "rename-key", "fallbacks")]),
        ({"fallbacks": [{"modle": "x"}]}, [("/fallbacks/0/modle", "rename-key", "model")]),
        (filtered({"f": {"$gte": 1}}), [(f"{FIELD}/$gte", "rename-key", "gte")]),
        (filtered({"f": {"in_": ["a"]}}), [(f"{FIELD}/in_", "rename-key", "in")]),
        (filtered({"f": {"GT": 1}}), [(f"{FIELD}/GT", "rename-key", "gt")]),
        # there already, of another type, two for one, another word, on another level
        ({"retry": {}, "retries": {}}, []),
        ({"retries": 3}, []),
        ({"retries": {}, "retrys": {}}, []),
        ({"retry": {"onCodes": [1], "on-codes": [1]}}, []),
        (filtered({"f": {"greater_than": 1}}), []),
        (filtered({"f": {"equals": 1}}), []),
        ({"count": 3}, []),
        ({"retry_count": 3}, []),
        ({"thread_id": "a"}, []),
        ({"thread": {"thread_id": "a"}}, []),
        ({"contact": {"id": "a", "name": "x"}}, []),
        ({"timeout": {}}, []),
        ({"x": 1}, []),
    ],
)
def test_rename_key(value: Any, expected: list[MENDS]) -> None:
    assert mends(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"retry": {"count": "3"}}, "/retry/count"),
        ({"retry": {"on_codes": ["429"]}}, "/retry/on_codes/0"),
        (filtered({"f": {"gt": "-1.5e3"}}), f"{FIELD}/gt"),
        (filtered({"f": {"exists": "true"}}), f"{FIELD}/exists"),
        ({"knowledge_bases": [{"knowledge_id": "k", "top_k": "5"}]}, "/knowledge_bases/0/top_k"),
        (
            {"knowledge_bases": [{"knowledge_id": "k", "rerank_config": "null"}]},
            "/knowledge_bases/0/rerank_config",
        ),
        ({"retry": {"count": "9"}}, None),
        ({"retry": {"count": " 3"}}, None),
        ({"retry": {"count": "3x"}}, None),
        ({"retry": {"count": "true"}}, None),
        (filtered({"f": {"gt": "-Infinity"}}), None),
        (filtered({"f": {"gt": "01"}}), None),
        ({"knowledge_bases": [{"knowledge_id": "k", "top_k": "5.5"}]}, None),
        ({"knowledge_bases": [{"knowledge_id": "k", "top_k": "500"}]}, None),
        # text is all right there
        (filtered({"f": {"eq": "3"}}), None),
    ],
)
def test_unquote(value: Any, expected: str | None) -> None:
    assert mends(value) == ([] if expected is None else [(expected, "unquote", None)])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"fallbacks": {"model": "x"}}, "/fallbacks"),
        ({"contact": {"id": "a", "metadata": {"plan": "x"}}}, "/contact/metadata"),
        ({"thread": {"id": "a", "tags": "x"}}, "/thread/tags"),
        ({"retry": {"on_codes": 429}}, "/retry/on_codes"),
        ({"knowledge_bases": {"knowledge_id": "k"}}, "/knowledge_bases"),
        (filtered({"f": {"in": "en"}}), f"{FIELD}/in"),
        (filtered({"and": {"f": {"eq": 1}}}), "/knowledge_bases/0/filter_by/and"),
        ({"fallbacks": "x"}, None),
        ({"fallbacks": {"model": 3}}, None),
        ({"fallbacks": {}}, None),
        ({"knowledge_bases": {"top_k": 3}}, None),
        ({"retry": {"on_codes": "429"}}, None),
    ],
)
def test_wrap_in_list(value: Any, expected: str | None) -> None:
    assert mends(value) == ([] if expected is None else [(expected, "wrap-in-list", None)])


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"minItems": 2, "type": "array"}, 1, []),
        ({"type": "array", "items": {"enum": ["a"]}}, "b", []),
        ({"type": "array", "items": {"enum": ["a"]}}, "a", [("", "wrap-in-list", None)]),
        ({"type": "array", "contains": {"const": 1}}, 2, []),
        ({"type": "array", "items": {"properties": {"a": {"type": "integer"}}}}, {"a": "x"}, []),
        ({"type": "array", "items": {"additionalProperties": False}}, {"a": 1}, []),
        ({"type": "integer", "multipleOf": 3}, "4", []),
        ({"type": "integer", "multipleOf": 3}, "6", [("", "unquote", None)]),
        ({"type": "number", "exclusiveMaximum": 3}, "3", []),
        ({"type": "number", "not": {"const": 3}}, "3", []),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer", "maximum": 3}}, "minimum": 2}, "1", []),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer", "maximum": 3}}, "minimum": 2}, "3", [
            ("", "unquote", None)
        ]),
        ({"type": "boolean", "const": True}, "false", []),
        ({"properties": {"colour": {}, "colours": {}}}, {"coulour": 1}, []),
        ({"properties": {"on_codes": {}, "onCodes": {}}}, {"ON_CODES": 1}, []),
        ({"properties": {"size": {"type": "integer"}}, "additionalProperties": False}, {"sizes": 3}, [
            ("/sizes", "rename-key", "size")
        ]),
    ],
)  # fmt: skip
def test_any_schema(schema: Any, value: Any, expected: list[MENDS]) -> None:
    assert mends(value, schema) == expected


def mended(value: Any, mistake: Mistake, mend: Mend) -> Any:
    """A copy of `value` with `mend` carried out."""
    made = [copy.deepcopy(value)]
    steps = (0, *mistake.steps)
    outer: Any = made
    for step in steps[:-1]:
        outer = outer[step]
    last = steps[-1]
    if mend.rule == "rename-key":
        assert mend.argument not in outer
        outer[mend.argument] = outer.pop(last)
    elif mend.rule == "unquote":
        outer[last] = json.loads(outer[last])
    else:
        outer[last] = [outer[last]]
    return made[0]


KEYS = [
    "retries", "onCodes", "Count", "falbacks", "modle", "knowledgeBases", "topK", "$gte", "in_", "knowledge_base",
    "metadata", "tags", "ttl", "Type", "searchType", "RerankConfig",
]  # fmt: skip


def respelt(value: Any, draw: Any) -> Any:
    """`value` with some keys spelt otherwise, some scalars quoted and some lists of one left out."""
    if is_object(value):
        return {
            (draw(st.sampled_from([key, key, key.title(), f"${key}", f"{key}s", *KEYS]))): respelt(
                inner, draw
            )
            for key, inner in value.items()
        }
    if is_array(value):
        inner = [respelt(each, draw) for each in value]
        return inner[0] if len(inner) == 1 and draw(st.booleans()) else inner
    return json.dumps(value) if not isinstance(value, str) and draw(st.booleans()) else value


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_a_mend_makes_nothing_worse(seed: int, data: st.DataObject) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable, no secret
    judge: Any = Draft202012Validator(builtin("orq").contents)
    engine = own("orq")
    for valid, damaged in pairs(builtin("orq"), seed, 1):
        for value in (respelt(valid, data.draw), mutate(damaged, rng)):
            before = explain(value, engine, strict=False)
            for mistake in before:
                if mistake.mend is None:
                    continue
                made = mended(value, mistake, mistake.mend)
                after = explain(made, engine, strict=False)
                told = [
                    each for each in after if (each.steps, each.message) == (mistake.steps, mistake.message)
                ]
                assert not told
                if mistake.mend.rule != "rename-key":
                    assert len(list(judge.iter_errors(made))) <= len(list(judge.iter_errors(value)))
                    assert not [
                        each for each in after if each.steps == mistake.steps and each.severity == "error"
                    ]
