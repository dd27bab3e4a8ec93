"""Filters whose `and`, `or` or `not` is misspelt, misplaced or no operator: what they are read as."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

import orq_schema

ALONE = [{"year": {"eq": 1}}]
FIELD = {"eq": "en"}
Said = list[tuple[str, str, str | None]]


def said(filter_by: dict[str, Any]) -> Said:
    """Give the pointer in the filter, the message and the hint of each error."""
    orq = {"knowledge_bases": [{"knowledge_id": "k", "filter_by": copy.deepcopy(filter_by)}]}
    found = orq_schema.validate(orq)
    return [
        (each.pointer.removeprefix("/knowledge_bases/0/filter_by"), each.message, each.hint)
        for each in found
        if each.severity == "error"
    ]


@pytest.mark.parametrize("key", ["and_", "$and", "AND", "And"])
def test_beside_fields_a_misspelt_and_is_one_of_them(key: str) -> None:
    ((pointer, message, hint),) = said({key: ALONE, "language": FIELD})
    assert pointer == f"/{key}"
    assert message.startswith("expected an object, found an array")
    assert message.endswith(f'; read as "Field filter", since "{key}" is neither "and" nor "or"')
    assert hint == 'did you mean "and"? then all other fields belong into its list'


def test_mistakes_in_the_fields_beside_it_are_told() -> None:
    found = said({"language": {"eqq": "en"}, "or_": ALONE, "year": FIELD})
    assert [(pointer, hint) for pointer, _, hint in found] == [
        ("/language/eqq", 'did you mean "eq"?'),
        ("/or_", 'did you mean "or"? then all other fields belong into its list'),
    ]


@pytest.mark.parametrize("beside", [{}, {"limit": 3}])
def test_without_a_field_beside_it_the_list_was_meant(beside: dict[str, Any]) -> None:
    assert ("/and_", 'unknown key "and_"; missing key "and"', 'did you mean "and"?') in said(
        {"and_": ALONE, **beside}
    )


@pytest.mark.parametrize(
    ("filter_by", "pointer", "hint"),
    [
        (
            {"and": [{"or": ALONE}]},
            "/and/0/or",
            '"or" is read as the name of a field: filters cannot be nested',
        ),
        (
            {"or": [{}, {"$and": ALONE}]},
            "/or/1/$and",
            '"$and" is read as the name of a field: filters cannot be nested',
        ),
        (
            {"and": [{"not": {"year": FIELD}}]},
            "/and/0/not/year",
            '"not" is read as the name of a field: use "ne" or "nin" for one field',
        ),
        (
            {"not": {"year": FIELD}},
            "/not/year",
            '"not" is read as the name of a field: use "ne" or "nin" for one field',
        ),
    ],
)
def test_what_is_read_as_a_field_is_told(filter_by: dict[str, Any], pointer: str, hint: str) -> None:
    assert [(at, told) for at, _, told in said(filter_by)] == [(pointer, hint)]


@pytest.mark.parametrize("filter_by", [{"not": FIELD}, {"and": [{"or": FIELD}]}, {"and_": FIELD, "x": FIELD}])
def test_a_field_may_have_such_a_name(filter_by: dict[str, Any]) -> None:
    assert said(filter_by) == []


def test_in_a_body_it_is_told_as_well() -> None:
    body = {
        "model": "m",
        "orq": {"knowledge_bases": [{"filter_by": {"and": [{"or": ALONE}]}, "knowledge_id": "k"}]},
    }
    (found,) = orq_schema.validate_text(json.dumps(body))
    assert found.hint == '"or" is read as the name of a field: filters cannot be nested'
