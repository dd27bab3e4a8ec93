"""What the generated text looks like: nothing dead in it, and nothing that only other schemas need."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from tests.unit.compile.kitchen_sink import KITCHEN_SINK
from tests.unit.compile.modules import compiled, text

from orq_schema.compile.module import source
from orq_schema.load.schema import builtin

STATIC: Any = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "allOf": [{"$ref": "#/$defs/base"}, {"patternProperties": {"^x-": True}}],
    "unevaluatedProperties": False,
    "$defs": {
        "base": {"properties": {"b": True}, "$ref": "#/$defs/root"},
        "root": {"properties": {"c": True}},
    },
}
DYNAMIC: Any = {**STATIC, "anyOf": [{"required": ["d"], "properties": {"d": True}}, {"required": ["c"]}]}


def test_what_is_evaluated_for_certain_is_one_constant() -> None:
    written = text(STATIC)
    assert '_DECLARED_KEYS: Final = frozenset({"a", "b", "c"})' in written
    assert "evaluated:" not in written
    assert "_collect_" not in written
    assert [compiled(STATIC).is_valid(dict.fromkeys(keys, "")) for keys in ("abc", "abd")] == [True, False]


def test_only_what_depends_on_the_value_is_gathered() -> None:
    written = text(DYNAMIC)
    assert 'evaluated: set[str] = {"a", "b", "c"}' in written
    assert "_collect_" not in written
    validator = compiled(DYNAMIC)
    assert [validator.is_valid(dict.fromkeys(keys, "")) for keys in ("cb", "d", "b", "de")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_schemas_without_unevaluated_keywords_do_not_pay_for_them(name: str) -> None:
    written = source(builtin(name))
    assert "evaluated:" not in written
    assert "_collect_" not in written
    assert "Iterable" not in written


def helpers(written: str) -> set[str]:
    tree = ast.parse(written)
    return {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("_")
    }


@pytest.mark.parametrize(
    "schema", [STATIC, DYNAMIC, KITCHEN_SINK, True, {"type": "string"}, {"items": False}]
)
def test_every_function_is_used(schema: Any) -> None:
    written = text(schema)
    for name in helpers(written):
        assert written.count(name) > 1, name


def test_one_scope_one_function_two_scopes_two() -> None:
    tree = {
        "$id": "urn:tree",
        "$dynamicAnchor": "node",
        "properties": {"c": {"items": {"$dynamicRef": "#node"}}},
    }
    strict = {
        "$id": "urn:strict",
        "$dynamicAnchor": "node",
        "$ref": "urn:tree",
        "unevaluatedProperties": False,
    }
    both = {
        "$id": "urn:both",
        "properties": {"loose": {"$ref": "urn:tree"}, "strict": {"$ref": "urn:strict"}},
    }
    remotes = {"urn:tree": tree, "urn:strict": strict}
    validator = compiled(both, remotes)
    value = {"c": [{"d": 1}]}
    assert validator.is_valid({"loose": value})
    assert not validator.is_valid({"strict": value})
    assert [each.schema_pointer for each in validator.iter_errors({"strict": value})] == [
        "/properties/strict/$ref/$ref/properties/c/items/$dynamicRef/unevaluatedProperties"
    ]
    assert validator.source.count("def _is_") == 4


def test_the_functions_have_the_names_of_their_definitions() -> None:
    written = text(
        {
            "$defs": {"KnowledgeBase": {"properties": {"a": {"type": "null"}}}},
            "items": {"$ref": "#/$defs/KnowledgeBase"},
        }
    )
    assert {"_is_knowledge_base", "_explain_knowledge_base"} <= helpers(written)
