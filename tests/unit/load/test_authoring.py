from __future__ import annotations

import copy
from typing import Any

import pytest

from orq_schema.load.authoring import check
from orq_schema.load.schema import builtin, from_contents

GOOD: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.com/thing.schema.json",
    "title": "Thing",
    "description": "A thing to order.",
    "type": "object",
    "properties": {
        "size": {
            "description": "How large it is, e.g. 3.5 metres.",
            "type": "number",
            "minimum": 0,
            "default": 1,
            "examples": [3.5],
        },
        "part": {"$ref": "#/$defs/Part", "description": "What it consists of."},
        "of": {"$ref": "#", "description": "The thing it belongs to."},
    },
    "required": ["size"],
    "examples": [{"size": 1, "part": {"id": "a"}}],
    "$defs": {
        "Part": {
            "title": "Part",
            "description": "A part of a thing.",
            "type": "object",
            "properties": {
                "id": {"description": "Name of the part.", "type": "string", "examples": ["a"]},
                "parts": {
                    "description": "What the part consists of.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/Part"},
                    "examples": [[{"id": "b"}]],
                },
            },
            "required": ["id"],
            "examples": [{"id": "a"}],
        }
    },
}
SENTENCE = {"description": "A sentence."}
LEAF = {**SENTENCE, "type": "string", "examples": ["a"]}
TITLED_LEAF = {**LEAF, "title": "Leaf"}


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """Return GOOD with `value` at `pointer`, or without what is there where `value` is None."""
    schema = copy.deepcopy(GOOD)
    *steps, last = pointer.split("/")[1:]
    holder: Any = schema
    for step in steps:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return schema


def findings(schema: Any) -> list[tuple[str, str]]:
    return [(problem.rule, problem.pointer) for problem in check(from_contents(schema))]


def test_a_schema_that_keeps_every_rule() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_our_own_schemas_keep_every_rule(name: str) -> None:
    assert check(builtin(name)) == []


PART = "/$defs/Part"
PARTS = f"{PART}/properties/parts"
EXTRA = "/properties/extra"
UNION = {**SENTENCE, "examples": [1], "anyOf": [{"type": "string"}, {"type": "integer"}]}
OBJECT: dict[str, Any] = {**SENTENCE, "type": "object", "properties": {"a": LEAF}, "examples": [{}]}


BREACHES: list[tuple[str, str, Any, str | None]] = [
    ("missing-dialect", "/$schema", None, ""),
    ("missing-id", "/$id", None, ""),
    ("missing-title", "/title", None, ""),
    ("missing-description", "/description", None, ""),
    ("missing-description", "/properties/size/description", " ", "/properties/size"),
    ("missing-description", "/properties/part/description", None, "/properties/part"),
    ("missing-description", f"{PART}/description", None, PART),
    ("missing-description", f"{PART}/properties/id/description", None, f"{PART}/properties/id"),
    ("description-style", "/description", "no full stop", "/description"),
    ("description-style", "/description", "Two sentences. Are here.", "/description"),
    ("description-style", "/description", "Two\nlines.", "/description"),
    ("description-style", f"{PART}/description", " Blank before.", f"{PART}/description"),
    ("inline-shape", EXTRA, OBJECT, EXTRA),
    ("inline-shape", EXTRA, UNION, EXTRA),
    ("inline-shape", f"{PART}/items", {"oneOf": [True]}, f"{PART}/items"),
    ("duplicate-shape", EXTRA, {**GOOD["properties"]["size"], "title": "Other"}, EXTRA),
    ("duplicate-shape", EXTRA, {**SENTENCE, "type": "number", "minimum": 0.0, "examples": [1]}, EXTRA),
    ("example-keyword", "/properties/size/example", 1, "/properties/size/example"),
    ("missing-examples", "/examples", None, ""),
    ("missing-examples", f"{PART}/examples", [], PART),
    ("missing-examples", "/properties/size/examples", None, "/properties/size"),
    ("invalid-example", "/examples", [{"size": 1}, {}], "/examples/1"),
    ("invalid-example", "/examples", [{"size": 1, "part": {}}], "/examples/0"),
    ("invalid-example", "/properties/of/examples", [{}], "/properties/of/examples/0"),
    (
        "invalid-example",
        f"{PART}/properties/parts/examples",
        [[{}]],
        f"{PART}/properties/parts/examples/0",
    ),
    ("invalid-default", "/properties/size/default", -1, "/properties/size/default"),
    ("invalid-default", "/properties/part/default", {}, "/properties/part/default"),
    ("untyped-shape", EXTRA, {**SENTENCE, "examples": [1]}, EXTRA),
    ("required-undeclared", "/required", ["size", "weight"], "/required/1"),
    ("required-undeclared", f"{PART}/dependentSchemas", {"id": {"required": ["x"]}}, None),
]


@pytest.mark.parametrize(("rule", "at", "value", "place"), BREACHES)
def test_a_breach(rule: str, at: str, value: Any, place: str | None) -> None:
    expected = f"{at}/id/required/0" if place is None else place
    found = findings(changed(at, value))
    # an example of the root may break together with the example of what is in it
    assert (rule, expected) in found
    assert {each for each, _ in found} <= {rule, "invalid-example"}


def test_what_stands_for_a_property_takes_over_its_description() -> None:
    assert findings(changed(EXTRA, {"$ref": "#/properties/size"})) == []
    assert findings(changed(EXTRA, {"$ref": f"#{PART}/properties/id", "description": "Other words."})) == []
    assert findings(changed(EXTRA, {"$ref": "#/properties/size", "description": ""})) == [
        ("missing-description", EXTRA)
    ]
    # a definition is described where it is used, too
    assert findings(changed(EXTRA, {"$ref": f"#{PART}"})) == [("missing-description", EXTRA)]


