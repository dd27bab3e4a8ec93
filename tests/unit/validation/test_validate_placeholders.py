"""Placeholders: strings where any value may be put in later."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.instances import pairs

from orq_schema import is_valid, validate
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.schema import builtin, from_contents
from orq_schema.pointer import join
from orq_schema.validation.engine import compiled
from orq_schema.validation.explain import explain
from orq_schema.validation.placeholders import is_placeholder

FORMS = [
    "${X}",
    "${process.env.X}",
    "${new Date().toISOString()}",
    "$(x)",
    "{{x}}",
    "{{ x }}",
    "<string>",
    "<a b-c>",
]


@pytest.mark.parametrize("text", FORMS)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "value",
    ["", "x", "a ${X}", "${A}-${B}", "${}", "{{}}", "{{a}}{{b}}", "{x}", "<1>", "<>", "a<b>", "$X", "%X%", "${X}\n",
     "<b>x</b>", 3, None, ["${X}"]],
)  # fmt: skip
def test_what_is_no_placeholder(value: Any) -> None:
    assert not is_placeholder(value)


def filtered(value: Any) -> Any:
    return {"knowledge_bases": [{"knowledge_id": "k", "filter_by": value}]}


FILTER = "/knowledge_bases/0/filter_by"
CASES: list[tuple[Any, list[tuple[str, str]]]] = [
    # in the place of a string it may stay
    ({"name": "${X}", "thread": {"id": "{{x}}", "tags": ["<tag>"]}, "inputs": {"a": "${X}"}}, []),
    (filtered({"year": {"eq": "${X}"}}), []),
    ({"retry": {"count": "${X}"}}, [("/retry/count", "a number from 1 to 5")]),
    ({"retry": "${X}"}, [("/retry", "an object")]),
    ({"retry": {"on_codes": "${X}"}}, [("/retry/on_codes", "an array")]),
    ({"retry": {"on_codes": [429, "${X}"]}}, [("/retry/on_codes/1", "a number")]),
    ({"cache": {"type": "<type>"}}, [("/cache/type", '"exact_match"')]),
    ({"fallbacks": ["${A}", {"model": "${B}"}]}, [("/fallbacks/0", "an object")]),
    ("${ORQ}", [("", "an object")]),
    (filtered("${X}"), [(FILTER, "an object")]),
    (filtered({"year": "${X}"}), [(f"{FILTER}/year", "an object")]),
    (filtered({"year": {"gt": "${X}"}}), [(f"{FILTER}/year/gt", "a number")]),
    (filtered({"and": "${X}"}), [(f"{FILTER}/and", "an array")]),
    (filtered({"and": [{"year": {"lt": "${X}"}}, "${Y}"]}), [
        (f"{FILTER}/and/0/year/lt", "a number"), (f"{FILTER}/and/1", "an object")
    ]),
    (filtered({"year": {"in": ["a", "${X}"], "exists": "${Y}"}}), []),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), CASES)
def test_where_placeholders_are_named(value: Any, expected: list[tuple[str, str]]) -> None:
    for strict in (False, True):
        found = validate(value, strict=strict)
        assert [(each.pointer, each.message) for each in found] == [
            (at, f"a placeholder where {what} belongs") for at, what in expected
        ]
        assert {(each.rule, each.severity) for each in found} <= {("placeholder", "warning")}
    assert is_valid(value) == (not expected)


def test_a_placeholder_does_not_mislead_the_choice_between_alternatives() -> None:
    found = validate(filtered({"and": [{"year": {"gt": "${X}"}}, {"lang": {"eq": None}}]}))
    assert [(each.pointer, each.rule) for each in found] == [
        (f"{FILTER}/and/0/year/gt", "placeholder"),
        (f"{FILTER}/and/1/lang/eq", "any-of"),
    ]
    pets = {
        "oneOf": [
            {
                "properties": {"type": {"const": "cat"}, "lives": {"type": "integer"}},
                "required": ["type", "lives"],
            },
            {
                "properties": {"type": {"const": "dog"}, "breed": {"type": "string"}},
                "required": ["type", "breed"],
            },
        ]
    }
    engine = compiled(from_contents(pets))
    for value, expected in (
        ({"type": "${T}", "breed": "b"}, [("/type", "placeholder")]),
        ({"type": "cat", "lives": "${N}"}, [("/lives", "placeholder")]),
        ({"type": "${T}", "lives": "nine"}, [("/lives", "type"), ("/type", "placeholder")]),
        ({"type": "${T}"}, [("", "one-of")]),
    ):
        found_ = explain(value, engine, strict=False)
        assert sorted((join(each.steps), each.rule) for each in found_) == expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"pattern": "^a"}, "${X}", ["placeholder"]),
        ({"maxLength": 2}, "${X}", ["placeholder"]),
        ({"anyOf": [{"maxLength": 2}, {"pattern": "^a"}]}, "${X}", ["placeholder"]),
        # no value at all would do, or the key is what is wrong
        (False, "${X}", ["false"]),
        ({"properties": {"a": False}}, {"a": "${X}"}, ["properties"]),
        ({"additionalProperties": False}, {"a": "${X}"}, ["additional-properties"]),
        ({"propertyNames": {"maxLength": 2}}, {"long": "${X}"}, ["property-names"]),
        ({"propertyNames": {"maxLength": 2}}, {"${X}": 1}, ["property-names"]),
        ({"not": {"type": "string"}}, "${X}", ["not"]),
    ],
)
def test_any_schema(schema: Any, value: Any, expected: list[str]) -> None:
    found = explain(value, compiled(from_contents(schema)), strict=False)
    assert [each.rule for each in found] == expected


def replaced(value: Any, number: int, text: str) -> tuple[Any, int]:
    """`value` with its part of that `number`, counted from the outside, replaced by `text`; and the number after."""
    if number == 0:
        return text, -1
    number -= 1
    if is_object(value):
        made: dict[str, Any] = {}
        for key, inner in value.items():
            made[key], number = (inner, -1) if number < 0 else replaced(inner, number, text)
        return made, number
    if is_array(value):
        items: list[Any] = []
        for inner in value:
            item, number = (inner, -1) if number < 0 else replaced(inner, number, text)
            items.append(item)
        return items, number
    return value, number


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40), st.sampled_from(FORMS))
def test_a_valid_value_with_a_placeholder_has_no_error(seed: int, number: int, text: str) -> None:
    for valid, _ in pairs(builtin("orq"), seed, 1):
        made, _ = replaced(valid, number, text)
        errors = [each for each in validate(made) if each.severity == "error"]
        assert not errors, (made, errors)
