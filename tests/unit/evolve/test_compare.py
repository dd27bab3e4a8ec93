"""Each kind of change: its place, its sentence, its class for writers and for readers, and its witness."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from orq_schema.evolve.canonical import covers
from orq_schema.evolve.compare import compare
from orq_schema.load.schema import from_contents

if TYPE_CHECKING:
    from orq_schema.evolve.judging import Change


def changes(old: Any, new: Any) -> list[Change]:
    found = compare(from_contents(copy.deepcopy(old)), from_contents(copy.deepcopy(new)))
    # by a validator that is not ours
    before: Any = Draft202012Validator(old)
    after: Any = Draft202012Validator(new)
    for each in found:
        if each.witness is not None:
            assert before.is_valid(each.witness[0])
            assert not after.is_valid(each.witness[0])
        assert (each.writers == "breaking") <= (each.witness is not None)
        assert (each.writers == "unknown") is (each.why is not None)
    return found


def only(old: Any, new: Any) -> Change:
    (found,) = changes(old, new)
    return found


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("old", "new", "sentence", "witness", "readers"),
    [
        ({"minimum": 0}, {"minimum": 1}, "minimum 0 -> 1", 0, "compatible"),
        ({}, {"maximum": 5}, "maximum 5 added", 6, "compatible"),
        ({"type": "number"}, {"type": "integer"}, "number -> integer", 0.5, "compatible"),
        ({"type": "array"}, {"type": "object"}, "array -> object", [], "breaking"),
        ({"type": ["string", "null"]}, {"type": "string"}, "null no longer allowed", None, "compatible"),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, 'value "b" removed', "b", "compatible"),
        ({"type": "string"}, {"type": "string", "enum": ["a"]}, 'only "a"', "", "compatible"),
        ({"type": "string"}, {"type": "string", "minLength": 2}, "minLength 2 added", "", "compatible"),
        (
            {"type": "string"},
            {"type": "string", "pattern": "^[a-c]*$"},
            'pattern "^[a-c]*$" added',
            "1",
            "compatible",
        ),
        (
            {"type": "array"},
            {"type": "array", "uniqueItems": True},
            "uniqueItems true added",
            None,
            "compatible",
        ),
        ({"multipleOf": 2}, {"multipleOf": 4}, "multipleOf 2 -> 4", 2, "compatible"),
    ],
)
def test_a_tighter_value(old: Any, new: Any, sentence: str, witness: Any, readers: str) -> None:
    found = only(record(a=old), record(a=new))
    assert (found.pointer, found.sentence, found.writers, found.readers) == (
        "/a",
        sentence,
        "breaking",
        readers,
    )
    if sentence.startswith("uniqueItems"):
        assert found.witness is not None
        first, second = found.witness[0]["a"]
        assert first == second
    else:
        assert found.witness == ({"a": witness},)


@pytest.mark.parametrize(
    ("old", "new", "sentence", "readers"),
    [
        ({"minimum": 1}, {"minimum": 0}, "minimum 1 -> 0", "compatible"),
        ({"type": "integer"}, {"type": "number"}, "integer -> number", "breaking"),
        ({"type": "string"}, {"type": ["string", "null"]}, "null allowed", "breaking"),
        ({"enum": ["a"]}, {"enum": ["a", "b"]}, 'value "b" added', "breaking"),
        (
            {"type": "string", "enum": ["a"]},
            {"type": "string"},
            "any value, not only listed ones",
            "breaking",
        ),
        ({"type": "integer", "default": 3}, {"type": "integer"}, "default 3 removed", "compatible"),
        ({"type": "integer"}, {"type": "integer", "deprecated": True}, "deprecated", "compatible"),
        ({"type": "string"}, {"type": "string", "format": "email"}, 'format "email" added', "compatible"),
    ],
)
def test_what_refuses_nothing_is_proven(old: Any, new: Any, sentence: str, readers: str) -> None:
    found = only(record(a=old), record(a=new))
    assert (found.sentence, found.writers, found.readers, found.witness) == (
        sentence,
        "compatible",
        readers,
        None,
    )


def test_words_are_no_change() -> None:
    old = record(a={"type": "string", "description": "One.", "title": "A"})
    assert changes(old, record(a={"allOf": [{"type": "string"}], "examples": ["x"]})) == []


def test_properties_come_and_go() -> None:
    old, new = record(a={"type": "string"}), record(b={"type": "object", "required": ["id"]})
    added, removed = changes(old, new)
    assert (added.pointer, added.sentence, added.writers) == ("/b", "new optional property", "new-name")
    assert added.witness is not None
    assert (removed.pointer, removed.sentence, removed.readers) == ("/a", "property removed", "breaking")
    # any string may still be sent under that name: nothing is refused
    assert removed.writers == "compatible"


def test_a_property_removed_from_a_closed_object_is_refused() -> None:
    closed = {"additionalProperties": False}
    found = only(record(a={"type": "string"}) | closed, record() | closed)
    assert (found.pointer, found.writers, found.witness) == ("/a", "breaking", ({"a": ""},))


def test_a_property_that_becomes_required_or_no_longer_is() -> None:
    needed = {"required": ["a"]}
    found = only(record(a={"type": "string"}), record(a={"type": "string"}) | needed)
    assert (found.pointer, found.sentence, found.writers, found.readers) == (
        "/a", "now required", "breaking", "breaking",
    )  # fmt: skip
    assert found.witness == ({},)
    back = only(record(a={"type": "string"}) | needed, record(a={"type": "string"}))
    assert (back.sentence, back.writers, back.readers) == ("no longer required", "compatible", "breaking")
    new = only(record(), record(a={"type": "string"}) | needed)
    assert (new.sentence, new.writers, new.witness) == ("new required property", "breaking", ({},))
    # who constructs the model does not give it yet
    assert new.readers == "breaking"


@pytest.mark.parametrize(
    ("old", "value"),
    [
        ({"minProperties": 2}, {"type": "object"}),
        ({"minProperties": 15}, {"type": "object"}),
        ({"minProperties": 3, "propertyNames": {"pattern": "^a"}}, {"type": "object"}),
        ({"minProperties": 2, "properties": {"b": {"type": "string"}}}, {"type": "integer"}),
    ],
)
def test_a_new_name_is_shown_among_as_many_keys_as_are_asked_for(old: Any, value: Any) -> None:
    old = {"type": "object", "properties": {}} | old
    found = only(old, old | {"properties": old["properties"] | {"a": value}})
    assert (found.pointer, found.sentence, found.writers) == ("/a", "new optional property", "new-name")
    assert found.witness is not None
    assert len(found.witness[0]) >= old["minProperties"]


def test_a_name_that_no_key_could_have_is_compatible() -> None:
    old = {"type": "object", "propertyNames": {"pattern": "^a"}}
    assert only(old, old | record(b={"type": "object"})).writers == "compatible"
    assert only(old, old | record(ab={"type": "object"})).writers == "new-name"


def test_a_new_name_is_not_claimed_without_a_payload() -> None:
    # of a string that the samples do not come by
    key, needed = {"type": "string", "pattern": "^q{7}z$"}, {"required": ["k"]}
    found = only(record(k=key) | needed, record(k=key, a={"type": "object"}) | needed)
    assert (found.writers, found.witness) == ("unknown", None)


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_alternatives_where_the_other_side_says_nothing(keyword: str) -> None:
    item = {"enum": [{"a": 1}, 2.5, True], keyword: [{"minimum": 1}, True]}
    old, new = {"type": "array"}, {"type": "array", "prefixItems": [item]}
    removed = next(each for each in changes(old, new) if each.sentence == "alternative any value removed")
    assert removed.schema.endswith(f"#/prefixItems/0/{keyword}")
    added = next(each for each in changes(new, old) if each.sentence == "alternative any value added")
    assert added.schema.endswith(f"#/prefixItems/0/{keyword}")


def test_a_property_new_to_a_closed_object_was_never_used() -> None:
    closed = {"additionalProperties": False}
    found = only(record() | closed, record(a={"type": "string"}) | closed)
    assert (found.sentence, found.writers) == ("new optional property", "compatible")


def test_an_object_that_closes() -> None:
    found = only(record(a={}), record(a={}) | {"additionalProperties": False})
    assert (found.pointer, found.sentence, found.writers) == (
        "/*",
        "unknown keys no longer allowed",
        "breaking",
    )
    assert found.witness is not None
    assert set(found.witness[0]) == {"b"}


def test_the_surroundings_of_a_witness_are_as_small_as_both_sides_allow() -> None:
    def nested(ttl: Any) -> dict[str, Any]:
        cache = record(ttl=ttl, kind={"enum": ["exact"]}) | {"required": ["kind"]}
        item = record(cache=cache, id={"type": "string", "minLength": 2}) | {"required": ["id"]}
        return record(list={"type": "array", "minItems": 2, "items": item})

    found = only(nested({"minimum": 0}), nested({"minimum": 1}))
    assert found.pointer == "/list/*/cache/ttl"
    assert found.witness is not None
    first, second = found.witness[0]["list"]
    assert first == {"id": first["id"], "cache": {"kind": "exact", "ttl": 0}}
    assert set(second) == {"id"}


def test_each_of_several_changes_has_a_witness_of_its_own() -> None:
    old = record(a={"type": "number"}, b={"type": "string"}) | {"required": ["a"]}
    new = record(a={"type": "integer", "minimum": 3}, b={"type": "string", "maxLength": 1}) | {
        "required": ["a", "b"]
    }
    found = {each.sentence: each.witness for each in changes(old, new)}
    assert found["number -> integer"] is not None
    # above the new limit, so that the limit is not to blame
    assert found["number -> integer"][0]["a"] > 3
    assert found["minimum 3 added"] is not None
    assert float(found["minimum 3 added"][0]["a"]).is_integer()
    assert found["maxLength 1 added"] is not None
    assert found["maxLength 1 added"][0]["a"] >= 3
    assert found["now required"] is not None
    assert found["now required"][0]["a"] >= 3


def test_alternatives() -> None:
    def union(*keys: str) -> dict[str, Any]:
        return record(
            f={"anyOf": [record(**{key: {"type": "number"}}) | {"required": [key]} for key in keys]}
        )

    found = only(union("gt", "lt", "exists"), union("gt", "lt"))
    assert (found.pointer, found.sentence) == ("/f", "alternative `exists` removed")
    assert (found.writers, found.readers) == ("breaking", "breaking")
    assert found.witness == ({"f": {"exists": 0}},)
    back = only(union("gt", "lt"), union("gt", "lt", "exists"))
    assert (back.sentence, back.writers, back.readers) == (
        "alternative `exists` added",
        "compatible",
        "breaking",
    )


def test_what_one_alternative_refuses_another_may_accept() -> None:
    old = {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "string", "pattern": "^a"}]}
    new = {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string"}]}
    assert {each.writers for each in changes(record(a=old), record(a=new))} == {"compatible"}


def test_an_alternative_too_many_of_one_of() -> None:
    old = {"oneOf": [{"type": "integer"}, {"type": "string"}]}
    found = changes(record(a=old), record(a={"oneOf": [*old["oneOf"], {"const": 3}]}))
    assert [each.writers for each in found] == ["breaking"]
    assert found[0].witness == ({"a": 3},)


def test_a_value_that_becomes_one_of_several() -> None:
    items = {"type": "array", "items": {"type": "string"}}
    found = only(record(a={"type": "object"}), record(a={"anyOf": [{"type": "object"}, items]}))
    assert (found.sentence, found.writers, found.readers) == (
        "object -> object or array",
        "compatible",
        "breaking",
    )
    back = only(record(a={"anyOf": [{"type": "object"}, items]}), record(a={"type": "object"}))
    assert (back.sentence, back.writers, back.readers) == (
        "object or array -> object",
        "breaking",
        "compatible",
    )
    assert back.witness == ({"a": []},)


def test_definitions_that_refer_to_themselves() -> None:
    def tree(least: int) -> dict[str, Any]:
        node = {
            "type": "object",
            "properties": {"v": {"minimum": least}, "left": {"$ref": "#/$defs/Node"}},
            "required": ["v"],
        }
        return {"$ref": "#/$defs/Node", "$defs": {"Node": node}}

    found = {each.pointer: each for each in changes(tree(0), tree(1))}
    # what is below the property is the same definition once more
    assert list(found) == ["/v", "/left/v"]
    assert {each.sentence for each in found.values()} == {"minimum 0 -> 1"}
    assert found["/v"].witness == ({"v": 0},)
    assert found["/left/v"].witness == ({"v": 1, "left": {"v": 0}},)
    assert {each.writers for each in changes(tree(1), tree(0))} == {"compatible"}


def test_the_place_in_the_schema() -> None:
    def referring(limit: int) -> dict[str, Any]:
        return {
            "$id": "https://example.com/some/order.json",
            **record(**{"a/b": {"$ref": "#/$defs/Count"}}),
            "$defs": {"Count": {"type": "integer", "maximum": limit}},
        }

    found = only(referring(9), referring(8))
    assert (found.pointer, found.schema) == ("/a~1b", "order.json#/$defs/Count/maximum")


def test_embedded_resources() -> None:
    def embedding(least: int) -> dict[str, Any]:
        inner = {
            "$id": "sub/inner.json",
            **record(n={"$ref": "#/$defs/N"}),
            "$defs": {"N": {"minimum": least}},
        }
        return {
            "$id": "https://example.com/dir/root.json",
            "properties": {"a": {"$ref": "sub/inner.json"}},
            "$defs": {"inner": inner},
        }

    found = only(embedding(0), embedding(1))
    assert (found.pointer, found.schema, found.witness) == (
        "/a/n", "inner.json#/$defs/N/minimum", ({"a": {"n": 0}},),
    )  # fmt: skip


def test_what_cannot_be_decided_is_unknown_with_the_reason() -> None:
    # whatever is accepted by one is by the other, but no rule looks into patterns
    (found,) = changes(
        record(a={"type": "string", "pattern": "^(a|b)$"}), record(a={"type": "string", "pattern": "^[ab]$"})
    )
    assert (found.writers, found.why) == ("unknown", "`pattern` is another")


def test_keywords_without_words_of_their_own() -> None:
    old = record(a={"type": "array"})
    found = only(old, record(a={"type": "array", "contains": {"const": "x"}}))
    assert (found.sentence, found.writers, found.witness) == ("`contains` added", "breaking", ({"a": []},))
    names = only(
        record(a={"type": "object"}), record(a={"type": "object", "propertyNames": {"maxLength": 3}})
    )
    assert (names.sentence, names.writers) == ("`propertyNames` added", "breaking")


def test_the_whole_may_be_any_value() -> None:
    assert only({"type": ["null", "string"]}, {"type": "string"}).witness == (None,)
    anything, nothing = True, False
    assert only(anything, {"type": "string"}).writers == "breaking"
    assert [each.writers for each in changes({"type": "string"}, nothing)] == ["breaking"]


def proven(_new: object, _old: object) -> bool:
    return True


def not_proven(_new: object, _old: object) -> bool:
    return False


def not_asked(_new: object, _old: object) -> bool:
    pytest.fail("asked")


def not_installed(_: str) -> None:
    return None


def test_another_library_may_prove_what_we_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = (
        record(a={"type": "string", "pattern": "^(a|b)$"}),
        record(a={"type": "string", "pattern": "^[ab]$"}),
    )
    monkeypatch.setattr("orq_schema.evolve.compare.covers", proven)
    assert {each.writers for each in changes(*patterns)} == {"compatible"}
    monkeypatch.setattr("orq_schema.evolve.compare.covers", not_proven)
    assert {each.writers for each in changes(*patterns)} == {"unknown"}
    # where there is a payload, nobody else is asked
    monkeypatch.setattr("orq_schema.evolve.compare.covers", not_asked)
    assert only({"minimum": 1}, {"minimum": 2}).writers == "breaking"


def test_the_other_library_is_asked_in_a_process_of_its_own() -> None:
    wide, narrow = from_contents({"type": "number"}), from_contents({"type": "integer"})
    assert covers(wide, narrow)
    assert not covers(narrow, wide)


def test_without_the_other_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orq_schema.evolve.canonical.find_spec", not_installed)
    assert not covers(from_contents({"type": "number"}), from_contents({"type": "integer"}))
