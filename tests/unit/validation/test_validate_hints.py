from __future__ import annotations

import pytest

from orq_schema.validation.hints import normal, respelled, similar

OPERATORS = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "exists"]


@pytest.mark.parametrize(
    "key",
    [
        "onCodes",
        "on-codes",
        "on codes",
        "on.codes",
        "ON_CODES",
        "OnCodes",
        "$on_codes",
        "on_codes_",
        "_on__codes",
    ],
)
def test_spellings_of_one_key(key: str) -> None:
    assert normal(key) == "on_codes"
    assert respelled(key, ["retry", "on_codes"]) == "on_codes"


@pytest.mark.parametrize("key", ["", "$", "__", "\u65e5\u672c", "~"])
def test_a_key_without_a_letter_is_no_spelling(key: str) -> None:
    assert respelled(key, ["~", "on_codes"]) is None


@pytest.mark.parametrize(
    ("key", "known", "expected"),
    [
        ("retries", ["name", "retry"], "retry"),
        ("modle", ["model"], "model"),
        ("thread_id", ["id", "tags"], "id"),
        ("threadId", ["id", "tags"], "id"),
        ("knowledge_base", ["knowledge_bases"], "knowledge_bases"),
        ("equals", OPERATORS, "eq"),
        ("$gte", OPERATORS, "gte"),
        ("in_", OPERATORS, "in"),
        ("not_in", OPERATORS, "nin"),
        ("exist", OPERATORS, "exists"),
        ("greater_than", OPERATORS, "gt"),
        ("GreaterThan", OPERATORS, "gt"),
        ("less-than-or-equal", OPERATORS, "lte"),
        (">=", OPERATORS, "gte"),
        ("==", OPERATORS, "eq"),
        ("!=", OPERATORS, "ne"),
        ("||", ["and", "or"], "or"),
        ("avatar_url", ["id", "logo_url"], "logo_url"),
        ("timeToLive", ["ttl", "type"], "ttl"),
        ("hybrid", ["vector_search", "hybrid_search"], "hybrid_search"),
        # chance resemblances and choices between two
        ("min", OPERATORS, None),
        ("max", OPERATORS, None),
        ("id_or_tags", ["id", "tags"], None),
        ("timeout", ["retry", "cache"], None),
        # other words for a key count only where the key is declared
        ("greater_than", ["eq", "type"], None),
        (">=", ["ttl"], None),
        ("x", ["y"], None),
        ("", ["model"], None),
        ("model", [], None),
    ],
)
def test_what_a_key_was_meant_to_be(key: str, known: list[str], expected: str | None) -> None:
    assert similar(key, known) == expected
