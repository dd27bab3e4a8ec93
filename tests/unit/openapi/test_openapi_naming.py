"""Which shapes become definitions, and what they are called."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.openapi.documents import around, as_json, imported, schema

from orq_schema.openapi.document import RefusedError
from orq_schema.openapi.importer import Wanted, import_property

ROOT = "/paths/~1v2~1proxy~1completions/post/requestBody/content/application~1json/schema/properties/orq"


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


A, B = record(a={"type": "string"}), record(b={"type": "string"})


def names(**properties: Any) -> list[str]:
    return list(schema(record(**properties)).get("$defs", {}))


def refusals(given: Any, components: Any = None, **wanted: Any) -> list[tuple[str, str, str | None]]:
    with pytest.raises(RefusedError) as caught:
        imported(around(given, components=components), **wanted)
    assert {each.rule for each in caught.value.problems} == {"definition-unnamed"}
    return [(each.pointer.removeprefix(ROOT), each.message, each.hint) for each in caught.value.problems]


def test_by_property_by_item_and_by_title() -> None:
    assert names(rerank_config=A) == ["RerankConfig"]
    assert names(fallbacks={"type": "array", "items": A}) == ["Fallback"]
    assert names(entries={"type": "array", "items": A}) == ["Entry"]
    assert names(address={"type": "array", "items": A}) == ["AddressItem"]
    assert names(a=A | {"title": "Some pet"}) == ["SomePet"]
    assert names(a={"type": "string", "enum": ["x"]}, b={"type": "number", "minimum": 1}) == []


def test_by_component() -> None:
    components = {"schemas": {"public_pet": A | {"title": "Other"}, "Id": {"type": "string"}}}
    given = record(
        x={"$ref": "#/components/schemas/public_pet"},
        y={"$ref": "#/components/schemas/Id"},
    )
    made = schema(given, components=components)
    assert list(made["$defs"]) == ["PublicPet", "Id"]
    assert made["$defs"]["PublicPet"]["title"] == "Other"
    assert made["$defs"]["Id"] == {"title": "Id", "type": "string"}


def test_branches_by_title_by_constant_by_the_property_that_they_alone_require() -> None:
    kind = record(kind={"type": "string", "enum": ["weight_based"]})
    union = {"anyOf": [A | {"title": "first"}, kind, B | {"required": ["b"]}, {"type": "string"}]}
    assert names(u=union) == ["U", "First", "WeightBased", "B"]


def test_what_nothing_names_is_refused_with_its_pointer_all_at_once() -> None:
    found = refusals(record(m={"type": "object", "additionalProperties": A}, u={"anyOf": [A, B]}))
    assert [at for at, _, _ in found] == ["/properties/m/additionalProperties", "/properties/u/anyOf/1"]
    assert found[0][2] == f'give it a name: --name "{ROOT}/properties/m/additionalProperties=Name"'


def test_a_name_given_is_taken() -> None:
    at = f"{ROOT}/properties/m/additionalProperties"
    made = imported(
        around(record(m={"type": "object", "additionalProperties": A})), names={at: "Entry"}
    ).schema
    assert made["properties"]["m"]["additionalProperties"] == {"$ref": "#/$defs/Entry"}
    assert made["$defs"]["Entry"]["title"] == "Entry"
    # also where no definition would have been made
    bounded = {"type": "number", "minimum": 1}
    made = imported(around(record(m=bounded)), names={f"{ROOT}/properties/m": "Least"}).schema
    assert made["properties"]["m"] == {"$ref": "#/$defs/Least"}


@pytest.mark.parametrize(
    ("at", "name", "said"),
    [
        (f"{ROOT}/properties/no", "Entry", "no definition is made"),
        (f"{ROOT}/properties/m", "entry", "not in PascalCase"),
        (f"{ROOT}/properties/m", "Entry One", "not in PascalCase"),
        (f"{ROOT}/properties/m", "\x1b[0m", "not in PascalCase"),
    ],
)
def test_a_name_that_cannot_be_given(at: str, name: str, said: str) -> None:
    assert said in refusals(record(m=A), names={at: name})[0][1]


def test_two_shapes_that_want_one_name_are_refused_never_numbered() -> None:
    given = record(x=record(config=A), y=record(config=B))
    found = refusals(given)
    assert [at for at, _, _ in found] == [
        "/properties/x/properties/config",
        "/properties/y/properties/config",
    ]
    assert "another shape wants the name 'Config' too" in found[0][1]
    made = imported(around(given), names={f"{ROOT}/properties/y/properties/config": "YConfig"}).schema
    assert set(made["$defs"]) == {"X", "Config", "Y", "YConfig"}


def test_one_shape_written_twice_is_one_definition_however_it_is_worded() -> None:
    other = record(a={"type": "string", "description": "In other words."}) | {"description": "Another."}
    made = schema(record(x=A, y=other, z={"type": "array", "items": A}))
    assert list(made["$defs"]) == ["X"]
    assert made["properties"]["y"] == {"$ref": "#/$defs/X", "description": "Another."}
    assert made["properties"]["z"]["items"] == {"$ref": "#/$defs/X"}


@pytest.mark.parametrize(
    "fact", [{"default": "x"}, {"deprecated": True}, {"format": "uri"}, {"readOnly": True}]
)
def test_what_differs_in_a_fact_is_not_the_same(fact: dict[str, Any]) -> None:
    assert names(x=A, y=record(a={"type": "string"} | fact)) == ["X", "Y"]


def test_what_is_said_of_a_place_stays_there() -> None:
    made = schema(record(x=A | {"deprecated": True, "default": {}}, y=A))
    assert made["properties"]["x"] == {"$ref": "#/$defs/X", "deprecated": True, "default": {}}
    assert made["properties"]["y"] == {"$ref": "#/$defs/X"}
    assert made["$defs"]["X"] == {"title": "X"} | A


def test_a_range_is_a_definition_where_all_its_fields_agree_on_a_name() -> None:
    bounded = {"type": "integer", "minimum": 1, "maximum": 100}
    assert names(x=record(top_k=bounded), y=record(top_k=bounded, b={})) == ["X", "TopK", "Y"]
    assert names(count=bounded, top_k=bounded) == []
    choice = {"type": "string", "enum": ["a", "b"]}
    assert names(one=choice, other=choice) == ["One"]


def test_circles_are_kept_and_equal_ones_are_one() -> None:
    def node(name: str) -> dict[str, Any]:
        return record(next={"$ref": f"#/components/schemas/{name}"}, value={"type": "string"})

    components = {"schemas": {"One": node("Other"), "Other": node("One"), "Root": node("Root")}}
    made = schema(record(x={"$ref": "#/components/schemas/One"}), components=components)
    assert list(made["$defs"]) == ["One"]
    assert made["$defs"]["One"]["properties"]["next"] == {"$ref": "#/$defs/One"}


def test_the_root_may_refer_to_itself() -> None:
    made = schema(record(inner={"$ref": f"#{ROOT}"}))
    assert made == record(inner={"$ref": "#"})


def test_what_the_property_refers_to_is_the_root() -> None:
    components = {
        "schemas": {
            "Root": record(inner={"$ref": "#/components/schemas/Root"}) | {"description": "Deeper."},
            "Between": {"allOf": [{"$ref": "#/components/schemas/Root"}], "deprecated": True},
        }
    }
    given = {"$ref": "#/components/schemas/Between", "description": "Outer."}
    expected = {"description": "Outer.", "deprecated": True} | record(inner={"$ref": "#"})
    assert schema(given, components=components) == expected


def test_a_reference_into_a_shape_is_to_the_definition_made_of_it() -> None:
    components = {"schemas": {"Whole": record(part=A)}}
    given = record(
        x={"$ref": "#/components/schemas/Whole"}, y={"$ref": "#/components/schemas/Whole/properties/part"}
    )
    made = schema(given, components=components)
    assert list(made["$defs"]) == ["Whole", "Part"]
    assert made["properties"]["y"] == made["$defs"]["Whole"]["properties"]["part"] == {"$ref": "#/$defs/Part"}


def test_a_name_with_a_counter_gives_way_to_the_name_of_the_property() -> None:
    components = {"schemas": {"FilterBy7": A, "Thing": B}}
    reference = {"$ref": "#/components/schemas/FilterBy7"}
    assert list(schema(record(filter_by=reference), components=components)["$defs"]) == ["FilterBy"]
    nullable = {"anyOf": [reference, {"type": "null"}]}
    assert set(schema(record(filter_by=nullable), components=components)["$defs"]) == {
        "FilterBy", "FilterByOrNull",
    }  # fmt: skip
    # the component called Thing is nowhere in the property
    made = schema(record(other=record(c={}) | {"title": "Thing7"}), components=components)
    assert list(made["$defs"]) == ["Other"]
    titled = {"schemas": {"FilterBy7": A | {"title": "Some filter"}}}
    given = record(filter_by={}, x=reference)
    assert list(schema(given, components=titled)["$defs"]) == ["SomeFilter"]


def test_a_number_that_counts_nothing_is_kept() -> None:
    components = {"schemas": {"Sha256": A, "Gpt4": B}}
    given = record(digest={"$ref": "#/components/schemas/Sha256"}, oauth2=record(c={}), oauth={})
    assert list(schema(given, components=components)["$defs"]) == ["Sha256", "Oauth2"]


NATURAL = [
    "Sha256",
    "HashSHA512",
    "Base64",
    "Ipv4",
    "IPv6",
    "Oauth2",
    "S3",
    "Md5",
    "Utf8",
    "Http2",
    "ApiV2",
    "Int64",
]


@pytest.mark.parametrize("name", NATURAL)
def test_a_word_that_is_written_with_a_number_keeps_it(name: str) -> None:
    components = {"schemas": {name: A}}
    reference = {"$ref": f"#/components/schemas/{name}"}
    assert list(schema(record(a=reference, b=reference), components=components)["$defs"]) == [name]


@pytest.mark.parametrize(
    "name", ["Thing7", "FilterBy12", "Sha7", "Base2", "Shares3", "Xs3", "Thing_7", "thing7"]
)
def test_a_lone_name_with_a_number_is_a_counter(name: str) -> None:
    components = {"schemas": {name: A}}
    at = f"/components/schemas/{name}"
    reference = {"$ref": f"#{at}"}
    # one property has it: that names it
    assert list(schema(record(limits=reference), components=components)["$defs"]) == ["Limits"]
    titled = {"schemas": {name: A | {"title": "My limits"}}}
    assert list(schema(record(a=reference, b=reference), components=titled)["$defs"]) == ["MyLimits"]
    # several do, and none of them says what the others have
    ((where, _, hint),) = refusals(record(a=reference, b=reference), components=components)
    assert (where, hint) == (at, f'give it a name: --name "{at}=Name"')
    given = schema(record(a=reference, b=reference), components=components, names={at: "Limits"})
    assert list(given["$defs"]) == ["Limits"]


def test_what_is_in_a_numbered_shape_is_not_called_after_the_number() -> None:
    components = {"schemas": {"Things7": {"type": "array", "items": A}}}
    made = schema(record(a={"$ref": "#/components/schemas/Things7"}), components=components)
    assert not [name for name in made["$defs"] if any(map(str.isdigit, name))]


def test_a_counter_where_no_property_helps_is_refused_until_a_name_is_given() -> None:
    at = "/components/schemas/FilterBy7"
    components = {"schemas": {"FilterBy": B, "FilterBy7": A}}
    given = record(filter_by={"anyOf": [{"$ref": f"#{at}"}, {"$ref": "#/components/schemas/FilterBy"}]})
    found = refusals(given, components)
    assert (at, f'give it a name: --name "{at}=Name"') in {(where, hint) for where, _, hint in found}
    branch = f"{ROOT}/properties/filter_by"
    made = imported(around(given, components=components), names={at: "Condition", branch: "Filter"}).schema
    assert set(made["$defs"]) == {"Filter", "Condition", "FilterBy"}
    # the branch of a union is called by its title, and by nothing else
    branches = record(filter_by={"anyOf": [A | {"title": "FilterBy1"}, B | {"title": "Other"}]})
    assert [where for where, _, _ in refusals(branches)] == ["/properties/filter_by/anyOf/0"]


# -- what is known already ------------------------------------------------------------------------------------

KNOWN: dict[str, Any] = {
    "title": "Orq",
    "description": "Ours.",
    "type": "object",
    "properties": {"m": {"$ref": "#/$defs/Map", "description": "Our map."}},
    "$defs": {
        "Map": {
            "title": "Map", "description": "A map of ours.", "type": "object",
            "additionalProperties": {"$ref": "#/$defs/Entry"},
        },
        "Entry": {
            "title": "Entry", "description": "An entry of ours.", "x-since": "2025", "type": "object",
            "properties": {"a": {"description": "Our a.", "type": "string", "examples": ["ours", 5]}},
        },
    },
}  # fmt: skip
SOURCE = record(
    m={
        "type": "object",
        "description": "Their map.",
        "additionalProperties": A | {"description": "Their entry."},
    }
)


def known(given: Any, *, facts_only: bool) -> tuple[dict[str, Any], list[str]]:
    wanted = Wanted("POST /v2/proxy/completions", "orq", facts_only=facts_only)
    made = import_property(as_json(around(given)), wanted, KNOWN)
    return made.schema, made.undescribed


def test_known_names_are_the_last_resort() -> None:
    made, undescribed = known(SOURCE, facts_only=False)
    assert list(made["$defs"]) == ["Entry"]
    assert made["$defs"]["Entry"]["description"] == "Their entry."
    assert made["properties"]["m"]["description"] == "Their map."
    assert undescribed == []


def test_facts_alone_take_our_names_and_words_where_the_shape_is_the_same() -> None:
    made, undescribed = known(SOURCE, facts_only=True)
    assert undescribed == []
    assert made["description"] == "Ours."
    assert made["properties"]["m"] == {"$ref": "#/$defs/Map", "description": "Our map."}
    # our example that is not valid is not taken
    assert made["$defs"] == KNOWN["$defs"] | {
        "Entry": {
            "title": "Entry", "description": "An entry of ours.", "x-since": "2025", "type": "object",
            "properties": {"a": {"description": "Our a.", "type": "string", "examples": ["ours"]}},
        }
    }  # fmt: skip


def test_facts_alone_leave_out_what_has_changed_and_list_it() -> None:
    changed = record(
        m={"type": "object", "additionalProperties": record(a={"type": "number", "description": "Theirs."})},
        n={"type": "string", "title": "Theirs", "example": "theirs"},
    )
    made, undescribed = known(changed, facts_only=True)
    assert undescribed == ["", "/properties/n", "/$defs/Entry/properties/a"]
    assert "heirs" not in str(made)
    assert made["title"] == "Orq"
