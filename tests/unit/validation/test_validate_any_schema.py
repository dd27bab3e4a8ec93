"""Explaining works for every keyword: the official suite's instances, judged and reported."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.shared import SHARED, require_shared

from orq_schema import pointer
from orq_schema.compile.keywords import UNITS
from orq_schema.errors import SchemaError, UnsupportedError
from orq_schema.load.schema import from_contents
from orq_schema.validation.engine import compiled
from orq_schema.validation.explain import explain
from orq_schema.validation.rules import KEYWORD_RULES, rule

SUITE = "json-schema-test-suite/draft2020-12"
FILES = sorted(path.name for path in (SHARED / SUITE).glob("*.json"))
REMOTES = SHARED / "json-schema-test-suite" / "remotes"


def remotes() -> dict[str, Any]:
    return {
        f"http://localhost:1234/{path.relative_to(REMOTES).as_posix()}": json.loads(path.read_text("utf-8"))
        for path in REMOTES.rglob("*.json")
        if path.relative_to(REMOTES).parts[0] not in {"draft3", "draft4", "draft6", "draft7", "draft2019-09"}
    }


def test_the_suite_is_there() -> None:
    require_shared(SUITE)
    assert len(FILES) > 40


@pytest.mark.parametrize("file", FILES)
def test_every_failure_is_explained(file: str) -> None:
    groups = json.loads((SHARED / SUITE / file).read_text("utf-8"))
    for group in groups:
        try:
            engine = compiled(from_contents(group["schema"], remotes()))
        except (SchemaError, UnsupportedError):
            continue
        for case in group["tests"]:
            what = f"{group['description']}: {case['description']}"
            found = explain(case["data"], engine, strict=False)
            wrong = [each for each in found if each.severity == "error"]
            assert bool(wrong) != engine.is_valid(case["data"]), what
            for each in found:
                value, _ = pointer.resolve(case["data"], pointer.join(each.steps))
                assert each.message
                assert each.rule.replace("-", "").isalpha(), (what, each)
                secret = value if isinstance(value, str) and len(value) > 5 else None
                assert secret is None or json.dumps(secret) not in each.message, (what, each)


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"properties": {"a": {"$ref": "#/$defs/a"}}}]}}},
        {"$defs": {"a": {"items": {"$ref": "#/$defs/a"}, "type": "array"}}, "$ref": "#/$defs/a"},
        {
            "properties": {"a": {"$ref": "#"}},
            "anyOf": [{"required": ["a"]}, {"additionalProperties": {"$ref": "#"}}],
        },
    ],
)
@pytest.mark.parametrize("value", [None, [], {}, {"a": 1}, {"b": {"a": {"c": []}}}, [[[1]]]])
def test_recursion_comes_to_an_end(schema: Any, value: Any) -> None:
    engine = compiled(from_contents(schema))
    found = explain(value, engine, strict=True)
    assert engine.is_valid(value) or found


def test_the_rules_of_keywords() -> None:
    rules = set(KEYWORD_RULES)
    assert len(rules) == len(KEYWORD_RULES)
    assert {"type", "additional-properties", "any-of", "ref", "dynamic-ref", "min-items", "false"} <= set(
        rules
    )
    # `if` only asks
    assert {rule(keyword) for keyword in UNITS} - {"if"} <= rules


def test_every_failure_has_a_rule_that_is_listed() -> None:
    require_shared(SUITE)
    seen: set[str] = set()
    for file in FILES:
        for group in json.loads((SHARED / SUITE / file).read_text("utf-8")):
            try:
                engine = compiled(from_contents(group["schema"], remotes()))
            except (SchemaError, UnsupportedError):
                continue
            seen |= {
                each.rule for case in group["tests"] for each in explain(case["data"], engine, strict=False)
            }
    assert seen <= {*KEYWORD_RULES, "unknown-key", "placeholder"}
    assert len(seen) > 30
