"""What is claimed of one change among several: compatible only where it is so by itself, its witness its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from orq_schema.errors import UnsupportedError
from orq_schema.evolve.compare import compare
from orq_schema.load.schema import from_contents

if TYPE_CHECKING:
    from orq_schema.evolve.judging import Change

CIRCLE = {"enum": [1, 2], "$ref": "#/$defs/X", "$defs": {"X": {"enum": [1], "$ref": "#/$defs/X"}}}
# a break elsewhere, so that the whole is no proof of a part
BREAK = {"type": "integer", "minimum": 3}


def claims(old: Any, new: Any) -> dict[str, Change]:
    """All changes by place and sentence."""
    found = compare(from_contents(old), from_contents(new))
    return {f"{each.pointer} {each.sentence}": each for each in found}


def beside(schema: Any, other: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"x": schema, "y": other}}


def tagged(tag: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["t"], "properties": {"t": tag}, **more}


@pytest.mark.parametrize("pair", [(CIRCLE, {"not": {"const": 2}}), ({"not": {"const": 2}}, CIRCLE)])
def test_of_a_schema_that_cannot_be_compiled_nothing_is_claimed(pair: tuple[Any, Any]) -> None:
    with pytest.raises(UnsupportedError):
        claims(*pair)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        # {"t": 2} has become one too many
        (
            {"oneOf": [tagged({"const": 1}), tagged({"const": 2})]},
            {"oneOf": [tagged({"enum": [1, 2]}), tagged({"const": 2})]},
            "/x/t value 2 added",
        ),
        (
            {"oneOf": [tagged({"const": 1}), tagged({"const": 2})]},
            {"oneOf": [{"type": "object", "required": ["t"]}, tagged({"const": 2})]},
            "/x/t property removed",
        ),
        ({"required": ["t"]}, tagged({"type": "string"}), "/x/t new property, required before"),
        (
            {"if": {"required": ["k"]}, "else": {"properties": {"a": {"type": ["integer", "string"]}}}},
            {"if": {"required": ["k"]}, "else": {"properties": {"a": {"type": "integer"}}}},
            "/x `if` changed",
        ),
    ],
)
def test_what_breaks_is_not_compatible_for_what_else_breaks(old: Any, new: Any, sentence: str) -> None:
    alone = claims(old, new)
    assert "breaking" in {each.writers for each in alone.values()}
    old, new = ({"type": "object", **each} for each in (old, new))
    found = claims(beside(old, {"type": "integer"}), beside(new, BREAK))
    assert found["/y minimum 3 added"].writers == "breaking"
    assert found[sentence].writers in {"breaking", "unknown"}


def test_a_name_that_was_free_is_told_where_no_place_of_its_own_is_compared() -> None:
    condition: dict[str, Any] = {
        "type": "object",
        "if": {"required": ["k"]},
        "else": {"properties": {"a": {"type": "null"}}},
    }
    found = claims(beside({"type": "object"}, {"type": "integer"}), beside(condition, BREAK))
    told = found["/x `if` added"]
    assert told.writers == "new-name"
    assert told.witness is not None
    assert told.witness[0]["x"]["a"] is not None
    closed: dict[str, Any] = {**condition, "else": {"properties": {"a": {}}}}
    found = claims(beside({"type": "object"}, {"type": "integer"}), beside(closed, BREAK))
    assert found["/x `if` added"].writers == "compatible"


def test_who_only_accepts_more_has_no_witness_of_what_else_refuses() -> None:
    text = {"type": "string"}
    found = claims(
        {"oneOf": [{"type": "integer", "maximum": 5}, text]},
        {"oneOf": [{"type": "integer", "minimum": 3}, text]},
    )
    assert found[" minimum 3 added"].writers == "breaking"
    assert (found[" maximum 5 removed"].writers, found[" maximum 5 removed"].witness) == ("unknown", None)


def test_a_pattern_that_says_the_same_is_not_breaking_for_the_length_beside_it() -> None:
    found = claims({"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^a.*", "minLength": 3})
    assert found[" minLength 3 added"].witness == ("a",)
    assert found[' pattern "^a" -> "^a.*"'].writers == "unknown"


def test_each_value_that_is_gone_is_the_witness_of_that() -> None:
    found = claims({"enum": ["a", "b", 3]}, {"enum": ["b"]})
    assert {name: each.witness for name, each in found.items() if "removed" in name} == {
        ' value "a" removed': ("a",)
    }
    found = claims({"enum": ["a", "b", "c"]}, {"enum": ["c"]})
    assert [each.witness for each in found.values()] == [("a",), ("b",)]


def test_the_witness_of_a_limit_is_beyond_it() -> None:
    old = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    new = {
        "type": "object", "properties": {"a": {"type": "string"}},
        "additionalProperties": {"type": "integer"}, "maxProperties": 1,
    }  # fmt: skip
    witness = claims(old, new)[" maxProperties 1 added"].witness
    assert witness is not None
    assert len(witness[0]) == 2


@pytest.mark.parametrize("keyword", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
def test_limits_beyond_all_doubles(keyword: str) -> None:
    huge = 10**400
    pair: list[dict[str, Any]] = [
        {"type": "number", keyword: huge * 9},
        {"type": "number", keyword: huge * 10},
    ]
    for old, new in (pair, pair[::-1]):
        (found,) = claims(old, new).values()
        stricter = (new[keyword] > old[keyword]) is keyword.endswith("inimum")
        assert (found.writers == "compatible") is not stricter
        if found.witness is not None:
            before: Any = Draft202012Validator(old)
            after: Any = Draft202012Validator(new)
            assert before.is_valid(found.witness[0])
            assert not after.is_valid(found.witness[0])
    assert claims({"multipleOf": huge * 3}, {"multipleOf": huge})[
        f" multipleOf {str(huge * 3)[:60]}... -> {str(huge)[:60]}..."
    ].writers == "compatible"  # fmt: skip


def test_more_items_than_a_payload_can_have() -> None:
    def many(kind: str) -> dict[str, Any]:
        items = {"type": "object", "properties": {"a": {"type": kind}}}
        return {"type": "array", "minItems": 10**9, "items": items}

    (found,) = claims(many("string"), many("integer")).values()
    assert (found.writers, found.witness) == ("unknown", None)