@pytest.mark.parametrize("name", ["part", "PART_A", "Part-A", "1Part"])
def test_definition_names(name: str) -> None:
    schema = changed("/properties/extra", {"$ref": f"#/$defs/{name}", **SENTENCE})
    schema["$defs"][name] = TITLED_LEAF
    assert findings(schema) == [("definition-name", f"/$defs/{name}")]


@pytest.mark.parametrize("name", ["Part2", "PartOfPart", "RAGConfig"])
def test_good_definition_names(name: str) -> None:
    schema = changed("/properties/extra", {"$ref": f"#/$defs/{name}", **SENTENCE})
    schema["$defs"][name] = TITLED_LEAF
    assert findings(schema) == []


def test_an_unused_definition() -> None:
    assert findings(changed("/$defs/Leaf", TITLED_LEAF)) == [("unused-definition", "/$defs/Leaf")]


def test_a_definition_that_only_itself_uses_is_unused() -> None:
    schema = changed("/properties/part", None)
    assert findings({**schema, "examples": [{"size": 1}]}) == [("unused-definition", PART)]


def test_a_definition_is_used_through_another_and_by_a_pointer_into_it() -> None:
    schema = changed("/properties/extra", {"$ref": "#/$defs/List/items", **SENTENCE})
    schema["$defs"]["List"] = {
        **TITLED_LEAF,
        "type": "array",
        "items": {"$ref": "#/$defs/Leaf"},
        "examples": [[]],
    }
    schema["$defs"]["Leaf"] = TITLED_LEAF
    assert findings(schema) == []


def test_unions_of_bare_types_and_arrays_of_definitions_have_no_name_of_their_own() -> None:
    schema = changed("/properties/extra", {**LEAF, "type": ["string", "null"]})
    schema["properties"]["more"] = copy.deepcopy(GOOD["$defs"]["Part"]["properties"]["parts"])
    assert findings(schema) == []


def test_bare_types_may_repeat_and_different_bounds_differ() -> None:
    schema = changed("/properties/extra", LEAF)
    schema["properties"]["more"] = LEAF
    schema["properties"]["wide"] = {**SENTENCE, "type": "number", "minimum": 1, "examples": [1]}
    assert findings(schema) == []


@pytest.mark.parametrize("mine", [{"x-since": "2026-01-01"}, {"x-sensitive": True, "x-links": {"a": 1}}])
def test_annotations_of_ones_own_are_no_part_of_a_shape(mine: dict[str, Any]) -> None:
    schema = changed("/properties/one", {**LEAF, "maxLength": 7, **mine})
    schema["properties"]["two"] = {**LEAF, "maxLength": 7}
    assert findings(schema) == [("duplicate-shape", "/properties/two")]
    schema["properties"]["two"] |= {"maxLength": 8}
    assert findings(schema) == []


def test_the_same_enum_in_another_order_is_a_duplicate() -> None:
    schema = changed("/properties/one", {**LEAF, "enum": ["a", "b"]})
    schema["properties"]["two"] = {**LEAF, "enum": ["b", "a"]}
    assert findings(schema) == [("duplicate-shape", "/properties/two")]
    schema["properties"]["two"]["enum"] = ["a", "c"]
    assert findings(schema) == []


def test_the_parts_of_a_duplicate_are_not_reported_again() -> None:
    schema = changed("/$defs/Copy", copy.deepcopy(GOOD["$defs"]["Part"]))
    schema["properties"]["copy"] = {"$ref": "#/$defs/Copy", **SENTENCE}
    schema["$defs"]["Part"]["properties"]["size"] = {**LEAF, "maxLength": 3}
    schema["$defs"]["Copy"]["properties"]["size"] = {**LEAF, "maxLength": 3}
    assert findings(schema) == [("duplicate-shape", "/$defs/Copy")]


def test_a_property_called_like_a_keyword_is_a_property() -> None:
    names = ("example", "description", "properties", "required", "$defs")
    schema = changed("/properties/part", GOOD["properties"]["part"])
    schema["properties"] |= dict.fromkeys(names, LEAF)
    assert findings(schema) == []


def test_an_example_is_resolved_in_the_scope_of_its_own_resource() -> None:
    schema = changed("/properties/part/examples", [{"id": "a"}])
    part = {
        **GOOD["$defs"]["Part"],
        "$id": "https://example.com/parts/part.json",
        "$defs": {"Name": TITLED_LEAF},
    }
    part["properties"] = {"id": {**LEAF, "$ref": "#/$defs/Name", "examples": ["a", 1]}}
    schema["$defs"] = {"Part": part}
    assert findings(schema) == [("invalid-example", "/$defs/Part/properties/id/examples/1")]


def test_a_pattern_that_only_ecma_262_has_cannot_be_checked() -> None:
    (problem,) = check(from_contents(changed("/properties/extra", {**LEAF, "pattern": r"^\p{L}+$"})))
    assert problem.rule == "invalid-example"
    assert "cannot be checked" in problem.message


def test_a_boolean_schema_breaks_the_rules_of_the_root() -> None:
    rules = ["dialect", "id", "title", "description", "examples"]
    assert findings(True) == [(f"missing-{rule}", "") for rule in rules]  # noqa: FBT003 - a schema


def test_a_problem_names_the_file_and_no_line() -> None:
    (problem,) = check(from_contents(changed("/title", None), name="thing"))
    assert problem[:3] == ("thing", None, None)
    assert problem.severity == "error"
